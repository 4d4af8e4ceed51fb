/** Settlements as a bookkeeper's workbook: local words, amounts as numbers in euro, dates as dates, and sums under what adds up. */
import type { Cell, SheetData } from 'write-excel-file/node'
import type { ShownCheck, ShownSettlement } from '../../app/settle/show-settlements.ts'
import { stands } from '../../app/settle/shown-documents.ts'
import type { Language } from '../../domain/language.ts'
import { categoryInWords, roleInWords, vatRoleInWords } from '../../domain/why/category-words.ts'
import { sheetWords } from '../../domain/why/sheet-words.ts'

interface Sheet {
  sheet: string
  data: SheetData
  columns: { width: number }[]
  stickyRowsCount?: number
}

const text = (value: string | null): Cell => (value === null ? null : { value, type: String })
const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' })
const euro = (cents: number): Cell => ({ value: cents / 100, type: Number, format: '#,##0.00' })
const total = (cents: number): Cell => ({ value: cents / 100, type: Number, format: '#,##0.00', fontWeight: 'bold' })
const day = (date: string): Cell => ({ value: new Date(`${date}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' })
const sum = <T>(rows: T[], of: (row: T) => number): number => rows.reduce((all, row) => all + of(row), 0)

async function workbookOf(sheets: Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when a user asks for the file, not at each start.
  const { default: writeWorkbook } = await import('write-excel-file/node')
  return new Uint8Array(await writeWorkbook(sheets).toBuffer())
}

export async function yearWorkbook(rows: ShownSettlement[], language: Language): Promise<Uint8Array<ArrayBuffer>> {
  const words = sheetWords[language]
  const head = [words.number, words.from, words.to, words.issued, words.sold, words.refunded, words.costs]
  const figures = (row: ShownSettlement): number[] => {
    const { soldCents, refundedCents, costsCents, compensationCents } = row.statementLines
    return [soldCents, refundedCents, costsCents, compensationCents, -row.payableCents || 0]
  }
  const data: SheetData = [
    [...head, words.compensation, words.payout, words.difference, words.state].map(bold),
    ...rows.map((row) => [
      text(row.id),
      day(row.periodFrom),
      day(row.periodTo),
      day(row.issueDate),
      ...figures(row).map(euro),
      euro(row.differenceCents),
      text(row.title.split(': ').slice(1).join(': ')),
    ]),
    [
      bold(words.total),
      null,
      null,
      null,
      ...[0, 1, 2, 3, 4].map((at) => total(sum(rows, (row) => figures(row)[at] ?? 0))),
      total(sum(rows, (row) => row.differenceCents)),
      null,
    ],
  ]
  const columns = [18, 12, 12, 12, 14, 14, 14, 14, 14, 12, 30].map((width) => ({ width }))
  return workbookOf([{ sheet: words.settlements, data, columns, stickyRowsCount: 1 }])
}

export async function settlementWorkbook(found: ShownCheck, language: Language): Promise<Uint8Array<ArrayBuffer>> {
  return workbookOf([
    statement(found, language),
    orders(found, language),
    charges(found, language),
    entries(found, language),
  ])
}

function statement(found: ShownCheck, language: Language): Sheet {
  const words = sheetWords[language]
  const { soldCents, refundedCents, costsCents, compensationCents } = found.statementLines
  const data: SheetData = [
    [bold(found.title), null],
    [text(words.from), day(found.periodFrom)],
    [text(words.to), day(found.periodTo)],
    [text(words.issued), day(found.issueDate)],
    [null, null],
    [text(words.sold), euro(soldCents)],
    [text(words.refunded), euro(refundedCents)],
    [text(words.costs), euro(costsCents)],
    [text(words.compensation), euro(compensationCents)],
    [bold(words.payout), total(-found.payableCents || 0)],
    [null, null],
    [text(words.booked), euro(sum(found.orders, (order) => order.bookedCents))],
    [text(words.settled), euro(sum(found.orders, (order) => order.settledCents))],
    [text(words.carried), euro(found.carriedForwardCents)],
    [bold(words.difference), total(found.differenceCents)],
  ]
  return { sheet: words.statement, data, columns: [{ width: 44 }, { width: 16 }] }
}

/** Those that differ come first. */
function orders(found: ShownCheck, language: Language): Sheet {
  const words = sheetWords[language]
  const rows = found.orders.toSorted((a, b) => Number(a.category === 'ok') - Number(b.category === 'ok'))
  const data: SheetData = [
    [words.order, words.booked, words.settled, words.difference, words.reason].map(bold),
    ...rows.map((row) => [
      text(row.order),
      euro(row.bookedCents),
      euro(row.settledCents),
      euro(row.differenceCents),
      text(categoryInWords(row.category, language)),
    ]),
    [
      bold(words.total),
      total(sum(rows, (row) => row.bookedCents)),
      total(sum(rows, (row) => row.settledCents)),
      total(sum(rows, (row) => row.differenceCents)),
      null,
    ],
  ]
  const columns = [16, 16, 16, 16, 52].map((width) => ({ width }))
  return { sheet: words.orders, data, columns, stickyRowsCount: 1 }
}

function charges(found: ShownCheck, language: Language): Sheet {
  const words = sheetWords[language]
  const data: SheetData = [
    [words.charge, words.sort, words.amount, words.vat].map(bold),
    ...found.charges.map((row) => [
      text(row.description),
      text(row.role === null ? words.question : roleInWords(row.role, language)),
      euro(row.amountCents),
      euro(row.vatCents),
    ]),
    [
      bold(words.payout),
      null,
      total(sum(found.charges, (row) => row.amountCents)),
      total(sum(found.charges, (row) => row.vatCents)),
    ],
  ]
  return { sheet: words.charges, data, columns: [{ width: 70 }, { width: 26 }, { width: 14 }, { width: 14 }] }
}

/** The booked entries, or those that would be booked; the sheet's name says which. */
function entries(found: ShownCheck, language: Language): Sheet {
  const words = sheetWords[language]
  const { purchase, clearing } = found
  const documents = found.documents.filter(({ state }) => state !== 'skipped')
  const entry = (name: string, line: EntryLine) => [
    text(name),
    text(accountOf(line, language)),
    text(roleInWords(line.why, language) ?? line.why),
    ...sides(line.amountCents),
  ]
  const data: SheetData = [
    [words.document, words.account, words.description, words.debit, words.credit].map(bold),
    ...(purchase?.lines ?? []).map((line) => [
      text(words.purchase),
      text(roleInWords(line.account, language)),
      text(vatRoleInWords(line.vat, language)),
      ...sides(purchase?.kind === 'creditNote' ? -line.baseCents - line.vatCents : line.baseCents + line.vatCents),
    ]),
    ...(clearing?.lines ?? []).map((line) => entry(words.clearing, line)),
    ...documents.flatMap(({ kind, lines = [] }) => lines.map((line) => entry(words[kind], line))),
  ]
  const columns = [22, 34, 34, 14, 14].map((width) => ({ width }))
  return { sheet: words[standingOf(found, documents)], data, columns, stickyRowsCount: 1 }
}

/** Booked: the ledger has all of it. */
function standingOf(
  { purchase, clearing }: ShownCheck,
  documents: ShownCheck['documents'],
): 'booked' | 'beingBooked' | 'toBook' {
  if (documents.length === 0) return 'toBook'
  const has = (kind: ShownCheck['documents'][number]['kind']): boolean =>
    documents.some((document) => document.kind === kind)
  const isWhole = (purchase === null || has('purchase')) && (clearing === null || has('clearing'))
  return isWhole && documents.every(({ state }) => stands.includes(state)) ? 'booked' : 'beingBooked'
}

function sides(cents: number): [Cell, Cell] {
  return cents >= 0 ? [euro(cents), null] : [null, euro(-cents)]
}

type EntryLine = NonNullable<ShownCheck['clearing']>['lines'][number]

function accountOf(line: EntryLine, language: Language): string {
  if (line.kind === 'A') return roleInWords(line.account, language) ?? line.account
  if (line.kind === 'S') return roleInWords('supplier', language) ?? ''
  return `${roleInWords('customers', language) ?? ''} ${line.relation}`
}
