import { describe, expect, it } from 'vitest'
import type { Order, OrderItem } from '../order/order.ts'
import { planOrder, type ExistingDocument, type OrderPlan } from './plan-order.ts'
import type { Journal } from '../ledger/ledger.ts'
import { coverShipments, type ShipmentWithDetail } from '../order/shipping.ts'
import { aBelgianBusiness, aShop, anItem, anOrder, someBooks, someSettings, type Books } from '../testkit.ts'
import type { Settings } from '../settings/mapping.ts'

function parcel(shipmentId: string, shippedOn: string, rows: [string, number | null][]): ShipmentWithDetail {
  const items = rows.map(([orderItemId, quantity]) => ({ orderItemId, ean: null, quantity }))
  return {
    shipmentId,
    orderId: 'C000TEST01',
    shippedAt: Date.parse(shippedOn),
    shippedOn,
    fulfilment: 'seller',
    items,
    hasDetail: false,
  }
}

function plan(
  order: Order,
  with_: { shipments?: ShipmentWithDetail[]; settings?: Settings; ledger?: Books; existing?: ExistingDocument[] } = {},
): OrderPlan<Journal> {
  const shipments = with_.shipments ?? []
  return planOrder({
    source: aShop,
    order,
    shipments,
    coverage: coverShipments(order, shipments),
    settings: with_.settings ?? someSettings(),
    ledger: with_.ledger ?? someBooks(),
    existing: with_.existing ?? [],
  })
}

const onOrder = someSettings({ booking: { on: 'order' } })

describe('an order booked at first sight', () => {
  it('is one document of its order date, net and VAT to the cent', () => {
    const { documents, standing } = plan(anOrder(), { settings: onOrder })
    expect(standing).toBe('planned')
    expect(documents).toMatchObject([
      {
        businessKey: 'C000TEST01',
        kind: 'booking',
        amountCents: 4999,
        comment: 'bol.com C000TEST01',
        place: { date: '2026-11-19', period: { period: 202611 } },
      },
    ])
    expect(documents[0]?.plan.lines).toMatchObject([{ netCents: 4131, vatCents: 868, vatCode: '21', account: 700000 }])
  })

  it('leaves out what is cancelled, and is nothing when all of it is', () => {
    const part = anItem({ quantity: 3, quantityCancelled: 1, unitPriceCents: 999, totalPriceCents: 2997 })
    expect(plan(anOrder({ items: [part] }), { settings: onOrder }).documents[0]?.amountCents).toBe(1998)
    const all = anItem({ quantityCancelled: 1 })
    expect(plan(anOrder({ items: [all] }), { settings: onOrder })).toMatchObject({
      standing: 'nothing',
      reason: 'cancelled',
      documents: [],
    })
  })

  it('carries two rates side by side', () => {
    const book = anItem({ orderItemId: 'item-2', ean: '9789463105156', unitPriceCents: 2450, totalPriceCents: 2450 })
    const { documents } = plan(anOrder({ items: [anItem(), book] }), { settings: onOrder })
    expect(documents[0]?.amountCents).toBe(7449)
    expect(documents[0]?.plan.lines.map((line) => [line.rateBp, line.netCents, line.vatCents])).toEqual([
      [2100, 4131, 868],
      [600, 2311, 139],
    ])
  })
})

