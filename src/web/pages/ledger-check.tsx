/** Shows whether the ledger agrees. Per journal and month: our bookings beside the ledger's documents, and the cause of a difference. */
import { Button, Card, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { CheckedMonth, CheckState, DifferingDocument, LedgerCheck } from '../../app/show/ledger-check.ts'
import { call } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { Empty } from '../parts/empty.tsx'
import { Difference } from '../parts/money.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'
import { TieOut, type Seal, type Term } from '../parts/tie-out.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

const marks: Record<CheckState, State> = { closes: 'booked', differs: 'blocked', unread: 'waiting', unseen: 'note' }
const refetchMs = 60_000

export function LedgerCheckPage() {
  const { say } = useSpeech()
  const session = useSession()
  const state = useConnection()
  const [params, setParams] = useSearchParams()
  const id = state.chosen?.id
  const year = params.get('year')
  const found = useQuery({
    queryKey: ['ledgerCheck', session.company, id, year],
    queryFn: () => call('GET', session.at(`/connections/${id ?? ''}/ledger-check`, { year })),
    enabled: id !== undefined,
    refetchInterval: refetchMs,
  })
  const set = (name: string, value: string): void =>
    setParams((now) => {
      if (value === '') now.delete(name)
      else now.set(name, value)
      return now
    })
  return (
    <Stack gap="lg">
      {found.data === undefined && <Title order={1}>{say('ledgerCheck')}</Title>}
      {found.data !== undefined && <Head check={found.data} onYear={(one) => set('year', one)} />}
      <ConnectionChoice state={state} />
      {id === undefined ? (
        <Answered of={state.overview}>{() => <Empty icon="plug-connected" title={say('noConnections')} />}</Answered>
      ) : (
        <Answered of={found}>
          {(check) =>
            check.months.length === 0 ? (
              <Empty icon="scale" title={say('ledgerNothing')} text={say('ledgerNothingText')} />
            ) : (
              <>
                <Strip check={check} />
                <Months check={check} connection={id} open={params.get('open')} onOpen={(one) => set('open', one)} />
              </>
            )
          }
        </Answered>
      )}
    </Stack>
  )
}

/** The worst of the year. */
function stateOf({ months }: LedgerCheck): CheckState | null {
  const order: CheckState[] = ['differs', 'unseen', 'unread', 'closes']
  return order.find((state) => months.some((month) => month.state === state)) ?? null
}

function sumOf(months: CheckedMonth[], of: (month: CheckedMonth) => number): number {
  return months.reduce((all, month) => all + of(month), 0)
}

/** The title is the answer; below it the time of the look, and what it could not see. */
function Head({ check, onYear }: { check: LedgerCheck; onYear: (year: string) => void }) {
  const { say, date } = useSpeech()
  const state = stateOf(check)
  const differing = sumOf(check.months, (month) => month.differing)
  const title =
    state === null
      ? say('ledgerCheck')
      : state === 'differs'
        ? say(differing === 1 ? 'ledgerDiffers_one' : 'ledgerDiffers_many', { n: differing })
        : say({ closes: 'ledgerCloses', unread: 'ledgerUnread', unseen: 'ledgerUnseen' }[state] as 'ledgerCloses')
  return (
    <Group justify="space-between" align="flex-start">
      <div className="answer-head">
        {state !== null && <StateMark state={marks[state]} size={24} />}
        <div>
          <Title order={1} className="answer">
            {title}
          </Title>
          <p>
            {check.lookedAt === null ? say('ledgerNoLook') : say('ledgerLooked', { time: date(check.lookedAt) })}{' '}
            {check.othersSince !== null && (
              <span className="quiet">{say('ledgerOthersSince', { time: date(check.othersSince) })}</span>
            )}
          </p>
        </div>
      </div>
      {check.years.length > 1 && (
        <NativeSelect
          aria-label={say('year')}
          data={check.years}
          value={check.year}
          onChange={(event) => onYear(event.currentTarget.value)}
        />
      )}
    </Group>
  )
}

/** Booked here, less what is still to be read back, is what was seen there: as long as nothing differs. */
function Strip({ check: { year, months, lookedAt } }: { check: LedgerCheck }) {
  const { say, amount } = useSpeech()
  const documents = (n: number): string => say(n === 1 ? 'documents_one' : 'documents_many', { n })
  const [here, unread, there] = [
    sumOf(months, (month) => month.hereCents),
    sumOf(months, (month) => month.unreadCents),
    sumOf(months, (month) => month.ledgerCents),
  ]
  const differing = sumOf(months, (month) => month.differing)
  const waiting = sumOf(months, (month) => month.unread + month.inDoubt)
  const terms: Term[] = [
    {
      label: say('ledgerHere'),
      value: amount(here),
      inEuro: true,
      nothing: false,
      note: documents(sumOf(months, (month) => month.hereDocuments)),
    },
    {
      label: say('ledgerToRead'),
      value: amount(unread),
      operator: '−',
      nothing: unread === 0,
      note: String(sumOf(months, (month) => month.unread)),
    },
    {
      label: say('ledgerThere'),
      value: amount(there),
      operator: differing === 0 ? '=' : '≠',
      nothing: false,
      note: documents(sumOf(months, (month) => month.ledgerDocuments)),
    },
  ]
  const seal: Seal = {
    kind: 'closes',
    label: say('difference'),
    value: amount(there - here + unread),
    note: say('closesWell'),
  }
  if (differing > 0) Object.assign(seal, { kind: 'differs', note: say('ledgerState_differs', { n: differing }) })
  else if (lookedAt === null) Object.assign(seal, { kind: 'unknown', value: '–', note: say('ledgerState_unseen') })
  else if (waiting > 0)
    Object.assign(seal, { kind: 'unknown', value: '–', note: say('ledgerState_unread', { n: waiting }) })
  return <TieOut parts={[{ title: say('ledgerYear', { year }), terms, seal }]} />
}

interface MonthsProps {
  check: LedgerCheck
  connection: string
  open: string | null
  onOpen: (key: string) => void
}

function Months({ check, connection, open, onOpen }: MonthsProps) {
  const { say } = useSpeech()
  const byMonth = [...Map.groupBy(check.months, ({ month }) => month)]
  return (
    <Table className="list">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ledgerJournal')}</Table.Th>
          <Table.Th className="number gives-1">{say('ledgerDocuments')}</Table.Th>
          <Table.Th className="number gives-1">{say('ledgerHereAmount')}</Table.Th>
          <Table.Th className="number gives-1">{say('ledgerDocuments')}</Table.Th>
          <Table.Th className="number gives-1">{say('ledgerThereAmount')}</Table.Th>
          <Table.Th className="number">{say('difference')}</Table.Th>
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {byMonth.map(([month, rows]) => (
          <Fragment key={month}>
            <MonthHead month={month} />
            {rows.map((row) => {
              const key = `${row.journal} ${month.slice(0, 7)}`
              return (
                <Fragment key={key}>
                  <MonthRow row={row} isOpen={open === key} onOpen={() => onOpen(open === key ? '' : key)} />
                  {open === key && (
                    <Table.Tr>
                      <Table.Td colSpan={7}>
                        <Behind connection={connection} row={row} />
                      </Table.Td>
                    </Table.Tr>
                  )}
                </Fragment>
              )
            })}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function useMonthName(): (month: string) => string {
  const { language } = useSpeech()
  const names = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (month) => names.format(new Date(`${month}T00:00:00Z`))
}

function MonthHead({ month }: { month: string }) {
  const nameOf = useMonthName()
  return (
    <Table.Tr className="group-row">
      <Table.Th scope="rowgroup">
        <span className="group-name">{nameOf(month)}</span>
      </Table.Th>
      <Table.Td className="gives-1" />
      <Table.Td className="gives-1" />
      <Table.Td className="gives-1" />
      <Table.Td className="gives-1" />
      <Table.Td />
      <Table.Td />
    </Table.Tr>
  )
}

function MonthRow({ row, isOpen, onOpen }: { row: CheckedMonth; isOpen: boolean; onOpen: () => void }) {
  const { say, amount } = useSpeech()
  const nameOf = useMonthName()
  const { differing, unread, inDoubt, state } = row
  const behind = differing + unread + inDoubt
  const shown = isOpen ? say('ledgerHide') : say('ledgerShow', { n: behind })
  const word = say(`ledgerState_${state}`, { n: state === 'differs' ? differing : unread + inDoubt })
  return (
    <Table.Tr data-open={isOpen || undefined}>
      <Table.Td>
        <span className="row-head">
          <StateMark state={marks[state]} size={16} />
          <span>
            {row.journal}
            <span className="row-note">{word}</span>
          </span>
        </span>
      </Table.Td>
      <Table.Td className="number gives-1">{row.hereDocuments}</Table.Td>
      <Table.Td className="number gives-1">{amount(row.hereCents)}</Table.Td>
      <Table.Td className="number gives-1">{row.ledgerDocuments}</Table.Td>
      <Table.Td className="number gives-1">{amount(row.ledgerCents)}</Table.Td>
      <Table.Td className="number">
        {state === 'unseen' ? (
          <span className="quiet">–</span>
        ) : (
          <Difference cents={row.differenceCents} proven={state === 'closes'} differs={differing > 0} />
        )}
      </Table.Td>
      <Table.Td className="number">
        {behind > 0 && (
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            aria-label={`${shown}: ${row.journal}, ${nameOf(row.month)}`}
            onClick={onOpen}
          >
            {shown}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

const markOfKind: Record<DifferingDocument['kind'], State> = {
  changed: 'blocked',
  removed: 'blocked',
  duplicate: 'blocked',
  other: 'note',
  unread: 'waiting',
  inDoubt: 'inDoubt',
}

/** Each with its reason; ours lead to their order. */
function Behind({ connection, row }: { connection: string; row: CheckedMonth }) {
  const { say, amount, date } = useSpeech()
  const session = useSession()
  const query = { journal: row.journal, month: row.month.slice(0, 7) }
  const found = useQuery({
    queryKey: ['ledgerDifferences', session.company, connection, query],
    queryFn: () => call('GET', session.at(`/connections/${connection}/ledger-check/differences`, query)),
  })
  return (
    <Card withBorder p="sm">
      <Answered of={found}>
        {(rows) => (
          <Stack gap="xs" component="ul" className="behind">
            {rows.map((one) => (
              <li key={`${one.kind} ${one.journal} ${one.number ?? one.orderId ?? ''}`}>
                <StateMark state={markOfKind[one.kind]} size={16} />
                <span className="behind-what">
                  <b>{say(`ledgerKind_${one.kind}`)}</b>{' '}
                  <Text span size="sm" className="quiet">
                    {[
                      `${one.journal} ${one.number === null ? '' : `${say('ledgerNumber')} ${one.number}`}`.trim(),
                      ...(one.date === null ? [] : [date(one.date)]),
                    ].join(' · ')}
                  </Text>{' '}
                  {one.orderId !== null && <Link to={`/orders/${encodeURIComponent(one.orderId)}`}>{one.orderId}</Link>}
                </span>
                <span className="number">
                  {one.hereCents === null ? say('ledgerAbsent') : amount(one.hereCents)} →{' '}
                  {one.ledgerCents === null ? say('ledgerAbsent') : amount(one.ledgerCents)}
                </span>
              </li>
            ))}
          </Stack>
        )}
      </Answered>
    </Card>
  )
}
