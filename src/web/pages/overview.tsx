/** The title is the answer: is all well, what must I do, and can I trust it; in this order. */
import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ConnectionOverview } from '../../app/show/overview.ts'
import type { ProblemType } from '../../domain/problem/problem-row.ts'
import { decisionsOf, typeOf, useOverview } from '../decisions.ts'
import { useSpeech } from '../language.tsx'
import { later } from '../later.tsx'
import { Empty } from '../parts/empty.tsx'
import { Meter } from '../parts/meter.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'
import { TieOut, type Seal, type Term } from '../parts/tie-out.tsx'
import { useNewestSettlements } from '../settlements/queries.ts'
import { markOf, useNameOf } from '../settlements/terms.ts'
import { Answered, Waiting } from '../waiting.tsx'

export const chart = later(async () => (await import('../parts/turnover-chart.tsx')).TurnoverChart)

/** In the order in which a person reads them. */
export const classes = ['booked', 'waiting', 'blocked', 'inDoubt', 'skipped'] as const
const tones = { booked: 'green', waiting: 'blue', blocked: 'amber', inDoubt: 'violet', skipped: 'grey' }

export function Overview() {
  const overview = useOverview()
  return (
    <Answered of={overview}>
      {(connections) => (connections.length === 0 ? <NoConnection /> : <All connections={connections} />)}
    </Answered>
  )
}

function NoConnection() {
  const { say } = useSpeech()
  return (
    <Stack>
      <Title order={1}>{say('overview')}</Title>
      <Empty icon="plug-connected" title={say('noConnections')} text={say('noConnectionsText')}>
        <Button component={Link} to="/connect">
          {say('start')}
        </Button>
      </Empty>
    </Stack>
  )
}

function All({ connections }: { connections: ConnectionOverview[] }) {
  const [only] = connections
  return (
    <Stack gap="xl">
      <Answer connections={connections} />
      {connections.map((connection) => (
        <OfConnection
          key={connection.id}
          connection={connection}
          named={connections.length > 1 || only === undefined}
        />
      ))}
    </Stack>
  )
}

function Answer({ connections }: { connections: ConnectionOverview[] }) {
  const { say, date } = useSpeech()
  const stopped = connections.find(({ light, state }) => light === 'red' || state === 'paused')
  const decisions = connections.reduce((sum, one) => sum + decisionsOf(one).length, 0)
  const amber = connections.some(({ light }) => light === 'amber')
  const state: State = stopped === undefined ? (amber ? 'blocked' : 'booked') : 'stopped'
  const title =
    stopped !== undefined
      ? stopped.state === 'paused'
        ? say('paused')
        : (stopped.reason ?? say('light_red'))
      : decisions === 1
        ? say('decisions_one')
        : decisions > 1
          ? say('decisions_many', { n: decisions })
          : say(amber ? 'light_amber' : 'light_green')
  const polls = connections.flatMap(({ lastPollAt }) => (lastPollAt === null ? [] : [lastPollAt])).toSorted()
  return (
    <div className="answer-head">
      {/* Green is kept for what was proven: that all runs is no proof. */}
      {state !== 'booked' && <StateMark state={state} size={24} />}
      <div>
        <Title order={1} className="answer">
          {title}
        </Title>
        <p>
          {say('lastPoll')}: {polls[0] === undefined ? say('neverPolled') : date(polls[0])}
        </p>
      </div>
    </div>
  )
}

function OfConnection({ connection, named }: { connection: ConnectionOverview; named: boolean }) {
  const { say } = useSpeech()
  return (
    <Stack component="section" gap="lg" aria-label={connection.name}>
      <div>
        {named && <Title order={2}>{connection.name}</Title>}
        <Text size="sm" className="quiet">
          {[named ? null : connection.name, connection.shopName, `${say('dossier')} ${connection.dossierId}`]
            .filter((part) => part !== null)
            .join(' · ')}
        </Text>
      </div>
      <div>
        <TieOut parts={[{ title: say('orders'), terms: useTerms(connection), seal: useSeal(connection) }]} />
        <Shares connection={connection} />
        <Text size="sm" className="quiet" mt="xs">
          {say('complete', { n: connection.orders })}
        </Text>
      </div>
      <LastSettlement connection={connection.id} />
      <NearLimit connection={connection} />
      <div className="beside">
        <ToDo connection={connection} />
        <Facts connection={connection} />
      </div>
      <Suspense fallback={<Waiting />}>
        <chart.View days={connection.days} />
      </Suspense>
    </Stack>
  )
}

