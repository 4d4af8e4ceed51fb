/** The frame of all pages: navigation, and what is told on every page. */
import { Alert, Anchor } from '@mantine/core'
import { Suspense, useEffect, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { Offers } from '../access/offers.tsx'
import { onAnswer } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useCompanyInAddress, useSession } from '../session.tsx'
import { Boundary } from './boundary.tsx'
import { CompanyChoice } from './company-choice.tsx'
import { entryOf } from './entries.ts'
import { Sidebar, Tabs } from './navigation.tsx'
import { PaletteOpener } from './palette-opener.tsx'
import { Pages } from './pages.tsx'
import { signIn } from './sign-in-later.ts'

export function Frame() {
  const { say, date } = useSpeech()
  const { testClock, account, secondProofMissing } = useSession()
  const { ended, goOn, offline } = useConnectionToServer()
  const { pathname } = useLocation()
  useCompanyInAddress()
  useEffect(() => {
    const entry = entryOf(pathname)
    document.title = entry === undefined ? 'Tentakel' : `${say(entry.word)} · Tentakel`
  }, [pathname, say])
  return (
    <>
      <a className="skip" href="#content">
        {say('skipToContent')}
      </a>
      {ended && (
        <Suspense>
          <signIn.View again onDone={goOn} />
        </Suspense>
      )}
      <div className="app">
        <Sidebar />
        <header className="top">
          <CompanyChoice />
        </header>
        <main className="sheet" id="content" tabIndex={-1}>
          <div className="page">
            {offline && (
              <Alert color="red" mb="md" role="alert">
                {say('offline')}
              </Alert>
            )}
            {testClock !== null && (
              <Alert color="violet" mb="md" role="note">
                {say('testClock', { time: date(testClock) })}
              </Alert>
            )}
            {secondProofMissing && <SecondProofMissing />}
            {account !== null && <Offers />}
            <Boundary key={pathname}>
              <Pages />
            </Boundary>
          </div>
        </main>
        <Tabs />
        <PaletteOpener />
      </div>
    </>
  )
}

/** Whether the session ended, or the server does not answer. */
function useConnectionToServer() {
  const [ended, setEnded] = useState(false)
  const [offline, setOffline] = useState(false)
  useEffect(
    () =>
      onAnswer((failure) => {
        setOffline(failure?.status === 0)
        if (failure?.status === 401) setEnded(true)
      }),
    [],
  )
  return { ended, offline, goOn: () => setEnded(false) }
}

function SecondProofMissing() {
  const { say } = useSpeech()
  return (
    <Alert color="amber" mb="md" role="status">
      {say('secondProofMissing')}{' '}
      <Anchor component={Link} to="/account" underline="always">
        {say('toOwnAccount')}
      </Anchor>
    </Alert>
  )
}
