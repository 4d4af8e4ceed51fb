/**
 * What the product remembers. A store is opened for one company; no method takes a company's id,
 * and row-level security says the same a second time. Everything happens inside a transaction, `tx`.
 */
import type { Accounts, Offers } from './accounts.ts'
import type { Guesses } from './guesses.ts'
import type { Passkeys } from './passkeys.ts'
import type { SecurityEvents } from './security-events.ts'
import type { ApiTokens } from './api-tokens.ts'
import type { LimitAnswer, LimitRequest } from './call-limits.ts'
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { Decision, DocumentState, Others, Progress } from '../domain/document/document.ts'
import type {
  BookYear,
  DocumentKind,
  DocumentTarget,
  Journal,
  JournalMode,
  LedgerAccount,
  LedgerBook,
  LedgerSum,
  VatCode,
  DeletedDocument,
} from '../domain/ledger/ledger.ts'
import type { Settings } from '../domain/settings/mapping.ts'
import type { Cents } from '../domain/money.ts'
import type { Order, Shipment } from '../domain/order/order.ts'
import type { BookingWay } from '../domain/order/order-parts.ts'
import type { CopiedList, ListKind, ReadList } from '../domain/ledger/dossier-lists.ts'
import type { UnreadLists } from '../domain/ledger/period.ts'
import type { DocumentPlan, OrderExplanation } from '../domain/plan/plan.ts'
import type { ProblemCode } from '../domain/problem/problem.ts'
import type { RegisterHistory } from '../domain/vat/register.ts'
import type { ReturnDecision, ReturnItem } from '../domain/order/return.ts'
import type { HeldRecords } from './held-records.ts'
import type { Alarms, CompanyWebhook, Mails } from './notices.ts'
import type { OrderLists } from './order-lists.ts'
import type { Inbox, OperatorActs, Support } from './support.ts'
import type { CompanyFigures } from './figures.ts'
import type { PersonalData } from './personal-data.ts'
import type { Trail } from './trail.ts'
import type { WizardDrafts } from './wizard-drafts.ts'

export interface Store {
  forTenant(tenantId: string): TenantStore
  directory: Directory
}

export interface TenantStore {
  tenantId: string
  /** Runs again after a serialisation failure or deadlock: `work` must have no effect outside the database. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction in one round trip: `work` sends all its statements before it waits for the first, and its commit leaves with them. */
  atOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `work` unless another process does the same under this name; holds it as long as `work` runs, also when this process is killed. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>
}

/** Companies and the times at which their connections want work. The operator's view. */
export interface Directory {
  accounts: Accounts
  offers: Offers
  guesses: Guesses
  passkeys: Passkeys
  securityEvents: SecurityEvents
  apiTokens: ApiTokens
  mails: Mails
  inbox: Inbox
  tenants(): Promise<{ tenantId: string; name: string; trialUntil: LocalDate | null }[]>
  /** Jobs by name. `dead`: given up after all their tries. */
  queueCounts(): Promise<{ name: string; waiting: number; running: number; dead: number }[]>
  findOrAddTenant(name: string, tenantId: string, now: Instant): Promise<string>
  /** A new company; another name where this one is taken. */
  addTenant(name: string, tenantId: string, at: { now: Instant; trialUntil: LocalDate | null }): Promise<void>
  /** The last day on which something is posted; null: no end. */
  trialUntil(tenantId: string): Promise<LocalDate | null>
  setTrial(tenantId: string, until: LocalDate | null): Promise<void>
  tenantOfConnection(connectionId: string): Promise<string | null>
  schedule(entry: { connectionId: string; tenantId: string; nextPollAt: Instant; active: boolean }): Promise<void>
  /** The one whose poll is due first comes first. */
  activeConnections(): Promise<{ connectionId: string; tenantId: string; nextPollAt: Instant }[]>
  /** Takes the account for this connection; answers with the connection that has it already, if another. */
  claimAccount(retailerId: string, tenantId: string, connectionId: string): Promise<'claimed' | 'taken'>
  releaseAccount(connectionId: string): Promise<void>
  /** When the database was put back from a copy; null: never. What was booked since the copy was made is not known here. */
  restoredAt(): Promise<Instant | null>
  /** Whether the process of this id still holds its place in the database. */
  processIsGone(processId: string): Promise<boolean>
  /** Forgets counted calls older than every window. */
  /** Mails whose day has come. @returns how many */
  removePersonalData(today: LocalDate): Promise<number>
  forgetCalls(before: Instant): Promise<void>
}

export interface Tx {
  connections: Connections
  orders: Orders
  shipments: Shipments
  returns: Returns
  completeness: Completeness
  history: History
  heldRecords: HeldRecords
  ledger: Ledger
  relations: Relations
  documents: Documents
  problems: Problems
  reports: Reports
  orderLists: OrderLists
  vatChecks: VatChecks
  days: Days
  crossBorder: CrossBorderSales
  alarms: Alarms
  webhook: CompanyWebhook
  support: Support
  operatorActs: OperatorActs
  wizardDrafts: WizardDrafts
  trail: Trail
  personalData: PersonalData
  /** For whoever watches the installation. */
  figures(): Promise<CompanyFigures>
  /** Counts calls against a limit inside this transaction. */
  countCall(request: LimitRequest, now: Instant): Promise<LimitAnswer>
}

