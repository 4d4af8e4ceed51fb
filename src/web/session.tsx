/** Who is signed in, and which company is looked at. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useState, type ReactNode } from 'react'
import type { QueryOf } from '../api/calls.ts'
import { address, call } from './api.tsx'
import { useSpeech } from './language.tsx'

interface SessionAnswer {
  signedIn: boolean
  testClock: string | null
  companies: { tenantId: string; name: string; role?: string }[]
  /** Null: signed in with the code of the terminal. */
  account: string | null
  operator: boolean
  /** Sees one company at most before he has a second proof. */
  secondProofMissing: boolean
  /** This address is one that browsers make passkeys for. */
  passkeysHere: boolean
  /** Whether people may make an account themselves. */
  signUp: 'open' | 'invite' | 'closed'
}

export interface Session extends SessionAnswer {
  company: string | null
  chooseCompany(tenantId: string): void
  /** The address of a call of the chosen company, in the chosen language. */
  at<P extends string>(path: P, values?: QueryOf<P>): P
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ children }: { children: (session: Session | null) => ReactNode }) {
  const { language } = useSpeech()
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useQuery({ queryKey: ['session'], queryFn: () => call('GET', '/session') })
  const company = chosen ?? data?.companies[0]?.tenantId ?? null
  const session: Session | null =
    data === undefined
      ? null
      : {
          ...data,
          company,
          chooseCompany: setChosen,
          at: <P extends string>(path: P, values?: QueryOf<P>) =>
            address(path, { company, language, ...values } as QueryOf<P>),
        }
  return <SessionContext.Provider value={session}>{children(session)}</SessionContext.Provider>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('nobody is known here')
  return session
}
