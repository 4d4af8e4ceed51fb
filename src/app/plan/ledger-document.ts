/** The document as the ledger gets it: our marks, its lines, its customer. */
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { BookingLine, InvoiceLine, LedgerDocument } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'
import type { Buyer } from '../../domain/order/order.ts'
import type { PlannedDocument } from '../../domain/plan/plan-order.ts'
import type { PlannedLine } from '../../domain/plan/plan.ts'
import { unitPrices } from '../../domain/invoice/invoice-lines.ts'
import type { UnitPrice } from '../../domain/invoice/price.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { StoredJournal } from '../../ports/tables/ledger.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import type { Ports } from '../run/ports.ts'
import type { ResolvedRelation } from './resolve-relation.ts'

/** The ledger names no limits; these keep a line readable on paper. */
const descriptionMax = 120
const ownReferenceMax = 60

/** 12 characters of base32 out of outside facts only, so that a re-made connection finds its own documents. */
export function documentReference(
  ports: Pick<Ports, 'digest' | 'kinds'>,
  of: { connection: Connection; kind: DocumentKind; businessKey: string; version: number },
): string {
  const { connection, kind, businessKey, version } = of
  const { idPart: ofSource } = ports.kinds.source(connection.source)
  const { idPart: ofLedger } = ports.kinds.ledger(connection.ledger)
  const kinds = [ofSource, ofLedger].filter((part) => part !== null)
  const facts = [...kinds, connection.dossierId, connection.retailerId ?? '', kind, businessKey, version]
  return base32(ports.digest(facts.join('|'))).slice(0, 12)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(hex: string): string {
  let text = ''
  for (let at = 0; at + 5 <= hex.length; at += 5) {
    const bits = Number.parseInt(hex.slice(at, at + 5), 16)
    for (let shift = 15; shift >= 0; shift -= 5) text += alphabet[(bits >> shift) & 31]
  }
  return text
}

export function ledgerDocument(
  context: ConnectionContext,
  from: {
    document: PlannedDocument<StoredJournal>
    reference: string
    orderId: string
    relation: Extract<ResolvedRelation, { kind: 'relation' }>
    buyer: Buyer | null
  },
): LedgerDocument {
  const { document } = from
  const { place, plan } = document
  const ownReference = oneLine(from.buyer?.ownReference ?? null, ownReferenceMax)
  return {
    target: document.target,
    kind: document.kind,
    bookYearId: place.bookYear.bookYearId,
    journalKey: place.journal.journalKey,
    period: place.period.period,
    date: place.date,
    dueDate: place.date,
    relation: from.relation.reference,
    amountCents: document.amountCents,
    reference: from.reference,
    orderReference: from.orderId,
    comment: ownReference === null ? document.comment : `${document.comment} ref. ${ownReference}`,
    paymentMethod: context.settings.booking.paymentMethod,
    bookingLines: document.target === 'bookings' ? plan.lines.map(bookingLine) : [],
    entryLines: [],
    invoiceLines: document.target === 'invoices' ? invoiceLines(plan.lines, place.journal) : [],
    buyerReference: ownReference,
    attachment: null,
  }
}

function bookingLine(line: PlannedLine): BookingLine {
  return {
    account: line.account as number,
    vatCode: line.vatCode as string,
    baseCents: line.netCents as Cents,
    vatCents: line.vatCents as Cents,
    comment: describe(line, true),
  }
}

function invoiceLines(lines: PlannedLine[], journal: StoredJournal): InvoiceLine[] {
  const prices = unitPrices(lines, journal)
  return lines.map((line, at) => invoiceLine(line, prices[at] as UnitPrice))
}

function invoiceLine(line: PlannedLine, price: UnitPrice): InvoiceLine {
  return {
    description: describe(line, price.description === 'countInText'),
    ean: line.ean,
    count: price.count,
    unitPriceMicros: price.unitPriceMicros,
    vatCode: line.vatCode as string,
    account: line.account as number,
  }
}

/** `3 x Title (EAN 9789463105156)`. */
function describe(line: PlannedLine, withCount: boolean): string {
  const ean = line.ean === null ? '' : ` (EAN ${line.ean})`
  const title = oneLine(line.description, descriptionMax - ean.length) ?? line.orderItemId
  return `${withCount ? `${line.quantity} x ` : ''}${title}${ean}`
}

function oneLine(text: string | null, max: number): string | null {
  const clean = (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  return clean === '' ? null : [...clean].slice(0, max).join('')
}
