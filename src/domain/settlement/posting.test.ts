/** The lines of a purchase and of an entry, and what proves that the ledger understood them. */
import { describe, expect, it } from 'vitest'
import type { VatCode } from '../ledger/ledger.ts'
import { accountOf } from './accounts.ts'
import { balancedParts, centsOn, entryLines } from './entry-lines.ts'
import { paidLines } from './paid-entry.ts'
import type { Purchase, PurchaseLine } from './purchase.ts'
import { purchaseLines, type LineRules } from './purchase-lines.ts'
import { isReversed, sideOf } from './proof.ts'
import { supplementOf } from './supplement.ts'

const line = (change: Partial<PurchaseLine> = {}): PurchaseLine => ({
  type: 'COMMISSION',
  category: 'K',
  percentBp: 0,
  account: 'commission',
  vat: 'reverseCharge',
  baseCents: 100,
  vatCents: 0,
  ...change,
})
const purchase = (lines: PurchaseLine[], kind: Purchase['kind'] = 'invoice'): Purchase => ({
  kind,
  amountCents: 100,
  documentDate: '2026-12-01',
  expiryDate: '2026-12-01',
  lines,
})
const code = (name: string, type: VatCode['type']): VatCode => ({
  code: name,
  description: '',
  type,
  rateBp: 2100,
  defaultAccount: null,
})
const rules = (change: Partial<LineRules> = {}): LineRules => ({
  settings: { purchases: 'perType', purchaseVat: [{ role: 'reverseCharge', code: 'IC', creditCode: 'CIC' }] },
  vatCodes: [code('IC', 'buy'), code('CIC', 'buyCredit')],
  accountOf: () => ({ account: 613_100, wanted: 613_100 }),
  ...change,
})

describe('the lines of a purchase', () => {
  it('have one line for each kind of charge, or for each account and code', () => {
    const two = [line(), line({ type: 'CORRECTION_COMMISSION', baseCents: -40 })]
    const perType = purchaseLines(purchase(two), rules())
    expect(perType).toMatchObject({ lines: [{ baseCents: 100 }, { baseCents: -40, vatCode: 'IC' }] })
    const settings = { ...rules().settings, purchases: 'perAccount' as const }
    expect(purchaseLines(purchase(two), rules({ settings }))).toEqual({
      kind: 'lines',
      lines: [
        { account: 613_100, vatCode: 'IC', baseCents: 60, vatCents: 0, comment: 'COMMISSION, CORRECTION_COMMISSION' },
      ],
    })
  })

  it.each([
    ['no code for its VAT', line({ vat: 'noVat', category: 'O' }), {}, { vat: 'O 0 %' }],
    ['a code that is not there', line(), { vatCodes: [] }, { code: 'IC' }],
    ['a code for sales', line(), { vatCodes: [code('IC', 'sell')] }, { code: 'IC' }],
    ['no account', line(), { accountOf: () => ({ account: null, wanted: 613_100 }) }, { account: 613_100 }],
  ])('are none with %s: it is named', (_, one, change, params) => {
    expect(purchaseLines(purchase([one]), rules(change))).toEqual({ kind: 'missing', params })
  })

  it('take the code for credit notes where the dossier has such codes, and ask for it where none is chosen', () => {
    const credit = purchase([line()], 'creditNote')
    expect(purchaseLines(credit, rules())).toMatchObject({ lines: [{ vatCode: 'CIC' }] })
    expect(purchaseLines(credit, rules({ vatCodes: [code('IC', 'buy')] }))).toMatchObject({
      lines: [{ vatCode: 'IC' }],
    })
    const settings = {
      purchases: 'perType' as const,
      purchaseVat: [{ role: 'reverseCharge' as const, code: 'IC', creditCode: null }],
    }
    expect(purchaseLines(credit, rules({ settings }))).toEqual({ kind: 'missing', params: { credit: 'IC' } })
  })
})

it('an account is the stated one or nothing; else the first usual one that is there', () => {
  const known = (account: number): boolean => account === 613_000
  expect(accountOf('commission', {}, known)).toBe(613_000)
  expect(accountOf('commission', { commission: 613_500 }, known)).toBeNull()
  expect(accountOf('clearing', {}, known)).toBeNull()
})

