/** The subject of a document: an order, a day, or an invoice of the marketplace. */
import { isOfSettlement, type DocumentKind } from './document-kinds.ts'

/** A total of a day, of sales or of credits. */
export function isTotal({ orderId, kind }: { orderId: string | null; kind: DocumentKind }): boolean {
  return orderId === null && !isOfSettlement(kind)
}
