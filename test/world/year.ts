/**
 * A long life of one shop: ten orders a day, returns, a book year opened each December and the one before closed each April, outages
 * of days. Each midnight all that was shipped a day ago, not counting the hours of an outage, must be booked.
 * With `--settlements` bol.com settles twice a month, with a reserve of seven days, holds back its advertising, and pays; a quarter of it
 * comes back, part of it leaves from bol.com's own stock, Octopus is away for 60 hours once more, and the process dies twenty times; in
 * the end each settlement is closed, and each payout seen.
 *
 *   node test/world/year.ts [--target invoices] [--consumers perDay] [--from 2026-10-01] [--days 488] [--orders 10] [--settlements]
 */
import { parseArgs } from 'node:util'
import type { TruthOrder } from '../../sandbox/bol/world.ts'
import { addDays } from '../../sandbox/bol/local-time.ts'
import { recordFigure } from '../support/figures.ts'
import { Draws } from './chance.ts'
import type { Breach, Ended } from './check.ts'
import { openServer } from './server.ts'
import { clearingOwed } from './settling.ts'
import { canonicalStory, eans, type Act, type Story, type StoryItem } from './story.ts'
import { play } from './world.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'bookings' },
    consumers: { type: 'string', default: 'perOrder' },
    from: { type: 'string', default: '2026-10-01' },
    days: { type: 'string', default: '488' },
    orders: { type: 'string', default: '10' },
    settlements: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})

const minute = 60_000
const hour = 60 * minute
/** A document of a day leaves with its total the next morning; what is told after that, the morning after; all others within the next poll. */
const behindMaxMs = values.consumers === 'perDay' ? 48 * hour : 24 * hour
/** An idle poll is some ten events, and there are 24 of them a day. */
const eventsMax = 20_000_000

const start = Date.parse(`${values.from}T08:00:00+02:00`)
const days = Number(values.days)

function minutesUntil(date: string): number {
  return Math.round((Date.parse(`${date}T10:00:00+01:00`) - start) / minute)
}

/** Book years are opened by the bookkeeper in December and closed in April; the first one is the year that begins the story. */
function bookYears(): Act[] {
  const first = Number(values.from.slice(0, 4))
  return [0, 1].flatMap((nth): Act[] => [
    { at: minutesUntil(`${first + nth}-12-1${nth * 5}`), act: 'hand', action: { action: 'addBookyear' } },
    {
      at: minutesUntil(`${first + nth + 1}-04-15`),
      act: 'hand',
      action: { action: 'closeBookyear', bookyear: nth + 1 },
    },
  ])
}

function outages(): Act[] {
  const post = values.target === 'invoices' ? 'POST /invoices' : 'POST /buysellbookings'
  const year = Number(values.from.slice(0, 4))
  const whileSettled: Act[] = values.settlements
    ? [{ at: minutesUntil(`${year}-12-02`), act: 'outage', side: 'octopus', minutes: 3600, how: '503' }]
    : []
  return [
    ...whileSettled,
    { at: minutesUntil(`${year}-11-13`), act: 'outage', side: 'bol', minutes: 3600, how: 'silence' },
    { at: minutesUntil(`${year + 1}-01-01`), act: 'outage', side: 'octopus', minutes: 3600, how: '503' },
    { at: minutesUntil(`${year + 1}-07-09`), act: 'outage', side: 'octopus', minutes: 600, how: '500', only: post },
    { at: minutesUntil(`${year + 1}-12-20`), act: 'outage', side: 'bol', minutes: 1200, how: 'refused' },
  ]
}

function sales(): Act[] {
  const chance = new Draws(1, 'a year')
  const acts: Act[] = []
  for (let nth = 0; nth < days * Number(values.orders); nth += 1) {
    const order = `C${String(nth).padStart(5, '0')}TST1`
    // Of two articles: which of two equal ones came back, only a person knows.
    const first = chance.int(0, eans.length - 1)
    const fulfilment = values.settlements && chance.chance(0.3) ? ('FBB' as const) : ('FBR' as const)
    const items: StoryItem[] = Array.from({ length: chance.pick([1, 1, 1, 2]) }, (_, item) => ({
      ean: eans[(first + item) % eans.length] as string,
      quantity: chance.pick([1, 1, 1, 2, 3]),
      unitCents: chance.int(1, 400) * chance.pick([1, 7, 25]),
      fulfilment,
    }))
    const at = Math.floor(nth / Number(values.orders)) * 1440 + chance.int(1, 800)
    const shipped = at + chance.int(30, 48 * 60)
    const country = chance.pick(['BE', 'BE', 'NL', 'NL', 'NL', 'DE'])
    acts.push({ at, act: 'order', order, country, business: false, items })
    if (items.length > 1 && chance.chance(0.1)) acts.push({ at: shipped - 5, act: 'cancel', order, item: 1 })
    acts.push({ at: shipped, act: 'ship', order, parts: 'all' })
    if (chance.chance(values.settlements ? 0.25 : 0.12)) {
      const back = shipped + chance.int(2, 40) * 1440
      const handledAfter = chance.int(60, 4 * 1440)
      acts.push({ at: back, act: 'return', order, item: 0, quantity: 1, handledAfter })
    }
  }
  return acts
}

const reserveDays = 7

