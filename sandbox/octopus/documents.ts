/**
 * What bookings and invoices have in common: the place in the ledger, the number rule, the order of checks, storing.
 * The server takes `last number + 1` of a book year and journal and nothing else.
 */

import type { SandboxResponse } from '../world.ts'
import { empty, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { CURRENCIES, findRelation } from './relations.ts'
import type { RelationIdentification } from './relations.ts'
import { bookYearOf, changeNow, journalOf } from './state.ts'
import type {
  Balancing,
  BookYear,
  Dossier,
  DocumentVersion,
  Journal,
  Maker,
  OctopusState,
  Relation,
  StoredDocument,
  VatCode,
} from './state.ts'

/** The properties that both kinds of document share. */
export interface DocumentHead {
  bookyearKey: { id: number }
  journalKey: string
  documentSequenceNr: number
  relationIdentificationServiceData: RelationIdentification
  bookyearPeriodeNr: number
  documentDate: string
  expiryDate: string
  currencyCode: string
  exchangeRate: number
  comment?: string
  orderReference?: string
  reference?: string
}

/** What an entry has of it. */
export type EntryHead = Pick<
  DocumentHead,
  'bookyearKey' | 'journalKey' | 'documentSequenceNr' | 'bookyearPeriodeNr' | 'documentDate'
>

export interface Task {
  kind: StoredDocument['kind']
  verb: 'insert' | 'update'
}

export interface Place {
  year: BookYear
  journal: Journal
}

/** What is wrong, without the words that go before it. */
export interface Wrong {
  code: number
  detail: string
  status?: number
}

export function answerTo(call: DossierCall, task: Task, wrong: Wrong): SandboxResponse {
  const info = `Unable to ${task.verb} ${task.kind} in dossier ${call.dossier.id}.  ${wrong.detail}`
  return refuse({ status: wrong.status ?? 400, code: wrong.code, info }, call.language)
}

/** Kinds of journals that take a document. */
const LETTERS: Readonly<Record<StoredDocument['kind'], string>> = { booking: 'AV', invoice: 'V', entry: 'FD' }

/** Book year, journal, its kind, and whether somebody else has it open. */
export function findPlace(
  dossier: Dossier,
  head: EntryHead,
  task: Task,
  now: number,
): { kind: 'fine'; place: Place } | { kind: 'wrong'; wrong: Wrong } {
  const no = (code: number, detail: string, status = 400): { kind: 'wrong'; wrong: Wrong } => ({
    kind: 'wrong',
    wrong: { code, detail, status },
  })
  const year = bookYearOf(dossier, head.bookyearKey.id)
  if (!year) return no(-9, 'Bookyear unknown')
  const journal = journalOf(year, head.journalKey)
  if (!journal) return no(-10, 'Journal unknown')
  if (!LETTERS[task.kind].includes(journal.letter)) return no(-38, 'Invalid journal')
  if ((journal.insertionType === 1) !== (task.kind !== 'invoice')) return no(-29, 'Journal has another insertion type')
  if (journal.openUntil > now) return no(-12, 'Journal is open by another user', 403)
  return { kind: 'fine', place: { year, journal } }
}

export function numberWrong(state: OctopusState, journal: Journal, number: number): Wrong | undefined {
  const last = journal.lastNumber
  if (number === last + 1) return undefined
  const detail = {
    equals: `Illegal document seq Nr.  Last Document = ${last}.  New Document = ${number}. `,
    colon: `Illegal document sequence nr.  Last Document : ${last}`,
    none: 'Illegal document sequence nr.',
  }[state.settings.numberWording]
  return { code: -13, detail }
}

/** Entries name the last number in other words (recorded). */
export function entryNumberWrong(state: OctopusState, journal: Journal, number: number): Wrong | undefined {
  const wrong = numberWrong(state, journal, number)
  if (!wrong || state.settings.numberWording === 'none') return wrong
  return { ...wrong, detail: `Illegal document sequence nr.  Last Document : ${journal.lastNumber}` }
}

/** Period, then whether it is closed or protected. The order after the number check is an assumption. */
export function periodWrong(state: OctopusState, place: Place, head: EntryHead): Wrong | undefined {
  const { year, journal } = place
  const { settings } = state
  const period = year.periods.find((candidate) => candidate.nr === head.bookyearPeriodeNr)
  if (!period) return { code: -14, detail: 'Bookyear period unknown' }
  const { documentDate } = head
  if (settings.dateMustFitPeriod && (documentDate < period.startDate || documentDate > period.endDate)) {
    return { code: -14, detail: 'Document date lies outside the bookyear period' }
  }
  if (journal.protectedPeriod >= period.nr) return { code: -15, detail: 'Bookyear period is protected' }
  const periodClosed =
    journal.closedPeriod > 0 &&
    (settings.closedPeriodMeans === 'until' ? period.nr <= journal.closedPeriod : period.nr >= journal.closedPeriod)
  if (year.closed || journal.closed || periodClosed) {
    return { code: -11, detail: 'Journal is closed', status: Number(settings.closedAnswer) }
  }
  return undefined
}

export interface CheckedLine {
  account: number
  vatCode: string
}

export interface Partner {
  relation: Relation
  /** By code. */
  vatCodes: Map<string, VatCode>
}

/** Relation, accounts and VAT codes, in this order. */
export function findPartner(
  dossier: Dossier,
  place: Place,
  wanted: { head: DocumentHead; lines: CheckedLine[]; credit: boolean },
): { kind: 'fine'; partner: Partner } | { kind: 'wrong'; wrong: Wrong } {
  const no = (code: number, detail: string): { kind: 'wrong'; wrong: Wrong } => ({
    kind: 'wrong',
    wrong: { code, detail },
  })
  const relation = findRelation(dossier, wanted.head.relationIdentificationServiceData)
  if (!relation) return no(-16, 'Relation unknown')
  for (const { account } of wanted.lines) {
    const found = place.year.accounts.get(account)
    if (!found?.active) return no(-21, `Account unknown : ${account}`)
    if (!found.postable) return no(-50, `Account ${account} is not a booking account`)
  }
  const vatCodes = new Map<string, VatCode>()
  for (const { vatCode } of wanted.lines) {
    const found = dossier.vatCodes.find((candidate) => candidate.code === vatCode)
    if (!found) return no(-22, `VAT code unknown : ${vatCode}`)
    if (!fits(dossier, found, { sale: place.journal.letter === 'V', credit: wanted.credit })) {
      return no(-75, `VAT code ${vatCode} has the wrong type`)
    }
    vatCodes.set(vatCode, found)
  }
  return { kind: 'fine', partner: { relation, vatCodes } }
}

/** A dossier that has codes for credit notes wants them on credit notes; without them the plain codes serve. */
function fits(dossier: Dossier, code: VatCode, use: { sale: boolean; credit: boolean }): boolean {
  const [plain, forCredit] = use.sale ? [2, 4] : [1, 3]
  if (!use.credit) return code.type === plain
  const hasCreditCodes = dossier.vatCodes.some((candidate) => candidate.type === forCredit)
  return code.type === (hasCreditCodes ? forCredit : plain)
}

export function currencyWrong(head: DocumentHead): Wrong | undefined {
  if (!CURRENCIES.includes(head.currencyCode)) return { code: -19, detail: 'Currency unknown' }
  const rateFits = head.currencyCode === 'EUR' ? head.exchangeRate === 1 : head.exchangeRate > 0
  return rateFits ? undefined : { code: -20, detail: 'Illegal exchange rate' }
}

/** What is stored of a document besides its place and its moment. */
export type Content = Omit<DocumentVersion, 'change' | 'changedBy'>

export interface Storing {
  content: Content
  madeBy: Maker
  now: number
}

/** The lists of `wire` keep what the API shows; key and relation are added when a row is made. */
export function headOf(head: DocumentHead): Pick<
  Content,
  'period' | 'documentDate' | 'expiryDate' | 'reference' | 'orderReference' | 'comment'
> & {
  wire: Record<string, unknown>
} {
  const { reference = '', orderReference = '', comment = '' } = head
  const { bookyearPeriodeNr, documentDate, expiryDate, currencyCode, exchangeRate } = head
  return {
    period: bookyearPeriodeNr,
    documentDate,
    expiryDate,
    reference,
    orderReference,
    comment,
    wire: {
      bookyearPeriodeNr,
      documentDate,
      expiryDate,
      currencyCode,
      exchangeRate,
      comment,
      reference,
      // An empty order reference does not come back.
      orderReference: orderReference === '' ? undefined : orderReference,
    },
  }
}

export function addDocument(
  state: OctopusState,
  place: { dossier: Dossier; journal: Journal; number: number; kind: StoredDocument['kind'] },
  storing: Storing,
): StoredDocument {
  const { dossier, journal, number, kind } = place
  state.documentsMade += 1
  const document: StoredDocument = {
    id: state.documentsMade,
    kind,
    dossierId: dossier.id,
    bookYearId: journal.bookYearId,
    journalKey: journal.key,
    number,
    madeBy: storing.madeBy,
    madeAt: storing.now,
    versions: [],
    attachments: [],
  }
  changeDocument(state, document, storing)
  journal.documents.push(document)
  journal.lastNumber = Math.max(journal.lastNumber, number)
  return document
}

export function changeDocument(state: OctopusState, document: StoredDocument, storing: Storing): void {
  const { content, madeBy, now } = storing
  forgetBalancingsOf(state, document, now)
  document.versions.push({ ...content, change: changeNow(state, now), changedBy: madeBy })
}

/** Deleting the last document of a journal frees its number. */
export function removeDocument(state: OctopusState, journal: Journal, document: StoredDocument, now: number): void {
  document.deletion = changeNow(state, now)
  forgetBalancingsOf(state, document, now)
  const numbers = liveDocuments(journal).map((other) => other.number)
  journal.lastNumber = Math.max(journal.startNumber, ...numbers)
}

/** A document that is removed, or is another one from now on, takes its balancings with it. */
function forgetBalancingsOf(state: OctopusState, document: StoredDocument, now: number): void {
  const dossier = state.dossiers.get(document.dossierId)
  if (dossier) removeBalancings(state, dossier, ({ documents }) => documents.includes(document.id), now)
}

/** @returns how many stood and are gone now */
export function removeBalancings(
  state: OctopusState,
  dossier: Dossier,
  which: (balancing: Balancing) => boolean,
  now: number,
): number {
  const gone = dossier.balancings.filter((balancing) => !balancing.deletion && which(balancing))
  for (const balancing of gone) balancing.deletion = changeNow(state, now)
  return gone.length
}

export function liveDocuments(journal: Journal): StoredDocument[] {
  return journal.documents.filter((document) => !document.deletion)
}

/** The newest live document with a number. */
export function documentAt(journal: Journal | undefined, number: number): StoredDocument | undefined {
  return journal?.documents.findLast((document) => document.number === number && !document.deletion)
}

/** A row as the API shows it. */
export function documentRow(
  dossier: Dossier,
  document: StoredDocument,
  version: DocumentVersion,
): Record<string, unknown> {
  const relation = dossier.relations.get(version.relationId)
  return {
    ...version.wire,
    bookyearKey: { id: document.bookYearId },
    journalKey: document.journalKey,
    documentSequenceNr: document.number,
    relationIdentificationServiceData: {
      externalRelationId: relation?.externalRelationId ?? 0,
      relationKey: { id: version.relationId },
    },
  }
}

export function created(): SandboxResponse {
  return empty(201)
}

export function updated(): SandboxResponse {
  return empty(204)
}