// ── Connections ────────────────────────────────────────────────────────────────────────────────────────────────────

export type ConnectionState = 'active' | 'paused' | 'removed'

export interface Connection {
  connectionId: string
  name: string
  state: ConnectionState
  pauseCause: 'person' | 'refused' | null
  retailerId: string | null
  shopName: string | null
  dossierId: number
  revision: number
  marketplaceRefusal: string | null
  ledgerRefusal: string | null
  credentialsVersion: number
  polledUntil: Instant | null
  lastPollAt: Instant | null
  sweptOn: LocalDate | null
  createdAt: Instant
}

export interface Credentials {
  marketplace: { clientId: string; clientSecret: string }
  ledger: { user: string; password: string }
}

export interface Connections {
  list(): Promise<Connection[]>
  get(connectionId: string): Promise<Connection | null>
  add(connection: { connectionId: string; name: string; dossierId: number; createdAt: Instant }): Promise<void>
  /** Changes only what is given. */
  change(connectionId: string, change: Partial<Omit<Connection, 'connectionId' | 'createdAt'>>): Promise<void>
  saveRevision(entry: {
    connectionId: string
    revision: number
    settings: Settings
    savedAt: Instant
    savedBy: string
    reason: string | null
  }): Promise<void>
  settings(connectionId: string, revision: number): Promise<Settings>
  /** The revision that holds now. No other one is saved before this transaction ends; many may hold it together. */
  holdRevision(connectionId: string): Promise<number>
  /** Waits for everybody who holds the revision, and keeps new ones out until this transaction ends. @returns the revision that holds now */
  lockRevision(connectionId: string): Promise<number>
  /** A connection with the settings that hold now. */
  opened(connectionId: string): Promise<{ connection: Connection; settings: Settings } | null>
  saveCredentials(connectionId: string, credentials: Credentials, savedAt: Instant): Promise<void>
  credentials(connectionId: string): Promise<Credentials | null>
  forgetCredentials(connectionId: string): Promise<void>
  /** Forgets refusals of logins, so that keys which are saved again are tried, and (`all`) tokens, so that new ones are. Names start with one of the prefixes. */
  forgetTokens(prefixes: string[], what: 'all' | 'refusals'): Promise<void>
  /** A removed connection of the same account hands its orders, documents and tombstones to the new one. */
  takeOver(from: string, to: string): Promise<void>
}

// ── Orders and shipments ───────────────────────────────────────────────────────────────────────────────────────────

export type OrderStanding = 'new' | 'waiting' | 'blocked' | 'nothing' | 'planned' | 'skipped'

/** How an order became known that no list of orders told of. */
export type FoundBy = 'shipment' | 'return' | 'completeness' | 'person'

export interface StoredOrder {
  orderId: string
  /** Null: a list of orders told of it first. */
  foundBy: FoundBy | null
  placedAt: Instant | null
  firstSeenAt: Instant
  version: number
  listHash: string | null
  wantsDetail: boolean
  /** How often its detail could not be read, since it last could. */
  detailFailures: number
  wantsShipments: boolean
  standing: OrderStanding
  standingReason: string | null
  skippedAt: Instant | null
  /** A person took it out of the books: it is planned as if all of it were cancelled. */
  undoneAt: Instant | null
  /** The sale stands in books that somebody else kept: only its credits are sent. */
  saleElsewhere: boolean
  /** How a document in the ledger that we do not remember shows that it was begun. */
  begunAs: BookingWay | null
  /** The newest version, or null when its detail was never read. */
  order: Order | null
  buyerSealed: string | null
  versionHash: string | null
}

export interface OrderVersion {
  orderId: string
  version: number
  order: Order
}

export interface SeenOrder {
  orderId: string
  placedAt: Instant | null
  placedOn: LocalDate | null
  seenAt: Instant
  changedAt: Instant
  listHash: string
  wantsDetail: boolean
  detailFailed: boolean
  /** A new version, or null when nothing that we keep has changed. */
  version: { order: Order; hash: string; buyerSealed: string | null; rawSealed: string } | null
  wantsShipments: boolean | null
}

