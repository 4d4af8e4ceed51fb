/** The list of dossiers for people: local words, amounts in euro, dates as dates, and the sums under what adds up. */
import type { Cell, SheetData } from 'write-excel-file/node'
import type { OfficeRow } from '../../app/show/office.ts'
import { centsToText } from '../../domain/money.ts'
import type { Language } from '../../domain/language.ts'
import { officeWords } from '../../domain/why/office-words.ts'

type Value = { text: string } | { count: number } | { cents: number } | { day: string } | null

interface Column {
  head: string
  width: number
  of: (row: OfficeRow) => Value
  sum?: true
}

function columnsOf(language: Language): Column[] {
  const words = officeWords[language]
  return [
    { head: words.company, width: 28, of: ({ company }) => ({ text: company.name }) },
    { head: words.connection, width: 24, of: ({ name }) => ({ text: name }) },
    { head: words.number, width: 10, of: ({ ledgerId }) => ({ text: String(ledgerId) }) },
    { head: words.state, width: 18, of: ({ group }) => ({ text: words[`group_${group}`] }) },
    { head: words.waits, width: 48, of: ({ cause }) => (cause === null ? null : { text: cause.title }) },
    { head: words.orders, width: 14, of: ({ stuck }) => ({ count: stuck.orders }), sum: true },
    { head: words.amount, width: 16, of: ({ stuck }) => ({ cents: stuck.grossCents }), sum: true },
    { head: words.fetched, width: 16, of: ({ lastPollAt }) => dayOf(lastPollAt) },
    { head: words.booked, width: 18, of: ({ booked }) => ({ cents: booked.grossCents }), sum: true },
    { head: words.settlement, width: 18, of: ({ settlement }) => dayOf(settlement?.periodTo ?? null) },
    {
      head: words.difference,
      width: 18,
      of: ({ settlement }) => (settlement === null ? null : { cents: settlement.differenceCents }),
      sum: true,
    },
    {
      head: words.ledger,
      width: 20,
      of: ({ ledger }) => (ledger.state === 'unseen' ? null : { cents: ledger.differenceCents }),
      sum: true,
    },
    { head: words.vat, width: 12, of: ({ vat }) => ({ text: vat.month.slice(0, 7) }) },
    {
      head: words.vatState,
      width: 20,
      of: ({ vat }) => ({ text: words[`vat_${vat.state}`].replace('{n}', String(vat.open)) }),
    },
  ]
}

function dayOf(moment: string | null): Value {
  return moment === null ? null : { day: moment.slice(0, 10) }
}

function sumOf({ of, sum }: Column, rows: OfficeRow[]): Value {
  if (sum === undefined) return null
  const values = rows.map(of)
  const all = values.reduce((total, value) => total + ('cents' in (value ?? {}) ? centsOf(value) : countOf(value)), 0)
  return values.some((value) => value !== null && 'cents' in value) ? { cents: all } : { count: all }
}

function centsOf(value: Value): number {
  return value !== null && 'cents' in value ? value.cents : 0
}

function countOf(value: Value): number {
  return value !== null && 'count' in value ? value.count : 0
}

/** `;` between columns, UTF-8 with BOM; a text that a spreadsheet would take for a formula is disarmed. */
export function officeCsv(rows: OfficeRow[], language: Language): string {
  const columns = columnsOf(language)
  const lines = [
    columns.map(({ head }) => csvText(head)),
    ...rows.map((row) => columns.map((column) => csvCell(column.of(row)))),
    columns.map((column, index) => (index === 0 ? officeWords[language].total : csvCell(sumOf(column, rows)))),
  ]
  return `\uFEFF${lines.map((cells) => `${cells.join(';')}\r\n`).join('')}`
}

function csvCell(value: Value): string {
  if (value === null) return ''
  if ('cents' in value) return centsToText(value.cents).replace('.', ',')
  if ('count' in value) return String(value.count)
  if ('day' in value) return value.day.split('-').toReversed().join('/')
  return csvText(value.text)
}

function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return /[;"\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export async function officeWorkbook(rows: OfficeRow[], language: Language): Promise<Uint8Array<ArrayBuffer>> {
  const words = officeWords[language]
  const columns = columnsOf(language)
  const data: SheetData = [
    columns.map(({ head }) => ({ value: head, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => columns.map((column) => cellOf(column.of(row)))),
    columns.map((column, index) => cellOf(index === 0 ? { text: words.total } : sumOf(column, rows))),
  ]
  // Loaded when a user asks for the file, not at each start.
  const { default: writeWorkbook } = await import('write-excel-file/node')
  const sheet = { sheet: words.sheet, data, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 }
  return new Uint8Array(await writeWorkbook([sheet]).toBuffer())
}

function cellOf(value: Value): Cell {
  if (value === null) return null
  if ('cents' in value) return { value: value.cents / 100, type: Number, format: '#,##0.00' }
  if ('count' in value) return { value: value.count, type: Number }
  if ('day' in value) return { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' }
  return { value: value.text, type: String }
}
