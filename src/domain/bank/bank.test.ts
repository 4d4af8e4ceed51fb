import { describe, expect, it } from 'vitest'
import { payoutsOf, type PayoutSource } from '../settlement/payout.ts'
import { addBankingDays, easterOf, isBankingDay } from './banking-days.ts'
import { isOverdue } from './overdue.ts'
import { lineName, optionText, recognise, type BankLine, type Receipt } from './recognise.ts'

const settled = (invoiceId: string, issueDate: string, cents: number): PayoutSource => ({
  invoiceId,
  kind: 'settlement',
  issueDate,
  payableCents: -cents,
})
const ads = (invoiceId: string, issueDate: string, cents: number): PayoutSource => ({
  invoiceId,
  kind: 'advertising',
  issueDate,
  payableCents: cents,
})
const line = (number: number, date: string, cents: number): BankLine => ({
  bookYearId: 2,
  journalKey: 'F1',
  number,
  line: 1,
  date,
  kind: 'A',
  target: 499_100,
  cents,
})

function find(
  invoices: PayoutSource[],
  right: BankLine[],
  more: { receipts?: Receipt[]; elsewhere?: BankLine[]; answers?: Record<string, string> } = {},
) {
  const { receipts = [], elsewhere = [], answers = {} } = more
  const found = recognise({ invoices, right, receipts, elsewhere, answers: new Map(Object.entries(answers)) })
  return {
    receipts: found.receipts.map((one) => `${one.number}: ${optionText(one)}`),
    questions: found.questions.map((one) => `${one.number}: ${one.options.map(optionText).join(' or ')}`),
    misplaced: found.misplaced.map((one) => `${one.number}: ${optionText(one)}`),
    all: found,
  }
}

const none = { receipts: [], questions: [], misplaced: [] }
const one = [settled('S1', '2026-09-01', 12_750), ads('A1', '2026-09-01', 3025)]

