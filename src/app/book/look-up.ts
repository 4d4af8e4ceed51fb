/** Reads what the ledger has, and finds a document in it by our marks. */
import { readTotalKey } from '../../domain/plan/day-total.ts'
import type { Instant } from '../../domain/calendar.ts'
import { hour, ledgerClockMs, seenForCertainMs } from '../../domain/delays.ts'
import type { LookUp } from '../../domain/document/progress.ts'
import type { SourceFacts } from '../../domain/kinds.ts'
import { isCreditKind, isOfSettlement } from '../../domain/document/document-kinds.ts'
import type { DocumentTarget, FoundDocument, Journal } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import { findOtherPurchase } from './find-purchase.ts'

/** A user who made more concepts than this in one journal meets the limit again at the next look-up. */
export const takenMax = 25

/**
 * Returns the moment from which the ledger is asked for these documents. A doubt may be noticed hours after its send, so the look-up goes
 * back to the first send. A document that was never sent may exist in the ledger since the day before it was queued.
 */
export async function lookSince({ store, ports }: ConnectionContext, documents: StoredDocument[]): Promise<Instant> {
  const sentAt = await store.transaction((tx) => tx.documents.firstSentAt(documents.map((row) => row.documentId)))
  const own = documents.map(({ progress, queueAt, plan: { settlement } }) =>
    progress.sendsOfNumber > 0
      ? (progress.doubtSince ?? queueAt)
      : settlement === undefined
        ? queueAt - 24 * hour
        : ports.calendar.startOfDay(settlement.lookFrom),
  )
  return Math.min(...own, ...(sentAt === null ? [] : [sentAt])) - ledgerClockMs
}

export interface LedgerView {
  documents: FoundDocument[]
  /** Last numbers, where they were asked for: `<book year>|<journal>`. */
  lastNumbers: Map<string, number>
  /** By document: the highest invoice number below a refused number under which the ledger has no document. */
  below: Map<string, number>
}

/**
 * @param what.numbered documents that were sent @param what.anyUnsent also look for documents that were not sent
 * @param what.onlyOurs look only for documents with our marks; do not ask for the journals' last numbers, because the calls for them are
 * few per day
 */
export async function readLedger(
  context: ConnectionContext,
  accounting: Accounting,
  what: {
    target: DocumentTarget
    since: number
    numbered: StoredDocument[]
    anyUnsent: boolean
    onlyOurs?: boolean
  },
): Promise<{ kind: 'ok'; value: LedgerView } | Refusal> {
  if (context.ledger.numbering[what.target] === 'ownKey') return readKeys(context, accounting, what)
  const byNumber = context.ledger.numbering[what.target] === 'mayOverwrite'
  const documents: FoundDocument[] = []
  const onlyNumbers = byNumber && what.numbered.every((document) => document.progress.sendsOfNumber > 0)
  if (!onlyNumbers || what.numbered.length === 0) {
    const modified = await whenAllowed(
      context.ports,
      () => accounting.documentsModifiedSince(what.target, what.since),
      context.signal,
    )
    if (modified.kind === 'ok') documents.push(...modified.value)
    else if (modified.kind !== 'notFound') return modified
  }
  const lastNumbers = await readLastNumbers(context, accounting, what.onlyOurs === true ? [] : what.numbered)
  if (lastNumbers.kind !== 'ok') return lastNumbers
  const below = new Map<string, number>()
  for (const document of what.numbered) {
    const { bookYearId, journalKey, progress } = document
    const refused = progress.lastAnswer === 'wrongNumber'
    if (what.target !== 'invoices' || (!byNumber && !refused)) continue
    if (bookYearId === null || progress.number === null) continue
    const first = { bookYearId, journalKey, number: progress.number }
    const found = await invoicesFrom(context, accounting, first, refused ? takenMax : 1)
    if (found.kind !== 'ok') return found
    documents.push(...found.value)
    const last = lastNumbers.value.get(journalName(first))
    if (!refused || found.value.length > 0 || last === undefined || !(await isOldDoubt(context, progress))) continue
    const lower = await lastBelow(context, accounting, { place: first, last })
    if (lower.kind !== 'ok') return lower
    if (lower.value !== null) below.set(document.documentId, lower.value)
  }
  return { kind: 'ok', value: { documents, lastNumbers: lastNumbers.value, below } }
}

