/** Goal: sums, roles, payouts and categories as the rules say. Method: small invented settlements, in exact cents. */
import { describe, expect, it } from 'vitest'
import { answeredOrder, checkOrder, openCentsOf, type OrderBooks } from './check-order.ts'
import { clearingOf } from './clearing.ts'
import { exactFromText, exactToText, shareCents, toCents } from './exact.ts'
import { payoutsOf } from './payout.ts'
import { purchaseOf, sortCharges } from './purchase.ts'
import { roleOf, vatRoleOf } from './roles.ts'
import type { SettlementInvoice } from './settlement.ts'
import { addDigests, addSpecifications, sumFaults } from './sums.ts'
import { listIsDue, nextWindow, overduePeriod } from './when.ts'

const euro = (text: string): bigint => exactFromText(text) as bigint

describe('amounts with all their decimals', () => {
  it.each([
    ['-49.99', '-49.99'],
    ['4.421488', '4.421488'],
    ['1e-7', '0.0000001'],
    ['-0.0', '0'],
    ['12.360000000000001', '12.36'],
  ])('%s', (text, kept) => expect(exactToText(euro(text))).toBe(kept))

  it('round once, half away from zero', () => {
    expect([toCents(euro('0.005')), toCents(euro('-0.005')), toCents(euro('2.654999'))]).toEqual([1, -1, 265])
    expect(exactFromText('1,50')).toBeNull()
  })

  it('shared out they add up to the rounded sum', () => {
    expect(shareCents([euro('-3.333333'), euro('-3.333333'), euro('-3.333334')])).toEqual([-333, -333, -334])
    expect(shareCents([])).toEqual([])
  })
})

describe('roles', () => {
  it('a kind that nobody knows is asked, and so is its correction; an answer for the kind holds for both', () => {
    expect(roleOf('CO2_CONTRIBUTION', {})).toEqual({ kind: 'ask', type: 'CO2_CONTRIBUTION', proposal: null })
    expect(roleOf('CORRECTION_CORRECTION', {})).toMatchObject({ kind: 'ask' })
    expect(roleOf('CORRECTION_COMPENSATION', {})).toEqual({
      kind: 'ask',
      type: 'COMPENSATION',
      proposal: 'compensation',
    })
    expect(roleOf('CORRECTION_COMPENSATION', { COMPENSATION: 'compensation' })).toEqual({
      kind: 'role',
      role: 'compensation',
    })
    expect(roleOf('DISPLAY_ONSITE_CORRECTION', {})).toEqual({ kind: 'role', role: 'advertising' })
    expect(roleOf('CORRECTION_TURNOVER', {})).toEqual({ kind: 'role', role: 'correction' })
    expect(roleOf('toString', {})).toMatchObject({ kind: 'ask' })
  })

  it('VAT that a Belgian seller does not expect is nothing until somebody says what it is', () => {
    expect(vatRoleOf('BE', { category: 'S', percentBp: 2100 }, {})).toBeNull()
    expect(vatRoleOf('BE', { category: 'S', percentBp: 2100 }, { S21: 'cost' })).toBe('cost')
    expect(vatRoleOf('BE', { category: 'AE', percentBp: 0 }, {})).toBe('reverseCharge')
    expect(vatRoleOf('NL', { category: 'S', percentBp: 2100 }, {})).toBe('dutch21')
    expect(vatRoleOf('DE', { category: 'O', percentBp: 0 }, {})).toBeNull()
  })

  it('an answer counts for its own VAT, at whatever rate, and only 21 % can be Belgian', () => {
    expect(vatRoleOf('BE', { category: 'S', percentBp: 900 }, { S9: 'cost' })).toBe('cost')
    expect(vatRoleOf('NL', { category: 'S', percentBp: 900 }, { S9: 'cost' })).toBe('cost')
    expect(vatRoleOf('BE', { category: 'S', percentBp: 900 }, { S21: 'cost' })).toBeNull()
    expect(vatRoleOf('BE', { category: 'S', percentBp: 900 }, { S9: 'belgian21' })).toBeNull()
    // What is expected stays so.
    expect(vatRoleOf('BE', { category: 'K', percentBp: 0 }, { K0: 'cost' })).toBe('reverseCharge')
  })
})

const totals = { lineExtension: euro('2'), taxExclusive: euro('2'), taxInclusive: euro('2'), payable: euro('2') }

