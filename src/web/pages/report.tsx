/** Orders, filtered by the address; one of them open beside the list. */
import { Button, Card, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ConnectionOverview } from '../../app/show/overview.ts'
import { codeInWords } from '../../domain/why/why-words.ts'
import { call } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { focusRow, useKeys } from '../orders/keys.ts'
import { OrderList } from '../orders/order-list.tsx'
import { OrderPanel } from '../orders/panel.tsx'
import { DayField } from '../parts/day-field.tsx'
import { Empty } from '../parts/empty.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'
import { Icon } from '../theme/icon.tsx'
import { Waiting } from '../waiting.tsx'
import { classes } from './overview.tsx'

const refetchMs = 15_000
const filterNames = ['class', 'from', 'to', 'search'] as const

/** Filters and the open order are in the address: the back button, a bookmark and a second tab keep them. */
export function Report() {
  const { say } = useSpeech()
  const session = useSession()
  const state = useConnection()
  const [params, setParams] = useSearchParams()
  const [typed, setTyped] = useState(params.get('search') ?? '')
  const [search] = useDebouncedValue(typed, 250)
  const filters = { ...Object.fromEntries(filterNames.map((name) => [name, params.get(name)])), search }
  const set = (name: string, value: string): void => setParams((now) => changed(now, name, value), { replace: true })
  const id = state.chosen?.id
  // Rows, sums and files speak of the same orders, by the same date.
  const file =
    id === undefined ? null : `/api${session.at(`/connections/${id}/report.csv`, { ...filters, basis: 'placed' })}`
  return (
    <div className={params.has('open') ? 'with-panel' : undefined}>
      <Stack>
        <Group justify="space-between" align="flex-start">
          <Title order={1}>{say('report')}</Title>
          {file !== null && <Exports csv={file} />}
        </Group>
        <ConnectionChoice state={state} />
        <StateTabs connection={state.chosen} params={params} set={set} />
        <Filters typed={typed} setTyped={setTyped} params={params} set={set} />
        {id === undefined ? (
          <Text>{say('noConnections')}</Text>
        ) : (
          <>
            <Orders connection={id} filters={filters} />
            <VatSums connection={id} filters={filters} />
          </>
        )}
      </Stack>
    </div>
  )
}

function changed(now: URLSearchParams, name: string, value: string): URLSearchParams {
  if (value === '') now.delete(name)
  else now.set(name, value)
  return now
}

function Exports({ csv }: { csv: string }) {
  const { say } = useSpeech()
  return (
    <Group gap="xs">
      <Button component="a" variant="default" href={csv} download leftSection={<Icon name="download" />}>
        {say('csv')}
      </Button>
      <Button
        component="a"
        variant="default"
        href={csv.replace('report.csv', 'report.xlsx')}
        download
        leftSection={<Icon name="download" />}
      >
        {say('xlsx')}
      </Button>
    </Group>
  )
}

interface FilterProps {
  params: URLSearchParams
  set: (name: string, value: string) => void
}

/** With their counts, as long as nothing else narrows the list. */
function StateTabs({ connection, params, set }: FilterProps & { connection: ConnectionOverview | null }) {
  const { say } = useSpeech()
  const chosen = params.get('class') ?? ''
  const isNarrowed = params.has('from') || params.has('to') || params.has('search')
  const count = (name: (typeof classes)[number] | ''): number | null =>
    connection === null || isNarrowed ? null : name === '' ? connection.orders : connection[name]
  return (
    <div className="state-tabs" role="group" aria-label={say('state')}>
      {(['', ...classes] as const).map((name) => (
        <button key={name} type="button" aria-pressed={chosen === name} onClick={() => set('class', name)}>
          {name !== '' && <StateMark state={name} size={16} />}
          {say(name === '' ? 'all' : `class_${name}`)}
          {count(name) !== null && <span className="quiet">{count(name)}</span>}
        </button>
      ))}
    </div>
  )
}

interface FiltersProps extends FilterProps {
  typed: string
  setTyped: (text: string) => void
}

function Filters({ typed, setTyped, params, set }: FiltersProps) {
  const { say } = useSpeech()
  return (
    <Group align="flex-end">
      <TextInput
        label={say('search')}
        description={say('searchText')}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
        onBlur={() => set('search', typed)}
        w={{ base: '100%', xs: 320 }}
      />
      {(['from', 'to'] as const).map((name) => (
        <DayField
          key={name}
          label={say(name)}
          value={params.get(name) ?? ''}
          onChange={(day) => set(name, day)}
          w={150}
        />
      ))}
    </Group>
  )
}

function Orders({ connection, filters }: { connection: string; filters: Record<string, string | null> }) {
  const { say } = useSpeech()
  const session = useSession()
  const [params, setParams] = useSearchParams()
  const list = useRef<HTMLDivElement>(null)
  const pages = useInfiniteQuery({
    queryKey: ['orders', session.company, connection, filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      call('GET', session.at(`/connections/${connection}/orders`, { ...filters, after: pageParam })),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    // New orders appear by themselves; a long list in which the user reads is left alone.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : refetchMs),
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const open = params.get('open')
  const at = rows.findIndex(({ orderId }) => orderId === open)
  const close = (): void => {
    setParams((now) => changed(now, 'open', ''))
    // The focus goes back to the row that was looked at.
    setTimeout(() => list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(open ?? '')}"]`)?.focus(), 0)
  }
  const move = (step: 1 | -1): void => {
    const next = rows[at + step]
    if (open === null) focusRow(list.current, step)
    else if (next !== undefined && at >= 0) setParams((now) => changed(now, 'open', next.orderId), { replace: true })
  }
  useKeys({ j: () => move(1), k: () => move(-1), ...(open === null ? {} : { escape: close }) })
  const addressOf = (order: string): { search: string } => ({
    search: changed(new URLSearchParams(params), 'open', order).toString(),
  })
  return (
    <>
      {pages.data === undefined ? (
        <Waiting />
      ) : rows.length === 0 ? (
        <Empty icon="search" title={say('nothingFound')}>
          <Button variant="default" onClick={() => setParams(new URLSearchParams({ connection }))}>
            {say('clearFilters')}
          </Button>
        </Empty>
      ) : (
        <OrderList
          rows={rows}
          hasMore={pages.hasNextPage}
          isLoading={pages.isFetchingNextPage}
          onMore={() => void pages.fetchNextPage()}
          open={open}
          addressOf={addressOf}
          list={list}
        />
      )}
      <Text size="sm" className="quiet">
        {say('noNames')} {say('keysHint')}
      </Text>
      {open !== null && (
        <OrderPanel order={open} place={at < 0 ? null : at + 1} all={rows.length} onMove={move} onClose={close} />
      )}
    </>
  )
}

function VatSums({ connection, filters }: { connection: string; filters: Record<string, string | null> }) {
  const { say, money, language } = useSpeech()
  const session = useSession()
  const sums = useQuery({
    queryKey: ['vatSums', session.company, connection, filters],
    queryFn: () => call('GET', session.at(`/connections/${connection}/vat-sums`, { ...filters, basis: 'placed' })),
    placeholderData: (before) => before,
  })
  if (sums.data === undefined || sums.data.length === 0) return null
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('vatSums')}
      </Title>
      <Text size="sm" className="quiet">
        {say('vatSumsBasis')}
      </Text>
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