describe('an order booked per shipment', () => {
  it('waits as long as nothing is shipped, and explains what it would be', () => {
    const result = plan(anOrder())
    expect(result).toMatchObject({ standing: 'waiting', reason: 'notShipped', documents: [] })
    expect(result.explanation.lines).toMatchObject([{ treatment: 'DOMESTIC', rateBp: 2100, grossCents: 4999 }])
  })

  it('is dated on its shipment', () => {
    const order = anOrder({ items: [anItem({ quantityShipped: 1 })] })
    const { documents, standing } = plan(order, { shipments: [parcel('501', '2026-11-21', [['item-1', null]])] })
    expect(standing).toBe('planned')
    expect(documents).toMatchObject([
      {
        businessKey: '501',
        comment: 'bol.com C000TEST01',
        place: { date: '2026-11-21' },
        plan: { supplyDate: '2026-11-21' },
      },
    ])
  })

  it('is one document per parcel, and the parts add up to what was paid', () => {
    const item = anItem({
      quantity: 3,
      quantityShipped: 3,
      unitPriceCents: 334,
      totalPriceCents: 1000,
      discounts: [{ title: 'x', cents: 2 }],
    })
    const shipments = [parcel('501', '2026-11-20', [['item-1', 1]]), parcel('502', '2026-12-01', [['item-1', 2]])]
    const { documents } = plan(anOrder({ items: [item] }), { shipments })
    expect(documents.map((document) => document.amountCents)).toEqual([333, 667])
    expect(documents.map((document) => document.comment)).toEqual(['bol.com C000TEST01 (1)', 'bol.com C000TEST01 (2)'])
    expect(documents.map((document) => document.place.period.period)).toEqual([202611, 202612])
  })

  it('leaves a parcel that was booked before its discount as it is, and does not make the next one pay for it', () => {
    const item = anItem({
      quantity: 2,
      quantityShipped: 2,
      unitPriceCents: 1000,
      totalPriceCents: 1500,
      discounts: [{ title: 'Actie', cents: 500 }],
    })
    const order = anOrder({ items: [item] })
    const shipments = [parcel('501', '2026-11-20', [['item-1', 1]]), parcel('502', '2026-11-25', [['item-1', 1]])]
    const full = plan(order, { shipments, settings: someSettings({ booking: { discounts: 'full' } }) }).documents[0]
    expect(full?.amountCents).toBe(1000)
    const lines = full?.plan.lines ?? []
    const existing = [{ businessKey: '501', settled: true, begun: 'stands' as const, inBooks: true, lines }]
    expect(plan(order, { shipments, existing }).documents.map((document) => document.amountCents)).toEqual([750])
  })

  it('books of a later parcel only what is left after what was booked before', () => {
    const item = anItem({ quantity: 2, quantityShipped: 2, unitPriceCents: 501, totalPriceCents: 1001 })
    const order = anOrder({ items: [item] })
    const shipments = [parcel('501', '2026-11-20', [['item-1', 1]]), parcel('502', '2026-11-25', [['item-1', 1]])]
    const first = plan(order, { shipments }).documents[0]
    const existing = [
      {
        businessKey: '501',
        settled: true,
        begun: 'stands' as const,
        inBooks: true,
        lines: (first?.plan.lines ?? []).map((line) => ({ ...line, grossCents: 500 })),
      },
    ]
    const { documents } = plan(order, { shipments, existing })
    expect(documents).toMatchObject([{ businessKey: '502', amountCents: 501 }])
  })
})