describe('a line of the bank', () => {
  it('is a payout when it is exactly what is expected, after advertising', () => {
    expect(find(one, [line(62, '2026-09-03', 9725)])).toMatchObject({ ...none, receipts: ['62: S1-A1'] })
    expect(find(one, [line(62, '2026-09-03', 9724)])).toMatchObject(none)
    expect(find(one, [line(62, '2026-08-31', 9725)])).toMatchObject(none)
    expect(find(one, [line(62, '2026-09-03', -9725)])).toMatchObject(none)
  })

  it('pays in whole: the advertising was paid for otherwise, and is held back from nothing', () => {
    const found = find(one, [line(62, '2026-09-03', 12_750)])
    expect(found.receipts).toEqual(['62: S1'])
    const later = [...one, settled('S2', '2026-10-01', 5000)]
    expect(payoutsOf(later, found.all.receipts).get('S2')).toMatchObject({ advertisingCents: 0, expectedCents: 5000 })
  })

  it('held back a part of the advertising, where only one part fits', () => {
    const invoices = [...one, ads('A2', '2026-08-20', 1000), ads('A3', '2026-08-25', 2000)]
    const found = find(invoices, [line(1, '2026-09-03', 12_750 - 3025)])
    expect(found.receipts).toEqual(['1: S1-A1'])
    const payouts = payoutsOf([...invoices, settled('S2', '2026-10-01', 9000)], found.all.receipts)
    expect(payouts.get('S1')).toMatchObject({ advertisingCents: 3025, expectedCents: 9725, status: 'received' })
    expect(payouts.get('S2')).toMatchObject({ advertisingCents: 3000, expectedCents: 6000 })
  })

  it('fits in several ways: a person is asked, and the answer is taken', () => {
    const invoices = [...one, ads('A2', '2026-08-20', 1000), ads('A3', '2026-08-25', 1000)]
    const right = [line(1, '2026-09-03', 12_750 - 1000)]
    expect(find(invoices, right)).toMatchObject({ ...none, questions: ['1: S1-A2 or S1-A3'] })
    const answers = { [lineName(right[0] as BankLine)]: 'S1-A3' }
    expect(find(invoices, right, { answers })).toMatchObject({ ...none, receipts: ['1: S1-A3'] })
    // An answer to what is not asked any more changes nothing.
    expect(find(invoices, right, { answers: { '2.F1.1.1': 'S1-A1' } }).receipts).toEqual([])
  })

  it('pays what did not come before together with the newest', () => {
    const invoices = [...one, settled('S2', '2026-10-01', 5000), ads('A2', '2026-10-01', 500)]
    expect(find(invoices, [line(1, '2026-10-03', 9725 + 4500)])).toMatchObject({
      ...none,
      receipts: ['1: S1+S2-A1-A2'],
    })
    expect(payoutsOf(invoices, [{ payouts: ['S1', 'S2'], advertising: ['A1', 'A2'] }]).get('S2')).toMatchObject({
      advertisingCents: 500,
      expectedCents: 4500,
      status: 'received',
    })
  })

  it('is used once: of two equal payouts each takes its own line', () => {
    const invoices = [settled('S1', '2026-09-01', 5000), settled('S2', '2026-09-16', 5000)]
    expect(find(invoices, [line(7, '2026-09-03', 5000)]).receipts).toEqual(['7: S1'])
    const both = [line(9, '2026-09-18', 5000), line(7, '2026-09-03', 5000)]
    expect(find(invoices, both).receipts).toEqual(['7: S1', '9: S2'])
    const { receipts } = find(invoices, both).all
    expect(find(invoices, [...both, line(11, '2026-09-20', 5000)], { receipts })).toMatchObject(none)
  })

  it('holds back advertising that was taken for paid', () => {
    const first = find(one, [line(1, '2026-09-03', 12_750)]).all.receipts
    const invoices = [...one, settled('S2', '2026-10-01', 8000)]
    expect(find(invoices, [line(2, '2026-10-02', 8000 - 3025)], { receipts: first }).receipts).toEqual(['2: S2-A1'])
  })

  it('elsewhere is shown and not counted', () => {
    const elsewhere = [{ ...line(5, '2026-09-03', 9725), kind: 'S' as const, target: 8 }]
    expect(find(one, [], { elsewhere })).toMatchObject({ ...none, misplaced: ['5: S1-A1'] })
    expect(find(one, [line(6, '2026-09-04', 9725)], { elsewhere })).toMatchObject({ ...none, receipts: ['6: S1-A1'] })
  })

  it('is no payout of before the first day', () => {
    const past = [{ ...settled('S0', '2026-08-01', 9725), isPast: true }]
    expect(find(past, [line(1, '2026-09-03', 9725)])).toMatchObject(none)
    expect(find([...past, ...one], [line(1, '2026-09-03', 9725)]).receipts).toEqual(['1: S1-A1'])
  })

  it('pays what was put off, where it comes all the same', () => {
    const invoices = [settled('S1', '2026-09-01', 3000), ads('A1', '2026-08-20', 8000)]
    expect(payoutsOf(invoices).get('S1')?.status).toBe('postponed')
    expect(find(invoices, [line(1, '2026-09-03', 3000)]).receipts).toEqual(['1: S1'])
  })
})

it('banking days leave out weekends, holidays that move and holidays that do not', () => {
  expect([easterOf(2026), easterOf(2027), easterOf(2038)]).toEqual(['2026-04-05', '2027-03-28', '2038-04-25'])
  const closed = ['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25', '2026-07-21', '2026-12-25', '2026-11-28']
  expect(closed.filter(isBankingDay)).toEqual([])
  // From Thursday: Good Friday, the weekend and Easter Monday are none.
  expect(addBankingDays('2026-04-02', 5)).toBe('2026-04-13')
})

it('a payout is overdue after five banking days, and only once the bank was read since', () => {
  const payout = payoutsOf([settled('S1', '2026-12-18', 100)]).get('S1')
  if (payout === undefined) throw new Error('no payout')
  expect(payout.earliest).toBe('2026-12-21')
  expect([null, '2026-12-29', '2026-12-30'].map((day) => isOverdue(payout, day))).toEqual([false, false, true])
})
