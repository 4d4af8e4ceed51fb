/** The marketplace's invoices to the seller, as far as they were read, and the user's answers about them. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { Cents } from '../../domain/money.ts'
import type {
  ListedInvoice,
  OrderMoney,
  SettlementInvoice,
  SpecificationSums,
} from '../../domain/settlement/settlement.ts'
import type { StartAnswer } from '../../domain/settlement/purchase.ts'
import type { SumFault } from '../../domain/settlement/sums.ts'
import type { SettlementStanding } from '../office.ts'

/** `incomplete`: it does not add up. `unavailable`: a part of it is still not given. */
export type SettlementReadState = 'reading' | 'complete' | 'incomplete' | 'unavailable'

export interface StoredSettlement extends ListedInvoice {
  /** The reading that counts; 0: none is whole yet. */
  version: number
  state: SettlementReadState
  /** Readings that were whole. */
  reads: number
  /** Tries in a row that were not. */
  failures: number
  fault: string | null
  firstWholeAt: Instant | null
  readAt: Instant | null
  /** The user's answer about a period that begins before the first day and ends after it; null: none was given. */
  startAnswer: StartAnswer | null
}

export interface SettlementReading {
  version: number
  invoice: SettlementInvoice
  hasPdf: boolean
  digest: string | null
  faults: SumFault[]
  pages: { page: number; sums: SpecificationSums; digest: string }[]
}

export interface SettlementPoll {
  listedAt: Instant | null
  walkTo: LocalDate | null
  /** When the last window was asked. */
  walkedAt: Instant | null
  /** The first day was reached. */
  walkedOnce: boolean
  /** When a list was not given; null: the last one was. */
  failedAt: Instant | null
}

/** A confirmed document of an order. */
export interface SettlementBooking {
  orderId: string
  supplyDate: LocalDate
  /** Signed, as the ledger has it. */
  amountCents: Cents
  /** Signed; the buyer's payment. */
  paidCents: Cents
  /** The discount of the whole order, deducted from the booked amount, and perhaps paid by the marketplace; positive. */
  discountCents: Cents
  /** It went to the invoicing module, which computes by itself. */
  isInvoice: boolean
  /** Country of destination of the central relation on which the order is booked; null: a relation of its own. */
  centralCountry: string | null
  confirmedAt: Instant | null
  /** The relation on which the order is booked: the ledger's number, or ours. */
  relationId: number | null
  externalId: number | null
  /** The daily entry of its buyer books its payment. */
  isPaidDaily: boolean
  /** How the ledger names a relation of its own. */
  ownRelation: string | null
}

export interface SettlementOrderFacts {
  orderId: string
  standing: string
  standingReason: string | null
  placedOn: LocalDate | null
}

/** The reason why only a settlement names the order: placed before the first day, or not given by the marketplace. */
export type AbsentOrder = 'beforeStart' | 'unknown'

export interface SettlementAnswer {
  /**
   * `receipt`: the settlement that a bank line pays, by the line's name; or, by a settlement's number, that its payout was seen elsewhere.
   * `version`: the reading of a settlement for which the user left the books as they are. `start`: whether a settlement that begins before the
   * first day is booked.
   */
  about: 'type' | 'vat' | 'order' | 'receipt' | 'version' | 'start'
  subject: string
  answer: string
  at: Instant
}

/** The proof that a connection's first document of its kind gave. */
export interface SettlementProof {
  what: 'entrySign' | 'reverseCharge'
  documentId: string
  isRight: boolean
}

/** A document of an order on a relation of its own whose payment no entry books. */
export interface UnpaidDocument {
  documentId: string
  day: LocalDate
  /** Signed, as the ledger has it. */
  amountCents: Cents
  /** Signed; the buyer's payment. */
  paidCents: Cents
  relationId: number | null
  externalId: number | null
}

/** The PDF of a purchase that was booked without it. */
export interface SettlementFile {
  documentId: string
  tries: number
  /** Null: it depends on the booking, or is not tried any more. */
  tryAt: Instant | null
  attachedAt: Instant | null
}

