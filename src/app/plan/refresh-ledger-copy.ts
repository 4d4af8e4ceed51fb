/**
 * Keeps the local copy of the dossier fresh, so that planning and sending do not read the dossier: once a day is enough. Each list is read,
 * aged and kept by itself. Lists that were never read come first, and a list that cannot be read now leaves the rest as it is.
 */
import type { Instant } from '../../domain/calendar.ts'
import { hour, ledgerClockMs, listFreshWhenBlockedMs, listLookAgainMs } from '../../domain/delays.ts'
import {
  areYearsDue,
  isLookDue,
  isMendedInDossier,
  isRare,
  kindOf,
  listsShowing,
  listsToRead,
  readFully,
  type CopiedList,
  type ReadList,
  type WantedList,
} from '../../domain/ledger/dossier-lists.ts'
import type { BookYear, Journal, LedgerAccount } from '../../domain/ledger/ledger.ts'
import type { UnreadLists } from '../../domain/ledger/period.ts'
import { codesEndedBy, type ProblemCode } from '../../domain/problem/problem.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { CopiedRows, LedgerCall, LedgerCopy } from '../../ports/tables/ledger.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { isLasting, lastingCodes, problemOfRefusal } from '../run/connection-refusal.ts'
import { pricesChanged, withPriceDecimals } from './price-decimals.ts'
import { isOtherDossier, replanRejected } from './replan-rejected.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** Returns whether orders wait for a fault that a user may have mended in the dossier since it was last read. */
export async function mayBeMended(
  tx: Tx,
  { connection, rests }: ConnectionContext,
  at: { now: Instant; person: boolean },
): Promise<boolean> {
  const open = await openCodes(tx, connection.connectionId)
  // A list that was refused is asked again when it has rested, also where nothing waits for it: else its problem would outlive its cause.
  if (open.some((code) => lastingCodes.includes(code)) && rests.anyOver(listCalls, at.now)) return true
  if (await answerIsDue(tx, { connectionId: connection.connectionId, open }, at)) return true
  const problemCodes = open.filter(isMendedInDossier)
  if (problemCodes.length === 0) return false
  const lists = await tx.ledger.lists(connection.dossierId)
  return isLookDue({ now: at.now, lists, problemCodes, soon: at.person })
}

/** Problems that the next answer of the ledger ends, and nothing else does. */
const untilAnswered = codesEndedBy('ledgerRead').filter((code) => !codesEndedBy('nothingWaits').includes(code))

/** The ledger refused, and what waited for it was skipped or booked elsewhere since: it is asked all the same, or the problem would stay. */
async function answerIsDue(
  tx: Tx,
  { connectionId, open }: { connectionId: string; open: readonly ProblemCode[] },
  at: { now: Instant; person: boolean },
): Promise<boolean> {
  const codes = untilAnswered.filter((code) => open.includes(code))
  if (codes.length === 0) return false
  const told = await tx.problems.withCodes(connectionId, codes, codes.length)
  const restMs = at.person ? listFreshWhenBlockedMs : listLookAgainMs
  return told.every((problem) => at.now - problem.lastAt >= restMs)
}

const listCalls: readonly LedgerCall[] = ['bookYears', 'journals', 'changedAccounts', 'vatCodes']

async function openCodes(tx: Tx, connectionId: string): Promise<ProblemCode[]> {
  return (await tx.problems.groups(connectionId, 0)).map((group) => group.code)
}

/**
 * `failure`: the dossier did not answer or refused the request; the existing copy still serves. `lasting`: lists that are refused until a
 * user acts. `answered`: at least one list came.
 */
export type RefreshAnswer =
  | { kind: 'ok'; copy: LedgerCopy; failure: Refusal | null; lasting: Refusal[]; answered: boolean }
  | Refusal

interface Reading {
  context: ConnectionContext
  accounting: Accounting
  now: Instant
  before: ReadList[]
  read: Set<CopiedList>
  failed: Map<CopiedList, Refusal>
  /** As it was before. */
  copy: LedgerCopy | null
  /** An invoice journal takes other prices than its documents were written for. */
  isRepriced: boolean
  /** Of the run, before this reading. */
  restsBefore: Instant | null
}

/**
 * @param all the user tests the connection: all is read again, except lists read some minutes ago, and lists that may be read twice a day
 * only
 * @param person a user asks for this run
 */
