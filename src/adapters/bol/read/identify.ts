import type { Answer } from '../../../ports/answer.ts'
import type { SellerAccount } from '../../../ports/source.ts'
import { ROUTES } from '../routes.ts'
import type { Session } from '../session.ts'
import { readRetailer } from '../wire/retailer.ts'

/** Whose keys these are. */
export async function identify(session: Session): Promise<Answer<SellerAccount>> {
  const answer = await session.get(ROUTES.identify, '/retailer/retailers/current')
  return answer.kind === 'ok' ? readRetailer(answer.value.json) : answer
}
