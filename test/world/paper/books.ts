/** The paper ledger as the application's: its adapter, as a second ledger would have one. */
import { createHash } from 'node:crypto'
import { kindRow } from '../../../src/domain/document/document-kinds.ts'
import type { Keys } from '../../../src/domain/kinds.ts'
import type { FoundDocument, LedgerDocument, Relation } from '../../../src/domain/ledger/ledger.ts'
import type { Accounting, PostOutcome, RelationOutcome } from '../../../src/ports/accounting.ts'
import type { Answer } from '../../../src/ports/answer.ts'
import type { LedgerKind } from '../../../src/ports/kinds.ts'
import { callsPerDay, codeOf, createCaller, inEach, unanswered, type Called, type Tools } from './call.ts'
import { paperJournal, type PaperLine, type PaperRelation, type PaperSale } from './ledger.ts'

export const paperBase = 'https://paper.test/api'

const firstYear = 2025
const lastYear = 2030

export function paperLedgerKind(tools: Tools): LedgerKind {
  return {
    name: 'paper',
    label: 'Paper',
    // One token, and nothing else says whose it is.
    credentials: [{ name: 'token', label: inEach('Token'), secret: true, mayHoldBlanks: false }],
    idPart: 'paper',
    numbering: { bookings: 'ownKey', entries: 'ownKey', invoices: 'ownKey' },
    tokenNames: () => [],
    callsPerDay: {},
    documentsPerDay: () => callsPerDay,
    open: ({ keys, dossierId }) => paperAccounting(tools, { keys, bookId: dossierId }),
  }
}

function paperAccounting(tools: Tools, { keys, bookId }: { keys: Keys; bookId: number }): Accounting {
  const authorization = `Key ${keys['token'] ?? ''}`
  const to = { base: `${paperBase}/books/${bookId}`, authorization, limitKey: `paper:${bookId}` }
  const { call, read, brake, made } = createCaller(tools, to)
  const none = <T>(): Promise<Answer<T>> => Promise.resolve({ kind: 'notFound' })
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, nth) => firstYear + nth)
  const findRelations = (query: Record<string, string>) =>
    read(`relations?${new URLSearchParams(query).toString()}`, relationOf)
  return {
    listDossiers: () =>
      Promise.resolve({ kind: 'ok', value: [{ dossierId: bookId, name: '', vatNumber: null, country: null }] }),
    // It has none: a year of the calendar is open as long as the ledger takes its dates.
    readBookYears: () => Promise.resolve({ kind: 'ok', value: years.map(yearOf) }),
    readJournals: (bookYearId) => Promise.resolve({ kind: 'ok', value: [onlyJournal(bookYearId)] }),
    readPriceDecimals: none,
    readAccounts: (bookYearId) =>
      read('accounts', ({ account, name }) =>
        typeof account === 'number' ? { bookYearId, account, name: String(name) } : null,
      ),
    accountsModifiedSince: () => Promise.resolve({ kind: 'ok', value: { changed: [], deleted: [] } }),
    readVatCodes: () =>
      read('vatcodes', ({ code, rateBp }) =>
        typeof code === 'string' && typeof rateBp === 'number'
          ? { code, description: code, type: 'sell' as const, rateBp, defaultAccount: null }
          : null,
      ),
    findRelationsByName: (name) => findRelations({ name }),
    findRelationsByVatNumber: (vat) => findRelations({ vat }),
    findRelationsById: (id) => findRelations({ id: String(id) }),
    findRelationsByExternalId: (externalId) => findRelations({ code: codeOfOurs(externalId) }),
    async relationsModifiedSince() {
      const all = await findRelations({})
      return all.kind === 'ok' ? { kind: 'ok', value: { changed: all.value, deleted: [] } } : all
    },
    async saveRelation({ externalId, name, firstName, email, vatNumber }): Promise<RelationOutcome> {
      const given = { name, firstName, email, vatNumber, active: true }
      const called = await call('PUT', `relations/${codeOfOurs(externalId)}`, { body: JSON.stringify(given) })
      if (called.kind === 'unknown') return { kind: 'unknown', detail: called.reason }
      if (called.kind !== 'answered') return unanswered(called)
      const { status, body, retryAt } = called
      if (status === 429) return { kind: 'later', cause: 'rateLimit', until: retryAt, detail: 'relation' }
      const relation = typeof body === 'object' && body !== null ? relationOf(body as Record<string, unknown>) : null
      if ((status !== 200 && status !== 201) || relation === null)
        return { kind: 'unknown', detail: `relation: ${status}` }
      return { kind: 'saved', relation }
    },
    retireRelation: () => Promise.resolve({ kind: 'saved', relation: null }),
    render: (document) => ({ template: JSON.stringify(saleOf(document)), linesHash: hashOf(saleOf(document).lines) }),
    bytesOf: ({ template }) => template,
    async postDocument(_target, bytes, { deadlineMonotonicMs }) {
      return outcomeOf(await call('POST', 'sales', { body: bytes, counted: true, deadlineMonotonicMs }))
    },
    countedRoute: () => brake('POST /sales'),
    documentsModifiedSince: (target, since) =>
      target === 'bookings' ? read(`sales?madeSince=${since}`, foundOf) : none(),
    documentsUnderKey: (_target, key) => read(`sales?key=${key}`, foundOf),
    // Nothing tells of what was removed, nor of the bank.
    deletedSince: none,
    bankDocumentsSince: none,
    postedSince: none,
    accountHistory: none,
    openItems: none,
    matchLines: () => Promise.resolve({ kind: 'refused', detail: 'it matches nothing' }),
    matchesSince: none,
    attach: none,
    getInvoice: none,
    callsMade: made,
  }
}