export async function refreshLedgerCopy(
  context: ConnectionContext,
  accounting: Accounting,
  { all = false, person = false }: { all?: boolean; person?: boolean } = {},
): Promise<RefreshAnswer> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const { connectionId } = connection
  const [copy, known, before, open, wantsAnswer] = await store.transaction((tx) => {
    const codes = openCodes(tx, connectionId)
    return Promise.all([
      tx.ledger.copy(connection.dossierId),
      tx.ledger.bookYears(connection.dossierId),
      tx.ledger.lists(connection.dossierId),
      codes,
      codes.then((found) => answerIsDue(tx, { connectionId, open: found }, { now, person })),
    ])
  })
  const problemCodes = open.filter(isMendedInDossier)
  const reading: Reading = {
    context,
    accounting,
    now,
    before,
    read: new Set(),
    failed: new Map(),
    copy,
    isRepriced: false,
    restsBefore: context.restsUntil,
  }
  const today = ports.calendar.localDate(now)
  const age = { now, lists: before, problemCodes, soon: true, today, firstDay: context.firstDay, all }
  let years = known
  if (all || wantsAnswer || areYearsDue(known, age))
    years = (await readBookYears(reading, { all, isNew: known === null })) ?? known
  for (const wanted of listsToRead(years ?? [], age)) {
    // Where nothing answers, what serves as it is and what may be asked twice a day are left alone.
    if (isSilent(reading) && (!wanted.isNew || isRare(wanted))) continue
    await readWanted(reading, wanted)
  }
  return finish(reading, problemCodes)
}

async function readBookYears(reading: Reading, at: { all: boolean; isNew: boolean }): Promise<BookYear[] | null> {
  const spare = !at.isNew && !at.all
  return read(reading, 'bookYears', () => reading.accounting.readBookYears({ spare }))
}

async function readWanted(reading: Reading, wanted: WantedList): Promise<void> {
  const { accounting } = reading
  const { list, bookYearId, isNew } = wanted
  if (list === 'vatCodes') await read(reading, list, () => accounting.readVatCodes())
  if (list === 'changedAccounts') await readChangedAccounts(reading, sinceOf(reading))
  if (bookYearId === null) return
  if (wanted.kind === 'journals') {
    await readJournals(reading, { bookYearId, isNew })
    return
  }
  const accounts = await read(reading, `accounts:${bookYearId}`, () => accounting.readAccounts(bookYearId))
  if (accounts !== null) await followChanges(reading)
  // Changes may be asked for more often, and they tell most of a book year that has not been read yet.
  if (accounts === null && !isSilent(reading)) await readSomeAccounts(reading, bookYearId)
}

/** From here on what changes is asked for, since the oldest list that is known. */
async function followChanges({ before, context, now }: Reading): Promise<void> {
  if (before.some((row) => row.list === 'changedAccounts')) return
  const since = Math.min(now, readFully(before))
  await context.store.transaction((tx) =>
    tx.ledger.saveList(context.connection.dossierId, 'changedAccounts', [], since),
  )
}

async function readJournals(reading: Reading, year: { bookYearId: number; isNew: boolean }): Promise<void> {
  const { accounting, context, copy } = reading
  const list = `journals:${year.bookYearId}` as const
  const rows = await asked(reading, list, () => accounting.readJournals(year.bookYearId, { spare: !year.isNew }))
  if (rows === null) return
  const priced = await withPriceDecimals(context, accounting, rows)
  if (pricesChanged(copy, priced)) reading.isRepriced = true
  await save(reading, list, priced)
}

function sinceOf({ before }: Reading): Instant | null {
  const readAt = before.find((row) => row.list === 'changedAccounts')?.readAt ?? readFully(before)
  return readAt <= ledgerClockMs ? null : readAt - ledgerClockMs
}

async function readChangedAccounts(reading: Reading, since: Instant | null): Promise<LedgerAccount[] | null> {
  const { accounting, context } = reading
  const changes = await asked(reading, 'changedAccounts', () => accounting.accountsModifiedSince(since))
  if (changes === null) return null
  await context.store.transaction(async (tx) => {
    await tx.ledger.changeAccounts(context.connection.dossierId, changes)
    await tx.ledger.saveList(context.connection.dossierId, 'changedAccounts', [], reading.now)
  })
  return changes.changed
}

