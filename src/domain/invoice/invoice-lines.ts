/**
 * The lines of an invoice, so that the ledger comes to what was paid however it computes: the net of each line, its count and its
 * unit price. Where that cannot be (6.4 of vat-rules.md: some amounts are no net plus its VAT), the document says so by a flag.
 */
import { grossOf, invoiceSums, rangeOf, type InvoiceSum, type PricedLine } from './invoice-arithmetic.ts'
import type { SaleTarget, Journal } from '../ledger/ledger.ts'
import { vatFromNet, type BasisPoints, type Cents } from '../money.ts'
import type { DocumentPlan, PlannedLine } from '../plan/plan.ts'
import { countedInText, microsPerCent, unitPriceFor, type UnitPrice } from './price.ts'

type InvoiceJournal = Pick<Journal, 'mode' | 'priceDecimals'>

export interface Booked {
  lines: PlannedLine[]
  /** Nothing of a booking. */
  ledger: Pick<DocumentPlan, 'ledger'>
  /** The amount that the ledger will have; positive. */
  amountCents: Cents
  flags: string[]
}

/** @param lines positive, also of a credit; with amounts and VAT codes */
export function asBooked(
  lines: PlannedLine[],
  journal: InvoiceJournal,
  wanted: Wanted & { target: SaleTarget },
): Booked {
  if (wanted.target === 'invoices') return invoiced(lines, journal, wanted)
  return { lines, ledger: {}, amountCents: lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0), flags: [] }
}

interface Wanted {
  isCredit: boolean
  /** For a credit: the sum of its lines per VAT code, where that differs from their nets. */
  nets?: ReadonlyMap<string, Cents>
}

function invoiced(lines: PlannedLine[], journal: InvoiceJournal, wanted: Wanted): Booked {
  const inclusive = journal.mode === 'invoicesInclusive'
  const placed = inclusive ? lines : withInvoiceNets(lines, wanted)
  const priced = pricedLines(placed, journal)
  const sums = invoiceSums(priced, inclusive)
  const range = rangeOf(priced, inclusive, wanted.isCredit)
  const paid = lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
  const vat = sums.reduce((sum, row) => sum + row.vatCents, 0)
  const other = range.vatMin === vat ? range.vatMax : range.vatMin
  return {
    lines: withShares(placed, sums, inclusive),
    ledger: { ledger: { sums, ...(other === vat ? {} : { otherVatCents: other }) } },
    amountCents: grossOf(sums),
    flags: [
      ...(grossOf(sums) === paid ? [] : ['PEPPOL_CENT_DIFFERENCE']),
      ...(other === vat ? [] : ['LEDGER_ROUNDING_OPEN']),
    ],
  }
}

/** The VAT of a code over its lines; what rounding leaves goes to the largest one. */
function withShares(lines: PlannedLine[], sums: InvoiceSum[], inclusive: boolean): PlannedLine[] {
  const result = lines.map((line) => ({ ...line }))
  for (const { vatCode, vatCents } of sums) {
    const own = result.filter((line) => line.vatCode === vatCode)
    const off = vatCents - own.reduce((sum, line) => sum + (line.vatCents ?? 0), 0)
    const largest = own.toSorted((a, b) => (b.netCents ?? 0) - (a.netCents ?? 0))[0]
    if (off === 0 || largest === undefined) continue
    largest.invoiceVatCents = (largest.vatCents ?? 0) + off
    if (inclusive) largest.invoiceNetCents = (largest.netCents ?? 0) - off
  }
  return result
}

/** Count and unit price of each line: as many decimals as the journal takes, else the count goes into the text. */
export function unitPrices(lines: readonly PlannedLine[], journal: InvoiceJournal): UnitPrice[] {
  const inclusive = journal.mode === 'invoicesInclusive'
  const amounts = lines.map((line) => amountOf(line, inclusive))
  const prices = lines.map((line, at) => unitPriceFor(amounts[at] ?? 0, line.quantity, journal.priceDecimals ?? 2))
  const exact = (price: UnitPrice, at: number): boolean =>
    price.unitPriceMicros * price.count === (amounts[at] ?? 0) * microsPerCent
  if (prices.every(exact)) return prices
  const range = rangeOf(rowsOf(lines, prices), inclusive, true)
  const plain = prices.map((price, at) => (exact(price, at) ? price : countedInText(amounts[at] ?? 0)))
  const safe = rangeOf(rowsOf(lines, plain), inclusive, true)
  // Differences of single lines may add up for a ledger that rounds only the sum.
  const isSame = (['baseMin', 'baseMax', 'vatMin', 'vatMax'] as const).every((key) => range[key] === safe[key])
  return isSame ? prices : plain
}