function invoiceOf(
  lines: [type: string, category: string, percentBp: number, amount: string, vat?: string][],
): SettlementInvoice {
  const parts = lines.map(([type, category, percentBp, amount, vat = '0']) => ({
    type,
    category,
    percentBp,
    description: '',
    amount: euro(amount),
    vat: euro(vat),
  }))
  const net = parts.reduce((sum, line) => sum + line.amount, 0n)
  const vat = parts.reduce((sum, line) => sum + line.vat, 0n)
  return {
    invoiceId: '1',
    issueDate: '2026-09-01',
    periodFrom: '2026-08-01',
    periodTo: '2026-08-31',
    dueDate: null,
    supplier: { name: 'Bol.com B.V.', vatNumber: null },
    sellerCountry: 'BE',
    lines: parts,
    taxes: [{ category: 'S', percentBp: 2100, amount: vat }],
    totals: { lineExtension: net, taxExclusive: net, taxInclusive: net + vat, payable: net + vat },
  }
}

describe('sums', () => {
  const page = (amount: string) => ({
    lines: 1,
    charges: [{ type: 'COMMISSION', category: 'K', percentBp: 0, amount: euro(amount) }],
    orders: [],
  })

  it('pages add up whatever their order, and a lost line shows', () => {
    const invoice = invoiceOf([['COMMISSION', 'K', 0, '2.00']])
    expect(sumFaults(invoice, addSpecifications([page('1.004'), page('0.996')]), totals)).toEqual([])
    expect(sumFaults(invoice, addSpecifications([page('1.004')]), totals)).toEqual([
      { what: 'COMMISSION|K|0', expectedCents: 200, foundCents: 100 },
    ])
    expect(sumFaults(invoice, addSpecifications([page('2')]), { ...totals, payable: euro('2.01') })).toMatchObject([
      { what: 'payable' },
    ])
    expect(addDigests('ff', '1')).toBe(addDigests('1', 'ff'))
  })
})

describe('the purchase', () => {
  it('moves the cent of rounded VAT to the line with the largest base, and never computes VAT', () => {
    const invoice = {
      ...invoiceOf([
        ['COMMISSION', 'S', 2100, '12.36', '2.60'],
        ['STOCK', 'S', 2100, '9.22', '1.94'],
      ]),
      sellerCountry: 'NL',
    }
    invoice.taxes = [{ category: 'S', percentBp: 2100, amount: euro('4.53') }]
    invoice.totals.payable = euro('26.11')
    const sorted = sortCharges(invoice, { types: {}, vat: {} })
    const lines = sorted.kind === 'sorted' ? sorted.lines : []
    const { document, faults } = purchaseOf(invoice, { kind: 'settlement', lines, vat: {} })
    expect(faults).toEqual([])
    expect(document?.lines.map((line) => line.vatCents)).toEqual([259, 194])
    expect(document?.amountCents).toBe(2611)
  })

  it.each([
    ['NL', {}, [259, 194]],
    ['BE', { S21: 'belgian21' }, [259, 194]],
    ['BE', { S21: 'cost' }, [0, 0]],
  ] as const)('comes to the invoice’s own cents for a seller in %s, foreign VAT as %o', (country, answers, vat) => {
    const invoice = {
      ...invoiceOf([
        ['COMMISSION', 'S', 2100, '12.36', '2.595600'],
        ['STOCK', 'S', 2100, '9.22', '1.936200'],
      ]),
      sellerCountry: country,
    }
    invoice.taxes = [{ category: 'S', percentBp: 2100, amount: euro('4.53') }]
    invoice.totals.payable = euro('26.11')
    const sorted = sortCharges(invoice, { types: {}, vat: answers })
    const lines = sorted.kind === 'sorted' ? sorted.lines : []
    const { document, faults } = purchaseOf(invoice, { kind: 'settlement', lines, vat: answers })
    expect([faults, document?.amountCents]).toEqual([[], 2611])
    expect(document?.lines.map((line) => line.vatCents)).toEqual(vat)
  })

  it('an advertising invoice is due after thirty days, and clears nothing', () => {
    const invoice = invoiceOf([['SPONSORED_PRODUCTS', 'K', 0, '30.25']])
    const sorted = sortCharges(invoice, { types: {}, vat: {} })
    const lines = sorted.kind === 'sorted' ? sorted.lines : []
    expect(purchaseOf(invoice, { kind: 'advertising', lines, vat: {} }).document).toMatchObject({
      expiryDate: '2026-10-01',
      amountCents: 3025,
    })
  })

  it('unexpected VAT is asked, with what stands on it', () => {
    const invoice = invoiceOf([['COMMISSION', 'S', 2100, '10.00', '2.10']])
    expect(sortCharges(invoice, { types: {}, vat: {} })).toEqual({
      kind: 'questions',
      questions: [{ kind: 'vat', category: 'S', percentBp: 2100, amountCents: 1000, answers: ['belgian21', 'cost'] }],
    })
  })
})

