/** The sidebar, a rail of icons where it is narrow, and the tabs of a telephone. */
import { Menu } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { decisionsOf, useOverview } from '../decisions.ts'
import { useSpeech } from '../language.tsx'
import { Difference } from '../parts/money.tsx'
import { useSession } from '../session.tsx'
import { useNewestSettlements } from '../settlements/queries.ts'
import { Icon } from '../theme/icon.tsx'
import { CompanyChoice } from './company-choice.tsx'
import { entriesFor, isAt, type Entry } from './entries.ts'
import { goTo } from './company-address.ts'
import { useIsOffice } from './use-is-office.ts'
import { PlainLink } from './plain-link.tsx'
import { SeekButton } from './palette-opener.tsx'
import { OwnMenu, OwnMenuItems } from './own-menu.tsx'

export function Sidebar() {
  const { say } = useSpeech()
  const session = useSession()
  const { office, daily, books, setUp, service, own } = entriesFor(session)
  const isOffice = useIsOffice()
  return (
    <header className="side">
      <CompanyChoice />
      {!isOffice && <SeekButton />}
      <nav aria-label={say('menu')}>
        {office.map((entry) => (
          <OfficeLink key={entry.to} entry={entry} />
        ))}
        {!isOffice && (
          <>
            <Entries of={daily} />
            <p className="side-head">{say('bookkeeping')}</p>
            <Entries of={books} />
            <p className="side-head">{say('connection')}</p>
            <Entries of={setUp} />
          </>
        )}
        {service.length > 0 && <p className="side-head">{say('installation')}</p>}
        <Entries of={service} />
        <span className="side-space" />
        <Entries of={own.filter(({ to }) => to === '/help')} />
      </nav>
      <OwnMenu />
    </header>
  )
}

/** Out of the company that is looked at, to all of them. */
function OfficeLink({ entry: { to, word, icon } }: { entry: Entry }) {
  const { say } = useSpeech()
  const isOffice = useIsOffice()
  return (
    <PlainLink to={to} className="side-link" title={say(word)} aria-current={isOffice ? 'page' : undefined}>
      <Icon name={icon} size={18} />
      <span>{say(word)}</span>
    </PlainLink>
  )
}

function Entries({ of: entries }: { of: Entry[] }) {
  return entries.map((entry) => <EntryLink key={entry.to} entry={entry} className="side-link" size={18} />)
}

function EntryLink({ entry, className, size }: { entry: Entry; className: string; size: number }) {
  const { say } = useSpeech()
  const { pathname } = useLocation()
  const name = say(entry.word)
  const count = useCountOf(entry)
  return (
    <Link
      to={entry.to}
      className={className}
      aria-current={isAt(pathname, entry.to) ? 'page' : undefined}
      title={className === 'side-link' ? name : undefined}
    >
      <Icon name={entry.icon} size={size} />
      <span>{name}</span>
      {entry.to === '/settlements' && className === 'side-link' && <SettledZero />}
      {count > 0 && (
        <span className="entry-count" title={say(count === 1 ? 'decisions_one' : 'decisions_many', { n: count })}>
          {count}
        </span>
      )}
    </Link>
  )
}

/** The bookkeeper's mark, once the newest settlements close; a difference is shown in red. */
function SettledZero() {
  const { data = [] } = useNewestSettlements()
  const differs = data.some(({ counts }) => counts.differing > 0)
  if (data.length === 0 || (!differs && data.some(({ state }) => state !== 'closed'))) return null
  const cents = data.reduce((sum, { differenceCents }) => sum + differenceCents, 0)
  return (
    <span className="entry-zero">
      <Difference cents={cents} proven differs={differs} />
    </span>
  )
}

/** Counts only decisions of this user: causes that we try again or look up ourselves are left out. */
function useCountOf({ to }: Entry): number {
  const { data = [] } = useOverview()
  return to === '/problems' ? data.reduce((sum, connection) => sum + decisionsOf(connection).length, 0) : 0
}

/** Below 768 px: what one looks at daily, and all the rest behind one button. */
export function Tabs() {
  const { say } = useSpeech()
  const session = useSession()
  const { office, daily, books, setUp, service, own } = entriesFor(session)
  const isOffice = useIsOffice()
  const rest = isOffice ? [...service, ...own] : [...books, ...setUp, ...service, ...own]
  return (
    <>
      <nav className="tabs" aria-label={say('menu')}>
        {(isOffice ? [] : daily).map((entry) => (
          <EntryLink key={entry.to} entry={entry} className="tab" size={22} />
        ))}
        <Menu position="top-end" width={260} shadow="md">
          <Menu.Target>
            <button type="button" className="tab">
              <Icon name="menu-2" size={22} />
              <span>{say('moreEntries')}</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {office.map(({ to, word, icon }) => (
              <Menu.Item key={to} leftSection={<Icon name={icon} size={18} />} onClick={() => goTo(to, false)}>
                {say(word)}
              </Menu.Item>
            ))}
            {rest.map(({ to, word, icon }) => (
              <Menu.Item key={to} component={Link} to={to} leftSection={<Icon name={icon} size={18} />}>
                {say(word)}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <OwnMenuItems />
          </Menu.Dropdown>
        </Menu>
      </nav>
    </>
  )
}
