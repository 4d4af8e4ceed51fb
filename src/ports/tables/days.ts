/** Totals of days and what belongs to them. */
import type { Instant } from '../../domain/calendar.ts'
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { StoredDocument } from './documents.ts'

export interface Days {
  /** Totals that were taken apart and not made again. */
  dissolved(connectionId: string): Promise<Map<string, StoredDocument>>
  /** Of the totals of this group (`groupOf`); 0 when there is none. */
  lastSequence(connectionId: string, kind: DocumentKind, group: string): Promise<number>
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
