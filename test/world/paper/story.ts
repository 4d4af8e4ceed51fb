/** The same story in a world with another ledger: without what that one has no such thing of. */
import { Draws } from '../chance.ts'
import type { Act, Setting, Story } from '../story.ts'

/** Of Octopus' journals, periods and reports, of its second kind of document, and of what is booked beside sales. */
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

export function onPaper(story: Story): Story {
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
  return { ...story, setting, acts: story.acts.flatMap(actOnPaper) }
}

function actOnPaper(act: Act): Act[] {
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