/** After the first and the fifteenth, of the half month before; what left in its last days comes with the next one. */
function settlements(): Act[] {
  if (!values.settlements) return []
  const acts: Act[] = []
  let from = values.from
  for (let day = addDays(values.from, 1); minutesUntil(day) < days * 1440; day = addDays(day, 1)) {
    if (!['01', '16'].includes(day.slice(8))) continue
    const nth = acts.filter(({ act }) => act === 'settle').length + 1
    const invoice = `39900${String(nth).padStart(8, '0')}`
    const at = minutesUntil(day)
    // Of each month's first half the advertising is held back, of which nothing is known before that.
    if (nth % 2 === 0)
      acts.push({
        at: at - 30,
        act: 'advertise',
        invoice: `49900${String(nth).padStart(8, '0')}`,
        cents: 2000 + nth * 111,
      })
    acts.push({ at, act: 'settle', invoice, from, to: addDays(day, -1), reserveDays })
    // The next days: in the statement of then, sometimes of a week later, and once on another account first.
    const how = nth === 3 ? ('elsewhere' as const) : ('net' as const)
    const paidAt = at + (nth % 4 === 0 ? 6 : 2) * 1440
    acts.push({ at: paidAt, act: 'pay', invoice, how })
    if (how === 'elsewhere') acts.push({ at: paidAt + 3 * 1440, act: 'enterAnew' })
    from = day
  }
  return acts
}

function deaths(): Act[] {
  if (!values.settlements) return []
  const chance = new Draws(1, 'deaths')
  return Array.from({ length: 20 }, () => ({ at: chance.int(1, days * 1440), act: 'stopAndStart', worker: 0 }))
}

function story(): Story {
  const target = values.target === 'invoices' ? 'invoices' : 'bookings'
  const consumers = values.consumers === 'perDay' ? 'perDay' : 'perOrder'
  const octopus = { visibilityLagSeconds: 5, autoBookyears: false }
  const change = {
    tickMinutes: 60,
    relations: 'central' as const,
    target,
    consumers,
    octopus,
    sourceStock: values.settlements,
    posting: values.settlements,
  } as const
  const last = days * 1440
  return {
    ...canonicalStory({ ...change, start: new Date(start).toISOString() }),
    acts: [...bookYears(), ...outages(), ...sales(), ...settlements(), ...deaths()]
      .filter((act) => act.at > 0 && act.at < last)
      .toSorted((a, b) => a.at - b.at),
  }
}

/** Longest time that a shipment or a refund was not booked, without the hours of outages. */
let behind = 0
let daysPlayed = 0

async function atMidnight(ended: Ended): Promise<Breach[]> {
  const { network, server } = ended
  daysPlayed += 1
  const owed = clearingOwed(ended)
  if (owed.length > 0) return owed
  const { now } = network.timeline
  // What the statistics of empty tables once planned would read the tables of a year whole.
  if (daysPlayed % 7 === 1) await server.asOwner('analyze')
  const classes = await server.asOwner<{ orderId: string; class: string }>(
    `select order_id as "orderId", class from order_truth where class <> 'booked'`,
  )
  const open = new Set(classes.map((row) => row.orderId))
  const known = new Set(
    (await server.asOwner<{ orderId: string }>('select order_id as "orderId" from marketplace_order')).map(
      (row) => row.orderId,
    ),
  )
  const away = (from: number): number =>
    network.outages.reduce((sum, one) => sum + Math.max(0, Math.min(one.until, now) - Math.max(one.from, from)), 0)
  const waits = (order: TruthOrder): number => {
    if (order.shipments.length === 0 || (known.has(order.orderId) && !open.has(order.orderId))) return 0
    const handled = order.returns.flatMap(({ handledAt }) => (handledAt === null ? [] : [Date.parse(handledAt)]))
    const told = [...order.shipments.map((shipment) => Date.parse(shipment.at)), ...handled]
    const at = Math.max(...told.filter((one) => one <= now))
    return now - at - away(at)
  }
  const late = network.bol.truth(0).map((order) => ({ order, ms: waits(order) }))
  const worst = late.reduce((most, one) => (one.ms > most.ms ? one : most), { order: null as TruthOrder | null, ms: 0 })
  behind = Math.max(behind, worst.ms)
  if (daysPlayed % 30 === 0)
    process.stderr.write(`${new Date(now).toISOString().slice(0, 10)} behind ${(worst.ms / hour).toFixed(1)} h\n`)
  if (worst.ms <= behindMaxMs) return []
  const { orderId } = worst.order as TruthOrder
  const said = await server.asOwner<{ code: ProblemCode }>('select distinct code from problem where cleared_at is null')
  const state = await server.asOwner<{ state: string }>(
    `select concat_ws(' ', kind, state, 'of', document_date, 'since', state_since) as state from document where order_id = '${orderId}'`,
  )
  const text = `${orderId} is not booked ${Math.round(worst.ms / hour)} h after its last parcel or refund, outages not counted`
  return [
    {
      invariant: 2,
      text: `${new Date(now).toISOString()}: ${text} (${late.filter((one) => one.ms > behindMaxMs).length} like it; documents ${state.map((row) => row.state).join(', ')}; problems ${said.map((row) => row.code).join(', ')})`,
    },
  ]
}

const opened = await openServer()
try {
  const began = performance.now()
  const played = await play(opened.server, story(), { daily: atMidnight, eventsMax })
  const seconds = Math.round((performance.now() - began) / 1000)
  const [breach] = played.breaches
  const what = `${values.target} ${values.consumers}, ${days} days from ${values.from}`
  const figures = `at most ${(behind / hour).toFixed(1)} h behind, ${played.counts['requests']} requests, ${played.counts['refused']} refused by limit, ${seconds} s`
  const line = `${breach === undefined ? 'ok' : 'BROKEN'} ${what}: ${figures}`
  console.log(line)
  for (const one of played.breaches.slice(0, 10)) console.log(`  ${one.invariant} ${one.text}`)
  console.log(`  problems met: ${played.problems.join(', ')}; open at the end: ${played.open.join(', ') || 'none'}`)
  if (values.record && breach === undefined) recordFigure('a year', line)
  process.exitCode = breach === undefined ? 0 : 1
} finally {
  await opened.close()
}
