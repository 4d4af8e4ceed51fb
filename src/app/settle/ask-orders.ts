/**
 * Asks the marketplace once for an order that a settlement pays and that is unknown here. The order was missed, or it is from before the
 * first day.
 */
import type { ConnectionContext } from '../run/connection-context.ts'
import { isOurs, noteUnknown } from '../capture/missed-orders.ts'
import { isOfSide } from '../capture/held-records.ts'
import { whenAllowed } from '../run/when-allowed.ts'

const askedAtOnce = 200

/** @returns how many were asked for */
export async function askSettledOrders(context: ConnectionContext): Promise<number> {
  const { ports, connection, store, settings, marketplace, signal } = context
  const { connectionId } = connection
  const from = settings.settlement?.startDate ?? settings.booking.startDate
  const wanted = await store.transaction((tx) => tx.settlements.unaskedOrders(connectionId, from, askedAtOnce))
  for (const orderId of wanted) {
    const answer = await whenAllowed(ports, () => marketplace.getOrder(orderId), signal)
    const at = await ports.clock.now()
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') {
      if (answer.kind === 'later' && isOfSide(answer, at)) context.marketplaceFailure = answer
      if (isOfSide(answer, at)) break
      continue
    }
    const placedAt = answer.kind === 'ok' ? answer.value.order.placedAt : null
    const missed = answer.kind === 'ok' && isOurs(context, answer.value.order.placedOn)
    await store.transaction(async (tx) => {
      if (missed) await noteUnknown(tx, context, [{ orderId, placedAt }], { foundBy: 'completeness', at })
      else await tx.settlements.setAbsent(connectionId, orderId, answer.kind === 'ok' ? 'beforeStart' : 'unknown')
    })
  }
  return wanted.length
}
