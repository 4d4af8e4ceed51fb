import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { ListedShipment } from '../../../ports/source.ts'
import { badRequest } from '../refusals.ts'
import { ROUTES, pathPart } from '../routes.ts'
import type { Session } from '../session.ts'
import { readShipment } from '../wire/shipment.ts'

export async function getShipment(
  session: Session,
  calendar: Calendar,
  at: { shipmentId: string; known: Fulfilment | undefined },
): Promise<Answer<ListedShipment>> {
  const part = pathPart(at.shipmentId)
  if (part === null) return badRequest('shipments: no such id')
  const answer = await session.get(ROUTES.getShipment, `/retailer/shipments/${part}`)
  return answer.kind === 'ok' ? readShipment(answer.value.json, answer.value.text, at, calendar) : answer
}
