/** What people do in a world: buyers and the shop, a bookkeeper in Octopus, an operator at Tentakel, and sides that fall silent. */
import { PRODUCTS } from '../../sandbox/bol/catalogue.ts'
import { Draws } from './chance.ts'
import { swarmOf, type Swarm } from './decisions.ts'
import type { PaperSettings } from './paper/ledger.ts'
import type { Side } from './transport.ts'
import { laterLife, settlementActs, variedSetting } from './later-life.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

/** Minutes after the world's start. */
export type Act = { at: number } & (
  | { act: 'order'; order: string; company?: number; country: string; business: boolean; items: StoryItem[] }
  | { act: 'ship'; order: string; parts: { item: number; quantity: number }[] | 'all' }
  | { act: 'cancel'; order: string; item: number }
  | { act: 'price'; order: string; item: number; unitCents: number }
  /** `only`: of the calls whose point holds this text, e.g. `GET` or `modified`; the side's other calls go on. */
  | {
      act: 'outage'
      side: Side
      minutes: number
      how: Outage
      only?: string
    }
  | { act: 'bookByHand'; journal: string; order: string | null }
  | { act: 'changeByHand' | 'deleteByHand' | 'deleteLastByHand' | 'unmatchByHand'; nth: number }
  | { act: 'openJournal'; minutes: number }
  | { act: 'closeJournal' | 'closePeriod'; minutes: number }
  /** Units of an item come back; bol.com tells their result after so many minutes. */
  | { act: 'return'; order: string; item: number; quantity: number; handledAfter: number }
  /** bol.com issues its invoice of a period, by what it knows; days as `YYYY-MM-DD`, the last one in it. */
  | {
      act: 'settle'
      invoice: string
      company?: number
      from: string
      to: string
      reserveDays?: number
      linesPerPage?: number
      unknownCharge?: boolean
    }
  /** bol.com issues an invoice for advertising. */
  | { act: 'advertise'; invoice: string; company?: number; cents: number }
  /**
   * bol.com pays a settlement, and the statement is in the ledger. `net`: less all open advertising; `part`: less the first of it; `whole`: less
   * none; `elsewhere`: net, entered on another account.
   */
  | { act: 'pay'; invoice: string; how: 'net' | 'part' | 'whole' | 'elsewhere' }
  /** A bookkeeper removes the newest statement, and enters it anew on its right account. */
  | { act: 'enterAnew' }
  /** One of the sandbox's acts of a bookkeeper, as `sandbox/octopus/bookkeeper.ts` knows them. */
  | { act: 'hand'; action: Record<string, string | number | boolean> }
  /** bol.com answers badly wherever it is asked about this one order; `forEver`: also in the healed world. */
  | { act: 'sick'; order: string; minutes: number; how: Sickness; forEver?: boolean }
  /** Something that the books name changes in the dossier; what can be mended is mended after so many minutes. */
  | { act: 'mishap'; what: Mishap; minutes: number }
  /** Somebody saves other settings. */
  | { act: 'changeSettings'; to: SettingsChange }
  /** Somebody looks at the list of problems, which must hold this one. */
  | { act: 'look'; code: ProblemCode }
  | { act: 'retryAll' | 'resaveSettings' | 'resaveKeys' | 'pause' | 'resume' }
  | { act: 'skip'; order: string }
  | { act: 'revokeKeys'; side: 'bol' | 'octopus'; minutes: number }
  | { act: 'clockJump'; worker: number; minutes: number }
  | { act: 'stopAndStart'; worker: number }
)

/** `410`: the version of the interface is no longer served. */
export type Outage = 'refused' | 'silence' | '500' | '503' | '502html' | '410'

/** What is wrong with one record: no answer of use, or a part of it that is missing. */
export type Sickness = '500' | '404' | '400' | 'garbage' | 'noItems' | 'noAddress' | 'noPrice' | 'noisyPrice'

export type Mishap =
  | 'accountBlocked'
  | 'vatCodeRemoved'
  | 'vatCodeRenamed'
  | 'journalRenamed'
  | 'periodProtected'
  | 'relationRemoved'
  | 'relationMerged'
  | 'yearOpened'

export interface SettingsChange {
  on?: 'order' | 'shipment'
  target?: 'bookings' | 'invoices'
  consumers?: 'perOrder' | 'perDay'
  relations?: 'central' | 'perBuyer'
  /** `V1` is one of bookings, `V2` of invoices. */
  journal?: string
  /** Days after the day on which the world began. */
  startsAfterDays?: number
}

