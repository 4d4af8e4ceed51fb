/** All dossiers of a bookkeeper, worst first: which one needs her is seen in one look, and its cause is one click away. */
import '../office/office.css'
import { Alert, Button, Group, Menu, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type RefObject } from 'react'
import { useSearchParams } from 'react-router'
import type { OfficeRow } from '../../app/show/office.ts'
import { fitsOffice, officeGroups, type OfficeFilter } from '../../domain/office-filter.ts'
import { address, call, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { groupMarks } from '../office/group-marks.ts'
import { OfficeTable } from '../office/office-table.tsx'
import { Invitations } from '../office/invitations.tsx'
import { useOffice } from '../office/queries.ts'
import { focusRow, useKeys } from '../orders/keys.ts'
import { Empty } from '../parts/empty.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Icon } from '../theme/icon.tsx'
import { Answered } from '../waiting.tsx'

export function OfficePage() {
  const office = useOffice()
  return <Answered of={office}>{(rows) => (rows.length === 0 ? <NoneYet /> : <Office rows={rows} />)}</Answered>
}

function NoneYet() {
  const { say } = useSpeech()
  return (
    <Stack>
      <Title order={1}>{say('office')}</Title>
      <Empty icon="folders" title={say('officeEmpty')} text={say('officeEmptyText')} />
      <Invitations />
    </Stack>
  )
}

/** Filters are in the address: rows, sums and files show the same dossiers. */
function Office({ rows }: { rows: OfficeRow[] }) {
  const { say } = useSpeech()
  const [params, setParams] = useSearchParams()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const list = useRef<HTMLDivElement>(null)
  const filter = { state: params.get('state'), company: params.get('company'), search: params.get('search') }
  const set = useSetFilter()
  const shown = rows.filter(fitsOffice(filter))
  // Rows hidden by a filter are not part of an action.
  const picked = shown.filter(({ connection }) => chosen.has(connection))
  const toggle = (connection: string): void =>
    setChosen((now) =>
      now.has(connection) ? new Set([...now].filter((one) => one !== connection)) : new Set([...now, connection]),
    )
  const retry = useMutation({
    mutationFn: () => call('POST', '/office/retry', { connections: picked.map(({ connection }) => connection) }),
    onSuccess: async () => {
      setChosen(new Set())
      await queries.invalidateQueries()
    },
  })
  useOfficeKeys(list, {
    toggle,
    retry: () => picked.length > 0 && !retry.isPending && retry.mutate(),
    clear: () => setChosen(new Set()),
  })
  return (
    <Stack>
      <Head rows={rows} filter={filter} />
      {retry.data !== undefined && <Retried {...retry.data} onClose={() => retry.reset()} />}
      <Tabs rows={rows} state={filter.state} set={set} />
      <Filters rows={rows} filter={filter} set={set} />
      {shown.length === 0 ? (
        <Empty icon="search" title={say('nothingFound')}>
          <Button variant="default" onClick={() => setParams(new URLSearchParams())}>
            {say('clearFilters')}
          </Button>
        </Empty>
      ) : (
        <div ref={list}>
          <OfficeTable
            rows={shown}
            chosen={chosen}
            onToggle={toggle}
            onToggleAll={(all) => setChosen(new Set(all ? shown.map(({ connection }) => connection) : []))}
          />
        </div>
      )}
      {picked.length > 0 && (
        <BulkBar
          picked={picked}
          isPending={retry.isPending}
          onRetry={() => retry.mutate()}
          onClear={() => setChosen(new Set())}
        />
      )}
      <Text size="sm" className="quiet">
        {say('officeKeys')}
      </Text>
      <Invitations />
    </Stack>
  )
}

function useOfficeKeys(
  list: RefObject<HTMLDivElement | null>,
  act: { toggle: (connection: string) => void; retry: () => void; clear: () => void },
): void {
  useKeys({
    j: () => focusRow(list.current, 1),
    k: () => focusRow(list.current, -1),
    x: () => {
      const row = document.activeElement?.getAttribute('data-row')
      if (row !== null && row !== undefined) act.toggle(row)
    },
    v: act.retry,
    escape: act.clear,
  })
}

function useSetFilter(): (name: keyof OfficeFilter, value: string) => void {
  const [, setParams] = useSearchParams()
  return (name, value) =>
    setParams(
      (now) => {
        if (value === '') now.delete(name)
        else now.set(name, value)
        return now
      },
      { replace: true },
    )
}

/** The title is the answer. */
function Head({ rows, filter }: { rows: OfficeRow[]; filter: OfficeFilter }) {
  const { say, language } = useSpeech()
  const needing = rows.filter(({ group }) => group === 'stopped' || group === 'yours').length
  const others = rows.length - needing
  const all = rows.length
  const title =
    needing === 0
      ? say('officeNeed_none')
      : say(needing === 1 ? 'officeNeed_one' : 'officeNeed_many', { n: needing, all })
  const about =
    needing === 0
      ? say('officeAll')
      : others === 0
        ? say('officeOthers_none')
        : say(others === 1 ? 'officeOthers_one' : 'officeOthers_many', { n: others })
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Title order={1} className="answer">
          {title}
        </Title>
        <Text className="quiet">{about}</Text>
      </div>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="download" />}>
            {say('officeExport')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'xlsx'] as const).map((kind) => (
            <Menu.Item
              key={kind}
              component="a"
              href={`/api${address(`/office.${kind}`, { state: filter.state, in: filter.company, search: filter.search, language })}`}
              download
            >
              {say(kind)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

function Retried({
  taken,
  notTaken,
  refused,
  onClose,
}: {
  taken: number
  notTaken: number
  refused: number
  onClose: () => void
}) {
  const { say } = useSpeech()
  return (
    <Alert role="status" withCloseButton onClose={onClose} closeButtonLabel={say('close')}>
      {say('officeRetried', { taken, notTaken })} {say('retriedText')}
      {refused > 0 && ` ${say('officeRefused', { n: refused })}`}
    </Alert>
  )
}

interface FilterProps {
  rows: OfficeRow[]
  set: (name: keyof OfficeFilter, value: string) => void
}

function Tabs({ rows, state, set }: FilterProps & { state: string | null }) {
  const { say, monthName } = useOfficeSpeech(rows)
  const tabs: { name: string; word: string; count: number }[] = [
    { name: '', word: say('all'), count: rows.length },
    ...officeGroups.map((name) => ({
      name,
      word: say(`group_${name}` as Word),
      count: rows.filter(({ group }) => group === name).length,
    })),
    {
      name: 'vat',
      word: say('officeVatOpen', { month: monthName }),
      count: rows.filter(({ vat }) => vat.state === 'open').length,
    },
  ]
  return (
    <div className="state-tabs" role="group" aria-label={say('state')}>
      {tabs.map(({ name, word, count }) => (
        <button key={name} type="button" aria-pressed={(state ?? '') === name} onClick={() => set('state', name)}>
          {name in groupMarks && <StateMark state={groupMarks[name as OfficeRow['group']]} size={16} />}
          {word}
          <span className="quiet">{count}</span>
        </button>
      ))}
    </div>
  )
}

function useOfficeSpeech(rows: OfficeRow[]) {
  const { say, language } = useSpeech()
  const [first] = rows
  const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const name = first === undefined ? '' : names.format(new Date(`${first.vat.month}T00:00:00Z`))
  return { say, monthName: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}` }
}

function Filters({ rows, filter, set }: FilterProps & { filter: OfficeFilter }) {
  const { say } = useSpeech()
  const companies = new Map(rows.map(({ company }) => [company.id, company.name]))
  const sorted = [...companies].toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <Group align="flex-end">
      <TextInput
        aria-label={say('search')}
        placeholder={say('officeSearch')}
        leftSection={<Icon name="search" />}
        defaultValue={filter.search ?? ''}
        onChange={({ currentTarget: { value } }) => set('search', value)}
        w={{ base: '100%', xs: 320 }}
      />
      <NativeSelect
        aria-label={say('company')}
        data={[
          { value: '', label: `${say('company')}: ${say('all').toLowerCase()}` },
          ...sorted.map(([value, label]) => ({ value, label })),
        ]}
        value={filter.company ?? ''}
        onChange={({ currentTarget: { value } }) => set('company', value)}
        w={{ base: '100%', xs: 260 }}
      />
    </Group>
  )
}

interface BulkProps {
  picked: OfficeRow[]
  isPending: boolean
  onRetry: () => void
  onClear: () => void
}

/** How many, and how much. */
function BulkBar({ picked, isPending, onRetry, onClear }: BulkProps) {
  const { say, amount } = useSpeech()
  const orders = picked.reduce((sum, { stuck }) => sum + stuck.orders, 0)
  const cents = picked.reduce((sum, { stuck }) => sum + stuck.grossCents, 0)
  return (
    <div className="bulk-bar" role="region" aria-label={say('officeRetry', { n: '' })}>
      <span>
        <b>{say(picked.length === 1 ? 'officeChosen_one' : 'officeChosen_many', { n: picked.length })}</b>{' '}
        <span className="number">
          {say(orders === 1 ? 'orders_one' : 'orders_many', { n: orders })} · € {amount(cents)}
        </span>
      </span>
      <Group gap="xs">
        <Button variant="default" onClick={onClear}>
          {say('officeClear')}
        </Button>
        <Button loading={isPending} onClick={onRetry}>
          {say('officeRetry', { n: picked.length })}
        </Button>
      </Group>
    </div>
  )
}
