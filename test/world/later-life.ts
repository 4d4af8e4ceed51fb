/**
 * What comes later in a story, and what befalls the dossier and the settings meanwhile. Drawn apart, so that a seed keeps the orders and
 * troubles that it had before these were known.
 */
import { addDays, localDate } from '../../sandbox/bol/local-time.ts'
import { Draws } from './chance.ts'
import type { Act, Mishap, Setting, SettingsChange, Sickness } from './story.ts'

/** One in eight worlds lives by commands alone, one in twelve books its consumers per day, one in twelve spans the loss of an hour or an unopened year. */
export function variedSetting(seed: number, setting: Setting): Setting {
  const chance = new Draws(seed, 'varied setting')
  const varied: Setting = { ...setting }
  if (chance.chance(0.12)) varied.workers = 0
  if (setting.target === 'bookings' && chance.chance(0.08)) {
    varied.consumers = 'perDay'
    varied.relations = 'central'
  }
  if (chance.chance(0.04)) varied.start = '2027-03-27T20:00:00+01:00'
  else if (chance.chance(0.05)) {
    varied.start = '2026-12-31T15:00:00+01:00'
    varied.octopus = { ...setting.octopus, autoBookyears: false }
  }
  return varied
}

const mishaps: readonly Mishap[] = [
  'accountBlocked',
  'vatCodeRemoved',
  'vatCodeRenamed',
  'journalRenamed',
  'periodProtected',
  'relationRemoved',
  'relationRemoved',
  'relationMerged',
  'yearOpened',
]
const sicknesses: readonly Sickness[] = [
  '500',
  '404',
  '400',
  'garbage',
  'noItems',
  'noAddress',
  'noPrice',
  'noisyPrice',
]

/** In half of the worlds nothing of it. */
export function laterLife(seed: number, acts: readonly Act[], of: { setting: Setting; minutes: number }): Act[] {
  const chance = new Draws(seed, 'later life')
  const opened = of.setting.octopus['autoBookyears'] === false ? [yearOpened(chance)] : []
  if (chance.chance(0.5)) return opened
  const orders = acts.flatMap((act) => (act.act === 'order' && (act.company ?? 0) === 0 ? [act] : []))
  const when = (): number => chance.int(1, of.minutes + 90)
  const later: Act[] = [...opened]
  for (const { order, items } of orders) {
    const shippedAt = Math.max(0, ...acts.flatMap((act) => (act.act === 'ship' && act.order === order ? [act.at] : [])))
    const item = chance.int(0, items.length - 1)
    const back = { order, item, quantity: 1, handledAfter: chance.int(1, 600) }
    if (chance.chance(0.2)) later.push({ at: shippedAt + chance.int(1, 600), act: 'return', ...back })
    if (items.length > 1 && chance.chance(0.08)) later.push({ at: shippedAt - 1, act: 'cancel', order, item })
  }
  while (chance.chance(0.25))
    later.push({ at: when(), act: 'mishap', what: chance.pick(mishaps), minutes: chance.int(5, 700) })
  while (chance.chance(0.15)) {
    const { order, at } = chance.pick(orders)
    const how = chance.pick(sicknesses)
    const forEver = chance.chance(0.3)
    later.push({
      at: chance.chance(0.7) ? at : when(),
      act: 'sick',
      order,
      how,
      minutes: forEver ? 0 : chance.int(5, 900),
      ...(forEver ? { forEver } : {}),
    })
  }
  while (chance.chance(0.25)) later.push({ at: when(), act: 'changeSettings', to: otherSettings(chance, of.setting) })
  return later.map((act) => ({ ...act, at: Math.max(1, act.at) }))
}

