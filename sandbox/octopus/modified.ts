/** `/modified`: everything that changed since a local time, not sorted, seen after the lag of the settings. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound } from './answers.ts'
import type { DossierCall } from './call.ts'
import { documentRow } from './documents.ts'
import { euroOf } from './decimals.ts'
import { entryRow } from './entries.ts'
import { moduleMissing } from './invoices.ts'
import { entryOf } from './posting.ts'
import { JOURNAL_TYPES } from './reference-data.ts'
import { listedVersion, mixed, shows } from './state.ts'
import type { Dossier, DocumentVersion, Journal, OctopusState, StoredDocument } from './state.ts'

/** Stands for all book years, or all kinds of journal. */
const ALL = -1

interface ListedDocument {
  document: StoredDocument
  version: DocumentVersion
}

export function bookingsModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  return documentsModified(call, 'booking', 'Buy/Sell Bookings')
}

export function entriesModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  return documentsModified(call, 'entry', 'Financial/Divers Bookings')
}

export function invoicesModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  if (!call.dossier.invoicingModule) return moduleMissing(call)
  return documentsModified(call, 'invoice', 'Invoices')
}

function documentsModified(call: DossierCall, kind: StoredDocument['kind'], noun: string): SandboxResponse {
  const { dossier, query } = call
  const year = Number(query['bookyearId'])
  const key = query['journalKey']
  const journals = journalsOf(dossier, year).filter((journal) => key === undefined || journal.key === key)
  const listed = journals
    .flatMap((journal) => changedSince(journal, query['modifiedTimeStamp'] ?? '', call.now))
    .filter(({ document }) => document.kind === kind)
  if (listed.length === 0) {
    // The missing blank is Octopus' own.
    const place = `${dossier.id}bookyearId: ${year}, Journal Key: ${key ?? 'null'} `
    return nothingFound(`No modified ${noun} found in dossier ${place}`)
  }
  const rows = mixed(listed, ({ document }) => document.id)
  return json(
    200,
    rows.map(({ document, version }) =>
      kind === 'entry' ? entryRow(document, version) : documentRow(dossier, document, version),
    ),
  )
}

function journalsOf(dossier: Dossier, bookYearId: number): Journal[] {
  return dossier.bookYears
    .filter((year) => bookYearId === ALL || year.id === bookYearId)
    .flatMap((year) => year.journals)
}

function changedSince(journal: Journal, since: string, now: number): ListedDocument[] {
  const listed: ListedDocument[] = []
  for (const document of journal.documents) {
    const version = listedVersion(document, now)
    if (version && shows(version.change, since, now)) listed.push({ document, version })
  }
  return listed
}

/** The only call that tells what was deleted. */
export function reportModified(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query, now } = call
  const year = call.path['bookyearId'] ?? ALL
  const type = Number(query['journalTypeId'])
  const since = query['modifiedTimeStamp'] ?? ''
  const until = query['modifiedTimeStampTo'] ?? '9999'
  const journals = journalsOf(dossier, year).filter((journal) => type === ALL || JOURNAL_TYPES[journal.letter] === type)
  const modifiedBookings = journals.flatMap((journal) =>
    changedSince(journal, since, now)
      .filter(({ document, version }) => document.kind !== 'invoice' && version.change.stamp <= until)
      .flatMap((listed) => reportLines(journal, listed)),
  )
  const deletedBookings = journals.flatMap((journal) =>
    journal.documents
      .filter(({ kind, deletion }) => {
        const told = kind !== 'invoice' || state.settings.deletedInvoicesListed
        return told && deletion && shows(deletion, since, now) && deletion.stamp <= until
      })
      .map((document) => ({
        bookyearKey: { id: journal.bookYearId },
        journalType: JOURNAL_TYPES[journal.letter],
        journalSequenceNr: journal.sequence,
        documentSequenceNr: document.number,
      })),
  )
  if (modifiedBookings.length + deletedBookings.length === 0) {
    const place = `${dossier.id}bookyearId: ${year}, Journal Type: ${type} `
    return nothingFound(`No modified Bookings found in dossier ${place}`)
  }
  return json(200, { modifiedBookings, deletedBookings })
}

function reportLines(journal: Journal, { document, version }: ListedDocument): Record<string, unknown>[] {
  return entryOf(journal, version).map((entry, index) => ({
    bookyearKey: { id: journal.bookYearId },
    journalType: JOURNAL_TYPES[journal.letter],
    journalNr: journal.sequence,
    documentSequenceNr: document.number,
    lineSequenceNr: index,
    bookyearPeriodeNr: version.period,
    documentDate: version.documentDate,
    expiryDate: version.expiryDate,
    currencyCode: version.wire['currencyCode'] ?? 'EUR',
    exchangeRate: version.wire['exchangeRate'],
    relationKey: { id: entry.relationId },
    comment: entry.text,
    reference: entry.reference,
    accountKey: entry.account,
    bookingAmount: euroOf(entry.cents),
    documentAmount: euroOf(entry.cents),
    vatSectionCode: entry.vatSection,
  }))
}
