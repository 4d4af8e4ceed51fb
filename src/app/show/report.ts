/** The report of bookings: one row per order × document × rate, with day, place and VAT as the ledger has them. */
import { isCreditKind, type DocumentKind } from '../../domain/document/document-kinds.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import { states } from '../../domain/document/document-states.ts'
import { standsOf, type PlannedLine } from '../../domain/plan/plan.ts'
import type { SaleFilter } from '../../ports/tables/order-lists.ts'
import type { ReportedDocument } from '../../ports/tables/reports.ts'
import type { Ports } from '../run/ports.ts'

export interface ReportRow {
  order: string | null
  placed: LocalDate | null
  supplied: LocalDate | null
  state: string
  treatment: string | null
  country: string | null
  rate: number | null
  grossCents: number
  netCents: number
  vatCents: number
  kind: DocumentKind
  journal: string
  number: number | null
  date: LocalDate | null
}

export interface ReportTotal {
  month: string
  treatment: string | null
  country: string | null
  rate: number | null
  grossCents: number
  netCents: number
  vatCents: number
}

export interface Report {
  /** Rows proven to be in the ledger, with the ledger's amounts. */
  rows: ReportRow[]
  /** All other rows: not sent, in doubt, left to the user, booked by a foreign document, removed. They are in no sum. */
  unproven: ReportRow[]
  totals: ReportTotal[]
}

const pageSize = 1000

interface ReportRange {
  tenantIds: string[]
  connectionId: string | null
  /** Only of orders that fit, whatever the dates of their documents. */
  orders?: SaleFilter | undefined
  from: LocalDate | null
  to: LocalDate | null
}

export async function report(ports: Ports, range: ReportRange): Promise<Report> {
  const all: ReportRow[] = []
  for await (const page of pagesOf(ports, range)) all.push(...page)
  const rows = all.filter(isProven)
  return { rows, unproven: all.filter((row) => !isProven(row)), totals: totalsOf(rows) }
}

/** Returns the proven rows, a page at a time, so that their number has no limit. */
export async function* reportPages(ports: Ports, range: ReportRange): AsyncGenerator<ReportRow[]> {
  for await (const page of pagesOf(ports, range)) yield page.filter(isProven)
}

function isProven(row: ReportRow): boolean {
  return states.inLedger.some((state) => state === row.state)
}

async function* pagesOf(ports: Ports, range: ReportRange): AsyncGenerator<ReportRow[]> {
  for (const tenantId of range.tenantIds) {
    const store = ports.store.forTenant(tenantId)
    const besides = new Set<string>()
    let after: string | null = null
    for (;;) {
      const page: ReportedDocument[] = await store.transaction((tx) =>
        tx.reports.documents(range, { after, limit: pageSize }),
      )
      yield page.flatMap((document) => [...rowsOf(document), ...besideRows(document, besides)])
      after = page.at(-1)?.documentId ?? null
      if (page.length < pageSize) break
    }
  }
}

