/** One line per dossier, in groups by who acts; below are the sums of the lines shown. */
import { Checkbox, Table } from '@mantine/core'
import { Fragment } from 'react'
import type { OfficeRow } from '../../app/show/office.ts'
import { officeGroups } from '../../domain/office-filter.ts'
import { addressOfCause } from '../decisions.ts'
import { addressIn, companyName } from '../frame/company-address.ts'
import { PlainLink } from '../frame/plain-link.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { Difference } from '../parts/money.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'
import { groupMarks } from './group-marks.ts'

/** A running connection is no proof: green is kept for proven months. */
function markOf({ group, settlement, ledger }: OfficeRow): State {
  const settles = settlement?.state === 'closed' && settlement.differing === 0
  return group === 'runs' && (settles || ledger.state === 'closes') ? 'booked' : groupMarks[group]
}

interface TableProps {
  rows: OfficeRow[]
  chosen: ReadonlySet<string>
  onToggle: (connection: string) => void
  onToggleAll: (all: boolean) => void
}

export function OfficeTable({ rows, chosen, onToggle, onToggleAll }: TableProps) {
  const { say } = useSpeech()
  const picked = rows.filter(({ connection }) => chosen.has(connection)).length
  return (
    <Table className="list office">
      <Table.Thead>
        <Table.Tr>
          <Table.Th className="office-pick">
            <Checkbox
              aria-label={say('officeSelectAll')}
              checked={picked === rows.length}
              indeterminate={picked > 0 && picked < rows.length}
              onChange={({ currentTarget: { checked } }) => onToggleAll(checked)}
            />
          </Table.Th>
          <Table.Th>{say('officeOne')}</Table.Th>
          <Table.Th className="gives-1">{say('officeWaits')}</Table.Th>
          <Table.Th className="number">{say('officeWaitsAmount')}</Table.Th>
          <Table.Th className="gives-3">{say('officeDays')}</Table.Th>
          <Table.Th className="number gives-2">{say('officeBooked')}</Table.Th>
          <Table.Th className="number gives-1">{say('officeSettlement')}</Table.Th>
          <Table.Th className="number gives-2">{say('officeLedger')}</Table.Th>
          <Table.Th className="gives-2">{say('officeVat')}</Table.Th>
          <Table.Th className="number gives-3">{say('officeFetched')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {officeGroups.map((group) => {
          const own = rows.filter((row) => row.group === group)
          return (
            own.length > 0 && (
              <Fragment key={group}>
                <GroupRow group={group} count={own.length} />
                {own.map((row) => (
                  <LedgerRow
                    key={row.connection}
                    row={row}
                    isChosen={chosen.has(row.connection)}
                    isOneOfSeveral={rows.some((one) => one !== row && one.company.id === row.company.id)}
                    onToggle={() => onToggle(row.connection)}
                  />
                ))}
              </Fragment>
            )
          )
        })}
      </Table.Tbody>
      <Sums rows={rows} />
    </Table>
  )
}

function GroupRow({ group, count }: { group: OfficeRow['group']; count: number }) {
  const { say } = useSpeech()
  return (
    <Table.Tr className="group-row">
      <Table.Td />
      <Table.Th scope="rowgroup">
        <span className="group-name">
          {say(`group_${group}` as Word)} <span className="quiet">{count}</span>
        </span>
      </Table.Th>
      <Table.Td className="gives-1" />
      <Table.Td />
      <Table.Td className="gives-3" />
      <Table.Td className="gives-2" />
      <Table.Td className="gives-1" />
      <Table.Td className="gives-2" />
      <Table.Td className="gives-2" />
      <Table.Td className="gives-3" />
    </Table.Tr>
  )
}

interface RowProps {
  row: OfficeRow
  /** Its company has others. */
  isOneOfSeveral: boolean
  isChosen: boolean
  onToggle: () => void
}

function LedgerRow({ row, isOneOfSeveral, isChosen, onToggle }: RowProps) {
  const { say, amount } = useSpeech()
  const { companies } = useSession()
  const place = (path: string): string => addressIn(companyName(companies, row.company.id), path)
  const { cause, stuck, booked, connection } = row
  const name = row.name === row.company.name ? row.name : `${row.company.name} · ${row.name}`
  return (
    <Table.Tr data-open={isChosen || undefined}>
      <Table.Td className="office-pick">
        <Checkbox aria-label={say('officeSelect', { name })} checked={isChosen} onChange={onToggle} />
      </Table.Td>
      <Table.Td>
        <span className="row-head">
          <StateMark state={markOf(row)} size={16} label={say(`group_${row.group}` as Word)} />
          <span className="office-name">
            <PlainLink
              className="row-link"
              to={place(cause === null ? '/' : addressOfCause(cause.code))}
              data-row={connection}
            >
              {row.company.name}
            </PlainLink>
            {isOneOfSeveral && <span className="row-note">{row.name}</span>}
            {(row.cause !== null || row.isPaused) && (
              <span className="row-note only-narrow">
                <CauseOf row={row} place={place} />
              </span>
            )}
          </span>
        </span>
      </Table.Td>
      <Table.Td className="gives-1">
        <CauseOf row={row} place={place} />
      </Table.Td>
      <Table.Td className="number strong">
        {stuck.grossCents === 0 ? <span className="quiet">–</span> : amount(stuck.grossCents)}
      </Table.Td>
      <Table.Td className="gives-3">
        <Days days={row.days} />
      </Table.Td>
      <Table.Td className="number gives-2">{amount(booked.grossCents)}</Table.Td>
      <Table.Td className="number gives-1">
        <SettlementOf row={row} place={place} />
      </Table.Td>
      <Table.Td className="number gives-2">
        <LedgerOf row={row} place={place} />
      </Table.Td>
      <Table.Td className="gives-2">
        <VatOf row={row} />
      </Table.Td>
      <Table.Td className="number gives-3">
        <Fetched at={row.lastPollAt} isLate={row.group === 'stopped'} />
      </Table.Td>
    </Table.Tr>
  )
}

type Place = (path: string) => string

/** Shows the waiting cause with its orders, and a link to its solution. */
function CauseOf({ row: { cause, otherCauses, isPaused }, place }: { row: OfficeRow; place: Place }) {
  const { say } = useSpeech()
  if (cause === null) return isPaused ? say('paused') : <span className="quiet">–</span>
  return (
    <>
      <PlainLink className="office-cause" to={place(addressOfCause(cause.code))}>
        {cause.title}
      </PlainLink>{' '}
      <span className="quiet">
        {[
          ...(cause.orders === 0 ? [] : [say(cause.orders === 1 ? 'orders_one' : 'orders_many', { n: cause.orders })]),
          ...(otherCauses === 0 ? [] : [say('officeMore', { n: otherCauses })]),
        ].join(' ')}
      </span>
    </>
  )
}

/** Silence shows. */
function Days({ days }: { days: number[] }) {
  const { say } = useSpeech()
  const most = Math.max(1, ...days)
  const sum = days.reduce((all, one) => all + one, 0)
  return (
    <span
      className="office-days"
      role="img"
      aria-label={say('officeDaysLabel', { n: sum, today: days.at(-1) ?? 0 })}
      title={say('officeDaysLabel', { n: sum, today: days.at(-1) ?? 0 })}
    >
      {days.map((orders, index) => (
        // eslint-disable-next-line react/no-array-index-key -- each place is a day
        <span
          key={index}
          style={{ height: `${Math.max(8, (orders / most) * 100)}%` }}
          data-none={orders === 0 || undefined}
        />
      ))}
    </span>
  )
}

function SettlementOf({ row: { settlement }, place }: { row: OfficeRow; place: Place }) {
  const { say } = useSpeech()
  if (settlement === null) return <span className="quiet">{say('officeNoSettlement')}</span>
  const { invoiceId, differenceCents, differing, state } = settlement
  return (
    <PlainLink className="row-link" to={place(`/settlements/${encodeURIComponent(invoiceId)}`)}>
      <Difference cents={differenceCents} proven={state === 'closed'} differs={differing > 0} />
    </PlainLink>
  )
}

/** Green only where all was read back and looked at since. */
function LedgerOf({ row: { ledger, connection }, place }: { row: OfficeRow; place: Place }) {
  const { say } = useSpeech()
  const { state, differenceCents, differing, unread } = ledger
  return (
    <PlainLink className="row-link" to={place(`/ledger?connection=${connection}`)}>
      {state === 'unseen' || state === 'unread' ? (
        <span className="quiet" title={say(`ledgerLine_${state}`, { n: unread })}>
          {say(state === 'unseen' ? 'officeUnseen' : 'officeUnread', { n: unread })}
        </span>
      ) : (
        <Difference cents={differenceCents} proven={state === 'closes'} differs={differing > 0} />
      )}
    </PlainLink>
  )
}

function VatOf({ row: { vat } }: { row: OfficeRow }) {
  const { say, language } = useSpeech()
  const month = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${vat.month}T00:00:00Z`),
  )
  const word = { ready: 'officeMonthReady', open: 'officeMonthOpen', none: 'officeMonthNone' } as const
  return (
    <span className={`office-vat ${vat.state === 'open' ? 'strong' : 'quiet'}`}>
      {say(word[vat.state], { month, n: vat.open })}
    </span>
  )
}

function Fetched({ at, isLate }: { at: string | null; isLate: boolean }) {
  const { say, date } = useSpeech()
  if (at === null) return <span className="quiet">{say('neverPolled')}</span>
  const isToday = at.slice(0, 10) === new Date().toISOString().slice(0, 10)
  const shown = isToday ? date(at).slice(11) : date(at).slice(0, 5)
  return (
    <time className={isLate ? 'office-late' : 'quiet'} dateTime={at} title={date(at)}>
      {shown}
    </time>
  )
}

function Sums({ rows }: { rows: OfficeRow[] }) {
  const { say, amount } = useSpeech()
  const sum = (of: (row: OfficeRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
  const settled = rows.flatMap(({ settlement }) => (settlement === null ? [] : [settlement]))
  const closed = settled.filter(({ state }) => state === 'closed').length
  const difference = settled.reduce((all, { differenceCents }) => all + differenceCents, 0)
  const differs = settled.some(({ differing }) => differing > 0)
  const missed = sum(({ missing }) => missing ?? 0)
  return (
    <Table.Tfoot>
      <Table.Tr>
        <Table.Td />
        <Table.Th scope="row">
          {say(rows.length === 1 ? 'officeCount_one' : 'officeCount_many', { n: rows.length })}
        </Table.Th>
        <Table.Td className="gives-1">
          {missed > 0 && <span className="office-late">{say('officeMissed', { n: missed })} </span>}
          {settled.length > 0 && (
            <span className="quiet">{say('officeClosed', { n: closed, all: settled.length })}</span>
          )}
        </Table.Td>
        <Table.Td className="number">{amount(sum(({ stuck }) => stuck.grossCents))}</Table.Td>
        <Table.Td className="gives-3" />
        <Table.Td className="number gives-2">{amount(sum(({ booked }) => booked.grossCents))}</Table.Td>
        <Table.Td className="number gives-1">
          {settled.length > 0 && <Difference cents={difference} proven={closed === settled.length} differs={differs} />}
        </Table.Td>
        <Table.Td className="number gives-2">
          <Difference
            cents={sum(({ ledger }) => ledger.differenceCents)}
            proven={rows.every(({ ledger }) => ledger.state === 'closes')}
            differs={rows.some(({ ledger }) => ledger.differing > 0)}
          />
        </Table.Td>
        <Table.Td className="gives-2" />
        <Table.Td className="gives-3" />
      </Table.Tr>
    </Table.Tfoot>
  )
}
