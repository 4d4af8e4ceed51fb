/** Orders that keep coming. No timers: whoever looks makes the orders that were due until then. */

import type { Chance } from '../world.ts'
import type { Buyer } from './buyers.ts'
import type { Shop } from './facts.ts'
import type { OrderBook } from './order-book.ts'
import { makeOrder } from './population.ts'

/** So that a clock that jumps years does not fill the memory. */
const FLOW_ORDERS_MAX = 100_000

export interface FlowOptions {
  shops: readonly Shop[]
  perMinute: number
  /** Epoch milliseconds of the first moment. */
  from: number
}

export class Flow {
  private readonly chance: Chance
  private readonly book: OrderBook
  private readonly options: FlowOptions
  private readonly regulars = new Map<string, Buyer[]>()
  private made = 0
  private nextAt: number

  constructor(chance: Chance, book: OrderBook, options: FlowOptions) {
    this.chance = chance
    this.book = book
    this.options = options
    this.nextAt = options.from + this.gap()
  }

  upTo(now: number): void {
    while (this.nextAt <= now && this.made < FLOW_ORDERS_MAX) {
      const shop = this.chance.pick(this.options.shops)
      const regulars = this.regulars.get(shop.clientId) ?? []
      this.regulars.set(shop.clientId, regulars)
      const own = this.chance.fork(`order ${this.made}`)
      this.book.add(makeOrder(own, this.book, { shop, placedAt: this.nextAt, regulars }))
      this.made += 1
      this.nextAt += this.gap()
    }
  }

  /** Milliseconds to the next order: random arrivals around the wanted rate. */
  private gap(): number {
    if (this.options.perMinute <= 0) return Infinity
    return Math.max(1, Math.round((-Math.log(1 - this.chance.next()) * 60_000) / this.options.perMinute))
  }
}
