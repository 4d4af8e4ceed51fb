/** The calls that this world answers, with their parameters, written by hand from the official document. */

import {
  ATTACHMENT,
  BALANCING,
  BALANCING_DELETION,
  BALANCING_KEY,
  BOOKING,
  BOOKING_REQUEST,
  CREDENTIALS,
  DOCUMENT_KEY,
  ENTRY_REQUEST,
  HISTORY_QUERY,
  OPEN_QUERY,
  INVOICE,
  RELATION,
} from './body-shapes.ts'
import type { ObjectShape } from './shape.ts'

export interface Parameter {
  name: string
  type: 'int' | 'text' | 'timestamp'
  required: boolean
  min?: number
  max?: number
}

export interface Route {
  /** As it is counted: `GET /dossiers/{dossierId}/vatcodes`. */
  name: string
  method: string
  pattern: RegExp
  /** Names in the path, in their order; all are whole numbers. */
  pathNames: readonly string[]
  /** What proves the caller: nothing, the software house's id, the user's token, the dossier's token. */
  proof: 'none' | 'softwareHouse' | 'user' | 'dossier'
  query: readonly Parameter[]
  /** Headers besides the proof. */
  headers: readonly Parameter[]
  body: { kind: 'none' } | { kind: 'bytes' } | { kind: 'json'; shape: ObjectShape }
  /** The document gives 500 for wrong elements on these calls, 400 on all others. */
  wrongElement: 400 | 500
}

type Extra = Partial<Pick<Route, 'proof' | 'query' | 'headers' | 'wrongElement'>> & { json?: ObjectShape; bytes?: true }

const D = '/dossiers/{dossierId}'

const BOOKYEAR: Parameter = { name: 'bookyearId', type: 'int', required: true }
const SINCE: Parameter = { name: 'modifiedTimeStamp', type: 'timestamp', required: true }
const JOURNAL: Parameter = { name: 'journalKey', type: 'text', required: true }
const NUMBER: Parameter = { name: 'documentSeqNr', type: 'int', required: true }
const LOCALE: Parameter = { name: 'localeId', type: 'int', required: false }
const ONE_DOCUMENT = [BOOKYEAR, JOURNAL, NUMBER]
const MODIFIED_DOCUMENTS = [BOOKYEAR, { ...JOURNAL, required: false }, SINCE]