/** In every third world bol.com issues an invoice, which somebody wants booked or not, in some of those another one days later; what came back meanwhile comes with that. */
export function settlementActs(seed: number, of: { setting: Setting; minutes: number }): Act[] {
  const chance = new Draws(seed, 'settlements')
  if (!chance.chance(0.33)) return []
  of.setting.posting = new Draws(seed, 'posting').chance(0.6)
  of.setting.matching = new Draws(seed, 'matching').pick(['settlement', 'settlement', 'all'])
  const dayOf = (minutes: number): string => localDate(Date.parse(of.setting.start) + minutes * 60_000)
  const company = of.setting.companies === 2 && chance.chance(0.3) ? { company: 1 } : {}
  const layout = { linesPerPage: chance.pick([2, 5, 25_000]), unknownCharge: chance.chance(0.15) }
  const first = chance.int(30, of.minutes + 120)
  const from = dayOf(0)
  const to = dayOf(first)
  const acts: Act[] = [
    { at: first, act: 'settle', invoice: '3990000000001', from, to, ...layout, ...company },
    ...bankActs(seed, { first, company }),
  ]
  // The list is asked every six hours: in most of them faults strike until after that.
  if (chance.chance(0.7)) acts.push({ at: first + chance.int(370, 600), act: 'resaveSettings' })
  acts.push(...undone(seed, first))
  if (!chance.chance(0.4)) return acts
  const second = first + chance.int(24 * 60, 36 * 60)
  const next = { invoice: '3990000000002', from: addDays(to, 1), to: dayOf(second), ...layout, ...company }
  return dayOf(second) === to ? acts : [...acts, { at: second, act: 'settle', ...next }]
}

/** In half of those worlds there is advertising, and in most of them bol.com pays: at once, or a day later; a statement may be entered anew. */
function bankActs(seed: number, of: { first: number; company: { company?: number } }): Act[] {
  const chance = new Draws(seed, 'bank')
  const acts: Act[] = []
  const ads = chance.pick([0, 0, 1, 2])
  for (let nth = 1; nth <= ads; nth += 1)
    acts.push({
      at: Math.max(1, of.first - chance.int(1, 20)),
      act: 'advertise',
      invoice: `499000000000${nth}`,
      cents: chance.int(50, 400),
      ...of.company,
    })
  if (!chance.chance(0.75)) return acts
  const paidAt = of.first + chance.pick([chance.int(1, 60), chance.int(700, 1500)])
  const how = chance.pick(['net', 'net', 'net', 'part', 'whole', 'elsewhere'] as const)
  acts.push({ at: paidAt, act: 'pay', invoice: '3990000000001', how })
  if (chance.chance(how === 'elsewhere' ? 0.5 : 0.2)) acts.push({ at: paidAt + chance.int(10, 1500), act: 'enterAnew' })
  return acts
}

/** What is cleared is matched some hours later; a bookkeeper undoes one of them in every third of these worlds. */
function undone(seed: number, settledAt: number): Act[] {
  const chance = new Draws(seed, 'undone matches')
  if (!chance.chance(0.35)) return []
  return [{ at: settledAt + chance.int(400, 900), act: 'unmatchByHand', nth: chance.int(1, 4) }]
}

/** Before the first sale of the new year, or hours after it. */
function yearOpened(chance: Draws): Act {
  return { at: chance.int(1, 1200), act: 'mishap', what: 'yearOpened', minutes: 0 }
}

function otherSettings(chance: Draws, setting: Setting): SettingsChange {
  const to: SettingsChange = chance.pick([
    { on: 'order' },
    { on: 'shipment' },
    { on: 'shipment' },
    { target: 'invoices', consumers: 'perOrder' },
    { target: 'bookings' },
    { journal: 'V1' },
    { relations: 'perBuyer', consumers: 'perOrder' },
    { relations: 'central' },
    { consumers: 'perDay', relations: 'central', target: 'bookings' },
    { consumers: 'perOrder' },
    { startsAfterDays: 1 },
    { startsAfterDays: -3 },
  ] as const)
  // A second document of the other kind needs calls of the other kind only; both faults that book an invoice twice stay away.
  return setting.companies === 2 && to.target !== undefined ? { on: 'order' } : to
}
