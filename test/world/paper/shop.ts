/**
 * A web shop that exists on paper only: it charges VAT line by line and for the parcel, tells of no parcels, and pays back amounts. Its
 * list has whole orders, in the order of their numbers; a refund has a list of its own and does not touch its order. In memory.
 */
import type { OrderSpec, TruthOrder } from '../../../sandbox/bol/world.ts'
import type { Fault, SandboxRequest, SandboxResponse, World } from '../../../sandbox/world.ts'
import { draw } from '../chance.ts'
import { json, Pending, received } from './answers.ts'

export interface ShopLine {
  id: string
  kind: 'product' | 'shipping'
  ean: string | null
  title: string
  quantity: number
  /** Euro in text, as shops write it: without VAT, and the VAT. */
  net: string
  vat: string
  ratePercent: number
}

export interface ShopOrder {
  id: string
  created: number
  /** Seconds. */
  modified: number
  status: 'processing' | 'completed'
  country: string
  name: string
  email: string
  lines: ShopLine[]
}

export interface ShopRefund {
  id: string
  orderId: string
  at: number
  amount: string
}

interface Kept extends Omit<ShopOrder, 'lines' | 'modified'> {
  shop: number
  changedAt: number
  lines: (Omit<ShopLine, 'net' | 'vat'> & { grossCents: number; vatCents: number })[]
  refunds: { id: string; at: number; cents: number }[]
}

/** The first of the products that stories know is a book. */
export interface ShopRates {
  book: string
  percent: Readonly<Record<string, { standard: number; book: number }>>
}

/** What of it was paid back, and in the last three hours. */
export type ShopTruth = TruthOrder & { refundedCents: number; refundedLately: number }

const pageSize = 3

export class PaperShop {
  readonly access: { consumerKey: string; consumerSecret: string }[]
  readonly violations: string[] = []
  private readonly world: World
  private readonly seed: number
  private readonly rates: ShopRates
  private readonly orders = new Map<string, Kept>()
  private readonly pending = new Pending()

  constructor(world: World, options: { seed: number; shops: number; rates: ShopRates }) {
    this.world = world
    this.seed = options.seed
    this.rates = options.rates
    this.access = Array.from({ length: options.shops }, (_, nth) => ({
      consumerKey: `ck_${nth + 1}`,
      consumerSecret: `cs_geheim_${nth + 1}`,
    }))
  }

  handle(request: SandboxRequest, fault: Fault | undefined): SandboxResponse {
    return received(fault, {
      now: this.world.clock.now(),
      pending: this.pending,
      work: (now) => this.work(request, now),
    })
  }

  placeOrder(spec: OrderSpec, shop = 0): void {
    const { orderId = '', country = 'BE', items = [] } = spec
    const now = this.world.clock.now()
    const percent = this.rates.percent[country] ?? { standard: 21, book: 6 }
    const goods = items.map(({ ean = '', quantity = 1, unitCents = 100 }, nth) => {
      const ratePercent = ean === this.rates.book ? percent.book : percent.standard
      const line = { id: `${orderId}-${nth + 1}`, kind: 'product' as const, ean, title: `Artikel ${nth + 1}`, quantity }
      return priced({ ...line, ratePercent, grossCents: quantity * unitCents })
    })
    const parcel = {
      id: `${orderId}-verzending`,
      kind: 'shipping' as const,
      ean: null,
      title: 'Verzending',
      quantity: 1,
      ratePercent: Math.max(...goods.map((line) => line.ratePercent)),
    }
    const isFree = draw(this.seed, `${orderId} shipping`) < 0.3
    const lines = isFree ? goods : [...goods, priced({ ...parcel, grossCents: 495 })]
    const buyer = { name: `Koper van ${orderId}`, email: `${orderId.toLowerCase()}@koper.example` }
    this.orders.set(orderId, {
      ...buyer,
      id: orderId,
      shop,
      created: now,
      changedAt: now,
      status: 'processing',
      country,
      lines,
      refunds: [],
    })
  }

  ship(orderId: string): void {
    const order = this.order(orderId)
    order.status = 'completed'
    order.changedAt = this.world.clock.now()
  }

  /** An amount, not always the whole of what came back. */
  return(
    orderId: string,
    { item, quantity, handledAfterMinutes = 0 }: { item: number; quantity: number; handledAfterMinutes?: number },
  ): void {
    const order = this.order(orderId)
    const line = order.lines[item]
    if (line === undefined) throw new Error(`no item ${item}`)
    const left =
      order.lines.reduce((sum, row) => sum + row.grossCents, 0) - order.refunds.reduce((sum, row) => sum + row.cents, 0)
    const whole = Math.floor((line.grossCents * Math.min(quantity, line.quantity)) / line.quantity)
    const share = draw(this.seed, `${orderId} refund ${order.refunds.length}`)
    const cents = Math.min(left, share < 0.4 ? whole : Math.floor(whole * share) + 1)
    if (cents <= 0) throw new Error('nothing is left to pay back')
    const at = this.world.clock.now() + handledAfterMinutes * 60_000
    order.refunds.push({ id: `R${orderId}-${order.refunds.length + 1}`, at, cents })
  }

  cancel(orderId: string): void {
    throw new Error(`no order of the shop is cancelled: ${orderId}`)
  }

