/**
 * The marketplace pays, and the ledger imports the bank's statements: a payout is recognised on one line, to the cent, advertising that was
 * held back is set off by an entry of its own, and what does not come is told. Nothing is written in a journal of the bank.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchAlarms } from '../../src/app/tell/watch-alarms.ts'
import type { SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import {
  booking,
  december,
  november,
  openSettledShop,
  posting,
  sold,
  type Entry,
  type SettledShop,
} from '../support/settled-shop.ts'

const minute = 60_000
const day = 24 * 60 * minute
const postEntry = 'POST {d}/financialdiversbookings'
const adsId = '4990000000001'
const clearingAccount = 499_100

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

const adsOf = (amount: number): SettlementLine[] => [{ type: 'SPONSORED_PRODUCTS', category: 'K', percent: 0, amount }]

function issueAds(amount: number, invoiceId = adsId, issueDate = '2026-12-01'): Promise<string> {
  return shop.issue({ invoiceId, invoiceType: 'ADVERTISING_VIA_BOL', issueDate, lines: adsOf(amount) })
}

/** A receipt in the bank's journal, as an import of statements makes it. @returns its number */
async function receive(
  cents: number,
  date: string,
  to: { type: 'A' | 'C' | 'S'; account?: number; relation?: number } = { type: 'A', account: clearingAccount },
): Promise<number> {
  const lines = [{ ...to, amountCents: cents }]
  await shop.byHand({ action: 'bookEntry', bookyear: 2, journal: 'F1', date, lines })
  return (await shop.journal('F1')).at(-1)?.number ?? 0
}

function linesOf(entry: Entry | undefined): (string | number)[][] {
  return (entry?.entryLines ?? []).map(({ type, account, cents }) => [type, account, cents])
}

/** As the ledger has it: entries by their side, receipts against them. */
async function clearingBalance(): Promise<number> {
  const sum = (entries: Entry[]): number =>
    entries
      .flatMap(({ entryLines = [] }) => entryLines)
      .filter((line) => line.account === clearingAccount)
      .reduce((all, line) => all + line.cents, 0)
  return sum(await shop.journal('D2')) - sum(await shop.journal('F1'))
}

/** 150 sold, 15 commission: 135 is owed. */
async function settle(): Promise<string> {
  const order = await shop.saleOf(15_000)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  return shop.issue({ lines: sold(order, 150) })
}

async function madeByUs(): Promise<string[]> {
  return (await shop.journal('F1')).filter(({ madeBy }) => madeBy === 'api').map(({ reference }) => reference)
}

