/** The signed-in user, and the company on screen. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, type ReactNode } from 'react'
import type { QueryOf } from '../api/calls.ts'
import { address, call } from './api.tsx'
import {
  baseInAddress,
  companyInAddress,
  companyName,
  companyOfAddress,
  goTo,
  goToCompany,
  officeAddress,
} from './frame/company-address.ts'
import { useSpeech } from './language.tsx'

interface SessionAnswer {
  signedIn: boolean
  testClock: string | null
  companies: { tenantId: string; name: string; role?: string }[]
  /** Null: signed in with the code of the terminal. */
  account: string | null
  operator: boolean
  /** The user sees one company at most before having a second proof. */
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

/** With one company there is nothing to tell apart. With several each address says which one it is about, but for that of all dossiers. */
export function useCompanyInAddress(): void {
  const session = useSession()
  const { companies, company, isElsewhere } = session
  useEffect(() => {
    const { pathname, search, hash } = location
    const named = companyInAddress()
    if (company === null || pathname === officeAddress || (named === null ? companies.length < 2 : isElsewhere)) return
    if (named === null && pathname === '/' && keepsBooks(session)) return goTo(officeAddress, true)
    const name = companyName(companies, company)
    if (name !== named) goToCompany(name, `${pathname.slice(baseInAddress().length)}${search}${hash}`, true)
  })
}

/** Sees several dossiers side by side. */
export function hasOffice({ account, companies }: Pick<Session, 'account' | 'companies'>): boolean {
  return account !== null && companies.length > 1
}

/** The books of several others: for her the list of all dossiers comes first. */
function keepsBooks(session: Session): boolean {
  return hasOffice(session) && session.companies.filter(({ role }) => role === 'accountant').length > 1
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('nobody is known here')
  return session
}
