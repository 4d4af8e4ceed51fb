/** Instants and days in Europe/Brussels, the time zone of Belgian and Dutch shops and of their books. */
import { Temporal } from 'temporal-polyfill'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { Defect } from '../../domain/money.ts'
import type { Calendar } from '../../ports/clock.ts'

const zone = 'Europe/Brussels'
const hourMs = 3_600_000
const minuteMs = 60_000
/** Thirteen months of hours; a back-fill walks through them in order, and the next year starts anew. */
const hoursMax = 10_000
const daysMax = 1_000

/** @returns a calendar whose methods throw a Defect on what is no date, time or instant */
export function createCalendar(): Calendar {
  const offsetAt = remember(hoursMax, (hour: number) => readOffsetMs(hour * hourMs))
  const startOfDay = remember(daysMax, (date: LocalDate) => readStartOfDay(date))
  // Brussels changes its offset on a whole hour of universal time, so one hour has one offset.
  const offsetMs = (instant: Instant): number => offsetAt(Math.floor(instant / hourMs))
  return {
    localDate: (instant) => localText(instant, offsetMs(instant)).slice(0, 10),
    startOfDay,
    instantOf: readInstant,
    isoText: (instant) => `${localText(instant, offsetMs(instant)).slice(0, 19)}${offsetText(offsetMs(instant))}`,
  }
}

function remember<K, V>(sizeMax: number, compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    const value = compute(key)
    if (known.size >= sizeMax) known.clear()
    known.set(key, value)
    return value
  }
}

function readOffsetMs(instant: Instant): number {
  const zoned = orDefect(`instant ${instant}`, () =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone),
  )
  return zoned.offsetNanoseconds / 1_000_000
}

function readStartOfDay(date: LocalDate): Instant {
  return orDefect(`date ${date}`, () => plainDate(date).toZonedDateTime(zone).epochMilliseconds)
}

/** A time that the clocks skip in spring is read with the offset before the jump; one that comes twice is its first. */
function readInstant(date: LocalDate, time: string): Instant {
  if (!/^\d{2}:\d{2}$/.test(time)) throw new Defect(`time ${time} is not HH:MM`)
  return orDefect(
    `time ${date} ${time}`,
    () => plainDate(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
  )
}

function plainDate(date: LocalDate): Temporal.PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError('not YYYY-MM-DD')
  return Temporal.PlainDate.from(date)
}

/** The wall clock's reading, written as if it were universal time. */
function localText(instant: Instant, offsetMs: number): string {
  return orDefect(`instant ${instant}`, () => new Date(instant + offsetMs).toISOString())
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / minuteMs
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

function orDefect<T>(what: string, compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    if (error instanceof RangeError) throw new Defect(`${what} does not exist`)
    throw error
  }
}
