/**
 * What a settlement cleared is matched in Octopus with the sales, credits and costs that it is for: each pair once, for as much as a line
 * holds, also when answers get lost. What a person undid stays undone, and what is not ours is left alone.
 */
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchBooks } from '../../src/app/match/match-books.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import {
  booking,
  december,
  november,
  openSettledShop,
  posting,
  sold,
  type SettledShop,
} from '../support/settled-shop.ts'
import { clockSeen } from '../support/outside.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const post = 'POST {d}/balancings'

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

interface Line {
  journal: string
  number: number
  line: number
}

interface Balancing {
  debet: Line
  credit: Line
  cents: number
  madeBy: string
}

async function balancings(): Promise<Balancing[]> {
  const found = (await shop.outside.control('GET', `/octopus/balancings/${shop.outside.access.dossierId}`)) as {
    balancings: Balancing[]
  }
  return found.balancings
}

function told({ debet, credit, cents }: Balancing): string {
  const key = ({ journal, number, line }: Line): string => `${journal}/${number}/${line}`
  return `${key(debet)} = ${key(credit)} ${cents}`
}

async function matched(): Promise<string[]> {
  return (await balancings()).map(told).toSorted()
}

/** Reads back and matches as a worker does, without posting anything. */
async function match(): Promise<void> {
  const context = await openConnection(shop.ports, { tenantId: shop.tenantId, connectionId: shop.connectionId })
  if (context?.accounting == null) throw new Error('no connection')
  await verifyDocuments(context, context.accounting)
  await matchBooks(context, context.accounting)
}

async function later(ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await clockSeen()
  await match()
}

async function settledMonth(): Promise<string> {
  const orders = [await shop.saleOf(12_100), await shop.saleOf(4840, { country: 'NL' })]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(orders[0] as string, 121), ...sold(orders[1] as string, 48.4)] })
  await shop.sync()
  return id
}

const wholeMonth = ['D2/1/3 = A2/1/-1 1694', 'V5/1/-1 = D2/1/1 12100', 'V5/2/-1 = D2/1/2 4840']

describe('a settlement that is cleared', () => {
  it('is matched with its sales and its costs, once both sides are read back', async () => {
    const id = await settledMonth()
    expect(await matched()).toEqual([])
    await later(3 * hour)
    expect(await matched()).toEqual(wholeMonth)
    for (let nth = 0; nth < 3; nth += 1) await later(day)
    expect(await matched()).toEqual(wholeMonth)
    expect(await shop.codes()).toEqual([])
    expect(await shop.violations()).toEqual([])
    expect((await shop.shown(id)).state).toBe('closed')
  })

  it('is matched by typed commands alone', async () => {
    await settledMonth()
    await shop.later(3 * hour)
    expect(await matched()).toEqual(wholeMonth)
  })

  it('leaves what is changed in the ledger, and what somebody else booked', async () => {
    await settledMonth()
    await shop.byHand({ action: 'change', journal: 'V5', number: 1, amountCents: 12_000 })
    await later(3 * hour)
    expect(await matched()).toEqual(wholeMonth.filter((row) => !row.startsWith('V5/1')))
  })

  it.each([
    ['the answer is lost', 'loseAnswer'],
    ['the answer says that the server failed, after the deed', '500afterCommit'],
    ['the answer is a refusal after the deed', '400afterCommit'],
  ])('is matched once although %s', async (_, fault) => {
    await settledMonth()
    await shop.outside.advance(3 * hour)
    await clockSeen()
    await shop.fails(post, fault)
    await match()
    const before = await balancings()
    expect(before).toHaveLength(1)
    await shop.heal()
    for (let nth = 0; nth < 5; nth += 1) await later(6 * hour)
    expect(await matched()).toEqual(wholeMonth)
  })

  it('is sent again only after two looks, the second one two hours later', async () => {
    await settledMonth()
    await shop.outside.advance(3 * hour)
    await clockSeen()
    await shop.fails(post, 'loseRequest')
    await match()
    expect(await matched()).toEqual([])
    await later(minute)
    expect((await matched()).length).toBe(2)
    await later(15 * minute)
    await later(30 * minute)
    expect((await matched()).length).toBe(2)
    await later(90 * minute)
    expect(await matched()).toEqual(wholeMonth)
  })

  it('stays undone where a person undid it', async () => {
    await settledMonth()
    await later(3 * hour)
    await shop.byHand({ action: 'unbalance', debet: 'V5/1/-1', credit: 'D2/1/1' })
    for (let nth = 0; nth < 3; nth += 1) await later(day)
    expect(await matched()).toEqual(wholeMonth.filter((row) => !row.startsWith('V5/1')))
  })

  it('is left as it is where a person matched it first', async () => {
    await settledMonth()
    await shop.byHand({ action: 'balance', debet: 'V5/1/-1', credit: 'D2/1/1', amountCents: 12_100 })
    await later(3 * hour)
    expect(await matched()).toEqual(wholeMonth)
    expect((await balancings()).filter(({ madeBy }) => madeBy === 'bookkeeper')).toHaveLength(1)
  })

  it('matches nothing where that is switched off', async () => {
    await shop.change({ booking, settlement: { ...posting, matching: 'off' } })
    await settledMonth()
    await later(3 * hour)
    expect(await matched()).toEqual([])
  })
})