it('VAT on customers’ money has no answer but another invoice', () => {
  const invoice = invoiceOf([
    ['COMMISSION', 'S', 2100, '10.00', '2.10'],
    ['TURNOVER', 'S', 2100, '-10.00', '-2.10'],
  ])
  expect(sortCharges(invoice, { types: {}, vat: {} })).toMatchObject({ questions: [{ answers: [] }] })
  expect(sortCharges(invoice, { types: {}, vat: { S21: 'cost' } })).toMatchObject({ questions: [{ answers: [] }] })
})

it('a line that names no order is cleared over the suspense account', () => {
  const invoice = invoiceOf([['TURNOVER', 'O', 0, '-10.00']])
  const made = clearingOf(invoice, {
    lines: [],
    orders: [{ orderId: null, turnover: euro('-10'), corrections: [] }],
    standingOf: () => ({ kind: 'absent' }),
    purchase: null,
  })
  expect(made.kind === 'entry' && made.entry?.lines).toEqual([
    { kind: 'A', account: 'suspense', why: 'turnover', amountCents: -1000 },
    { kind: 'A', account: 'clearing', why: 'payout', amountCents: 1000 },
  ])
})

describe('payouts', () => {
  const settlement = (invoiceId: string, issueDate: string, payableCents: number) =>
    ({ invoiceId, kind: 'settlement', issueDate, payableCents }) as const
  const ads = (invoiceId: string, issueDate: string, payableCents: number) =>
    ({ invoiceId, kind: 'advertising', issueDate, payableCents }) as const

  it('advertising above the earnings postpones the payout; both go into the next one', () => {
    const payouts = payoutsOf([
      settlement('2', '2026-10-01', -10_000),
      ads('9', '2026-09-01', 8000),
      settlement('1', '2026-09-01', -3000),
    ])
    expect(payouts.get('1')).toMatchObject({ status: 'postponed', expectedCents: 0, carriedCents: 3000 })
    expect(payouts.get('2')).toMatchObject({ status: 'expected', expectedCents: 5000, advertisingCents: 8000 })
  })

  it('what the seller owes is carried, and the day after a Friday is a Monday', () => {
    const payouts = payoutsOf([settlement('1', '2026-05-01', 1200), settlement('2', '2026-06-01', -2000)])
    expect(payouts.get('1')).toMatchObject({ status: 'owed', expectedCents: 0, earliest: '2026-05-04' })
    expect(payouts.get('2')).toMatchObject({ status: 'expected', expectedCents: 800 })
  })
})

