/**
 * Totals of a day: one per destination, treatment, country and rate, sales and credits apart and never netted. The amounts are
 * the sums of what each order was split into; a total is never split again (vat-rules.md 7.2).
 */
import type { LocalDate } from '../calendar.ts'
import type { SourceFacts } from '../kinds.ts'
import type { Cents } from '../money.ts'
import type { PlannedLine } from './plan.ts'

/** A sale or credit of one order that goes into a day. Lines of a credit are positive. */
export interface DayMember {
  documentId: string
  orderId: string | null
  shipmentId: string | null
  credit: boolean
  day: { date: LocalDate; destination: string }
  supplyDate: LocalDate
  lines: PlannedLine[]
}

/** The lines of one member that belong to one total. */
export interface DayShare {
  member: DayMember
  lines: PlannedLine[]
}

export interface DayTotal {
  date: LocalDate
  destination: string
  treatment: string
  vatCountry: string
  rateBp: number
  credit: boolean
  shares: DayShare[]
}

/** Oldest day first; within a day in a fixed order. */
export function totalsOf(members: readonly DayMember[]): DayTotal[] {
  const totals = new Map<string, DayTotal>()
  for (const member of members) {
    for (const line of member.lines) {
      const { treatment, country, rateBp } = line
      if (treatment === null || country === null || rateBp === null) continue
      const key = groupOf({ ...member.day, credit: member.credit, treatment, vatCountry: country, rateBp })
      const total = totals.get(key) ?? {
        ...member.day,
        treatment,
        vatCountry: country,
        rateBp,
        credit: member.credit,
        shares: [],
      }
      totals.set(key, total)
      const share = total.shares.at(-1)
      if (share?.member === member) share.lines.push(line)
      else total.shares.push({ member, lines: [line] })
    }
  }
  return [...totals.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)
}

/** Names the totals of a group, without their sequence: day, destination, treatment, country and rate; credits apart by their kind. */
export function groupOf(total: Omit<DayTotal, 'shares'>): string {
  return [
    total.date,
    total.destination,
    total.treatment,
    total.vatCountry,
    total.rateBp,
    total.credit ? 'credit' : 'sale',
  ].join('|')
}

/** Business key of a total: its group, and its number within the group. The first is 1; late members make the next. */
export function totalKey(total: Omit<DayTotal, 'shares'>, sequence: number): string {
  return `${groupOf(total)}|${sequence}`
}

/** Returns the parts of a key that `totalKey` made. */
export function readTotalKey(businessKey: string): {
  group: string
  date: LocalDate
  destination: string
  sequence: number
} {
  const parts = businessKey.split('|')
  const [date = '', destination = ''] = parts
  return { group: parts.slice(0, -1).join('|'), date, destination, sequence: Number(parts.at(-1)) }
}

/** One booking line per account and VAT code: they differ within a total only where the mapping changed on that day. */
export function totalLines(total: DayTotal, source: SourceFacts): PlannedLine[] {
  const sums = new Map<string, PlannedLine>()
  for (const line of total.shares.flatMap((share) => share.lines)) {
    const key = `${line.account}|${line.vatCode}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...line, ...ofNobody(total, source) })
    else {
      sum.grossCents = (sum.grossCents ?? 0) + (line.grossCents ?? 0)
      sum.netCents = (sum.netCents ?? 0) + (line.netCents ?? 0)
      sum.vatCents = (sum.vatCents ?? 0) + (line.vatCents ?? 0)
    }
  }
  return [...sums.values()]
}

function ofNobody(total: DayTotal, source: SourceFacts) {
  const what = total.credit ? 'Retouren' : 'Verkopen'
  const description = `${what} ${source.label} ${total.date} ${total.destination}`
  return { orderItemId: '', ean: null, description, quantity: 1, productClass: null }
}

export function grossOf(lines: readonly PlannedLine[]): Cents {
  return lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
}

/** The detail behind a total: semicolons, no names, nothing that a spreadsheet takes for a formula. */
export function detailOf(total: DayTotal): string {
  const head = 'bestelling;verzending;datum;land;ean;aantal;btw-land;tarief;bruto;netto;btw'
  const rows = total.shares.flatMap(({ member, lines }) =>
    lines.map((line) =>
      [
        safeCell(member.orderId ?? ''),
        safeCell(member.shipmentId ?? ''),
        member.supplyDate,
        total.destination,
        safeCell(line.ean ?? ''),
        line.quantity,
        line.country,
        euro(line.rateBp ?? 0),
        ...[line.grossCents, line.netCents, line.vatCents].map((cents) => euro((total.credit ? -1 : 1) * (cents ?? 0))),
      ].join(';'),
    ),
  )
  return `${[head, ...rows].join('\r\n')}\r\n`
}

function safeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return /[;"\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** `-12,05`, out of hundredths. */
function euro(hundredths: number): string {
  const text = String(Math.abs(hundredths)).padStart(3, '0')
  return `${hundredths < 0 ? '-' : ''}${text.slice(0, -2)},${text.slice(-2)}`
}
