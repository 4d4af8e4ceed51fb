/** All orders of the simulated bol.com, found by number, by shop, by shipment and by return. */

import type { Chance } from '../world.ts'
import type { OrderEvent, OrderFact, Shop } from './facts.ts'
import { addEvent } from './state.ts'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

export class OrderBook {
  private readonly orders = new Map<string, OrderFact>()
  private readonly byShop = new Map<string, { list: OrderFact[]; sorted: boolean }>()
  private readonly byShipment = new Map<string, OrderFact>()
  private readonly byReturn = new Map<string, OrderFact>()
  private readonly usedIds = new Set<string>()

  add(order: OrderFact): void {
    if (this.orders.has(order.orderId)) throw new Error(`order ${order.orderId} exists already`)
    this.orders.set(order.orderId, order)
    const shelf = this.byShop.get(order.shop.clientId) ?? { list: [], sorted: true }
    shelf.list.push(order)
    shelf.sorted = false
    this.byShop.set(order.shop.clientId, shelf)
    for (const event of order.events) this.index(order, event)
  }

  addEvent(order: OrderFact, event: OrderEvent): void {
    addEvent(order, event)
    this.index(order, event)
  }

  find(orderId: string): OrderFact | undefined {
    return this.orders.get(orderId)
  }

  findByShipment(shipmentId: string): OrderFact | undefined {
    return this.byShipment.get(shipmentId)
  }

  findByReturn(returnId: string): OrderFact | undefined {
    return this.byReturn.get(returnId)
  }

  /** Newest first by the time they were placed; also those that are placed later than now. */
  ofShop(shop: Shop): readonly OrderFact[] {
    const shelf = this.byShop.get(shop.clientId)
    if (!shelf) return []
    if (!shelf.sorted) {
      shelf.list.sort((a, b) => b.placedAt - a.placedAt || (a.orderId < b.orderId ? -1 : 1))
      shelf.sorted = true
    }
    return shelf.list
  }

  all(): OrderFact[] {
    return [...this.orders.values()]
  }

  /** `C000` and six letters or digits, as order numbers look in 2026. */
  newOrderId(chance: Chance): string {
    return this.unused(() => {
      let id = 'C000'
      for (let index = 0; index < 6; index += 1) id += LETTERS[chance.int(0, LETTERS.length - 1)] ?? 'A'
      return id
    })
  }

  /** A number of so many digits, never given twice in one world. */
  newNumber(chance: Chance, digits: number): string {
    return this.unused(() => {
      let id = '9'
      while (id.length < digits) id += String(chance.int(0, 9))
      return id
    })
  }

  private unused(draw: () => string): string {
    for (;;) {
      const id = draw()
      if (this.usedIds.has(id)) continue
      this.usedIds.add(id)
      return id
    }
  }

  private index(order: OrderFact, event: OrderEvent): void {
    if (event.kind === 'shipped') this.byShipment.set(event.shipment.shipmentId, order)
    if (event.kind === 'returned') this.byReturn.set(event.return.returnId, order)
  }
}