/**
 * Looks documents up by our own keys. A document that was sent is asked for by its key. The answer holds no foreign document and none that
 * was never sent.
 */
async function readKeys(
  context: ConnectionContext,
  accounting: Accounting,
  what: { target: DocumentTarget; since: number; numbered: StoredDocument[]; anyUnsent: boolean },
): Promise<{ kind: 'ok'; value: LedgerView } | Refusal> {
  const documents = new Map<string, FoundDocument>()
  const asks = what.numbered.map(
    ({ reference }) =>
      (): Promise<Answer<FoundDocument[]>> =>
        accounting.documentsUnderKey(what.target, reference),
  )
  if (what.anyUnsent) asks.push(() => accounting.documentsModifiedSince(what.target, what.since))
  for (const ask of asks) {
    const answer = await whenAllowed(context.ports, ask, context.signal)
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') return answer
    for (const found of answer.kind === 'ok' ? answer.value : [])
      documents.set(`${journalName(found)}|${found.number}`, found)
  }
  return { kind: 'ok', value: { documents: [...documents.values()], lastNumbers: new Map(), below: new Map() } }
}

/** The ledger may not show yet what was made just before. */
async function isOldDoubt({ ports }: ConnectionContext, { doubtSince }: StoredDocument['progress']): Promise<boolean> {
  return doubtSince !== null && (await ports.clock.now()) - doubtSince >= seenForCertainMs
}

/**
 * Returns the highest existing number below a refused one. Deleting the newest invoices takes the journal's last number back, and that
 * number may not count concepts.
 * @param at.last the journal's own last number: a number that exists
 * @returns null when it lies further down than a look-up reaches
 */
async function lastBelow(
  context: ConnectionContext,
  accounting: Accounting,
  at: { place: { bookYearId: number; journalKey: string; number: number }; last: number },
): Promise<{ kind: 'ok'; value: number | null } | Refusal> {
  const { place, last } = at
  for (let number = place.number - 1; number > last; number -= 1) {
    if (place.number - number > takenMax) return { kind: 'ok', value: null }
    const ask = (): Promise<Answer<FoundDocument>> => accounting.getInvoice({ ...place, number })
    const found = await whenAllowed(context.ports, ask, context.signal)
    if (found.kind === 'ok') return { kind: 'ok', value: number }
    if (found.kind !== 'notFound') return found
  }
  return { kind: 'ok', value: last }
}

/**
 * Returns the invoices under this number and the ones after it, up to the first that does not exist. A journal's own last number may not
 * count concepts, and then no other call shows which number is the next.
 */
export async function invoicesFrom(
  context: ConnectionContext,
  accounting: Accounting,
  first: { bookYearId: number; journalKey: string; number: number },
  max = takenMax,
): Promise<{ kind: 'ok'; value: FoundDocument[] } | Refusal> {
  const value: FoundDocument[] = []
  for (let number = first.number; number < first.number + max; number += 1) {
    const place = { ...first, number }
    const found = await whenAllowed(context.ports, () => accounting.getInvoice(place), context.signal)
    if (found.kind === 'notFound') break
    if (found.kind !== 'ok') return found
    value.push(found.value)
  }
  return { kind: 'ok', value }
}

/**
 * Documents of the kind that this connection does not make: another program may have made invoices of orders that we book, or the
 * other way round. A dossier without the invoicing module refuses its list, and then holds none.
 */
export async function readOtherKind(
  context: ConnectionContext,
  accounting: Accounting,
  what: { target: DocumentTarget; since: number },
): Promise<{ kind: 'ok'; value: FoundDocument[] } | Refusal> {
  const other = what.target === 'bookings' ? 'invoices' : 'bookings'
  const ask = (): Promise<Answer<FoundDocument[]>> => accounting.documentsModifiedSince(other, what.since)
  const answer = await whenAllowed(context.ports, ask, context.signal)
  if (answer.kind === 'ok' || answer.kind === 'later' || answer.kind === 'loginRefused') return answer
  return { kind: 'ok', value: [] }
}

