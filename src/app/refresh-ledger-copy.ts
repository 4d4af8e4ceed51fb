/** Keeps the local copy of the dossier fresh, so that planning and sending read nothing of it: once a day is enough. */
import type { BookYear, Journal, LedgerAccount, VatCode } from '../domain/ledger.ts'
import type { Instant } from '../domain/calendar.ts'
import { hour } from '../domain/document.ts'
import type { Accounting } from '../ports/accounting.ts'
import type { Answer, Refusal } from '../ports/answer.ts'
import type { LedgerCopy, Tx } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'
import { pricesChanged, withPriceDecimals } from './price-decimals.ts'
import { whenAllowed } from './when-allowed.ts'

const freshMs = 20 * hour
/** A copy that blocks orders may be read again sooner: perhaps a person has just mended the dossier. */
const freshWhenBlockedMs = 10 * 60_000
/** Without a person who asks, what waits for a mended dossier looks this often: journals may be read 24 times a day. */
const lookAgainMs = 2 * hour
/** Problems that a change in the dossier solves. */
const mendedInDossier = [
  'OCT-BOEKJAAR',
  'OCT-PERIODE',
  'OCT-DAGBOEK-DICHT',
  'OCT-DAGBOEK-SOORT',
  'OCT-REKENING',
  'BTW-CODE-WEG',
  'BTW-CODE-ANDERS',
]

/** Orders wait for something that a person may have mended in the dossier since it was last read. */
export async function mayBeMended(
  tx: Tx,
  context: ConnectionContext,
  at: { now: Instant; person: boolean },
): Promise<boolean> {
  const { connectionId, dossierId } = context.connection
  const readAt = await tx.ledger.readAt(dossierId)
  if (readAt === null || at.now - readAt < (at.person ? freshWhenBlockedMs : lookAgainMs)) return false
  return (await tx.problems.groups(connectionId, 0)).some((problem) => mendedInDossier.includes(problem.code))
}

export type RefreshAnswer = { kind: 'ok'; copy: LedgerCopy; changed: boolean } | Refusal

export async function refreshLedgerCopy(
  context: ConnectionContext,
  accounting: Accounting,
  options: { evenIfFresh?: boolean } = {},
): Promise<RefreshAnswer> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const [copy, open] = await store.transaction((tx) =>
    Promise.all([tx.ledger.copy(connection.dossierId), tx.problems.groups(connection.connectionId, 0)]),
  )
  const blocked = open.some((problem) => mendedInDossier.includes(problem.code))
  if (options.evenIfFresh !== true && copy !== null && now - copy.readAt < (blocked ? freshWhenBlockedMs : freshMs))
    return { kind: 'ok', copy, changed: false }
  const read = await readDossier(context, accounting, copy)
  if (read.kind !== 'ok') return read
  const saved = await store.transaction(async (tx) => {
    await tx.ledger.saveCopy(connection.dossierId, { ...read.value, readAt: now })
    await tx.ledger.saveJournals(connection.dossierId, read.value.journals, () => ports.random.id(), now)
    // What a person mended is tried again by itself, and what was priced for other journals is priced anew.
    if (blocked || pricesChanged(copy, read.value.journals)) await tx.orders.planAgain(connection.connectionId, null)
    context.book = await tx.ledger.book(connection.connectionId)
    return tx.ledger.copy(connection.dossierId)
  })
  return saved === null
    ? { kind: 'later', cause: 'unavailable', until: null, detail: 'no copy of the dossier' }
    : { kind: 'ok', copy: saved, changed: true }
}

interface DossierData {
  bookYears: BookYear[]
  journals: Journal[]
  accounts: LedgerAccount[]
  vatCodes: VatCode[]
}

async function readDossier(
  context: ConnectionContext,
  accounting: Accounting,
  before: LedgerCopy | null,
): Promise<{ kind: 'ok'; value: DossierData } | Refusal> {
  const ask = <T>(call: () => Promise<Answer<T[]>>): Promise<Answer<T[]>> =>
    whenAllowed(context.ports, call, context.signal)
  const bookYears = listOf(await ask(() => accounting.readBookYears()))
  if (bookYears.kind !== 'ok') return bookYears
  const journals: Journal[] = []
  const accounts: LedgerAccount[] = []
  for (const year of bookYears.value.filter((candidate) => !candidate.closed && candidate.to >= context.firstDay)) {
    const found = listOf(await ask(() => accounting.readJournals(year.bookYearId)))
    if (found.kind !== 'ok') return found
    journals.push(...(await withPriceDecimals(context, accounting, found.value)))
    const own = listOf(await ask(() => accounting.readAccounts(year.bookYearId)))
    const known = before?.accounts.filter((account) => account.bookYearId === year.bookYearId) ?? []
    // Two reads of accounts a day: when they are used up, or not answered, yesterday's copy serves.
    if (own.kind === 'ok') accounts.push(...own.value)
    else if (own.kind === 'later' && known.length > 0) accounts.push(...known)
    else return own
  }
  const vatCodes = listOf(await ask(() => accounting.readVatCodes()))
  if (vatCodes.kind !== 'ok' && !(vatCodes.kind === 'later' && before !== null)) return vatCodes
  return {
    kind: 'ok',
    value: {
      bookYears: bookYears.value,
      journals,
      accounts,
      vatCodes: vatCodes.kind === 'ok' ? vatCodes.value : (before?.vatCodes ?? []),
    },
  }
}

/** Nothing found is an empty list. */
function listOf<T>(answer: Answer<T[]>): { kind: 'ok'; value: T[] } | Refusal {
  return answer.kind === 'notFound' ? { kind: 'ok', value: [] } : answer
}
