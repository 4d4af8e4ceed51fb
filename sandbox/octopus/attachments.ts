/** Files that hang on documents. */

import type { SandboxResponse } from '../world.ts'
import { empty, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { documentAt } from './documents.ts'
import { bookYearOf, journalOf } from './state.ts'
import type { OctopusState, StoredDocument } from './state.ts'

export interface AttachmentBody {
  fileName?: string
  fileData?: string
}

export function keepAttachments(document: StoredDocument, attachments: AttachmentBody[]): void {
  for (const { fileName = '', fileData = '' } of attachments) {
    document.attachments.push({ fileName, data: Buffer.from(fileData, 'base64') })
  }
}

export function attachToBooking(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, headers, path } = call
  const journal = journalOf(bookYearOf(dossier, path['bookyearId'] ?? 0), headers['journalKey'] ?? '')
  const document = documentAt(journal, Number(headers['documentSequennceNr']))
  if (document?.kind !== 'booking') {
    return refuse({ status: 400, code: -34, info: `Booking unknown in dossier ${dossier.id}` }, call.language)
  }
  keepAttachments(document, [call.body as AttachmentBody])
  return empty(204)
}

export function uploadToInvoice(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query } = call
  if (!dossier.dmsAccess) {
    return refuse({ status: 403, info: 'No DMS access for this dossier.  Document not uploaded' }, call.language)
  }
  const journal = journalOf(bookYearOf(dossier, Number(query['bookyearId'])), query['journal'] ?? '')
  const document = documentAt(journal, Number(query['documentSeqNr']))
  if (document?.kind !== 'invoice') {
    return refuse({ status: 400, code: -61, info: `Invoice unknown in dossier ${dossier.id}` }, call.language)
  }
  document.attachments.push({ fileName: call.headers['fileName'] ?? '', data: call.body as Buffer })
  return empty(204)
}
