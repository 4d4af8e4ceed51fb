/** The report as a workbook: the rows, and the sums by month, treatment and rate. Amounts are numbers in euro, so that they add up in it. */
import type { Cell, SheetData } from 'write-excel-file/node'
import type { Report, ReportRow, ReportTotal } from '../../app/show/report.ts'

/** One sheet can hold far more, but a user does not read more rows than these; programs use CSV. */
export const workbookRowsMax = 100_000

type Column<T> = { name: keyof T & string; width: number; cents?: true }

const rowColumns: Column<ReportRow>[] = [
  { name: 'order', width: 16 },
  { name: 'placed', width: 12 },
  { name: 'supplied', width: 12 },
  { name: 'state', width: 12 },
  { name: 'treatment', width: 20 },
  { name: 'country', width: 9 },
  { name: 'rate', width: 7 },
  { name: 'grossCents', width: 12, cents: true },
  { name: 'netCents', width: 12, cents: true },
  { name: 'vatCents', width: 12, cents: true },
  { name: 'kind', width: 12 },
  { name: 'journal', width: 9 },
  { name: 'number', width: 9 },
  { name: 'date', width: 12 },
]
const totalColumns: Column<ReportTotal>[] = [
  { name: 'month', width: 10 },
  { name: 'treatment', width: 20 },
  { name: 'country', width: 9 },
  { name: 'rate', width: 7 },
  { name: 'grossCents', width: 14, cents: true },
  { name: 'netCents', width: 14, cents: true },
  { name: 'vatCents', width: 14, cents: true },
]

export async function workbookOf({ rows, totals }: Report): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when a user asks for the file, not at each start.
  const { default: writeWorkbook } = await import('write-excel-file/node')
  const buffer = await writeWorkbook([
    sheetOf('Rapport', rowColumns, rows),
    sheetOf('Totalen', totalColumns, totals),
  ]).toBuffer()
  return new Uint8Array(buffer)
}

function sheetOf<T>(sheet: string, columns: Column<T>[], rows: T[]) {
  const head = columns.map(({ name, cents }) => ({
    value: cents === true ? name.replace(/Cents$/u, '') : name,
    fontWeight: 'bold' as const,
  }))
  const data: SheetData = [head, ...rows.map((row) => columns.map((column) => cellOf(row, column)))]
  return { sheet, data, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 }
}

/** Texts stay texts: a text that looks like a formula is none. */
function cellOf<T>(row: T, { name, cents }: Column<T>): Cell {
  const value = row[name]
  if (value === null || value === undefined) return null
  if (typeof value === 'number')
    return cents === true ? { value: value / 100, type: Number, format: '0.00' } : { value, type: Number }
  return { value: String(value), type: String }
}
