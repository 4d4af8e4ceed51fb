/** Takes orders to be planned, so that nothing decides about them in between: a user's word comes before their plan, or after it. */
import type { StoredOrder } from '../../ports/tables/orders.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { holdThreshold } from './cross-border-sales.ts'

export async function holdOrders(tx: Tx, context: ConnectionContext, limit: number): Promise<StoredOrder[]> {
  const { connectionId } = context.connection
  // First, in each transaction that plans: another shop of this person may decide these orders anew.
  await holdThreshold(tx, context)
  const held = new Set(await tx.orders.holdToPlan(connectionId, limit))
  if (held.size === 0) return []
  return (await tx.orders.toPlan(connectionId, limit)).filter(({ orderId }) => held.has(orderId))
}
