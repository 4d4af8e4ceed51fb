/** Makes the relation that a document needs, once. The upsert carries our own external number, so it is safe to repeat. */
import type { NewRelation } from '../../domain/ledger/ledger.ts'
import { Defect } from '../../domain/money.ts'
import type { Accounting, RelationOutcome } from '../../ports/accounting.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteRefusal, problemOfRefusal } from '../run/connection-refusal.ts'
import { about } from './post-problems.ts'
import { whenRelationAllowed } from '../run/when-allowed.ts'

export type RelationMade = { kind: 'made' } | { kind: 'failed'; own: boolean }

export async function ensureRelation(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<RelationMade> {
  const { store, ports, tenantId } = context
  const buyerHash = document.buyerHash
  if (buyerHash === null) return { kind: 'made' }
  const buyer = await store.transaction((tx) => tx.relations.ofBuyer(document.dossierId, buyerHash))
  if (buyer === null) throw new Defect('a document whose relation is unknown')
  if (buyer.state !== 'wanted') return { kind: 'made' }
  if (buyer.contentSealed === null) throw new Defect('a wanted relation without content')
  const relation = JSON.parse(
    ports.secrets.open(buyer.contentSealed, relationContext(tenantId, buyerHash)),
  ) as NewRelation
  const outcome = await whenRelationAllowed(ports, () => accounting.saveRelation(relation), context.signal)
  const now = await ports.clock.now()
  return store.transaction(async (tx) => {
    if (outcome.kind === 'saved') {
      await tx.relations.buyerMade(document.dossierId, buyerHash, outcome.relation?.relationId ?? null, now)
      return { kind: 'made' }
    }
    const own = outcome.kind === 'contentRefused'
    // Only this buyer's document waits; the rest of the journal goes on.
    if (own) await tx.documents.withdraw([document.documentId], 'blocked', 'relationRefused', now)
    else context.trouble = true
    if (outcome.kind !== 'contentRefused' && outcome.kind !== 'unknown') context.ledgerFailure = outcome
    const problem = problemOf(context, document, outcome)
    if (problem !== null) await tx.problems.raise([problem], now)
    await noteRefusal(tx, context, 'ledger', outcome, now)
    return { kind: 'failed', own }
  })
}

/** Returns the context to which the sealed content of a wanted relation is bound. */
export function relationContext(tenantId: string, buyerHash: string): string {
  return `${tenantId}|buyer_relation.content|${buyerHash}`
}

function problemOf(
  context: ConnectionContext,
  document: StoredDocument,
  outcome: Exclude<RelationOutcome, { kind: 'saved' }>,
): NewProblem | null {
  if (outcome.kind === 'contentRefused')
    return about(document, outcome.problemCode, { field: 'relatie', detail: outcome.detail })
  if (outcome.kind === 'unknown')
    return problemOfRefusal(context, 'ledger', {
      kind: 'later',
      cause: 'unavailable',
      until: null,
      detail: outcome.detail,
    })
  return problemOfRefusal(context, 'ledger', outcome)
}