describe('parcels that are told of bit by bit', () => {
  const three = anItem({
    orderItemId: 'item-1',
    quantity: 3,
    quantityShipped: 3,
    unitPriceCents: 320,
    totalPriceCents: 960,
  })
  const one = anItem({ orderItemId: 'item-2', quantityShipped: 1, unitPriceCents: 19392, totalPriceCents: 19392 })
  const order = anOrder({ items: [three, one] })

  it('wait whole until the quantity of each item in them is known: what is left out would never be booked', () => {
    const listed = [
      parcel('501', '2026-11-20', [['item-1', null]]),
      parcel('502', '2026-11-25', [
        ['item-1', null],
        ['item-2', null],
      ]),
    ]
    expect(plan(order, { shipments: listed })).toMatchObject({ standing: 'waiting', documents: [], problems: [] })
    const told = [
      parcel('501', '2026-11-20', [['item-1', 1]]),
      parcel('502', '2026-11-25', [
        ['item-1', 2],
        ['item-2', 1],
      ]),
    ]
    const { documents } = plan(order, { shipments: told })
    expect(documents.map((document) => document.amountCents)).toEqual([320, 640 + 19392])
  })

  it('are a problem where bol.com tells their quantities nowhere', () => {
    const silent = [
      parcel('501', '2026-11-20', [['item-1', null]]),
      parcel('502', '2026-11-25', [
        ['item-1', null],
        ['item-2', null],
      ]),
    ]
    const shipments = silent.map((shipment) => ({ ...shipment, hasDetail: true }))
    expect(plan(order, { shipments })).toMatchObject({
      standing: 'blocked',
      documents: [],
      problems: [{ code: 'BOL-BEDRAG', params: { item: 'item-1' } }],
    })
    // Booked on the order's day, parcels do not matter.
    expect(plan(order, { shipments, settings: onOrder }).standing).toBe('planned')
  })

  it('add up to what was paid when the older one is told of last', () => {
    const item = anItem({
      quantity: 2,
      quantityShipped: 2,
      unitPriceCents: 151,
      totalPriceCents: 301,
      discounts: [{ title: 'x', cents: 1 }],
    })
    const later = parcel('502', '2026-11-25', [['item-1', 1]])
    const first = plan(anOrder({ items: [item] }), { shipments: [later] }).documents
    expect(first.map((document) => document.amountCents)).toEqual([151])
    const existing = [
      { businessKey: '502', settled: true, begun: 'stands' as const, inBooks: true, lines: first[0]?.plan.lines ?? [] },
    ]
    const older = parcel('501', '2026-11-20', [['item-1', 1]])
    const { documents } = plan(anOrder({ items: [item] }), { shipments: [older, later], existing })
    expect(documents).toMatchObject([{ businessKey: '501', amountCents: 150 }])
  })
})

describe('what holds an order', () => {
  const held = (order: Order, with_: Parameters<typeof plan>[1] = {}) => {
    const result = plan(order, { settings: onOrder, ...with_ })
    expect(result.documents).toEqual([])
    expect(result.standing).toBe('blocked')
    return result.problems[0]
  }

  it('is stock in a country whose VAT number is missing', () => {
    const fromWarehouse = anOrder({
      items: [anItem({ fulfilment: 'marketplace' })],
      destination: { country: 'NL', postcodePrefix: '10', specialTerritory: false },
    })
    expect(held(fromWarehouse)).toMatchObject({
      code: 'BTW-LVB',
      params: { rule: 'NO_NL_VAT_NUMBER', treatment: 'LOCAL_FOREIGN_VAT', country: 'NL', rate: '21' },
    })
  })

  it('is a product whose class nobody named', () => {
    const settings = someSettings({ booking: { on: 'order' }, vat: { default: 'ask' } })
    expect(held(anOrder(), { settings })).toMatchObject({ code: 'BTW-EAN', params: { ean: '8712345678906' } })
  })

  it('is a VAT code that is not mapped, gone, or of another percentage', () => {
    const settings = someSettings({ booking: { on: 'order' }, vat: { codes: [] } })
    expect(held(anOrder(), { settings })).toMatchObject({
      code: 'BTW-LAND',
      params: { treatment: 'DOMESTIC', rate: '21' },
    })
    expect(held(anOrder(), { ledger: { ...someBooks(), vatCodes: [] } })?.code).toBe('BTW-CODE-WEG')
    const other = someBooks().vatCodes.map((code) => ({ ...code, rateBp: 2000 }))
    expect(held(anOrder(), { ledger: { ...someBooks(), vatCodes: other } })?.code).toBe('BTW-CODE-ANDERS')
  })

  it('is an account that the dossier does not have', () => {
    const accounts = [{ bookYearId: 1, account: 700999, name: 'Verkopen' }]
    expect(held(anOrder(), { ledger: { ...someBooks(), accounts } })).toMatchObject({
      code: 'OCT-REKENING',
      params: { account: 700000 },
    })
  })

  it('is a year, a journal or a kind of journal that is missing', () => {
    expect(held(anOrder({ placedOn: '2027-01-02' }))?.code).toBe('OCT-BOEKJAAR')
    expect(held(anOrder(), { ledger: someBooks({ closed: true }) })?.code).toBe('OCT-DAGBOEK-DICHT')
    const settings = someSettings({ booking: { on: 'order', journals: { bookings: 'V6', invoices: null } } })
    expect(held(anOrder(), { settings })?.code).toBe('OCT-DAGBOEK-SOORT')
  })

  it('is a part whose amount nobody can know', () => {
    const item = anItem({ quantity: 3, quantityCancelled: 1, unitPriceCents: 999, totalPriceCents: 2500 })
    expect(held(anOrder({ items: [item] }))?.code).toBe('BOL-BEDRAG')
  })

  it('is a Belgian business in a journal that Peppol refuses', () => {
    const settings = someSettings({
      booking: { target: 'invoices', businesses: 'ownInvoice', journals: { bookings: null, invoices: 'V7' } },
    })
    const order = anOrder({ buyer: aBelgianBusiness, items: [anItem({ quantityShipped: 1 })] })
    expect(held(order, { settings, shipments: [parcel('501', '2026-11-21', [['item-1', null]])] })?.code).toBe(
      'PEP-INCL',
    )
  })
})

