/** One settlement: whether it closes, its questions, its differences, and the entries to be booked. */
import { ActionIcon, Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { roleInWords } from '../../domain/why/category-words.ts'
import { useSpeech } from '../language.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { TieOut, type Seal } from '../parts/tie-out.tsx'
import { useSession } from '../session.tsx'
import { DryRun } from '../settlements/dry-run.tsx'
import { Matching } from '../settlements/matching.tsx'
import { Orders } from '../settlements/orders.tsx'
import { Balances, BankNotes, BankQuestion, ChangedNote } from '../settlements/bank.tsx'
import { Questions } from '../settlements/questions.tsx'
import { useSettlement, useSettlementYear } from '../settlements/queries.ts'
import { figuresOf, markOf, useMoneyTerms, useNameOf, useOrderPart } from '../settlements/terms.ts'
import { Icon } from '../theme/icon.tsx'
import { Answered } from '../waiting.tsx'

export function SettlementPage() {
  const { say } = useSpeech()
  const { settlement = '' } = useParams()
  const found = useSettlement(settlement)
  return (
    <Stack gap="lg">
      <Link className="crumb" to="/settlements">
        <Icon name="arrow-left" size={15} />
        {say('settlements')}
      </Link>
      <Answered of={found}>{(data) => <Whole found={data} />}</Answered>
    </Stack>
  )
}

function Whole({ found }: { found: ShownCheck }) {
  const isSale = found.kind === 'settlement'
  return (
    <>
      <Head found={found} />
      <Notes found={found} />
      <Strips found={found} />
      <ChangedNote found={found} />
      <BankNotes found={found} />
      <Questions found={found} />
      <BankQuestion found={found} />
      <div className="beside">
        <Stack gap="lg">
          {isSale && <Orders settlement={found.id} orders={found.orders} />}
          <Charges found={found} />
          <Matching found={found} />
          <Balances found={found} />
        </Stack>
        <DryRun found={found} />
      </div>
    </>
  )
}

function Head({ found }: { found: ShownCheck }) {
  const { say, date } = useSpeech()
  const session = useSession()
  const nameOf = useNameOf()
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div className="answer-head">
        <StateMark state={markOf(found)} size={20} />
        <div>
          <Title order={1}>{nameOf(found)}</Title>
          <Text className="quiet">{say('settlementNumber', { id: found.id, day: date(found.issueDate) })}</Text>
        </div>
      </div>
      <Group gap="xs">
        <Neighbours found={found} />
        {(['workbook', 'statement.pdf'] as const).map((file) => (
          <Button
            key={file}
            component="a"
            variant="default"
            leftSection={<Icon name="download" />}
            href={`/api${session.at(`/settlements/${encodeURIComponent(found.id)}/${file}`)}`}
            download
          >
            {say(file === 'workbook' ? 'export' : 'asPdf')}
          </Button>
        ))}
      </Group>
    </Group>
  )
}

/** The one before and the one after in the list. */
function Neighbours({ found }: { found: ShownCheck }) {
  const { say } = useSpeech()
  const nameOf = useNameOf()
  const { data } = useSettlementYear(found.connection, found.issueDate.slice(0, 4))
  const list = data?.settlements ?? []
  const at = list.findIndex(({ id }) => id === found.id)
  const sides = [
    { word: 'previous' as const, icon: 'chevron-left' as const, one: at < 0 ? undefined : list[at + 1] },
    { word: 'next' as const, icon: 'chevron-right' as const, one: at < 1 ? undefined : list[at - 1] },
  ]
  return sides.map(({ word, icon, one }) =>
    one === undefined ? null : (
      <ActionIcon
        key={word}
        component={Link}
        to={`/settlements/${encodeURIComponent(one.id)}`}
        variant="subtle"
        size={36}
        aria-label={`${say(word)}: ${nameOf(one)}`}
      >
        <Icon name={icon} size={17} />
      </ActionIcon>
    ),
  )
}

