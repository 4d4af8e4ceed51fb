/**
 * Signing in, on a page of its own or over the page on which the user works: with an account, with a link that works once, or with the code
 * of the terminal.
 */
import { Alert, Anchor, Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Welcome } from '../../app/people/sign-up.ts'
import type { Language } from '../../domain/language.ts'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { useSession } from '../session.tsx'
import { signInByPasskey } from './passkey-browser.ts'
import { Failed } from './proof-fields.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { Fields, placeOf, type Typed, type Way } from './sign-in-fields.tsx'

/** A link that works once carries its token behind the #, which no server is sent. */
function linkOfAddress(): string | null {
  const { pathname, hash } = globalThis.location
  return pathname === '/welcome' && hash.length > 1 ? hash.slice(1) : null
}

const titles: Record<Way, Word> = {
  account: 'signIn',
  code: 'signIn',
  forgot: 'forgot',
  signUp: 'signUp',
  password: 'choosePassword',
  verify: 'proveAddress',
  invited: 'signUp',
}

const ofLink: Record<Exclude<Welcome['purpose'], 'offer'>, Way> = {
  password: 'password',
  operator: 'password',
  join: 'password',
  verify: 'verify',
  signup: 'invited',
}

function useSignIn(onDone: () => void) {
  const { language } = useSpeech()
  const [link, setLink] = useState(linkOfAddress)
  const [chosen, setChosen] = useState<Way>('account')
  const [typed, setTyped] = useState<Typed>({ email: '', secret: '', oneTimeCode: '', company: '' })
  const [mailed, setMailed] = useState<Word | null>(null)
  const welcome = useQuery({
    queryKey: ['welcome', link],
    queryFn: () => call('POST', '/session/link/look', { link: link ?? '' }),
    enabled: link !== null,
    retry: false,
  })
  // An offer to an address with an account opens nothing by itself: its owner signs in.
  const purpose = welcome.data?.purpose ?? 'password'
  const offered = purpose === 'offer' ? (welcome.data ?? null) : null
  const way: Way = link === null || purpose === 'offer' ? chosen : ofLink[purpose]
  const type = (change: Partial<Typed>): void => setTyped({ ...typed, ...change })
  const leaveLink = (): void => {
    globalThis.history.replaceState(null, '', '/')
    setLink(null)
  }
  const signIn = useMutation({
    mutationFn: () => ask(way, typed, { link: offered === null ? link : null, language }),
    onSuccess: async () => {
      type({ secret: '', oneTimeCode: '' })
      if (way === 'signUp' || way === 'forgot') {
        setMailed(way === 'signUp' ? 'signUpMailed' : 'resetMailed')
        return setChosen('account')
      }
      if (link !== null) leaveLink()
      onDone()
      await queries.invalidateQueries()
    },
    // The password is chosen; the second proof is asked for where one signs in.
    onError: (error) => link !== null && placeOf(error) === 'oneTimeCode' && leaveLink(),
  })
  const choose = (wanted: Way): void => {
    setChosen(wanted)
    setMailed(null)
    type({ secret: '' })
    signIn.reset()
  }
  return { way, typed, type, signIn, choose, mailed, offered }
}

function ask(
  way: Way,
  { email, secret, oneTimeCode, company }: Typed,
  { link, language }: { link: string | null; language: Language },
): Promise<unknown> {
  if (link !== null)
    return call('POST', '/session/link', { link, password: secret, ...(way === 'invited' ? { company } : {}) })
  if (way === 'code') return call('POST', '/session', { code: secret })
  if (way === 'forgot') return call('POST', '/session/new-password', { email, language })
  if (way === 'signUp') return call('POST', '/sign-up', { email, password: secret, company, language })
  return call('POST', '/session', { email, password: secret, oneTimeCode })
}

/** @param again the session ended while the user worked: the page stays as it is behind the dialog */
export function SignIn({ again, onDone }: { again: boolean; onDone: () => void }) {
  const { say } = useSpeech()
  const { way, typed, type, signIn, choose, mailed, offered } = useSignIn(onDone)
  const { mails } = useSession()
  const title = say(titles[way])
  // Without mail these ways cannot work, so they are not offered.
  const needsMail = !mails && (way === 'forgot' || way === 'signUp')
  const form = (
    <form
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        if (!signIn.isPending) signIn.mutate()
      }}
    >
      <Stack>
        {again ? (
          <>
            <Modal.Title component="h2">{title}</Modal.Title>
            <Alert color="amber">{say('signInAgain')}</Alert>
          </>
        ) : (
          <Title order={1} className="answer">
            {title}
          </Title>
        )}
        {needsMail && (
          <Alert color="amber" role="status">
            {say('noMails')}
          </Alert>
        )}
        {mailed !== null && <Alert role="status">{say(mailed)}</Alert>}
        {offered !== null && (
          <Alert role="status">
            {say('offerSignIn', { email: offered.email ?? '', company: offered.company ?? '' })}
          </Alert>
        )}
        {way === 'code' && <Text size="sm">{say('signInText')}</Text>}
        {!needsMail && (
          <>
            <Fields
              way={way}
              typed={typed}
              type={type}
              failure={signIn.error instanceof Failure ? signIn.error : null}
            />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {say(way === 'forgot' ? 'askLink' : titles[way])}
            </Button>
          </>
        )}
        {way === 'account' && <ByPasskey onDone={onDone} />}
        <OtherWays way={way} choose={choose} />
      </Stack>
    </form>
  )
  return again ? (
    <Modal opened onClose={() => undefined} withCloseButton={false} centered>
      {form}
    </Modal>
  ) : (
    <SignInPage>{form}</SignInPage>
  )
}

function ByPasskey({ onDone }: { onDone: () => void }) {
  const { say } = useSpeech()
  const session = useSession()
  const enter = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
  })
  if (!session.passkeysHere) return null
  return (
    <>
      <Failed error={enter.error} />
      <Button variant="default" loading={enter.isPending} onClick={() => enter.mutate()}>
        {say('passkeySignIn')}
      </Button>
    </>
  )
}

function OtherWays({ way, choose }: { way: Way; choose: (way: Way) => void }) {
  const { say } = useSpeech()
  const session = useSession()
  if (way === 'password' || way === 'verify' || way === 'invited') return null
  const other: [way: Way, word: Word][] =
    way === 'account'
      ? [
          ['forgot', 'forgot'],
          ...(session.signUp === 'open' ? ([['signUp', 'signUp']] as [Way, Word][]) : []),
          ['code', 'withCode'],
        ]
      : [['account', way === 'code' ? 'withPassword' : 'haveAccount']]
  return (
    <Group justify="space-between">
      {other.map(([wanted, word]) => (
        <Anchor
          key={wanted}
          component="button"
          type="button"
          size="sm"
          underline="always"
          onClick={() => choose(wanted)}
        >
          {say(word)}
        </Anchor>
      ))}
    </Group>
  )
}
