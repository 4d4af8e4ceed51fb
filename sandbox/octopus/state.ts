/** What the simulated Octopus keeps. */

import { offsetMs } from '../bol/local-time.ts'
import type { Chance } from '../world.ts'
import type { Language } from './answers.ts'
import type { OctopusSettings } from './settings.ts'

export interface OctopusState {
  settings: OctopusSettings
  chance: Chance
  dossiers: Map<number, Dossier>
  credentials: { softwareHouse: string; user: string; password: string }
  logins: { failuresInARow: number; failures: { at: number }[]; locked: boolean }
  userTokens: Map<string, UserToken>
  dossierTokens: Map<string, DossierToken>
  usage: QuotaUsage
  /** Work that the server finishes only later (fault `slowCommit`). */
  pending: PendingWork[]
  documentsMade: number
  /** Local day on which due book years were last looked for. */
  calendarDay: string
}

export interface UserToken {
  user: string
  expiresAt: number
}

export interface DossierToken extends UserToken {
  dossierId: number
  language: Language
}

export interface QuotaUsage {
  /** Instants of the counted calls, by scope and counter. */
  counted: Map<string, number[]>
  /** Calls that were answered with "limit reached". */
  refused: { at: number; scope: string; counter: string }[]
}

export interface PendingWork {
  due: number
  run: () => void
}

/** When something changed: `stamp` as Octopus compares it, and the instant from which lists show it. */
export interface Change {
  at: number
  stamp: string
  visibleAt: number
}

export interface Dossier {
  id: number
  name: string
  vatNr: string
  streetAndNr: string
  postalCode: string
  city: string
  email: string
  disabled: boolean
  invoicingModule: boolean
  dmsAccess: boolean
  bookYears: BookYear[]
  vatCodes: VatCode[]
  relations: Map<number, Relation>
  /** First relation with an external id; 0 is not an id. */
  relationsByExternalId: Map<number, Relation>
  deletedRelations: { id: number; externalRelationId: number; change: Change }[]
  balancings: Balancing[]
}

export type PeriodType = 'MONTH' | 'QUARTER' | 'YEAR'

export interface BookYear {
  id: number
  description: string
  /** Local dates. */
  startDate: string
  endDate: string
  closed: boolean
  periodType: PeriodType
  periods: Period[]
  journals: Journal[]
  accounts: Map<number, Account>
}

export interface Period {
  /** `YYYYNN`. */
  nr: number
  startDate: string
  endDate: string
}

/** 1 bookings, 2 invoices VAT exclusive, 3 invoices VAT inclusive. */
export type InsertionType = 1 | 2 | 3

/** What a journal is, whatever has been booked in it. */
export interface JournalPlan {
  key: string
  name: string
  insertionType: InsertionType
  unitPriceDecimals: 2 | 4
  currencyCode?: string
}

export interface Journal extends JournalPlan {
  letter: string
  sequence: number
  bookYearId: number
  closed: boolean
  /** Periods `YYYYNN`; 0 = none. */
  closedPeriod: number
  protectedPeriod: number
  /** Somebody has it open on a screen until then; Infinity = until told otherwise. */
  openUntil: number
  /** Number before the first one of this journal. */
  startNumber: number
  lastNumber: number
  documents: StoredDocument[]
  change: Change
}

export interface Account {
  id: number
  nl: string
  fr: string
  /** False for a group account. */
  postable: boolean
  active: boolean
  salesVatCode?: string
  purchaseVatCode?: string
  change: Change
}

/** 1 BUY, 2 SELL, 3 BUY_CREDIT_NOTE, 4 SELL_CREDIT_NOTE. */
export type VatCodeType = 1 | 2 | 3 | 4

export interface VatCode {
  code: string
  description: string
  type: VatCodeType
  basePercentage: number
  defaultSellBookingAccountNr?: number
  /** Of a purchase code with VAT reversed to the buyer, in basis points. Octopus does not tell it. */
  reverseBp?: number
}

