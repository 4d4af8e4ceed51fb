/** `/reports/accounts/history`: every line of an account over a range of periods, with its side. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound } from './answers.ts'
import type { DossierCall } from './call.ts'
import { entryOf } from './posting.ts'
import { documentsAsked, sidesOf } from './report-lines.ts'
import type { OctopusState } from './state.ts'

export function accountHistory(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { accountNr } = call.body as { accountNr?: number }
  const rows = documentsAsked(call).flatMap(({ journal, document, version }) => {
    if (document.kind === 'invoice') return []
    return entryOf(journal, version)
      .filter(({ account }) => account === accountNr)
      .map(({ cents, text, reference }) => ({
        bookyearKey: { id: journal.bookYearId },
        journalKey: journal.key,
        documentSequenceNr: document.number,
        bookyearPeriodNr: version.period,
        documentDate: version.documentDate,
        ...sidesOf(cents),
        comment: text,
        reference,
      }))
  })
  if (rows.length === 0) return nothingFound(`No history data found in dossier ${call.dossier.id}`)
  return json(200, rows)
}
