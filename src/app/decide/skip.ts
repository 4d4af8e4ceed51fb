/** *Niet boeken*: remembered for good. A document that was already sent to the ledger cannot be skipped. */
import type { Instant } from '../../domain/calendar.ts'
import { decide } from '../../domain/document/document.ts'
import { states } from '../../domain/document/document-states.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { forgetHeld } from '../capture/held-records.ts'
import type { Ports } from '../run/ports.ts'

/** The longest reason in a document's path. */
const reasonMax = 200

export interface SkipResult {
  done: boolean
  faults: { path: string; message: string }[]
}

export async function skipOrder(
  ports: Ports,
  tenantId: string,
  connectionId: string | null,
  order: { orderId: string; reason: string },
): Promise<SkipResult> {
  const { orderId, reason } = order
  if (reason.trim() === '') return fault('reason', 'A reason is needed: it is what the bookkeeper reads next year.')
  const store = ports.store.forTenant(tenantId)
  const at = await ports.clock.now()
  return store.transaction(async (tx) => {
    const connections = await tx.connections.list()
    for (const connection of connections.filter((row) => connectionId === null || row.connectionId === connectionId)) {
      const [known] = await tx.orders.known(connection.connectionId, [orderId])
      if (known === undefined) continue
      // A worker that plans it now would keep a document that is not known here yet.
      await tx.orders.hold(connection.connectionId, orderId)
      const before = await tx.documents.ofOrders(connection.connectionId, [orderId])
      const inTotal = before.filter((row) => row.progress.state === 'inTotal').map((row) => row.documentId)
      if (inTotal.length > 0) await tx.days.dissolve(connection.connectionId, inTotal, at)
      const documents = await tx.documents.ofOrders(connection.connectionId, [orderId])
      const changes = documents.filter(
        (row) => row.plan.change !== undefined && states.unsent.includes(row.progress.state),
      )
      const sent = documents.find(
        (row) => !states.unsent.includes(row.progress.state) && row.progress.state !== 'skipped',
      )
      // The sale is booked; only its change can still be refused.
      if (sent !== undefined && changes.length > 0) {
        await skipDocuments(tx, changes, { reason: reason.trim(), at })
        await tx.orders.planAgain(connection.connectionId, [orderId])
        return { done: true, faults: [] }
      }
      if (sent !== undefined)
        return fault(
          'order',
          `Order ${orderId} was sent to the ledger already (${sent.journalKey} ${sent.progress.number ?? ''}); it cannot be skipped.`,
        )
      const open = documents.filter((row) => row.progress.state !== 'skipped')
      await skipDocuments(tx, open, { reason: reason.trim(), at })
      await tx.orders.skip(connection.connectionId, orderId, reason.trim(), at)
      await tx.problems.endOfOrders(connection.connectionId, [orderId], at)
      await forgetHeld(tx, connection.connectionId, orderId, at)
      return { done: true, faults: [] }
    }
    return fault('order', `Order ${orderId} is not known in this company.`)
  })
}

/** The path of each document gives the reason. */
export async function skipDocuments(
  tx: Tx,
  documents: StoredDocument[],
  by: { reason: string; at: Instant },
): Promise<void> {
  for (const document of documents) {
    const { progress, notBefore } = decide(document.progress, { kind: 'skipped' })
    await tx.documents.step({
      documentId: document.documentId,
      expected: { state: document.progress.state },
      progress,
      notBefore,
      event: `skipped: ${by.reason.slice(0, reasonMax)}`,
      actor: 'person',
      at: by.at,
    })
  }
}

function fault(path: string, message: string): SkipResult {
  return { done: false, faults: [{ path, message }] }
}
