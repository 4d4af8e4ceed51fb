/** One cause: what happened, its question with what an answer does, its orders, and one button. */
import { Anchor, Button, Group, Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { problemRow } from '../../domain/problem/problem.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { isAboutSettlements } from '../decisions.ts'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { SkipDialog } from '../orders/skip-dialog.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { ReportProblem } from '../report-problem.tsx'
import { ReturnChoices } from '../return-choices.tsx'
import { useSession } from '../session.tsx'
import { stateOf } from './causes.tsx'
import { canBeAnswered, Question, type GoesOn } from './question.tsx'

export type Selection = { order: string } | { problem: ProblemCode } | { all: true }

interface DecisionProps {
  cause: ListedProblem
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
  const rest = (
    <>
      {cause.returns.map((row) => (
        <ReturnChoices key={row.return} row={row} />
      ))}
      <Orders {...props} />
    </>
  )
  const actions = <Actions {...props} isAsked={isAsked} />
  return (
    <article className="decision">
      <Stack>
        <Head cause={cause} level={level} />
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

function Head({ cause, level }: { cause: ListedProblem; level: 1 | 2 }) {
  const { say, date, money } = useSpeech()
  const parts = [
    ['what', cause.what],
    ['meaning', cause.meaning],
    ['todo', cause.remedy],
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

function Orders({ cause, level, busy, onRetry }: DecisionProps) {
  const { say } = useSpeech()
  const { orders, count, code } = cause
  const [only] = orders
  return (
    <section>
      {orders.length > 0 && (
        <>
          <Title order={level === 1 ? 2 : 3} className="decision-orders">
            {say('theseOrders')}{' '}
            <span className="quiet">
              {orders.length < count ? say('allOrdersOf', { n: orders.length, all: count }) : count}
            </span>
          </Title>
          <ul className="waiting-orders">
            {orders.map((order) => (
              <OrderLine key={order} order={order} busy={busy} onRetry={onRetry} />
            ))}
          </ul>
        </>
      )}
      <Group justify="space-between" mt="xs">
        <span className="decision-code">{code}</span>
        <ReportProblem
          about={{ problem: code, ...(orders.length === 1 && only !== undefined ? { order: only } : {}) }}
          size="xs"
        />
      </Group>
    </section>
  )
}

function OrderLine({ order, busy, onRetry }: { order: string; busy: boolean; onRetry: DecisionProps['onRetry'] }) {
  const { say } = useSpeech()
  const session = useSession()
  const [skipping, setSkipping] = useState(false)
  return (
    <li>
      <Anchor component={Link} to={`/orders/${encodeURIComponent(order)}`}>
        {order}
      </Anchor>
      {mayDecide(session) && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="subtle"
            disabled={busy}
            aria-label={`${say('retry')} ${order}`}
            onClick={() => onRetry({ order })}
          >
            {say('retry')}
          </Button>
          <Button size="xs" variant="subtle" aria-label={`${say('skip')} ${order}`} onClick={() => setSkipping(true)}>
            {say('skip')}
          </Button>
        </Group>
      )}
      {skipping && <SkipDialog order={order} onClose={() => setSkipping(false)} />}
    </li>
  )
}
