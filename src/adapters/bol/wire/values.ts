/** Single values as bol.com writes them. An absent value becomes null; an unreadable value is never guessed. */
import { z } from 'zod'
import type { Instant } from '../../../domain/calendar.ts'
import { centsFromDecimalText } from '../../../domain/money.ts'
import type { Cents } from '../../../domain/money.ts'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { Calendar } from '../../../ports/clock.ts'

/** An id is text that means nothing to us, of visible characters. Older answers hold some as numbers. */
export const identifier = z
  .union([z.string(), z.number().int()])
  .transform((value) => String(value).trim())
  .pipe(z.string().regex(/^\P{C}{1,100}$/u))

/** Text for the eye or for an address; blank is absent. A value of another type is of no use and counts as absent. */
export const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value ? tidyText(value) || null : null))

/** Without control characters and halves of characters, which JSON can carry, but a database text cannot. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}

/** A field that is judged later, or not at all. */
export const anything = z.unknown().optional()

/** A part that may be left out as a whole. */
export function optionalPart<T extends z.ZodType>(part: T) {
  return part.nullish().catch(null)
}

const INSTANT_MIN = Date.UTC(2000, 0, 1)
const INSTANT_MAX = Date.UTC(2100, 0, 1)

/** ISO 8601 with offset, without one (then Brussels time), a mere date, or epoch milliseconds as a number or as digits. */
export function readInstant(value: unknown, calendar: Calendar): Instant | null {
  const instant =
    typeof value === 'number' ? value : typeof value === 'string' ? instantOfText(value.trim(), calendar) : NaN
  return instant >= INSTANT_MIN && instant < INSTANT_MAX ? Math.floor(instant) : null
}

function instantOfText(text: string, calendar: Calendar): number {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)
  const [, date = '', time, seconds = ':00', offset] = parts ?? []
  // As UTC first: this also refuses a month 13, on which the calendar need not be asked.
  const asUtc = Date.parse(`${date}T${time ?? '00:00'}${seconds}Z`)
  if (Number.isNaN(asUtc)) return NaN
  if (time === undefined) return calendar.startOfDay(date)
  if (offset === undefined) return calendar.instantOf(date, time) + (asUtc % 60_000)
  return Date.parse(`${date}T${time}${seconds}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`)
}

/** Units: a whole number from 0. Null when it is none; absent is for the caller to judge. */
export function readCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

interface ReadAmount {
  cents: Cents | null
  /** The text that came, where it is no whole number of cents from 0. */
  unreadable: string | null
}

/** Farther than this from a whole cent, in euro, a third decimal was meant; nearer, it is the noise of adding floats. */
const NOISE_MAX = 1e-9

/**
 * Reads euro as a JSON number. The number's shortest decimal text is the text of the answer, so no cent passes through a float. Only the
 * noise of floats (19.990000000000002) is rounded to the cent that was meant.
 */
export function readAmount(value: unknown): ReadAmount {
  if (value === null || value === undefined || value === '') return { cents: null, unreadable: null }
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : typeof value
  const cents = centsFromDecimalText(text) ?? centsBesideNoise(text)
  return cents === null || cents < 0
    ? { cents: null, unreadable: tidyText(text.slice(0, 40)) }
    : { cents, unreadable: null }
}

function centsBesideNoise(text: string): Cents | null {
  if (!/^\d+(?:\.\d{8,20})?(?:e-\d{1,2})?$/i.test(text)) return null
  const euros = Number(text)
  const whole = Math.round(euros * 100)
  return Number.isSafeInteger(whole) && Math.abs(euros - whole / 100) < NOISE_MAX ? whole : null
}

/** Returns the keeper of the stock. Null for an unknown value, because the country from which the goods leave must not be guessed. */
export function readFulfilment(value: unknown): Fulfilment | null {
  if (typeof value !== 'string') return null
  const method = value.trim().toUpperCase()
  return method === 'FBR' ? 'seller' : method === 'FBB' ? 'marketplace' : null
}

/** ISO 3166 alpha-2 in upper case, else null. */
export function readCountry(text: string | null): string | null {
  const country = text?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(country) ? country : null
}

/** A page of rows under one key. A page past the end is `{}`: empty lists are left out. */
export function readRows(json: unknown, key: string): unknown[] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const rows = (json as Record<string, unknown>)[key]
  if (Array.isArray(rows)) return rows
  if (rows !== undefined && rows !== null) return null
  // A problem that came with status 200 is not the end of the list.
  return ['title', 'status', 'error', 'violations', 'message'].some((name) => name in json) ? null : []
}
