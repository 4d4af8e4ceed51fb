import type { Answer } from '../../../ports/answer.ts'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { ListedReturn } from '../../../ports/source.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { badRequest } from '../refusals.ts'
import { ROUTES, pathPart } from '../routes.ts'
import type { Session } from '../session.ts'
import { readReturn } from '../wire/return.ts'

export async function getReturn(
  session: Session,
  context: RowContext,
  at: { returnId: string; known: Fulfilment | undefined },
): Promise<Answer<ListedReturn>> {
  const part = pathPart(at.returnId)
  if (part === null) return badRequest('returns: no such id')
  const answer = await session.get(ROUTES.getReturn, `/retailer/returns/${part}`)
  return answer.kind === 'ok' ? readReturn(answer.value.json, at, context) : answer
}