function Notes({ found: { state, sums } }: { found: ShownCheck }) {
  const { say, amount } = useSpeech()
  if (state === 'beforeStart')
    return (
      <Alert color="grey" role="note">
        {say('settlementBefore')}
      </Alert>
    )
  if (state !== 'incomplete') return null
  return (
    <Alert color="red" role="note">
      {say('settlementIncomplete')}
      <ul>
        {sums.map(({ what, expectedCents, foundCents }) => (
          <li key={what}>
            {say('accordingToInvoice')} {amount(expectedCents)} · {say('counted')} {amount(foundCents)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function Strips({ found }: { found: ShownCheck }) {
  const { say, date, amount, money } = useSpeech()
  const terms = useMoneyTerms()
  const orderPart = useOrderPart()
  const { payout, counts } = found
  const expected = payout?.status === 'expected' ? say('payoutExpected', { day: date(payout.earliest) }) : undefined
  const advertising =
    payout === null || payout.advertisingCents === 0
      ? undefined
      : say('withAdvertising', { amount: money(payout.advertisingCents) })
  const notes = {
    soldCents: say(counts.orders === 1 ? 'orders_one' : 'orders_many', { n: counts.orders }),
    refundedCents: say(counts.corrections === 1 ? 'corrections_one' : 'corrections_many', { n: counts.corrections }),
    ...(advertising === undefined ? {} : { paidCents: advertising }),
  }
  const bank = bankSeal()
  // Green only where a line of the bank was recognised.
  function bankSeal(): Seal {
    const label = say('onTheBank')
    const { received } = found
    if (received !== null && payout !== null) {
      const note = say('receivedAt', { ...received, day: date(received.date) })
      return { kind: 'closes', label, value: amount(payout.expectedCents), note }
    }
    const value = payout === null || payout.status !== 'expected' ? '–' : amount(payout.expectedCents)
    const other = payout === null || payout.status === 'expected' ? 'bankUnknown' : (`payout_${payout.status}` as const)
    return { kind: 'unknown', label, value, note: expected ?? say(other) }
  }
  const money1 = { title: say('fromSaleToPayout'), terms: terms(figuresOf([found]), notes), seal: bank }
  return <TieOut parts={found.kind === 'settlement' && found.version > 0 ? [money1, orderPart(found)] : [money1]} />
}

function Charges({ found: { charges } }: { found: ShownCheck }) {
  const { say, amount, language } = useSpeech()
  if (charges.length === 0) return null
  const total = charges.reduce((sum, { amountCents, vatCents }) => sum + amountCents + vatCents, 0)
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {say('linesOfSettlement')}
      </Title>
      <Table className="list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('charge')}</Table.Th>
            <Table.Th className="gives-1">{say('sort')}</Table.Th>
            <Table.Th className="number gives-1">{say('vat')}</Table.Th>
            <Table.Th className="number">{say('amount')} €</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {charges.map(({ type, description, role, amountCents, vatCents }, index) => (
            // eslint-disable-next-line react/no-array-index-key -- one type may stand twice, in a fixed order
            <Table.Tr key={`${type}${index}`}>
              <Table.Td>{wordsOf(description) ?? (role === null ? type : roleInWords(role, language))}</Table.Td>
              <Table.Td className="gives-1">
                {role === null ? (
                  <StateMark state="blocked" label={say('settlement_question')} />
                ) : (
                  roleInWords(role, language)
                )}
              </Table.Td>
              <Table.Td className="number gives-1">{vatCents === 0 ? '–' : amount(vatCents)}</Table.Td>
              <Table.Td className="number">{amount(amountCents)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{say('payout')}</Table.Th>
            <Table.Td className="gives-1" />
            <Table.Td className="gives-1" />
            <Table.Td className="number strong">{amount(total)}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </section>
  )
}

/** The marketplace's own words; null where it gave its code instead. */
function wordsOf(description: string): string | null {
  return /^[A-Z0-9_]*$/u.test(description) ? null : description
}