/** The journal's last number decides only where our number was refused, or an invoice was not found after silence. */
async function readLastNumbers(
  context: ConnectionContext,
  accounting: Accounting,
  numbered: StoredDocument[],
): Promise<{ kind: 'ok'; value: Map<string, number> } | Refusal> {
  const wanted = numbered.filter(
    ({ progress: { lastAnswer, target } }) =>
      lastAnswer === 'wrongNumber' || (target === 'invoices' && lastAnswer !== 'refused'),
  )
  const years = [...new Set(wanted.map((document) => document.bookYearId).filter((year) => year !== null))]
  const value = new Map<string, number>()
  for (const year of years) {
    const answer = await whenAllowed(context.ports, () => accounting.readJournals(year), context.signal)
    if (answer.kind === 'notFound') continue
    if (answer.kind !== 'ok') return answer
    for (const journal of answer.value) value.set(journalName(journal), journal.lastNumber)
    const now = await context.ports.clock.now()
    await context.store.transaction((tx) =>
      tx.ledger.saveJournals(context.connection.dossierId, answer.value, {
        newId: () => context.ports.random.id(),
        readAt: now,
      }),
    )
  }
  return { kind: 'ok', value }
}

function journalName(journal: Pick<Journal, 'bookYearId' | 'journalKey'>): string {
  return `${journal.bookYearId}|${journal.journalKey}`
}

/** The ledger's documents by our reference, and the words that name orders in documents of others. */
export interface LedgerIndex {
  documents: readonly FoundDocument[]
  /** Of documents that we remember. */
  ownMarks: ReadonlySet<string>
  byReference: Map<string, FoundDocument[]>
  foreignWords: Set<string>
  /** Documents of an order under a mark of our form that we do not remember, by order number. */
  unknownMarks: Map<string, FoundDocument[]>
  /** Totals of days that we do not remember, by day and destination (`2026-11-24 BE`). */
  unknownTotals: Map<string, FoundDocument[]>
}

/** The form of our marks: another program may have the same. */
const ourMark = /^[A-Z2-7]{12}$/u

export function indexOf(
  view: LedgerView,
  ownReferences: ReadonlySet<string>,
  source: Pick<SourceFacts, 'name' | 'label'>,
): LedgerIndex {
  const index: LedgerIndex = {
    documents: view.documents,
    ownMarks: ownReferences,
    byReference: new Map(),
    foreignWords: new Set(),
    unknownMarks: new Map(),
    unknownTotals: new Map(),
  }
  for (const found of view.documents) {
    const group = index.byReference.get(found.mark)
    if (group === undefined) index.byReference.set(found.mark, [found])
    else group.push(found)
    if (ownReferences.has(found.mark)) continue
    const day = dayOfTotal(found.orderReference.trim(), source)
    if (day !== undefined) index.unknownTotals.set(day, [...(index.unknownTotals.get(day) ?? []), found])
    const orderId = found.orderReference.trim()
    if (ourMark.test(found.reference) && found.comment.startsWith(`${source.label} ${orderId}`)) {
      index.unknownMarks.set(orderId, [...(index.unknownMarks.get(orderId) ?? []), found])
      continue
    }
    for (const text of [found.reference, found.orderReference, found.comment]) {
      index.foreignWords.add(text.trim())
      for (const word of wordsOf(text)) index.foreignWords.add(word)
    }
  }
  return index
}

/** `2026-11-24 BE` of `bol 2026-11-24 BE (2)`. */
function dayOfTotal(orderReference: string, { name }: Pick<SourceFacts, 'name'>): string | undefined {
  if (!orderReference.startsWith(`${name} `)) return undefined
  return /^(\d{4}-\d{2}-\d{2} [A-Z]{2})(?: \(\d+\))?$/u.exec(orderReference.slice(name.length + 1))?.[1]
}

/** Whole words only: an order number is never found inside a longer one. */
function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u)
}

