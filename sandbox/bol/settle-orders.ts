/** What bol.com settles of a period, out of its own truth: what was shipped and what came back, with its charges. */

import { addDays, localDate } from './local-time.ts'
import { productByEan } from './catalogue.ts'
import type { SettlementFacts, SettlementLine } from './settlement-answers.ts'
import type { TruthItem, TruthOrder } from './truth.ts'

export interface SettleOptions {
  invoiceId: string
  from: string
  to: string
  issueDate: string
  /** Twice a month: what was shipped in these last days of the period comes with the next one. */
  reserveDays?: number
  seller: SettlementFacts['seller']
  language?: 'nl' | 'en'
  linesPerPage?: number
  /** Charges beside the orders: compensation, storage, kinds that nobody knows. */
  extra?: SettlementLine[]
}

const LABEL = 3.25
const PICK_PACK = 1.05
const OUTBOUND = 1.825
const RETURN_LABEL = 2.66
const REFUNDED = ['RETURN_RECEIVED', 'STILL_APPROVED']

export function settledFacts(orders: TruthOrder[], options: SettleOptions): SettlementFacts {
  const { reserveDays = 0, extra = [], ...facts } = options
  const shippedFrom = addDays(options.from, -reserveDays)
  const shippedTo = addDays(options.to, -reserveDays)
  const charge = chargeFor(options.seller.country)
  const lines = orders.flatMap((order) => [
    ...order.shipments
      .filter(({ date }) => date >= shippedFrom && date <= shippedTo)
      .flatMap((shipment) => shipmentLines(order, shipment, charge)),
    ...order.returns
      .filter((row) => {
        const day = row.handledAt === null ? '' : localDate(Date.parse(row.handledAt))
        return day >= options.from && day <= options.to && REFUNDED.includes(row.handlingResult)
      })
      .flatMap((row) => returnLines(order, row, charge)),
  ])
  const byType = [...Map.groupBy([...lines, ...extra], (line) => `${line.type} ${line.category}`).values()].flat()
  return { ...facts, invoiceType: 'ALL_IN_ONE', lines: byType }
}

type Charge = (type: string, amount: number, about: Partial<SettlementLine>) => SettlementLine

/** A Belgian seller is charged without VAT, by reverse charge; a Dutch one with it. */
function chargeFor(country: string): Charge {
  return (type, amount, about) => {
    const rounded = Math.round(amount * 1_000_000) / 1_000_000
    return country === 'NL'
      ? { type, category: 'S', percent: 21, amount: rounded, vat: Math.round(rounded * 210_000) / 1_000_000, ...about }
      : { type, category: 'K', percent: 0, amount: rounded, ...about }
  }
}

function shipmentLines(order: TruthOrder, shipment: TruthOrder['shipments'][number], charge: Charge): SettlementLine[] {
  const parts = shipment.items.flatMap(({ orderItemId, quantity }) => {
    const item = order.items.find((one) => one.orderItemId === orderItemId)
    return item === undefined ? [] : [{ item, quantity, cents: partOf(order, item, shipment.shipmentId, quantity) }]
  })
  const of = (item: TruthItem): Partial<SettlementLine> => ({ order: order.orderId, ean: item.ean })
  return [
    ...parts.map(({ item, cents }) => turnover('TURNOVER', -cents / 100, of(item))),
    ...parts.map(({ item, cents }) => charge('COMMISSION', commission(item, cents), of(item))),
    ...(shipment.fulfilment === 'FBR'
      ? [
          charge('DISTRIBUTION_BY_BOLCOM_LABEL', LABEL, {
            order: order.orderId,
            trackAndTrace: `3S${shipment.shipmentId}`,
          }),
        ]
      : parts.flatMap(({ item, quantity }) => [
          charge('PICK_PACK', PICK_PACK * quantity, of(item)),
          charge('OUTBOUND', OUTBOUND * quantity, of(item)),
        ])),
  ]
}

function returnLines(order: TruthOrder, row: TruthOrder['returns'][number], charge: Charge): SettlementLine[] {
  return row.items.flatMap(({ orderItemId, quantity }) => {
    const item = order.items.find((one) => one.orderItemId === orderItemId)
    if (item === undefined || item.shipped === 0) return []
    const cents = Math.floor((2 * item.shippedPaidCents * quantity + item.shipped) / (2 * item.shipped))
    const of = { order: order.orderId, ean: item.ean }
    return [
      turnover('CORRECTION_TURNOVER', cents / 100, of),
      charge('CORRECTION_COMMISSION', -commission(item, cents), of),
      charge('PLAZA_RETURN_SHIPPING_LABEL', RETURN_LABEL, { order: order.orderId, trackAndTrace: `3S${row.returnId}` }),
    ]
  })
}

function turnover(type: string, amount: number, about: Partial<SettlementLine>): SettlementLine {
  return { type, category: 'O', percent: 0, amount, ...about }
}

function commission(item: TruthItem, cents: number): number {
  return (cents * (productByEan(item.ean)?.commissionBp ?? 1500)) / 1_000_000
}

/** Its share of what was paid for all that was shipped, so that the parcels of an order add up. */
function partOf(order: TruthOrder, item: TruthItem, shipmentId: string, quantity: number): number {
  let before = 0
  for (const shipment of order.shipments) {
    if (shipment.shipmentId === shipmentId) break
    before += shipment.items
      .filter((one) => one.orderItemId === item.orderItemId)
      .reduce((sum, one) => sum + one.quantity, 0)
  }
  const upTo = (units: number): number => Math.floor((item.shippedPaidCents * units) / Math.max(1, item.shipped))
  return upTo(before + quantity) - upTo(before)
}
