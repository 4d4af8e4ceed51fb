/** Documents that a person books in the desktop application: no number to choose, no check in the way. */

import { bookingContent } from './bookings.ts'
import type { BookingLineBody } from './bookings.ts'
import { basisPointsOf, euroOf, vatInGross } from './decimals.ts'
import { addDocument, changeDocument, headOf } from './documents.ts'
import type { Content, DocumentHead, Partner } from './documents.ts'
import { entryContent } from './entries.ts'
import { invoiceContent } from './invoices.ts'
import { journalOf, latestVersion } from './state.ts'
import type { BookYear, Dossier, EntryLine, Journal, OctopusState, StoredDocument } from './state.ts'

export interface HandDocument {
  journal: string
  /** Local date. */
  date: string
  /** VAT included; negative for a credit. */
  amountCents: number
  relation: number
  account: number
  vatCode: string
  /** Default: the period of the date. */
  period?: number
  /** Default: the next one. A person may leave a gap. */
  number?: number
  reference?: string
  orderReference?: string
  comment?: string
}

export function bookDocument(
  state: OctopusState,
  dossier: Dossier,
  year: BookYear,
  document: HandDocument,
  now: number,
): StoredDocument {
  const journal = journalOf(year, document.journal)
  if (!journal) throw new Error(`no journal ${document.journal} in book year ${year.id}`)
  const number = document.number ?? journal.lastNumber + 1
  const content = contentOf(dossier, { year, journal }, { ...document, number })
  const kind = journal.insertionType === 1 ? 'booking' : 'invoice'
  return addDocument(state, { dossier, journal, number, kind }, { content, madeBy: 'bookkeeper', now })
}

export function bookEntryByHand(
  state: OctopusState,
  place: { dossier: Dossier; year: BookYear; journal: Journal },
  entry: { date: string; lines: EntryLine[]; now: number },
): StoredDocument {
  const { dossier, year, journal } = place
  const { date, lines, now } = entry
  const number = journal.lastNumber + 1
  const period = year.periods.find((candidate) => candidate.startDate <= date && date <= candidate.endDate)
  if (!'FD'.includes(journal.letter) || !period) throw new Error(`no entry of ${date} in journal ${journal.key}`)
  const head = {
    bookyearKey: { id: year.id },
    journalKey: journal.key,
    documentSequenceNr: number,
    bookyearPeriodeNr: period.nr,
    documentDate: date,
  }
  const content = entryContent(head, lines)
  return addDocument(state, { dossier, journal, number, kind: 'entry' }, { content, madeBy: 'bookkeeper', now })
}

export type HandChange = Partial<Omit<HandDocument, 'journal' | 'number'>>

/** Keeps what is not named. The lines are replaced by one when amount, account or VAT code is named. */
export function changeByHand(
  state: OctopusState,
  place: { dossier: Dossier; year: BookYear; journal: Journal },
  document: StoredDocument,
  wanted: { change: HandChange; now: number },
): void {
  const { change, now } = wanted
  const before = latestVersion(document)
  const [line] = before.lines
  const after = {
    journal: document.journalKey,
    number: document.number,
    date: before.documentDate,
    period: before.period,
    amountCents: before.amountCents,
    relation: before.relationId,
    account: line?.account ?? 0,
    vatCode: line?.vatCode ?? '',
    reference: before.reference,
    orderReference: before.orderReference,
    comment: before.comment,
    ...change,
  }
  const newLines = ['amountCents', 'account', 'vatCode'].some((name) => Object.hasOwn(change, name))
  let content: Content
  if (newLines) content = contentOf(place.dossier, place, after)
  else {
    const head = headOf(bodyHead(place, after))
    content = { ...before, ...head, relationId: after.relation, wire: { ...before.wire, ...head.wire } }
  }
  changeDocument(state, document, { content, madeBy: 'bookkeeper', now })
}

function contentOf(
  dossier: Dossier,
  place: { year: BookYear; journal: Journal },
  document: HandDocument & { number: number },
): Content {
  const relation = dossier.relations.get(document.relation)
  if (!relation) throw new Error(`no relation ${document.relation} in dossier ${dossier.id}`)
  const code = dossier.vatCodes.find((candidate) => candidate.code === document.vatCode)
  if (!code) throw new Error(`no VAT code ${document.vatCode} in dossier ${dossier.id}`)
  const partner: Partner = { relation, vatCodes: new Map([[code.code, code]]) }
  const head = bodyHead(place, document)
  const size = Math.abs(document.amountCents)
  const vatCents = vatInGross(size, basisPointsOf(code.basePercentage), 'up')
  if (place.journal.insertionType === 1) {
    const line: BookingLineBody = {
      accountKey: document.account,
      baseAmount: euroOf(size - vatCents),
      vatCodeKey: code.code,
      vatAmount: euroOf(vatCents),
      comment: document.comment ?? '',
    }
    const body = { ...head, amount: euroOf(document.amountCents), bookingLines: [line] }
    return bookingContent(body, { partner, relationId: relation.id, place })
  }
  const sign = document.amountCents < 0 ? -1 : 1
  const priceCents = sign * (place.journal.insertionType === 3 ? size : size - vatCents)
  const line = {
    description: document.comment ?? '',
    count: 1,
    unitPrice: euroOf(priceCents),
    vatCodeKey: code.code,
    bookingAccountNr: document.account,
  }
  return invoiceContent(
    { ...head, invoiceLines: [line] },
    { partner, place, dossier, settings: { halves: 'up', invoiceVat: 'perRate' } },
  )
}

function bodyHead(
  place: { year: BookYear; journal: Journal },
  document: HandDocument & { number: number },
): DocumentHead {
  const { date, reference, orderReference, comment } = document
  const period = place.year.periods.find((candidate) => candidate.startDate <= date && date <= candidate.endDate)
  const bookyearPeriodeNr = document.period ?? period?.nr
  if (bookyearPeriodeNr === undefined) throw new Error(`${date} lies outside book year ${place.year.id}`)
  return {
    bookyearKey: { id: place.year.id },
    journalKey: place.journal.key,
    documentSequenceNr: document.number,
    relationIdentificationServiceData: { relationKey: { id: document.relation } },
    bookyearPeriodeNr,
    documentDate: date,
    expiryDate: date,
    currencyCode: 'EUR',
    exchangeRate: 1,
    ...(reference === undefined ? {} : { reference }),
    ...(orderReference === undefined ? {} : { orderReference }),
    ...(comment === undefined ? {} : { comment }),
  }
}
