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
  const at = await ports.clock.now()
  for (;;) {
    try {
      return await ports.store
        .forTenant(tenantId)
        .transaction((tx) => skipInside(tx, { connectionId, orderId, reason: reason.trim(), at }))
    } catch (error) {
      if (!(error instanceof GoneOn)) throw error
    }
  }
}

/** A worker took a document meanwhile: nothing of the transaction is kept, and the next look knows that it was sent. */
class GoneOn extends Error {}

async function skipInside(
  tx: Tx,
  { connectionId, orderId, reason, at }: { connectionId: string | null; orderId: string; reason: string; at: Instant },
): Promise<SkipResult> {
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
      if (!(await skipDocuments(tx, changes, { reason, at }))) throw new GoneOn()
      await tx.orders.planAgain(connection.connectionId, [orderId])
      return { done: true, faults: [] }
    }
    if (sent !== undefined)
      return fault(
        'order',
        `Order ${orderId} was sent to the ledger already (${sent.journalKey} ${sent.progress.number ?? ''}); it cannot be skipped.`,
      )
    const open = documents.filter((row) => row.progress.state !== 'skipped')
    if (!(await skipDocuments(tx, open, { reason, at }))) throw new GoneOn()
    await tx.orders.skip(connection.connectionId, orderId, reason, at)
    await tx.problems.endOfOrders(connection.connectionId, [orderId], at)
    await forgetHeld(tx, connection.connectionId, orderId, at)
    return { done: true, faults: [] }
  }
  return fault('order', `Order ${orderId} is not known in this company.`)
}

/** The path of each document gives the reason. @returns false where one of them went on since it was read */
export async function skipDocuments(
  tx: Tx,
  documents: StoredDocument[],
  by: { reason: string; at: Instant },
): Promise<boolean> {
  let all = true
  for (const document of documents) {
    const { progress, notBefore } = decide(document.progress, { kind: 'skipped' })
    const isSkipped = await tx.documents.step({
      documentId: document.documentId,
      expected: { state: document.progress.state },
      progress,
      notBefore,
      event: `skipped: ${by.reason.slice(0, reasonMax)}`,
      actor: 'person',
      at: by.at,
    })
    all &&= isSkipped
  }
  return all
}

function fault(path: string, message: string): SkipResult {
  return { done: false, faults: [{ path, message }] }
}
