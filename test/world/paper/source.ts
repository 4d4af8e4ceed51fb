/** The paper shop as the application's: its adapter, as a second shop would have one. */
import { createHash } from 'node:crypto'
import { addDays } from '../../../src/domain/calendar.ts'
import type { Keys } from '../../../src/domain/kinds.ts'
import { centsFromDecimalText } from '../../../src/domain/money.ts'
import type { BuyerAddress, OrderItem } from '../../../src/domain/order/order.ts'
import type { Answer } from '../../../src/ports/answer.ts'
import type { SourceKind } from '../../../src/ports/kinds.ts'
import type {
  ChangesStep,
  FetchedOrder,
  ListedOrder,
  ListedReturn,
  Page,
  Reading,
  Source,
  SweepStep,
} from '../../../src/ports/source.ts'
import { createCaller, inEach, type Row, type Tools } from './call.ts'
import type { ShopLine, ShopOrder, ShopRefund } from './shop.ts'

export const paperShopBase = 'https://winkel.paper.test/json'

/** What was written in the last seconds may carry the second that was asked for. */
const overlapSeconds = 120
const pagesMax = 1000

export function paperShopKind(tools: Tools): SourceKind {
  return {
    name: 'shop',
    label: 'Papierwinkel',
    credentials: [
      { name: 'consumerKey', label: inEach('Consumer key'), secret: false, mayHoldBlanks: false },
      { name: 'consumerSecret', label: inEach('Consumer secret'), secret: true, mayHoldBlanks: false },
    ],
    idPart: 'shop',
    reachMonths: 24,
    billingDays: null,
    stocks: ['seller'],
    stockCountry: null,
    tellsShipments: false,
    returnLists: [{ fulfilment: 'seller', handled: true }],
    refundOf: ({ processing }) => (processing === 'refunded' ? 'refunded' : 'unknown'),
    supplierVatNumbers: [],
    tokenNames: () => [],
    open: ({ keys }) => paperSource(tools, keys),
  }
}

function paperSource(tools: Tools, { consumerKey = '', consumerSecret = '' }: Keys): Source {
  const { calendar, clock } = tools
  const nth = consumerKey.replace('ck_', '')
  const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')
  const to = { base: `${paperShopBase}/shops/${nth}`, authorization: `Basic ${basic}`, limitKey: `shop:${nth}` }
  const caller = createCaller(tools, to)
  const fetchedOf = (row: Row): FetchedOrder | null => orderOf(row, (at) => calendar.localDate(at))
  const none = <T>(): Promise<Answer<T>> => Promise.resolve({ kind: 'notFound' })

  async function* pages(query: string, reading: Reading, seen: { newest: number }): AsyncGenerator<SweepStep> {
    for (let page = 1; page <= pagesMax; page += 1) {
      const ask = () => caller.read(`orders?${query}&page=${page}`, (row) => withMoment(row, fetchedOf(row)))
      const answer = await reading.ask(ask, reading.signal)
      if (answer.kind === 'notFound') return
      if (answer.kind !== 'ok') {
        yield { kind: 'refused', refusal: answer }
        return
      }
      const rows = answer.value.map(({ fetched }) => listed(fetched))
      if (rows.length === 0) return
      seen.newest = Math.max(seen.newest, ...answer.value.map(({ modified }) => modified))
      yield { kind: 'page', rows, bad: [], more: true, listedOn: null, captured: null }
    }
  }

  async function* changes(cursor: string | null, reading: Reading & { from: string }): AsyncGenerator<ChangesStep> {
    const startedAt = await clock.now()
    // The shop's own seconds, as far as it told: our clock may be ahead of them.
    const [newest, dayBefore] = cursor === null ? [null, null] : (cursor.split(' ') as [string, string])
    const seen = { newest: Number(newest ?? Math.floor(calendar.startOfDay(reading.from) / 1000)) }
    const days: string[] = []
    for await (const step of pages(`modifiedAfter=${seen.newest - overlapSeconds}`, reading, seen)) {
      yield step
      if (step.kind === 'refused') return
    }
    const today = calendar.localDate(startedAt)
    const isNewDay = dayBefore !== null && dayBefore < today
    if (isNewDay) {
      days.push(addDays(today, -1))
      for await (const step of pages(`modifiedOn=${addDays(today, -1)}`, reading, seen)) {
        yield step
        if (step.kind === 'refused') return
      }
    }
    const captured = { until: startedAt, cursor: `${seen.newest} ${today}` }
    yield { kind: 'end', captured, startedAt, days, swept: isNewDay || cursor === null }
  }

  return {
    async identify() {
      const answer = await caller.read('', ({ id, name }) =>
        typeof id === 'string' ? { id, name: String(name) } : null,
      )
      if (answer.kind !== 'ok') return answer
      const [shop] = answer.value
      if (shop === undefined) return { kind: 'notFound' }
      return { kind: 'ok', value: { retailerId: shop.id, displayName: shop.name, companyName: null, vatNumber: null } }
    },
    changes,
    sweep: (day, reading) => pages(`modifiedOn=${day}`, reading, { newest: 0 }),
    async getOrder(orderId) {
      const answer = await caller.read(`orders/${orderId}`, fetchedOf)
      return answer.kind === 'ok' ? firstOf(answer.value) : answer
    },
    rebuildOrder: none,
    listShipments: none,
    listShipmentsOfOrder: none,
    getShipment: none,
    async listReturns(_list, page): Promise<Answer<Page<ListedReturn>>> {
      const answer = await caller.read(`refunds?page=${page}`, (row) => refundOf(row, (at) => calendar.localDate(at)))
      if (answer.kind !== 'ok') return answer
      return { kind: 'ok', value: { rows: answer.value, bad: [], more: answer.value.length > 0 } }
    },
    async getReturn(returnId) {
      const answer = await caller.read(`refunds/${returnId}`, (row) => refundOf(row, (at) => calendar.localDate(at)))
      return answer.kind === 'ok' ? firstOf(answer.value) : answer
    },
    listInvoices: () => Promise.resolve({ kind: 'ok', value: { listed: [], bad: [] } }),
    getInvoice: none,
    getInvoicePdf: none,
    getSpecification: none,
    callsMade: caller.made,
  }
}

