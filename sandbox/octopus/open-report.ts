/** `/reports/clients/open`, `/reports/suppliers/open`: what stands open on one relation. Here nothing is matched away: all of it is open. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound } from './answers.ts'
import type { DossierCall } from './call.ts'
import { euroOf } from './decimals.ts'
import { entryOf } from './posting.ts'
import { listedVersion } from './state.ts'

interface OpenBody {
  fromBookyearKey?: { id: number }
  toBookyearKey?: { id: number }
  fromBookyearPeriodNr?: number
  toBookyearPeriodNr?: number
  relationId?: number
}

const ACCOUNTS = { clients: 400_000, suppliers: 440_000 } as const

export function openItems(call: DossierCall, side: keyof typeof ACCOUNTS): SandboxResponse {
  const { dossier, now } = call
  const asked = call.body as OpenBody
  const years = dossier.bookYears.filter(
    ({ id }) => id >= (asked.fromBookyearKey?.id ?? 0) && id <= (asked.toBookyearKey?.id ?? Infinity),
  )
  const rows = years
    .flatMap((year) => year.journals)
    .flatMap((journal) =>
      journal.documents.flatMap((document) => {
        const version = listedVersion(document, now)
        if (!version) return []
        const { period } = version
        if (period < (asked.fromBookyearPeriodNr ?? 0) || period > (asked.toBookyearPeriodNr ?? 999_999)) return []
        return entryOf(journal, version)
          .filter(({ account, relationId }) => account === ACCOUNTS[side] && relationId === asked.relationId)
          .map(({ cents, text, reference, relationId }, index) => ({
            bookyearKey: { id: journal.bookYearId },
            journalKey: journal.key,
            documentSequenceNr: document.number,
            lineSequenceNr: version.entryLines === undefined ? -1 : index + 1,
            bookyearPeriodNr: period,
            documentDate: version.documentDate,
            expirationDate: version.expiryDate,
            relationKey: { id: relationId },
            externalRelationId: 0,
            currencyCode: 'EUR',
            exchangeRate: 1,
            debetBookingAmount: euroOf(Math.max(cents, 0)),
            creditBookingAmount: euroOf(Math.max(-cents, 0)),
            debetDocumentAmount: euroOf(Math.max(cents, 0)),
            creditDocumentAmount: euroOf(Math.max(-cents, 0)),
            openBookingAmount: euroOf(Math.abs(cents)),
            openDocAmount: euroOf(Math.abs(cents)),
            comment: text,
            reference,
          }))
      }),
    )
  if (rows.length === 0) return nothingFound(`No open data found in dossier ${dossier.id}`)
  return json(200, rows)
}
