/** Payments of bol.com, one line per settlement, compared with the books. */
import { Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { SettlementYear } from '../../app/settle/settlement-year.ts'
import type { ShownSettlement } from '../../app/settle/show-settlements.ts'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { Empty } from '../parts/empty.tsx'
import { Difference } from '../parts/money.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { TieOut } from '../parts/tie-out.tsx'
import { useSession } from '../session.tsx'
import { useSettlementYear } from '../settlements/queries.ts'
import { figuresOf, markOf, useDifferenceSeal, useMoneyTerms, useStateWord } from '../settlements/terms.ts'
import { Icon } from '../theme/icon.tsx'
import { Answered } from '../waiting.tsx'

export function Settlements() {
  const { say } = useSpeech()
  const session = useSession()
  const state = useConnection()
  const [params, setParams] = useSearchParams()
  const id = state.chosen?.id
  const found = useSettlementYear(id, params.get('year'))
  const choose = (year: string): void =>
    setParams((now) => {
      now.set('year', year)
      return now
    })
  const { years = [], year = null } = found.data ?? {}
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{say('settlements')}</Title>
          <Text className="quiet">{say('settlementsText')}</Text>
        </div>
        {year !== null && id !== undefined && (
          <Group gap="xs">
            {years.length > 1 && (
              <NativeSelect
                aria-label={say('year')}
                data={years}
                value={year}
                onChange={(event) => choose(event.currentTarget.value)}
              />
            )}
            <Button
              component="a"
              variant="default"
              leftSection={<Icon name="download" />}
              href={`/api${session.at(`/connections/${id}/settlements.xlsx`, { year })}`}
              download
            >
              {say('export')}
            </Button>
          </Group>
        )}
      </Group>
      <ConnectionChoice state={state} />
      {id === undefined ? (
        <Answered of={state.overview}>{() => <Empty icon="plug-connected" title={say('noConnections')} />}</Answered>
      ) : (
        <Answered of={found}>{(data) => <Year data={data} />}</Answered>
      )}
    </Stack>
  )
}

function Year({ data }: { data: SettlementYear }) {
  const { say, date } = useSpeech()
  const { settlements, year, listedAt } = data
  const terms = useMoneyTerms()
  const sealOf = useDifferenceSeal()
  if (year === null)
    return listedAt === null ? (
      <Empty icon="history" title={say('settlementsComing')} text={say('settlementsComingText')} />
    ) : (
      <Empty
        icon="arrows-exchange"
        title={say('settlementsNone')}
        text={say('settlementsNoneText', { time: date(listedAt) })}
      />
    )
  const counted = settlements.filter(({ kind }) => kind === 'settlement')
  const newest = counted.find(({ version }) => version > 0)
  const orders = counted.reduce((sum, one) => sum + one.counts.orders, 0)
  const title = say(counted.length === 1 ? 'settlementsOfYear_one' : 'settlementsOfYear', { n: counted.length, year })
  const notes = {
    soldCents: say(orders === 1 ? 'orders_one' : 'orders_many', { n: orders }),
    paidCents: say('times', { n: counted.length }),
  }
  return (
    <>
      <TieOut parts={[{ title, terms: terms(figuresOf(counted), notes), seal: sealOf(newest) }]} />
      <List settlements={settlements} />
    </>
  )
}

function List({ settlements }: { settlements: ShownSettlement[] }) {
  const { say } = useSpeech()
  return (
    <Table.ScrollContainer minWidth={0}>
      <Table className="list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('settlementPeriod')}</Table.Th>
            <Table.Th className="number gives-2">{say('sold')} €</Table.Th>
            <Table.Th className="number gives-2">{say('refunded')}</Table.Th>
            <Table.Th className="number gives-2">{say('marketplaceCosts')}</Table.Th>
            <Table.Th className="number gives-3">{say('compensation')}</Table.Th>
            <Table.Th className="number">{say('payout')} €</Table.Th>
            <Table.Th className="gives-3">{say('onTheBank')}</Table.Th>
            <Table.Th className="number gives-3">{say('explainedOrders')}</Table.Th>
            <Table.Th className="number">{say('difference')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {settlements.map((one) => (
            <Row key={one.id} settlement={one} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ settlement }: { settlement: ShownSettlement }) {
  const { say, amount, period } = useSpeech()
  const stateOf = useStateWord()
  const navigate = useNavigate()
  const { id, kind, statementLines: lines, state, counts } = settlement
  const to = `/settlements/${encodeURIComponent(id)}`
  const isSale = kind === 'settlement'
  const figure = (cents: number): string => (cents === 0 ? '–' : amount(cents))
  return (
    <Table.Tr className="opens" onClick={() => void navigate(to)}>
      <Table.Td>
        <span className="row-head">
          <StateMark state={markOf(settlement)} size={16} />
          <span>
            <Link to={to} className="row-link" onClick={(event) => event.stopPropagation()}>
              {period(settlement.periodFrom, settlement.periodTo)}
            </Link>
            <span className="row-note">{isSale ? stateOf(settlement) : say('advertisingOf', { period: '' })}</span>
          </span>
        </span>
      </Table.Td>
      <Table.Td className="number gives-2">{isSale ? figure(lines.soldCents) : '–'}</Table.Td>
      <Table.Td className="number gives-2">{isSale ? figure(lines.refundedCents) : '–'}</Table.Td>
      <Table.Td className="number gives-2">{figure(lines.costsCents)}</Table.Td>
      <Table.Td className="number gives-3">{isSale ? figure(lines.compensationCents) : '–'}</Table.Td>
      <Table.Td className="number strong">{amount(-settlement.payableCents || 0)}</Table.Td>
      <Table.Td className="gives-3">
        <PayoutWord settlement={settlement} />
      </Table.Td>
      <Table.Td className="number gives-3">{counts.explained === 0 ? '–' : counts.explained}</Table.Td>
      <Table.Td className="number">
        {isSale && state !== 'reading' ? (
          <Difference cents={settlement.differenceCents} proven={state === 'closed'} differs={counts.differing > 0} />
        ) : (
          '–'
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Received only where a line of the bank was recognised. */
function PayoutWord({ settlement: { payout, received } }: { settlement: ShownSettlement }) {
  const { say, date } = useSpeech()
  if (payout === null) return <span className="quiet">–</span>
  if (received !== null)
    return <StateMark state="booked" size={16} label={say('payoutReceived', { day: date(received.date) })} />
  return (
    <span className="quiet">
      {payout.status === 'expected'
        ? say('payoutExpected', { day: date(payout.earliest) })
        : say(`payout_${payout.status}`)}
    </span>
  )
}