describe('a closed period', () => {
  const closed = someBooks({ protectedPeriod: 202611 })

  it('moves the document to the first open day, with a mark', () => {
    const { documents } = plan(anOrder(), { settings: onOrder, ledger: closed })
    expect(documents).toMatchObject([
      { place: { date: '2026-12-01', late: true }, comment: 'bol.com C000TEST01 levering 2026-11-19' },
    ])
    expect(documents[0]?.plan.flags).toContain('LATE_POSTING')
  })

  it('holds it where the connection says so', () => {
    const settings = someSettings({ booking: { on: 'order', closedPeriod: 'hold' } })
    expect(plan(anOrder(), { settings, ledger: closed })).toMatchObject({
      standing: 'blocked',
      problems: [{ code: 'OCT-PERIODE' }],
    })
  })
})

it('a free gift is no document, and no problem', () => {
  const gift = anItem({ unitPriceCents: 0, totalPriceCents: 0 })
  expect(plan(anOrder({ items: [gift] }), { settings: onOrder })).toMatchObject({
    standing: 'nothing',
    reason: 'free',
    documents: [],
    problems: [],
  })
})

it('a gift asks nothing, alone or beside what was paid', () => {
  const gift = anItem({ orderItemId: 'gift', unitPriceCents: 0, totalPriceCents: 0 })
  const seller = { thresholdPassed: null, oss: { active: false, from: null, to: null } }
  const settings = someSettings({ booking: { on: 'order' }, seller })
  const to = (country: string, items: OrderItem[]): Order => ({
    ...anOrder({ items }),
    destination: { ...anOrder().destination, country },
  })
  expect(plan(to('NL', [gift]), { settings })).toMatchObject({ standing: 'nothing', reason: 'free', problems: [] })
  expect(plan(to('NL', [gift, anItem()]), { settings })).toMatchObject({
    standing: 'blocked',
    problems: [{ code: 'BTW-OSS-KEUZE' }],
  })
  const unpriced = { ...gift, ean: '4006381333931' }
  const margin = someSettings({
    booking: { on: 'order' },
    vat: { products: [{ ean: '4006381333931', class: 'SECOND_HAND_MARGIN' }] },
  })
  const [document, ...more] = plan(to('BE', [unpriced, anItem()]), { settings: margin }).documents
  expect(more).toEqual([])
  expect(document?.plan.lines.map((line) => line.orderItemId)).toEqual([anItem().orderItemId])
})