function pricedLines(lines: readonly PlannedLine[], journal: InvoiceJournal): PricedLine[] {
  return rowsOf(lines, unitPrices(lines, journal))
}

function rowsOf(lines: readonly PlannedLine[], prices: readonly UnitPrice[]): PricedLine[] {
  return lines.map((line, at) => ({
    ...(prices[at] as UnitPrice),
    vatCode: line.vatCode ?? '',
    rateBp: line.rateBp ?? 0,
  }))
}

function amountOf(line: PlannedLine, inclusive: boolean): Cents {
  return (inclusive ? line.grossCents : (line.invoiceNetCents ?? line.netCents)) ?? 0
}

// ── Nets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Group {
  rateBp: BasisPoints
  places: number[]
  net: Cents
  gross: Cents
}

function withInvoiceNets(lines: PlannedLine[], wanted: Pick<Wanted, 'nets'>): PlannedLine[] {
  const groups = groupsOf(lines)
  for (const [code, group] of groups) group.net = wanted.nets?.get(code) ?? group.net
  if (wanted.nets === undefined) withinACent([...groups.values()])
  const result = lines.map((line) => ({ ...line }))
  for (const { rateBp, places, net } of groups.values()) {
    const nets = adjusted(
      places.map((place) => lines[place]?.netCents ?? 0),
      net,
    )
    const agreed = agreeing(nets, rateBp) ?? nets
    places.forEach((place, at) => {
      const line = result[place] as PlannedLine
      if (agreed[at] !== line.netCents) line.invoiceNetCents = agreed[at] as Cents
    })
  }
  return result
}

function groupsOf(lines: readonly PlannedLine[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  lines.forEach((line, place) => {
    const code = line.vatCode ?? ''
    const group = groups.get(code) ?? { rateBp: line.rateBp ?? 0, places: [], net: 0, gross: 0 }
    group.places.push(place)
    group.net += line.netCents ?? 0
    group.gross += line.grossCents ?? 0
    groups.set(code, group)
  })
  return groups
}

/** Each rate may be a cent beside what was paid; so that the document is not more than that, one gives a cent of its net. */
function withinACent(groups: Group[]): void {
  const offOf = ({ net, rateBp, gross }: Group): Cents => net + vatFromNet(net, rateBp) - gross
  for (;;) {
    const off = groups.reduce((sum, group) => sum + offOf(group), 0)
    const one = Math.abs(off) < 2 ? undefined : groups.find((group) => Math.sign(offOf(group)) === Math.sign(off))
    if (one === undefined) return
    one.net -= Math.sign(off)
  }
}

/** The difference goes to the largest line. */
function adjusted(nets: Cents[], wanted: Cents): Cents[] {
  const off = wanted - nets.reduce((sum, net) => sum + net, 0)
  const largest = nets.indexOf(Math.max(...nets))
  return nets.map((net, at) => (at === largest ? net + off : net))
}

/** A line may give or take this many cents so that VAT line by line adds up to VAT on the sum. */
const shiftMax = 3

/**
 * The same sum, with the fewest cents moved between lines, such that VAT rounded line by line is VAT on the sum, and no line's VAT
 * is half a cent. Null where no such lines are near.
 */
function agreeing(nets: Cents[], rateBp: BasisPoints): Cents[] | null {
  if (nets.length < 2 || rateBp === 0) return nets
  const vatOf = (net: Cents): Cents => vatFromNet(net, rateBp)
  const isHalf = (net: Cents): boolean => (net * rateBp) % 10_000 === 5000
  const sum = nets.reduce((all, net) => all + net, 0)
  const missing = vatOf(sum) - nets.reduce((all, net) => all + vatOf(net), 0)
  if (missing === 0 && !nets.some(isHalf)) return nets
  const reach = Math.abs(missing) + shiftMax
  let states = new Map<string, State>([['0|0', { moved: 0, vat: 0, cost: 0, nets: [] }]])
  for (const net of nets) {
    const next = new Map<string, State>()
    for (const state of states.values())
      for (let shift = -shiftMax; shift <= shiftMax; shift += 1) {
        const shifted = net + shift
        const moved = state.moved + shift
        const vat = state.vat + vatOf(Math.max(0, shifted)) - vatOf(net)
        if (shifted < Math.min(net, 1) || isHalf(shifted) || Math.abs(moved) > 2 * shiftMax || Math.abs(vat) > reach)
          continue
        const cost = state.cost + Math.abs(shift)
        const key = `${moved}|${vat}`
        if (cost < (next.get(key)?.cost ?? Infinity))
          next.set(key, { moved, vat, cost, nets: [...state.nets, shifted] })
      }
    states = next
  }
  return states.get(`0|${missing}`)?.nets ?? null
}

interface State {
  moved: number
  vat: number
  cost: number
  nets: Cents[]
}
