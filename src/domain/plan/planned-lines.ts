/** Lines of a plan: their amounts, and their sums per rate. */
import type { Cents } from '../money.ts'
import { allocateNets } from '../money.ts'
import type { OrderItem } from '../order/order.ts'
import type { LineDecision } from './plan-line.ts'
import type { PlannedLine } from './plan.ts'

export function lineOf(
  row: { item: OrderItem; quantity: number },
  decision: LineDecision,
  grossCents: Cents | null,
): PlannedLine {
  return {
    orderItemId: row.item.orderItemId,
    ean: row.item.ean,
    description: row.item.title ?? row.item.ean ?? row.item.orderItemId,
    quantity: row.quantity,
    productClass: decision.productClass,
    treatment: decision.treatment,
    country: decision.country,
    rateBp: decision.rateBp,
    grossCents,
    netCents: null,
    vatCents: null,
    vatCode: decision.mapping?.code ?? null,
    account: decision.mapping?.account ?? null,
    rule: decision.rule,
    place: decision.place,
  }
}

/**
 * Takes the VAT that the source charged, where it is known of all lines, because the buyer's own invoice shows it. Parts of an item are
 * split here.
 */
export function asCharged(
  lines: PlannedLine[],
  items: readonly { item: OrderItem; quantity: number }[],
): PlannedLine[] {
  const vats = items.map(({ item, quantity }) => (quantity === item.quantity ? (item.charged?.vatCents ?? null) : null))
  const isWhole = lines.every(
    ({ grossCents }, index) => vats[index] !== null && grossCents === items[index]?.item.totalPriceCents,
  )
  if (!isWhole) return lines
  return lines.map((line, index) => {
    const vatCents = vats[index] as Cents
    return { ...line, netCents: (line.grossCents as Cents) - vatCents, vatCents }
  })
}

/** VAT per document and rate; the nets of the lines add up to it (largest remainder). */
export function withNets(lines: PlannedLine[]): PlannedLine[] {
  const result = lines.map((line) => ({ ...line }))
  const groups = new Map<string, PlannedLine[]>()
  for (const line of result) {
    if (line.grossCents === null || line.rateBp === null) continue
    const key = `${line.treatment}|${line.country}|${line.rateBp}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  for (const group of groups.values()) {
    const nets = allocateNets(
      group.map((line) => line.grossCents as Cents),
      group[0]?.rateBp as number,
    )
    group.forEach((line, index) => {
      line.netCents = nets[index] as Cents
      line.vatCents = (line.grossCents as Cents) - line.netCents
    })
  }
  return result
}
