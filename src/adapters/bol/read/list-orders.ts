import type { Answer } from '../../../ports/answer.ts'
import type { ListedOrder, Page } from '../../../ports/source.ts'
import type { ChangeWindow } from '../api.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { badRequest } from '../refusals.ts'
import { ROUTES } from '../routes.ts'
import type { Session } from '../session.ts'
import { readOrderList } from '../wire/order-list.ts'

/** `change-interval-minute` ends here; a longer time needs days. */
const MINUTES_MAX = 60

/** Without the two ALL, bol.com answers with open orders of the seller's own stock only. */
export async function listOrders(
  session: Session,
  context: RowContext,
  window: ChangeWindow,
  page: number,
): Promise<Answer<Page<ListedOrder>>> {
  const changed = windowQuery(window)
  if (changed === null || !Number.isSafeInteger(page) || page < 1) return badRequest('orders: no such window or page')
  const query = { page: String(page), 'fulfilment-method': 'ALL', status: 'ALL', ...changed }
  const answer = await session.get(ROUTES.listOrders, '/retailer/orders', query)
  return answer.kind === 'ok' ? readOrderList(answer.value.json, context) : answer
}

/** Null for a window that cannot be asked: cutting it short in silence would lose orders. */
function windowQuery(window: ChangeWindow): Record<string, string> | null {
  if ('changedOn' in window) {
    return /^\d{4}-\d{2}-\d{2}$/.test(window.changedOn) ? { 'latest-change-date': window.changedOn } : null
  }
  const minutes = window.changedWithinMinutes
  return Number.isSafeInteger(minutes) && minutes >= 1 && minutes <= MINUTES_MAX
    ? { 'change-interval-minute': String(minutes) }
    : null
}