export interface StoryItem {
  ean: string
  quantity: number
  unitCents: number
  fulfilment: 'FBR' | 'FBB'
}

export interface Setting {
  start: string
  /** Each with a shop and a dossier of its own, under one Octopus user; 1 when absent. People's troubles are those of the first. */
  companies?: number
  /** 0: no program runs by itself; somebody types `sync`, now and then and whenever the last one said. */
  workers: number
  /** How long a process that died stays away, as a machine that is off; a minute at most when absent. */
  awayMinutes?: number
  tickMinutes: number
  on: 'order' | 'shipment'
  target: 'bookings' | 'invoices'
  /** `perOrder` when absent. */
  consumers?: 'perOrder' | 'perDay'
  relations: 'central' | 'perBuyer'
  /** Another one than the usual, of the target. */
  journal?: string
  /** Part of it leaves from bol.com's own stock in the Netherlands, for which the shop is registered there. */
  sourceStock?: boolean
  /** Somebody switched on that settlements are booked. */
  posting?: boolean
  /** Octopus when absent. */
  ledger?: 'paper'
  paper?: PaperSettings
  /** bol.com when absent. */
  source?: 'shop'
  /** What of it is matched; `settlement` when absent. */
  matching?: 'settlement' | 'all'
  /** What the operator told the product; `yes` only where it is true. */
  enforceKnown: boolean
  octopus: Record<string, unknown>
  bol: Record<string, unknown>
}

export interface Story {
  seed: number
  setting: Setting
  swarm: Swarm
  acts: Act[]
}

/** A day in winter and one in summer time's last night, the turn of the year, and the day before a leap day. */
export const starts = [
  '2026-11-24T09:00:00+01:00',
  '2026-11-24T17:00:00+01:00',
  '2026-10-24T20:00:00+02:00',
  '2026-12-31T15:00:00+01:00',
  '2028-02-28T12:00:00+01:00',
]

/** A book, three plain things, coffee. */
export const eans = [0, 8, 10, 18, 34].map((index) => PRODUCTS[index]?.ean ?? '')

export function storyOf(seed: number): Story {
  const chance = new Draws(seed, 'story')
  const drawn = settingOf(chance)
  const hours = chance.pick([1, 1, 2, 2, 3, 3, 6, 12, 30])
  const acts: Act[] = []
  const orders = chance.int(1, 6)
  for (let nth = 1; nth <= orders; nth += 1) acts.push(...lifeOfOrder(chance, nth, hours * 60, drawn))
  const calm = chance.chance(0.2)
  if (!calm) acts.push(...trouble(chance, hours * 60, orders, drawn))
  missSome(seed, acts)
  const second = secondCompany(seed, hours * 60, drawn)
  acts.push(...second)
  const setting = variedSetting(seed, drawn)
  acts.push(...laterLife(seed, acts, { setting, minutes: hours * 60 }))
  const whole = { ...setting, companies: second.length > 0 ? 2 : 1 }
  acts.push(...settlementActs(seed, { setting: whole, minutes: hours * 60 }))
  return {
    seed,
    setting: whole,
    swarm: limited(swarmOf(seed), setting, acts),
    acts: acts.toSorted((a, b) => a.at - b.at),
  }
}

const someCalls = {
  bol: ['GET /retailer/orders/{id}', 'GET /retailer/shipments', 'GET /retailer/returns', 'POST /token'],
  octopus: ['GET', 'modified', 'journals', 'PUT', 'POST /buysellbookings', 'POST /invoices', 'POST /dossiers'],
  paper: ['GET', 'GET /sales', 'PUT', 'POST /sales'],
  shop: ['GET', 'GET /orders', 'GET /refunds'],
} as const satisfies Record<Side, readonly string[]>

/** Two outages of five are of some of the side's calls only: what one call needs of another one fails half-way. */
function missSome(seed: number, acts: Act[]): void {
  const chance = new Draws(seed, 'some calls')
  for (const act of acts) if (act.act === 'outage' && chance.chance(0.4)) act.only = chance.pick(someCalls[act.side])
}

/** In every fourth world another company sells too. */
function secondCompany(seed: number, minutes: number, setting: Setting): Act[] {
  const chance = new Draws(seed, 'second company')
  if (!chance.chance(0.25)) return []
  const orders = chance.int(1, 3)
  return Array.from({ length: orders }, (_, nth) => lifeOfOrder(chance, nth + 1, minutes, setting, 1)).flat()
}