export function findInLedger(document: StoredDocument, view: LedgerView, index: LedgerIndex): LookUp {
  const ours = new Map<string, LookUp['ours'][number]>()
  for (const found of index.byReference.get(document.reference) ?? []) {
    ours.set(`${journalName(found)}|${found.number}`, {
      number: found.number,
      equal: isEqual(document, found),
      stands: found,
    })
  }
  const total = ours.size === 0 ? unknownTotal(document, index) : null
  if (total !== null) return total
  const other =
    ours.size === 0 && document.progress.sendsOfNumber === 0
      ? findOtherPurchase(document, index.documents, index.ownMarks)
      : null
  if (other !== null) {
    const foreignCents = other.kind === 'sameInvoice' ? other.stands.amountCents : null
    return { ours: [], foreign: true, foreignCents, number: 'unknown' }
  }
  // A foreign document for the order counts as its sale. A credit is recognised by our own mark only.
  const foreign =
    !isCreditKind(document.kind) &&
    document.orderId !== null &&
    !document.bookAnyway &&
    index.foreignWords.has(document.orderId)
  return {
    ours: [...ours.values()],
    foreign: foreign && ours.size === 0,
    number: numberState(document, view),
    journalLast: lastOf(document, view),
  }
}

/**
 * Handles a day total in the ledger that our database does not remember: it may hold this document's sale. Where the document is a total
 * and equals it to the cent, the two are the same. Otherwise nothing is sent and the user decides. A single sale counts as booked by that
 * total; the user confirms this or has the sale booked all the same.
 */
function unknownTotal(document: StoredDocument, index: LedgerIndex): LookUp | null {
  if (index.unknownTotals.size === 0 || document.progress.sendsOfNumber > 0 || document.bookAnyway) return null
  if (isOfSettlement(document.kind)) return null
  const { orderId, businessKey, plan } = document
  const { date, destination } = readTotalKey(businessKey)
  const days = orderId === null ? [`${date} ${destination}`] : [...daysOf(plan, index.unknownTotals.keys())]
  const found = days.flatMap((day) => index.unknownTotals.get(day) ?? [])
  if (found.length === 0) return null
  const equal = orderId === null ? found.filter((row) => isEqual(document, row)) : []
  const [match] = equal
  if (match !== undefined && equal.length === 1)
    return { ours: [{ number: match.number, equal: true }], foreign: false, number: 'unknown' }
  if (orderId !== null) return { ours: [], foreign: true, number: 'unknown', unknownTotal: true }
  return { ours: [{ number: 0, equal: false }], foreign: false, number: 'unknown', unknownTotal: true }
}

/** Also of the other way of booking: by its order where it is booked by its parcel now, and the other way round. */
export function daysOf(plan: StoredDocument['plan'], known: Iterable<string>): Set<string> {
  const own = [plan.supplyDate, ...(plan.mayStandOn ?? [])].map((day) => `${day} ${plan.consumerIn}`)
  const { mayStandFrom: from } = plan
  const later = from === undefined ? [] : [...known].filter((day) => day >= from && day.endsWith(` ${plan.consumerIn}`))
  return new Set([...own, ...later])
}

function isEqual(document: StoredDocument, found: FoundDocument): boolean {
  if (document.progress.target !== 'bookings') return found.linesHash === document.plan.linesHash
  return found.amountCents === document.amountCents
}

/** The highest number of the document's journal that this look saw. */
function lastOf(document: StoredDocument, view: LedgerView): number {
  const key = `${document.bookYearId}|${document.journalKey}`
  const numbers = view.documents.filter((found) => journalName(found) === key).map((found) => found.number)
  return Math.max(view.lastNumbers.get(key) ?? 0, view.below.get(document.documentId) ?? 0, ...numbers)
}

function numberState(document: StoredDocument, view: LedgerView): LookUp['number'] {
  const { number, lastAnswer } = document.progress
  if (number === null) return 'unknown'
  const key = `${document.bookYearId}|${document.journalKey}`
  const taken = view.documents.some(
    (found) => journalName(found) === key && found.number === number && found.mark !== document.reference,
  )
  if (taken) return 'taken'
  const last = view.lastNumbers.get(key)
  if (last === undefined) return lastAnswer === 'wrongNumber' ? 'taken' : 'unknown'
  if (last >= number) return 'taken'
  if (last === number - 1) return 'free'
  if (document.progress.target !== 'invoices') return 'wentBack'
  // Whether a journal's last number counts invoices that are still concepts is not known: these were asked for one by one.
  const below = view.below.get(document.documentId)
  return below === undefined || below === number - 1 ? 'unknown' : 'wentBack'
}
