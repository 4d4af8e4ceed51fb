/**
 * The product's database. A store is opened for one company: no method takes a company's id, and row-level security enforces the same.
 * Every read and write happens inside a transaction, `tx`.
 */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { LimitAnswer, LimitRequest } from './call-limits.ts'
import type { CompanyFigures } from './figures.ts'
import type { Office } from './office.ts'
import type { Accounts, AskedPasswords, Offers } from './people/accounts.ts'
import type { ApiTokens } from './people/api-tokens.ts'
import type { Guesses } from './people/guesses.ts'
import type { Passkeys } from './people/passkeys.ts'
import type { SecurityEvents } from './people/security-events.ts'
import type { Schedules, WorkSchedule } from './schedule.ts'
import type { Completeness } from './tables/completeness.ts'
import type { Connections } from './tables/connections.ts'
import type { Days } from './tables/days.ts'
import type { Documents } from './tables/documents.ts'
import type { HeldRecords } from './tables/held-records.ts'
import type { History } from './tables/history.ts'
import type { Ledger } from './tables/ledger.ts'
import type { Alarms, CompanyWebhook, Mails } from './tables/notices.ts'
import type { OrderLists } from './tables/order-lists.ts'
import type { Orders } from './tables/orders.ts'
import type { PersonalData } from './tables/personal-data.ts'
import type { Problems } from './tables/problems.ts'
import type { Relations } from './tables/relations.ts'
import type { Reports } from './tables/reports.ts'
import type { Returns } from './tables/returns.ts'
import type { Bank } from './settle/bank.ts'
import type { LedgerChecks } from './settle/ledger-check.ts'
import type { Matches } from './settle/matches.ts'
import type { Settlements } from './settle/settlements.ts'
import type { Shipments } from './tables/shipments.ts'
import type { Inbox, OperatorActs, Support } from './tables/support.ts'
import type { Trail } from './tables/trail.ts'
import type { CrossBorderSales, VatChecks } from './tables/vat-checks.ts'
import type { WizardDrafts } from './tables/wizard-drafts.ts'

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
export interface Directory extends Schedules {
  accounts: Accounts
  offers: Offers
  askedPasswords: AskedPasswords
  guesses: Guesses
  passkeys: Passkeys
  securityEvents: SecurityEvents
  apiTokens: ApiTokens
  mails: Mails
  inbox: Inbox
  office: Office
  /** `signedUp`: made and named by a user who signed up; several such companies may have one name. */
  tenants(): Promise<{ tenantId: string; name: string; trialUntil: LocalDate | null; signedUp: boolean }[]>
  /** Jobs by name. `dead`: given up after all their tries. */
  queueCounts(): Promise<{ name: string; waiting: number; running: number; dead: number }[]>
  /** For each of these routes the most calls that one budget has used since then; budgets that were last used before are left out. */
  busiestBudgets(routes: string[], since: Instant): Promise<{ route: string; used: number }[]>
  /** Finds or adds an operator's company. A company of that name that was made by a sign-up is not found. */
  findOrAddTenant(name: string, tenantId: string, now: Instant): Promise<string>
  /** Adds the company of a user who signs up. */
  addTenant(name: string, tenantId: string, at: { now: Instant; trialUntil: LocalDate | null }): Promise<void>
  /** The last day on which something is posted; null: no end. */
  trialUntil(tenantId: string): Promise<LocalDate | null>
  setTrial(tenantId: string, until: LocalDate | null): Promise<void>
  tenantOfConnection(connectionId: string): Promise<string | null>
  /** Takes the account for this connection; answers with the connection that has it already, if another. */
  claimAccount(retailerId: string, tenantId: string, connectionId: string): Promise<'claimed' | 'taken'>
  releaseAccount(connectionId: string): Promise<void>
  /** When a copy was last made and found good; null: never. */
  copiedAt(): Promise<Instant | null>
  /** Returns the moment when the database was restored from a copy; null: never. Bookings made after the copy are not known here. */
  restoredAt(): Promise<Instant | null>
  /** Whether the process of this id still holds its place in the database. */
  processIsGone(processId: string): Promise<boolean>
  /** Mails whose day has come. @returns how many */
  removePersonalData(today: LocalDate): Promise<number>
  /** Forgets counted calls older than every window. */
  forgetCalls(before: Instant): Promise<void>
}

export interface Tx {
  connections: Connections
  schedule: WorkSchedule
  orders: Orders
  shipments: Shipments
  returns: Returns
  settlements: Settlements
  bank: Bank
  matches: Matches
  completeness: Completeness
  history: History
  heldRecords: HeldRecords
  ledger: Ledger
  ledgerChecks: LedgerChecks
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
  /** Returns the figures for monitoring the installation. */
  figures(): Promise<CompanyFigures>
  /** Counts calls against a limit inside this transaction. */
  countCall(request: LimitRequest, now: Instant): Promise<LimitAnswer>
}
