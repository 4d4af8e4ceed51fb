/** Entries of the navigation, in their order and groups. A page that the user may not open is not shown. */
import type { Word } from '../language.tsx'
import { hasOffice, type Session } from '../session.tsx'
import type { IconName } from '../theme/icon-names.ts'
import { officeAddress } from './company-address.ts'

export interface Entry {
  to: string
  word: Word
  icon: IconName
}

/** Above all companies: its address names none. */
export const officeEntry: Entry = { to: officeAddress, word: 'office', icon: 'folders' }
const daily: Entry[] = [
  { to: '/', word: 'overview', icon: 'layout-dashboard' },
  { to: '/problems', word: 'problems', icon: 'list-check' },
  { to: '/report', word: 'report', icon: 'package' },
  { to: '/settlements', word: 'settlements', icon: 'arrows-exchange' },
]
const books: Entry[] = [{ to: '/ledger', word: 'ledgerCheck', icon: 'scale' }]
const setUp: (Entry & { forOwners?: true })[] = [
  { to: '/settings', word: 'settings', icon: 'adjustments-horizontal' },
  { to: '/history', word: 'pastOrders', icon: 'history' },
  { to: '/notices', word: 'notices', icon: 'bell' },
  { to: '/members', word: 'members', icon: 'users', forOwners: true },
  { to: '/connect', word: 'newConnection', icon: 'plug-connected', forOwners: true },
]
const service: Entry[] = [{ to: '/operator', word: 'operator', icon: 'building' }]
const own: Entry[] = [
  { to: '/account', word: 'ownAccount', icon: 'user' },
  { to: '/help', word: 'help', icon: 'help' },
]

export function mayOwn({ operator, companies, company }: Pick<Session, 'operator' | 'companies' | 'company'>): boolean {
  return operator || companies.find(({ tenantId }) => tenantId === company)?.role === 'owner'
}

export interface Entries {
  office: Entry[]
  daily: Entry[]
  books: Entry[]
  setUp: Entry[]
  service: Entry[]
  own: Entry[]
}

export function entriesFor(session: Session): Entries {
  return {
    office: hasOffice(session) ? [officeEntry] : [],
    daily,
    books,
    setUp: setUp.filter(({ forOwners }) => forOwners !== true || mayOwn(session)),
    service: session.operator ? service : [],
    own,
  }
}

export function entryOf(pathname: string): Entry | undefined {
  return [officeEntry, ...daily, ...books, ...setUp, ...service, ...own].find(({ to }) => isAt(pathname, to))
}

export function isAt(pathname: string, to: string): boolean {
  if (to === '/') return pathname === '/'
  return pathname.startsWith(to) || (to === '/report' && pathname.startsWith('/orders'))
}

/** May decide about orders and settlements; a reader only looks. */
export function mayDecide({
  operator,
  companies,
  company,
}: Pick<Session, 'operator' | 'companies' | 'company'>): boolean {
  return operator || companies.find(({ tenantId }) => tenantId === company)?.role !== 'reader'
}
