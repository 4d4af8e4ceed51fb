/** Goal: what a shop itself charged is booked as its buyer read it, checked against the rules, and paid back by amount with the VAT of its lines. */
import { describe, expect, it } from 'vitest'
import type { OrderItem } from '../order/order.ts'
import { coverShipments } from '../order/shipping.ts'
import { anItem, anOrder, aShop, someBooks, someSettings } from '../testkit.ts'
import { planCredits, type CreditInput, type KnownReturn } from './plan-credits.ts'
import { planOrder } from './plan-order.ts'
import type { BookedCredit, BookedSale } from './sale-lines.ts'

const settings = someSettings({ booking: { on: 'shipment' } })
const source = { ...aShop, tellsShipments: false }
/** Two of one book and what is charged for the parcel; the shop rounds its VAT line by line. */
const goods = anItem({
  quantity: 2,
  unitPriceCents: 1_333,
  totalPriceCents: 2_666,
  charged: { rateBp: 2100, vatCents: 462 },
})
const parcel = anItem({
  orderItemId: 'shipping-1',
  kind: 'shipping',
  ean: null,
  title: 'Verzending',
  unitPriceCents: 495,
  totalPriceCents: 495,
  charged: { rateBp: 2100, vatCents: 85 },
})

function planned(items: OrderItem[], change: { default?: null } = {}) {
  const order = anOrder({ items })
  const own = change.default === null ? { ...settings, vat: { ...settings.vat, default: null } } : settings
  const coverage = coverShipments(order, [])
  return planOrder({ source, order, shipments: [], coverage, settings: own, ledger: someBooks(), existing: [] })
}

describe('what a shop charged', () => {
  it('is booked with its own VAT, shipping beside the goods, without waiting for a parcel that nobody tells of', () => {
    const [document] = planned([goods, parcel]).documents
    expect(document?.amountCents).toBe(3_161)
    expect(document?.plan.lines.map((line) => [line.description, line.rateBp, line.netCents, line.vatCents])).toEqual([
      ['Koffiemok', 2100, 2_204, 462],
      ['Verzending', 2100, 410, 85],
    ])
  })

  it('needs no product class for shipping, whose rate the shop chose', () => {
    const book = { ...goods, ean: '9789463105156', charged: { rateBp: 600, vatCents: 151 } }
    const cheap = { ...parcel, charged: { rateBp: 600, vatCents: 28 } }
    const [document] = planned([book, cheap], { default: null }).documents
    expect(document?.plan.lines.map((line) => [line.rateBp, line.vatCents])).toEqual([
      [600, 151],
      [600, 28],
    ])
  })

  it('waits for a person where the rules say another rate', () => {
    const plan = planned([{ ...goods, charged: { rateBp: 600, vatCents: 151 } }, parcel])
    expect(plan.documents).toEqual([])
    expect(plan.problems).toMatchObject([{ code: 'BTW-WINKEL', params: { rate: '21', charged: '6' } }])
  })
})

const refund: KnownReturn = {
  rmaId: 'refund-1',
  returnId: 'refund-1',
  orderId: 'C000TEST01',
  ean: null,
  fulfilment: 'seller',
  registeredAt: null,
  expectedQuantity: null,
  handled: true,
  mainReason: null,
  results: [
    { quantity: null, processing: null, handling: 'RETURN_RECEIVED', processedAt: 1, processedOn: '2026-11-23' },
  ],
  decision: null,
}

function credited(returns: KnownReturn[], change: Partial<CreditInput> = {}) {
  const [document] = planned([goods, parcel]).documents
  const sale: BookedSale = {
    businessKey: 'C000TEST01',
    target: 'bookings',
    standing: 'booked',
    inDay: false,
    journal: 'V5',
    number: 12,
    documentDate: '2026-11-20',
    supplyDate: '2026-11-20',
    lines: document?.plan.lines ?? [],
  }
  return planCredits({
    source,
    order: anOrder({ items: [goods, parcel] }),
    itemsThen: new Map([goods, parcel].map((item) => [item.orderItemId, item])),
    settings,
    sales: [sale],
    credits: [],
    returns,
    changedOn: new Map(),
    today: '2026-11-24',
    moreToCome: false,
    ...change,
  })
}

const sums = (plan: ReturnType<typeof credited>) =>
  plan.parts.map((part) => part.lines.map(({ line }) => [line.grossCents, line.vatCents, line.units]))

describe('an amount that a shop paid back', () => {
  it('comes off each line by its share, with the VAT of that line', () => {
    expect(sums(credited([{ ...refund, amountCents: 1_000 }]))).toEqual([
      [
        [843, 146, 0],
        [157, 27, 0],
      ],
    ])
  })

  it('takes exactly what is left with the last one, VAT too', () => {
    const first = credited([{ ...refund, amountCents: 1_000 }]).parts.map(
      ({ businessKey, cause, lines }): BookedCredit => ({ businessKey, cause, lines: lines.map(({ line }) => line) }),
    )
    const rest = { ...refund, rmaId: 'refund-2', amountCents: 2_161 }
    const both = credited([{ ...refund, amountCents: 1_000 }, rest], { credits: first })
    expect(sums(both)).toEqual([
      [
        [1_823, 316, 0],
        [338, 58, 0],
      ],
    ])
  })

  it('is credited once, and what is added to it later apart', () => {
    const first = credited([{ ...refund, amountCents: 1_000 }]).parts.map(
      ({ businessKey, cause, lines }): BookedCredit => ({ businessKey, cause, lines: lines.map(({ line }) => line) }),
    )
    expect(credited([{ ...refund, amountCents: 1_000 }], { credits: first }).parts).toEqual([])
    const more = credited([{ ...refund, amountCents: 1_500 }], { credits: first })
    expect(more.parts).toMatchObject([{ businessKey: 'refund-1|1000', cause: 'return' }])
    expect(more.parts[0]?.lines.reduce((sum, { line }) => sum + (line.grossCents ?? 0), 0)).toBe(500)
  })

  it('is never more than was sold: a person looks', () => {
    const plan = credited([{ ...refund, amountCents: 3_162 }])
    expect(plan.parts).toEqual([])
    expect(plan.problems).toMatchObject([{ code: 'RET-MEER', subject: 'refund-1' }])
  })
})
