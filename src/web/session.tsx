/** Who is signed in, which company is looked at, and the dialog that signs in over the page. */
import { Alert, Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { address, call, Failure, queries } from './api.tsx'
import { useSpeech } from './language.tsx'

interface SessionAnswer {
  signedIn: boolean
  testClock: string | null
  companies: { tenantId: string; name: string }[]
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

/** @param again the session ended while somebody worked: the page stays as it is behind the dialog */
export function SignIn({ again, onDone }: { again: boolean; onDone: () => void }) {
  const { say } = useSpeech()
  const [code, setCode] = useState('')
  const signIn = useMutation({
    mutationFn: () => call('POST', '/session', { code }),
    onSuccess: async () => {
      setCode('')
      onDone()
      await queries.invalidateQueries()
    },
  })
  const wrong = signIn.error instanceof Failure && signIn.error.status === 403
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!signIn.isPending) signIn.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">{say('signIn')}</Modal.Title>
          {again && <Alert color="yellow">{say('signInAgain')}</Alert>}
          <Text size="sm">{say('signInText')}</Text>
          <TextInput
            label={say('code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={wrong ? say('wrongCode') : undefined}
            autoComplete="one-time-code"
            data-autofocus
            required
          />
          <Button type="submit" loading={signIn.isPending}>
            {say('signIn')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
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
