/** Goal: what a whole settlement becomes beside the books. Method: invented charges and orders, one settlement each. */
import { describe, expect, it } from 'vitest'
import { addCents } from '../money.ts'
import { checkSettlement, type SettlementCheck } from './check-settlement.ts'
import { exactFromText, toCents } from './exact.ts'
import type { ChargeLine } from './settlement.ts'

const euro = (text: string): bigint => exactFromText(text) as bigint

interface Told {
  charges: [type: string, category: string, amount: string, description?: string][]
  orders?: [order: string | null, turnover: string, ...corrections: string[]][]
  /** Sold and credited, in cents, by order. */
  booked?: Record<string, { relation?: string; sold: number; credited?: number }>
  /** Where the marketplace does not round each charge by itself. */
  payable?: string
}

function check({ charges, orders = [], booked = {}, payable }: Told): SettlementCheck {
  const lines = charges.map(([type, category, amount, description = '']): ChargeLine => ({
    type,
    category,
    percentBp: 0,
    description,
    amount: euro(amount),
    vat: 0n,
  }))
  const rounded = addCents(...lines.map(({ amount }) => toCents(amount)))
  const total = payable === undefined ? BigInt(rounded) * 1_000_000n : euro(payable)
  const money = orders.map(([orderId, turnover, ...corrections]) => ({
    orderId,
    turnover: euro(turnover),
    corrections: corrections.map(euro),
  }))
  const date = '2026-08-10'
  const [periodFrom, periodTo] = ['2026-08-01', '2026-08-31']
  return checkSettlement({
    kind: 'settlement',
    invoice: {
      invoiceId: '1',
      issueDate: '2026-09-01',
      periodFrom,
      periodTo,
      dueDate: null,
      supplier: { name: 'Bol.com B.V.', vatNumber: null },
      sellerCountry: 'BE',
      lines,
      taxes: [],
      totals: { lineExtension: total, taxExclusive: total, taxInclusive: total, payable: total },
    },
    sums: { lines: lines.length, charges: [], orders: money },
    sumFaults: [],
    answers: { types: {}, vat: {} },
    orderAnswers: new Map(),
    payout: null,
    start: 'counts',
    clears: true,
    books: new Map(
      Object.entries(booked).map(([orderId, { relation = 'BE', sold, credited = 0 }]) => [
        orderId,
        {
          orderId,
          standing: { kind: 'central', relation },
          sales: [{ date, grossCents: sold }],
          credits: credited === 0 ? [] : [{ date, grossCents: credited }],
          discountCents: 0,
          notBooked: null,
        },
      ]),
    ),
    settled: new Map(
      money.flatMap((one) => (one.orderId === null ? [] : [[one.orderId, [{ invoiceId: '1', periodTo, money: one }]]])),
    ),
    periodsTo: [periodTo],
    later: [],
  })
}

function amounts({ clearing }: SettlementCheck): (readonly [string, number])[] | undefined {
  return clearing?.lines.map((line) => [line.kind === 'A' ? line.account : line.relation, line.amountCents] as const)
}

it('costs that cancel each other out are a purchase of 0, and no entry', () => {
  const found = check({
    charges: [
      ['COMMISSION', 'K', '6'],
      ['CORRECTION_COMMISSION', 'K', '-6'],
    ],
  })
  expect([found.state, found.clearing, found.split]).toEqual(['closed', null, null])
  expect(found.purchase).toMatchObject({ amountCents: 0, lines: [{ baseCents: 600 }, { baseCents: -600 }] })
})

