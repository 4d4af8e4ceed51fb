import type { Answer } from '../../../ports/answer.ts'
import type { ReturnList } from '../../../domain/kinds.ts'
import type { ListedReturn, Page } from '../../../ports/source.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { badRequest } from '../refusals.ts'
import { ROUTES } from '../routes.ts'
import type { Session } from '../session.ts'
import { readReturnList } from '../wire/return.ts'

/** Without both of them bol.com's document does not say what it answers with, so both are always sent. */
export async function listReturns(
  session: Session,
  context: RowContext,
  list: ReturnList,
  page: number,
): Promise<Answer<Page<ListedReturn>>> {
  if (!Number.isSafeInteger(page) || page < 1) return badRequest('returns: no such page')
  const answer = await session.get(ROUTES.listReturns, '/retailer/returns', {
    page: String(page),
    handled: String(list.handled),
    'fulfilment-method': list.fulfilment === 'seller' ? 'FBR' : 'FBB',
  })
  return answer.kind === 'ok' ? readReturnList(answer.value.json, list.fulfilment, context) : answer
}
