/**
 * Keeps the buyer's data as first seen. The marketplace takes billing details away 30 days after the order and the mail alias some time
 * later; data that was captured when first seen is not lost by it.
 */
import type { Buyer, Order } from '../../domain/order/order.ts'
import type { FetchedOrder } from '../../ports/source.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

export function mergeBuyer(
  context: ConnectionContext,
  orderId: string,
  fetched: FetchedOrder,
  before: StoredOrder | undefined,
): { order: Order; buyer: Buyer } {
  const earlier = openBuyer(context, orderId, before?.buyerSealed ?? null)
  if (earlier === null || before?.order == null) return { order: fetched.order, buyer: fetched.buyer }
  const shipping = { ...fetched.buyer.shipping, email: fetched.buyer.shipping.email ?? earlier.shipping.email }
  if (fetched.buyer.billing !== null || earlier.billing === null) {
    return { order: fetched.order, buyer: { ...fetched.buyer, shipping } }
  }
  const buyer: Buyer = { ...earlier, shipping }
  return { order: { ...fetched.order, buyer: before.order.buyer }, buyer }
}

/** Null when there is none (any more). */
export function openBuyer(
  context: { ports: ConnectionContext['ports']; tenantId: string },
  orderId: string,
  sealed: string | null,
): Buyer | null {
  if (sealed === null) return null
  return JSON.parse(context.ports.secrets.open(sealed, buyerContext(context.tenantId, orderId))) as Buyer
}

/** Returns the context to which the buyer's sealed data is bound: the company and the order, so that it does not open elsewhere. */
export function buyerContext(tenantId: string, orderId: string): string {
  return `${tenantId}|order_version.buyer|${orderId}`
}
