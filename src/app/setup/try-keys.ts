/**
 * Tries keys before anything is saved: the shop, the dossiers, and the choices that the dossier offers. Nothing is written on either side;
 * lists read from the dossier are kept, as for a connection.
 */
import type { Dossier, Journal, LedgerAccount, LedgerBook, VatCode } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SellerAccount } from '../../ports/source.ts'
import { hour } from '../../domain/delays.ts'
import type { CopiedList } from '../../domain/ledger/dossier-lists.ts'
import type { CopiedRows } from '../../ports/tables/ledger.ts'
import { takeCredentialTry, type TriedKeys } from './credential-tries.ts'
import type { Ports } from '../run/ports.ts'
import { whenAllowed } from '../run/when-allowed.ts'

export interface DossierOffer {
  journals: Pick<Journal, 'journalKey' | 'name' | 'mode' | 'lastNumber'>[]
  accounts: Pick<LedgerAccount, 'account' | 'name'>[]
  vatCodes: VatCode[]
  bookYear: { from: string; to: string } | null
}

type KindAndKeys = Pick<TriedKeys, 'kind' | 'keys'>
type BooksToOpen = KindAndKeys & { dossierId: number }

/** Why the side did not say: refused login, no right, no answer now, or the calls of a day are used up until that moment (ISO text). */
export type KeysAnswer<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'loginRefused' | 'forbidden' | 'noAnswer' | 'noSoftwareHouse' | 'tooManyKeys' }
  | { kind: 'callsUsedUp'; until: string }

async function counted<T>(
  ports: Ports,
  tenantId: string,
  about: TriedKeys,
  ask: () => Promise<KeysAnswer<T>>,
): Promise<KeysAnswer<T>> {
  const tried = await takeCredentialTry(ports, tenantId, about)
  if (tried.until !== null) return { kind: 'tooManyKeys' }
  const answer = await ask()
  await tried.ended(answer.kind === 'loginRefused')
  return answer
}

export async function trySourceKeys(
  ports: Ports,
  tenantId: string,
  { kind, keys }: KindAndKeys,
): Promise<KeysAnswer<SellerAccount>> {
  const marketplace = ports.kinds.source(kind).open({ tenantId, keys })
  return counted(ports, tenantId, { side: 'source', kind, keys }, async () =>
    short(ports, await whenAllowed(ports, () => marketplace.identify())),
  )
}

export async function listDossiers(
  ports: Ports,
  tenantId: string,
  { kind, keys }: KindAndKeys,
): Promise<KeysAnswer<Dossier[]>> {
  const accounting = openBooks(ports, tenantId, { kind, keys, dossierId: 0 })
  if (accounting === null) return { kind: 'noSoftwareHouse' }
  return counted(ports, tenantId, { side: 'ledger', kind, keys }, async () =>
    short(ports, await whenAllowed(ports, () => accounting.listDossiers())),
  )
}

/** Journals, accounts and VAT codes of the book year of today. */
export function readDossier(ports: Ports, tenantId: string, from: BooksToOpen): Promise<KeysAnswer<DossierOffer>> {
  const { kind, keys } = from
  return counted(ports, tenantId, { side: 'ledger', kind, keys }, () => readOffer(ports, tenantId, from))
}

async function readOffer(ports: Ports, tenantId: string, from: BooksToOpen): Promise<KeysAnswer<DossierOffer>> {
  const accounting = openBooks(ports, tenantId, from)
  if (accounting === null) return { kind: 'noSoftwareHouse' }
  const today = ports.calendar.localDate(await ports.clock.now())
  const years = short(ports, await whenAllowed(ports, () => accounting.readBookYears()))
  if (years.kind !== 'ok') return years
  // It answered for these keys, so what the company's copy knows of it may be shown.
  const rarely = await rareLists(ports, tenantId, from.dossierId)
  await rarely.keep('bookYears', years.value)
  const codes = await rarely.read('vatCodes', rarely.copy?.vatCodes, () => accounting.readVatCodes())
  if (codes.kind !== 'ok') return codes
  const year = years.value.find((row) => row.from <= today && today <= row.to)
  if (year === undefined)
    return { kind: 'ok', value: { journals: [], accounts: [], vatCodes: codes.value, bookYear: null } }
  const { bookYearId } = year
  const journals = short(ports, await whenAllowed(ports, () => accounting.readJournals(bookYearId)))
  if (journals.kind !== 'ok') return journals
  const known = rarely.copy?.accounts.filter((account) => account.bookYearId === bookYearId)
  const accounts = await rarely.read(`accounts:${bookYearId}`, known, () => accounting.readAccounts(bookYearId))
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

/** Lists that may be asked for twice a day: a copy of within a day serves, and an older one where the ledger does not answer now. */
async function rareLists(ports: Ports, tenantId: string, dossierId: number) {
  const store = ports.store.forTenant(tenantId)
  const now = await ports.clock.now()
  const [copy, lists] = await store.transaction((tx) =>
    Promise.all([tx.ledger.copy(dossierId), tx.ledger.lists(dossierId)]),
  )
  const keep = <L extends CopiedList>(list: L, rows: CopiedRows<L>): Promise<void> =>
    store.transaction((tx) => tx.ledger.saveList(dossierId, list, rows, now))
  async function read<L extends 'vatCodes' | `accounts:${number}`>(
    list: L,
    kept: CopiedRows<L> | undefined,
    ask: () => Promise<Answer<CopiedRows<L>>>,
  ): Promise<KeysAnswer<CopiedRows<L>>> {
    const readAt = lists.find((row) => row.list === list)?.readAt
    if (kept !== undefined && readAt !== undefined && now - readAt < 24 * hour) return { kind: 'ok', value: kept }
    const answer = short(ports, await whenAllowed(ports, ask))
    if (answer.kind === 'ok') await keep(list, answer.value)
    const isSilent = answer.kind === 'noAnswer' || answer.kind === 'callsUsedUp'
    return isSilent && kept !== undefined && kept.length > 0 ? { kind: 'ok', value: kept } : answer
  }
  return { copy, keep, read }
}

function openBooks({ kinds }: Ports, tenantId: string, { kind, keys, dossierId }: BooksToOpen): Accounting | null {
  const book = (): LedgerBook => ({ inclusiveJournals: [], rateBpByCode: {} })
  return kinds.ledger(kind).open({ tenantId, keys, dossierId, book })
}

function short<T>(ports: Ports, answer: Answer<T>): KeysAnswer<T> {
  if (answer.kind === 'ok') return answer
  if (answer.kind === 'later' && answer.cause === 'budget' && answer.until !== null)
    return { kind: 'callsUsedUp', until: ports.calendar.isoText(answer.until) }
  return { kind: answer.kind === 'loginRefused' || answer.kind === 'forbidden' ? answer.kind : 'noAnswer' }
}
