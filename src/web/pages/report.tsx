import { Anchor, Button, Card, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { codeInWords } from '../../domain/why/why-words.ts'
import type { ListedSale } from '../../ports/tables/order-lists.ts'
import { call } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { StateBadge } from '../parts/state-mark.tsx'
import { Waiting } from '../waiting.tsx'
import { classes } from './overview.tsx'

const filterNames = ['class', 'from', 'to', 'search'] as const

/** Filters stand in the address, so that the back button and a bookmark keep them. */
export function Report() {
  const { say } = useSpeech()
  const session = useSession()
  const state = useConnection()
  const [params, setParams] = useSearchParams()
  const [typed, setTyped] = useState(params.get('search') ?? '')
  const [search] = useDebouncedValue(typed, 250)
  const filters = { ...Object.fromEntries(filterNames.map((name) => [name, params.get(name)])), search }
  const set = (name: string, value: string): void =>
    setParams(
      (now) => {
        if (value === '') now.delete(name)
        else now.set(name, value)
        return now
      },
      { replace: true },
    )
  const id = state.chosen?.id
  const range = { from: params.get('from'), to: params.get('to') }
  const file = id === undefined ? null : `/api${session.at(`/connections/${id}/report.csv`, range)}`
  return (
    <Stack>
      <Title order={1}>{say('report')}</Title>
      <ConnectionChoice state={state} />
      <Filters typed={typed} setTyped={setTyped} params={params} set={set} csv={file} />
      {id === undefined ? (
        <Text>{say('noConnections')}</Text>
      ) : (
        <>
          <Orders connection={id} filters={filters} />
          <VatSums connection={id} from={params.get('from')} to={params.get('to')} />
        </>
      )}
    </Stack>
  )
}

interface FiltersProps {
  typed: string
  setTyped: (text: string) => void
  params: URLSearchParams
  set: (name: string, value: string) => void
  csv: string | null
}

function Filters({ typed, setTyped, params, set, csv }: FiltersProps) {
  const { say } = useSpeech()
  return (
    <Card withBorder>
      <Group align="flex-end">
        <TextInput
          label={say('search')}
          description={say('searchText')}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
          onBlur={() => set('search', typed)}
          w={{ base: '100%', xs: 300 }}
        />
        <NativeSelect
          label={say('state')}
          data={[
            { value: '', label: say('all') },
            ...classes.map((name) => ({ value: name, label: say(`class_${name}`) })),
          ]}
          value={params.get('class') ?? ''}
          onChange={({ currentTarget: { value } }) => set('class', value)}
        />
        {(['from', 'to'] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={say(name)}
            value={params.get(name) ?? ''}
            onChange={({ currentTarget: { value } }) => set(name, value)}
          />
        ))}
        {csv !== null && (
          <>
            <Button component="a" variant="default" href={csv} download>
              {say('csv')}
            </Button>
            <Button component="a" variant="default" href={csv.replace('report.csv', 'report.xlsx')} download>
              {say('xlsx')}
            </Button>
          </>
        )}
      </Group>
      <Text size="sm" className="quiet" mt="xs">
        {say('noNames')}
      </Text>
    </Card>
  )
}

function Orders({ connection, filters }: { connection: string; filters: Record<string, string | null> }) {
  const { say } = useSpeech()
  const session = useSession()
  const pages = useInfiniteQuery({
    queryKey: ['orders', session.company, connection, filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      call('GET', session.at(`/connections/${connection}/orders`, { ...filters, after: pageParam })),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  if (pages.data === undefined) return <Waiting />
  const rows = pages.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return <Text>{say('nothingFound')}</Text>
  return (
    <Card withBorder p={0}>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('order')}</Table.Th>
              <Table.Th>{say('placed')}</Table.Th>
              <Table.Th>{say('state')}</Table.Th>
              <Table.Th>{say('destination')}</Table.Th>
              <Table.Th>{say('document')}</Table.Th>
              <Table.Th className="number">{say('amount')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((sale) => (
              <SaleRow key={sale.orderId} sale={sale} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pages.hasNextPage && (
        <Button m="md" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </Card>
  )
}

function SaleRow({ sale }: { sale: ListedSale }) {
  const { money, date } = useSpeech()
  const numbered = sale.documents.filter((document) => document.number !== null)
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/orders/${encodeURIComponent(sale.orderId)}`}>
          {sale.orderId}
        </Anchor>
      </Table.Td>
      <Table.Td>{date(sale.placedOn)}</Table.Td>
      <Table.Td>
        <StateBadge state={sale.class} />
      </Table.Td>
      <Table.Td>{sale.destination ?? '–'}</Table.Td>
      <Table.Td>{numbered.map(({ journal, number }) => `${journal} ${number}`).join(', ') || '–'}</Table.Td>
      <Table.Td className="number">{money(sale.grossCents)}</Table.Td>
    </Table.Tr>
  )
}

function VatSums({ connection, from, to }: { connection: string; from: string | null; to: string | null }) {
  const { say, money, language } = useSpeech()
  const session = useSession()
  const sums = useQuery({
    queryKey: ['vatSums', session.company, connection, from, to],
    queryFn: () => call('GET', session.at(`/connections/${connection}/vat-sums`, { from, to })),
  })
  if (sums.data === undefined || sums.data.length === 0) return null
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('vatSums')}
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('month')}</Table.Th>
              <Table.Th>{say('vatCode')}</Table.Th>
              <Table.Th>{say('rule')}</Table.Th>
              <Table.Th>{say('country')}</Table.Th>
              <Table.Th className="number">{say('rate')}</Table.Th>
              <Table.Th className="number">{say('net')}</Table.Th>
              <Table.Th className="number">{say('vat')}</Table.Th>
              <Table.Th className="number">{say('gross')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sums.data.map((row) => (
              <Table.Tr key={`${row.month}${row.vatCode}${row.treatment}${row.country}${row.rateBp}`}>
                <Table.Td>{row.month}</Table.Td>
                <Table.Td>{row.vatCode}</Table.Td>
                <Table.Td>{codeInWords(row.treatment, language) ?? row.treatment}</Table.Td>
                <Table.Td>{row.country}</Table.Td>
                <Table.Td className="number">{row.rateBp / 100} %</Table.Td>
                <Table.Td className="number">{money(row.netCents)}</Table.Td>
                <Table.Td className="number">{money(row.vatCents)}</Table.Td>
                <Table.Td className="number">{money(row.grossCents)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