function withMoment(row: Row, fetched: FetchedOrder | null): { modified: number; fetched: FetchedOrder } | null {
  const { modified } = row
  return fetched === null || typeof modified !== 'number' ? null : { modified, fetched }
}

function firstOf<T>([first]: readonly T[]): Answer<T> {
  return first === undefined ? { kind: 'notFound' } : { kind: 'ok', value: first }
}

function listed(fetched: FetchedOrder): ListedOrder {
  const { order, raw } = fetched
  const fingerprint = createHash('sha256').update(raw).digest('hex')
  const items = order.items.map(({ orderItemId }) => orderItemId)
  return { orderId: order.orderId, placedAt: order.placedAt, fingerprint, items, raw, fetched }
}

/** @returns null for what is no order: the page waits, as it came */
function orderOf(row: Row, dayOf: (at: number) => string): FetchedOrder | null {
  if (typeof row['id'] !== 'string' || typeof row['created'] !== 'number' || !Array.isArray(row['lines'])) return null
  const { id, created, country, name, email, lines } = row as unknown as ShopOrder
  const items = lines.map(itemOf)
  if (items.includes(null)) return null
  const buyer = { hasBillingDetails: true, hasCompany: false, billingCountry: country, language: null }
  const noNumber = { hasVatNumber: false, vatNumberCountry: null, vatNumberValid: false }
  const shipping: BuyerAddress = { ...noAddress, firstName: null, surname: name, country, email }
  return {
    order: {
      orderId: id,
      placedAt: created,
      placedOn: dayOf(created),
      pickupPoint: false,
      destination: { country, postcodePrefix: null, specialTerritory: false },
      buyer: { ...buyer, ...noNumber },
      items: items as OrderItem[],
    },
    buyer: { shipping, billing: shipping, vatNumber: null, companyNumber: null, ownReference: null },
    // Its state and the hour of its last change are nothing that is booked.
    raw: JSON.stringify({ id, created, country, lines }),
  }
}

function itemOf(line: ShopLine): OrderItem | null {
  const net = centsFromDecimalText(line.net)
  const vatCents = centsFromDecimalText(line.vat)
  if (net === null || vatCents === null) return null
  const gross = net + vatCents
  return {
    orderItemId: line.id,
    ...(line.kind === 'product' ? {} : { kind: line.kind }),
    charged: { rateBp: Math.round(line.ratePercent * 100), vatCents },
    ean: line.ean,
    offerReference: null,
    title: line.title,
    fulfilment: 'seller',
    quantity: line.quantity,
    quantityShipped: line.quantity,
    quantityCancelled: 0,
    cancellationRequested: false,
    unitPriceCents: gross % line.quantity === 0 ? gross / line.quantity : null,
    totalPriceCents: gross,
    discounts: [],
    unreadableAmount: null,
    changedAt: null,
  }
}

function refundOf(row: Row, dayOf: (at: number) => string): ListedReturn | null {
  const { id, orderId, at, amount } = row as unknown as ShopRefund
  const amountCents = typeof amount === 'string' ? centsFromDecimalText(amount) : null
  if (typeof id !== 'string' || typeof at !== 'number' || amountCents === null) return null
  const result = { quantity: null, processing: 'refunded', handling: null, processedAt: at, processedOn: dayOf(at) }
  const facts = { rmaId: id, returnId: id, orderId, ean: null, fulfilment: 'seller' as const, registeredAt: at }
  const handled = { expectedQuantity: null, handled: true, mainReason: null, results: [result], amountCents }
  return { returnId: id, registeredAt: at, items: [{ ...facts, ...handled }], raw: JSON.stringify(row) }
}

const noAddress: BuyerAddress = {
  salutation: null,
  firstName: null,
  surname: null,
  company: null,
  street: null,
  houseNumber: null,
  houseNumberExtension: null,
  extra: null,
  postcode: null,
  city: null,
  country: null,
  email: null,
  pickupPointName: null,
}
