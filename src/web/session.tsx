/** Who is signed in, which company is looked at, and the dialog that signs in over the page. */
import { Alert, Anchor, Button, Modal, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { address, call, Failure, queries } from './api.tsx'
import { useSpeech, type Word } from './language.tsx'

interface SessionAnswer {
  signedIn: boolean
  testClock: string | null
  companies: { tenantId: string; name: string; role?: string }[]
  /** Null: signed in with the code of the terminal. */
  account: string | null
  operator: boolean
}

interface Session extends SessionAnswer {
  company: string | null
  chooseCompany(tenantId: string): void
  /** The address of a call of the chosen company, in the chosen language. */
  at(path: string, values?: Record<string, string | null | undefined>): string
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ children }: { children: (session: Session | null) => ReactNode }) {
  const { language } = useSpeech()
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useQuery({ queryKey: ['session'], queryFn: () => call<SessionAnswer>('GET', '/session') })
  const company = chosen ?? data?.companies[0]?.tenantId ?? null
  const session: Session | null =
    data === undefined
      ? null
      : {
          ...data,
          company,
          chooseCompany: setChosen,
          at: (path, values = {}) => address(path, { company, language, ...values }),
        }
  return <SessionContext.Provider value={session}>{children(session)}</SessionContext.Provider>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('nobody is known here')
  return session
}

/** A link that works once carries its token behind the #, which no server is sent. */
function linkOfAddress(): string | null {
  const { pathname, hash } = globalThis.location
  return pathname === '/welcome' && hash.length > 1 ? hash.slice(1) : null
}

/** @param again the session ended while somebody worked: the page stays as it is behind the dialog */
export function SignIn({ again, onDone }: { again: boolean; onDone: () => void }) {
  const { say } = useSpeech()
  const [link, setLink] = useState(linkOfAddress)
  const [withCode, setWithCode] = useState(false)
  const [email, setEmail] = useState('')
  const [secret, setSecret] = useState('')
  const signIn = useMutation({
    mutationFn: () =>
      link === null
        ? call('POST', '/session', withCode ? { code: secret } : { email, password: secret })
        : call('POST', '/session/link', { link, password: secret }),
    onSuccess: async () => {
      setSecret('')
      if (link !== null) {
        globalThis.history.replaceState(null, '', '/')
        setLink(null)
      }
      onDone()
      await queries.invalidateQueries()
    },
  })
  const fault = signIn.error instanceof Failure ? faultWord(signIn.error, { link: link !== null, withCode }) : null
  const title = link === null ? say('signIn') : say('choosePassword')
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!signIn.isPending) signIn.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">{title}</Modal.Title>
          {again && <Alert color="yellow">{say('signInAgain')}</Alert>}
          {withCode && <Text size="sm">{say('signInText')}</Text>}
          {link === null && !withCode && (
            <TextInput
              label={say('email')}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              autoComplete="username"
              data-autofocus
              required
            />
          )}
          <Secret by={{ withCode, isNew: link !== null }} value={secret} onChange={setSecret} fault={fault} />
          <Button type="submit" loading={signIn.isPending}>
            {title}
          </Button>
          {link === null && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              underline="always"
              onClick={() => {
                setWithCode(!withCode)
                setSecret('')
                signIn.reset()
              }}
            >
              {say(withCode ? 'withPassword' : 'withCode')}
            </Anchor>
          )}
        </Stack>
      </form>
    </Modal>
  )
}

function Secret({
  by,
  value,
  onChange,
  fault,
}: {
  by: { withCode: boolean; isNew: boolean }
  value: string
  onChange: (value: string) => void
  fault: Word | null
}) {
  const { say } = useSpeech()
  const error = fault === null ? undefined : say(fault)
  if (by.withCode)
    return (
      <TextInput
        label={say('code')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autoComplete="one-time-code"
        data-autofocus
        required
      />
    )
  return (
    <PasswordInput
      label={say('password')}
      description={by.isNew ? say('passwordRule') : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoComplete={by.isNew ? 'new-password' : 'current-password'}
      required
    />
  )
}

function faultWord(failure: Failure, by: { link: boolean; withCode: boolean }): Word | null {
  if (failure.status === 429) return 'tooManyTries'
  if (failure.status === 400) return 'passwordRule'
  if (failure.status !== 403) return null
  if (by.link) return 'linkUsed'
  return by.withCode ? 'wrongCode' : 'wrongPassword'
}

export function CompanyChoice() {
  const { say } = useSpeech()
  const session = useSession()
  if (session.companies.length < 2) return null
  return (
    <Select
      aria-label={say('company')}
      data={session.companies.map(({ tenantId, name }) => ({ value: tenantId, label: name }))}
      value={session.company}
      onChange={(value) => value !== null && session.chooseCompany(value)}
      searchable
      allowDeselect={false}
      w={200}
    />
  )
}