export interface Orders {
  known(connectionId: string, orderIds: string[]): Promise<StoredOrder[]>
  /** One page: inserts what is new, adds versions where something changed, marks them to be planned. Answers how many orders are new or changed. */
  saveSeen(connectionId: string, seen: SeenOrder[]): Promise<number>
  /** Whose details are to be read and do not rest. Those that never failed come first, then the longest ago. */
  wantingDetail(connectionId: string, limit: number, now: Instant): Promise<StoredOrder[]>
  wantingShipments(
    connectionId: string,
  ): Promise<{ orderId: string; placedAt: Instant | null; fulfilments: ('seller' | 'marketplace')[] }[]>
  /** Oldest first; with `after`, those behind this order. */
  toPlan(connectionId: string, limit: number, after?: string): Promise<StoredOrder[]>
  /** Orders placed on this day or later, whatever became of them, newest first. */
  recent(connectionId: string, from: LocalDate, limit: number): Promise<StoredOrder[]>
  markPlanned(
    connectionId: string,
    results: {
      orderId: string
      standing: OrderStanding
      reason: string | null
      revision: number
      explanation: OrderExplanation | null
      version: number
      /** An answer from outside is waited for: the order is planned again from then on. */
      planAgainAt: Instant | null
      /** To be planned again once its documents are in the ledger. */
      creditWaits: boolean
    }[],
  ): Promise<void>
  /** Orders whose moment has come (`planAgainAt`) are to be planned again. */
  planDue(connectionId: string, now: Instant): Promise<void>
  /** Facts of older versions. */
  versions(connectionId: string, wanted: { orderId: string; version: number }[]): Promise<OrderVersion[]>
  /** Orders whose credits waited for a document that is no longer on its way are to be planned again. @returns how many */
  wakeCredits(connectionId: string): Promise<number>
  /** All orders of the connection that have not been booked yet are to be planned again; or those given. */
  planAgain(connectionId: string, orderIds: string[] | null): Promise<void>
  /** Found in the ledger: begun in the other way than it was planned in. It is planned again; its way is never changed a second time. */
  beginAs(connectionId: string, orderIds: string[], way: BookingWay): Promise<void>
  /** Of orders that are planned again and say that something was shipped. */
  wantShipments(connectionId: string): Promise<void>
  setShipmentsWanted(connectionId: string, entries: { orderId: string; wanted: boolean }[]): Promise<void>
  wantDetail(connectionId: string, orderIds: string[]): Promise<void>
  /** Their shipments and returns are to be read again too. */
  wantReread(connectionId: string, orderIds: string[]): Promise<void>
  wantingReread(connectionId: string, limit: number): Promise<string[]>
  /** Read again: it is planned anew. */
  rereadDone(connectionId: string, orderId: string): Promise<void>
  /** Orders with an open problem of one of these codes, the longest unread first. */
  blockedBy(connectionId: string, codes: string[], limit: number): Promise<{ orderId: string; codes: string[] }[]>
  /** Orders that only wait, for something that will not come by itself: from now on they are blocked, until they are planned again. */
  block(connectionId: string, orderIds: string[], reason: string): Promise<void>
  /** Orders that are not known yet, to be read in detail. @returns those that were not */
  addUnknown(
    connectionId: string,
    rows: { orderId: string; placedAt: Instant | null; placedOn: LocalDate | null }[],
    by: { foundBy: FoundBy; at: Instant },
  ): Promise<string[]>
  /** Its sale counts as booked elsewhere. */
  setSaleElsewhere(connectionId: string, orderId: string): Promise<void>
  /** Forgets orders of which nothing but the number was ever known. */
  dropUnknown(connectionId: string, orderIds: string[]): Promise<void>
  skip(connectionId: string, orderId: string, reason: string, at: Instant): Promise<void>
  /** Orders placed in these days that are not taken out or skipped already. */
  placedIn(connectionId: string, from: LocalDate, to: LocalDate): Promise<string[]>
  /** To be taken out of the books, and planned again. @returns how many */
  undo(connectionId: string, orderIds: string[], reason: string, at: Instant): Promise<number>
  explanation(connectionId: string, orderId: string): Promise<OrderExplanation | null>
  /** Orders from `startDate` on, counted once each in the first that fits. */
  count(connectionId: string, from: LocalDate): Promise<OrderCounts>
  /** Counts are kept as differences; this makes few rows of many. Nothing that is counted changes. */
  foldTallies(connectionId: string): Promise<void>
}

export interface OrderCounts {
  orders: number
  booked: number
  credited: number
  waiting: number
  blocked: number
  skipped: number
  inDoubt: number
}

// ── History ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A period from before the connection's first day that is to be booked too. */
export interface HistoryImport {
  from: LocalDate
  to: LocalDate
  /** The lists of all days before this one are read. */
  nextDay: LocalDate
  state: 'running' | 'paused' | 'done'
  /** Orders found so far. */
  captured: number
  askedAt: Instant
}

export interface History {
  list(connectionId: string): Promise<HistoryImport[]>
  /** Asked again, it goes on where it stood. */
  ask(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate; firstRead: LocalDate; at: Instant },
  ): Promise<void>
  advance(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate },
    step: { nextDay: LocalDate; captured: number; done: boolean; at: Instant },
  ): Promise<void>
  setState(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate },
    state: HistoryImport['state'],
  ): Promise<void>
}

// ── Completeness ───────────────────────────────────────────────────────────────────────────────────────────────────

/** A time in which the marketplace was not polled, and when it was made up for. */
export interface PollGap {
  from: Instant
  until: Instant
  closedAt: Instant
}

export interface MissingOrder {
  order: string
  /** What named it. */
  source: 'orders' | 'shipments' | 'returns'
  /** Number of the shipment or of the returned item. */
  id: string | null
}