it('costs beyond all that was sold are owed, and the next payout is less by them', async () => {
  const orders = [await shop.saleOf(500), await shop.saleOf(15_000)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const label = { type: 'SHIPMENT_LABEL', category: 'K', percent: 0, amount: 1216.5 }
  const first = await shop.issue({ lines: [...sold(orders[0] as string, 5), label] })
  await shop.sync()
  expect(await shop.shown(first)).toMatchObject({
    payout: { status: 'owed', expectedCents: 0, carriedCents: -121_200 },
    announcement: 'Je bent bol.com € 1.212,00 schuldig. Dat gaat van een volgende uitbetaling af.',
  })
  await shop.goTo('2027-01-02T09:00:00+01:00')
  const lines = [...sold(orders[1] as string, 150), { ...label, amount: -1200 }]
  const second = await shop.issue({ ...december, lines })
  await shop.sync()
  expect((await shop.shown(second)).payout).toMatchObject({ status: 'expected', expectedCents: 12_300 })
})

describe('a payout', () => {
  it.each([[null], ['loseAnswer'], ['500afterCommit'], ['deliverTwice'], ['503']])(
    'with advertising held back is received, and set off once, on the day of the bank (%s)',
    async (fault) => {
      const id = await settle()
      await issueAds(30.25)
      await shop.sync()
      expect(await shop.shown(id)).toMatchObject({
        payout: { expectedCents: 10_475, advertisingCents: 3025, earliest: '2026-12-02', status: 'expected' },
        received: null,
        announcement: 'bol.com stort rond 2 december € 104,75 (135,00 − 30,25 advertenties). Boek op 499100.',
        clearingBalanceCents: 13_500,
      })
      await shop.goTo('2026-12-03T10:00:00+01:00')
      const number = await receive(10_475, '2026-12-02')
      if (fault !== null) await shop.fails(postEntry, fault)
      for (const wait of [0, 5, 15, 60, 180, 24 * 60]) await shop.later(wait * minute)
      const found = await shop.shown(id)
      expect(found).toMatchObject({
        payout: { expectedCents: 10_475, advertisingCents: 3025, status: 'received' },
        received: { journal: 'F1', number, line: 1, date: '2026-12-02', amountCents: 10_475 },
        announcement: null,
        clearingBalanceCents: 0,
        setOff: [{ invoice: adsId, documentDate: '2026-12-02' }],
      })
      const [, entry, ...others] = await shop.journal('D2')
      expect(others).toEqual([])
      expect(linesOf(entry)).toEqual([
        ['S', 0, 3025],
        ['A', clearingAccount, -3025],
      ])
      expect(entry).toMatchObject({ date: '2026-12-02' })
      expect(entry?.entryLines?.every(({ reference }) => reference.endsWith(` ${adsId}`))).toBe(true)
      expect(await clearingBalance()).toBe(0)
      for (let nth = 0; nth < 12; nth += 1) await shop.later(day)
      expect(await shop.journal('D2')).toHaveLength(2)
      expect([await madeByUs(), await shop.codes()]).toEqual([[], []])
      expect(await shop.violations()).toEqual([])
    },
  )

  it('in whole says that the advertising was paid for otherwise: nothing is set off', async () => {
    const id = await settle()
    await issueAds(30.25)
    await shop.sync()
    await shop.goTo('2026-12-03T10:00:00+01:00')
    await receive(13_500, '2026-12-02')
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect(await shop.shown(id)).toMatchObject({
      payout: { expectedCents: 13_500, advertisingCents: 0, status: 'received' },
      setOff: [],
      clearingBalanceCents: 0,
    })
    expect(await shop.journal('D2')).toHaveLength(1)
    expect(await clearingBalance()).toBe(0)
  })

  it('that fits in two ways is asked, and booked as a person says', async () => {
    const id = await settle()
    await issueAds(30.25)
    await issueAds(30.25, '4990000000002')
    await shop.sync()
    await shop.goTo('2026-12-03T10:00:00+01:00')
    await receive(13_500 - 3025, '2026-12-02')
    await shop.later(day)
    expect(await shop.codes()).toEqual(['UIT-VERREKEND'])
    const { bankQuestion } = await shop.shown(id)
    expect(bankQuestion).toMatchObject({ amountCents: 10_475, options: [`${id}-${adsId}`, `${id}-4990000000002`] })
    const said = (receipt: string) => shop.answers({ invoiceId: id, receipt })
    expect((await said(`${id}-4990000000003`)).done).toBe(false)
    expect(await said(`${id}-4990000000002`)).toEqual({ done: true, faults: [] })
    expect(await shop.codes()).toEqual([])
    await shop.later(day)
    const [, setOff] = await shop.journal('D2')
    expect(setOff?.entryLines?.every(({ reference }) => reference.endsWith(' 4990000000002'))).toBe(true)
    expect((await shop.shown(id)).payout).toMatchObject({ advertisingCents: 3025, status: 'received' })
    // Once it is answered it is not asked any more.
    expect((await said(`${id}-${adsId}`)).done).toBe(false)
  })

  it('that does not come is told after five banking days, with the newest document of the bank', async () => {
    const id = await settle()
    await shop.sync()
    await shop.goTo('2026-12-04T10:00:00+01:00')
    const other = await receive(2500, '2026-12-04', { type: 'A', account: 499_000 })
    await shop.goTo('2026-12-09T10:00:00+01:00')
    await shop.sync()
    expect(await shop.codes()).toEqual([])
    await shop.goTo('2026-12-10T10:00:00+01:00')
    await shop.sync()
    const [told] = await shop.problems()
    expect(told).toMatchObject({
      code: 'UIT-BANK',
      params: {
        invoice: id,
        amount: '135,00',
        expected: '2026-12-02',
        journal: 'F1',
        number: other,
        day: '2026-12-04',
      },
    })
    await watchAlarms(shop.ports)
    const alarms = () =>
      shop.ports.store.forTenant(shop.tenantId).transaction((tx) => tx.alarms.open(shop.connectionId))
    expect((await alarms()).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([`settlement payout:${id}`])
    await receive(13_500, '2026-12-10')
    await shop.later(day)
    await watchAlarms(shop.ports)
    expect(await alarms()).toEqual([])
    expect([await shop.codes(), (await shop.shown(id)).payout?.status]).toEqual([[], 'received'])
  })

  it('that a person saw elsewhere is not complained about any more', async () => {
    const id = await settle()
    await shop.sync()
    await shop.goTo('2026-12-11T10:00:00+01:00')
    await shop.sync()
    expect(await shop.codes()).toEqual(['UIT-BANK'])
    expect((await shop.answers({ invoiceId: id, receipt: 'elsewhere' })).done).toBe(true)
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect([await shop.codes(), (await shop.shown(id)).payout?.status]).toEqual([[], 'expected'])
  })

  it('that the bookkeeper put right by an entry is told of no more once that is said', async () => {
    const id = await settle()
    await shop.sync()
    await shop.goTo('2026-12-03T10:00:00+01:00')
    const supplier = (await shop.relations()).find((relation) => relation.supplier && /bol\.com/iu.test(relation.name))
    await receive(13_500, '2026-12-02', { type: 'S', relation: supplier?.id ?? 0 })
    await shop.later(day)
    expect(await shop.codes()).toEqual(['UIT-PLAATS'])
    expect((await shop.answers({ invoiceId: id, receipt: 'elsewhere' })).done).toBe(true)
    for (let nth = 0; nth < 8; nth += 1) await shop.later(day)
    expect([await shop.codes(), (await shop.shown(id)).misplaced]).toEqual([[], null])
  })

  it('on the supplier is shown with its correction, and counts once it is corrected', async () => {
    const id = await settle()
    await shop.sync()
    const supplier = (await shop.relations()).find((relation) => relation.supplier && /bol\.com/iu.test(relation.name))
    await shop.goTo('2026-12-03T10:00:00+01:00')
    const number = await receive(13_500, '2026-12-02', { type: 'S', relation: supplier?.id ?? 0 })
    await shop.later(day)
    expect(await shop.codes()).toEqual(['UIT-PLAATS'])
    expect(await shop.shown(id)).toMatchObject({
      payout: { status: 'expected' },
      misplaced: `De ontvangst staat in F1 nr. ${number} op relatie ${supplier?.id}. Boek ze op 499100.`,
    })
    await shop.byHand({ action: 'delete', bookyear: 2, journal: 'F1', number })
    await receive(13_500, '2026-12-02')
    await shop.later(day)
    expect(await shop.shown(id)).toMatchObject({ payout: { status: 'received' }, misplaced: null })
    expect(await shop.codes()).toEqual([])
  })

  it('that a person removes from the bank is expected again, and its set-off stays booked once', async () => {
    const id = await settle()
    await issueAds(30.25)
    await shop.sync()
    await shop.goTo('2026-12-03T10:00:00+01:00')
    const number = await receive(10_475, '2026-12-02')
    for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
    expect(await shop.journal('D2')).toHaveLength(2)
    await shop.byHand({ action: 'delete', bookyear: 2, journal: 'F1', number })
    await shop.later(day)
    expect((await shop.shown(id)).payout?.status).toBe('expected')
    await receive(10_475, '2026-12-02')
    for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
    expect((await shop.shown(id)).payout?.status).toBe('received')
    expect(await shop.journal('D2')).toHaveLength(2)
    expect(await clearingBalance()).toBe(0)
  })

  it('is never used twice: of two equal ones each needs its own line', async () => {
    const first = await settle()
    await shop.sync()
    await shop.goTo('2026-12-16T09:00:00+01:00')
    const period = { from: '2026-12-01', to: '2026-12-15', issueDate: '2026-12-16' }
    const second = await shop.issue({
      ...november,
      invoiceId: '3990000000002',
      ...period,
      lines: sold('C0000LATE1', 150),
    })
    await receive(13_500, '2026-12-16')
    await shop.later(day)
    const statuses = async () => [(await shop.shown(first)).payout?.status, (await shop.shown(second)).payout?.status]
    expect(await statuses()).toEqual(['received', 'expected'])
    await receive(13_500, '2026-12-17')
    await shop.later(day)
    expect(await statuses()).toEqual(['received', 'received'])
  })
})

it('advertising is set off on its day of issue where the settings say so, or not at all', async () => {
  await shop.close()
  shop = await openSettledShop({ ...posting, advertising: { setOff: 'atIssue' } })
  await settle()
  await issueAds(30.25)
  for (const wait of [0, 5, 60]) await shop.later(wait * minute)
  const entries = await shop.journal('D2')
  expect(entries.map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-01'])
  expect(await clearingBalance()).toBe(10_475)
  await receive(10_475, '2026-12-02')
  for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
  expect(await shop.journal('D2')).toHaveLength(2)
  expect([await clearingBalance(), await shop.codes()]).toEqual([0, []])
  await shop.close()
  shop = await openSettledShop({ ...posting, advertising: { setOff: 'off' } })
  await settle()
  await issueAds(30.25)
  await shop.sync()
  await receive(10_475, '2026-12-02')
  for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
  expect([(await shop.journal('D2')).length, await clearingBalance()]).toEqual([1, 3025])
})

it('where the bank is split by hand the split is exact, and the whole document is the receipt', async () => {
  await shop.close()
  shop = await openSettledShop({ ...posting, clearing: 'bankSplit' })
  const id = await settle()
  await issueAds(30.25)
  await shop.sync()
  const { bankSplit, announcement } = await shop.shown(id)
  expect(bankSplit).toEqual({
    totalCents: 10_475,
    lines: [
      { kind: 'C', relation: 'BE', why: 'turnover', amountCents: -15_000 },
      { kind: 'S', relation: 'bol.com', why: 'purchase', amountCents: 4525 },
    ],
  })
  expect(announcement).toBe(
    'bol.com stort rond 2 december € 104,75 (135,00 − 30,25 advertenties). Splits het bankstuk zoals hieronder.',
  )
  const relations = await shop.relations()
  const customer = relations.find(({ name }) => name.startsWith('bol.com particulieren'))?.id ?? 0
  const supplier = relations.find((relation) => relation.supplier && relation.madeBy === 'api')?.id ?? 0
  const lines = [
    { type: 'C', relation: customer, amountCents: 15_000 },
    { type: 'S', relation: supplier, amountCents: -4525 },
  ]
  await shop.byHand({ action: 'bookEntry', bookyear: 2, journal: 'F1', date: '2026-12-02', lines })
  await shop.later(day)
  expect((await shop.shown(id)).payout?.status).toBe('received')
  expect(await shop.journal('D2')).toEqual([])
})

it('what stands on the accounts is shown beside what our documents put there, with the documents of others', async () => {
  const id = await settle()
  await issueAds(30.25)
  await shop.sync()
  await shop.goTo('2026-12-03T10:00:00+01:00')
  await receive(10_475, '2026-12-02')
  for (const wait of [0, 60, 24 * 60]) await shop.later(wait * minute)
  const figures = async () => {
    const { balances } = await shop.shown(id)
    return balances.map(({ label, predictedCents, ledgerCents, others }) => [
      label,
      predictedCents,
      ledgerCents,
      others,
    ])
  }
  expect(await figures()).toEqual([
    ['clearing', 0, 0, []],
    ['suspense', 0, 0, []],
    ['BE', 0, 0, []],
    ['supplier', 0, 0, []],
  ])
  const lines = [
    { type: 'A', account: clearingAccount, amountCents: 700 },
    { type: 'A', account: 700_000, amountCents: -700 },
  ]
  await shop.byHand({ action: 'bookEntry', bookyear: 2, journal: 'D2', date: '2026-12-04', lines })
  for (let nth = 0; nth < 4; nth += 1) await shop.later(day)
  const { balances } = await shop.shown(id)
  expect(balances[0]).toMatchObject({
    predictedCents: 0,
    ledgerCents: 700,
    others: [{ journal: 'D2', number: 3, cents: 700 }],
  })
  expect(balances[0]?.text).toMatch(
    /^Tussenrekening bol\.com 499100 op \d+ december: voorspeld 0,00 · Octopus 7,00 \(D2 3: 7,00\)$/u,
  )
  expect(await shop.violations()).toEqual([])
})

it('a connection that is made anew sees the payouts that the one before it saw', async () => {
  const id = await settle()
  await shop.sync()
  await shop.goTo('2026-12-03T10:00:00+01:00')
  await receive(13_500, '2026-12-02')
  await shop.later(day)
  expect((await shop.shown(id)).payout?.status).toBe('received')
  await shop.makeAnew({ booking, settlement: posting })
  for (const wait of [0, 60, 24 * 60]) await shop.later(wait * minute)
  expect((await shop.shown(id)).payout?.status).toBe('received')
})
