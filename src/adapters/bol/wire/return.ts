/** Returns: rows of `GET /retailer/returns`, and `GET /retailer/returns/{id}`. Free texts of the buyer are not kept. */
import { z } from 'zod'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { ReturnItem, ReturnResult } from '../../../domain/order/return.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { BadRecord } from '../../../ports/tables/held-records.ts'
import type { ListedReturn, Page } from '../../../ports/source.ts'
import { badRow, faultOf, fieldOf, type RowContext } from './fingerprint.ts'
import { unreadable } from '../refusals.ts'
import { PAGE_ROWS } from '../routes.ts'
import {
  anything,
  identifier,
  optionalPart,
  optionalText,
  readCount,
  readFulfilment,
  readInstant,
  readRows,
} from './values.ts'

const resultSchema = z.looseObject({
  quantity: anything,
  processingResult: optionalText,
  handlingResult: optionalText,
  processingDateTime: anything,
})

const itemSchema = z.looseObject({
  rmaId: identifier,
  orderId: identifier,
  ean: optionalText,
  expectedQuantity: anything,
  returnReason: optionalPart(z.looseObject({ mainReason: optionalText })),
  handled: z.boolean().nullish().catch(null),
  processingResults: z.array(resultSchema).nullish(),
})

const returnSchema = z.looseObject({
  returnId: identifier,
  registrationDateTime: anything,
  fulfilmentMethod: anything,
  returnItems: z.array(z.unknown()).nullish(),
})

/** The longest reason that is kept: the buyer's words, for a user who opens the sealed answer. */
const REASON_MAX = 100

/** @param asked the stock of the list that was asked for: it counts where a row names one that we do not know */
export function readReturnList(json: unknown, asked: Fulfilment, context: RowContext): Answer<Page<ListedReturn>> {
  const rows = readRows(json, 'returns')
  if (rows === null) return unreadable('the list of returns has another shape')
  const read = new Map<string, ListedReturn>()
  const bad: BadRecord[] = []
  for (const row of rows) {
    const found = toReturn(row, asked, context)
    bad.push(...found.bad)
    if (found.value === null) continue
    const twin = read.get(found.value.returnId)
    // Which of two is right cannot be known; the return itself can say.
    if (twin !== undefined && JSON.stringify(twin.items) !== JSON.stringify(found.value.items))
      bad.push(badReturn(row, context, 'returnId twice'))
    else read.set(found.value.returnId, found.value)
  }
  for (const { key } of bad.filter(({ fault }) => fault === 'returnId twice')) read.delete(key)
  return { kind: 'ok', value: { rows: [...read.values()], bad, more: rows.length >= PAGE_ROWS } }
}

export function readReturn(
  json: unknown,
  at: { returnId: string; known: Fulfilment | undefined },
  context: RowContext,
): Answer<ListedReturn> {
  const { value, bad } = toReturn(json, at.known ?? null, context)
  const [fault] = bad
  if (fault !== undefined || value === null) return unreadable(`the return lacks ${fault?.fault ?? 'its shape'}`)
  if (value.returnId !== at.returnId) return unreadable('another return came than the one asked for')
  return { kind: 'ok', value }
}

function badReturn(row: unknown, context: RowContext, fault: string): BadRecord {
  const items = fieldOf(row, 'returnItems')
  const orderId = Array.isArray(items) ? items.map((item) => fieldOf(item, 'orderId')).find(Boolean) : null
  const at = fieldOf(row, 'registrationDateTime')
  return badRow(row, context, { kind: 'return', id: fieldOf(row, 'returnId'), orderId, at, fault })
}

/** An item that cannot be read is held by itself: the others of its return are read. */
function toReturn(
  row: unknown,
  asked: Fulfilment | null,
  context: RowContext,
): { value: ListedReturn | null; bad: BadRecord[] } {
  const parsed = returnSchema.safeParse(row)
  if (!parsed.success) return { value: null, bad: [badReturn(row, context, faultOf(parsed.error))] }
  const wire = parsed.data
  const fulfilment = readFulfilment(wire.fulfilmentMethod) ?? asked
  if (fulfilment === null) return { value: null, bad: [badReturn(row, context, 'fulfilmentMethod')] }
  const registeredAt = readInstant(wire.registrationDateTime, context.calendar)
  const items: ReturnItem[] = []
  const bad: BadRecord[] = []
  for (const part of wire.returnItems ?? []) {
    const item = itemSchema.safeParse(part)
    if (item.success)
      items.push(toItem(item.data, { returnId: wire.returnId, fulfilment, registeredAt }, context.calendar))
    else
      bad.push({
        ...badReturn(row, context, `returnItems.${faultOf(item.error)}`),
        orderId: badRow(part, context, { kind: 'return', id: null, orderId: fieldOf(part, 'orderId'), fault: '' })
          .orderId,
      })
  }
  return { value: { returnId: wire.returnId, registeredAt, items, raw: JSON.stringify(row) }, bad }
}

function toItem(
  item: z.output<typeof itemSchema>,
  of: Pick<ReturnItem, 'returnId' | 'fulfilment' | 'registeredAt'>,
  calendar: Calendar,
): ReturnItem {
  const results = (item.processingResults ?? []).map((result) => toResult(result, calendar))
  return {
    rmaId: item.rmaId,
    orderId: item.orderId,
    ean: item.ean,
    ...of,
    expectedQuantity: readCount(item.expectedQuantity),
    handled: item.handled ?? results.length > 0,
    mainReason: item.returnReason?.mainReason?.slice(0, REASON_MAX) ?? null,
    results,
  }
}

function toResult(wire: z.output<typeof resultSchema>, calendar: Calendar): ReturnResult {
  const processedAt = readInstant(wire.processingDateTime, calendar)
  return {
    quantity: readCount(wire.quantity),
    processing: wire.processingResult,
    handling: wire.handlingResult,
    processedAt,
    processedOn: processedAt === null ? null : calendar.localDate(processedAt),
  }
}
