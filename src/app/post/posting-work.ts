/** Finds the marketplace's invoices that still need posting. It reads our tables only; a run without anything to post ends here. */
import type { Receipt } from '../../domain/bank/recognise.ts'
import { states } from '../../domain/document/document-states.ts'
import type { Settings, SettlementSettings } from '../../domain/settings/mapping.ts'
import type { SettlementCheck } from '../../domain/settlement/check-settlement.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { SettlementFile, SettlementProof, StoredSettlement } from '../../ports/settle/settlements.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { isBeforeStart } from '../settle/load-check.ts'

export interface SettlementWork {
  settlement: StoredSettlement
  purchase: StoredDocument | undefined
  clearing: StoredDocument[]
}

export interface PostingState {
  settlements: StoredSettlement[]
  documents: StoredDocument[]
  proofs: SettlementProof[]
  /** Payouts that the bank shows. */
  receipts: Receipt[]
  files: SettlementFile[]
  /** Purchases that a foreign booking may already book. The user's answer about them is still open. */
  asked: ReadonlySet<string>
}

/** Null: nothing of them is posted. */
export function postingOf(settings: Settings): SettlementSettings | null {
  const { settlement } = settings
  return settlement?.active === true ? settlement : null
}

export async function loadPosting(tx: Tx, { connection }: ConnectionContext): Promise<PostingState> {
  const { connectionId } = connection
  const [settlements, documents, proofs, receipts] = await Promise.all([
    tx.settlements.list(connectionId),
    tx.documents.ofSettlements(connectionId),
    tx.settlements.proofs(connectionId),
    tx.bank.receipts(connectionId),
  ])
  const late = documents.filter(({ plan }) => plan.settlement?.pdf === 'later').map((row) => row.documentId)
  const files = late.length === 0 ? [] : await tx.settlements.files(late)
  const foreign = documents.filter(({ progress }) => progress.state === 'foreign')
  const open = foreign.length === 0 ? [] : await tx.problems.open(connectionId)
  const asked = open.flatMap(({ code, documentId }) =>
    code === 'AANK-DUBBEL' && documentId !== null ? [documentId] : [],
  )
  return { settlements, documents, proofs, receipts, files, asked: new Set(asked) }
}

export function workOf(context: ConnectionContext, posting: SettlementSettings, state: PostingState): SettlementWork[] {
  return state.settlements
    .filter((settlement) => settlement.version > 0 && !isBeforeStart(settlement, context.settings))
    .map((settlement) => {
      const own = state.documents.filter(({ plan }) => plan.settlement?.invoiceId === settlement.invoiceId)
      return {
        settlement,
        purchase: own.find(({ kind }) => kind === 'purchase'),
        clearing: own.filter(({ kind }) => kind === 'clearing'),
      }
    })
    .filter((work) => isDue(context, posting, work, state))
}

function isDue(
  context: ConnectionContext,
  posting: SettlementSettings,
  work: SettlementWork,
  state: PostingState,
): boolean {
  const { settlement, purchase, clearing } = work
  if ([purchase, ...clearing].some((row) => row !== undefined && isPlannedAnew(context, row, settlement))) return true
  if (settlement.state !== 'complete') return false
  const books = posting.purchases !== 'off'
  const clears = settlement.kind === 'settlement' && posting.clearing === 'settlementEntry'
  // An invoice without costs has no purchase: its entry proves that it was handled.
  if (books && purchase === undefined && (!clears || clearing.length === 0)) return true
  return clears && clearing.length === 0 && (!books || isSettled(purchase, state))
}

/** Returns whether nothing is to be booked for a settlement that neither waits nor has an unsent document. */
export function isBare(
  context: ConnectionContext,
  posting: SettlementSettings,
  { settlement, purchase, clearing }: SettlementWork,
  check: SettlementCheck,
): boolean {
  if (check.state !== 'closed' && check.state !== 'difference') return false
  if ([purchase, ...clearing].some((row) => row !== undefined && isPlannedAnew(context, row, settlement))) return false
  const books = posting.purchases !== 'off' && check.purchase !== null
  return check.clearing === null && (!books || purchase !== undefined)
}

/** Returns whether nothing of the purchase is left to send and the ledger's document is known. */
export function isSettled(purchase: StoredDocument | undefined, state: Pick<PostingState, 'asked'>): boolean {
  if (purchase === undefined) return false
  if (purchase.progress.state === 'foreign') return !state.asked.has(purchase.documentId)
  return states.inLedger.includes(purchase.progress.state)
}

/** A document that was not sent follows the settings, and the invoice where that was read anew. */
export function isPlannedAnew(
  { connection }: ConnectionContext,
  document: StoredDocument,
  settlement: StoredSettlement | null,
): boolean {
  const { progress, plan, revision } = document
  if (progress.state === 'rejected') return plan.settlement?.pdf === 'inBooking'
  if (!states.planned.includes(progress.state)) return false
  const isSame =
    revision === connection.revision && (settlement === null || plan.settlement?.version === settlement.version)
  return progress.state !== 'ready' || !isSame
}
