/**
 * Random orders through the plan and the renderer, and three sums that share no code: what the buyers paid (computed here),
 * what the plan says, and what stands in the bytes for the ledger. Used by `test/sums.test.ts` and `test/long/sums.ts`.
 */
import { renderDocument } from '../../src/adapters/octopus/write/render.ts'
import type { ConnectionContext } from '../../src/app/run/connection-context.ts'
import { ledgerDocument } from '../../src/app/plan/ledger-document.ts'
import type { ProductClass, Settings, Treatment, VatCodeRule } from '../../src/domain/settings/mapping.ts'
import type { Order, OrderItem } from '../../src/domain/order/order.ts'
import { planCredits } from '../../src/domain/plan/plan-credits.ts'
import type { PlannedLine } from '../../src/domain/plan/plan.ts'
import { planOrder, type PlannedDocument } from '../../src/domain/plan/plan-order.ts'
import type { BookedCredit, BookedSale } from '../../src/domain/plan/sale-lines.ts'
import { coverShipments, type ShipmentWithDetail } from '../../src/domain/order/shipping.ts'
import { aBelgianBusiness, aShop, anItem, anOrder, someBooks, someSettings } from '../../src/domain/testkit.ts'
import type { StoredJournal } from '../../src/ports/tables/ledger.ts'

export interface SumsChecked {
  orders: number
  documents: number
  /** Credits of cancelled units: some of each sale first, then all that is left of it. */
  credits: number
  lines: number
  totalCents: bigint
  /** Sentences; empty when all sums agree. */
  differences: string[]
}

/** Cents by key, e.g. by day or by day and rate. */
type Sums = Map<string, bigint>

const differencesMax = 20

export function checkSums(orders: number, seed: number): SumsChecked {
  const chance = chanceOf(seed)
  const paidByDay: Sums = new Map()
  const plannedByDay: Sums = new Map()
  const sentByDay: Sums = new Map()
  const result: SumsChecked = { orders: 0, documents: 0, credits: 0, lines: 0, totalCents: 0n, differences: [] }
  while (result.orders < orders && result.differences.length < differencesMax) {
    result.orders += 1
    const sale = randomSale(chance, result.orders)
    const { documents, problems } = planOrder({ ...sale.input, existing: [] })
    if (problems.length > 0) result.differences.push(`${sale.paid.orderId}: ${problems[0]?.code}`)
    let planned = 0n
    let sent = 0n
    for (const document of documents) {
      const bytes = bytesOf(document as PlannedDocument<StoredJournal>, sale.input.settings)
      const day = document.plan.supplyDate
      result.documents += 1
      result.lines += document.plan.lines.length
      planned += BigInt(document.amountCents)
      sent += bytes.amount
      add(plannedByDay, day, BigInt(document.amountCents))
      add(sentByDay, day, bytes.amount)
      result.differences.push(...ratesDiffer(document, bytes))
    }
    for (const [day, cents] of sale.paid.byDay) add(paidByDay, day, cents)
    result.totalCents += sale.paid.cents
    const credited = creditAll(chance, sale, documents as PlannedDocument<StoredJournal>[])
    result.credits += credited.credits
    result.differences.push(...credited.differences)
    if (planned !== sale.paid.cents || sent !== sale.paid.cents)
      result.differences.push(`${sale.paid.orderId}: paid ${sale.paid.cents}, planned ${planned}, sent ${sent}`)
  }
  for (const [day, cents] of paidByDay)
    if (plannedByDay.get(day) !== cents || sentByDay.get(day) !== cents)
      result.differences.push(`${day}: paid ${cents}, planned ${plannedByDay.get(day)}, sent ${sentByDay.get(day)}`)
  return result
}

function add(sums: Sums, key: string, cents: bigint): void {
  const sum = (sums.get(key) ?? 0n) + cents
  if (sum !== 0n) sums.set(key, sum)
  else sums.delete(key)
}

// ── The sale and its credits ───────────────────────────────────────────────────────────────────────────────────────

