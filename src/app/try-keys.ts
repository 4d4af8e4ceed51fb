/** Keys tried before anything is saved: which shop, which dossiers, what the dossier offers. Nothing is written on either side. */
import type { Dossier, Journal, LedgerAccount, VatCode } from '../domain/ledger.ts'
import type { Answer } from '../ports/answer.ts'
import type { SellerAccount } from '../ports/marketplace.ts'
import type { Credentials } from '../ports/store.ts'
import type { Ports } from './ports.ts'
import { whenAllowed } from './when-allowed.ts'

export interface DossierOffer {
  journals: Pick<Journal, 'journalKey' | 'name' | 'mode' | 'lastNumber'>[]
  accounts: Pick<LedgerAccount, 'account' | 'name'>[]
  vatCodes: VatCode[]
  bookYear: { from: string; to: string } | null
}

/** Why the side did not say: refused login, no right, or no answer now. */
export type KeysAnswer<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'loginRefused' | 'forbidden' | 'noAnswer' | 'noSoftwareHouse' }

export async function tryMarketplaceKeys(
  ports: Ports,
  tenantId: string,
  keys: Credentials['marketplace'],
): Promise<KeysAnswer<SellerAccount>> {
  const marketplace = ports.marketplaceFor(tenantId, keys)
  return short(await whenAllowed(ports, () => marketplace.identify()))
}

export async function listDossiers(
  ports: Ports,
  tenantId: string,
  user: Credentials['ledger'],
): Promise<KeysAnswer<Dossier[]>> {
  const accounting = ports.accountingFor(tenantId, user, 0, noBook)
  if (accounting === null) return { kind: 'noSoftwareHouse' }
  return short(await whenAllowed(ports, () => accounting.listDossiers()))
}

/** Journals, accounts and VAT codes of the book year of today. */
export async function readDossier(
  ports: Ports,
  tenantId: string,
  from: { user: Credentials['ledger']; dossierId: number },
): Promise<KeysAnswer<DossierOffer>> {
  const accounting = ports.accountingFor(tenantId, from.user, from.dossierId, noBook)
  if (accounting === null) return { kind: 'noSoftwareHouse' }
  const today = ports.calendar.localDate(await ports.clock.now())
  const years = short(await whenAllowed(ports, () => accounting.readBookYears()))
  if (years.kind !== 'ok') return years
  const codes = short(await whenAllowed(ports, () => accounting.readVatCodes()))
  if (codes.kind !== 'ok') return codes
  const year = years.value.find((row) => row.from <= today && today <= row.to)
  if (year === undefined)
    return { kind: 'ok', value: { journals: [], accounts: [], vatCodes: codes.value, bookYear: null } }
  const journals = short(await whenAllowed(ports, () => accounting.readJournals(year.bookYearId)))
  if (journals.kind !== 'ok') return journals
  const accounts = short(await whenAllowed(ports, () => accounting.readAccounts(year.bookYearId)))
  if (accounts.kind !== 'ok') return accounts
  return {
    kind: 'ok',
    value: {
      journals: journals.value.filter((journal) => !journal.closed),
      accounts: accounts.value,
      vatCodes: codes.value,
      bookYear: { from: year.from, to: year.to },
    },
  }
}

function noBook() {
  return { inclusiveJournals: [], rateBpByCode: {} }
}

function short<T>(answer: Answer<T>): KeysAnswer<T> {
  if (answer.kind === 'ok') return answer
  return { kind: answer.kind === 'loginRefused' || answer.kind === 'forbidden' ? answer.kind : 'noAnswer' }
}
