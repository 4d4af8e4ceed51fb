/** Octopus as the application's ledger: one value per dossier and user. */
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { CallLimits } from '../../ports/call-limits.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Http } from '../../ports/http.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { attachToBooking, attachToInvoice, type Attachment, type DocumentKey } from './write/attach.ts'
import { budgetKey, budgetWindowMs, postLimit, type AccountKeys, type Budgets } from './budget.ts'
import { accountHistory, openItems } from './read/account-history.ts'
import { bankDocumentsSince } from './read/bank-documents.ts'
import { deletedSince, postedSince } from './read/report-modified.ts'
import { documentsModifiedSince } from './read/documents-modified.ts'
import { findRelations } from './read/find-relations.ts'
import { getInvoice } from './read/get-invoice.ts'
import type { InvoiceLookups } from './write/lines.ts'
import { matchesModifiedSince } from './read/matches-modified.ts'
import { matchLines } from './write/match-lines.ts'
import { listDossiers } from './read/list-dossiers.ts'
import { documentRoute, postDocument } from './write/post-document.ts'
import { accountsModifiedSince, readAccounts } from './read/read-accounts.ts'
import { readBookYears } from './read/read-book-years.ts'
import { readJournals, readPriceDecimals } from './read/read-journals.ts'
import { readVatCodes } from './read/read-vat-codes.ts'
import { relationsModifiedSince } from './read/relations-modified.ts'
import { bytesOf, renderDocument } from './write/render.ts'
import { retireRelation } from './write/retire-relation.ts'
import { saveRelation } from './write/save-relation.ts'
import { createSession } from './session.ts'

export interface OctopusOptions {
  http: Http
  clock: Clock
  calendar: Calendar
  limits: CallLimits
  tokens: Tokens
  credentials: { user: string; password: string }
  /** The operator's software house id. */
  softwareHouse: string
  /** Null while none is chosen: then only `listDossiers` has an answer. */
  dossierId: number | null
  /** Opaque texts for keys of budgets and tokens. `user` changes when the credentials are saved again. */
  accountKeys: AccountKeys
  /** Base address, may have a path; a trailing slash is ignored. */
  apiUrl: string
  budgets: Budgets
  /** From the local copy of journals and VAT codes, for the totals of invoices; without it they are not known. */
  invoiceLookups?: InvoiceLookups
}

/** The calls of Octopus beyond the port. */
export interface OctopusAccounting extends Accounting {
  attachToBooking(at: DocumentKey, file: Attachment): Promise<Answer<null>>
  attachToInvoice(at: DocumentKey, file: Attachment): Promise<Answer<null>>
}

const noLookups: InvoiceLookups = { journalModeOf: () => null, rateOf: () => null }

export function createOctopusAccounting(options: OctopusOptions): OctopusAccounting {
  const { calendar, budgets } = options
  const owner = { dossierId: options.dossierId, accountKeys: options.accountKeys }
  const session = createSession({ ...options, owner, apiUrl: options.apiUrl.replace(/\/+$/, '') })
  const lookups = options.invoiceLookups ?? noLookups
  return {
    listDossiers: () => listDossiers(session),
    readBookYears: (options) => readBookYears(session, options),
    readJournals: (bookYearId, options) => readJournals(session, bookYearId, options),
    readPriceDecimals: (at) => readPriceDecimals(session, at),
    readAccounts: (bookYearId) => readAccounts(session, bookYearId),
    accountsModifiedSince: (since) => accountsModifiedSince(session, calendar, since),
    readVatCodes: () => readVatCodes(session),
    findRelationsByName: (name) => findRelations(session, { name }),
    findRelationsByVatNumber: (vatNumber) => findRelations(session, { vatNumber }),
    findRelationsById: (relationId) => findRelations(session, { relationId }),
    findRelationsByExternalId: (externalId) => findRelations(session, { externalId }),
    relationsModifiedSince: (since) => relationsModifiedSince(session, calendar, since),
    saveRelation: (relation) => saveRelation(session, relation, budgets.perDay['PUT /relations']),
    retireRelation: (externalId) => retireRelation(session, externalId, budgets.perDay['PUT /relations']),
    render: renderDocument,
    bytesOf,
    postDocument: (target, bytes, post) => postDocument(session, target, bytes, post),
    countedRoute(target, purpose) {
      const route = documentRoute(target)
      const limit = postLimit(budgets.perDay[route], purpose)
      return { key: budgetKey(budgets.scope, route, owner), limit, windowMs: budgetWindowMs }
    },
    documentsModifiedSince: (target, since) => documentsModifiedSince(session, target, since, { calendar, lookups }),
    documentsUnderKey: () => Promise.resolve({ kind: 'notFound' }),
    bankDocumentsSince: (since) => bankDocumentsSince(session, since, calendar),
    deletedSince: (bookYearId, side, since) => deletedSince(session, calendar, { bookYearId, side, since }),
    postedSince: (bookYearId, side, since) => postedSince(session, calendar, { bookYearId, side, since }),
    accountHistory: (at) => accountHistory(session, at),
    openItems: (at) => openItems(session, at),
    matchLines: (match, options) =>
      matchLines(session, match, { ...options, perDay: budgets.perDay['POST /balancings'] }),
    matchesSince: (since) =>
      matchesModifiedSince(session, calendar, { since, perDay: budgets.perDay['GET /balancings/modified'] }),
    attach: (at, file) => attachToBooking(session, at, file),
    getInvoice: (at) => getInvoice(session, at, lookups),
    attachToBooking: (at, file) => attachToBooking(session, at, file),
    attachToInvoice: (at, file) => attachToInvoice(session, at, file),
    callsMade: () => session.callsMade(),
  }
}