describe('buyers’ money in several charges is rounded as the payout is, once for each', () => {
  const charges: Told['charges'] = [
    ['TURNOVER', 'O', '-40.004'],
    ['TURNOVER', 'Z', '-30.004'],
    ['COMMISSION', 'K', '6'],
  ]

  it.each([
    ['one relation', 'BE', [['BE', -7000]]],
    [
      'two relations',
      'NL',
      [
        ['BE', -4000],
        ['NL', -3000],
      ],
    ],
  ])('of %s', (_, relation, customers) => {
    const found = check({
      charges,
      orders: [
        ['A', '-40.004'],
        ['B', '-30.004'],
      ],
      booked: { A: { sold: 4000 }, B: { relation, sold: 3000 } },
    })
    expect([found.state, found.faults, found.differenceCents]).toEqual(['closed', [], 0])
    expect(amounts(found)).toEqual([...customers, ['bol.com', 600], ['clearing', 6400]])
  })

  it('and what was taken back, under its two names', () => {
    const found = check({
      charges: [
        ['CORRECTION_TURNOVER', 'O', '10.004'],
        ['TURNOVER_CORRECTION', 'O', '5.004'],
        ['TURNOVER_CORRECTION', 'Z', '5.004'],
      ],
      orders: [['A', '0', '10.004', '5.004', '5.004']],
    })
    expect(amounts(found)).toEqual([
      ['suspense', 2000],
      ['clearing', -2000],
    ])
  })

  it('a remainder that no share has takes the largest', () => {
    const found = check({
      charges: [
        ['TURNOVER', 'O', '-40.005'],
        ['TURNOVER', 'Z', '-30.005'],
        ['TURNOVER', 'E', '-1.005'],
      ],
      orders: [
        ['B', '-30.005'],
        ['A', '-41.01'],
      ],
      booked: { A: { sold: 4101 }, B: { relation: 'NL', sold: 3001 } },
    })
    expect(amounts(found)).toEqual([
      ['BE', -4102],
      ['NL', -3001],
      ['clearing', 7103],
    ])
  })
})

it('cents that nothing explains hold the settlement: it is said, and nothing of it is booked', () => {
  const found = check({
    charges: [['TURNOVER', 'O', '-10']],
    orders: [['A', '-10']],
    booked: { A: { sold: 1000 } },
    payable: '-10.02',
  })
  expect([found.state, found.problems, found.clearing, found.split]).toEqual(['incomplete', ['UIT-SOM'], null, null])
  expect(found.faults).toEqual([{ what: 'clearing', expectedCents: 0, foundCents: 2 }])
})

it('what was taken back of one order is added up before it is rounded', () => {
  const found = check({
    charges: [
      ['TURNOVER', 'O', '-10'],
      ['CORRECTION_TURNOVER', 'O', '10'],
    ],
    orders: [['A', '-10', '3.333333', '3.333333', '3.333334']],
    booked: { A: { sold: 1000, credited: 1000 } },
  })
  expect([found.state, found.differenceCents]).toEqual(['closed', 0])
})

describe('a line of buyers’ money without an order number', () => {
  it('is a difference of its own, beside those of orders', () => {
    const found = check({
      charges: [['TURNOVER', 'O', '-70']],
      orders: [
        ['A', '-60'],
        [null, '-10'],
      ],
      booked: { A: { sold: 6000 } },
    })
    expect(found).toMatchObject({
      state: 'difference',
      differenceCents: -1000,
      differingOrders: 0,
      unnamedCents: -1000,
    })
    expect(found.problems).toEqual(['UIT-ZONDER'])
  })

  it('and one that is taken back again is none', () => {
    const found = check({
      charges: [
        ['TURNOVER', 'O', '-10'],
        ['CORRECTION_TURNOVER', 'O', '10'],
      ],
      orders: [[null, '-10', '10']],
    })
    expect([found.state, found.problems]).toEqual(['closed', []])
  })
})

it('a kind that is asked about in several charges is one question, with all of them and the first one’s words', () => {
  const found = check({
    charges: [
      ['NEW_FEE', 'K', '4', 'Bijdrage'],
      ['NEW_FEE', 'O', '2.5', 'Correctie bijdrage'],
      ['COMMISSION', 'S', '3'],
      ['STOCK', 'S', '1'],
    ],
  })
  expect(found.questions).toEqual([
    { kind: 'type', type: 'NEW_FEE', description: 'Bijdrage', amountCents: 650, proposal: null },
    { kind: 'vat', category: 'S', percentBp: 0, amountCents: 400, answers: ['cost'] },
  ])
})
