/** Causes by the party that acts on them, the dearest and oldest first. */
import { Link } from 'react-router'
import type { ShownProblem } from '../../app/show/list-problems.ts'
import { isStandstill } from '../../domain/problem/problem.ts'
import { actsOn, type Acts } from '../decisions.ts'
import { useSpeech } from '../language.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'

export interface CauseGroup {
  acts: Acts
  causes: ShownProblem[]
}

/** What stands still comes first; then money times age, so that a large new one and a small old one are both seen. */
export function groupsOf(list: ShownProblem[], now: number): CauseGroup[] {
  const age = ({ since }: ShownProblem): number => Math.max(now - new Date(since).getTime(), 1)
  const weight = (cause: ShownProblem): number => Math.abs(cause.grossCents) * age(cause)
  const still = ({ code }: ShownProblem): number => (isStandstill(code) ? 1 : 0)
  return (['you', 'we', 'look'] as const).flatMap((acts) => {
    const own = list.filter(({ code }) => actsOn(code) === acts)
    const causes = own.toSorted((a, b) => still(b) - still(a) || weight(b) - weight(a) || age(b) - age(a))
    return causes.length === 0 ? [] : [{ acts, causes }]
  })
}

export function stateOf({ code, type }: ShownProblem): State {
  if (isStandstill(code)) return 'stopped'
  const states = { G: 'blocked', I: 'blocked', T: 'waiting', O: 'inDoubt', L: 'note' } as const
  return states[type]
}

interface CausesProps {
  groups: CauseGroup[]
  chosen: ShownProblem | null
  addressOf: (cause: ShownProblem) => { search: string }
}

export function Causes({ groups, chosen, addressOf }: CausesProps) {
  const { say } = useSpeech()
  return (
    <nav aria-label={say('causes')} className="causes">
      {groups.map(({ acts, causes }) => (
        <section key={acts}>
          <h2 className="causes-head">
            {say(`acts_${acts}`)} <span className="quiet">{causes.length}</span>
          </h2>
          <ul>
            {causes.map((cause) => (
              <li key={`${cause.connection}${cause.code}`}>
                <Cause cause={cause} isChosen={cause === chosen} to={addressOf(cause)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function Cause({ cause, isChosen, to }: { cause: ShownProblem; isChosen: boolean; to: { search: string } }) {
  const { say, amount, date } = useSpeech()
  const { code, title, orders, count, grossCents, since, nextCheck, actor } = cause
  const notes = [
    orders.length === 0 ? null : say(count === 1 ? 'ordersOfDay_one' : 'ordersOfDay', { n: count }),
    actor === 'operator' ? say('actsOperator') : null,
    nextCheck === null ? say('since', { time: date(since) }) : say('nextCheck', { time: date(nextCheck) }),
  ]
  return (
    <Link className="cause" data-row={code} to={to} {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
      <StateMark state={stateOf(cause)} size={18} />
      <span className="cause-text">
        <span className="cause-title">{title}</span>
        <span className="cause-note">{notes.filter((note) => note !== null).join(' · ')}</span>
      </span>
      {grossCents !== 0 && <span className="number strong">{amount(grossCents)}</span>}
    </Link>
  )
}
