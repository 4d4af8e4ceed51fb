/** Counts the year's cross-border sales to consumers, before any VAT is decided on them, and reports when the threshold comes near. */
import { isDeepStrictEqual } from 'node:util'
import type { CrossBorderSums } from '../../domain/vat/cross-border.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import type { PlanInput } from '../../domain/plan/plan-order.ts'
import { crossBorderParts } from '../../domain/plan/plan-order.ts'
import { ossActive, thresholdCents, thresholdStanding } from '../../domain/vat/threshold.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { StoredJournal } from '../../ports/tables/ledger.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import type { TaxablePerson } from '../../ports/tables/vat-checks.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

export interface OrderInput {
  stored: StoredOrder
  input: PlanInput<StoredJournal>
}

/** Below the threshold the sum decides; over it, or with OSS from the first day that is booked, it is only kept. */
export function thresholdDecides(context: ConnectionContext): boolean {
  const { oss, thresholdPassed } = context.settings.seller
  return thresholdPassed !== true && !(ossActive(context.settings.seller, context.firstDay) && oss.to === null)
}

/** Saves what these orders count, and answers with the sums that their VAT is decided on. */
export async function countCrossBorder(
  tx: Tx,
  context: ConnectionContext,
  orders: OrderInput[],
  now: Instant,
): Promise<CrossBorderSums> {
  const { sales, years } = await saveCrossBorder(tx, context, orders, now)
  const { seller } = context.settings
  // An order of before our time, that a return names, may be older than the registration for OSS.
  const decides = seller.thresholdPassed !== true && sales.some((sale) => !ossActive(seller, sale.supplyDate))
  if (!decides) return { before: new Map(), years }
  const { connectionId } = context.connection
  const keys = sales.map((sale) => sale.businessKey)
  return { before: await tx.crossBorder.before(personOf(context), connectionId, keys), years }
}

/** Where two shops of one person plan at once, the one would mark as planned what the other just had decided anew. */
export async function holdThreshold(tx: Tx, context: ConnectionContext): Promise<void> {
  if (thresholdDecides(context)) await tx.crossBorder.hold(personOf(context))
}

function personOf({ connection, settings: { seller } }: ConnectionContext): TaxablePerson {
  return { dossierId: connection.dossierId, vatNumber: seller.vatNumbers[seller.country] ?? null }
}

/** Saves the amounts of these orders, and reports when the threshold comes near. */
export async function saveCrossBorder(
  tx: Tx,
  context: ConnectionContext,
  orders: OrderInput[],
  now: Instant,
): Promise<{ sales: Parameters<Tx['crossBorder']['save']>[2]['sales']; years: Map<string, number> }> {
  const { dossierId, connectionId } = context.connection
  const person = personOf(context)
  const sales = orders.flatMap(({ stored, input }) =>
    crossBorderParts(input).map((part) => ({ ...part, orderId: stored.orderId, placedAt: stored.placedAt ?? now })),
  )
  const before = await tx.crossBorder.years(person)
  if (sales.length === 0 && before.size === 0) return { sales, years: before }
  await holdThreshold(tx, context)
  const orderIds = orders.map(({ stored }) => stored.orderId)
  const crossed = await crossings(tx, context)
  await tx.crossBorder.save(dossierId, connectionId, { orderIds, sales })
  const years = await tx.crossBorder.years(person)
  if (!isDeepStrictEqual(crossed, await crossings(tx, context))) await decideAnew(tx, person)
  await tellThreshold(tx, context, { before, years, now })
  return { sales, years }
}

function crossings(tx: Tx, context: ConnectionContext): Promise<Map<string, string>> {
  if (!thresholdDecides(context)) return Promise.resolve(new Map())
  const { crossBorderNetElsewhere: elsewhere } = context.settings.seller
  const room = new Map(Object.entries(elsewhere).map(([year, cents]) => [year, thresholdCents - cents]))
  return tx.crossBorder.crossings(personOf(context), room, thresholdCents)
}

/**
 * Another sale crosses the line than before, since one was found late, was given up, or was sold in another shop: all that is planned and
 * not yet sent lies before it or after it anew.
 */
async function decideAnew(tx: Tx, person: TaxablePerson): Promise<void> {
  for (const connectionId of await tx.crossBorder.connections(person)) await tx.orders.planAgain(connectionId, null)
}

/** One problem a year and standing. */
async function tellThreshold(
  tx: Tx,
  context: ConnectionContext,
  at: { before: ReadonlyMap<string, number>; years: ReadonlyMap<string, number>; now: Instant },
): Promise<void> {
  if (!thresholdDecides(context)) return
  const { connectionId } = context.connection
  for (const [year, cents] of at.years) {
    const elsewhere = context.settings.seller.crossBorderNetElsewhere[year] ?? 0
    const standing = thresholdStanding(cents + elsewhere)
    const earlier = at.before.get(year)
    const was = earlier === undefined ? 'below' : thresholdStanding(earlier + elsewhere)
    if (standing === was || standing === 'below') continue
    const date: LocalDate = context.ports.calendar.localDate(at.now)
    const params = { year, amount: euroText(cents + elsewhere), standing, date }
    await tx.problems.raise(
      [{ connectionId, code: 'BTW-OSS', subject: `threshold:${year}`, orderId: null, documentId: null, params }],
      at.now,
    )
  }
}

function euroText(cents: number): string {
  return `${Math.trunc(cents / 100)},${String(cents % 100).padStart(2, '0')}`
}
