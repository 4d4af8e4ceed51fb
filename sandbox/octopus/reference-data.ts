/** What a client reads and keeps: book years, journals, accounts, VAT codes. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { bookYearOf, journalOf, mixed, shows } from './state.ts'
import type { Account, BookYear, Journal, OctopusState } from './state.ts'

const LANGUAGES = ['NL', 'FR', 'EN', 'DE'] as const

/** Numbers of the journal types in `bookings/modified`. */
export const JOURNAL_TYPES: Readonly<Record<string, number>> = { A: 1, V: 2, F: 3, D: 4 }

export function listBookYears(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier } = call
  if (dossier.bookYears.length === 0) return nothingFound(`No Bookyears found in dossier ${dossier.id}`)
  const rows = dossier.bookYears.map((year) => ({
    bookyearKey: { id: year.id },
    bookyearDescription: year.description,
    startDate: year.startDate,
    endDate: year.endDate,
    closed: year.closed,
    periods: year.periods.map(({ nr, startDate, endDate }) => ({ bookyearPeriod: nr, startDate, endDate })),
  }))
  return json(200, rows)
}

export function bookYearDetail(_state: OctopusState, call: DossierCall): SandboxResponse {
  const year = bookYearOf(call.dossier, call.path['bookyearId'] ?? 0)
  if (!year) return refuse({ status: 400, code: -9, info: 'Bookyear unknown' }, call.language)
  return json(200, {
    bookyearKey: { id: year.id },
    names: names(year.description),
    bookingPeriodType: year.periodType,
    fromDate: year.startDate,
    toDate: year.endDate,
    closed: year.closed,
    proRataTemporis: false,
    deprecationFullBookyear: true,
    declarantType: year.periodType === 'QUARTER' ? 'QUARTERLY' : 'MONTHLY',
    activateDbaNp: true,
    activateDfbNp: true,
    declarantIntrastatReceiver: false,
    declarantIntrastatSender: false,
    visibleFiscalControl: true,
  })
}

export function listJournals(state: OctopusState, call: DossierCall): SandboxResponse {
  const year = bookYearOf(call.dossier, call.path['bookyearId'] ?? 0)
  if (!year) return nothingFound(`No Journals found in dossier ${call.dossier.id}`)
  const rows = mixed(year.journals, (journal) => journal.sequence * 32 + journal.letter.charCodeAt(0))
  return json(
    200,
    rows.map((journal) => ({
      bookyearKey: { id: year.id },
      journalKey: journal.key,
      name: journal.name,
      closed: journal.closed,
      currencyCode: journal.currencyCode,
      lastBookedDocumentNr: lastBooked(state, journal),
      protectedPeriod: journal.protectedPeriod,
      closedPeriod: journal.closedPeriod,
      insertionType: journal.insertionType,
    })),
  )
}

function lastBooked(state: OctopusState, journal: Journal): number {
  if (journal.insertionType === 1 || state.settings.conceptsCountAsBooked) return journal.lastNumber
  return journal.startNumber
}

export function sellJournal(_state: OctopusState, call: DossierCall): SandboxResponse {
  const year = bookYearOf(call.dossier, call.path['bookyearId'] ?? 0)
  const journal = journalOf(year, `V${call.path['sequenceNumber']}`)
  if (!journal) return refuse({ status: 400, code: -10, info: 'Journal unknown' }, call.language)
  const insertionType = { 1: 'BOOKING', 2: 'VAT_EXCLUSIVE', 3: 'VAT_INCLUSIVE' }[journal.insertionType]
  return json(200, {
    commonJournalServiceData: commonData(journal),
    bankAccountServiceData: {},
    invoicingServiceData: {
      unitPriceScale: journal.unitPriceDecimals === 4 ? 'FOUR' : 'TWO',
      showProduct: true,
      showDescription: true,
      showCostCentre: false,
      showCount: true,
      showUnit: true,
      showUnitPrice: true,
      showDiscount: true,
      showVatCode: true,
      showTotal: true,
      customFieldInvoiceList: [],
      customFieldLineList: [],
    },
    insertionType,
  })
}

export function journalsModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  const since = call.query['modifiedTimeStamp'] ?? ''
  const journals = call.dossier.bookYears.flatMap((year) => year.journals)
  const changed = journals.filter((journal) => shows(journal.change, since, call.now))
  return json(200, { modifiedJournalServiceDataList: changed.map(commonData), deletedJournalList: [] })
}

function commonData(journal: Journal): Record<string, unknown> {
  return {
    journalKeyServiceData: {
      bookyearKey: { id: journal.bookYearId },
      journalTypeCode: journal.letter,
      sequenceNumber: journal.sequence,
    },
    names: names(journal.name),
    nextDocumentNumber: journal.lastNumber + 1,
    protectedPeriod: journal.protectedPeriod,
    closed: journal.closed,
    closedPeriod: journal.closedPeriod,
  }
}

function names(text: string): { language: string; value: string }[] {
  return LANGUAGES.map((language) => ({ language, value: text }))
}

export function listAccounts(_state: OctopusState, call: DossierCall): SandboxResponse {
  const year = bookYearOf(call.dossier, Number(call.query['bookyearId']))
  const active = [...(year?.accounts.values() ?? [])].filter((account) => account.active)
  if (!year || active.length === 0) return nothingFound(`No Accounts found in dossier ${call.dossier.id}`)
  return json(
    200,
    active.map((account) => accountRow(year, account)),
  )
}

export function accountsModified(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  const since = call.query['modifiedTimeStamp'] ?? ''
  const modified: unknown[] = []
  const deleted: unknown[] = []
  for (const year of dossier.bookYears) {
    for (const account of year.accounts.values()) {
      if (!shows(account.change, since, now)) continue
      // An account that is out of use can no longer be booked on, so a client must see it go.
      ;(account.active ? modified : deleted).push(accountRow(year, account))
    }
  }
  if (modified.length + deleted.length === 0) return nothingFound(`No modified Accounts found in dossier ${dossier.id}`)
  return json(200, { modified, deleted })
}

function accountRow(year: BookYear, account: Account): Record<string, unknown> {
  return {
    accountKey: { bookyearKey: { id: year.id }, id: account.id },
    costCentreType: 2,
    description: { description_NL: account.nl, description_FR: account.fr, description_EN: '' },
    fiscProfessionalPercentage: 100,
    fiscRecupPercentage: 100,
    vatRecupPercentage: 100,
    purchaseVatCode: account.purchaseVatCode,
    salesVatCode: account.salesVatCode,
  }
}

export function listVatCodes(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier } = call
  if (dossier.vatCodes.length === 0) return nothingFound(`No VATCodes found in dossier ${dossier.id}`)
  // How a code treats VAT stands on Octopus' own screens only.
  return json(
    200,
    dossier.vatCodes.map((code) => ({ ...code, reverseBp: undefined })),
  )
}