export interface CompletenessCounts {
  orders: number
  booked: number
  waiting: number
  blocked: number
  skipped: number
}

export interface CompletenessCheck {
  from: LocalDate
  to: LocalDate
  checkedAt: Instant
  counts: CompletenessCounts
  missing: MissingOrder[]
}

export interface Completeness {
  addGap(connectionId: string, gap: PollGap): Promise<void>
  /** Newest first. */
  gaps(connectionId: string, from: Instant, until: Instant): Promise<PollGap[]>
  /** The place of each order that was placed in these days or is among the given ones, each once. */
  classes(connectionId: string, period: { from: LocalDate; to: LocalDate; orderIds: string[] }): Promise<OrderClass[]>
  save(connectionId: string, check: CompletenessCheck): Promise<void>
  newest(connectionId: string): Promise<CompletenessCheck | null>
}

export interface OrderClass {
  orderId: string
  class: 'booked' | 'waiting' | 'blocked' | 'skipped' | 'inDoubt'
}

export interface StoredShipment extends Shipment {
  hasDetail: boolean
}

export interface Shipments {
  /** The stocks that anything was ever shipped from. */
  stocks(connectionId: string): Promise<('seller' | 'marketplace')[]>
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredShipment[]>
  /** Only shipments of orders that we know; answers the order ids that got something new. */
  save(
    connectionId: string,
    rows: { shipment: Shipment; hasDetail: boolean; rawSealed: string | null; seenAt: Instant }[],
  ): Promise<string[]>
}

// ── Returns ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StoredReturn extends ReturnItem {
  /** Counts up each time the marketplace tells something else of it. */
  version: number
  /** Null as long as no person decided. */
  decision: ReturnDecision | null
}

export interface ReturnListRead {
  fulfilment: 'seller' | 'marketplace'
  handled: boolean
  readAt: Instant
  /** The whole list, to its end. */
  sweptAt: Instant | null
}

export interface Returns {
  /** The newest version of each. */
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredReturn[]>
  byIds(connectionId: string, rmaIds: string[]): Promise<StoredReturn[]>
  /** Registered, or with a result, in the range (both ends included, Brussels dates given as instants). */
  between(connectionId: string, from: Instant, until: Instant): Promise<StoredReturn[]>
  /** Known returns that nobody has handled yet. */
  unhandled(connectionId: string, fulfilment: 'seller' | 'marketplace'): Promise<StoredReturn[]>
  /** Adds a version of each that the marketplace tells otherwise than before; answers with those. */
  save(
    connectionId: string,
    rows: { item: ReturnItem; hash: string; rawSealed: string; seenAt: Instant }[],
  ): Promise<{ rmaId: string; orderId: string }[]>
  decide(connectionId: string, rmaId: string, decision: ReturnDecision & { by: string }): Promise<void>
  listsRead(connectionId: string): Promise<ReturnListRead[]>
  setListRead(connectionId: string, read: ReturnListRead): Promise<void>
  /** All lists are read to their end again. */
  forgetListsRead(connectionId: string): Promise<void>
}

// ── The ledger's own data ──────────────────────────────────────────────────────────────────────────────────────────

export interface LedgerCopy {
  /** Of open book years, lists that were never read. */
  unread: UnreadLists
  bookYears: BookYear[]
  journals: StoredJournal[]
  accounts: LedgerAccount[]
  vatCodes: VatCode[]
}

export interface StoredJournal extends Journal {
  journalId: string
  mode: JournalMode
}

/** Journals have a table of their own, changed accounts go into those of their year: of both only the moment is kept. */
export type CopiedRows<L extends CopiedList> = L extends 'bookYears'
  ? BookYear[]
  : L extends 'vatCodes'
    ? VatCode[]
    : L extends `journals:${number}`
      ? Journal[]
      : L extends `${'accounts' | 'someAccounts'}:${number}`
        ? LedgerAccount[]
        : []

/** Lists of the ledger that are read on from where they were read last. */
export type SweptList = DocumentTarget | 'relations' | 'watch'

/** Calls of the ledger that rest apart; `journal:<id>`: documents of a journal. */
export type LedgerCall =
  | DocumentTarget
  | 'bookYears'
  | 'journals'
  | 'priceDecimals'
  | 'accounts'
  | 'changedAccounts'
  | 'vatCodes'
  | 'relations'
  | 'changedRelations'
  | 'savedRelation'
  | 'deleted'
  | 'invoice'
  | `journal:${string}`

/** A call that failed so often without an answer in between. */
export interface RestingCall {
  call: LedgerCall
  failures: number
  failedAt: Instant
  /** It is not asked before. */
  until: Instant
}

