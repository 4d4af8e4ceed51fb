/**
 * Reads the changes since a cursor, as pages of the list of orders. A short gap is one window of minutes with overlap, a longer one is read
 * day by day; once a night the day before is read whole.
 */
import type { Instant, LocalDate } from '../../../domain/calendar.ts'
import type { Refusal } from '../../../ports/answer.ts'
import type { Calendar, Clock } from '../../../ports/clock.ts'
import type { ChangedPage, ChangesStep, Reading, SweepStep } from '../../../ports/source.ts'
import type { BolApi } from '../api.ts'
import {
  pollWindows,
  reachesBack,
  readsYesterday,
  sweepWindows,
  wholeDay,
  type PollWindow,
  type Polled,
} from './poll-windows.ts'

/** A day of 50 000 changed orders; more than that is a loop of ours, not a shop. */
const pagesMax = 1000
/** A reading during which the program was paused is done again at once, in the end day by day. */
const turnsMax = 3

export interface Lists {
  clock: Clock
  calendar: Calendar
  listOrders: BolApi['listOrders']
}

/** The moment up to which all was read, and the day on which the day before was last read whole. */
export function cursorOf({ polledUntil, sweptOn }: Polled & { polledUntil: Instant }): string {
  return [new Date(polledUntil).toISOString(), ...(sweptOn === null ? [] : [sweptOn])].join(' ')
}

export function readCursor(cursor: string | null): Polled {
  const [until = '', sweptOn = null] = cursor?.split(' ') ?? []
  const polledUntil = Date.parse(until)
  return Number.isNaN(polledUntil) ? { polledUntil: null, sweptOn: null } : { polledUntil, sweptOn }
}

export async function* changesOf(
  lists: Lists,
  cursor: string | null,
  reading: Reading & { from: LocalDate },
): AsyncGenerator<ChangesStep> {
  const { clock, calendar } = lists
  const polled = readCursor(cursor)
  for (let turn = 1; turn <= turnsMax; turn += 1) {
    const startedAt = await clock.now()
    const today = calendar.localDate(startedAt)
    const windows = pollWindows({ ...polled, startDate: reading.from }, startedAt, calendar)
    if (!readsYesterday(windows, today))
      windows.push(...sweepWindows(polled, today, calendar.isoText(startedAt).slice(11, 16)))
    const swept = readsYesterday(windows, today) || polled.polledUntil === null
    for await (const step of pagesOf(lists, windows, reading)) {
      yield step.kind === 'refused' ? step : pageOf(step, polled)
      if (step.kind === 'refused') return
    }
    const tookMs = (await clock.now()) - startedAt
    if (!windows.every((window) => reachesBack(window, tookMs))) continue
    const days = windows.flatMap(({ window }) => ('changedOn' in window ? [window.changedOn] : []))
    const read = { polledUntil: startedAt, sweptOn: swept ? today : polled.sweptOn }
    yield { kind: 'end', captured: { until: startedAt, cursor: cursorOf(read) }, startedAt, days, swept }
    return
  }
  // The next reading has a longer gap, and goes day by day.
}

export async function* sweepOf(lists: Lists, day: LocalDate, reading: Reading): AsyncGenerator<SweepStep> {
  const today = lists.calendar.localDate(await lists.clock.now())
  for await (const step of pagesOf(lists, [wholeDay(day, today)], reading))
    yield step.kind === 'refused' ? step : pageOf(step, readCursor(null))
}

function pageOf({ window: { window, capturedUntil }, rows, bad, more }: ListedPage, { sweptOn }: Polled): ChangedPage {
  const until = more ? null : capturedUntil
  return {
    kind: 'page',
    rows,
    bad,
    more,
    listedOn: 'changedOn' in window ? window.changedOn : null,
    captured: until === null ? null : { until, cursor: cursorOf({ polledUntil: until, sweptOn }) },
  }
}

interface ListedPage extends Pick<ChangedPage, 'rows' | 'bad' | 'more'> {
  kind: 'listed'
  window: PollWindow
  page: number
}

type PageAnswer = ListedPage | { kind: 'refused'; refusal: Refusal }

/** All pages of the windows in turn, up to the first that is refused; the next one is asked for while this one is worked on. */
async function* pagesOf(lists: Lists, windows: PollWindow[], reading: Reading): AsyncGenerator<PageAnswer> {
  const stop = new AbortController()
  const signal = reading.signal === undefined ? stop.signal : AbortSignal.any([reading.signal, stop.signal])
  const places = windows.map((window) => ({ window, page: 1 })).toReversed()
  const askNext = (): Promise<PageAnswer> | null => {
    const place = places.pop()
    if (place === undefined) return null
    const asked = pageAt(lists, place, { ...reading, signal })
    // Its failure is told where it is waited for, which may be later.
    asked.catch(() => undefined)
    return asked
  }
  let asked = askNext()
  try {
    while (asked !== null) {
      const listed: PageAnswer = await asked
      asked = null
      if (listed.kind === 'listed') {
        const { window, page } = listed
        if (listed.more && page < pagesMax) places.push({ window, page: page + 1 })
        asked = askNext()
      }
      yield listed
    }
  } finally {
    stop.abort()
    await Promise.allSettled([asked])
  }
}

async function pageAt(
  lists: Lists,
  place: { window: PollWindow; page: number },
  reading: Reading,
): Promise<PageAnswer> {
  const { window, mayBeOutOfReach } = place.window
  const answer = await reading.ask(() => lists.listOrders(window, place.page), reading.signal)
  if (answer.kind === 'ok') return { kind: 'listed', ...place, ...answer.value }
  if (answer.kind === 'notFound' || (answer.kind === 'badRequest' && mayBeOutOfReach))
    return {
      kind: 'listed',
      page: place.page,
      window: { ...place.window, capturedUntil: null },
      rows: [],
      bad: [],
      more: false,
    }
  return { kind: 'refused', refusal: answer }
}
