import type { Fulfilment } from '../../../domain/order/order.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { ListedShipment, Page } from '../../../ports/source.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { getShipment } from './get-shipment.ts'
import { badRequest, unreadable } from '../refusals.ts'
import { ROUTES } from '../routes.ts'
import type { Fetched, Session } from '../session.ts'
import { readShipmentIds, readShipmentList } from '../wire/shipment.ts'

export async function listShipments(
  session: Session,
  context: RowContext,
  fulfilment: Fulfilment,
  page: number,
): Promise<Answer<Page<ListedShipment>>> {
  const answer = await askPage(session, page, { 'fulfilment-method': fulfilment === 'seller' ? 'FBR' : 'FBB' })
  return answer.kind === 'ok' ? readShipmentList(answer.value.json, fulfilment, context) : answer
}

/**
 * `order-id` is only taken without a stock, and the rows then do not tell the stock: each shipment found is fetched by its id
 * (one call more per shipment), which brings its quantities too.
 */
export async function listShipmentsOfOrder(
  session: Session,
  context: RowContext,
  orderId: string,
  page: number,
): Promise<Answer<Page<ListedShipment>>> {
  const found = await listShipmentIds(session, context, { orderId, page })
  if (found.kind !== 'ok') return found
  const rows: ListedShipment[] = []
  const bad = [...found.value.bad]
  for (const { shipmentId } of found.value.rows) {
    const shipment = await getShipment(session, context.calendar, { shipmentId, known: undefined })
    if (shipment.kind === 'ok') rows.push(shipment.value)
    else if (shipment.kind === 'notFound' || (shipment.kind === 'later' && shipment.cause === 'unreadable'))
      bad.push({ kind: 'shipment', key: shipmentId, named: true, orderId, listedOn: null, fault: 'details' })
    else return shipment
  }
  return { kind: 'ok', value: { rows, bad, more: found.value.more } }
}

export async function listShipmentIds(
  session: Session,
  context: RowContext,
  { orderId, page }: { orderId: string; page: number },
): Promise<Answer<Page<{ shipmentId: string }>>> {
  const answer = await askPage(session, page, { 'order-id': orderId })
  if (answer.kind !== 'ok') return answer
  const found = readShipmentIds(answer.value.json, context)
  if (found.kind === 'ok' && found.value.rows.some((row) => row.orderId !== orderId)) {
    return unreadable('shipments of another order came than the one asked for')
  }
  return found
}

async function askPage(session: Session, page: number, query: Record<string, string>): Promise<Answer<Fetched>> {
  if (!Number.isSafeInteger(page) || page < 1) return badRequest('shipments: no such page')
  return session.get(ROUTES.listShipments, '/retailer/shipments', { page: String(page), ...query })
}
