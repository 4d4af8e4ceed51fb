/** One cause: what happened, its question with what an answer does, its orders, and one button. */
import { Button, Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ShownProblem } from '../../app/show/list-problems.ts'
import { problemRow } from '../../domain/problem/problem.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { isAboutSettlements } from '../decisions.ts'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { useKeys } from '../orders/keys.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { ReturnChoices } from '../return-choices.tsx'
import { useSession } from '../session.tsx'
import { stateOf } from './causes.tsx'
import { canBeAnswered, Question, type GoesOn } from './question.tsx'
import { WaitingOrders } from './waiting-orders.tsx'

export type Selection = { orders: string[] } | { problem: ProblemCode } | { all: true }

interface DecisionProps {
  cause: ShownProblem
  /** Alone on a small screen its title is the first heading. */
  level: 1 | 2
  busy: boolean
  /** Its answer was just saved: its orders are under way. */
  isAnswered: boolean
  onRetry: (selection: Selection) => void
  onAnswered: (what: GoesOn) => void
}

export function Decision(props: DecisionProps) {
  const session = useSession()
  const { cause, level, isAnswered, onAnswered } = props
  const isAsked = canBeAnswered(cause.code, session) && !isAnswered
  const { busy, onRetry } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const retryChosen = (orders: string[]): void => {
    onRetry({ orders })
    setChosen(new Set())
  }
  useKeys({
    v: () => {
      const picked = cause.orders.filter((order) => chosen.has(order))
      if (busy || cause.orders.length === 0 || !mayDecide(session)) return
      if (picked.length > 0) retryChosen(picked)
      else onRetry({ problem: cause.code })
    },
    escape: () => setChosen(new Set()),
  })
  const rest = (
    <>
      {cause.returns.map((row) => (
        <ReturnChoices key={row.return} row={row} />
      ))}
      <WaitingOrders
        cause={cause}
        level={level}
        busy={busy}
        chosen={chosen}
        setChosen={setChosen}
        onRetry={retryChosen}
      />
    </>
  )
  const actions = <Actions {...props} isAsked={isAsked} />
  return (
    <article className="decision">
      <Stack>
        <Head cause={cause} level={level} isAsked={isAsked} />
        {isAsked ? (
          <Question problem={cause} onAnswered={onAnswered} actions={actions}>
            {rest}
          </Question>
        ) : (
          <>
            {rest}
            <div className="decision-bar">{actions}</div>
          </>
        )}
      </Stack>
    </article>
  )
}

/** Where the question stands below, it says itself what to do. */
function Head({ cause, level, isAsked }: { cause: ShownProblem; level: 1 | 2; isAsked: boolean }) {
  const { say, date, money } = useSpeech()
  const parts = [
    ['what', cause.what],
    ['meaning', cause.meaning],
    ...(isAsked ? [] : [['todo', cause.remedy] as const]),
  ] as const
  return (
    <>
      <div>
        <div className="answer-head">
          <StateMark state={stateOf(cause)} size={20} label={say(`kind_${cause.type}`)} />
          <Title order={level} size="h1">
            {cause.title}
          </Title>
        </div>
        <p className="decision-facts">
          {cause.grossCents !== 0 && `${money(cause.grossCents)} · `}
          {say('since', { time: date(cause.since) })}
          {cause.nextCheck !== null && ` · ${say('nextCheck', { time: date(cause.nextCheck) })}`}
          {` · ${say(`kind_${cause.type}`)}`}
        </p>
      </div>
      <dl className="decision-parts">
        {parts.map(([word, text]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Beside the answer, or in its place where there is none: then the first of them is the way on. */
function Actions({ cause, busy, onRetry, isAsked }: DecisionProps & { isAsked: boolean }) {
  const { say } = useSpeech()
  const session = useSession()
  const { code, orders, count, connection } = cause
  return (
    <>
      {orders.length > 0 && mayDecide(session) && (
        <Button variant={isAsked ? 'default' : 'filled'} disabled={busy} onClick={() => onRetry({ problem: code })}>
          {isAsked ? say('retry') : say('retryCount', { n: count })}
        </Button>
      )}
      {problemRow(code).fixedIn.settings === true && !isAsked && (
        <Button variant="default" component={Link} to={`/settings?connection=${connection}`}>
          {say('toSettings')}
        </Button>
      )}
      {isAboutSettlements(code) && (
        <Button variant="default" component={Link} to={`/settlements?connection=${connection}`}>
          {say('toSettlements')}
        </Button>
      )}
    </>
  )
}