export type RelationFields = Record<string, string | number | boolean | undefined>

export interface Relation {
  id: number
  externalRelationId: number
  /** As the API shows them, without the identification. */
  fields: RelationFields
  madeBy: Maker
  change: Change
}

export type Maker = 'api' | 'bookkeeper'

export interface StoredDocument {
  id: number
  kind: 'booking' | 'invoice' | 'entry'
  dossierId: number
  bookYearId: number
  journalKey: string
  number: number
  madeBy: Maker
  madeAt: number
  /** Oldest first; never empty. */
  versions: DocumentVersion[]
  deletion?: Change
  attachments: Attachment[]
}

export interface DocumentVersion {
  change: Change
  changedBy: Maker
  relationId: number
  /** Amount due, VAT included, negative for a credit. */
  amountCents: number
  lines: BookedLine[]
  /** Of an entry, which has no other lines. */
  entryLines?: EntryLine[]
  period: number
  documentDate: string
  expiryDate: string
  reference: string
  orderReference: string
  comment: string
  /** As the API shows it, without key and relation. */
  wire: Record<string, unknown>
}

/** A line by its effect: both amounts are negative on a credit; all lines together are the document's amount. */
export interface BookedLine {
  account: number
  vatCode: string
  rateBp: number
  baseCents: number
  vatCents: number
  text: string
  /** VAT that the buyer owes himself and that is in neither amount. */
  reverseBp?: number
}

/** A line of an entry: of an account, a customer or a supplier. Debit positive; in an F journal a receipt is. */
export interface EntryLine {
  type: 'A' | 'C' | 'S'
  account: number
  relationId: number
  reference: string
  cents: number
}

/** `line`: -1 is the head of a purchase or sale, 1 the first line of an entry. */
export interface BalancingKey {
  year: number
  journal: string
  number: number
  line: number
}

export interface Balancing {
  debet: BalancingKey
  credit: BalancingKey
  cents: number
  madeBy: Maker
  /** Ids of both documents. */
  documents: [number, number]
  change: Change
  deletion?: Change
}

export interface Attachment {
  fileName: string
  data: Buffer
}

/** `yyyy-MM-dd HH:mm:ss.SSS` in Brussels, as `modifiedTimeStamp` is written; sorts as the local clock runs. */
export function stampOf(instant: number): string {
  return new Date(instant + offsetMs(instant)).toISOString().slice(0, 23).replace('T', ' ')
}

/** A change made now; it shows in lists after the lag of the settings. */
export function changeNow(state: OctopusState, now: number): Change {
  const lagMs = state.settings.visibilityLagSeconds * 1000
  return { at: now, stamp: stampOf(now), visibleAt: lagMs > 0 ? now + state.chance.int(0, lagMs) : now }
}

export function shows(change: Change, since: string, now: number): boolean {
  return change.visibleAt <= now && change.stamp >= since
}

export function bookYearOf(dossier: Dossier, id: number): BookYear | undefined {
  return dossier.bookYears.find((year) => year.id === id)
}

export function journalOf(year: BookYear | undefined, key: string): Journal | undefined {
  return year?.journals.find((journal) => journal.key === key)
}

/** The newest version of a document that lists show by now; undefined: none yet, or it is gone. */
export function listedVersion(document: StoredDocument, now: number): DocumentVersion | undefined {
  if (document.deletion && document.deletion.visibleAt <= now) return undefined
  return document.versions.findLast((version) => version.change.visibleAt <= now)
}

export function latestVersion(document: StoredDocument): DocumentVersion {
  const version = document.versions.at(-1)
  if (!version) throw new Error('a document without a version')
  return version
}

/** The same mixed order for the same rows: Octopus' lists are not sorted. */
export function mixed<T>(rows: readonly T[], idOf: (row: T) => number): T[] {
  return rows
    .map((row) => ({ row, place: Math.imul(idOf(row) + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row)
}
