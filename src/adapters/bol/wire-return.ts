/** Returns: rows of `GET /retailer/returns`, and `GET /retailer/returns/{id}`. Free texts of the buyer are not kept. */
import { z } from 'zod'
import type { ReturnItem, ReturnResult } from '../../domain/return.ts'
import type { Answer } from '../../ports/answer.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { ListedReturn, Page } from '../../ports/marketplace.ts'
import { unreadable } from './refusals.ts'
import { PAGE_ROWS } from './routes.ts'
import {
  anything,
  identifier,
  optionalPart,
  optionalText,
  readCount,
  readFulfilment,
  readInstant,
  readRows,
} from './wire-values.ts'

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
  returnItems: z.array(itemSchema).nullish(),
})

type WireReturn = z.output<typeof returnSchema>

/** The buyer's words, for the eye of whoever opens the sealed answer; not longer than that. */
const REASON_MAX = 100

export function readReturnList(json: unknown, calendar: Calendar): Answer<Page<ListedReturn>> {
  const rows = readRows(json, 'returns')
  if (rows === null) return unreadable('the list of returns has another shape')
  const read: ListedReturn[] = []
  for (const row of rows) {
    const found = toReturn(row, calendar)
    // Passing the row over would lose a credit without a word.
    if (found.kind === 'fault') return unreadable(`row ${read.length + 1} of the list of returns ${found.fault}`)
    read.push(found.value)
  }
  return { kind: 'ok', value: { rows: read, more: rows.length >= PAGE_ROWS } }
}

export function readReturn(json: unknown, returnId: string, calendar: Calendar): Answer<ListedReturn> {
  const found = toReturn(json, calendar)
  if (found.kind === 'fault') return unreadable(`the return ${found.fault}`)
  if (found.value.returnId !== returnId) return unreadable('another return came than the one asked for')
  return { kind: 'ok', value: found.value }
}

type Read = { kind: 'ok'; value: ListedReturn } | { kind: 'fault'; fault: string }

function toReturn(row: unknown, calendar: Calendar): Read {
  const parsed = returnSchema.safeParse(row)
  if (!parsed.success) return { kind: 'fault', fault: `lacks ${parsed.error.issues[0]?.path.join('.') || 'its shape'}` }
  const wire = parsed.data
  const fulfilment = readFulfilment(wire.fulfilmentMethod)
  if (fulfilment === null) return { kind: 'fault', fault: 'does not tell from whose stock it came' }
  const registeredAt = readInstant(wire.registrationDateTime, calendar)
  const items = (wire.returnItems ?? []).map((item): ReturnItem => {
    const results = (item.processingResults ?? []).map((result) => toResult(result, calendar))
    return {
      rmaId: item.rmaId,
      returnId: wire.returnId,
      orderId: item.orderId,
      ean: item.ean,
      fulfilment,
      registeredAt,
      expectedQuantity: readCount(item.expectedQuantity),
      handled: item.handled ?? results.length > 0,
      mainReason: item.returnReason?.mainReason?.slice(0, REASON_MAX) ?? null,
      results,
    }
  })
  return { kind: 'ok', value: { returnId: wire.returnId, registeredAt, items, raw: JSON.stringify(row) } }
}

function toResult(
  wire: NonNullable<NonNullable<WireReturn['returnItems']>[number]['processingResults']>[number],
  calendar: Calendar,
): ReturnResult {
  const processedAt = readInstant(wire.processingDateTime, calendar)
  return {
    quantity: readCount(wire.quantity),
    processing: wire.processingResult,
    handling: wire.handlingResult,
    processedAt,
    processedOn: processedAt === null ? null : calendar.localDate(processedAt),
  }
}
