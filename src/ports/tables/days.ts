/** Totals of days and what belongs to them. */
import type { Instant } from '../../domain/calendar.ts'
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { StoredDocument } from './documents.ts'

export interface Days {
  /** Totals that were taken apart and not made again. */
  dissolved(connectionId: string): Promise<Map<string, StoredDocument>>
  /** Returns the last number of the totals of this group (`groupOf`); 0 when there is none. */
  lastSequence(connectionId: string, kind: DocumentKind, group: string): Promise<number>
  /** Totals that hold something of these orders. */
  totalsOf(connectionId: string, orderIds: string[]): Promise<StoredDocument[]>
  /** Returns the orders in these totals. */
  ordersOf(totalIds: string[]): Promise<{ totalId: string; orderId: string }[]>
  addMembers(
    totalId: string,
    of: { memberIds: string[]; treatment: string; vatCountry: string; rateBp: number },
  ): Promise<void>
  /** Moves collecting documents that have their total into that total. */
  close(connectionId: string, documentIds: string[], at: Instant): Promise<void>
  /** Marks documents as booked whose totals are all booked. @returns how many */
  confirm(connectionId: string, at: Instant): Promise<number>
  /** Takes apart totals of which nothing was ever sent: all, or those that hold one of these documents. @returns how many */
  dissolve(connectionId: string, memberIds: string[] | null, at: Instant): Promise<number>
  /** Takes this total apart, e.g. after the ledger refused it. */
  dissolveOf(connectionId: string, totalId: string, at: Instant): Promise<number>
  /** Saves the result of the first look-up of collecting documents: absent from the ledger, or booked by a foreign document. */
  lookedFor(found: { absent: string[]; foreign: string[] }, at: Instant): Promise<void>
  /** Has documents looked for again from then on, where an unknown total may hold them. */
  lookAgain(documentIds: string[], from: Instant): Promise<void>
}
