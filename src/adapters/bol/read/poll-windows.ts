/** Which parts of the marketplace's past a poll must read, so that no change falls between two polls. Pure. */
import type { LocalDate, Instant } from '../../../domain/calendar.ts'
import { addDays, addMonths } from '../../../domain/calendar.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { ChangeWindow } from '../api.ts'
import { bolFacts } from '../facts.ts'

const minuteMs = 60_000
/**
 * The longest window that the marketplace allows. It is always asked for: an order listed twice costs a row of a list, and a clock that is
 * wrong by less than the rest of the window loses nothing.
 */
const windowMinutes = 60
/** A gap up to this long fits in one window with room to spare. */
const shortGapMaxMs = 50 * minuteMs
const dayOverlapMs = 60 * minuteMs

/** How far the lists were read, and the day on which the day before was last read whole. */
export interface Polled {
  polledUntil: Instant | null
  sweptOn: LocalDate | null
}

export interface PollWindow {
  window: ChangeWindow
  /** Once this window is read completely, everything up to here is captured; null when only the whole poll says so. */
  capturedUntil: Instant | null
  /** The oldest day that may just be out of the marketplace's reach. */
  mayBeOutOfReach: boolean
  /** How far the window reaches back over the last poll; null for a day, whose bounds do not move. */
  overlapMs: number | null
}

/**
 * A window of minutes is counted back from the moment at which the marketplace reads the request. If the program was paused before (it
 * waited for a limit, the laptop slept), the window slid past part of its time.
 * @param tookMs from the moment for which the windows were made to the last answer
 */
export function reachesBack({ overlapMs }: PollWindow, tookMs: number): boolean {
  return overlapMs === null || (tookMs >= 0 && tookMs < overlapMs - minuteMs)
}

/** Windows by day, after a long gap, are a sweep themselves. */
export function readsYesterday(windows: readonly PollWindow[], today: LocalDate): boolean {
  const yesterday = addDays(today, -1)
  return windows.some(({ window }) => 'changedOn' in window && window.changedOn === yesterday)
}

/** Hours of the night in which the day before is read once more. */
const sweepFrom = '02:00'
const sweepUntil = '06:00'

/**
 * Once a night the day before is read whole, whatever the windows of the day reached: a clock that was wrong, or a poll that was told
 * too little, loses no order by it. A night that passed without a poll is made up for by day.
 * @param wallTime `HH:MM` in Brussels
 */
export function sweepWindows(polled: Polled, today: LocalDate, wallTime: string): PollWindow[] {
  const { polledUntil, sweptOn } = polled
  // The first poll reads day by day anyhow.
  if (polledUntil === null || (sweptOn !== null && sweptOn >= today)) return []
  const night = wallTime >= sweepFrom && wallTime < sweepUntil
  const overdue = sweptOn !== null && sweptOn < addDays(today, -1)
  if (!night && !overdue) return []
  return [dayWindow(addDays(today, -1), null)]
}

export function pollWindows(
  from: { polledUntil: Instant | null; startDate: LocalDate },
  now: Instant,
  calendar: Calendar,
): PollWindow[] {
  const { polledUntil, startDate } = from
  const gapMs = polledUntil === null ? Number.POSITIVE_INFINITY : now - polledUntil
  if (gapMs >= 0 && gapMs <= shortGapMaxMs) {
    const overlapMs = windowMinutes * minuteMs - gapMs
    return [{ window: { changedWithinMinutes: windowMinutes }, capturedUntil: null, mayBeOutOfReach: false, overlapMs }]
  }
  const today = calendar.localDate(now)
  const reach = reachFrom(today)
  const wanted = polledUntil === null ? startDate : calendar.localDate(Math.min(polledUntil, now) - dayOverlapMs)
  const first = wanted < reach ? reach : wanted
  const windows: PollWindow[] = []
  for (let day = first; day <= today; day = addDays(day, 1)) {
    const end = calendar.startOfDay(addDays(day, 1))
    windows.push({ ...dayWindow(day, end <= now ? end : null), mayBeOutOfReach: day === reach })
  }
  return windows
}

export function wholeDay(day: LocalDate, today: LocalDate): PollWindow {
  return { ...dayWindow(day, null), mayBeOutOfReach: day <= reachFrom(today) }
}

/** The oldest day that may still be told. */
function reachFrom(today: LocalDate): LocalDate {
  return addMonths(today, -bolFacts.reachMonths)
}

function dayWindow(day: LocalDate, capturedUntil: Instant | null): PollWindow {
  return { window: { changedOn: day }, capturedUntil, mayBeOutOfReach: false, overlapMs: null }
}