it('says where an invoice of net prices comes out a cent beside what was paid', () => {
  const settings = someSettings({ booking: { on: 'order', target: 'invoices', businesses: 'ownInvoice' } })
  const flagsOf = (cents: number) =>
    plan(anOrder({ items: [anItem({ unitPriceCents: cents, totalPriceCents: cents })] }), { settings }).documents[0]
      ?.plan.flags ?? []
  expect(flagsOf(2999)).toContain('PEPPOL_CENT_DIFFERENCE')
  expect(flagsOf(4999)).not.toContain('PEPPOL_CENT_DIFFERENCE')
})

describe('a treatment beyond the plain sale at home', () => {
  const toNetherlands = { country: 'NL', postcodePrefix: '10', specialTerritory: false }
  const code = (treatment: Settings['vat']['codes'][number]['treatment'], country: string, rateBp: number) => ({
    ...(someSettings().vat.codes[0] as Settings['vat']['codes'][number]),
    treatment,
    country,
    rateBp,
  })
  const settingsOf = (change: Partial<Settings['seller']>, codes: Settings['vat']['codes']) =>
    someSettings({ booking: { on: 'order' }, seller: change, vat: { codes } })
  const withoutOss = { active: false, from: null, to: null }

  it('is booked from stock abroad under the number of that country', () => {
    const settings = settingsOf({ vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } }, [
      code('LOCAL_FOREIGN_VAT', 'NL', 2100),
    ])
    const order = anOrder({ items: [anItem({ fulfilment: 'marketplace' })], destination: toNetherlands })
    expect(plan(order, { settings })).toMatchObject({
      standing: 'planned',
      vatType: 'consumerEU',
      documents: [{ amountCents: 4999, plan: { flags: ['VAT_CLASS_DEFAULTED', 'NL_VAT_RETURN'] } }],
    })
  })

  it('counts for the threshold with the order that crosses it', () => {
    const settings = settingsOf({ oss: withoutOss, thresholdPassed: false }, [
      code('DISTANCE_BELOW_THRESHOLD', 'BE', 2100),
    ])
    const order = anOrder({ destination: toNetherlands })
    const withSum = (cents: number) => {
      const shipments: ShipmentWithDetail[] = []
      const crossBorder = { before: new Map([['C000TEST01', cents]]), years: new Map() }
      const coverage = coverShipments(order, shipments)
      const ledger = someBooks()
      return planOrder({ source: aShop, order, shipments, coverage, settings, ledger, existing: [], crossBorder })
    }
    expect(withSum(1_000_000 - 4131)).toMatchObject({ standing: 'planned' })
    expect(withSum(800_000 - 4131).documents[0]?.plan.flags).toContain('THRESHOLD_NEAR')
    expect(withSum(1_000_000 - 4130).problems).toMatchObject([{ code: 'BTW-LAND' }])
  })

  it('waits for the register of VAT numbers, and only there', () => {
    const dutchBusiness = { ...aBelgianBusiness, billingCountry: 'NL', vatNumberCountry: 'NL' }
    const order = anOrder({ buyer: dutchBusiness, destination: toNetherlands, items: [anItem({ quantityShipped: 1 })] })
    const shipments = [parcel('501', '2026-11-21', [['item-1', null]])]
    expect(plan(order, { shipments })).toMatchObject({
      standing: 'waiting',
      problems: [{ code: 'BTW-VIES' }],
      explanation: { status: 'RETRY' },
    })
  })
})

it('a company without a valid number is a consumer where the connection says so, and one with a number never is', () => {
  const shipped = { items: [anItem({ quantityShipped: 1 })] }
  const shipments = [parcel('501', '2026-11-21', [['item-1', null]])]
  const company = { ...aBelgianBusiness, hasVatNumber: false, vatNumberCountry: null, vatNumberValid: false }
  const settings = someSettings({ booking: { businesses: 'asConsumers' } })
  expect(plan(anOrder({ ...shipped, buyer: company }), { settings, shipments }).vatType).toBe('consumerBE')
  expect(plan(anOrder({ ...shipped, buyer: aBelgianBusiness }), { settings, shipments }).vatType).toBe('businessBE')
})