async function readSomeAccounts(reading: Reading, bookYearId: number): Promise<void> {
  const list = `someAccounts:${bookYearId}` as const
  const known = reading.before.find((row) => row.list === list)
  if (known !== undefined && reading.now - known.readAt < hour) return
  const rows = await readChangedAccounts(reading, null)
  if (rows !== null)
    await save(
      reading,
      list,
      rows.filter((row) => row.bookYearId === bookYearId),
    )
}

/** @returns the rows, which are kept at once; null when the ledger did not give them */
async function read<L extends Exclude<CopiedList, 'changedAccounts'>>(
  reading: Reading,
  list: L,
  call: () => Promise<Answer<CopiedRows<L>>>,
): Promise<CopiedRows<L> | null> {
  const rows = await asked(reading, list, call)
  if (rows !== null) await save(reading, list, rows)
  return rows
}

async function asked<T>(reading: Reading, list: CopiedList, call: () => Promise<Answer<T>>): Promise<T | null> {
  const { context } = reading
  const answer = await whenAllowed(context.ports, call, context.signal)
  if (answer.kind === 'ok') {
    reading.read.add(list)
    return answer.value
  }
  if (answer.kind !== 'notFound') reading.failed.set(list, answer)
  return null
}

async function save<L extends CopiedList>({ context, now }: Reading, list: L, rows: CopiedRows<L>): Promise<void> {
  const { store, ports, connection } = context
  const { dossierId } = connection
  await store.transaction(async (tx) => {
    if (kindOf(list) === 'journals') {
      const wholeYear = Number(list.split(':')[1])
      await tx.ledger.saveJournals(dossierId, rows as Journal[], {
        newId: () => ports.random.id(),
        readAt: now,
        wholeYear,
      })
    }
    await tx.ledger.saveList(dossierId, list, rows, now)
  })
}

/**
 * Returns whether nothing was answered so far, and a call stayed without an answer. Used-up calls are no silence, nor is a list that was
 * removed.
 */
function isSilent({ read: answered, failed }: Reading): boolean {
  return answered.size === 0 && [...failed.values()].some(isSilence)
}

function isSilence(refusal: Refusal): boolean {
  return !isLimit(refusal) && !isLasting(refusal)
}

function isLimit(refusal: Refusal): boolean {
  return refusal.kind === 'later' && (refusal.cause === 'budget' || refusal.cause === 'rateLimit')
}

async function finish(reading: Reading, problemCodes: ProblemCode[]): Promise<RefreshAnswer> {
  const { context, failed } = reading
  const { connectionId, dossierId } = context.connection
  const refusals = [...failed.values()]
  const login = refusals.find((refusal) => refusal.kind === 'loginRefused')
  if (login !== undefined) return login
  const showing = listsShowing(problemCodes)
  const isMended = [...reading.read].some((list) => showing.includes(kindOf(list)))
  const copy = await context.store.transaction(async (tx) => {
    const after = await tx.ledger.copy(dossierId)
    const isChanged = after !== null && isOtherDossier(reading.copy, after)
    // Orders are tried again by themselves after a user mended the cause, and planned anew when the dossier has changed since.
    if (isMended || isChanged || reading.isRepriced) await tx.orders.planAgain(connectionId, null)
    if (isChanged) await replanRejected(tx, connectionId, reading.now)
    if (reading.read.size > 0) context.book = await tx.ledger.book(connectionId)
    return after
  })
  const silence = isSilent(reading) ? (refusals.find(isSilence) ?? null) : null
  if (copy === null) return silence ?? refusals[0] ?? noCopy
  // Data that only waits to be read once more holds no document back.
  if (silence === null) context.restsUntil = reading.restsBefore
  return {
    kind: 'ok',
    copy: { ...copy, unread: { ...copy.unread, cause: causeOf(reading) } },
    failure: silence,
    lasting: refusals.filter(isLasting),
    answered: reading.read.size > 0,
  }
}

const noCopy: Refusal = { kind: 'later', cause: 'unavailable', until: null, detail: 'no copy of the dossier' }

/** Why a list that was never read is not there yet, and when it is asked for next. */
function causeOf({ context, failed }: Reading): UnreadLists['cause'] {
  const news = [...failed].find(([list]) => kindOf(list) === 'accounts' || kindOf(list) === 'journals')
  const refusal = news?.[1] ?? [...failed.values()][0]
  const problem = refusal === undefined ? null : problemOfRefusal(context, 'ledger', refusal)
  const until = problem?.params['until']
  return { code: problem?.code ?? 'OCT-STORING', until: typeof until === 'string' ? until : null }
}
