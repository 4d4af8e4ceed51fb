/** A person looks at settlements that nobody asked for before: from then on they are read, and the first time at once. */
import { openConnection } from '../run/connection-context.ts'
import type { Ports } from '../run/ports.ts'
import { captureSettlements } from './capture-settlements.ts'

/** A connection that is at work, or paused by a person, is read by its next run. */
export async function lookFirst(
  ports: Ports,
  at: { tenantIds: string[]; connectionId: string | null; signal: AbortSignal | undefined },
): Promise<void> {
  for (const tenantId of at.tenantIds) {
    const store = ports.store.forTenant(tenantId)
    const fresh = await store.transaction(async (tx) => {
      const found: string[] = []
      for (const { connectionId, state } of await tx.connections.list()) {
        if (state === 'removed' || (at.connectionId ?? connectionId) !== connectionId) continue
        if ((await tx.settlements.poll(connectionId)) !== null) continue
        await tx.settlements.ask(connectionId)
        found.push(connectionId)
      }
      return found
    })
    for (const connectionId of fresh) {
      const context = await openConnection(ports, { tenantId, connectionId }, at.signal)
      if (context === null || context.connection.pauseCause === 'person') continue
      await store.exclusively(`connection:${connectionId}`, () => captureSettlements(context))
    }
  }
}
