/**
 * *Terugdraaien*: takes orders out of the books again. A document that was not sent is not sent any more. We cannot remove a document from
 * the ledger: it gets its credit with the next run, or the user removes it there.
 */
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import { states, type DocumentState } from '../../domain/document/document-states.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'

export type UndoSelection =
  | { kind: 'order'; orderId: string }
  /** By our number, or by its reference in the ledger; a day's total takes all its orders. */
  | { kind: 'document'; id: string }
  /** By the day on which the orders were placed; an import is its period. */
  | { kind: 'period'; from: LocalDate; to: LocalDate }

export interface UndoPreview {
  orders: number
  /** Documents that will not be sent. */
  unsent: number
  /** Documents in the ledger, each of which gets its credit. */
  inLedger: number
  /** On their way or in doubt: their credit follows when they are certain. */
  uncertain: number
}

/** More orders than these are undone in several turns. */
const ordersMax = 50_000
const atOnce = 500
const settled: readonly DocumentState[] = [...states.inLedger, 'mismatch', 'duplicate']

export async function previewUndo(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  selection: UndoSelection,
): Promise<UndoPreview> {
  return ports.store.forTenant(at.tenantId).transaction(async (tx) => {
    const ids = await chosen(tx, at.connectionId, selection)
    const preview: UndoPreview = { orders: ids.length, unsent: 0, inLedger: 0, uncertain: 0 }
    for (let from = 0; from < ids.length; from += atOnce) {
      for (const { progress, kind } of await tx.documents.ofOrders(at.connectionId, ids.slice(from, from + atOnce))) {
        if (isCreditKind(kind) || states.over.includes(progress.state)) continue
        if (states.unsent.includes(progress.state)) preview.unsent += 1
        else if (settled.includes(progress.state)) preview.inLedger += 1
        else preview.uncertain += 1
      }
    }
    return preview
  })
}

/** @returns how many orders are undone; the documents follow with the next run */
export async function undoOrders(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  wanted: { selection: UndoSelection; reason: string },
): Promise<number> {
  const now = await ports.clock.now()
  return ports.store.forTenant(at.tenantId).transaction(async (tx) => {
    const ids = await chosen(tx, at.connectionId, wanted.selection)
    await tx.schedule.ask([at.connectionId], now)
    return ids.length === 0 ? 0 : tx.orders.undo(at.connectionId, ids, wanted.reason.trim(), now)
  })
}

async function chosen(tx: Tx, connectionId: string, selection: UndoSelection): Promise<string[]> {
  if (selection.kind === 'period')
    return (await tx.orders.placedIn(connectionId, selection.from, selection.to)).slice(0, ordersMax)
  const wanted = selection.kind === 'order' ? [selection.orderId] : await ordersOf(tx, connectionId, selection.id)
  const known = await tx.orders.known(connectionId, wanted)
  return known.filter((order) => order.undoneAt === null && order.skippedAt === null).map((order) => order.orderId)
}

async function ordersOf(tx: Tx, connectionId: string, id: string): Promise<string[]> {
  const document = (await tx.documents.get(id)) ?? (await tx.documents.byReferences([id]))[0]
  if (document === undefined || document.connectionId !== connectionId) return []
  if (document.orderId !== null) return [document.orderId]
  return (await tx.days.ordersOf([document.documentId])).map((row) => row.orderId)
}
