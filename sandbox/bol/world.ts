/** The simulated bol.com: seller accounts, orders that live with the clock, and the answers of its API. */

import type { Chance, Fault, SandboxRequest, SandboxResponse, World } from '../world.ts'
import {
  badRequest,
  expiredToken,
  forbiddenAccount,
  httpDate,
  json,
  notFound,
  problem,
  tooManyRequests,
} from './answers.ts'
import { cancel, changePrice, placeOrder, requestCancellation, returnItem, ship } from './by-hand.ts'
import type { HandContext, OrderSpec, PartSpec, ReturnSpec } from './by-hand.ts'
import type { OrderFact, Shop } from './facts.ts'
import { replacement, spoil } from './faults.ts'
import { Flow } from './flow.ts'
import { Limiter } from './limits.ts'
import { localDate, monthsEarlier } from './local-time.ts'
import { Login, TOKEN_ROUTE } from './login.ts'
import { OrderBook } from './order-book.ts'
import { listOrders, orderDetail } from './orders.ts'
import type { Seen } from './people.ts'
import { populate } from './population.ts'
import { listReturns, returnDetail } from './returns.ts'
import { changeSettings, defaultSettings } from './settings.ts'
import type { BolSettings } from './settings.ts'
import type { ServedInvoice } from './settlement-answers.ts'
import { Settlements } from './settlements.ts'
import { listShipments, shipmentDetail } from './shipments.ts'
import { makeShops, retailerDetail } from './shops.ts'
import { Spoils } from './spoils.ts'
import type { Place, Spoil } from './spoils.ts'
import { bearerOf, check } from './strict.ts'
import type { Parsed } from './strict.ts'
import { truthOf } from './truth.ts'
import type { TruthOrder } from './truth.ts'

export interface BolOptions {
  /** Seller accounts, each with its own client id; default 1. */
  shops?: number
  /** New orders per minute of world time, over all shops together, from the start of the world on; default 0. */
  flowPerMinute?: number
  /** Epoch milliseconds from which they come; default now. */
  flowFrom?: number
  settings?: Record<string, unknown>
}

export interface PopulateOptions {
  orders: number
  /** Epoch milliseconds; orders are placed at `from <= t < to`. */
  from: number
  to: number
  /** Place in the list of shops; default 0. */
  shop?: number
}

export type { OrderSpec, PartSpec, ReturnSpec } from './by-hand.ts'
export type { Shop } from './facts.ts'
export type { TruthOrder } from './truth.ts'

export function createBolWorld(world: World, options: BolOptions = {}): BolWorld {
  return new BolWorld(world, options)
}

export class BolWorld {
  readonly shops: readonly Shop[]
  readonly settings: BolSettings
  private readonly world: World
  private readonly book = new OrderBook()
  private readonly chance: Chance
  private readonly handChance: Chance
  private readonly login: Login
  private readonly limiter: Limiter
  private readonly flow: Flow
  private readonly spoils = new Spoils()
  private readonly settlements = new Settlements()
  private batches = 0
  private requests = 0

  constructor(world: World, options: BolOptions) {
    this.world = world
    this.chance = world.chance.fork('bol')
    this.handChance = this.chance.fork('by hand')
    this.shops = makeShops(this.chance, options.shops ?? 1)
    this.settings = defaultSettings(this.shops.length)
    this.login = new Login(world, this.shops, this.settings, this.chance.fork('tokens'))
    this.limiter = new Limiter(this.settings)
    this.flow = new Flow(this.chance.fork('flow'), this.book, {
      shops: this.shops,
      perMinute: options.flowPerMinute ?? 0,
      from: options.flowFrom ?? world.clock.now(),
    })
    if (options.settings) this.change(options.settings)
  }

  /** A call to the login host; paths below its base (`/token`). */
  handleLogin(request: SandboxRequest): SandboxResponse {
    const route = request.path === '/token' ? `${request.method} /token` : `${request.method} (unknown path)`
    const fault = route === TOKEN_ROUTE ? this.world.faults.meet('bol', route) : undefined
    return this.finish(
      route,
      this.withFault(fault, undefined, () => this.login.answer(request)),
    )
  }

