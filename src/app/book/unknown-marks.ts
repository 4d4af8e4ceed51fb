/**
 * Handles documents of an order that carry a mark of ours which our database does not remember. The database was lost, and since then the
 * order was booked in another way or its other documents were not planned yet. The mark tells what the documents hold.
 */
import { kindsOf } from '../../domain/document/document-kinds.ts'
import type { FoundDocument } from '../../domain/ledger/ledger.ts'
import { isOfWhole, type BookingWay } from '../../domain/order/order-parts.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { documentReference } from '../plan/ledger-document.ts'
import type { LedgerIndex } from './look-up.ts'
import { isSaleOfOrder } from '../plan/plan-changes.ts'

/** A document that was refused and went again has the next version. */
const versionsMax = 5

export interface UnknownMarks {
  /** Documents whose own sale is in the ledger. */
  foreign: Set<StoredDocument>
  /** Documents whose order was begun in the other way. */
  otherWay: Set<StoredDocument>
}

/** @param documents none of them was ever sent by this database */
export async function readUnknownMarks(
  context: ConnectionContext,
  documents: StoredDocument[],
  index: LedgerIndex,
): Promise<UnknownMarks> {
  const marks: UnknownMarks = { foreign: new Set(), otherWay: new Set() }
  const { connectionId } = context.connection
  const open = documents.filter((document) => isSaleOfOrder(document) && salesBeside(document, index).length > 0)
  const ids = [...new Set(open.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])))]
  if (ids.length === 0) return marks
  await context.store.transaction(async (tx) => {
    const orders = await tx.orders.known(connectionId, ids)
    const shipments = await tx.shipments.ofOrders(connectionId, ids)
    for (const document of open) {
      const { orderId, businessKey } = document
      const wasTurned = orders.some((order) => order.orderId === orderId && order.begunAs !== null)
      const parcels = shipments.filter((shipment) => shipment.orderId === orderId).map((row) => row.shipmentId)
      const whose = salesBeside(document, index).map((found) =>
        [businessKey, orderId ?? '', ...parcels].find((key) => isMarkOf(context, key, found.reference)),
      )
      const way = wayOf(document)
      // Of an order that is booked whole the parcels may never have been asked for, so the form of the mark is all there is.
      const isOther = (key: string | undefined): boolean => (way === 'order' ? key !== orderId : key === orderId)
      const isOwn = (key: string | undefined): boolean => key === undefined || key === businessKey || isOther(key)
      if (!wasTurned && !whose.includes(businessKey) && whose.some(isOther)) marks.otherWay.add(document)
      else if (whose.some(isOwn)) marks.foreign.add(document)
    }
    for (const way of ['order', 'shipment'] as const) {
      const turned = [...marks.otherWay].filter((document) => wayOf(document) !== way)
      await tx.orders.beginAs(connectionId, idsOf(turned), way)
    }
  })
  // Planned again in this run.
  if (marks.otherWay.size > 0) context.lostReference = true
  return marks
}

/** A credit is never the sale of an order. */
function salesBeside({ orderId, reference, bookAnyway }: StoredDocument, index: LedgerIndex): FoundDocument[] {
  if (orderId === null || bookAnyway || index.byReference.has(reference)) return []
  return (index.unknownMarks.get(orderId) ?? []).filter((row) => row.amountCents === null || row.amountCents > 0)
}

function wayOf({ businessKey, orderId }: StoredDocument): BookingWay {
  return orderId !== null && isOfWhole(businessKey, orderId) ? 'order' : 'shipment'
}

function isMarkOf(context: ConnectionContext, businessKey: string, reference: string): boolean {
  const { connection, ports } = context
  return kindsOf.saleOfOrder.some((kind) =>
    Array.from({ length: versionsMax }, (_, index) => index + 1).some(
      (version) => documentReference(ports, { connection, kind, businessKey, version }) === reference,
    ),
  )
}

function idsOf(documents: StoredDocument[]): string[] {
  return [...new Set(documents.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])))]
}
