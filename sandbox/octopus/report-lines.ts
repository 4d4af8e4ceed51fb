/** What both reports of lines have in common: the documents of a range of periods, and a line's amount on its side. */

import type { DossierCall } from './call.ts'
import { euroOf } from './decimals.ts'
import { listedVersion, type DocumentVersion, type Journal, type StoredDocument } from './state.ts'

interface RangeBody {
  fromBookyearKey?: { id: number }
  toBookyearKey?: { id: number }
  fromBookyearPeriodNr?: number
  toBookyearPeriodNr?: number
}

export interface ReportedDocument {
  journal: Journal
  document: StoredDocument
  version: DocumentVersion
}

/** In the range that the body asks for; absent bounds are none. */
export function documentsAsked({ dossier, now, body }: DossierCall): ReportedDocument[] {
  const asked = body as RangeBody
  const first = { year: asked.fromBookyearKey?.id ?? 0, period: asked.fromBookyearPeriodNr ?? 0 }
  const last = { year: asked.toBookyearKey?.id ?? Infinity, period: asked.toBookyearPeriodNr ?? 999_999 }
  return dossier.bookYears
    .filter(({ id }) => id >= first.year && id <= last.year)
    .flatMap((year) => year.journals)
    .flatMap((journal) =>
      journal.documents.flatMap((document) => {
        const version = listedVersion(document, now)
        if (!version || version.period < first.period || version.period > last.period) return []
        return [{ journal, document, version }]
      }),
    )
}

/** Positive is debit. */
export function sidesOf(cents: number) {
  const [debit, credit] = [euroOf(Math.max(cents, 0)), euroOf(Math.max(-cents, 0))]
  return {
    currencyCode: 'EUR',
    exchangeRate: 1,
    debetBookingAmount: debit,
    creditBookingAmount: credit,
    debetDocumentAmount: debit,
    creditDocumentAmount: credit,
  }
}