/** *Afrekening augustus: 0,00 verschil*, and what is to be paid. */
function LastSettlement({ connection }: { connection: string }) {
  const { say, date, amount } = useSpeech()
  const nameOf = useNameOf()
  const { data = [] } = useNewestSettlements()
  const found = data.find((one) => one.connection === connection)
  if (found === undefined) return null
  const { counts, payout, state } = found
  const kind =
    counts.differing > 0
      ? 'difference'
      : state === 'question'
        ? 'question'
        : state === 'incomplete'
          ? 'incomplete'
          : 'closed'
  const words = say(`settlementLine_${kind}`, { name: nameOf(found), amount: amount(found.differenceCents) })
  return (
    <div className="closing">
      <StateMark state={kind === 'closed' ? markOf(found) : 'blocked'} size={18} />
      <Link className="todo-title" to={`/settlements/${encodeURIComponent(found.id)}`}>
        {words}
      </Link>
      <span className="quiet">
        {say('payout')} € {amount(-found.payableCents || 0)}
        {payout?.status === 'expected' && ` · ${say('payoutExpected', { day: date(payout.earliest) })}`}
      </span>
    </div>
  )
}

/** Each order counts once, so the parts are the whole. */
function useTerms(connection: ConnectionOverview): Term[] {
  const { say } = useSpeech()
  return [
    { label: say('captured'), value: String(connection.orders), nothing: connection.orders === 0 },
    ...classes.map((name, index) => ({
      label: say(`class_${name}`),
      value: String(connection[name]),
      nothing: connection[name] === 0,
      operator: index === 0 ? ('=' as const) : ('+' as const),
      state: name,
      to: `/report?connection=${connection.id}&class=${name}`,
    })),
  ]
}

/** The nightly count of bol's orders against ours. Before the first night nothing is known. */
function useSeal({ completeness }: ConnectionOverview): Seal {
  const { say, date } = useSpeech()
  if (completeness === null) return { kind: 'unknown', label: say('missed'), value: '–', note: say('notCountedYet') }
  return {
    kind: completeness.missing === 0 ? 'closes' : 'differs',
    label: say('missed'),
    value: String(completeness.missing),
    note: say('countedTo', { day: date(completeness.to) }),
  }
}

function Shares({ connection }: { connection: ConnectionOverview }) {
  return (
    <div className="shares" aria-hidden="true">
      {classes.map(
        (name) =>
          connection[name] > 0 && (
            <span key={name} style={{ flexGrow: connection[name], background: `var(--tk-${tones[name]})` }} />
          ),
      )}
    </div>
  )
}

function NearLimit({ connection: { id, budget } }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  if (!budget.nearLimit) return null
  return (
    <Alert color="amber" role="status">
      {say('nearLimit', { n: budget.sent + budget.waiting, limit: budget.limit })}{' '}
      <Anchor component={Link} to={`/settings?connection=${id}`} underline="always">
        {say('toSettings')}
      </Anchor>
    </Alert>
  )
}

const stateOfType: Record<ProblemType, State> = { T: 'waiting', G: 'blocked', O: 'inDoubt', I: 'blocked', L: 'note' }

function stateOfCause(code: string): State {
  const type = typeOf(code)
  return type === null ? 'note' : stateOfType[type]
}

function ToDo({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  return (
    <section>
      <Title order={2} size="h3">
        {say('problems')}
      </Title>
      {connection.causes.length === 0 && <Empty icon="checks" title={say('nothingToDo')} text={say('noProblems')} />}
      {connection.causes.map(({ code, title, count }) => (
        <div key={code} className="todo">
          <StateMark state={stateOfCause(code)} size={18} />
          <div className="todo-text">
            <Link className="todo-title" to={`/problems#${code}`}>
              {title}
            </Link>
            <span className="todo-detail">{say('ordersConcerned', { n: count })}</span>
          </div>
        </div>
      ))}
    </section>
  )
}

function Facts({ connection: { bookedToday, budget } }: { connection: ConnectionOverview }) {
  const { say, money } = useSpeech()
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {say('today')}
      </Title>
      <Stack gap="md">
        <div className="meter-text">
          <span>{say('bookedToday')}</span>
          <span>
            <b>{money(bookedToday.amountCents)}</b>{' '}
            <span className="quiet">
              {say(bookedToday.documents === 1 ? 'documents_one' : 'documents_many', { n: bookedToday.documents })}
            </span>
          </span>
        </div>
        <Meter
          label={say('budget')}
          text={say('ofLimit', { n: budget.sent, limit: budget.limit })}
          used={budget.sent}
          limit={budget.limit}
        />
      </Stack>
    </section>
  )
}
