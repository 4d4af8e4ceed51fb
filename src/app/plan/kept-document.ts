/** The one place where a document, as the plan makes it, becomes the row that is kept: with its mark, and its bytes rendered once and sealed. */
import type { Instant } from '../../domain/calendar.ts'
import type { PlannedDocument } from '../../domain/plan/plan-order.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { StoredJournal } from '../../ports/tables/ledger.ts'
import { templateContext } from '../book/post-document.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { documentReference, ledgerDocument } from './ledger-document.ts'
import type { ResolvedRelation } from './resolve-relation.ts'

type LedgerDocument = ReturnType<typeof ledgerDocument>

/** The remaining facts of a document for the plan: its own order, its state and its place in the queue. */
type Standing = Pick<
  NewDocument,
  'orderId' | 'orderVersion' | 'mustLook' | 'queueAt' | 'state' | 'notBefore' | 'priority'
>

/** The shop and the books that a document is of. */
export function standsIn({ connectionId, dossierId }: Connection): Pick<NewDocument, 'connectionId' | 'dossierId'> {
  return { connectionId, dossierId }
}

export function keptDocument(
  context: ConnectionContext,
  { accounting, now }: { accounting: Accounting; now: Instant },
  of: {
    document: PlannedDocument<StoredJournal>
    relation: Extract<ResolvedRelation, { kind: 'relation' }>
    /** Its row from an earlier plan; one that was refused goes again as the next version. */
    before: StoredDocument | undefined
    /** The order's number as the ledger shows it. */
    orderWords: string
    buyer: Parameters<typeof ledgerDocument>[1]['buyer']
    attachment?: LedgerDocument['attachment']
    standing: Standing
  },
): NewDocument {
  const { connection, ports, tenantId } = context
  const { document, relation, before } = of
  const { kind, businessKey, place } = document
  const version = before === undefined ? 1 : before.version + (before.progress.state === 'draft' ? 1 : 0)
  const reference = documentReference(ports, { connection, kind, businessKey, version })
  const { buyer, orderWords: orderId, attachment = null } = of
  const rendered = accounting.render({
    ...ledgerDocument(context, { document, reference, orderId, relation, buyer }),
    attachment,
  })
  return {
    documentId: before?.documentId ?? ports.random.id(),
    ...standsIn(connection),
    kind,
    businessKey,
    version,
    reference,
    target: document.target,
    journalId: place.journal.journalId,
    journalKey: place.journal.journalKey,
    bookYearId: place.bookYear.bookYearId,
    period: place.period.period,
    documentDate: place.date,
    amountCents: document.amountCents,
    buyerHash: relation.buyerHash,
    revision: connection.revision,
    plan: { ...document.plan, linesHash: rendered.linesHash },
    templateSealed: ports.secrets.seal(rendered.template, templateContext(tenantId, reference)),
    templateHash: ports.digest(rendered.template),
    ...of.standing,
    at: now,
  }
}
