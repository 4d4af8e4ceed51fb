/** `/reports/accounts/history`: every line of an account over a range of periods, with its side. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound } from './answers.ts'
import type { DossierCall } from './call.ts'
import { euroOf } from './decimals.ts'
import { entryOf } from './posting.ts'
import { listedVersion } from './state.ts'
import type { OctopusState } from './state.ts'

interface HistoryBody {
  fromBookyearKey?: { id: number }
  toBookyearKey?: { id: number }
  fromBookyearPeriodNr?: number
  toBookyearPeriodNr?: number
  accountNr?: number
}

export function accountHistory(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const { fromBookyearKey, toBookyearKey, ...asked } = call.body as HistoryBody
  const years = dossier.bookYears.filter(
    ({ id }) => id >= (fromBookyearKey?.id ?? 0) && id <= (toBookyearKey?.id ?? Infinity),
  )
  const rows = years
    .flatMap((year) => year.journals)
    .flatMap((journal) =>
      journal.documents.flatMap((document) => {
        const version = listedVersion(document, now)
        if (!version || document.kind === 'invoice') return []
        const { period } = version
        if (period < (asked.fromBookyearPeriodNr ?? 0) || period > (asked.toBookyearPeriodNr ?? 999_999)) return []
        return entryOf(journal, version)
          .filter(({ account }) => account === asked.accountNr)
          .map(({ cents, text, reference }) => ({
            bookyearKey: { id: journal.bookYearId },
            journalKey: journal.key,
            documentSequenceNr: document.number,
            bookyearPeriodNr: period,
            documentDate: version.documentDate,
            currencyCode: 'EUR',
            exchangeRate: 1,
            debetBookingAmount: euroOf(Math.max(cents, 0)),
            creditBookingAmount: euroOf(Math.max(-cents, 0)),
            debetDocumentAmount: euroOf(Math.max(cents, 0)),
            creditDocumentAmount: euroOf(Math.max(-cents, 0)),
            comment: text,
            reference,
          }))
      }),
    )
  if (rows.length === 0) return nothingFound(`No history data found in dossier ${dossier.id}`)
  return json(200, rows)
}
