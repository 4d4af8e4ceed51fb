/** The frame of all pages: navigation, language, colours, and what is told on every page. */
import {
  ActionIcon,
  Alert,
  Anchor,
  AppShell,
  Burger,
  Button,
  Center,
  Group,
  NativeSelect,
  NavLink,
  Text,
  Title,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Component, Suspense, useEffect, useState, type ReactNode } from 'react'
import { NavLink as RouterLink, Route, Routes, useLocation } from 'react-router'
import { Offers } from './access/offers.tsx'
import { SignIn } from './access/sign-in.tsx'
import { call, onAnswer, queries } from './api.tsx'
import { useSpeech, type Word } from './language.tsx'
import { CompanyChoice, SessionProvider, type Session } from './session.tsx'
import { pages, useRestOfPages } from './routes.tsx'
import { Waiting } from './waiting.tsx'

const entries: { to: string; word: Word }[] = [
  { to: '/', word: 'overview' },
  { to: '/problems', word: 'problems' },
  { to: '/report', word: 'report' },
  { to: '/settings', word: 'settings' },
  { to: '/history', word: 'pastOrders' },
  { to: '/connect', word: 'newConnection' },
  { to: '/notices', word: 'notices' },
  { to: '/members', word: 'members' },
  { to: '/account', word: 'ownAccount' },
  { to: '/operator', word: 'operator' },
  { to: '/help', word: 'help' },
]

export function App() {
  return (
    <SessionProvider>
      {(session) =>
        session === null ? (
          <Center mih="100vh">
            <Waiting />
          </Center>
        ) : (
          <Frame {...session} />
        )
      }
    </SessionProvider>
  )
}

type FrameProps = Pick<Session, 'signedIn' | 'testClock' | 'operator' | 'account' | 'secondProofMissing'>

function shownEntries(operator: boolean): typeof entries {
  return operator ? entries : entries.filter(({ to }) => to !== '/operator')
}

function Frame({ signedIn, testClock, operator, account, secondProofMissing }: FrameProps) {
  const { say, date } = useSpeech()
  const [opened, { toggle, close }] = useDisclosure()
  const [ended, setEnded] = useState(false)
  const [offline, setOffline] = useState(false)
  const { pathname } = useLocation()
  useEffect(
    () =>
      onAnswer((failure) => {
        setOffline(failure?.status === 0)
        if (failure?.status === 401) setEnded(true)
      }),
    [],
  )
  useEffect(() => {
    close()
    const entry = entries.find(({ to }) => (to === '/' ? pathname === '/' : pathname.startsWith(to)))
    document.title = entry === undefined ? 'Tentakel' : `${say(entry.word)} · Tentakel`
  }, [pathname, say, close])
  return (
    <>
      <a className="skip" href="#content">
        {say('skipToContent')}
      </a>
      {(!signedIn || ended) && <SignIn again={signedIn} onDone={() => setEnded(false)} />}
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding="md"
        transitionDuration={0}
      >
        <AppShell.Header px="md">
          <TopBar opened={opened} toggle={toggle} signedIn={signedIn} />
        </AppShell.Header>
        <AppShell.Navbar p="xs">
          <nav aria-label={say('menu')}>
            {shownEntries(operator).map(({ to, word }) => (
              <NavLink
                key={to}
                component={RouterLink}
                to={to}
                label={say(word)}
                active={isAt(pathname, to)}
                variant="filled"
              />
            ))}
          </nav>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          {testClock !== null && (
            <Alert color="grape" mb="md" role="note">
              {say('testClock', { time: date(testClock) })}
            </Alert>
          )}
          {offline && (
            <Alert color="red" mb="md" role="alert">
              {say('offline')}
            </Alert>
          )}
          {secondProofMissing && <SecondProofMissing />}
          {signedIn && account !== null && <Offers />}
          <Boundary key={pathname}>{signedIn && <Pages />}</Boundary>
        </AppShell.Main>
      </AppShell>
    </>
  )
}

function SecondProofMissing() {
  const { say } = useSpeech()
  return (
    <Alert color="yellow" mb="md" role="status">
      {say('secondProofMissing')}{' '}
      <Anchor component={RouterLink} to="/account" underline="always">
        {say('toOwnAccount')}
      </Anchor>
    </Alert>
  )
}

function isAt(pathname: string, to: string): boolean {
  return to === '/' ? pathname === '/' : pathname.startsWith(to) || (to === '/report' && pathname.startsWith('/orders'))
}

function Pages() {
  const { say } = useSpeech()
  useRestOfPages()
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        {pages.map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route path="*" element={<Title order={1}>{say('notFound')}</Title>} />
      </Routes>
    </Suspense>
  )
}

function TopBar({ opened, toggle, signedIn }: { opened: boolean; toggle: () => void; signedIn: boolean }) {
  const { say, language, setLanguage } = useSpeech()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return (
    <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="xs" wrap="nowrap">
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={say('menu')} />
        <Text fw={700} size="lg" component="span">
          Tentakel
        </Text>
      </Group>
      <Group gap="xs" wrap="nowrap">
        {signedIn && <CompanyChoice />}
        <NativeSelect
          aria-label={say('language')}
          data={[
            { value: 'nl', label: 'NL' },
            { value: 'fr', label: 'FR' },
            { value: 'en', label: 'EN' },
          ]}
          value={language}
          onChange={({ currentTarget: { value } }) => setLanguage(value === 'fr' || value === 'en' ? value : 'nl')}
        />
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={say('colours')}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          <span aria-hidden="true">{scheme === 'dark' ? '☀' : '☾'}</span>
        </ActionIcon>
        {signedIn && (
          <Button
            variant="default"
            visibleFrom="sm"
            onClick={() =>
              void call('DELETE', '/session').then(() => queries.invalidateQueries({ queryKey: ['session'] }))
            }
          >
            {say('signOut')}
          </Button>
        )}
      </Group>
    </Group>
  )
}

function Broken({ onAgain }: { onAgain: () => void }) {
  const { say } = useSpeech()
  return (
    <Alert color="red" role="alert" title={say('somethingWrong')}>
      <Button onClick={onAgain}>{say('tryAgain')}</Button>
    </Alert>
  )
}

/** A page that fails takes down itself only. */
class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? <Broken onAgain={() => this.setState({ failed: false })} /> : this.props.children
  }
}