export interface Settlements {
  /** Null: they were never asked for. */
  poll(connectionId: string): Promise<SettlementPoll | null>
  setPoll(connectionId: string, poll: SettlementPoll): Promise<void>
  /** New ones are to be read, and those that the list shows otherwise than before. @returns how many there were of both */
  saveListed(connectionId: string, listed: ListedInvoice[], at: Instant): Promise<number>
  /** Returns settlements by day of issue, then number. */
  list(connectionId: string): Promise<StoredSettlement[]>
  /** Whose time has come, the oldest first. */
  due(connectionId: string, now: Instant): Promise<StoredSettlement[]>
  setState(
    connectionId: string,
    invoiceId: string,
    change: Pick<StoredSettlement, 'version' | 'state' | 'reads' | 'failures' | 'fault' | 'firstWholeAt' | 'readAt'>,
  ): Promise<void>
  /** How the newest that was read whole was judged, for lists of many companies; judging it anew reads all its orders. */
  saveStanding(connectionId: string, standing: SettlementStanding, at: Instant): Promise<void>
  reading(connectionId: string, invoiceId: string, version: number): Promise<SettlementReading | null>
  startReading(
    connectionId: string,
    entry: { version: number; invoice: SettlementInvoice; raw: string; at: Instant },
  ): Promise<void>
  addPage(
    connectionId: string,
    invoiceId: string,
    entry: { version: number; page: number; sums: SpecificationSums; digest: string; raw: string },
  ): Promise<void>
  setPdf(connectionId: string, invoiceId: string, version: number, pdf: string): Promise<void>
  /** Returns the PDF of the newest reading that has one, in base64. */
  pdf(connectionId: string, invoiceId: string): Promise<string | null>
  endReading(
    connectionId: string,
    invoiceId: string,
    entry: { version: number; digest: string; faults: SumFault[]; at: Instant },
  ): Promise<void>
  dropReading(connectionId: string, invoiceId: string, version: number): Promise<void>
  /** In the place of what was kept of an earlier reading. */
  saveOrders(connectionId: string, invoiceId: string, orders: OrderMoney[]): Promise<void>
  /**
   * Orders of which books and settlements differ, now or by the settlements `upTo` and what was supplied until `periodTo`; and those
   * of the settlement itself.
   */
  ordersToCheck(connectionId: string, at: { invoiceId: string; upTo: string[]; periodTo: LocalDate }): Promise<string[]>
  /** Returns the amounts of the readings that count, the oldest settlement first. */
  moneyOf(connectionId: string, orderIds: string[]): Promise<(OrderMoney & { invoiceId: string })[]>
  bookingsOf(connectionId: string, orderIds: string[]): Promise<SettlementBooking[]>
  /** Returns orders that only settlements since this day name, and that the marketplace was not asked for yet. */
  unaskedOrders(connectionId: string, periodFrom: LocalDate, limit: number): Promise<string[]>
  /** Day on which the first of the booked orders between these days was placed; null: there is none. */
  firstBookedDay(connectionId: string, between: { from: LocalDate; to: LocalDate }): Promise<LocalDate | null>
  setAbsent(connectionId: string, orderId: string, absent: AbsentOrder): Promise<void>
  /** Returns the facts of known orders, and of those that were asked for. */
  factsOf(connectionId: string, orderIds: string[]): Promise<SettlementOrderFacts[]>
  /**
   * Returns the open amount on the central relation of each country: booked, less the amounts of booked orders that these settlements
   * cleared.
   */
  openByCountry(
    connectionId: string,
    at: { cleared: string[]; periodTo: LocalDate },
  ): Promise<{ country: string; openCents: Cents }[]>
  /** Returns the documents of days `from` until the one before `before`, the oldest first. */
  unpaid(
    connectionId: string,
    at: { from: LocalDate; before: LocalDate; confirmedSince: Instant; limit: number },
  ): Promise<UnpaidDocument[]>
  /** Returns the documents whose payment this entry books. */
  paidBy(entryId: string): Promise<UnpaidDocument[]>
  /** Notes the documents of a settlement's orders on relations of their own that its entry clears: no daily entry books them again. */
  saveCleared(
    connectionId: string,
    cleared: { invoiceId: string; entryId: string; /** Null: all. */ orderIds: string[] | null },
  ): Promise<void>
  /** Before an entry is planned anew: what it cleared is open again, also for a daily entry. */
  forgetCleared(connectionId: string, entryId: string): Promise<void>
  /** `line` of the entry, 1 the first; null: it has none. Said again, the new line counts. */
  savePaid(entryId: string, documents: { documentId: string; line: number | null }[]): Promise<void>
  paidUntil(connectionId: string): Promise<Instant | null>
  /** Everything that was confirmed before has its entry. */
  setPaidUntil(connectionId: string, until: Instant): Promise<void>
  proofs(connectionId: string): Promise<SettlementProof[]>
  setProof(connectionId: string, proof: SettlementProof & { at: Instant }): Promise<void>
  files(documentIds: string[]): Promise<SettlementFile[]>
  setFile(file: SettlementFile): Promise<void>
  /** Oldest first. */
  answers(connectionId: string): Promise<SettlementAnswer[]>
  answer(connectionId: string, answer: SettlementAnswer & { by: string }): Promise<void>
}
