/** The books as this world knows them, by its own arithmetic: what checkers compare a product's work with. */

import { latestVersion } from './state.ts'
import type { BookedLine, Dossier, EntryLine, Maker, OctopusState, StoredDocument } from './state.ts'

export interface LedgerDocument {
  dossier: number
  bookyearId: number
  year: string
  journal: string
  number: number
  kind: StoredDocument['kind']
  date: string
  expiryDate: string
  period: number
  relation: { id: number; externalRelationId: number; name: string }
  /** VAT included, negative for a credit; the lines add up to it. */
  amountCents: number
  lines: BookedLine[]
  /** Of an entry: debit positive, a receipt in a bank's journal. */
  entryLines?: EntryLine[]
  reference: string
  orderReference: string
  comment: string
  paymentMethod: number | null
  madeBy: Maker
  /** Who made the present version. */
  changedBy: Maker
  /** Epoch milliseconds. */
  madeAt: number
  changedAt: number
  versions: number
  attachments: { fileName: string; bytes: number; base64: string }[]
}

export interface DeletedDocument {
  dossier: number
  bookyearId: number
  journal: string
  number: number
  madeBy: Maker
  reference: string
  deletedAt: number
}

/** Live documents by dossier, book year, journal and number. */
export function ledgerOf(state: OctopusState, dossierId?: number): LedgerDocument[] {
  return documentsOf(state, dossierId)
    .filter(({ document }) => !document.deletion)
    .map(({ dossier, year, document }) => ledgerDocument(dossier, year, document))
}

export function deletedOf(state: OctopusState, dossierId?: number): DeletedDocument[] {
  return documentsOf(state, dossierId).flatMap(({ dossier, document }) => {
    const { bookYearId, journalKey, number, madeBy, deletion } = document
    if (!deletion) return []
    const { reference } = latestVersion(document)
    const key = { dossier: dossier.id, bookyearId: bookYearId, journal: journalKey, number }
    return [{ ...key, madeBy, reference, deletedAt: deletion.at }]
  })
}

interface Found {
  dossier: Dossier
  year: string
  document: StoredDocument
}

function documentsOf(state: OctopusState, dossierId: number | undefined): Found[] {
  const found: Found[] = []
  for (const dossier of state.dossiers.values()) {
    if (dossierId !== undefined && dossier.id !== dossierId) continue
    for (const year of dossier.bookYears) {
      for (const journal of year.journals) {
        const sorted = journal.documents.toSorted((a, b) => a.number - b.number || a.id - b.id)
        found.push(...sorted.map((document) => ({ dossier, year: year.description, document })))
      }
    }
  }
  return found
}

function ledgerDocument(dossier: Dossier, year: string, document: StoredDocument): LedgerDocument {
  const version = latestVersion(document)
  const relation = dossier.relations.get(version.relationId)
  const { paymentMethod } = version.wire
  return {
    dossier: dossier.id,
    bookyearId: document.bookYearId,
    year,
    journal: document.journalKey,
    number: document.number,
    kind: document.kind,
    date: version.documentDate,
    expiryDate: version.expiryDate,
    period: version.period,
    relation: {
      id: version.relationId,
      externalRelationId: relation?.externalRelationId ?? 0,
      name: String(relation?.fields['name'] ?? ''),
    },
    amountCents: version.amountCents,
    lines: version.lines,
    ...(version.entryLines === undefined ? {} : { entryLines: version.entryLines }),
    reference: version.reference,
    orderReference: version.orderReference,
    comment: version.comment,
    paymentMethod: typeof paymentMethod === 'number' ? paymentMethod : null,
    madeBy: document.madeBy,
    changedBy: version.changedBy,
    madeAt: document.madeAt,
    changedAt: version.change.at,
    versions: document.versions.length,
    attachments: document.attachments.map(({ fileName, data }) => ({
      fileName,
      bytes: data.length,
      base64: data.toString('base64'),
    })),
  }
}