function rowsOf(document: ReportedDocument): ReportRow[] {
  const groups = new Map<string, PlannedLine[]>()
  for (const line of document.plan.lines) {
    const key = `${line.treatment}|${line.country}|${line.rateBp}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  // The lines of a credit are kept positive.
  const sign = document.amountCents < 0 || isCreditKind(document.kind) ? -1 : 1
  const rows = [...groups.values()].map((lines) => ({
    codes: new Set(lines.map((line) => line.vatCode)),
    row: rowOf(document, lines, sign),
  }))
  for (const { vatCode, netCents, vatCents } of besideOf(document, sign)) {
    const found = rows.find(({ codes }) => codes.has(vatCode)) ?? { codes: new Set(), row: rowOf(document, [], sign) }
    if (!rows.includes(found)) rows.push(found)
    add(found.row, { netCents, vatCents })
  }
  return rows.map(({ row }) => row)
}

/** Returns, per VAT code, the ledger's amount less ours, where a user or the ledger itself changed it. */
function besideOf(
  document: ReportedDocument,
  sign: number,
): { vatCode: string | null; netCents: number; vatCents: number }[] {
  if (document.ledgerSums === null) return []
  const besides = new Map<string | null, { netCents: number; vatCents: number }>()
  const take = (vatCode: string | null, netCents: number, vatCents: number): void => {
    const sum = besides.get(vatCode) ?? { netCents: 0, vatCents: 0 }
    besides.set(vatCode, { netCents: sum.netCents + netCents, vatCents: sum.vatCents + vatCents })
  }
  for (const sum of document.ledgerSums) take(sum.vatCode, sum.baseCents, sum.vatCents)
  for (const line of document.plan.lines) {
    const { netCents, vatCents } = standsOf(line)
    take(line.vatCode, -sign * netCents, -sign * vatCents)
  }
  return [...besides]
    .map(([vatCode, beside]) => ({ vatCode, ...beside }))
    .filter(({ netCents, vatCents }) => netCents !== 0 || vatCents !== 0)
}

/** Orders in a day's total are shown as they were booked; the difference between its document and their sum has a row of its own, once. */
function besideRows(document: ReportedDocument, shown: Set<string>): ReportRow[] {
  return document.totals.flatMap((total) => {
    if (total.beside === null || shown.has(total.documentId)) return []
    shown.add(total.documentId)
    const { state, journalKey, number, documentDate, treatment, country, rateBp } = total
    const row: ReportRow = {
      order: null,
      placed: null,
      supplied: null,
      state,
      treatment,
      country,
      rate: percent(rateBp),
      grossCents: 0,
      netCents: 0,
      vatCents: 0,
      kind: 'dayTotal',
      journal: journalKey,
      number,
      date: documentDate,
    }
    add(row, total.beside)
    return [row]
  })
}

function add(row: ReportRow, { netCents, vatCents }: { netCents: number; vatCents: number }): void {
  row.netCents += netCents
  row.vatCents += vatCents
  row.grossCents += netCents + vatCents
}

/** Gives the place of the document: under its own number, or in the total of its day. */
function rowOf(document: ReportedDocument, lines: PlannedLine[], sign: number): ReportRow {
  const [first] = lines
  const total = document.totals.find(
    (row) => row.treatment === first?.treatment && row.country === first.country && row.rateBp === first.rateBp,
  )
  const inDay = document.plan.day !== undefined && !isCreditKind(document.kind)
  const row: ReportRow = {
    order: document.orderId,
    placed: document.placedOn,
    supplied: document.plan.supplyDate,
    state: total?.state ?? document.state,
    treatment: first?.treatment ?? null,
    country: first?.country ?? null,
    rate: percent(first?.rateBp ?? null),
    grossCents: 0,
    netCents: 0,
    vatCents: 0,
    kind: inDay ? 'dayTotal' : document.kind,
    journal: total?.journalKey ?? document.journalKey,
    number: total?.number ?? document.number,
    date: total?.documentDate ?? document.documentDate,
  }
  for (const { netCents, vatCents } of lines.map(standsOf))
    add(row, { netCents: sign * netCents, vatCents: sign * vatCents })
  return row
}

export function percent(rateBp: number | null): number | null {
  return rateBp === null ? null : rateBp / 100
}

/** Per month, treatment, country and rate, of what is proven. */
function totalsOf(rows: ReportRow[]): ReportTotal[] {
  const totals = new Map<string, ReportTotal>()
  for (const row of rows) {
    if (row.date === null) continue
    const { treatment, country, rate } = row
    const month = row.date.slice(0, 7)
    const key = `${month}|${treatment}|${country}|${rate}`
    const total = totals.get(key) ?? { month, treatment, country, rate, grossCents: 0, netCents: 0, vatCents: 0 }
    total.grossCents += row.grossCents
    total.netCents += row.netCents
    total.vatCents += row.vatCents
    totals.set(key, total)
  }
  return [...totals.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)
}

/** In the order of the file. A column of a row that is missing here does not compile. */
const csvColumns = Object.keys({
  order: 0,
  placed: 0,
  supplied: 0,
  state: 0,
  treatment: 0,
  country: 0,
  rate: 0,
  grossCents: 0,
  netCents: 0,
  vatCents: 0,
  kind: 0,
  journal: 0,
  number: 0,
  date: 0,
} satisfies Record<keyof ReportRow, 0>) as (keyof ReportRow)[]

/** `;` between columns, UTF-8 with BOM; a text that a spreadsheet would take for a formula is disarmed. */
export function reportAsCsv(rows: ReportRow[]): string {
  return csvHead + csvLines(rows)
}

const csvHead = `\uFEFF${csvColumns.join(';')}\r\n`

function csvLines(rows: ReportRow[]): string {
  return rows.map((row) => `${csvColumns.map((column) => cell(row[column])).join(';')}\r\n`).join('')
}

/** The same, page by page: an export of any length needs the memory of one page. */
export async function* csvPages(pages: AsyncIterable<ReportRow[]>): AsyncGenerator<string> {
  yield csvHead
  for await (const rows of pages) if (rows.length > 0) yield csvLines(rows)
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return /[;"\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