function settingOf(chance: Draws): Setting {
  const target = chance.chance(0.65) ? ('bookings' as const) : ('invoices' as const)
  const enforces = chance.pick(['enforces', 'enforces', 'overwrites', 'acceptsTwice'])
  return {
    start: chance.chance(0.7) ? (starts[0] as string) : chance.pick(starts),
    workers: chance.chance(0.5) ? 2 : 1,
    tickMinutes: chance.pick([3, 10, 10, 30]),
    on: chance.chance(0.5) ? 'order' : 'shipment',
    target,
    relations: chance.chance(0.7) ? 'central' : 'perBuyer',
    enforceKnown: target === 'invoices' && enforces === 'enforces' && chance.chance(0.5),
    octopus: {
      invoicesEnforceNumber: enforces,
      numberWording: chance.pick(['equals', 'colon', 'none']),
      visibilityLagSeconds: chance.pick([0, 5, 60]),
      failedCallsCount: chance.chance(0.5),
      quotaAnswer: chance.pick(['429', '403', '400', 'reset']),
      quotaReset: chance.pick(['midnightBrussels', 'midnightUtc', 'rolling24h']),
      closedAnswer: chance.pick(['403', '400']),
      conceptsCountAsBooked: chance.chance(0.5),
      tokenSeconds: 600,
    },
    bol: {
      tokenSeconds: chance.pick([599, 299]),
      times: chance.pick(['iso', 'epochMs', 'mixed']),
      retryAfter: chance.pick(['seconds', 'date', 'none']),
      limitMode: chance.pick(['window', 'bucket']),
      oddities: 0,
    },
  }
}

/**
 * Where the ledger may take an invoice twice, nothing but our patience stands between a late request and a second document:
 * there an hour, and a proxy that delivers twice books twice whatever we do. Those faults are left out there, and only there.
 */
export function limited(swarm: Swarm, setting: Setting, acts: Act[] = []): Swarm {
  const invoices = acts.some((act) => act.act === 'changeSettings' && act.to.target === 'invoices')
  if ((setting.target === 'bookings' && !invoices) || setting.octopus['invoicesEnforceNumber'] === 'enforces')
    return swarm
  return {
    ...swarm,
    faults: swarm.faults.filter((fault) => !['deliverTwice', 'deliverTwiceFirst', 'slowCommit'].includes(fault)),
  }
}

function lifeOfOrder(chance: Draws, nth: number, minutes: number, setting: Setting, company = 0): Act[] {
  const order = `C00${company}TST${String(nth).padStart(3, '0')}`
  const at = chance.int(1, minutes)
  const items: StoryItem[] = Array.from({ length: chance.pick([1, 1, 2, 3]) }, () => ({
    ean: chance.pick(eans),
    quantity: chance.pick([1, 1, 1, 2, 3]),
    unitCents: chance.int(1, 400) * chance.pick([1, 7, 50, 101]),
    fulfilment: chance.chance(0.85) ? ('FBR' as const) : ('FBB' as const),
  }))
  const country = chance.pick(['BE', 'BE', 'BE', 'NL', 'NL', 'DE', 'FR', 'LU'])
  const of = company === 0 ? {} : { company }
  const acts: Act[] = [{ at, act: 'order', order, ...of, country, business: chance.chance(0.05), items }]
  const shipAt = at + chance.pick([1, 2, 2, 20, 60, 90, 300])
  const first = items[0] as StoryItem
  if (chance.chance(0.1)) acts.push({ at: shipAt - 1, act: 'price', order, item: 0, unitCents: first.unitCents + 50 })
  // A cancellation after an order is booked is a credit note's matter.
  if (setting.on === 'shipment' && items.length > 1 && chance.chance(0.25))
    acts.push({ at: shipAt, act: 'cancel', order, item: 1 })
  if (chance.chance(0.25) && first.quantity > 1) {
    acts.push({ at: shipAt, act: 'ship', order, parts: [{ item: 0, quantity: 1 }] })
    acts.push({ at: shipAt + chance.int(5, 600), act: 'ship', order, parts: 'all' })
  } else acts.push({ at: shipAt, act: 'ship', order, parts: 'all' })
  return setting.on === 'order' ? acts.filter((act) => act.act !== 'price') : acts
}

