/** The title is the answer: is all well, what must I do, and can I trust it; in this order. */
import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ConnectionOverview } from '../../app/show/overview.ts'
import type { ProblemType } from '../../domain/problem/problem-row.ts'
import { addressOfCause, decisionsOf, isAboutSettlements, isSolvedHere, typeOf, useOverview } from '../decisions.ts'
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

/** In their order on screen. */
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
  // Until the first poll is over it is not known whether all is well.
  const isFetching = connections.some(({ lastPollAt }) => lastPollAt === null)
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
          : say(amber ? 'light_amber' : isFetching ? 'firstFetch' : 'light_green')
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
        <TieOut parts={[{ title: useMonth(connection), terms: useTerms(connection), seal: useSeal(connection) }]} />
        <Shares connection={connection} />
        <Text size="sm" className="quiet" mt="xs">
          {say('complete', { n: connection.orders })}
        </Text>
      </div>
      <LastSettlement connection={connection.id} />
      <LedgerLine connection={connection} />
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
  const { counts, payout, received, state } = found
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
        {received !== null && ` · ${say('payoutReceived', { day: date(received.date) })}`}
        {payout?.status === 'expected' && ` · ${say('payoutExpected', { day: date(payout.earliest) })}`}
      </span>
    </div>
  )
}

/** Shows the ledger's documents beside our bookings, with the time of the look-up. */
function LedgerLine({ connection: { id, ledger } }: { connection: ConnectionOverview }) {
  const { say, date, amount } = useSpeech()
  const { state, differing, unread, differenceCents, lookedAt } = ledger
  const words = say(`ledgerLine_${state}`, {
    amount: amount(differenceCents),
    n: state === 'differs' ? differing : unread,
  })
  return (
    <div className="closing">
      <StateMark state={ledgerMarks[state]} size={18} />
      <Link className="todo-title" to={`/ledger?connection=${id}`}>
        {words}
      </Link>
      {lookedAt !== null && <span className="quiet">{say('ledgerLooked_short', { time: date(lookedAt) })}</span>}
    </div>
  )
}

const ledgerMarks: Record<ConnectionOverview['ledger']['state'], State> = {
  closes: 'booked',
  differs: 'blocked',
  unread: 'waiting',
  unseen: 'note',
}

function useMonth({ month }: ConnectionOverview): string {
  const { say, period } = useSpeech()
  return say('ordersOfMonth', { month: period(month.from, lastDayOf(month.from)) })
}

/** @param first of a month */
function lastDayOf(first: string): string {
  const [year = 0, month = 1] = first.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** Each order counts once, so the parts are the whole. */
function useTerms({ id, month }: ConnectionOverview): Term[] {
  const { say, amount } = useSpeech()
  const of = (name: string) => month.classes.find((one) => one.class === name) ?? { orders: 0, grossCents: 0 }
  const sum = (what: 'orders' | 'grossCents'): number => month.classes.reduce((all, one) => all + one[what], 0)
  const orders = sum('orders')
  return [
    {
      label: say('ordered'),
      value: amount(sum('grossCents')),
      inEuro: true,
      nothing: orders === 0,
      note: say(orders === 1 ? 'orders_one' : 'orders_many', { n: orders }),
    },
    ...classes.map((name, index) => ({
      label: say(`class_${name}`),
      value: amount(of(name).grossCents),
      nothing: of(name).orders === 0,
      operator: index === 0 ? ('=' as const) : ('+' as const),
      state: name,
      note: String(of(name).orders),
      to: `/report?connection=${id}&class=${name}&from=${month.from}`,
    })),
  ]
}

/** Compares the ledger with the sent documents, once it was read back, and gives the nightly count of the shop's orders. */
function useSeal({ completeness, month: { readBack } }: ConnectionOverview): Seal {
  const { say, amount } = useSpeech()
  const missing = completeness?.missing ?? 0
  const seal = { label: say('difference'), value: amount(readBack.differenceCents) }
  if (missing > 0)
    return { ...seal, kind: 'differs', label: say('missed'), value: String(missing), note: say('missedText') }
  if (readBack.differenceCents !== 0) return { ...seal, kind: 'differs', note: say('ledgerDiffers') }
  if (readBack.documents === 0) return { ...seal, kind: 'unknown', value: '–', note: say('nothingBookedYet') }
  if (readBack.unread > 0)
    return { ...seal, kind: 'unknown', value: '–', note: say('notReadBack', { n: readBack.unread }) }
  return { ...seal, kind: 'closes', note: say('closesWell') }
}

function Shares({ connection: { month } }: { connection: ConnectionOverview }) {
  return (
    <div className="shares" aria-hidden="true">
      {classes.map((name) => {
        const cents = month.classes.find((one) => one.class === name)?.grossCents ?? 0
        return cents > 0 && <span key={name} style={{ flexGrow: cents, background: `var(--tk-${tones[name]})` }} />
      })}
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

/** Lists the user's decisions first, the largest amount on top; then our own work, and hints. */
function ToDo({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  const decisions = decisionsOf(connection).toSorted((a, b) => b.grossCents - a.grossCents)
  const others = connection.causes.filter((cause) => !decisions.includes(cause))
  return (
    <section>
      <Title order={2} size="h3">
        {say('problems')}
      </Title>
      {connection.causes.length > 0 ? null : connection.lastPollAt === null ? (
        <Empty icon="history" title={say('firstFetch')} text={say('firstFetchText')} />
      ) : (
        <Empty icon="checks" title={say('nothingToDo')} text={say('noProblems')} />
      )}
      {[...decisions, ...others].map((cause, index) => (
        <Cause key={cause.code} cause={cause} isFirst={index === 0 && decisions.length > 0} />
      ))}
    </section>
  )
}

function Cause({ cause, isFirst }: { cause: ConnectionOverview['causes'][number]; isFirst: boolean }) {
  const { say, money, date } = useSpeech()
  const { code, title, count, grossCents, since } = cause
  const solves = isSolvedHere(code)
  const to = addressOfCause(code)
  const detail = [
    say(count === 1 ? 'orders_one' : 'orders_many', { n: count }),
    ...(grossCents === 0 ? [] : [money(grossCents)]),
    say('since', { time: date(since).slice(0, 5) }),
  ]
  return (
    <div className="todo">
      <StateMark state={stateOfCause(code)} size={18} />
      <div className="todo-text">
        <Link className="todo-title" to={to}>
          {title}
        </Link>
        <span className="todo-detail">{(isAboutSettlements(code) ? detail.slice(1) : detail).join(' · ')}</span>
      </div>
      <Button
        component={Link}
        to={to}
        variant={isFirst ? 'filled' : 'default'}
        aria-label={`${say(solves ? 'solve' : 'lookAt')}: ${title}`}
      >
        {say(solves ? 'solve' : 'lookAt')}
      </Button>
    </div>
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
