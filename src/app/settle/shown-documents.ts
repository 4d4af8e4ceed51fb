/** The planned and posted documents of a settlement, as programs and users read them. */
import { states, type DocumentState } from '../../domain/document/document-states.ts'
import type { SettlementDocumentKind } from '../../domain/document/document-kinds.ts'
import type { Cents } from '../../domain/money.ts'
import type { ShownLine } from '../../domain/settlement/clearing.ts'
import type { SettlementFile } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'

export interface ShownDocument {
  id: string
  kind: SettlementDocumentKind
  state: DocumentState
  journal: string
  number: number | null
  bookYear: number | null
  date: string | null
  amountCents: Cents
  /** Of a purchase: whether it has the marketplace's PDF. */
  pdf?: 'attached' | 'waiting' | 'none' | undefined
  /** Of a set-off: the advertising invoice. */
  about?: string | undefined
  /** Of a later entry: debit positive, credit negative. */
  lines?: ShownLine[] | undefined
}

/** States in which the ledger has a booking of the invoice, ours or a foreign one. */
export const stands: readonly DocumentState[] = [...states.inLedger, 'foreign']

export function shownDocument(document: StoredDocument, files: readonly SettlementFile[]): ShownDocument {
  const { reference, kind, journalKey, progress, bookYearId, documentDate, amountCents, plan } = document
  const { state, number } = progress
  const shown = {
    id: reference,
    state,
    journal: journalKey,
    number,
    bookYear: bookYearId,
    date: documentDate,
    amountCents,
  }
  const lines = plan.settlement?.shown?.map(shownLine)
  if (kind !== 'purchase')
    return {
      ...shown,
      kind: kind as SettlementDocumentKind,
      ...(kind === 'setOff' ? { about: plan.settlement?.invoiceId ?? '' } : {}),
      ...(lines === undefined ? {} : { lines }),
    }
  const file = files.find((row) => row.documentId === document.documentId)
  const isSent = plan.settlement?.pdf === 'inBooking' && states.inLedger.includes(state)
  const isAttached = isSent || (file !== undefined && file.attachedAt !== null)
  const isWaiting = !isAttached && plan.settlement?.pdf !== 'none' && file?.tryAt !== null && state !== 'foreign'
  return { ...shown, kind, pdf: isAttached ? 'attached' : isWaiting ? 'waiting' : 'none' }
}

/** Leaves out the ledger's number of a relation, because users do not need it. */
export function shownLine(line: ShownLine): ShownLine {
  const { why, amountCents } = line
  return line.kind === 'A'
    ? { kind: 'A', account: line.account, why, amountCents }
    : { kind: line.kind, relation: line.relation, why, amountCents }
}
