import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { FetchedOrder } from '../../../ports/source.ts'
import { badRequest } from '../refusals.ts'
import { ROUTES, pathPart } from '../routes.ts'
import type { Session } from '../session.ts'
import { readOrder } from '../wire/order.ts'

export async function getOrder(session: Session, calendar: Calendar, orderId: string): Promise<Answer<FetchedOrder>> {
  const part = pathPart(orderId)
  if (part === null) return badRequest('orders: no such id')
  const answer = await session.get(ROUTES.getOrder, `/retailer/orders/${part}`)
  return answer.kind === 'ok' ? readOrder(answer.value.json, answer.value.text, orderId, calendar) : answer
}
