/** The same story in a world with another shop or another ledger: without what that one has no such thing of. */
import { Draws } from '../chance.ts'
import type { Act, Setting, Story } from '../story.ts'

/** Of bol.com's invoices and of how they are booked, and of records that it tells badly. */
const ofBol: ReadonlySet<Act['act']> = new Set<Act['act']>([
  'settle',
  'advertise',
  'pay',
  'enterAnew',
  'unmatchByHand',
  'cancel',
  'price',
  'sick',
])

/** Of Octopus' journals, periods and reports, and of what is booked beside sales. */
const ofOctopus: ReadonlySet<Act['act']> = new Set<Act['act']>([
  'openJournal',
  'closeJournal',
  'closePeriod',
  'mishap',
  'hand',
  'settle',
  'advertise',
  'pay',
  'enterAnew',
  'unmatchByHand',
])

export const pairs: Readonly<Record<string, (story: Story) => Story>> = {
  'bol+octopus': (story) => story,
  'bol+paper': inPaperBooks,
  'shop+octopus': inPaperShop,
  'shop+paper': (story) => inPaperBooks(inPaperShop(story)),
}

/** A shop that tells of no parcels, whose buyers are consumers. */
export function inPaperShop(story: Story): Story {
  const { matching: _matching, ...kept } = story.setting
  const setting: Setting = { ...kept, source: 'shop', on: 'order', posting: false, sourceStock: false }
  return { ...story, setting, acts: story.acts.flatMap(actInShop) }
}

function actInShop(act: Act): Act[] {
  if (ofBol.has(act.act)) return []
  switch (act.act) {
    case 'order':
      return [{ ...act, business: false }]
    case 'outage':
      if (act.side !== 'bol') return [act]
      return [{ ...act, side: 'shop', ...(act.only === undefined ? {} : { only: 'GET /orders' }) }]
    case 'revokeKeys':
      return act.side === 'bol' ? [] : [act]
    case 'changeSettings': {
      const { on: _on, ...to } = act.to
      return Object.keys(to).length === 0 ? [] : [{ ...act, to }]
    }
    default:
      return [act]
  }
}

export function inPaperBooks(story: Story): Story {
  const chance = new Draws(story.seed, 'paper')
  const { matching: _matching, journal: _journal, ...kept } = story.setting
  const setting: Setting = {
    ...kept,
    ledger: 'paper',
    target: 'bookings',
    posting: false,
    enforceKnown: false,
    paper: { lagSeconds: chance.pick([0, 5, 60]), freesKeys: chance.chance(0.5) },
  }
  return { ...story, setting, acts: story.acts.flatMap(actInBooks) }
}

function actInBooks(act: Act): Act[] {
  if (ofOctopus.has(act.act)) return []
  switch (act.act) {
    case 'outage':
      if (act.side !== 'octopus') return [act]
      return [{ ...act, side: 'paper', ...(act.only === undefined ? {} : { only: onlyOf(act.only) }) }]
    case 'revokeKeys':
      return act.side === 'octopus' ? [] : [act]
    case 'bookByHand':
      return act.order === null ? [] : [act]
    case 'changeSettings': {
      const { target: _target, journal: _its, ...to } = act.to
      return Object.keys(to).length === 0 ? [] : [{ ...act, to }]
    }
    default:
      return [act]
  }
}

function onlyOf(only: string): string {
  return only.replace(/^POST \/(?:buysellbookings|invoices)$/u, 'POST /sales').replace('modified', 'GET /sales')
}