describe('one order', () => {
  const books = (sales: number[], credits: number[] = []): OrderBooks => ({
    orderId: 'C000TEST01',
    standing: { kind: 'central', relation: 'BE' },
    sales: sales.map((grossCents) => ({ date: '2026-08-31', grossCents })),
    credits: credits.map((grossCents) => ({ date: '2026-09-28', grossCents })),
    discountCents: 0,
    notBooked: null,
  })
  const judge = (order: OrderBooks, turnoverCents: number, correctionCents: number[], settlements = 1) =>
    checkOrder(order, { turnoverCents, correctionCents }, () => settlements)

  it.each([
    ['timing', books([2500]), 0, [], 1],
    ['missingAtSource', books([2500]), 0, [], 2],
    ['timing', books([2500, 1000]), 2500, [], 1],
    ['priceDiffers', books([2999]), 2998, [], 1],
    ['creditAhead', books([7000], [7000]), 7000, [], 1],
    ['correctionMissingAtSource', books([7000], [7000]), 7000, [], 2],
    ['returnNotBooked', books([2000]), 2000, [2000], 1],
    ['returnNotBooked', books([2000], [500]), 2000, [500, 700], 1],
    ['priceDiffers', books([2000], [500]), 2000, [501], 1],
    ['missingInBooks', books([]), 5500, [], 1],
    ['notBooked:blocked', { ...books([]), notBooked: 'blocked' }, 6600, [], 1],
    ['discountFunding', { ...books([1800]), discountCents: 200 }, 2000, [], 1],
    ['ok', books([2500], [2500]), 0, [], 9],
  ] as const)('%s', (category, order, turnover, corrections, settlements) => {
    expect(judge(order, turnover, [...corrections], settlements).category).toBe(category)
  })

  it('a difference of a sale and one of a credit are two, and the worst counts', () => {
    const found = judge(books([2500], [1000]), 2499, [], 1)
    expect(found.category).toBe('priceDiffers')
    expect(found.reasons.map((reason) => [reason.category, reason.differenceCents])).toEqual([
      ['priceDiffers', 1],
      ['creditAhead', -1000],
    ])
    expect(found.differenceCents).toBe(-999)
  })

  /** An invoice of 30,00 for which the buyer paid 29,99. */
  const invoiced = { date: '2026-08-31', grossCents: 3000, paidCents: 2999 }

  it.each([
    ['settled as paid', [invoiced], [], 2999, [], [['peppolCent', 1]]],
    [
      'settled for less',
      [invoiced],
      [],
      2950,
      [],
      [
        ['peppolCent', 1],
        ['priceDiffers', 49],
      ],
    ],
    [
      'one of two not settled yet',
      [invoiced, { ...invoiced, grossCents: 1000, paidCents: 1001 }],
      [],
      2999,
      [],
      [
        ['timing', 1000],
        ['peppolCent', 1],
      ],
    ],
    ['in part taken back', [invoiced], [{ ...invoiced, grossCents: 1000, paidCents: 999 }], 2999, [999], []],
    [
      'taken back for more than the credit',
      [invoiced],
      [{ ...invoiced, grossCents: 1000, paidCents: 999 }],
      2999,
      [999, 500],
      [
        ['peppolCent', 1],
        ['peppolCent', -1],
        ['returnNotBooked', 500],
      ],
    ],
    ['beside by more than a cent', [{ ...invoiced, paidCents: 2997 }], [], 2997, [], [['priceDiffers', 3]]],
  ] as const)(
    'the cent of an invoice that is %s is a reason of its own',
    (_, sales, credits, turnover, taken, reasons) => {
      const found = judge({ ...books([]), sales: [...sales], credits: [...credits] }, turnover, [...taken])
      expect(found.reasons.map((reason) => [reason.category, reason.differenceCents])).toEqual(reasons)
      expect(found.reasons.reduce((sum, reason) => sum + reason.differenceCents, 0)).toBe(found.differenceCents)
    },
  )

  it('a write-off is about what does not close by itself, and leaves the rest as it was', () => {
    const found = judge(books([2500], [1000]), 2499, [])
    const off = answeredOrder(found, { kind: 'writeOff', cents: openCentsOf(found) })
    expect([off.category, off.reasons]).toEqual([
      'creditAhead',
      [
        { category: 'creditAhead', differenceCents: -1000 },
        { category: 'writtenOff', differenceCents: 1 },
      ],
    ])
    expect(answeredOrder(found, { kind: 'writeOff', cents: found.differenceCents })).toEqual(found)
  })
})

describe('when the list is asked', () => {
  const hour = 3_600_000
  const at = (today: string, hourOfDay: number) => ({ now: 100 * hour, today, hourOfDay })

  it('each hour while the invoice of the month is awaited, else every six', () => {
    expect(listIsDue(98 * hour, ['2026-08-01'], at('2026-09-02', 9))).toBe(true)
    expect(listIsDue(98 * hour, ['2026-09-01'], at('2026-09-02', 9))).toBe(false)
    expect(listIsDue(98 * hour, ['2026-08-01'], at('2026-09-10', 9))).toBe(false)
    expect(listIsDue(94 * hour, ['2026-08-01'], at('2026-09-10', 3))).toBe(true)
  })

  it('a period that was not settled five days after its end is overdue, by the rhythm of the last one', () => {
    const monthly = { from: '2026-08-01', to: '2026-08-31' }
    expect(overduePeriod(monthly, null, '2026-10-07')).toBeNull()
    expect(overduePeriod(monthly, null, '2026-10-08')).toEqual({ from: '2026-09-01', to: '2026-09-24' })
    const half = { from: '2026-08-01', to: '2026-08-15' }
    expect(overduePeriod(half, null, '2026-09-06')).toBeNull()
    expect(overduePeriod(half, null, '2026-09-07')).toEqual({ from: '2026-08-16', to: '2026-08-24' })
    expect(overduePeriod(null, '2026-08-05', '2026-09-10')).toBeNull()
    expect(overduePeriod(null, '2026-08-05', '2026-09-11')).toEqual({ from: '2026-08-05', to: '2026-08-28' })
    expect(overduePeriod(null, null, '2026-09-11')).toBeNull()
  })

  it('windows of 31 days go back to the first day', () => {
    expect(nextWindow('2026-09-10', '2026-08-20')).toEqual({ from: '2026-08-11', to: '2026-09-10' })
    expect(nextWindow('2026-08-10', '2026-08-20')).toBeNull()
  })
})
