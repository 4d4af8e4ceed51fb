/**
 * Local time of the Netherlands and Belgium by the rule of the European Union: summer time from the last Sunday of
 * March to the last Sunday of October, both changes at 01:00 UTC. Written out, because a list page formats hundreds
 * of times and `Intl` is slow at that; the test compares with `Intl`.
 */

const HOUR = 3_600_000
const DAY = 24 * HOUR

function lastSundayAtOne(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0, 1)
  return lastDay - new Date(lastDay).getUTCDay() * DAY
}

/** Milliseconds that local time is ahead of UTC at an instant. */
export function offsetMs(instant: number): number {
  const year = new Date(instant).getUTCFullYear()
  const summer = instant >= lastSundayAtOne(year, 2) && instant < lastSundayAtOne(year, 9)
  return summer ? 2 * HOUR : HOUR
}

/** `2026-11-23T10:00:00+01:00`, whole seconds, as bol.com writes its times. */
export function isoWithOffset(instant: number): string {
  const offset = offsetMs(instant)
  const local = new Date(instant + offset).toISOString().slice(0, 19)
  return `${local}+0${offset / HOUR}:00`
}

/** As `isoWithOffset`, with milliseconds, so that a clock read through it keeps its precision. */
export function isoWithOffsetMs(instant: number): string {
  const offset = offsetMs(instant)
  const local = new Date(instant + offset).toISOString().slice(0, 23)
  return `${local}+0${offset / HOUR}:00`
}

/** Local calendar day `YYYY-MM-DD` of an instant. */
export function localDate(instant: number): string {
  return new Date(instant + offsetMs(instant)).toISOString().slice(0, 10)
}

/** A day that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const instant = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === text
}

/** Whole calendar months earlier; 31 May minus three months is the last day of February. */
export function monthsEarlier(date: string, months: number): string {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7)) - 1 - months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(Number(date.slice(8, 10)), lastDay)
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
}

/** The day `days` after (or before) a day. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** Start of a local day as an instant. */
export function startOfDay(date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  return midnight - offsetMs(midnight - 2 * HOUR)
}