/** What is left open of each line, debit positive: of documents, and of lines of entries on relations. */
async function open(): Promise<Record<string, number>> {
  const all = await balancings()
  const used = (journal: string, number: number, line: number): number =>
    all
      .flatMap(({ debet, credit, cents }) => [debet, credit].map((key) => ({ key, cents })))
      .filter(({ key }) => key.journal === journal && key.number === number && key.line === line)
      .reduce((sum, { cents }) => sum + cents, 0)
  const left: Record<string, number> = {}
  for (const journal of ['V5', 'A2', 'D2'])
    for (const { number, amountCents, entryLines } of await shop.journal(journal)) {
      const lines =
        entryLines === undefined
          ? [{ line: -1, cents: amountCents }]
          : entryLines.flatMap(({ type, cents }, nth) => (type === 'A' ? [] : [{ line: nth + 1, cents }]))
      for (const { line, cents } of lines) {
        const rest = Math.sign(cents) * (Math.abs(cents) - used(journal, number, line))
        if (rest !== 0) left[`${journal}/${number}/${line}`] = rest
      }
    }
  return left
}

const back = (order: string, amount: number) => ({
  type: 'CORRECTION_TURNOVER',
  category: 'O',
  percent: 0,
  amount,
  order,
})

it('totals of days are matched in parts, with each settlement for what it pays of their orders, and credits apart', async () => {
  await shop.change({ booking: { ...booking, consumers: 'perDay' }, settlement: posting })
  const first = await shop.saleOf(12_100)
  const second = await shop.saleOf(4840)
  await shop.later(day)
  await shop.act(first, 'return', { handledAfterMinutes: 0 })
  await shop.later(day)
  await shop.later(day)
  expect((await shop.journal('V5')).map(({ amountCents }) => amountCents)).toEqual([16_940, -12_100])
  await shop.goTo('2026-12-01T09:00:00+01:00')
  await shop.issue({ lines: sold(first, 121) })
  await shop.sync()
  await later(3 * hour)
  expect(await matched()).toEqual(['D2/1/2 = A2/1/-1 1210', 'V5/1/-1 = D2/1/1 12100'])
  await shop.goTo('2026-12-16T09:00:00+01:00')
  const halfMonth = { ...december, to: '2026-12-15', issueDate: '2026-12-16' }
  await shop.issue({ ...halfMonth, lines: [...sold(second, 48.4), back(first, 121)] })
  await shop.sync()
  await later(3 * hour)
  expect(await open()).toEqual({})
  expect((await matched()).filter((row) => row.includes('V5/'))).toEqual([
    'D2/2/2 = V5/2/-1 12100',
    'V5/1/-1 = D2/1/1 12100',
    'V5/1/-1 = D2/2/1 4840',
  ])
  expect(await shop.violations()).toEqual([])
})

