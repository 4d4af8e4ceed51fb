/**
 * Drills: what nobody outside Octopus knows, in every reading, and long silence of either side.
 *
 *   node test/world/drills.ts [--only readings|lists|refused|posts|silence]
 */
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import type { Decision } from './decisions.ts'
import { openServer } from './server.ts'
import { canonicalStory, eans, type Act, type Setting, type Story } from './story.ts'
import { play } from './world.ts'

const { values } = parseArgs({
  options: { only: { type: 'string' }, record: { type: 'boolean', default: false } },
})

interface Drill {
  name: string
  story: Story
  decisions?: Decision[]
  /** From the end of the story until nothing is left to do; else only the 26 hours of every world. */
  hoursMax?: number
  /** Nothing is left for a person to do; a cent that an invoice may be beside is only told. */
  isSolved?: boolean
}

function orders(count: number, everyMinutes: number): Act[] {
  return Array.from({ length: count }, (_, nth): Act[] => {
    const order = `C000TST${String(nth + 1).padStart(3, '0')}`
    const item = { ean: eans[1] as string, quantity: 1, unitCents: 1000 + nth, fulfilment: 'FBR' as const }
    const at = 2 + nth * everyMinutes
    return [
      { at, act: 'order', order, country: 'BE', business: false, items: [item] },
      { at: at + 1, act: 'ship', order, parts: 'all' },
    ]
  }).flat()
}

function drill(name: string, acts: Act[], change: Partial<Setting>): Drill {
  return { name, story: { ...canonicalStory({ tickMinutes: 10, ...change }), acts } }
}

/** The limit is lower than the product was told: so it must take Octopus' word for it, and lose nothing. */
function readings(): Drill[] {
  const drills: Drill[] = []
  for (const quotaAnswer of ['429', '403', '400', 'reset'])
    for (const quotaReset of ['midnightBrussels', 'midnightUtc', 'rolling24h'])
      for (const failedCallsCount of [true, false]) {
        const limits = { 'POST /dossiers/{dossierId}/buysellbookings': 3 }
        const octopus = { quotaAnswer, quotaReset, failedCallsCount, quotaScope: 'user', limits }
        drills.push(
          drill(
            `limit answers ${quotaAnswer}, resets ${quotaReset}, failed calls ${failedCallsCount ? 'count' : 'do not count'}`,
            orders(4, 10),
            { octopus },
          ),
        )
      }
  for (const invoicesEnforceNumber of ['enforces', 'overwrites', 'acceptsTwice'])
    drills.push(
      drill(`POST /invoices ${invoicesEnforceNumber}`, orders(3, 10), {
        target: 'invoices',
        octopus: { invoicesEnforceNumber },
      }),
    )
  return drills
}

function silences(): Drill[] {
  return (['bol', 'octopus'] as const).flatMap((side) =>
    (['silence', 'refused', '503', '502html'] as const).map((how) =>
      drill(
        `60 hours of ${side}: ${how}`,
        [...orders(8, 400), { at: 1, act: 'outage' as const, side, minutes: 3600, how }],
        { tickMinutes: 30 },
      ),
    ),
  )
}

/**
 * An hour without one of the ledger's lists, with a document in doubt that needs it, looked at every minute: the calls of the day must
 * last, so that the journal goes on when the list is back and not the next day.
 */
function listsAway(): Drill[] {
  const decisions = [{ point: 'octopus POST /buysellbookings', visit: 8, fault: 'loseAnswer' }]
  return ['modified', 'journals', 'GET'].flatMap((only) =>
    (['silence', 'refused', '503', '502html'] as const).map((how) => {
      const acts: Act[] = [...orders(30, 10), { at: 75, act: 'outage', side: 'octopus', minutes: 60, how, only }]
      return {
        ...drill(`an hour of octopus without ${only}: ${how}`, acts, { tickMinutes: 1 }),
        decisions,
        hoursMax: 4,
      }
    }),
  )
}

/** Eight hours in which something refuses each document, with more of them in the queue than minutes between two tries. */
function refusedForHours(): Drill[] {
  const long = (name: string, act: Act): Drill => {
    const change = { tickMinutes: 1, relations: 'perBuyer' as const }
    return { ...drill(name, [...orders(60, 10), act], change), hoursMax: 4 }
  }
  const relations = (['silence', 'refused', '503'] as const).map((how) =>
    long(`eight hours of octopus without relations: ${how}`, {
      at: 75,
      act: 'outage',
      side: 'octopus',
      minutes: 480,
      how,
      only: 'PUT',
    }),
  )
  return [
    long('a journal that somebody keeps open for eight hours', { at: 75, act: 'openJournal', minutes: 480 }),
    ...relations,
  ]
}

/** Only documents are not taken, logins and lists answer: nobody's fault, so nothing may be left with a person afterwards. */
function postsAway(): Drill[] {
  const outages = [
    ['500', 180],
    ['503', 180],
    ['502html', 180],
    ['silence', 27 * 60],
    ['refused', 27 * 60],
  ] as const
  return (['bookings', 'invoices'] as const).flatMap((target) =>
    outages.map(([how, minutes]) => {
      const only = target === 'bookings' ? 'POST /buysellbookings' : 'POST /invoices'
      const acts: Act[] = [...orders(12, 12), { at: 40, act: 'outage', side: 'octopus', minutes, how, only }]
      const named = drill(`${minutes / 60} hours in which no ${target} are taken: ${how}`, acts, {
        target,
        tickMinutes: 5,
      })
      return { ...named, hoursMax: 6, isSolved: true }
    }),
  )
}

const opened = await openServer()
let failed = 0
let done = 0
try {
  const sets = { readings, lists: listsAway, refused: refusedForHours, posts: postsAway, silence: silences }
  const chosen = Object.entries(sets).filter(([name]) => values.only === undefined || values.only === name)
  const drills = chosen.flatMap(([, make]) => make())
  for (const { name, story, decisions = [], hoursMax = Infinity, isSolved = false } of drills) {
    const played = await play(opened.server, story, { decisions })
    const { hours, refused } = played.counts
    const late = (hours ?? 0) > hoursMax ? [{ invariant: 9, text: `healed after ${hours} h, ${hoursMax} at most` }] : []
    const left = isSolved
      ? played.open.filter((code) => code !== 'OCT-AFROND').map((code) => ({ invariant: 9, text: `${code} is left` }))
      : []
    const [breach] = [...played.breaches, ...late, ...left]
    done += 1
    if (breach !== undefined) failed += 1
    console.log(
      `${breach === undefined ? 'ok    ' : 'FAILED'} ${name}: healed after ${hours} h, ${refused} calls refused by limit${breach === undefined ? '' : `: ${breach.invariant} ${breach.text.slice(0, 300)}`}`,
    )
  }
} finally {
  await opened.close()
}
const line = `${done - failed} of ${done} drills passed`
console.log(line)
if (values.record) recordFigure('drills', line)
process.exitCode = failed === 0 ? 0 : 1
