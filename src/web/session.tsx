/** Who is signed in, and which company is looked at. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, type ReactNode } from 'react'
import type { QueryOf } from '../api/calls.ts'
import { address, call } from './api.tsx'
import { baseInAddress, companyInAddress, companyName, companyOfAddress, goToCompany } from './frame/company-address.ts'
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
  /** The installation sends mails: without, none is on its way. */
  mails: boolean
}

export interface Session extends SessionAnswer {
  company: string | null
  /** The address names a company that this person does not see. */
  isElsewhere: boolean
  chooseCompany: (tenantId: string) => void
  /** The address of a call of the chosen company, in the chosen language. */
  at<P extends string>(path: P, values?: QueryOf<P>): P
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ children }: { children: (session: Session | null) => ReactNode }) {
  const { language } = useSpeech()
  const { data } = useQuery({ queryKey: ['session'], queryFn: () => call('GET', '/session') })
  const companies = data?.companies ?? []
  const named = companyInAddress()
  const found = named === null ? null : companyOfAddress(companies, named)
  const company = found ?? companies[0]?.tenantId ?? null
  useEffect(() => {
    // With one company there is nothing to tell apart. With several each address says which one it is about.
    if (company === null || (named === null ? companies.length < 2 : found === null)) return
    const name = companyName(companies, company)
    const { pathname, search, hash } = location
    if (name !== named) goToCompany(name, `${pathname.slice(baseInAddress().length)}${search}${hash}`, true)
  })
  const session: Session | null =
    data === undefined
      ? null
      : {
          ...data,
          company,
          isElsewhere: named !== null && found === null && data.signedIn,
          chooseCompany: (tenantId) => goToCompany(companyName(companies, tenantId), '/', false),
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
