/** Values of bol.com's invoices: UBL as JSON, where every leaf is `{"value": …}`, and amounts come with all their decimals. */
import type { LocalDate } from '../../../domain/calendar.ts'
import { exactFromText, toCents, type Exact } from '../../../domain/settlement/exact.ts'
import type { ChargeKey } from '../../../domain/settlement/settlement.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { fieldOf } from '../wire/fingerprint.ts'
import { readInstant, tidyText } from '../wire/values.ts'

/** Thrown for a value that cannot be read; its text names the field, never the content. */
export class UnreadableInvoice extends Error {}

export function at(value: unknown, ...names: (string | number)[]): unknown {
  return names.reduce<unknown>(
    (found, name) =>
      typeof name === 'number' ? (Array.isArray(found) ? (found as unknown[])[name] : undefined) : fieldOf(found, name),
    value,
  )
}

export function listAt(value: unknown, ...names: string[]): unknown[] {
  const found = at(value, ...names)
  return Array.isArray(found) ? found : []
}

export function textOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' ? tidyText(text) || null : null
}

export function textAt(value: unknown, ...names: (string | number)[]): string | null {
  return textOf(at(value, ...names, 'value'))
}

/**
 * Returns the exact amount. The number's shortest decimal text is the text of the answer, so no amount passes through arithmetic on floats.
 */
export function exactOf(value: unknown, field: string): Exact {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  const exact = exactFromText(text)
  if (exact === null) throw new UnreadableInvoice(field)
  return exact
}

/** Milliseconds of midnight in Amsterdam, whose time is Brussels' time; a number, or its digits. */
export function dateOf(value: unknown, calendar: Calendar, field: string): LocalDate {
  const instant = readInstant(value, calendar)
  if (instant === null) throw new UnreadableInvoice(field)
  return calendar.localDate(instant)
}

/** `K` of `[{"ID":{"value":"K"},"Percent":{"value":0}}]` with the type beside it. */
export function chargeOf(item: unknown, field: string): ChargeKey {
  const type = textOf(at(item, 'Name', 'value'))
  const category = at(item, 'ClassifiedTaxCategory', 0)
  const code = textAt(category, 'ID')
  if (type === null) throw new UnreadableInvoice(`${field}.Name`)
  if (code === null) throw new UnreadableInvoice(`${field}.ClassifiedTaxCategory`)
  return { type: type.toUpperCase(), category: code.toUpperCase(), percentBp: percentOf(category, field) }
}

export function percentOf(category: unknown, field: string): number {
  const percent = at(category, 'Percent', 'value')
  return percent === undefined ? 0 : toCents(exactOf(percent, `${field}.Percent`))
}
