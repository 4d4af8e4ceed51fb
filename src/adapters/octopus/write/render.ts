/**
 * The exact bytes of a document. Amounts are printed from integers, keys have a fixed order, and only the number is open: the same document
 * always gives the same bytes.
 * Signs of a credit note differ by module: a booking has a negative total over positive lines; an invoice has negative lines, and there it
 * is the count that is negative, because an electronic invoice allows no negative price.
 */
import type {
  BookingLine,
  EntryLine,
  InvoiceLine,
  LedgerDocument,
  RelationReference,
} from '../../../domain/ledger/ledger.ts'
import { kindRow } from '../../../domain/document/document-kinds.ts'
import { Defect } from '../../../domain/money.ts'
import type { RenderedDocument } from '../../../ports/accounting.ts'
import { centsText, microsText } from '../decimal.ts'
import { linesHashOf, signedCount } from './lines.ts'

/** No length is documented for any text; these are far above what our own texts need. */
const commentMax = 250
const referenceMax = 100

const placeholder = '{{number}}'
const numberKey = '"documentSequenceNr":'

/** The compiler's library does not know `rawJSON` yet. */
const json = JSON as unknown as { rawJSON: (text: string) => object }

/** A number printed as given. */
export function rawNumber(text: string): object {
  return json.rawJSON(text)
}

/** @throws Defect on a booking whose lines do not add up to its total: the plan never makes one */
export function renderDocument(document: LedgerDocument): RenderedDocument {
  const text = JSON.stringify(bodies[document.target](document))
  // A buyer's own reference may hold anything, also our placeholder.
  const parts = text.replaceAll(placeholder, '\\u007b{number}}').split(`${numberKey}0`)
  if (parts.length !== 2) throw new Defect('The number of a document has one place')
  return { template: parts.join(`${numberKey}${placeholder}`), linesHash: linesHashOf(document) }
}

const bodies = { bookings: bookingBody, invoices: invoiceBody, entries: entryBody } as const

export function bytesOf(rendered: RenderedDocument, number: number | null): string {
  if (number === null || !Number.isInteger(number) || number < 1 || number > 0x7fffffff)
    throw new Defect(`No document number: ${number}`)
  const parts = rendered.template.split(placeholder)
  if (parts.length !== 2) throw new Defect('The number of a document has one place')
  return parts.join(String(number))
}

function bookingBody(document: LedgerDocument): object {
  const sum = document.bookingLines.reduce((total, line) => total + line.baseCents + line.vatCents, 0)
  const { sign } = kindRow(document.kind)
  const isCredit = sign === 'credit' || (sign === 'byAmount' && document.amountCents < 0)
  if (document.amountCents !== (isCredit ? -sum : sum)) throw new Defect('The lines do not add up to the total')
  const booking = {
    ...head(document),
    amount: rawNumber(centsText(document.amountCents)),
    currencyCode: 'EUR',
    exchangeRate: rawNumber('1.0'),
    ...marks(document),
    paymentMethod: document.paymentMethod,
    bookingLines: document.bookingLines.map(bookingLine),
  }
  const attachments = document.attachment === null ? {} : { attachments: [attachmentBody(document.attachment)] }
  return { buySellBookingServiceData: booking, ...attachments }
}

function invoiceBody(document: LedgerDocument): object {
  const { buyerReference } = document
  return {
    ...head(document),
    currencyCode: 'EUR',
    exchangeRate: rawNumber('1.0'),
    ...marks(document),
    ...(buyerReference === null || buyerReference.trim() === ''
      ? {}
      : { peppolFields: { buyerReference: { value: plainText(buyerReference, referenceMax) } } }),
    invoiceLines: document.invoiceLines.map((line) => invoiceLine(document, line)),
  }
}

/** An entry's only texts are those of its lines, so each line carries our mark. */
function entryBody(document: LedgerDocument): object {
  const { bookYearId, journalKey, period, date, entryLines, reference, attachment } = document
  if (entryLines.reduce((sum, line) => sum + line.amountCents, 0) !== 0)
    throw new Defect('The lines do not add up to 0')
  const entry = {
    bookyearKey: { id: bookYearId },
    journalKey,
    documentSequenceNr: 0,
    bookyearPeriodeNr: period,
    documentDate: date,
    exchangeRate: rawNumber('1.0'),
    bookingLines: entryLines.map((line) => ({
      ...entrySide(line),
      reference: plainText(reference, referenceMax),
      amount: rawNumber(centsText(line.amountCents)),
    })),
  }
  const attachments = attachment === null ? {} : { attachments: [attachmentBody(attachment)] }
  return { financialDiversBookingServiceData: entry, ...attachments }
}

function entrySide({ to }: EntryLine): object {
  if ('account' in to) return { type: 'A', accountKey: to.account }
  const relation = 'customer' in to ? to.customer : to.supplier
  const named =
    'relationId' in relation ? { relationId: relation.relationId } : { externalRelationId: relation.externalId }
  return { type: 'customer' in to ? 'C' : 'S', ...named }
}

function head(document: LedgerDocument): object {
  if (document.relation === null) throw new Defect('A document without a relation')
  return {
    bookyearKey: { id: document.bookYearId },
    journalKey: document.journalKey,
    documentSequenceNr: 0,
    bookyearPeriodeNr: document.period,
    documentDate: document.date,
    expiryDate: document.dueDate,
    relationIdentificationServiceData: relationBody(document.relation),
  }
}

function relationBody(relation: RelationReference): object {
  return 'relationId' in relation
    ? { relationKey: { id: relation.relationId } }
    : { externalRelationId: relation.externalId }
}

function marks(document: LedgerDocument): object {
  return {
    comment: plainText(document.comment, commentMax),
    orderReference: plainText(document.orderReference, referenceMax),
    reference: plainText(document.reference, referenceMax),
  }
}

function bookingLine(line: BookingLine): object {
  return {
    accountKey: line.account,
    baseAmount: rawNumber(centsText(line.baseCents)),
    vatCodeKey: line.vatCode,
    vatAmount: rawNumber(centsText(line.vatCents)),
    comment: plainText(line.comment, commentMax),
  }
}

function invoiceLine(document: LedgerDocument, line: InvoiceLine): object {
  const count = signedCount(document, line.count)
  if (!Number.isSafeInteger(count)) throw new Defect(`No count of pieces: ${count}`)
  return {
    description: lineDescription(line),
    count,
    unitPrice: rawNumber(microsText(line.unitPriceMicros)),
    vatCodeKey: line.vatCode,
    bookingAccountNr: line.account,
  }
}

/** The text holds the EAN: the product number's own field names a product of the ledger and is refused when unknown. */
function lineDescription(line: InvoiceLine): string {
  const suffix = line.ean === null || line.description.includes(line.ean) ? '' : ` (EAN ${line.ean})`
  return plainText(line.description, commentMax - suffix.length) + suffix
}

export function attachmentBody(attachment: { fileName: string; contentBase64: string }): object {
  return { fileName: plainText(attachment.fileName, referenceMax), fileData: attachment.contentBase64 }
}

/** One line of whole characters without control characters, which no electronic invoice may carry. */
function plainText(text: string, lengthMax: number): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return clean.length <= lengthMax ? clean : Array.from(clean).slice(0, lengthMax).join('')
}
