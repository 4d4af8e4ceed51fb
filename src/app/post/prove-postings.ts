/**
 * Reads back the first purchase with reverse-charged VAT and the first clearing entry. The ledger's handling of both is not documented, so
 * a second one waits for the result of the first.
 */
import type { Instant } from '../../domain/calendar.ts'
import { minute } from '../../domain/delays.ts'
import { states } from '../../domain/document/document-states.ts'
import { earliest } from '../../domain/document/next-moment.ts'
import { isOfSettlement } from '../../domain/document/document-kinds.ts'
import type { PostedRow } from '../../domain/ledger/ledger.ts'
import { isReversed, sideOf } from '../../domain/settlement/proof.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SettlementProof } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { LedgerCall } from '../../ports/tables/ledger.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { lookSince } from '../book/look-up.ts'
import { restMs } from '../run/resting-calls.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import type { PostingState } from './posting-work.ts'

type What = SettlementProof['what']

/** Documents whose proof is still to be read. */
export function unproven({ documents, proofs }: PostingState): { what: What; document: StoredDocument }[] {
  return (['reverseCharge', 'entrySign'] as const).flatMap((what) => {
    const proof = proofs.find((row) => row.what === what)
    if (proof?.isRight === true) return []
    const document = documents.find(
      (row) => isAlike(row, what) && shows(row, what) && row.documentId !== proof?.documentId && isThere(row),
    )
    return document === undefined ? [] : [{ what, document }]
  })
}

export function isAlike({ kind, plan }: StoredDocument, what: What): boolean {
  return what === 'entrySign'
    ? kind !== 'purchase' && isOfSettlement(kind)
    : (plan.settlement?.reverseChargeCents ?? 0) !== 0
}

/** An entry that puts nothing on its account proves nothing, so nothing waits for it. */
export function shows({ plan }: StoredDocument, what: What): boolean {
  return what === 'reverseCharge' || (plan.settlement?.clearing?.cents ?? 0) !== 0
}

function isThere({ progress }: StoredDocument): boolean {
  return states.inLedger.includes(progress.state)
}

/** @returns how many were proven, right or wrong */
export async function provePostings(
  context: ConnectionContext,
  accounting: Accounting,
  state: PostingState,
): Promise<number> {
  const { store, ports, connection } = context
  let proven = 0
  for (const { what, document } of unproven(state)) {
    const now = await ports.clock.now()
    const call = `proof:${what}` as const
    if (context.rests.until(call, now) !== null) {
      waitForProof(context, call, now)
      continue
    }
    const isRight = await (what === 'entrySign' ? entryIsRight : reverseChargeIsRight)(context, accounting, document)
    // A new booking may take a moment to be shown, and the reports of a day are few.
    if (isRight === null) {
      await context.rests.failed(call, now, (failures) => Math.max(minute, restMs(call, failures)))
      waitForProof(context, call, now)
      continue
    }
    await context.rests.answered(call)
    const { documentId } = document
    await store.transaction((tx) =>
      tx.settlements.setProof(connection.connectionId, { what, documentId, isRight, at: now }),
    )
    proven += 1
  }
  return proven
}

function waitForProof(context: ConnectionContext, call: LedgerCall, now: Instant): void {
  context.proofAt = earliest([context.proofAt, context.rests.until(call, now)])
}

/** Null: it does not show yet. */
async function entryIsRight(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<boolean | null> {
  const { bookYearId, period, plan } = document
  const expected = plan.settlement?.clearing
  if (bookYearId === null || period === null || expected === undefined) return null
  const { account, cents } = expected
  const ask = (): Promise<Answer<PostedRow[]>> => accounting.accountHistory({ bookYearId, period, account })
  const answer = await whenAllowed(context.ports, ask, context.signal)
  return answer.kind === 'ok' ? sideOf(ownRows(answer.value, document), cents) : null
}

async function reverseChargeIsRight(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<boolean | null> {
  const { bookYearId, plan, amountCents } = document
  const baseCents = plan.settlement?.reverseChargeCents
  if (bookYearId === null || baseCents === undefined) return null
  // A document that was found long after it was sent has been in the ledger since its send.
  const since = await lookSince(context, [document])
  const ask = (): Promise<Answer<PostedRow[]>> => accounting.postedSince(bookYearId, 'purchase', since)
  const answer = await whenAllowed(context.ports, ask, context.signal)
  return answer.kind === 'ok' ? isReversed(ownRows(answer.value, document), { baseCents, amountCents }) : null
}

function ownRows(rows: readonly PostedRow[], { bookYearId, journalKey, progress }: StoredDocument): PostedRow[] {
  return rows.filter(
    (row) => row.bookYearId === bookYearId && row.journalKey === journalKey && row.number === progress.number,
  )
}