  /** A call to the API; paths below its base (`/retailer/…`). */
  handle(request: SandboxRequest): SandboxResponse {
    const now = this.world.clock.now()
    this.flow.upTo(now)
    const checked = check(request)
    if (checked.kind === 'refused') {
      const { method, path } = request
      this.world.violations.push({ at: now, api: 'bol', method, path, rule: checked.rule })
      return this.finish(checked.routeName, checked.response)
    }
    const route = checked.parsed.route.name
    return this.finish(route, this.authorised(request, checked.parsed, now))
  }

  change(settings: Record<string, unknown>): void {
    changeSettings(this.settings, settings)
  }

  /** Lifts a block of the login host. */
  unblockLogin(): void {
    this.login.unblock()
  }

  /** Makes believable orders; returns their numbers in order of time. */
  populate(options: PopulateOptions): string[] {
    const { orders, from, to } = options
    this.batches += 1
    return populate(this.chance.fork(`batch ${this.batches}`), this.book, {
      shop: this.shopAt(options.shop),
      orders,
      from,
      to,
    })
  }

  placeOrder(spec: OrderSpec = {}, shop = 0): string {
    return placeOrder(this.hand(), this.shopAt(shop), spec).orderId
  }

  ship(orderId: string, parts: PartSpec[] = [], at = this.world.clock.now()): string[] {
    return ship(this.hand(), this.order(orderId), parts, at)
  }

  cancel(orderId: string, parts: PartSpec[] = [], at = this.world.clock.now()): void {
    cancel(this.hand(), this.order(orderId), parts, at)
  }

  requestCancellation(orderId: string, parts: PartSpec[] = [], at = this.world.clock.now()): void {
    requestCancellation(this.hand(), this.order(orderId), parts, at)
  }

  return(orderId: string, spec: ReturnSpec = {}, at = this.world.clock.now()): string {
    return returnItem(this.hand(), this.order(orderId), spec, at)
  }

  changePrice(
    orderId: string,
    change: { item?: string | number; unitCents: number },
    at = this.world.clock.now(),
  ): void {
    changePrice(this.hand(), this.order(orderId), change, at)
  }

  hide(orderId: string, where: 'lists' | 'everywhere' | 'nowhere'): void {
    this.order(orderId).hidden = where === 'nowhere' ? undefined : where
  }

  /** From now on a record of this order is given badly. */
  spoil(orderId: string, spoil: Spoil): void {
    this.spoils.add(this.order(orderId).orderId, spoil)
  }

  /** Its records are right again. */
  mend(orderId: string): void {
    this.spoils.mend(orderId)
  }

  /** Issues an invoice of bol.com to the seller; it shows from its day of issue on. Returns its number. */
  issueInvoice(served: ServedInvoice, shop = 0): string {
    return this.settlements.issue(this.shopAt(shop), served)
  }

