/** Adds the PDF to a purchase that the ledger took without it. A file that cannot be added is no reason to touch the booking. */
import { fileAgainMs } from '../../domain/delays.ts'
import { states } from '../../domain/document/document-states.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SettlementFile } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import type { PostingState } from './posting-work.ts'
import { file } from './settlement-document.ts'

const triesMax = 5

/** Not given up yet. */
function isWithoutFile({ documentId, plan, progress }: StoredDocument, files: readonly SettlementFile[]): boolean {
  const known = files.find((row) => row.documentId === documentId)
  const isWanted = plan.settlement?.pdf === 'later' && states.inLedger.includes(progress.state)
  return isWanted && (known === undefined || known.tryAt !== null)
}

export function isFileMissing({ documents, files }: PostingState): boolean {
  return documents.some((document) => isWithoutFile(document, files))
}

export async function attachInvoices(
  context: ConnectionContext,
  accounting: Accounting,
  { documents, files }: PostingState,
): Promise<void> {
  const { store, ports, connection, source } = context
  for (const document of documents.filter((row) => isWithoutFile(row, files))) {
    const { documentId, bookYearId, journalKey, plan, progress } = document
    const { number } = progress
    const known = files.find((row) => row.documentId === documentId)
    const now = await ports.clock.now()
    if ((known?.tryAt ?? 0) > now) continue
    const invoiceId = plan.settlement?.invoiceId ?? ''
    const pdf = await store.transaction((tx) => tx.settlements.pdf(connection.connectionId, invoiceId))
    if (pdf === null || bookYearId === null || number === null) continue
    const place = { bookYearId, journalKey, number }
    const add = (): Promise<Answer<null>> => accounting.attach(place, file(source.label, invoiceId, pdf))
    const answer = await whenAllowed(ports, add, context.signal)
    const tries = (known?.tries ?? 0) + 1
    const isAttached = answer.kind === 'ok'
    const tryAt = isAttached || tries >= triesMax ? null : now + fileAgainMs
    await store.transaction((tx) =>
      tx.settlements.setFile({ documentId, tries, tryAt, attachedAt: isAttached ? now : null }),
    )
  }
}
