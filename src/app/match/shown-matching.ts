/** Shows the matches of a settlement, and the reason where something is not matched. Reads our own tables only. */
import { kindsOf } from '../../domain/document/document-kinds.ts'
import { states } from '../../domain/document/document-states.ts'
import { addCents } from '../../domain/money.ts'
import type { EntrySide, LeftReason, MatchingSetting } from '../../domain/settlement/matching.ts'
import type { MatchingLine } from '../../domain/why/matching-words.ts'
import type { StoredMatch } from '../../ports/settle/matches.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { matchingSubject } from './sales-a-day.ts'

export async function shownMatching(
  tx: Tx,
  at: { connectionId: string; documents: readonly StoredDocument[]; setting: MatchingSetting },
): Promise<MatchingLine[]> {
  const { connectionId, documents } = at
  const stands = documents.filter(({ progress }) => states.inLedger.includes(progress.state))
  const entries = stands.filter(({ kind }) => kindsOf.matchedEntry.includes(kind))
  if (entries.length === 0) return []
  const matches = await tx.matches.ofDocuments(entries.map(({ documentId }) => documentId))
  const tooMany = (await tx.problems.withPrefix(connectionId, matchingSubject)).length > 0
  return entries.flatMap((entry) =>
    (entry.plan.settlement?.sides ?? []).map((side): MatchingLine => {
      const own = matches.filter(({ debit, credit }) =>
        [debit, credit].some((line) => line.documentId === entry.documentId && line.line === side.line),
      )
      const amountCents = Math.abs(side.cents)
      const matchedCents = addCents(...own.filter(({ state }) => state === 'done').map(({ cents }) => cents))
      const { journalKey: journal, progress } = entry
      const left = matchedCents >= amountCents ? null : leftOf({ ...at, entry, side, own, tooMany })
      return { journal, number: progress.number, line: side.line, why: side.why, amountCents, matchedCents, left }
    }),
  )
}

const byState: [StoredMatch['state'], LeftReason][] = [
  ['undone', 'undone'],
  ['refused', 'refused'],
  ['left', 'unanswered'],
  ['dropped', 'changed'],
  ['planned', 'waits'],
  ['sending', 'waits'],
  ['inDoubt', 'waits'],
]

/** The first that holds. */
function leftOf(at: {
  documents: readonly StoredDocument[]
  setting: MatchingSetting
  entry: StoredDocument
  side: EntrySide
  own: readonly StoredMatch[]
  tooMany: boolean
}): LeftReason {
  const { documents, setting, entry, side, own, tooMany } = at
  const { why } = side
  const known = byState.find(([state]) => own.some((match) => match.state === state))
  const isSale = why === 'turnover' || why === 'correction'
  if (setting === 'off') return 'off'
  if (isSale && tooMany) return 'tooMany'
  if (known !== undefined) return known[1]
  if (entry.progress.state === 'changed') return 'changed'
  if (entry.progress.state !== 'verified') return 'waits'
  if (why === 'payout') return 'bank'
  if (isSale) return own.length > 0 ? 'waits' : 'nothing'
  const { invoiceId } = entry.plan.settlement ?? {}
  const purchase = documents.find((row) => row.kind === 'purchase' && row.plan.settlement?.invoiceId === invoiceId)
  if (purchase === undefined) return 'nothing'
  if (purchase.progress.state === 'foreign') return 'foreign'
  return purchase.progress.state === 'changed' ? 'changed' : 'waits'
}
