/** Adds files to a document that is in the ledger already. Both calls may be made again: at worst the document has a file twice. */
import type { Answer } from '../../../ports/answer.ts'
import { answerOf } from '../outcomes.ts'
import { attachmentBody } from './render.ts'
import type { Session } from '../session.ts'

export interface DocumentKey {
  bookYearId: number
  journalKey: string
  number: number
}

export interface Attachment {
  fileName: string
  contentBase64: string
}

/** The misspellings of path and header are the vendor's. */
export async function attachToBooking(session: Session, at: DocumentKey, file: Attachment): Promise<Answer<null>> {
  const sent = await session.dossierCall({
    kind: 'attachment',
    route: 'POST /bookyears/{bookyearId}/bookings/attachements',
    path: `/bookyears/${at.bookYearId}/bookings/attachements`,
    headers: { journalKey: at.journalKey, documentSequennceNr: String(at.number) },
    body: JSON.stringify(attachmentBody(file)),
  })
  return attached(answerOf('attachment', sent, () => true))
}

/** Only while the invoice is a concept; `forbidden` without access to the dossier's document store. */
export async function attachToInvoice(session: Session, at: DocumentKey, file: Attachment): Promise<Answer<null>> {
  const sent = await session.dossierCall({
    kind: 'attachment',
    route: 'POST /invoices/attachments/upload',
    path: '/invoices/attachments/upload',
    query: { bookyearId: at.bookYearId, journal: at.journalKey, documentSeqNr: at.number },
    headers: { fileName: headerFileName(file.fileName) },
    body: Buffer.from(file.contentBase64, 'base64'),
    contentType: 'application/octet-stream',
  })
  return attached(answerOf('attachment', sent, () => true))
}

function attached(answer: Answer<true>): Answer<null> {
  return answer.kind === 'ok' ? { kind: 'ok', value: null } : answer
}

/** A header carries plain letters only. */
function headerFileName(fileName: string): string {
  return fileName.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 100)
}
