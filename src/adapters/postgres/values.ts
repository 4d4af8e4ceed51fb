/** How values go to PostgreSQL and come back: instants are epoch milliseconds, days are text, whole numbers are safe. */
import pg, { type CustomTypesConfig } from 'pg'
import type { Instant } from '../../domain/calendar.ts'
import { Defect } from '../../domain/money.ts'

const int8 = 20
const date = 1082
const timestamptz = 1184
const numeric = 1700

/** Only for our own connections: the driver's own parsers stay as they are for others in this process. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === int8) return safeInteger
      if (oid === timestamptz) return instantOf
      if (oid === date || oid === numeric) return asText
    }
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown
  },
}

function asText(text: string): string {
  return text
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Defect(`${text} is too large for a whole number`)
  return value
}

/** `2026-03-01 10:00:00.123+00`; half an hour's zones have minutes, years after 9999 do not occur. */
function instantOf(text: string): Instant {
  const withZone = /[+-]\d\d$/.test(text) ? `${text}:00` : text
  const value = Date.parse(withZone.replace(' ', 'T'))
  if (Number.isNaN(value)) throw new Defect(`${text} is not an instant`)
  return value
}

/** An instant as a parameter of a statement, or inside JSON for `jsonb_to_recordset`. */
export function at(instant: Instant): string
export function at(instant: Instant | null): string | null
export function at(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}
