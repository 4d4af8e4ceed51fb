/**
 * Reads the changes since a cursor, as pages of the list of orders. A short gap is one window of minutes with overlap, a longer one is read
 * day by day; once a night the day before is read whole.
 */
import type { Instant, LocalDate } from '../../../domain/calendar.ts'
import type { Refusal } from '../../../ports/answer.ts'
import type { Calendar, Clock } from '../../../ports/clock.ts'
import type { ChangedPage, ChangesStep, Reading, SweepStep } from '../../../ports/source.ts'
import type { BolApi } from '../api.ts'
import { unreadable } from '../refusals.ts'
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
const pagesMax = 1024
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

function pageOf(
  { window: { window, capturedUntil }, rows, bad, more, ends }: ListedPage,
  { sweptOn }: Polled,
): ChangedPage {
  const until = ends ? capturedUntil : null
  return {
    kind: 'page',
    rows,
    bad,
    more,
    listedOn: 'changedOn' in window ? window.changedOn : null,
    captured: until === null ? null : { until, cursor: cursorOf({ polledUntil: until, sweptOn }) },
  }
}

interface Place {
  window: PollWindow
  page: number
  /** The list of a day that is over: it only ever gets shorter. */
  shrinks: boolean
  /** Of such a list, while its end is looked for: the last page that was full, the first that was not. */
  full?: number
  short?: number
  /** The way back from its end, after which nothing more of it is to be read. */
  back?: true
}

interface ListedPage extends Pick<ChangedPage, 'rows' | 'bad' | 'more'> {
  kind: 'listed'
  window: PollWindow
  /** The window is read whole with it. */
  ends: boolean
}

type PageAnswer = ListedPage | { kind: 'refused'; refusal: Refusal }

/**
 * Which page of a window comes next. An order that changes leaves the list of its day, and each order behind it moves up by one: the first of
 * a page that was not read yet is then on one that was. So the end of such a list is looked for first, and its pages are read from there to
 * the first one: on that way an order that moves up is always met. A list of just now grows at its head, and is read from there.
 */
function placeAfter({ window, page, shrinks, back, ...known }: Place, more: boolean): Place | null {
  const at = { window, shrinks }
  if (back) return page > 1 ? { ...at, page: page - 1, back } : null
  if (!shrinks) return more ? { ...at, page: page + 1 } : null
  const full = more ? page : (known.full ?? 0)
  const short = more ? known.short : page
  if (short === undefined) return { ...at, page: page * 2, full }
  if (short - full > 1) return { ...at, page: Math.floor((full + short) / 2), full, short }
  return full === 0 ? null : { ...at, page: full, back: true }
}

/** All pages of the windows in turn, up to the first that is refused; the next one is asked for while this one is worked on. */
async function* pagesOf(lists: Lists, windows: PollWindow[], reading: Reading): AsyncGenerator<PageAnswer> {
  const stop = new AbortController()
  const signal = reading.signal === undefined ? stop.signal : AbortSignal.any([reading.signal, stop.signal])
  const today = lists.calendar.localDate(await lists.clock.now())
  const places = windows
    .map((own): Place => ({ window: own, page: 1, shrinks: 'changedOn' in own.window && own.window.changedOn < today }))
    .toReversed()
  const askNext = (): Promise<PageAnswer> | null => {
    const place = places.pop()
    if (place === undefined) return null
    const asked = pageAt(lists, place, { ...reading, signal }).then((answer): PageAnswer => {
      if (answer.kind === 'refused') return answer
      const behind = placeAfter(place, answer.more)
      if (behind !== null && behind.page > pagesMax)
        return { kind: 'refused', refusal: unreadable('the list of orders does not end') }
      if (behind !== null) places.push(behind)
      return { ...answer, ends: behind === null }
    })
    // Its failure is told where it is waited for, which may be later.
    asked.catch(() => undefined)
    return asked
  }
  let asked = askNext()
  try {
    while (asked !== null) {
      const listed: PageAnswer = await asked
      asked = null
      if (listed.kind === 'listed') asked = askNext()
      yield listed
    }
  } finally {
    stop.abort()
    await Promise.allSettled([asked])
  }
}

async function pageAt(
  lists: Lists,
  { window, page }: Place,
  reading: Reading,
): Promise<Omit<ListedPage, 'ends'> | { kind: 'refused'; refusal: Refusal }> {
  const answer = await reading.ask(() => lists.listOrders(window.window, page), reading.signal)
  if (answer.kind === 'ok') return { kind: 'listed', window, ...answer.value }
  if (answer.kind === 'notFound' || (answer.kind === 'badRequest' && window.mayBeOutOfReach))
    return { kind: 'listed', window: { ...window, capturedUntil: null }, rows: [], bad: [], more: false }
  return { kind: 'refused', refusal: answer }
}
