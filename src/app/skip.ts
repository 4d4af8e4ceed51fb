/** *Niet boeken*: remembered for good. What already left for the ledger cannot be skipped. */
import type { Ports } from './ports.ts'

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
      const documents = await tx.documents.ofOrders(connection.connectionId, [orderId])
      const sent = documents.find(
        (row) => !['draft', 'approval', 'blocked', 'ready', 'rejected', 'skipped'].includes(row.progress.state),
      )
      if (sent !== undefined)
        return fault(
          'order',
          `Order ${orderId} was sent to the ledger already (${sent.journalKey} ${sent.progress.number ?? ''}); it cannot be skipped.`,
        )
      for (const document of documents.filter((row) => row.progress.state !== 'skipped')) {
        await tx.documents.step({
          documentId: document.documentId,
          expected: { state: document.progress.state },
          progress: { ...document.progress, state: 'skipped' },
          notBefore: null,
          event: 'skipped',
          actor: 'person',
          at,
        })
        await tx.problems.clear(connection.connectionId, [document.documentId], null, at)
      }
      await tx.orders.skip(connection.connectionId, orderId, reason.trim(), at)
      await tx.problems.clear(connection.connectionId, [orderId], null, at)
      return { done: true, faults: [] }
    }
    return fault('order', `Order ${orderId} is not known in this company.`)
  })
}

function fault(path: string, message: string): SkipResult {
  return { done: false, faults: [{ path, message }] }
}