/** Some units are cancelled, then all the others: together the credits are the sale, in base and VAT of each of its documents. */
function creditAll(
  chance: Chance,
  sale: Sale,
  documents: PlannedDocument<StoredJournal>[],
): { credits: number; differences: string[] } {
  const { order } = sale.input
  const sales = documents.map((document, index): BookedSale => ({
    businessKey: document.businessKey,
    target: document.target,
    standing: 'booked',
    inDay: false,
    journal: 'V5',
    number: index + 1,
    documentDate: document.place.date,
    supplyDate: document.plan.supplyDate,
    lines: document.plan.lines,
  }))
  const some = order.items.map((item) => ({ ...item, quantityCancelled: chance.below(item.quantity + 1) }))
  const all = order.items.map((item) => ({ ...item, quantityCancelled: item.quantity }))
  const credits: BookedCredit[] = []
  const left: Sums = new Map()
  const lines = sales.flatMap((one) => one.lines)
  for (const line of lines) addBoth(left, line, 1n)
  const differences: string[] = []
  for (const items of [some, all]) {
    const plan = planCredits({
      source: aShop,
      order: { ...order, items },
      itemsThen: new Map(order.items.map((item) => [item.orderItemId, item])),
      settings: sale.input.settings,
      sales,
      credits: [...credits],
      returns: [],
      changedOn: new Map(),
      today: '2026-12-01',
      moreToCome: false,
    })
    differences.push(...plan.problems.map((problem) => `${order.orderId}: credit ${problem.code}`))
    for (const { businessKey, cause, lines: taken } of plan.parts) {
      const own = taken.map((row) => row.line)
      credits.push({ businessKey, cause, lines: own })
      for (const line of own) addBoth(left, line, -1n)
    }
  }
  for (const [key, cents] of left) differences.push(`${order.orderId} ${key}: ${cents} left after all was credited`)
  return { credits: credits.length, differences }
}

function addBoth(sums: Sums, line: PlannedLine, sign: bigint): void {
  const place = `${line.treatment} ${line.country} ${line.rateBp}`
  add(sums, `${place} base`, sign * BigInt(line.netCents ?? 0))
  add(sums, `${place} VAT`, sign * BigInt(line.vatCents ?? 0))
}

// ── What stands in the document ────────────────────────────────────────────────────────────────────────────────────

interface Sent {
  amount: bigint
  lines: { vatCode: string; base: bigint; vat: bigint }[]
}

/** The lines of a booking as they leave, read with a reader of their own. */
function bytesOf(document: PlannedDocument<StoredJournal>, settings: Settings): Sent {
  const context = { settings } as ConnectionContext
  const relation = { kind: 'relation', reference: { relationId: 1 }, buyerHash: null } as never
  const { template } = renderDocument(
    ledgerDocument(context, { document, reference: 'AAAABBBBCCCC', orderId: 'C000', relation, buyer: null }),
  )
  const number = (text: string | undefined): bigint => {
    const [, sign, whole, part] = /^(-?)(\d+)\.(\d\d)$/u.exec(text ?? '') ?? []
    if (whole === undefined || part === undefined) throw new Error(`no amount of two decimals: ${text}`)
    return BigInt(`${sign}${whole}${part}`)
  }
  const amounts = [...template.matchAll(/"amount":([^,}]+)/gu)]
  const lines = [...template.matchAll(/"baseAmount":([^,}]+),"vatCodeKey":"([^"]+)"[^}]*?"vatAmount":([^,}]+)/gu)]
  if (amounts.length !== 1 || lines.length !== document.plan.lines.length) throw new Error(`unread: ${template}`)
  return {
    amount: number(amounts[0]?.[1]),
    lines: lines.map(([, base, vatCode, vat]) => ({ vatCode: vatCode ?? '', base: number(base), vat: number(vat) })),
  }
}

