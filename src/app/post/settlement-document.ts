/** The documents of an invoice of the marketplace, as they are kept: with their marks, and their bytes rendered once and sealed. */
import { addDays, type Instant, type LocalDate } from '../../domain/calendar.ts'
import type { EntryLine, LedgerDocument, RelationReference } from '../../domain/ledger/ledger.ts'
import type { Place } from '../../domain/ledger/period.ts'
import { addCents } from '../../domain/money.ts'
import type { SettlementPlan } from '../../domain/plan/plan.ts'
import type { EntryLine as EntryLineOfSettlement } from '../../domain/settlement/clearing.ts'
import { centsOn } from '../../domain/settlement/entry-lines.ts'
import { sidesOf } from '../../domain/settlement/matching.ts'
import type { Purchase } from '../../domain/settlement/purchase.ts'
import type { SettlementInvoice } from '../../domain/settlement/settlement.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { StoredJournal } from '../../ports/tables/ledger.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import { templateContext } from '../book/post-document.ts'
import { standsIn } from '../plan/kept-document.ts'
import { documentReference } from '../plan/ledger-document.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

/** An invoice cannot be entered long before it was made, but a date a month earlier may be a slip of the pen. */
const lookBackDays = 31
/** The ledger's payment list leaves such a document out: it is settled by what is paid out, and would be paid a second time. */
const blockedForPayment = 12
const otherPayment = 13

export interface Making {
  accounting: Accounting
  now: Instant
  /** Null: of the day of its place. */
  settlement: StoredSettlement | null
  place: Place<StoredJournal>
  before: StoredDocument | undefined
}

export function purchaseDocument(
  context: ConnectionContext,
  making: Making,
  of: {
    invoice: SettlementInvoice
    purchase: Purchase
    lines: LedgerDocument['bookingLines']
    supplier: { reference: RelationReference; buyerHash: string | null; relationId: number | null }
    pdf: { state: NonNullable<SettlementPlan['pdf']>; base64: string | null }
  },
): NewDocument {
  const { place } = making
  const { invoice, purchase, pdf, supplier } = of
  const { invoiceId } = invoice
  const { label } = context.source
  const isAds = making.settlement?.kind === 'advertising'
  const period = `${invoice.periodFrom} - ${invoice.periodTo}`
  const late = place.late ? ` d.d. ${invoice.issueDate}` : ''
  const reverseCharge = purchase.lines.filter(({ vat }) => vat === 'reverseCharge')
  return kept(context, making, {
    kind: 'purchase',
    target: 'bookings',
    businessKey: invoiceId,
    amountCents: purchase.amountCents,
    buyerHash: supplier.buyerHash,
    plan: {
      supplier: supplier.relationId,
      pdf: pdf.state,
      ...(reverseCharge.length === 0 ? {} : { reverseChargeCents: signedBase(purchase, reverseCharge) }),
    },
    ledger: (mark) => ({
      dueDate: purchase.expiryDate < place.date ? place.date : purchase.expiryDate,
      relation: supplier.reference,
      reference: invoiceId,
      orderReference: mark,
      comment: `${label} afrekening ${invoiceId} ${period}${late}`,
      paymentMethod: isAds ? otherPayment : blockedForPayment,
      bookingLines: of.lines,
      entryLines: [],
      attachment: pdf.state === 'inBooking' && pdf.base64 !== null ? file(label, invoiceId, pdf.base64) : null,
    }),
  })
}

/** On a credit note the lines are turned; the base is not. */
function signedBase({ kind }: Purchase, lines: Purchase['lines']): number {
  const base = addCents(...lines.map((line) => line.baseCents))
  return kind === 'creditNote' ? -base : base
}

export function file(label: string, invoiceId: string, base64: string): { fileName: string; contentBase64: string } {
  return { fileName: `${label} ${invoiceId}.pdf`, contentBase64: base64 }
}

/** Returns an entry: its subject, its lines, and its plan. */
export function entryDocument(
  context: ConnectionContext,
  making: Making,
  of: {
    kind: 'clearing' | 'supplement' | 'paid' | 'setOff'
    businessKey: string
    /** Beside our mark on each line. */
    about: string
    lines: EntryLine[]
    /** The account that proves its sign. */
    account: number
    buyerHash: string | null
    orders?: string[]
    shown?: EntryLineOfSettlement[]
  },
): NewDocument {
  const { kind, businessKey, lines, account, about, orders, shown } = of
  const sides = sidesOf(lines)
  return kept(context, making, {
    kind,
    target: 'entries',
    businessKey,
    amountCents: addCents(...lines.map((line) => Math.max(line.amountCents, 0))),
    buyerHash: of.buyerHash,
    plan: {
      clearing: { account, cents: centsOn(lines, account) },
      entry: lines,
      ...(sides.length === 0 ? {} : { sides }),
      ...(orders === undefined ? {} : { orders }),
      ...(shown === undefined ? {} : { shown }),
    },
    ledger: (mark) => ({
      dueDate: making.place.date,
      relation: null,
      reference: `${mark} ${about}`,
      orderReference: '',
      comment: '',
      paymentMethod: 0,
      bookingLines: [],
      entryLines: lines,
      attachment: null,
    }),
  })
}

type LedgerPart = Pick<
  LedgerDocument,
  | 'dueDate'
  | 'relation'
  | 'reference'
  | 'orderReference'
  | 'comment'
  | 'paymentMethod'
  | 'bookingLines'
  | 'entryLines'
  | 'attachment'
>

function kept(
  context: ConnectionContext,
  { accounting, now, settlement, place, before }: Making,
  of: Pick<NewDocument, 'kind' | 'target' | 'businessKey' | 'amountCents' | 'buyerHash'> & {
    plan: Omit<SettlementPlan, 'invoiceId' | 'version' | 'lookFrom'>
    ledger: (mark: string) => LedgerPart
  },
): NewDocument {
  const { connection, ports, tenantId } = context
  const { kind, businessKey, target, amountCents, buyerHash } = of
  const version = before === undefined ? 1 : before.version + (before.progress.state === 'draft' ? 1 : 0)
  const reference = documentReference(ports, { connection, kind, businessKey, version })
  const at = {
    bookYearId: place.bookYear.bookYearId,
    journalKey: place.journal.journalKey,
    period: place.period.period,
  }
  const own = { target, kind, amountCents, date: place.date, invoiceLines: [], buyerReference: null }
  const rendered = accounting.render({ ...at, ...own, ...of.ledger(reference) })
  const day: LocalDate = settlement?.issueDate ?? place.date
  return {
    ...at,
    documentId: before?.documentId ?? ports.random.id(),
    ...standsIn(connection),
    kind,
    businessKey,
    version,
    reference,
    target,
    journalId: place.journal.journalId,
    documentDate: place.date,
    amountCents,
    buyerHash,
    revision: connection.revision,
    plan: {
      shipmentId: null,
      supplyDate: day,
      lines: [],
      flags: place.late ? ['LATE_POSTING'] : [],
      settlement: {
        ...of.plan,
        invoiceId: settlement?.invoiceId ?? null,
        version: settlement?.version ?? 0,
        lookFrom: addDays(day, -lookBackDays),
      },
      linesHash: rendered.linesHash,
    },
    templateSealed: ports.secrets.seal(rendered.template, templateContext(tenantId, reference)),
    templateHash: ports.digest(rendered.template),
    orderId: null,
    orderVersion: 0,
    // The bookkeeper, or the ledger's own inbox, may have it already.
    mustLook: true,
    queueAt: now,
    state: 'ready',
    notBefore: null,
    priority: 0,
    at: now,
  }
}
