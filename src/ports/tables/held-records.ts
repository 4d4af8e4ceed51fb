/** Records that the marketplace gave badly, each on its own until it can be read. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'

/** `order`: its details. The others: a row of a list; `invoice`: of the marketplace's invoices to the seller. */
export type HeldKind = 'order' | 'orderRow' | 'shipment' | 'return' | 'invoice'

export interface BadRecord {
  kind: HeldKind
  /** The record's own number; of a row without one, a hash of it. */
  key: string
  /** Whether `key` is its number: only then it can be asked for by itself. */
  named: boolean
  orderId: string | null
  /** Of a row of the list of orders: the day whose list had it; of one of invoices: the last day of the list that had it. */
  listedOn: LocalDate | null
  /** When its order was placed, or it was registered, where the marketplace gives it. Not kept. */
  at?: Instant | null
  /** Names fields, never their contents. */
  fault: string
}

export interface HeldRecord extends BadRecord {
  firstAt: Instant
  lastAt: Instant
  /** Not asked for by itself before. */
  askAt: Instant
}

export interface HeldRecords {
  /** @param asked it was asked for by itself and failed: it rests longer each time. Else a list showed it */
  hold(connectionId: string, records: BadRecord[], at: Instant, asked: boolean): Promise<void>
  release(connectionId: string, kind: HeldKind, keys: string[]): Promise<void>
  /** Rows without a number that were not seen again since; with `days`, of the lists of these. */
  releaseUnseen(connectionId: string, kind: HeldKind, before: Instant, days: LocalDate[] | null): Promise<void>
  /** Records of orders that the user left out are not reported or asked for any more. Oldest first. */
  list(connectionId: string): Promise<HeldRecord[]>
  ofOrder(connectionId: string, orderId: string): Promise<HeldRecord[]>
  /** Those of these that rest. */
  resting(connectionId: string, kind: HeldKind, keys: string[], now: Instant): Promise<string[]>
  /** Records with a number whose rest is over, the longest rested first. */
  due(connectionId: string, kind: HeldKind, now: Instant, limit: number): Promise<HeldRecord[]>
  /** A user asked: of these orders, or of all, no record rests any longer. */
  endRests(connectionId: string, orderIds: string[] | null): Promise<void>
}
