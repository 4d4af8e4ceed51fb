/** The result of a dry run: the documents that would be sent, with their bytes, not yet numbered. */
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { templateContext } from '../book/post-document.ts'
import type { DryRunDocument } from '../run/sync.ts'

export async function plannedDocuments(tx: Tx, context: ConnectionContext): Promise<DryRunDocument[]> {
  const ready = await tx.documents.inState(context.connection.connectionId, ['ready'])
  return ready.map((document) => {
    const template = document.templateSealed
    const text =
      template === null
        ? 'null'
        : context.ports.secrets.open(template, templateContext(context.tenantId, document.reference))
    const request = JSON.parse(text.replace('{{number}}', 'null')) as Record<string, unknown> | null
    return {
      order: document.orderId,
      kind: document.kind,
      target: document.progress.target,
      journal: document.journalKey,
      date: document.documentDate,
      amountCents: document.amountCents,
      relation: relationIn(request),
      request,
    }
  })
}

function relationIn(request: Record<string, unknown> | null): unknown {
  const inner = (request?.['buySellBookingServiceData'] ?? request) as Record<string, unknown> | null
  return inner?.['relationIdentificationServiceData'] ?? null
}