it('a credit note for costs is matched with its sides turned', async () => {
  const order = await shop.saleOf(12_100)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const discount = { type: 'CORRECTION_COMMISSION', category: 'K', percent: 0, amount: -20, order }
  await shop.issue({ lines: [...sold(order, 121), discount] })
  await shop.sync()
  await later(3 * hour)
  expect(await open()).toEqual({})
  expect(await matched()).toEqual(['A2/1/-1 = D2/1/2 790', 'V5/1/-1 = D2/1/1 12100'])
})

it('a sale that was booked after its settlement is matched with the entry that cleared it later', async () => {
  const known = await shop.saleOf(12_100)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  await shop.issue({ lines: [...sold(known, 121), ...sold('C0000LATE1', 48.4)] })
  await shop.sync()
  await shop.later(day)
  await shop.saleOf(4840, { orderId: 'C0000LATE1' })
  for (let nth = 0; nth < 4; nth += 1) await shop.later(day)
  expect(await open()).toEqual({})
})

describe('relations of their own', () => {
  const business = { billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' } }

  async function paidSale(matching: string): Promise<void> {
    await shop.change({ booking, settlement: { ...posting, matching } })
    const order = await shop.saleOf(12_100, business)
    await shop.later(day)
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    for (let nth = 0; nth < 4; nth += 1) await shop.later(day)
  }

  it('are matched with the daily entries where all is', async () => {
    await paidSale('all')
    expect(await open()).toEqual({})
    expect(await matched()).toEqual(['D2/2/1 = V5/2/-1 12100', 'V5/1/-1 = D2/1/1 12100'])
  })

  it('are left to the person otherwise', async () => {
    await paidSale('settlement')
    expect(await matched()).toEqual([])
  })
})

it('keeps to its share of the calls of a day, the oldest first, and goes on the next day', async () => {
  await settledMonth()
  const context = await openConnection(shop.ports, { tenantId: shop.tenantId, connectionId: shop.connectionId })
  for (let nth = 0; nth < 299; nth += 1) {
    const key = { bookYearId: 2, journalKey: 'V99', number: 1, line: null }
    const sent = await context?.accounting?.matchLines(
      { debit: key, credit: key, cents: 1 },
      { deadlineMonotonicMs: Infinity },
    )
    expect(sent?.kind).toBe('refused')
  }
  await later(3 * hour)
  expect(await matched()).toHaveLength(1)
  await later(day)
  expect(await matched()).toEqual(wholeMonth)
})

/** So many more sales stand in our tables as booked today. */
async function bookMany(count: number): Promise<void> {
  const client = new Client({ connectionString: shop.ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(`select column_name as name from information_schema.columns
    where table_name = 'document' and table_schema = 'public' and is_generated = 'NEVER'`)
  const changed: Record<string, string> = {
    document_id: 'gen_random_uuid()',
    business_key: "'many ' || n",
    reference: "lpad(n::text, 12, 'Z')",
    number: '1000 + n',
    order_id: 'null',
    confirmed_at: "timestamptz '2026-12-01 09:00+01'",
    template_sealed: 'null',
  }
  const names = rows.map(({ name }) => name)
  try {
    // Nobody posted them: the rules of steps do not let them in.
    await client.query('set session_replication_role = replica')
    await client.query(`insert into document (${names.join()})
    select ${names.map((name) => changed[name] ?? `d.${name}`).join()} from document d, generate_series(1, ${count}) n
    where d.journal_key = 'V5' and d.number = 1`)
  } finally {
    await client.end()
  }
}

it('with more sales a day than can be matched, costs alone are matched and it is told, until they are fewer', async () => {
  await settledMonth()
  await bookMany(2200)
  await later(3 * hour)
  expect(await matched()).toEqual(['D2/1/3 = A2/1/-1 1694'])
  expect(await shop.codes()).toEqual(['AFP-BUDGET'])
  await later(8 * day)
  await later(day)
  expect(await matched()).toEqual(wholeMonth)
  expect(await shop.codes()).toEqual([])
})

describe('a payout', () => {
  const ads = { invoiceId: '4990000000001', invoiceType: 'ADVERTISING_VIA_BOL' as const }

  async function paidOut(): Promise<void> {
    const order = await shop.saleOf(15_000)
    await shop.goTo('2026-12-01T09:00:00+01:00')
    await shop.issue({ lines: sold(order, 150) })
    const lines = [{ type: 'SPONSORED_PRODUCTS', category: 'K', percent: 0, amount: 30.25 }]
    await shop.issue({ ...ads, issueDate: '2026-12-01', lines })
    await shop.sync()
    await shop.goTo('2026-12-03T10:00:00+01:00')
    const receipt = [{ type: 'A', account: 499_100, amountCents: 10_475 }]
    await shop.byHand({ action: 'bookEntry', bookyear: 2, journal: 'F1', date: '2026-12-02', lines: receipt })
    for (let nth = 0; nth < 5; nth += 1) await shop.later(day)
  }

  /** Which of both is booked first does not matter. */
  async function purchases(): Promise<{ costs: number | undefined; held: number | undefined }> {
    const all = await shop.journal('A2')
    const numberOf = (id: string): number | undefined => all.find(({ reference }) => reference === id)?.number
    return { costs: numberOf(november.invoiceId), held: numberOf(ads.invoiceId) }
  }

  it('is matched with the line of the bank, and with the advertising that was held back, which is matched with its invoice', async () => {
    await paidOut()
    const [{ number } = { number: 0 }] = (await shop.journal('F1')).toReversed()
    expect(await open()).toEqual({})
    const { costs, held } = await purchases()
    expect((await matched()).filter((row) => !row.startsWith('V5'))).toEqual(
      [
        `D2/1/2 = A2/${costs}/-1 1500`,
        `D2/1/3 = F1/${number}/1 10475`,
        'D2/1/3 = D2/2/2 3025',
        `D2/2/1 = A2/${held}/-1 3025`,
      ].toSorted(),
    )
    expect([await shop.codes(), await shop.violations()]).toEqual([[], []])
  })

  it('is left on its account, without an alarm, where accounts cannot be matched', async () => {
    await shop.outside.control('POST', '/octopus/settings', { accountsBalance: false })
    await paidOut()
    const { costs, held } = await purchases()
    expect((await matched()).filter((row) => !row.startsWith('V5'))).toEqual([
      `D2/1/2 = A2/${costs}/-1 1500`,
      `D2/2/1 = A2/${held}/-1 3025`,
    ])
    expect([await shop.codes(), await shop.violations()]).toEqual([[], []])
  })
})

it('a database that is lost matches nothing twice, and nothing that was undone', async () => {
  await settledMonth()
  await later(3 * hour)
  await shop.byHand({ action: 'unbalance', debet: 'V5/1/-1', credit: 'D2/1/1' })
  const before = await balancings()
  const lost = shop
  const anew = await openSettledShop(posting, lost.outside)
  shop = anew
  try {
    await shop.sync()
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect(await balancings()).toEqual(before)
    const { matching } = await shop.shown(november.invoiceId)
    expect(matching.map(({ why, amountCents, matchedCents, left }) => [why, matchedCents, amountCents, left])).toEqual([
      ['turnover', 0, 12_100, 'undone'],
      ['turnover', 4840, 4840, null],
      ['purchase', 1694, 1694, null],
      ['payout', 0, 15_246, 'bank'],
    ])
  } finally {
    shop = lost
    await anew.close()
  }
})
