/** An order made from its shipments: `GET /retailer/shipments?order-id=…`, then each shipment's own answer. */
import type { Answer } from '../../../ports/answer.ts'
import type { FetchedOrder } from '../../../ports/source.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { listShipmentIds } from './list-shipments.ts'
import { unreadable } from '../refusals.ts'
import { ROUTES, pathPart } from '../routes.ts'
import type { Session } from '../session.ts'
import { readRebuiltOrder } from '../wire/rebuilt-order.ts'

/** 100 parcels of 50: no order has more. */
const pagesMax = 2

export async function rebuildOrder(
  session: Session,
  context: RowContext,
  orderId: string,
): Promise<Answer<FetchedOrder>> {
  const shipments: { json: unknown; text: string }[] = []
  for (let page = 1; page <= pagesMax; page += 1) {
    const found = await listShipmentIds(session, context, { orderId, page })
    if (found.kind === 'notFound') break
    if (found.kind !== 'ok') return found
    // An order that lacks a parcel must not pass for a whole one.
    if (found.value.bad.length > 0) return unreadable('a shipment of the order cannot be read')
    for (const { shipmentId } of found.value.rows) {
      const part = pathPart(shipmentId)
      if (part === null) return unreadable('a shipment has an id that cannot stand in an address')
      const answer = await session.get(ROUTES.getShipment, `/retailer/shipments/${part}`)
      // Listed a moment ago, so it exists: an order that lacks a parcel must not pass for a whole one.
      if (answer.kind === 'notFound') return unreadable('a shipment on the list cannot be found')
      if (answer.kind !== 'ok') return answer
      shipments.push(answer.value)
    }
    if (!found.value.more) break
  }
  if (shipments.length === 0) return { kind: 'notFound' }
  return readRebuiltOrder(shipments, orderId, context.calendar)
}
