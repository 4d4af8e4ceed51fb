/** What was booked, when, where, with which VAT: one row per order × document × rate. */
import type { LocalDate } from '../domain/calendar.ts'
import type { PlannedLine } from '../domain/plan.ts'
import type { ReportedDocument } from '../ports/store.ts'
import type { Ports } from './ports.ts'

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
  kind: string
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
  rows: ReportRow[]
  totals: ReportTotal[]
}

const pageSize = 1000
/** Documents that stand, or stood, in the ledger. */
const bookedStates = new Set(['confirmed', 'verified', 'changed', 'foreign'])

interface ReportRange {
  tenantIds: string[]
  connectionId: string | null
  from: LocalDate | null
  to: LocalDate | null
}

export async function report(ports: Ports, range: ReportRange): Promise<Report> {
  const rows: ReportRow[] = []
  for await (const page of reportPages(ports, range)) rows.push(...page)
  return { rows, totals: totalsOf(rows) }
}

/** A page of rows at a time, however many there are. */
export async function* reportPages(ports: Ports, range: ReportRange): AsyncGenerator<ReportRow[]> {
  for (const tenantId of range.tenantIds) {
    const store = ports.store.forTenant(tenantId)
    let after: string | null = null
    for (;;) {
      const page: ReportedDocument[] = await store.transaction((tx) =>
        tx.reports.documents(range, { after, limit: pageSize }),
      )
      yield page.flatMap(rowsOf)
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
  const sign = document.amountCents < 0 ? -1 : 1
  return [...groups.values()].map((lines): ReportRow => rowOf(document, lines, sign))
}

/** Where it stands: under its own number, or in the total of its day. */
function rowOf(document: ReportedDocument, lines: PlannedLine[], sign: number): ReportRow {
  const [first] = lines
  const total = document.totals.find(
    (row) => row.treatment === first?.treatment && row.country === first.country && row.rateBp === first.rateBp,
  )
  const inDay = document.plan.day !== undefined && document.kind !== 'creditNote'
  return {
    order: document.orderId,
    placed: document.placedOn,
    supplied: document.plan.supplyDate,
    state: total?.state ?? document.state,
    treatment: lines[0]?.treatment ?? null,
    country: lines[0]?.country ?? null,
    rate: percent(lines[0]?.rateBp ?? null),
    grossCents: sign * sum(lines, (line) => line.grossCents),
    netCents: sign * sum(lines, (line) => line.netCents),
    vatCents: sign * sum(lines, (line) => line.vatCents),
    kind: inDay ? 'dayTotal' : document.kind,
    journal: total?.journalKey ?? document.journalKey,
    number: total?.number ?? document.number,
    date: total?.documentDate ?? document.documentDate,
  }
}

export function percent(rateBp: number | null): number | null {
  return rateBp === null ? null : rateBp / 100
}

function sum(lines: PlannedLine[], of: (line: PlannedLine) => number | null): number {
  return lines.reduce((total, line) => total + (of(line) ?? 0), 0)
}

/** Per month, treatment, country and rate, of what is booked. */
function totalsOf(rows: ReportRow[]): ReportTotal[] {
  const totals = new Map<string, ReportTotal>()
  for (const row of rows) {
    if (!bookedStates.has(row.state) || row.date === null) continue
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

const csvColumns = [
  'order',
  'placed',
  'supplied',
  'state',
  'treatment',
  'country',
  'rate',
  'grossCents',
  'netCents',
  'vatCents',
  'kind',
  'journal',
  'number',
  'date',
] as const

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