export interface Ledger {
  copy(dossierId: number): Promise<LedgerCopy | null>
  /** As they were read last; null: never. */
  bookYears(dossierId: number): Promise<BookYear[] | null>
  /** When each list of the copy was read. */
  lists(dossierId: number): Promise<ReadList[]>
  /** Of the connection's dossier. */
  book(connectionId: string): Promise<LedgerBook>
  saveList<L extends CopiedList>(dossierId: number, list: L, rows: CopiedRows<L>, readAt: Instant): Promise<void>
  /** Of all book years: adds, changes and takes out. Only of years whose accounts are known. */
  changeAccounts(dossierId: number, changes: { changed: LedgerAccount[]; deleted: LedgerAccount[] }): Promise<void>
  /** Something in the ledger says that these are no longer as we have them: they are read again at the next occasion. */
  doubtLists(dossierId: number, kinds: ListKind[]): Promise<void>
  /**
   * Inserts and updates; the last number only ever goes up here, and decimals of prices that were told stay when they are not told.
   * `wholeYear`: journals of it that are not among them are gone.
   */
  saveJournals(
    dossierId: number,
    journals: Journal[],
    at: { newId: () => string; readAt: Instant; wholeYear?: number },
  ): Promise<void>
  /** Locks the journal's row until the transaction ends. */
  lockJournal(journalId: string): Promise<{ lastNumber: number; heldBy: string | null } | null>
  /** Frees the journal if this document holds it. */
  releaseJournal(journalId: string, documentId: string): Promise<void>
  setJournal(journalId: string, change: { lastNumber?: number; heldBy?: string | null }): Promise<void>
  journal(journalId: string): Promise<StoredJournal | null>
  /** Until when each list of the ledger was read; what was never read is absent. */
  swept(dossierId: number): Promise<Partial<Record<SweptList, Instant>>>
  setSwept(dossierId: number, list: SweptList, until: Instant): Promise<void>
  /** Of the connection's dossier. */
  resting(connectionId: string): Promise<RestingCall[]>
  saveRest(dossierId: number, rest: RestingCall): Promise<void>
  endRest(dossierId: number, call: LedgerCall): Promise<void>
  /** Of all dossiers: a person wants it tried now. */
  endRests(): Promise<void>
}

// ── Relations ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface KnownRelation {
  relationId: number
  externalId: number | null
  active: boolean
  nameHash: string | null
  emailHash: string | null
  vatHash: string | null
  addressHash: string | null
}

export interface BuyerRelation {
  buyerHash: string
  /** Of all buyers of a country. */
  central: boolean
  /** `lost`: the ledger no longer knows it. `retired`: made by us, and inactive in the ledger since all its orders were taken out of the books. */
  state: 'wanted' | 'made' | 'found' | 'retired' | 'lost'
  externalId: number | null
  relationId: number | null
  contentSealed: string | null
}

export interface Relations {
  saveKnown(dossierId: number, relations: KnownRelation[], deleted: number[]): Promise<void>
  /** The relation under this number of ours, active or not. */
  withExternalId(dossierId: number, externalId: number): Promise<KnownRelation | null>
  /** Active relations that carry this hash. */
  matching(dossierId: number, by: 'vat' | 'email' | 'address' | 'name', hash: string): Promise<KnownRelation[]>
  externalIdInUse(dossierId: number, externalId: number): Promise<boolean>
  ofBuyer(dossierId: number, buyerHash: string): Promise<BuyerRelation | null>
  /** Keeps the row that is there already, when two orders of one buyer come at once, and answers with it. */
  addBuyer(dossierId: number, buyer: BuyerRelation, at: Instant): Promise<BuyerRelation>
  /** The ledger does not know it any more. @returns false where that was so within the day already, or of what is not in the ledger yet */
  loseBuyer(dossierId: number, buyerHash: string, at: Instant): Promise<boolean>
  /** Another relation, or one that is still to be made, in place of a lost one. */
  replaceBuyer(dossierId: number, buyer: BuyerRelation, at: Instant): Promise<BuyerRelation>
  /** A retired one is to be made active again, with this content. */
  wantAgain(dossierId: number, buyerHash: string, contentSealed: string, at: Instant): Promise<void>
  /** Relations that we made for one buyer, all of whose orders were taken out of the books, with every credit booked. */
  onlyUndone(
    connectionId: string,
    dossierId: number,
    limit: number,
  ): Promise<{ buyerHash: string; externalId: number }[]>
  retired(dossierId: number, buyerHash: string, at: Instant): Promise<void>
  buyerMade(dossierId: number, buyerHash: string, relationId: number | null, at: Instant): Promise<void>
}

// ── Documents ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StoredDocument {
  documentId: string
  connectionId: string
  dossierId: number
  kind: DocumentKind
  businessKey: string
  version: number
  reference: string
  orderId: string | null
  journalId: string | null
  journalKey: string
  bookYearId: number | null
  period: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  buyerHash: string | null
  revision: number
  orderVersion: number
  plan: DocumentPlan
  templateSealed: string | null
  templateHash: string | null
  notBefore: Instant | null
  queueAt: Instant
  progress: Progress
  ledgerCents: Cents | null
  confirmedAt: Instant | null
  priority: number
  /** Its relation is still to be made in the ledger before it can be sent. */
  relationWanted: boolean
  /** A person wants it booked although somebody else's document names the order. */
  bookAnyway: boolean
  /** It left once and came back, and then the plan had no use for it any more. Not decided for good: planned again, it goes on. */
  discarded: boolean
}