describe('the lines of an entry', () => {
  const accountOfAll = () => ({ account: 499_100, wanted: 499_100 })

  it('name each relation as the ledger has it, and none is guessed', () => {
    const customer = { kind: 'C' as const, relation: 'BE', why: 'turnover', amountCents: -100, at: { relationId: 7 } }
    const payout = { kind: 'A' as const, account: 'clearing' as const, why: 'payout', amountCents: 100 }
    const at = { supplier: null, accountOf: accountOfAll }
    expect(entryLines([customer, payout], at)).toEqual({
      kind: 'lines',
      lines: [
        { to: { customer: { relationId: 7 } }, amountCents: -100, why: 'turnover' },
        { to: { account: 499_100 }, amountCents: 100, why: 'payout' },
      ],
    })
    const { at: _, ...unknown } = customer
    expect(entryLines([unknown, payout], at)).toEqual({ kind: 'missing', params: { customer: 'BE' } })
  })

  it('are split where they are too many, and each part balances', () => {
    const many = Array.from({ length: 450 }, (__, nth) => ({
      to: { customer: { relationId: nth + 1 } },
      amountCents: -(nth + 1),
    }))
    const sum = many.reduce((total, one) => total - one.amountCents, 0)
    const lines = [...many, { to: { account: 499_100 }, amountCents: sum }]
    const parts = balancedParts(lines, 499_100)
    expect(parts.map((part) => part.length)).toEqual([200, 200, 54])
    for (const part of parts) expect(part.reduce((total, one) => total + one.amountCents, 0)).toBe(0)
    expect(parts.reduce((total, part) => total + centsOn(part, 499_100), 0)).toBe(sum)
  })
})

it('a daily entry takes what buyers paid off their relations; only a cent of rounding is a difference', () => {
  const accounts = { clearing: 499_100, paymentLoss: 658_000, paymentGain: 758_000 }
  const of = (relationId: number, amountCents: number, paidCents: number) => ({
    relation: { relationId },
    amountCents,
    paidCents,
  })
  const lines = paidLines([of(1, 3000, 2999), of(2, 1000, 1001), of(3, -500, -500), of(4, 2500, 3000)], accounts)
  expect(lines).toEqual([
    { to: { customer: { relationId: 1 } }, amountCents: -3000 },
    { to: { customer: { relationId: 2 } }, amountCents: -1000 },
    { to: { customer: { relationId: 3 } }, amountCents: 500 },
    // A user changed it in the ledger: the missing part stays to be seen.
    { to: { customer: { relationId: 4 } }, amountCents: -3000 },
    { to: { account: 499_100 }, amountCents: 6500 },
    { to: { account: 658_000 }, amountCents: 1 },
    { to: { account: 758_000 }, amountCents: -1 },
  ])
  expect(lines.reduce((sum, one) => sum + one.amountCents, 0)).toBe(0)
})

describe('what proves a first document', () => {
  const row = (account: number, amountCents: number) => ({
    bookYearId: 2,
    journalKey: 'A2',
    number: 1,
    account,
    amountCents,
  })

  it('is the side of an entry', () => {
    expect([sideOf([], 100), sideOf([row(1, 60), row(1, 40)], 100), sideOf([row(1, -100)], 100)]).toEqual([
      null,
      true,
      false,
    ])
  })

  it.each([
    ['reversed', [row(440_000, -1000), row(613_100, 1000), row(411_000, 210), row(451_000, -210)], true],
    ['reversed and rounded on each line', [row(440_000, -1000), row(411_000, 212), row(451_000, -212)], true],
    ['not reversed', [row(440_000, -1000), row(613_100, 1000)], false],
    ['paid to the supplier', [row(440_000, -1210), row(411_000, 210), row(451_000, -210)], false],
    ['owed and not recovered', [row(440_000, -1000), row(451_000, -210)], false],
  ])('is VAT that is %s', (_, rows, is) => {
    expect(isReversed(rows, { baseCents: 1000, amountCents: 1000 })).toBe(is)
  })
})

describe('a supplement', () => {
  const money = (orderId: string, turnover: number, correction = 0) => ({
    orderId,
    turnover: BigInt(-turnover) * 1_000_000n,
    corrections: correction === 0 ? [] : [BigInt(correction) * 1_000_000n],
  })
  const central = { kind: 'central' as const, relation: 'BE', at: { relationId: 7 } }

  it('takes what is explained off the suspense account, by relation', () => {
    const lines = supplementOf({
      booked: [
        { money: money('A', 5500), standing: central },
        { money: money('B', 6600, 1000), standing: central },
        { money: money('C', 700), standing: { kind: 'own', relation: 'own:9' } },
      ],
      placed: [{ money: money('D', 3300), account: 400_100 }],
      writtenOff: [],
    })
    expect(lines.map((one) => [one.kind, one.why, one.amountCents])).toEqual([
      ['A', 'explained', 15_100],
      ['A', 'beforeStart', -3300],
      ['C', 'turnover', -12_100],
      ['A', 'turnover', -700],
      ['C', 'correction', 1000],
    ])
    expect(lines.reduce((sum, one) => sum + one.amountCents, 0)).toBe(0)
  })

  it('writes off against the relation, a loss or a gain', () => {
    const off = (cents: number) => supplementOf({ booked: [], placed: [], writtenOff: [{ standing: central, cents }] })
    expect(off(1)).toMatchObject([
      { account: 'paymentLoss', amountCents: 1 },
      { kind: 'C', relation: 'BE', amountCents: -1 },
    ])
    expect(off(-3)).toMatchObject([
      { account: 'paymentGain', amountCents: -3 },
      { kind: 'C', amountCents: 3 },
    ])
    expect(supplementOf({ booked: [], placed: [], writtenOff: [] })).toEqual([])
  })
})