/** VAT per document and rate: the one whole number of cents that is nearest to gross × rate ÷ (100 + rate), ties up. */
function ratesDiffer(document: PlannedDocument<StoredJournal>, sent: Sent): string[] {
  const gross: Sums = new Map()
  const rates = new Map<string, bigint>()
  for (const line of document.plan.lines) {
    const code = line.vatCode ?? ''
    add(gross, code, BigInt(line.grossCents ?? 0))
    rates.set(code, BigInt(line.rateBp ?? 0))
  }
  return [...rates].flatMap(([code, rate]) => {
    const lines = sent.lines.filter((line) => line.vatCode === code)
    const vat = lines.reduce((sum, line) => sum + line.vat, 0n)
    const base = lines.reduce((sum, line) => sum + line.base, 0n)
    const paid = gross.get(code) ?? 0n
    // VAT − exact is more than −½ and at most +½ of a cent: a tie goes up.
    const off = 2n * (vat * (10_000n + rate) - paid * rate)
    const nearest = off > -(10_000n + rate) && off <= 10_000n + rate
    // A ledger that looks at each line finds its VAT within a cent of base × rate: lines share the cents of their rate.
    const apart = lines.some(
      (line) => line.base < 0n || line.vat < 0n || abs(line.vat * 10_000n - line.base * rate) > 15_000n,
    )
    return nearest && base + vat === paid && !apart
      ? []
      : [`${document.businessKey} ${code}: gross ${paid}, base ${base}, VAT ${vat}`]
  })
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

// ── Orders by chance ───────────────────────────────────────────────────────────────────────────────────────────────

export interface Chance {
  below(limit: number): number
  oneOf<T>(values: readonly T[]): T
}

/** Mulberry32: the same seed gives the same orders on every machine. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return { below, oneOf: (values) => values[below(values.length)] as never }
}

/** Classes whose rate is known in each country, with ties (12 %), halves of a percent and 0 % among them. */
const classesIn: Record<string, ProductClass[]> = {
  BE: ['STANDARD', 'BOOK', 'MARGARINE', 'NEWSPAPER'],
  NL: ['STANDARD', 'BOOK', 'FOOD'],
  DE: ['STANDARD', 'BOOK'],
  FR: ['STANDARD', 'BOOK'],
  FI: ['STANDARD', 'FOOD'],
}
const classes = [...new Set(Object.values(classesIn).flat())]
const rates: [Treatment, string, number[]][] = [
  ['DOMESTIC', 'BE', [2100, 1200, 600, 0]],
  ['OSS', 'NL', [2100, 900]],
  ['OSS', 'DE', [1900, 700]],
  ['OSS', 'FR', [2000, 550]],
  ['OSS', 'FI', [2550, 1350]],
  ['LOCAL_FOREIGN_VAT', 'NL', [2100, 900]],
]
export const codes: VatCodeRule[] = rates.flatMap(([treatment, country, list]) =>
  list.map((rateBp) => {
    const code = `${treatment.slice(0, 3)}${country}${rateBp}`
    return { treatment, country, rateBp, code, creditCode: null, account: 700000, invoiceAccount: 700000 }
  }),
)

const books = {
  ...someBooks(),
  vatCodes: codes.map(({ code, rateBp }) => ({
    code,
    description: code,
    type: 'sell' as const,
    rateBp,
    defaultAccount: null,
  })),
}
const settings = someSettings({
  seller: { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } },
  vat: { codes, products: classes.map((one) => ({ offerReference: one, class: one })) },
})

export interface Sale {
  input: Omit<Parameters<typeof planOrder<StoredJournal>>[0], 'existing'>
  paid: { orderId: string; cents: bigint; byDay: Sums }
}