/** Only a refusal that it gives before it writes proves anything; whatever else came may have come after the deed. */
function outcomeOf(called: Called): PostOutcome {
  if (called.kind === 'answered') return outcomeOfAnswer(called)
  if (called.kind === 'unknown') return { kind: 'unknown', serverError: false, detail: called.reason }
  if (called.kind === 'notSent') return { kind: 'notSent', cause: 'network', until: null, detail: called.reason }
  return {
    kind: 'notSent',
    cause: 'rateLimit',
    until: called.kind === 'later' ? called.until : null,
    detail: called.kind,
  }
}

function outcomeOfAnswer({ status, body, retryAt }: Extract<Called, { kind: 'answered' }>): PostOutcome {
  const code = codeOf(body)
  const detail = `${status} ${code ?? ''}`
  if (status === 201 && typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'number')
    return { kind: 'created', number: body.id }
  if (status === 409 && code === 'KEY_EXISTS') return { kind: 'exists', detail }
  if (status === 422 && code !== null) {
    const lost = code === 'RELATION_UNKNOWN' ? { lost: 'relation' as const } : {}
    return { kind: 'contentRefused', problemCode: 'OCT-GEGEVENS', errorCode: null, proof: true, detail, ...lost }
  }
  if (status === 429) return { kind: 'refused', cause: 'rateLimit', until: retryAt, detail }
  return { kind: 'unknown', serverError: status === 500 && code === null, detail }
}

/** Credits have signed lines; `key` is ours and stands for the document wherever it is looked for. */
function saleOf(document: LedgerDocument) {
  const sign = kindRow(document.kind).sign === 'credit' || document.amountCents < 0 ? -1 : 1
  const { relation } = document
  return {
    key: document.reference,
    order: document.orderReference,
    text: document.comment,
    date: document.date,
    relation:
      relation === null
        ? {}
        : 'relationId' in relation
          ? { id: relation.relationId }
          : { code: codeOfOurs(relation.externalId) },
    totalCents: document.amountCents,
    lines: document.bookingLines.map(({ account, vatCode, baseCents, vatCents, comment }): PaperLine => ({
      account,
      vatCode,
      baseCents: sign * baseCents,
      vatCents: sign * vatCents,
      text: comment,
    })),
  }
}

function foundOf(row: Record<string, unknown>): FoundDocument | null {
  if (typeof row['id'] !== 'number' || !Array.isArray(row['lines'])) return null
  const sale = row as unknown as PaperSale
  return {
    bookYearId: Number(sale.date.slice(0, 4)),
    journalKey: paperJournal,
    number: sale.id,
    side: 'sale',
    mark: sale.key,
    relationId: sale.relationId,
    reference: sale.key,
    orderReference: sale.order,
    comment: sale.text,
    date: sale.date,
    amountCents: sale.totalCents,
    sums: sale.lines.map(({ vatCode, baseCents, vatCents }) => ({ vatCode, baseCents, vatCents })),
    linesHash: hashOf(sale.lines),
  }
}

function relationOf(row: Record<string, unknown>): Relation | null {
  if (typeof row['id'] !== 'number') return null
  const { id, code, name, email, vatNumber, active } = row as unknown as PaperRelation
  const externalId = code === null ? null : Number(code.slice(1))
  const unknown = { firstName: null, street: null, postcode: null, city: null, country: null }
  return { relationId: id, externalId, active, supplier: false, name, email, vatNumber, ...unknown }
}

function codeOfOurs(externalId: number): string {
  return `T${externalId}`
}

function hashOf(lines: readonly PaperLine[]): string {
  const rows = lines.map(({ account, vatCode, baseCents, vatCents }) =>
    JSON.stringify([account, vatCode, baseCents, vatCents]),
  )
  return createHash('sha256').update(rows.toSorted().join('\n')).digest('hex')
}

function onlyJournal(bookYearId: number) {
  const open = { closed: false, lastNumber: 0, protectedPeriod: 0, closedPeriod: 0 }
  return { bookYearId, journalKey: paperJournal, name: 'Verkoop', mode: 'bookings' as const, ...open }
}

function yearOf(year: number) {
  const periods = Array.from({ length: 12 }, (_, month) => {
    const from = `${year}-${String(month + 1).padStart(2, '0')}-01`
    const to = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10)
    return { period: year * 100 + month + 1, from, to }
  })
  return { bookYearId: year, from: `${year}-01-01`, to: `${year}-12-31`, closed: false, periods }
}