export interface NewDocument {
  documentId: string
  connectionId: string
  dossierId: number
  kind: DocumentKind
  businessKey: string
  version: number
  reference: string
  orderId: string | null
  target: DocumentTarget
  journalId: string | null
  journalKey: string
  bookYearId: number | null
  period: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  buyerHash: string | null
  revision: number
  orderVersion: number
  plan: DocumentPlan
  templateSealed: string | null
  templateHash: string | null
  mustLook: boolean
  queueAt: Instant
  state: 'ready' | 'blocked' | 'approval' | 'inDay'
  /** Of one that collects in its day: when the day is closed. */
  notBefore: Instant | null
  /** Below 0: of a period from before the connection's first day. -2 is not let go yet (`releaseHistory`); -1 stands behind all others. */
  priority: number
  at: Instant
}

/** What a step writes. `expected` guards it: a document that went on in the meantime is left alone. */
export interface DocumentStep {
  documentId: string
  expected: { state: DocumentState; sendsOfNumber?: number }
  progress: Progress
  notBefore: Instant | null
  event: string
  actor: string
  at: Instant
  confirmedAt?: Instant
  verifiedAt?: Instant
  /** What was read of it in the ledger. */
  ledgerCents?: Cents | null
  ledgerSums?: LedgerSum[] | null
  /** Behind all others of its journal: whoever fails lets them go first. */
  goesLast?: boolean
}

export interface JournalWithWork {
  journalId: string
  target: DocumentTarget
}

export type NextInJournal =
  | { kind: 'empty' }
  | { kind: 'held'; documentId: string }
  | { kind: 'relationWanted'; document: StoredDocument }
  | { kind: 'budget'; until: Instant }
  | { kind: 'head'; document: StoredDocument; lastNumber: number }

/** `other`: what was prepared is not the next one, or needs more than a claim. Nothing was counted or written. */
export type NextPrepared =
  | ClaimedAttempt
  | Exclude<NextInJournal, { kind: 'head' | 'relationWanted' }>
  | { kind: 'other' }

export interface ClaimWrite {
  document: StoredDocument
  progress: Progress
  journalId: string
  newAttemptId: string
  bytesHash: string
  sentBy: string
  at: Instant
}

/** `bytesHash`: of the bytes that were sent first under this attempt. */
export interface ClaimedAttempt {
  kind: 'claimed'
  attemptId: string
  bytesHash: string
}

export interface AnswerWrite {
  document: StoredDocument
  attemptId: string
  expected: { state: DocumentState; sendsOfNumber: number }
  decision: Decision
  outcome: string
  detail: string
  at: Instant
  journal: { heldBy: string | null; lastNumber: number | null }
}

