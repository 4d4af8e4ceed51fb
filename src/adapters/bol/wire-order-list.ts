/** A page of `GET /retailer/orders`. */
import { z } from 'zod'
import type { Answer } from '../../ports/answer.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { ListedOrder, Page } from '../../ports/marketplace.ts'
import { meaningOf } from './fingerprint.ts'
import { unreadable } from './refusals.ts'
import { PAGE_ROWS } from './routes.ts'
import { anything, identifier, readInstant, readRows } from './wire-values.ts'

/** Only what is needed to fetch the order; the rest of a row may be anything and still counts in its fingerprint. */
const rowSchema = z.looseObject({ orderId: identifier, orderPlacedDateTime: anything })

export interface OrderListContext {
  calendar: Calendar
  /** Text to hex. */
  hash: (text: string) => string
}

/** @returns `unreadable` when a row has no order id: passing it over would lose that order without a word */
export function readOrderList(json: unknown, { calendar, hash }: OrderListContext): Answer<Page<ListedOrder>> {
  const rows = readRows(json, 'orders')
  if (rows === null) return unreadable('the list of orders has another shape')
  const listed: ListedOrder[] = []
  for (const row of rows) {
    const parsed = rowSchema.safeParse(row)
    if (!parsed.success) return unreadable(`row ${listed.length + 1} of the list of orders has no order id`)
    listed.push({
      orderId: parsed.data.orderId,
      placedAt: readInstant(parsed.data.orderPlacedDateTime, calendar),
      fingerprint: hash(meaningOf(row, calendar)),
      raw: JSON.stringify(row),
    })
  }
  return { kind: 'ok', value: { rows: listed, more: rows.length >= PAGE_ROWS } }
}
