/** A page of `GET /retailer/orders`. */
import { z } from 'zod'
import type { Answer } from '../../../ports/answer.ts'
import type { BadRecord } from '../../../ports/tables/held-records.ts'
import type { ListedOrder, Page } from '../../../ports/source.ts'
import { badRow, meaningOf, type RowContext } from './fingerprint.ts'
import { unreadable } from '../refusals.ts'
import { PAGE_ROWS } from '../routes.ts'
import { anything, identifier, readInstant, readRows } from './values.ts'

/** Only what is needed to fetch the order; the rest of a row may be anything and still counts in its fingerprint. */
const rowSchema = z.looseObject({ orderId: identifier, orderPlacedDateTime: anything, orderItems: anything })
const itemSchema = z.looseObject({ orderItemId: identifier })

/** A row without an order id is told as bad: passing it over would lose that order without a word. */
export function readOrderList(json: unknown, context: RowContext): Answer<Page<ListedOrder>> {
  const { calendar, hash } = context
  const rows = readRows(json, 'orders')
  if (rows === null) return unreadable('the list of orders has another shape')
  const listed = new Map<string, ListedOrder>()
  const bad: BadRecord[] = []
  for (const row of rows) {
    const parsed = rowSchema.safeParse(row)
    if (!parsed.success) {
      bad.push(badRow(row, context, { kind: 'orderRow', id: null, orderId: null, fault: 'orderId' }))
      continue
    }
    const { orderId } = parsed.data
    const twin = listed.get(orderId)
    const fingerprint = hash(meaningOf(row, calendar))
    listed.set(orderId, {
      orderId,
      placedAt: twin?.placedAt ?? readInstant(parsed.data.orderPlacedDateTime, calendar),
      // Told twice otherwise, both rows count: a change of either one is a change.
      fingerprint:
        twin === undefined || twin.fingerprint === fingerprint ? fingerprint : hash(twin.fingerprint + fingerprint),
      items: [...new Set([...(twin?.items ?? []), ...itemsOf(parsed.data.orderItems)])],
      raw: JSON.stringify(row),
    })
  }
  return { kind: 'ok', value: { rows: [...listed.values()], bad, more: rows.length >= PAGE_ROWS } }
}

/** An item without an id is none that the order could lack. */
function itemsOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : []
  return items.flatMap((item) => itemSchema.safeParse(item).data?.orderItemId ?? [])
}