export interface Documents {
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredDocument[]>
  get(documentId: string): Promise<StoredDocument | null>
  /** Same key and version again: the row is replaced as long as nothing was ever sent of it. */
  savePlanned(documents: NewDocument[]): Promise<void>
  /** Takes back a document that was planned and never sent. */
  withdraw(documentIds: string[], to: 'draft' | 'blocked', event: string, at: Instant): Promise<void>
  /** Documents of which nothing is left to be booked: gone where nothing was ever sent of them, else skipped. */
  discard(documentIds: string[], event: 'planAgain' | 'nothingLeft', at: Instant): Promise<void>
  /** Whether one of them left, or a person decided about it, since it was read as unsent. */
  anyGoneOn(documentIds: string[]): Promise<boolean>
  /** What the plan set aside (`discarded`) can be planned again. */
  takeUp(documentIds: string[], at: Instant): Promise<void>
  step(step: DocumentStep): Promise<boolean>
  /** Documents looked for before their first send and not found: through `checking` back to `ready`, all at once. */
  notFoundFirst(documentIds: string[], at: Instant): Promise<void>
  /**
   * Lets documents of an imported period go: of what today's documents leave of `limit`, at most half. The others are asked about
   * again at `nextAt`. @returns how many wait
   */
  releaseHistory(
    dossierId: number,
    release: { target: DocumentTarget; limit: number; now: Instant; nextAt: Instant },
  ): Promise<number>
  /** Raises the documents' place in the queue; what was told to come later is asked for then. */
  prioritise(documentIds: string[], notBefore: Instant | null): Promise<void>
  /** Locks the journal until the transaction ends, and answers with the head of its queue; its call is counted when it may go. */
  next(journalId: string, budget: LimitRequest, now: Instant): Promise<NextInJournal>
  /** The same, and in one statement with it the claim of the document that was prepared, if it is that head under that number. */
  nextPrepared(claim: ClaimWrite, budget: LimitRequest): Promise<NextPrepared>
  /** The first of the queue as it stands now, without a lock: what comes next if nothing comes in between. */
  peek(journalId: string, now: Instant, limit: number): Promise<StoredDocument[]>
  journalsWithWork(dossierId: number, now: Instant): Promise<JournalWithWork[]>
  inState(connectionId: string, states: DocumentState[]): Promise<StoredDocument[]>
  /** Something is on its way, in doubt, in check, cooling down, or to be looked for before it is sent. */
  anyUnsettled(connectionId: string): Promise<boolean>
  anyInState(connectionId: string, states: DocumentState[]): Promise<boolean>
  /** Whether a confirmed invoice still holds its journal until it is read back. */
  toReadBack(connectionId: string): Promise<boolean>
  /** Ready documents that must be looked for in the ledger before their first send. */
  toLookFor(connectionId: string): Promise<StoredDocument[]>
  /** The earliest moment at which a waiting document of the connection can go on; null when none waits. */
  nextAttention(connectionId: string): Promise<Instant | null>
  /**
   * The same, told apart and looked at closely: `queue`, when a document can be sent at the earliest, also behind one that holds its journal or
   * in a journal that rests; `rest`, when something else can go on.
   */
  nextMoments(connectionId: string): Promise<{ queue: Instant | null; rest: Instant | null }>
  toVerify(dossierId: number): Promise<StoredDocument[]>
  byReferences(references: string[]): Promise<StoredDocument[]>
  /** Those that stand in the ledger as far as we know. */
  byPlace(dossierId: number, places: DeletedDocument[]): Promise<StoredDocument[]>
  /** A person saw somebody else's document of the order and wants ours beside it. */
  bookAnyway(documentId: string): Promise<void>
  /** Documents of these references that could be sent are looked for before. */
  lookFirst(references: string[]): Promise<void>
  /**
   * Writes a claim in one statement: document to `sending`, its attempt (the open one of this document and number, or a new one),
   * one send, and the journal held. Answers with the attempt's id and the hash of the bytes first sent under it.
   */
  claim(claim: ClaimWrite): Promise<ClaimedAttempt>
  /** Writes the end of a send in one statement: send, attempt, document (guarded by `expected`), journal. False when the guard held it off. */
  record(answer: AnswerWrite): Promise<boolean>
  /** Gives back or closes the open attempt of a document, where a look-up decided. */
  closeAttempt(documentId: string, state: 'answered' | 'returned'): Promise<void>
  /** How other documents of its kind and dossier fared while this one failed. */
  others(document: StoredDocument): Promise<Others>
  /** When the first of these documents left for the first time; null: none ever did. */
  firstSentAt(documentIds: string[]): Promise<Instant | null>
  /** Who sent last, and when, for documents found in `sending`. */
  lastSends(
    documentIds: string[],
  ): Promise<{ documentId: string; attemptId: string; sentBy: string; sentAt: Instant }[]>
  attemptsOfOrder(
    connectionId: string,
    orderId: string,
  ): Promise<{ documentId: string; at: Instant; number: number; outcome: string | null }[]>
}

// ── Problems ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface NewProblem {
  connectionId: string
  code: ProblemCode
  /** What it is about: an order id, a document id, `connection`, a VAT code. One open problem per code and subject. */
  subject: string
  orderId: string | null
  documentId: string | null
  params: Record<string, string | number | boolean | null>
}

export interface StoredProblem extends Omit<NewProblem, 'code'> {
  /** Of the table of problems, or of that of an earlier version. */
  code: string
  firstAt: Instant
  lastAt: Instant
  times: number
}

export interface OpenProduct {
  ean: string
  title: string | null
}

export interface ProblemGroup {
  connectionId: string
  code: string
  problems: number
  /** Orders that it touches: also those in a total of a day that has it. */
  orders: number
  orderIds: string[]
  since: Instant
  /** Of the first. */
  params: StoredProblem['params']
}

export interface Problems {
  /** What a document cannot have in the state in which it is now (`problemStates`) is not raised. */
  raise(problems: NewProblem[], at: Instant): Promise<void>
  /** Ends the connection's own problems with these codes, of all subjects or of those given. What is about an order or a document stays. */
  endOwn(connectionId: string, codes: readonly ProblemCode[], at: Instant, subjects?: readonly string[]): Promise<void>
  /** Ends what orders and their returns have, whatever the code. What is about a document ends with its state, what is held once it is read. */
  endOfOrders(connectionId: string, orderIds: readonly string[], at: Instant): Promise<void>
  /** Ends all that is about one document or one return. */
  endAbout(connectionId: string, subject: string, at: Instant): Promise<void>
  open(connectionId: string | null): Promise<StoredProblem[]>
  /** The open ones whose subject begins so. */
  withPrefix(connectionId: string, prefix: string): Promise<StoredProblem[]>
  /** By connection and code, oldest first, without connections that were removed. At most `ordersMax` orders are named; null: all. */
  groups(connectionId: string | null, ordersMax: number | null): Promise<ProblemGroup[]>
  /** The oldest of a connection with these codes. */
  withCodes(connectionId: string, codes: string[], limit: number): Promise<StoredProblem[]>
  /** Products that orders wait for, each once; of at most so many orders. */
  openProducts(connectionId: string, ordersMax: number): Promise<OpenProduct[]>
  about(subject: string): Promise<StoredProblem[]>
  ofOrder(connectionId: string, orderId: string): Promise<StoredProblem[]>
  /** Of all connections of the company. */
  countOpen(): Promise<number>
}