  changePrice(orderId: string): void {
    throw new Error(`no price of ${orderId} changes`)
  }

  /** In the words in which the world's checks read a shop. What is paid counts as shipped: the shop tells of no parcels. */
  truth(shop?: number): ShopTruth[] {
    const now = this.world.clock.now()
    return [...this.orders.values()]
      .filter((order) => shop === undefined || order.shop === shop)
      .map((order) => {
        const done = order.refunds.filter(({ at }) => at <= now)
        const sum = (rows: typeof done): number => rows.reduce((all, { cents }) => all + cents, 0)
        const at = new Date(order.created).toISOString()
        return {
          orderId: order.id,
          clientId: this.access[order.shop]?.consumerKey ?? '',
          retailerId: `shop-${order.shop + 1}`,
          placedAt: at,
          placedDate: at.slice(0, 10),
          country: order.country,
          business: false,
          pickupPoint: false,
          fulfilment: 'FBR' as const,
          open: false,
          items: order.lines.map(({ id, ean, title, quantity, grossCents }) => ({
            orderItemId: id,
            // Shipping carries the highest rate of the goods.
            ean: ean ?? this.rates.book,
            title,
            fulfilment: 'FBR' as const,
            offerReference: null,
            quantity,
            shipped: quantity,
            cancelled: 0,
            unitCents: Math.floor(grossCents / quantity),
            discountCents: 0,
            paidCents: grossCents,
            shippedPaidCents: grossCents,
          })),
          shipments: [],
          returns: order.refunds.map(({ id, at: refundedAt }) => ({
            returnId: id,
            registeredAt: new Date(refundedAt).toISOString(),
            handledAt: refundedAt <= now ? new Date(refundedAt).toISOString() : null,
            handlingResult: 'REFUNDED',
            items: [],
          })),
          refundedCents: sum(done),
          refundedLately: sum(done.filter(({ at: refundedAt }) => refundedAt > now - 3 * 3_600_000)),
        }
      })
  }

  private work(request: SandboxRequest, now: number): SandboxResponse {
    const [, top, nth, what, id] = request.path.split('/')
    const shop = Number(nth) - 1
    const keys = this.access[shop]
    if (top !== 'shops' || keys === undefined) return this.unknown(request)
    const basic = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64')
    if (request.headers['authorization'] !== `Basic ${basic}`) return json(401, { code: 'KEY_REFUSED' })
    const own = [...this.orders.values()].filter((order) => order.shop === shop)
    if (request.method !== 'GET') return this.unknown(request)
    if (what === undefined) return json(200, [{ id: `shop-${shop + 1}`, name: `Papierwinkel ${shop + 1}` }])
    if (what === 'orders' && id !== undefined) {
      const order = own.find((row) => row.id === id)
      return order === undefined ? json(404, { code: 'NO_SUCH_ORDER' }) : json(200, [shown(order)])
    }
    if (what === 'orders') return json(200, pageOf(request.query, ordersIn(own, request.query).map(shown)))
    if (what !== 'refunds') return this.unknown(request)
    const refunds = own.flatMap((order) =>
      order.refunds
        .filter(({ at }) => at <= now)
        .map((row): ShopRefund => ({ id: row.id, orderId: order.id, at: row.at, amount: euro(row.cents) })),
    )
    const newest = refunds.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    return json(200, id === undefined ? pageOf(request.query, newest) : newest.filter((row) => row.id === id))
  }

  private unknown({ method, path }: SandboxRequest): SandboxResponse {
    this.violations.push(`${method} ${path}`)
    return json(404, { code: 'NO_SUCH_PATH' })
  }

  private order(orderId: string): Kept {
    const order = this.orders.get(orderId)
    if (order === undefined) throw new Error(`no order ${orderId}`)
    return order
  }
}

/** Modified after a second, or on a day of UTC; by number, so that no page loses one that moves. */
function ordersIn(orders: readonly Kept[], query: URLSearchParams): Kept[] {
  const after = query.get('modifiedAfter')
  const on = query.get('modifiedOn')
  return orders
    .filter(({ changedAt }) => after === null || Math.floor(changedAt / 1000) > Number(after))
    .filter(({ changedAt }) => on === null || new Date(changedAt).toISOString().slice(0, 10) === on)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function pageOf<T>(query: URLSearchParams, rows: readonly T[]): T[] {
  const page = Number(query.get('page') ?? 1)
  return rows.slice((page - 1) * pageSize, page * pageSize)
}

function shown({ shop: _shop, changedAt, refunds: _refunds, lines, ...order }: Kept): ShopOrder {
  return {
    ...order,
    modified: Math.floor(changedAt / 1000),
    lines: lines.map(({ grossCents, vatCents, ...line }) => ({
      ...line,
      net: euro(grossCents - vatCents),
      vat: euro(vatCents),
    })),
  }
}

/** The shop rounds each line by itself. */
function priced<L extends { grossCents: number; ratePercent: number }>(line: L): L & { vatCents: number } {
  const { grossCents, ratePercent } = line
  return {
    ...line,
    vatCents: Math.floor(
      (2 * grossCents * ratePercent * 10 + (1000 + ratePercent * 10)) / (2 * (1000 + ratePercent * 10)),
    ),
  }
}

function euro(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}
