import type { Answer } from '../../ports/answer.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { ListedReturn } from '../../ports/marketplace.ts'
import { badRequest } from './refusals.ts'
import { ROUTES, pathPart } from './routes.ts'
import type { Session } from './session.ts'
import { readReturn } from './wire-return.ts'

export async function getReturn(session: Session, calendar: Calendar, returnId: string): Promise<Answer<ListedReturn>> {
  const part = pathPart(returnId)
  if (part === null) return badRequest('returns: no such id')
  const answer = await session.get(ROUTES.getReturn, `/retailer/returns/${part}`)
  return answer.kind === 'ok' ? readReturn(answer.value.json, returnId, calendar) : answer
}