export const ROUTES: readonly Route[] = [
  route('GET /about/version', { proof: 'none' }),
  route('GET /error', { proof: 'none', query: [{ name: 'errorCode', type: 'int', required: true }, LOCALE] }),
  route('POST /authentication', { proof: 'softwareHouse', json: CREDENTIALS }),
  route('GET /authentication', { proof: 'user' }),
  route('GET /dossiers', { proof: 'user' }),
  route('POST /dossiers', {
    proof: 'user',
    query: [
      { name: 'dossierId', type: 'int', required: true },
      { ...LOCALE, min: 0, max: 4 },
    ],
  }),
  route(`GET ${D}/bookyears`),
  route(`GET ${D}/bookyears/{bookyearId}`),
  route(`GET ${D}/bookyears/{bookyearId}/journals`),
  route(`GET ${D}/bookyears/{bookyearId}/journals/V/{sequenceNumber}`),
  route(`GET ${D}/journals/modified`, { query: [SINCE] }),
  route(`GET ${D}/accounts`, { query: [BOOKYEAR] }),
  route(`GET ${D}/accounts/modified`, { query: [SINCE] }),
  route(`GET ${D}/vatcodes`),
  route(`GET ${D}/relations`, {
    query: [
      { name: 'relationId', type: 'int', required: false },
      { name: 'extRelationId', type: 'int', required: false },
      { name: 'name', type: 'text', required: false },
      { name: 'vatNr', type: 'text', required: false },
    ],
  }),
  route(`PUT ${D}/relations`, { json: RELATION }),
  route(`GET ${D}/relations/modified`, { query: [{ ...SINCE, required: false }] }),
  route(`GET ${D}/buysellbookings`, { query: ONE_DOCUMENT }),
  route(`PUT ${D}/buysellbookings`, { json: BOOKING, wrongElement: 500 }),
  route(`POST ${D}/buysellbookings`, { json: BOOKING_REQUEST, wrongElement: 500 }),
  route(`GET ${D}/buysellbookings/modified`, { query: MODIFIED_DOCUMENTS }),
  route(`GET ${D}/bookyears/{bookyearId}/bookings/modified`, {
    query: [
      { name: 'journalTypeId', type: 'int', required: true },
      SINCE,
      { name: 'modifiedTimeStampTo', type: 'timestamp', required: false },
    ],
  }),
  route(`POST ${D}/bookyears/{bookyearId}/bookings/attachements`, {
    headers: [JOURNAL, { name: 'documentSequennceNr', type: 'int', required: true }],
    json: ATTACHMENT,
  }),
  route(`GET ${D}/financialdiversbookings`, { query: ONE_DOCUMENT }),
  route(`POST ${D}/financialdiversbookings`, { json: ENTRY_REQUEST, wrongElement: 500 }),
  route(`GET ${D}/financialdiversbookings/modified`, { query: MODIFIED_DOCUMENTS }),
  route(`POST ${D}/reports/accounts/history`, { json: HISTORY_QUERY, wrongElement: 500 }),
  route(`POST ${D}/reports/clients/open`, { json: OPEN_QUERY, wrongElement: 500 }),
  route(`POST ${D}/reports/suppliers/open`, { json: OPEN_QUERY, wrongElement: 500 }),
  route(`POST ${D}/balancings`, { json: BALANCING }),
  route(`GET ${D}/balancings/modified`, { query: [SINCE] }),
  route(`DELETE ${D}/balancings/delete`, { json: BALANCING_DELETION }),
  route(`DELETE ${D}/balancings/bookingline/delete`, { json: BALANCING_KEY }),
  route(`DELETE ${D}/balancings/document/delete`, { json: DOCUMENT_KEY }),
  route(`GET ${D}/invoices`, { query: ONE_DOCUMENT }),
  route(`PUT ${D}/invoices`, { json: INVOICE }),
  route(`POST ${D}/invoices`, { json: INVOICE }),
  route(`GET ${D}/invoices/modified`, { query: MODIFIED_DOCUMENTS }),
  route(`POST ${D}/invoices/attachments/upload`, {
    headers: [{ name: 'fileName', type: 'text', required: true }],
    query: [BOOKYEAR, { name: 'journal', type: 'text', required: true }, NUMBER],
    bytes: true,
  }),
]

function route(name: string, extra: Extra = {}): Route {
  const [method = '', path = ''] = name.split(' ')
  const pathNames = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  const { json, bytes, ...rest } = extra
  return {
    name,
    method,
    // Names of the path become whole numbers; -1 stands for "all" in some of them.
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, String.raw`(-?\d{1,10})`)}$`),
    pathNames,
    proof: 'dossier',
    query: [],
    headers: [],
    body: json ? { kind: 'json', shape: json } : { kind: bytes ? 'bytes' : 'none' },
    wrongElement: 400,
    ...rest,
  }
}

export type RouteMatch =
  | { kind: 'found'; route: Route; path: Record<string, number> }
  | { kind: 'wrongMethod' | 'unknown' }

export function matchRoute(method: string, path: string): RouteMatch {
  let known = false
  for (const candidate of ROUTES) {
    const match = candidate.pattern.exec(path)
    if (!match) continue
    if (candidate.method === method) {
      const values = candidate.pathNames.map((name, index): [string, number] => [name, Number(match[index + 1])])
      return { kind: 'found', route: candidate, path: Object.fromEntries(values) }
    }
    known = true
  }
  return { kind: known ? 'wrongMethod' : 'unknown' }
}