function trouble(chance: Draws, minutes: number, orders: number, setting: Setting): Act[] {
  const acts: Act[] = []
  const when = (): number => chance.int(1, minutes + 60)
  const journal = setting.target === 'bookings' ? 'V5' : 'V6'
  const anOrder = (): string => `C000TST${String(chance.int(1, orders)).padStart(3, '0')}`
  const kinds: [share: number, make: () => Act][] = [
    [
      0.25,
      () => ({
        at: when(),
        act: 'outage',
        side: chance.pick(['bol', 'octopus']),
        minutes: outageMinutes(chance),
        how: chance.pick(['refused', 'silence', '500', '503', '502html']),
      }),
    ],
    [0.12, () => ({ at: when(), act: 'bookByHand', journal, order: null })],
    [0.05, () => ({ at: when(), act: 'bookByHand', journal: 'V1', order: anOrder() })],
    [0.05, () => ({ at: when(), act: 'changeByHand', nth: chance.int(1, 4) })],
    [0.06, () => ({ at: when(), act: 'deleteLastByHand', nth: 0 })],
    [0.04, () => ({ at: when(), act: 'deleteByHand', nth: chance.int(1, 4) })],
    [0.1, () => ({ at: when(), act: 'openJournal', minutes: 60 })],
    [
      0.06,
      () => ({ at: when(), act: chance.pick(['closeJournal', 'closePeriod'] as const), minutes: chance.int(10, 600) }),
    ],
    [0.25, () => ({ at: when(), act: 'retryAll' })],
    [0.12, () => ({ at: when(), act: chance.pick(['resaveSettings', 'resaveKeys'] as const) })],
    [0.06, () => ({ at: when(), act: 'skip', order: anOrder() })],
    [
      0.06,
      () => ({ at: when(), act: 'revokeKeys', side: chance.pick(['bol', 'octopus']), minutes: chance.int(5, 400) }),
    ],
    [0.1, () => ({ at: when(), act: 'clockJump', worker: chance.int(0, 1), minutes: chance.int(-60, 60) })],
    [0.15, () => ({ at: when(), act: 'stopAndStart', worker: chance.int(0, 1) })],
  ]
  for (const [share, make] of kinds) {
    while (chance.chance(share)) acts.push(make())
  }
  return acts
}

/** Ten minutes to sixty hours, the short ones more often. */
function outageMinutes(chance: Draws): number {
  return Math.floor(10 * 360 ** (chance.next() ** 3))
}

/** One order, captured, shipped, booked, read back: the story whose every point is struck once, and every two in turn. */
export function canonicalStory(change: Partial<Setting> = {}): Story {
  const setting: Setting = {
    start: starts[0] as string,
    workers: 1,
    tickMinutes: 3,
    on: 'shipment',
    target: 'bookings',
    relations: 'central',
    enforceKnown: false,
    octopus: { visibilityLagSeconds: 0 },
    bol: { oddities: 0 },
    ...change,
  }
  const item: StoryItem = { ean: eans[1] as string, quantity: 1, unitCents: 1999, fulfilment: 'FBR' }
  return {
    seed: 1,
    setting,
    swarm: { faults: [], rate: 0 },
    acts: [
      { at: 3, act: 'order', order: 'C000TST001', country: 'BE', business: false, items: [item] },
      { at: 5, act: 'ship', order: 'C000TST001', parts: 'all' },
    ],
  }
}

/** Minutes until bol.com is asked again for its list of invoices. */
const listedAgain = 360

/** The same order, settled by bol.com, read with all its pages and booked: what a settlement adds to the points of the plain story. */
export function settlementStory(change: Partial<Setting> = {}): Story {
  const story = canonicalStory({ tickMinutes: 30, posting: true, ...change })
  const from = story.setting.start.slice(0, 10)
  const acts: Act[] = [
    { at: listedAgain - 12, act: 'advertise', invoice: '4990000000001', cents: 150 },
    { at: listedAgain - 10, act: 'settle', invoice: '3990000000001', from, to: from, linesPerPage: 2 },
    // Before the bank is first looked at.
    { at: listedAgain - 5, act: 'pay', invoice: '3990000000001', how: 'net' },
    // Faults strike as long as the story lasts: until what is cleared is matched, and was looked for again.
    { at: listedAgain + 420, act: 'resaveSettings' },
  ]
  return { ...story, acts: [...story.acts, ...acts] }
}

export function lastMinute(story: Story): number {
  return Math.max(0, ...story.acts.map((act) => act.at + ('minutes' in act ? Math.max(0, act.minutes) : 0)))
}

export function inWords(act: Act): string {
  const { at: _at, act: what, ...rest } = act
  const details = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return `${what}${details.length === 0 ? '' : `: ${details.join(', ')}`}`
}