// ── Reading for people ─────────────────────────────────────────────────────────────────────────────────────────────

export interface ReportedOrder {
  connectionId: string
  orderId: string
  placedOn: LocalDate | null
  standing: OrderStanding
  standingReason: string | null
  skipReason: string | null
  /** What it waits for is looked at again then. */
  planAgainAt: Instant | null
  explanation: OrderExplanation | null
}

export interface ReportedDocument {
  documentId: string
  connectionId: string
  orderId: string | null
  placedOn: LocalDate | null
  kind: DocumentKind
  target: DocumentTarget
  state: DocumentState
  journalKey: string
  bookYearId: number | null
  period: number | null
  number: number | null
  documentDate: LocalDate | null
  /** What stands in the ledger; what will stand there of what does not yet. */
  amountCents: Cents
  /** What was read of it there, where that is known. */
  ledgerSums: LedgerSum[] | null
  revision: number
  plan: DocumentPlan
  /** The totals of its day that hold it, one per treatment, country and rate. */
  totals: ReportedTotal[]
}

export interface ReportedTotal {
  documentId: string
  kind: DocumentKind
  state: DocumentState
  journalKey: string
  bookYearId: number | null
  period: number | null
  number: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  revision: number
  treatment: string
  country: string
  rateBp: number
  /** Where the ledger holds another amount of it than we booked: the difference. */
  beside: { netCents: Cents; vatCents: Cents } | null
}

export interface Reports {
  /** Documents dated in the range (both ends included), oldest first, a page at a time after `after`. */
  documents(
    range: { connectionId: string | null; from: LocalDate | null; to: LocalDate | null },
    page: { after: string | null; limit: number },
  ): Promise<ReportedDocument[]>
  order(orderId: string): Promise<{ order: ReportedOrder; documents: ReportedDocument[] }[]>
  /** Documents of the ledger's journal that are ours. */
  ownNumbers(dossierId: number, journalKey: string): Promise<number>
}

// ── VAT: what is asked and counted outside of an order ─────────────────────────────────────────────────────────────

/** Answers of the EU's register, under a keyed hash of the number. Kept as proof; never changed. */
export interface VatChecks {
  history(numberHash: string): Promise<RegisterHistory>
  save(check: {
    numberHash: string
    requester: string | null
    askedAt: Instant
    answer: 'valid' | 'invalid' | 'unavailable'
    consultation: string | null
    detail: string | null
  }): Promise<void>
}

/** Sales to consumers across a border, cents without VAT, of all connections of a dossier. */
/** Whose cross-border sales count together, within a company. */
export interface TaxablePerson {
  dossierId: number
  /** Of the country where the seller is established; null: only the sales of this dossier count. */
  vatNumber: string | null
}

export interface CrossBorderSales {
  /** Replaces what was counted of these orders. */
  save(
    dossierId: number,
    connectionId: string,
    of: {
      orderIds: string[]
      sales: { businessKey: string; orderId: string; supplyDate: LocalDate; placedAt: Instant; netCents: Cents }[]
    },
  ): Promise<void>
  /** Calendar year → sum. */
  years(person: TaxablePerson): Promise<Map<string, Cents>>
  /** Business key → sum of its calendar year before it, by date of supply, then by date of order. */
  before(person: TaxablePerson, connectionId: string, businessKeys: string[]): Promise<Map<string, Cents>>
}

// ── Totals of days ─────────────────────────────────────────────────────────────────────────────────────────────────

export interface Days {
  /** Totals that were taken apart and not made again. */
  dissolved(connectionId: string): Promise<Map<string, StoredDocument>>
  /** Of totals under this key without its sequence; 0 when there is none. */
  lastSequence(connectionId: string, kind: DocumentKind, key: string): Promise<number>
  /** Totals that hold something of these orders. */
  totalsOf(connectionId: string, orderIds: string[]): Promise<StoredDocument[]>
  /** Which orders stand in these totals. */
  ordersOf(totalIds: string[]): Promise<{ totalId: string; orderId: string }[]>
  addMembers(
    totalId: string,
    of: { memberIds: string[]; treatment: string; vatCountry: string; rateBp: number },
  ): Promise<void>
  /** What collected and has its total now belongs to it. */
  close(connectionId: string, documentIds: string[], at: Instant): Promise<void>
  /** What stands in totals that are all booked is booked. @returns how many */
  confirm(connectionId: string, at: Instant): Promise<number>
  /** Takes apart totals of which nothing was ever sent: all, or those that hold one of these documents. @returns how many */
  dissolve(connectionId: string, memberIds: string[] | null, at: Instant): Promise<number>
  /** Takes this total apart, e.g. after the ledger refused it. */
  dissolveOf(connectionId: string, totalId: string, at: Instant): Promise<number>
  /** The first look in the ledger, of what collects: not there, or booked by somebody else. */
  lookedFor(found: { absent: string[]; foreign: string[] }, at: Instant): Promise<void>
  /** What may stand in a total that nobody remembers is looked for again from then on. */
  lookAgain(documentIds: string[], from: Instant): Promise<void>
}
