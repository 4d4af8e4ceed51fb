/** ⌘K: a dossier and an order of any, where all are on screen; else an order by its number, article, document or amount, a page, another company, or the other colours. */
import '@mantine/spotlight/styles.layer.css'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { fitsOffice } from '../../domain/office-filter.ts'
import { address, call } from '../api.tsx'
import { useOverview } from '../decisions.ts'
import { useSpeech, type Word } from '../language.tsx'
import { groupMarks } from '../office/group-marks.ts'
import { useOffice } from '../office/queries.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'
import { Icon } from '../theme/icon.tsx'
import { addressIn, companyName, goTo, officeAddress } from './company-address.ts'
import { entriesFor } from './entries.ts'
import { useIsOffice } from './use-is-office.ts'

const [store, palette] = createSpotlight()
/** Shorter ones fit too much. */
const searchFrom = 2
/** Over all dossiers only numbers are searched, and a part of them has some characters. */
const officeSearchFrom = 3
const ordersShown = 6
const booksShown = 6

interface Item {
  key: string
  label: string
  about?: string
  mark: ReactNode
  run: () => void
}

/** Opens as soon as it is there; `onClose` takes it away again. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { say } = useSpeech()
  const [query, setQuery] = useState('')
  useEffect(() => palette.open(), [])
  const isOffice = useIsOffice()
  const own = useOrderItems(query, !isOffice)
  const ofAll = useOfficeOrderItems(query, isOffice)
  const books = useBooksItems(query, isOffice)
  const companies = useCompanyItems().filter(fits(query))
  const groups = [
    { title: say('palette_books'), items: books },
    { title: say('orders'), items: isOffice ? ofAll : own },
    { title: say('menu'), items: usePageItems().filter(fits(query)) },
    { title: say('company'), items: isOffice ? [] : companies },
    { title: say('palette_other'), items: useOtherItems().filter(fits(query)) },
  ].filter(({ items }) => items.length > 0)
  // Enter takes the top entry, where no other was chosen with the arrows.
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = groups[0]?.items[0]
    if (event.key !== 'Enter' || first === undefined || document.querySelector('[data-selected=true]') !== null) return
    event.preventDefault()
    palette.close()
    first.run()
  }
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      attributes={{ content: { 'aria-label': say('palette') } }}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={say(isOffice ? 'palette_placeholderOffice' : 'palette_placeholder')}
        aria-label={say('palette')}
        onKeyDown={onKeyDown}
        leftSection={<Icon name="search" size={18} />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, items }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {items.map(({ key, label, about, mark, run }) => (
              <Spotlight.Action
                key={key}
                label={label}
                {...(about === undefined ? {} : { description: about })}
                leftSection={mark}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{say('nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function fits(query: string): (item: Item) => boolean {
  const wanted = query.trim().toLowerCase()
  return ({ label }) => label.toLowerCase().includes(wanted)
}

/** By name, as the page's own field finds them: worst first. */
function useBooksItems(query: string, enabled: boolean): Item[] {
  const { say } = useSpeech()
  const { companies } = useSession()
  const { data: rows = [] } = useOffice({ enabled })
  const search = query.trim()
  if (!enabled || search === '') return []
  return rows
    .filter(fitsOffice({ state: null, company: null, search }))
    .slice(0, booksShown)
    .map(({ connection, company, name, group, cause }) => ({
      key: connection,
      label: name === company.name ? name : `${company.name} · ${name}`,
      about: cause?.title ?? say(`group_${group}` as Word),
      mark: <StateMark state={groupMarks[group]} size={16} />,
      run: () => goTo(addressIn(companyName(companies, company.id), '/'), false),
    }))
}

/** Over all dossiers that the user may see. */
function useOfficeOrderItems(query: string, enabled: boolean): Item[] {
  const { amount } = useSpeech()
  const { companies } = useSession()
  const [search] = useDebouncedValue(query.trim(), 200)
  const { data: found = [] } = useQuery({
    queryKey: ['office', 'orders', search],
    queryFn: () => call('GET', address('/office/orders', { search })),
    enabled: enabled && search.length >= officeSearchFrom,
  })
  return found.map(({ company, connection, orderId, class: state, grossCents }) => ({
    key: `${connection} ${orderId}`,
    label: orderId,
    about: [company.name, ...(grossCents === null ? [] : [`€ ${amount(grossCents)}`])].join(' · '),
    mark: <StateMark state={state} size={16} />,
    run: () =>
      goTo(
        addressIn(
          companyName(companies, company.id),
          `/report?connection=${connection}&open=${encodeURIComponent(orderId)}`,
        ),
        false,
      ),
  }))
}

/** Over all connections of the company. */
function useOrderItems(query: string, enabled: boolean): Item[] {
  const { amount } = useSpeech()
  const session = useSession()
  const navigate = useNavigate()
  const { data: connections = [] } = useOverview()
  const [search] = useDebouncedValue(query.trim(), 200)
  const answers = useQueries({
    queries: connections.map(({ id }) => ({
      queryKey: ['orders', session.company, id, 'palette', search],
      queryFn: () => call('GET', session.at(`/connections/${id}/orders`, { search })),
      enabled: enabled && search.length >= searchFrom,
    })),
  })
  return answers
    .flatMap(({ data }, at) => (data?.rows ?? []).map((row) => ({ row, connection: connections[at]?.id ?? '' })))
    .slice(0, ordersShown)
    .map(({ row, connection }) => ({
      key: row.orderId,
      label: row.orderId,
      about: [row.article?.title, `€ ${amount(row.grossCents)}`].filter((text) => text !== undefined).join(' · '),
      mark: <StateMark state={row.class} size={16} />,
      run: () => void navigate(`/report?connection=${connection}&open=${encodeURIComponent(row.orderId)}`),
    }))
}

function usePageItems(): Item[] {
  const { say } = useSpeech()
  const session = useSession()
  const navigate = useNavigate()
  const { office, daily, books, setUp, service, own } = entriesFor(session)
  return [...office, ...daily, ...books, ...setUp, ...service, ...own].map(({ to, word, icon }) => ({
    key: to,
    label: say(word),
    mark: <Icon name={icon} size={18} />,
    run: () => (to === officeAddress ? goTo(to, false) : void navigate(to)),
  }))
}

function useCompanyItems(): Item[] {
  const { companies, company, chooseCompany } = useSession()
  return companies
    .filter(({ tenantId }) => tenantId !== company)
    .map(({ tenantId, name }) => ({
      key: tenantId,
      label: name,
      mark: <Icon name="building" size={18} />,
      run: () => chooseCompany(tenantId),
    }))
}

function useOtherItems(): Item[] {
  const { say } = useSpeech()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return [
    {
      key: 'colours',
      label: say('colours'),
      mark: <Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={18} />,
      run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
    },
    {
      key: 'keys',
      label: say('keysHelp'),
      mark: <Icon name="help" size={18} />,
      run: () => void document.dispatchEvent(new CustomEvent('tentakel-keys-help')),
    },
  ]
}
