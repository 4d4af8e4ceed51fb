import { describe, expect, it } from 'vitest'
import { PRODUCTS, eanCheckDigit } from './catalogue.ts'
import { START, orderIds, testBol } from './test-client.ts'
import type { ListedOrders, TestBol } from './test-client.ts'
import type { TruthOrder } from './truth.ts'

const DAY = 24 * 3_600_000
const MONTH = 30 * DAY

function populated(seed: number, orders: number): TestBol {
  const test = testBol({ seed, start: START + 2 * MONTH })
  test.bol.populate({ orders, from: START, to: START + 7 * DAY })
  return test
}

function share(orders: TruthOrder[], holds: (order: TruthOrder) => boolean): number {
  return orders.filter(holds).length / orders.length
}

interface Detail {
  shipmentDetails: Record<string, string | undefined>
  billingDetails?: Record<string, string | undefined>
}

describe('the population', () => {
  const test = populated(11, 3000)
  const orders = test.bol.truth()

  it('has the mix of a real seller', () => {
    const near = (value: number, wanted: number, tolerance: number): void => {
      expect(Math.abs(value - wanted), `${value} should be about ${wanted}`).toBeLessThan(tolerance)
    }
    expect(orders).toHaveLength(3000)
    near(
      share(orders, (order) => order.country === 'NL'),
      0.515,
      0.04,
    )
    near(
      share(orders, (order) => order.country === 'BE'),
      0.475,
      0.04,
    )
    near(
      share(orders, (order) => order.fulfilment === 'FBB'),
      0.2,
      0.03,
    )
    near(
      share(orders, (order) => order.fulfilment === 'MIXED'),
      0.02,
      0.01,
    )
    near(
      share(orders, (order) => order.items.length === 1),
      0.935,
      0.03,
    )
    near(
      share(orders, (order) => order.items.some((item) => item.quantity > 1)),
      0.14,
      0.04,
    )
    near(
      share(orders, (order) => order.items.some((item) => item.discountCents > 0)),
      0.08,
      0.02,
    )
    near(
      share(orders, (order) => order.business),
      0.04,
      0.015,
    )
    near(
      share(orders, (order) => order.pickupPoint),
      0.03,
      0.015,
    )
    near(
      share(orders, (order) => order.shipments.length > 1),
      0.05,
      0.02,
    )
    near(
      share(orders, (order) => order.returns.length > 0),
      0.055,
      0.02,
    )
    const partly = (order: TruthOrder): boolean =>
      order.shipments.length > 0 && order.items.some((item) => item.cancelled > 0)
    near(share(orders, partly), 0.014, 0.008)
  })

  it('ships no more than was ordered, and a part on another day than the first', () => {
    for (const order of orders) {
      for (const item of order.items) {
        expect(item.shipped + item.cancelled).toBeLessThanOrEqual(item.quantity)
        const parts = order.shipments.flatMap((shipment) =>
          shipment.items.filter((part) => part.orderItemId === item.orderItemId).map(() => shipment.date),
        )
        expect(new Set(parts).size).toBe(parts.length)
        expect(item.paidCents).toBe(item.unitCents * item.quantity - item.discountCents)
        expect(item.paidCents).toBeGreaterThan(0)
      }
      for (const shipment of order.shipments) {
        const methods = shipment.items.map(
          (part) => order.items.find((item) => item.orderItemId === part.orderItemId)?.fulfilment,
        )
        expect(new Set(methods)).toEqual(new Set([shipment.fulfilment]))
      }
    }
  })

  it('knows awkward names, missing first names and e-mails, and companies with valid Belgian numbers', () => {
    const fresh = testBol({ seed: 11 })
    fresh.bol.populate({ orders: 1500, from: START - 5 * DAY, to: START - DAY })
    const details = fresh.bol.truth().map((order) => fresh.read<Detail>(`/retailer/orders/${order.orderId}`))
    const text = JSON.stringify(details)
    for (const awkward of ['=1+1', '🌷', 'العربي', "d'Hondt", 'bus 3', '/101', 'pickupPointName']) {
      expect(text).toContain(awkward)
    }
    expect(details.some((detail) => detail.shipmentDetails['firstName'] === undefined)).toBe(true)
    expect(details.some((detail) => detail.shipmentDetails['email'] === undefined)).toBe(true)
    const billed = details.filter((detail) => detail.billingDetails)
    expect(billed.length / details.length).toBeLessThan(0.3)
    const belgian = billed
      .filter((detail) => detail.billingDetails?.['countryCode'] === 'BE' && detail.billingDetails['kvkNumber'])
      .map((detail) => detail.billingDetails?.['kvkNumber'] ?? '')
    const valid = belgian.filter((number) => {
      const digits = number.replaceAll(/\D/g, '')
      return digits.length === 10 && 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8))
    })
    expect(valid.length).toBeGreaterThan(belgian.length / 2)
    expect(belgian.some((number) => number.includes('.'))).toBe(true)
  })

  it('sells forty products with valid numbers, books among them', () => {
    expect(new Set(PRODUCTS.map((product) => product.ean)).size).toBe(40)
    for (const { ean } of PRODUCTS) expect(Number(ean.at(-1))).toBe(eanCheckDigit(ean.slice(0, 12)))
    expect(PRODUCTS.filter((product) => product.ean.startsWith('978')).length).toBeGreaterThan(5)
  })
})

describe('the same seed', () => {
  it('gives the same credentials, truth and answers; another seed gives others', () => {
    const answers = (seed: number): string[] => {
      const { bol, get, login } = populated(seed, 120)
      const details = bol.truth().map((order) => String(get(`/retailer/orders/${order.orderId}`).body))
      const list = String(get('/retailer/shipments').body)
      return [login(), JSON.stringify(bol.shops), JSON.stringify(bol.truth()), list, ...details]
    }
    expect(answers(5)).toEqual(answers(5))
    expect(answers(5)[2]).not.toEqual(answers(6)[2])
  })

  it('does not depend on when somebody looked: orders that keep coming are the same', () => {
    const looked = testBol({ flowPerMinute: 3 })
    for (let hour = 0; hour < 10; hour += 1) {
      looked.world.clock.advance(3_600_000)
      looked.read('/retailer/orders')
    }
    const waited = testBol({ flowPerMinute: 3 })
    waited.world.clock.advance(10 * 3_600_000)
    expect(waited.bol.truth()).toEqual(looked.bol.truth())
    expect(waited.bol.truth().length).toBeGreaterThan(1500)
    expect(waited.bol.truth().length).toBeLessThan(2100)
  })
})

describe('the clock', () => {
  it('moves the world: what is open now is shipped later, and can be looked at again earlier', () => {
    const { bol, read, world } = testBol()
    bol.populate({ orders: 100, from: START, to: START + DAY })
    expect(bol.truth()).toEqual([])
    world.clock.set(START + DAY)
    const open = orderIds(read<ListedOrders>('/retailer/orders?fulfilment-method=ALL'))
    const truth = JSON.stringify(bol.truth())
    world.clock.set(START + MONTH)
    expect(read('/retailer/orders?fulfilment-method=ALL')).toEqual({})
    world.clock.set(START + DAY)
    expect(orderIds(read('/retailer/orders?fulfilment-method=ALL'))).toEqual(open)
    expect(JSON.stringify(bol.truth())).toBe(truth)
    expect(open.length).toBeGreaterThan(10)
  })
})