/** Up to five items, in up to three parcels on days of their own; wholly shipped, so that all of it is to be booked. */
export function randomSale(chance: Chance, index: number): Sale {
  const orderId = `C${String(index).padStart(9, '0')}`
  const country = chance.oneOf(['BE', 'BE', 'NL', 'NL', 'DE', 'FR', 'FI'])
  const fulfilment = country === 'NL' ? chance.oneOf(['seller', 'marketplace'] as const) : 'seller'
  const items = Array.from({ length: 1 + chance.below(5) }, (_, at) => randomItem(chance, at, country, fulfilment))
  const parcels = parcelsOf(chance, items)
  const shipments = parcels.map(({ day, quantities }, at): ShipmentWithDetail => {
    const shippedAt = Date.parse(`${day}T10:00:00+01:00`) + at
    return {
      shipmentId: `${orderId}-${at}`,
      orderId,
      shippedAt,
      shippedOn: day,
      fulfilment,
      hasDetail: true,
      items: quantities.flatMap((quantity, row) =>
        quantity === 0 ? [] : [{ orderItemId: items[row]?.orderItemId ?? '', quantity }],
      ),
    } as ShipmentWithDetail
  })
  const business = country === 'BE' && chance.below(8) === 0 ? { buyer: aBelgianBusiness } : {}
  const order: Order = anOrder({
    orderId,
    destination: { country, postcodePrefix: '10', specialTerritory: false },
    items,
    ...business,
  })
  const ledger = books as unknown as Sale['input']['ledger']
  const input = { source: aShop, order, shipments, coverage: coverShipments(order, shipments), settings, ledger }
  return { input, paid: { orderId, ...paidOf(items, parcels) } }
}

function randomItem(chance: Chance, at: number, country: string, fulfilment: OrderItem['fulfilment']): OrderItem {
  const quantity = chance.oneOf([1, 1, 1, 2, 3, 7, 12])
  const unitPriceCents = chance.oneOf([
    chance.below(30),
    chance.below(3000),
    chance.below(20_000),
    99 + 100 * chance.below(60),
  ])
  const discount = chance.below(6) === 0 ? chance.below(Math.floor((unitPriceCents * quantity) / 2) + 1) : 0
  const productClass = chance.oneOf(classesIn[country] ?? [])
  return anItem({
    orderItemId: `item-${at}`,
    offerReference: productClass,
    fulfilment,
    quantity,
    quantityShipped: quantity,
    unitPriceCents,
    totalPriceCents: unitPriceCents * quantity - discount,
    discounts: discount === 0 ? [] : [{ title: 'Actie', cents: discount }],
  })
}

interface Parcel {
  day: string
  /** Units of each item. */
  quantities: number[]
}

function parcelsOf(chance: Chance, items: OrderItem[]): Parcel[] {
  const count = 1 + (chance.below(4) === 0 ? chance.below(3) : 0)
  const first = 1 + chance.below(25)
  const parcels = Array.from({ length: count }, (_, at) => ({
    day: `2026-11-${String(first + at).padStart(2, '0')}`,
    quantities: items.map(() => 0),
  }))
  for (const [row, item] of items.entries())
    for (let unit = 0; unit < item.quantity; unit += 1) {
      const parcel = chance.oneOf(parcels)
      parcel.quantities[row] = (parcel.quantities[row] ?? 0) + 1
    }
  return parcels.filter((parcel) => parcel.quantities.some((quantity) => quantity > 0))
}

/** What the buyer paid, and how much of it is due by the day of each parcel: cumulative, halves away from zero. */
function paidOf(items: OrderItem[], parcels: Parcel[]): { cents: bigint; byDay: Sums } {
  const byDay: Sums = new Map()
  let cents = 0n
  for (const [row, item] of items.entries()) {
    const discount = item.discounts.reduce((sum, one) => sum + one.cents, 0)
    const paid = BigInt(item.unitPriceCents ?? 0) * BigInt(item.quantity) - BigInt(discount)
    const units = BigInt(item.quantity)
    let shipped = 0n
    let before = 0n
    for (const { day, quantities } of parcels) {
      shipped += BigInt(quantities[row] ?? 0)
      const due = (2n * paid * shipped + units) / (2n * units)
      add(byDay, day, due - before)
      before = due
    }
    cents += paid
  }
  return { cents, byDay }
}
