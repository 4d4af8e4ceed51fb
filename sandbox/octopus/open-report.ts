/** `/reports/clients/open`, `/reports/suppliers/open`: what stands open on one relation. Here nothing is matched away: all of it is open. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound } from './answers.ts'
import type { DossierCall } from './call.ts'
import { euroOf } from './decimals.ts'
import { entryOf } from './posting.ts'
import { documentsAsked, sidesOf } from './report-lines.ts'

const ACCOUNTS = { clients: 400_000, suppliers: 440_000 } as const

export function openItems(call: DossierCall, side: keyof typeof ACCOUNTS): SandboxResponse {
  const asked = call.body as { relationId?: number }
  const rows = documentsAsked(call).flatMap(({ journal, document, version }) =>
    entryOf(journal, version)
      .filter(({ account, relationId }) => account === ACCOUNTS[side] && relationId === asked.relationId)
      .map(({ cents, text, reference, relationId }, index) => ({
        bookyearKey: { id: journal.bookYearId },
        journalKey: journal.key,
        documentSequenceNr: document.number,
        lineSequenceNr: version.entryLines === undefined ? -1 : index + 1,
        bookyearPeriodNr: version.period,
        documentDate: version.documentDate,
        expirationDate: version.expiryDate,
        relationKey: { id: relationId },
        externalRelationId: 0,
        ...sidesOf(cents),
        openBookingAmount: euroOf(Math.abs(cents)),
        openDocAmount: euroOf(Math.abs(cents)),
        comment: text,
        reference,
      })),
  )
  if (rows.length === 0) return nothingFound(`No open data found in dossier ${call.dossier.id}`)
  return json(200, rows)
}