  /** All orders of all shops (or one) that bol.com shows by now, oldest first. */
  truth(shop?: number): TruthOrder[] {
    const now = this.world.clock.now()
    this.flow.upTo(now)
    const clientId = shop === undefined ? undefined : this.shopAt(shop).clientId
    return this.book
      .all()
      .filter((order) => order.visibleAt <= now && (clientId === undefined || order.shop.clientId === clientId))
      .sort((a, b) => a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1))
      .map((order) => truthOf(order, now, this.settings.totalPriceBasis))
  }

  private authorised(request: SandboxRequest, parsed: Parsed, now: number): SandboxResponse {
    const token = bearerOf(request) ?? ''
    const holder = this.login.check(token, now)
    if (holder.kind === 'expired') return expiredToken(holder.expiredAt, now)
    if (holder.kind === 'unknown') {
      return problem({ status: 401, title: 'Unauthorized', detail: 'The token is not valid.', bare: true })
    }
    const { shop } = holder
    if (this.settings.inactive.includes(shop.clientId)) return forbiddenAccount()
    const route = parsed.route.name
    const allowance = this.limiter.take(shop.clientId, route, now)
    if (!allowance.allowed) {
      return tooManyRequests(allowance.waitSeconds, { ...allowance.headers, ...this.retryAfter(allowance.waitSeconds) })
    }
    const fault = this.world.faults.meet('bol', route)
    const response = this.withFault(fault, token, () => this.work(shop, parsed, now))
    return { ...response, headers: { ...allowance.headers, ...response.headers } }
  }

  private work(shop: Shop, parsed: Parsed, now: number): SandboxResponse {
    const { id, query, route } = parsed
    const seen: Seen = { now, settings: this.settings }
    const path = route.name.slice('GET '.length).replace('{id}', id)
    const orders = this.book.ofShop(shop)
    switch (route.name) {
      case 'GET /retailer/orders': {
        const date = query['latest-change-date']
        if (date !== undefined && date < monthsEarlier(localDate(now), 3)) {
          const reason = `Request contains invalid value(s): '${date}', at most 3 months of history is supported.`
          return badRequest(path, [{ name: 'latest-change-date', reason }])
        }
        return json(200, this.spoils.list(listOrders(orders, query, seen), 'orders'))
      }
      case 'GET /retailer/shipments':
        return json(200, this.spoils.list(listShipments(orders, query, seen), 'shipments'))
      case 'GET /retailer/returns':
        return json(200, this.spoils.list(listReturns(orders, query, seen), 'returns'))
      case 'GET /retailer/invoices':
        return this.settlements.list(shop, query, now)
      case 'GET /retailer/invoices/{id}':
        return this.settlements.one(shop, id, now, parsed.as === 'json' ? 'json' : 'pdf')
      case 'GET /retailer/invoices/{id}/specification':
        return this.settlements.specification(shop, id, now, Number(query['page'] ?? 1))
      default:
        return this.workOne(shop, parsed, { seen, path })
    }
  }

  private workOne(shop: Shop, parsed: Parsed, place: { seen: Seen; path: string }): SandboxResponse {
    const { id, route } = parsed
    const { seen, path } = place
    const mine = (order: OrderFact | undefined): OrderFact | undefined =>
      order?.shop === shop && order.visibleAt <= seen.now ? order : undefined
    let found: Record<string, unknown> | undefined
    let order: OrderFact | undefined
    let where: Place = 'order'
    if (route.name === 'GET /retailer/orders/{id}') {
      order = mine(this.book.find(id))
      found = order && order.hidden !== 'everywhere' ? orderDetail(order, seen) : undefined
    } else if (route.name === 'GET /retailer/shipments/{id}') {
      order = mine(this.book.findByShipment(id))
      where = 'shipment'
      found = order && shipmentDetail(order, id, seen)
    } else if (route.name === 'GET /retailer/returns/{id}') {
      order = mine(this.book.findByReturn(id))
      where = 'return'
      found = order && returnDetail(order, id, seen)
    } else {
      const asked = id === 'current' ? shop : this.shops.find((candidate) => candidate.retailerId === id)
      found = asked && retailerDetail(asked)
    }
    if (found && order) return this.spoils.one(found, order.orderId, where)
    return found ? json(200, found) : notFound(path, `No record found for '${id}'.`)
  }

  private withFault(fault: Fault | undefined, token: string | undefined, work: () => SandboxResponse): SandboxResponse {
    const now = this.world.clock.now()
    const expireToken = (): void => {
      if (token !== undefined) this.login.expire(token, now)
    }
    const instead = fault && replacement(fault, { now, expireToken })
    return instead ?? spoil(fault, work())
  }

  private finish(route: string, response: SandboxResponse): SandboxResponse {
    const now = this.world.clock.now()
    this.world.calls.push({ at: now, api: 'bol', route, status: response.status })
    this.requests += 1
    const id = this.requests.toString(16).padStart(32, '0')
    return { ...response, headers: { 'x-request-id': id, date: httpDate(now), ...response.headers } }
  }

  private retryAfter(seconds: number): Record<string, string> {
    if (this.settings.retryAfter === 'none') return {}
    const { retryAfter } = this.settings
    return {
      'retry-after': retryAfter === 'date' ? httpDate(this.world.clock.now() + seconds * 1000) : String(seconds),
    }
  }

  private hand(): HandContext {
    return { chance: this.handChance, book: this.book, now: this.world.clock.now() }
  }

  private order(orderId: string): OrderFact {
    this.flow.upTo(this.world.clock.now())
    const order = this.book.find(orderId)
    if (!order) throw new Error(`no order ${orderId}`)
    return order
  }

  private shopAt(index = 0): Shop {
    const shop = this.shops[index]
    if (!shop) throw new Error(`no shop ${index}; there are ${this.shops.length}`)
    return shop
  }
}
