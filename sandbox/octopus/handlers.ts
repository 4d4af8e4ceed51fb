/** Which work answers which route. */

import { plainText, languageOf, refuse } from './answers.ts'
import { attachToBooking, uploadToInvoice } from './attachments.ts'
import { listDossiers, logIn, openDossier, whoAmI } from './authentication.ts'
import {
  balancingsModified,
  deleteBalancing,
  deleteBalancingsOfDocument,
  deleteBalancingsOfLine,
  insertBalancing,
} from './balancings.ts'
import { createBooking, readBooking, updateBooking } from './bookings.ts'
import type { Call, DossierHandler, Handler } from './call.ts'
import { createEntry, readEntry } from './entries.ts'
import { accountHistory } from './history-report.ts'
import { openItems } from './open-report.ts'
import { createInvoice, readInvoice, updateInvoice } from './invoices.ts'
import { bookingsModified, entriesModified, invoicesModified, reportModified } from './modified.ts'
import {
  accountsModified,
  bookYearDetail,
  journalsModified,
  listAccounts,
  listBookYears,
  listJournals,
  listVatCodes,
  sellJournal,
} from './reference-data.ts'
import { relationsModified, searchRelations, upsertRelation } from './relations.ts'

/** Version of the official document that this world follows. */
const VERSION = '51.9.17'

const D = '/dossiers/{dossierId}'

/** Calls that need no open dossier. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /about/version': () => plainText(VERSION),
  'GET /error': (_state, call) => sampleError(call),
  'POST /authentication': logIn,
  'GET /authentication': whoAmI,
  'GET /dossiers': listDossiers,
  'POST /dossiers': openDossier,
}

export const DOSSIER_HANDLERS: Readonly<Record<string, DossierHandler>> = {
  [`GET ${D}/bookyears`]: listBookYears,
  [`GET ${D}/bookyears/{bookyearId}`]: bookYearDetail,
  [`GET ${D}/bookyears/{bookyearId}/journals`]: listJournals,
  [`GET ${D}/bookyears/{bookyearId}/journals/V/{sequenceNumber}`]: sellJournal,
  [`GET ${D}/journals/modified`]: journalsModified,
  [`GET ${D}/accounts`]: listAccounts,
  [`GET ${D}/accounts/modified`]: accountsModified,
  [`GET ${D}/vatcodes`]: listVatCodes,
  [`GET ${D}/relations`]: searchRelations,
  [`PUT ${D}/relations`]: upsertRelation,
  [`GET ${D}/relations/modified`]: relationsModified,
  [`GET ${D}/buysellbookings`]: readBooking,
  [`PUT ${D}/buysellbookings`]: updateBooking,
  [`POST ${D}/buysellbookings`]: createBooking,
  [`GET ${D}/buysellbookings/modified`]: bookingsModified,
  [`GET ${D}/bookyears/{bookyearId}/bookings/modified`]: reportModified,
  [`POST ${D}/bookyears/{bookyearId}/bookings/attachements`]: attachToBooking,
  [`GET ${D}/financialdiversbookings`]: readEntry,
  [`POST ${D}/financialdiversbookings`]: createEntry,
  [`GET ${D}/financialdiversbookings/modified`]: entriesModified,
  [`POST ${D}/reports/accounts/history`]: accountHistory,
  [`POST ${D}/reports/clients/open`]: (_, call) => openItems(call, 'clients'),
  [`POST ${D}/reports/suppliers/open`]: (_, call) => openItems(call, 'suppliers'),
  [`POST ${D}/balancings`]: insertBalancing,
  [`GET ${D}/balancings/modified`]: balancingsModified,
  [`DELETE ${D}/balancings/delete`]: deleteBalancing,
  [`DELETE ${D}/balancings/bookingline/delete`]: deleteBalancingsOfLine,
  [`DELETE ${D}/balancings/document/delete`]: deleteBalancingsOfDocument,
  [`GET ${D}/invoices`]: readInvoice,
  [`PUT ${D}/invoices`]: updateInvoice,
  [`POST ${D}/invoices`]: createInvoice,
  [`GET ${D}/invoices/modified`]: invoicesModified,
  [`POST ${D}/invoices/attachments/upload`]: uploadToInvoice,
}

/** The document lists no other status for this call than 400. */
function sampleError(call: Call): ReturnType<typeof refuse> {
  const language = languageOf(Number(call.query['localeId'] ?? 0))
  return refuse({ status: 400, code: Number(call.query['errorCode']), info: 'Sample error' }, language)
}
