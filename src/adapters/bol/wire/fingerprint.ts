/** Turns a row of a list into one text that is equal for equal meaning. */
import type { z } from 'zod'
import type { Calendar } from '../../../ports/clock.ts'
import type { BadRecord } from '../../../ports/tables/held-records.ts'
import { identifier, readInstant } from './values.ts'

export interface RowContext {
  calendar: Calendar
  /** Text to hex. */
  hash: (text: string) => string
}

/**
 * Keys sorted, nulls and empty lists left out as bol.com itself does at will, items of an order in one order, times as instants
 * (the same time comes with either offset, and came as milliseconds for a while). Unknown fields count.
 */
export function meaningOf(value: unknown, calendar: Calendar): string {
  return JSON.stringify(canonical(value, '', calendar)) ?? 'null'
}

function canonical(value: unknown, key: string, calendar: Calendar): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((part) => canonical(part, '', calendar))
    if (parts.length === 0) return undefined
    return key === 'orderItems' ? parts.toSorted(byText) : parts
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .map(([name, part]) => [name, canonical(part, name, calendar)] as const)
      .filter(([, part]) => part !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  if (value === null) return undefined
  if (!key.endsWith('DateTime')) return value
  const instant = readInstant(value, calendar)
  return instant === null ? value : Math.floor(instant / 1_000)
}

function byText(a: unknown, b: unknown): number {
  const [first, second] = [JSON.stringify(a) ?? '', JSON.stringify(b) ?? '']
  return first < second ? -1 : first > second ? 1 : 0
}

/** A row that cannot be read, named as well as it can be. */
export function badRow(
  row: unknown,
  { calendar, hash }: RowContext,
  is: { kind: BadRecord['kind']; id: unknown; orderId: unknown; at?: unknown; fault: string },
): BadRecord {
  const id = idOr(is.id)
  return {
    kind: is.kind,
    key: id ?? hash(meaningOf(row, calendar)),
    named: id !== null,
    orderId: idOr(is.orderId),
    listedOn: null,
    at: readInstant(is.at, calendar),
    fault: is.fault,
  }
}

function idOr(value: unknown): string | null {
  const read = identifier.safeParse(value)
  return read.success ? read.data : null
}

/** Which field is missing or wrong, e.g. `order.orderId`. */
export function faultOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'row'
}

/** A field of something that may be anything. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
