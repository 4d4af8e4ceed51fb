/**
 * What bol.com charges becomes one purchase in the books, and what buyers paid is cleared by one entry after it. Answers get lost, numbers
 * are taken, the bookkeeper has booked the invoice herself: nothing is booked twice, and nothing on a guess.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { decideDocument } from '../../src/app/decide/decide-document.ts'
import {
  december,
  november,
  openSettledShop,
  posting,
  sold,
  type Entry,
  type SettledShop,
} from '../support/settled-shop.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const postPurchase = 'POST {d}/buysellbookings'
const postEntry = 'POST {d}/financialdiversbookings'

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

/** Two sales of November and bol.com's invoice of 1 December for them. */
async function settledMonth(): Promise<{ id: string; orders: string[] }> {
  const orders = [await shop.saleOf(12_100), await shop.saleOf(4840, { country: 'NL' })]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(orders[0] as string, 121), ...sold(orders[1] as string, 48.4)] })
  return { id, orders }
}

function lineOf(entry: Entry | undefined): (string | number)[][] {
  return (entry?.entryLines ?? []).map(({ type, account, cents }) => [type, account, cents])
}

async function stands(): Promise<{ purchases: Entry[]; entries: Entry[] }> {
  return { purchases: await shop.journal('A2'), entries: await shop.journal('D2') }
}

/** Booked, whether it was read back by now or not. */
async function statesOf(id: string): Promise<string[]> {
  const { documents } = await shop.shown(id)
  return documents.map(({ state }) => (state === 'confirmed' || state === 'verified' ? 'booked' : state))
}

describe('a month is settled', () => {
  it('its costs are one purchase with the PDF, and what buyers paid is cleared by one entry', async () => {
    const { id } = await settledMonth()
    await shop.sync()
    const { purchases, entries } = await stands()
    expect(purchases).toHaveLength(1)
    const [purchase] = purchases as [Entry]
    expect(purchase).toMatchObject({
      number: 1,
      date: '2026-12-01',
      expiryDate: '2026-12-01',
      amountCents: 1694,
      reference: id,
      comment: `bol.com afrekening ${id} 2026-11-01 - 2026-11-30`,
      paymentMethod: 12,
      relation: { name: 'Bol.com B.V.' },
      attachments: [{ fileName: `bol.com ${id}.pdf` }],
    })
    expect(purchase.lines).toMatchObject([{ account: 613_100, vatCode: 'D21IC', baseCents: 1694, vatCents: 0 }])
    expect(purchase.orderReference).toMatch(/^[A-Z2-7]{12}$/u)

    expect(entries).toHaveLength(1)
    const [entry] = entries as [Entry]
    expect([entry.number, entry.date]).toEqual([1, '2026-12-01'])
    expect(lineOf(entry)).toEqual([
      ['C', 0, -12_100],
      ['C', 0, -4840],
      ['S', 0, 1694],
      ['A', 499_100, 15_246],
    ])
    const references = new Set(entry.entryLines?.map((line) => line.reference))
    expect([...references]).toEqual([expect.stringMatching(new RegExp(`^[A-Z2-7]{12} ${id}$`, 'u'))])
    const names = new Map((await shop.relations()).map((relation) => [relation.id, relation.name]))
    expect(entry.entryLines?.map((line) => names.get(line.relationId) ?? null)).toEqual([
      'bol.com particulieren BE',
      'bol.com particulieren NL',
      'Bol.com B.V.',
      null,
    ])

    const found = await shop.shown(id)
    expect(found.documents).toMatchObject([
      { kind: 'purchase', state: 'confirmed', journal: 'A2', number: 1, amountCents: 1694, pdf: 'attached' },
      { kind: 'clearing', state: 'confirmed', journal: 'D2', number: 1 },
    ])
    expect(await shop.codes()).toEqual([])
    expect(await shop.violations()).toEqual([])
  })

  it('nothing more is posted by a hundred more looks', async () => {
    await settledMonth()
    await shop.sync()
    for (let nth = 0; nth < 5; nth += 1) await shop.later(day)
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([1, 1])
    expect(await shop.codes()).toEqual([])
  })

  it('nothing is posted before a person said so: it is shown', async () => {
    await shop.change({ booking: { startDate: '2026-11-20' }, settlement: { ...posting, active: false } })
    const { id } = await settledMonth()
    await shop.sync()
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([0, 0])
    const found = await shop.shown(id)
    expect(found).toMatchObject({ purchase: { amountCents: 1694 }, documents: [], state: 'closed' })
    await shop.change({ booking: { startDate: '2026-11-20' }, settlement: posting })
    await shop.sync()
    expect((await shop.shown(id)).documents).toHaveLength(2)
  })

  it('negative costs are a credit note, with its signs', async () => {
    const order = await shop.saleOf(12_100)
    await shop.goTo('2026-12-01T09:00:00+01:00')
    const back = { type: 'CORRECTION_COMMISSION', category: 'K', percent: 0, amount: -20, order }
    const id = await shop.issue({ lines: [...sold(order, 121), back] })
    await shop.sync()
    const { purchases, entries } = await stands()
    expect(purchases).toMatchObject([{ amountCents: -790, lines: [{ baseCents: 1210 }, { baseCents: -2000 }] }])
    expect(lineOf(entries[0])).toEqual([
      ['C', 0, -12_100],
      ['S', 0, -790],
      ['A', 499_100, 12_890],
    ])
    expect(await statesOf(id)).toEqual(['booked', 'booked'])
  })

  it('the next one follows once the first was read back on its right side', async () => {
    const { orders } = await settledMonth()
    await shop.sync()
    await shop.goTo('2027-01-01T09:00:00+01:00')
    const second = await shop.issue({ ...december, lines: sold(orders[0] as string, 0.5) })
    await shop.sync()
    expect((await shop.shown(second)).documents.map(({ kind, number }) => [kind, number])).toEqual([
      ['purchase', 1],
      ['clearing', 1],
    ])
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([2, 2])
  })
})

describe('bol.com as a supplier', () => {
  const supplier = (fields: object) =>
    shop.byHand({
      action: 'addRelation',
      fields: { name: 'bol', currencyCode: 'EUR', client: false, supplier: true, ...fields },
    })

  it.each([
    ['the printed number, however it is written', 'NL 8204.71.616 B01'],
    ['another number of bol.com', 'BE0824.148.721'],
  ])('is found by %s, and never made a second time', async (_, vatNr) => {
    await supplier({ vatNr })
    const { id } = await settledMonth()
    await shop.sync()
    const [purchase] = await shop.journal('A2')
    expect(purchase).toMatchObject({ reference: id, relation: { name: 'bol' } })
    expect((await shop.relations()).filter(({ madeBy, supplier: is }) => is && madeBy === 'api')).toEqual([])
    expect(await shop.codes()).toEqual([])
  })

  it('is not booked on while it is only a customer: a person is asked', async () => {
    await supplier({ vatNr: 'NL820471616B01', client: true, supplier: false })
    await settledMonth()
    await shop.sync()
    expect((await stands()).purchases).toEqual([])
    expect(await shop.codes()).toEqual(['AANK-INSTELLING'])
    const found = (await shop.relations()).find(({ vatNr }) => vatNr === 'NL820471616B01')
    await shop.byHand({ action: 'changeRelation', relation: found?.id, fields: { supplier: true } })
    await shop.later(2 * hour)
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([1, 1])
    expect(await shop.codes()).toEqual([])
  })

  it('is not chosen among two', async () => {
    await supplier({ vatNr: 'NL820471616B01' })
    await supplier({ vatNr: 'NL820471616B01', name: 'bol twee' })
    await settledMonth()
    await shop.sync()
    expect((await stands()).purchases).toEqual([])
    expect(await shop.codes()).toEqual(['REL-DUBBEL'])
  })
})

describe('the bookkeeper booked the invoice herself', () => {
  const byHand = (change: object) =>
    shop.byHand({
      action: 'book',
      journal: 'A1',
      date: '2026-12-01',
      account: 613_100,
      vatCode: 'D21IC',
      relation: 1,
      ...change,
    })
  const verdict = async (id: string, wanted: 'leave' | 'bookAgain'): Promise<void> => {
    const [document] = (await shop.shown(id)).documents
    const { kind } = await decideDocument(shop.ports, shop.tenantId, {
      documentId: document?.id ?? '',
      verdict: wanted,
      by: 'test',
    })
    expect(kind).toBe('done')
  }

  it('to the cent: it is linked, asked about once, and only what buyers paid is booked by us', async () => {
    const { id, orders } = await settledMonth()
    await byHand({ amountCents: 1694, reference: id })
    await shop.sync()
    expect((await stands()).purchases).toEqual([])
    expect((await shop.shown(id)).documents).toMatchObject([{ kind: 'purchase', state: 'foreign', pdf: 'none' }])
    expect(await shop.codes()).toEqual(['AANK-DUBBEL'])
    expect((await stands()).entries).toEqual([])

    await verdict(id, 'leave')
    await shop.sync()
    expect((await stands()).entries).toHaveLength(1)
    expect(await shop.codes()).toEqual([])

    await shop.goTo('2027-01-01T09:00:00+01:00')
    const second = await shop.issue({ ...december, lines: sold(orders[0] as string, 1) })
    await byHand({ amountCents: 10, comment: `Bol ${second}`, date: '2027-01-01', bookyear: 3 })
    await shop.sync()
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([0, 2])
    expect((await shop.codes()).filter((code) => code.startsWith('AANK'))).toEqual([])
  })

  it.each([
    ['at another amount', { amountCents: 1700, reference: '3990000000001' }],
    ['under another number, at the same amount', { amountCents: 1694, reference: 'F-12' }],
  ])('%s: nothing is booked before she says so', async (_, change) => {
    let relation = 1
    if (change.reference === 'F-12') {
      const fields = { name: 'bol', currencyCode: 'EUR', supplier: true, vatNr: 'NL820471616B01' }
      await shop.byHand({ action: 'addRelation', fields })
      relation = (await shop.relations()).find(({ name }) => name === 'bol')?.id ?? 0
    }
    const { id } = await settledMonth()
    await byHand({ ...change, relation })
    await shop.sync()
    await shop.later(day)
    const before = await stands()
    expect([before.purchases.length, before.entries.length]).toEqual([0, 0])
    expect(await shop.codes()).toEqual(['AANK-DUBBEL'])
    await verdict(id, 'bookAgain')
    await shop.sync()
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([1, 1])
    expect(await shop.codes()).toEqual([])
  })
})

describe('an answer that is lost', () => {
  it.each([
    [postPurchase, 'A2', 'loseAnswer'],
    [postPurchase, 'A2', '500afterCommit'],
    [postEntry, 'D2', 'loseAnswer'],
    [postEntry, 'D2', 'deliverTwice'],
    [postEntry, 'D2', '503afterCommit'],
  ])('%s in %s, %s: it stands there once', async (route, journal, kind) => {
    const { id } = await settledMonth()
    await shop.fails(route, kind)
    await shop.sync()
    for (const wait of [2, 5, 15, 60, 120]) await shop.later(wait * minute)
    expect(await shop.journal(journal)).toHaveLength(1)
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([1, 1])
    expect(await statesOf(id)).toEqual(['booked', 'booked'])
    expect(await shop.codes()).toEqual([])
  })

  it.each([
    ['A2', postPurchase],
    ['D2', postEntry],
  ])(
    'and the number is taken by a person in %s meanwhile: ours goes under the next one, once',
    async (journal, route) => {
      const { id } = await settledMonth()
      await shop.fails(route, 'loseRequest')
      await shop.sync()
      const lines = [
        { type: 'A', account: 499_000, amountCents: 100 },
        { type: 'A', account: 499_100, amountCents: -100 },
      ]
      await shop.byHand(
        journal === 'A2'
          ? {
              action: 'book',
              journal,
              relation: 1,
              account: 611_000,
              vatCode: 'D21',
              amountCents: 500,
              date: '2026-12-01',
            }
          : { action: 'bookEntry', journal, lines, date: '2026-12-01' },
      )
      for (const wait of [5, 15, 60, 60, 60]) await shop.later(wait * minute)
      const found = await shop.journal(journal)
      expect(found.map(({ number, madeBy }) => [number, madeBy])).toEqual([
        [1, 'bookkeeper'],
        [2, 'api'],
      ])
      expect(await statesOf(id)).toEqual(['booked', 'booked'])
      expect(await shop.codes()).toEqual([])
    },
  )

  it('a database that was lost finds its own documents, and books none of them again', async () => {
    await settledMonth()
    await shop.sync()
    const before = await stands()
    const { outside } = shop
    const again = await openSettledShop(posting, outside)
    await again.sync()
    await again.later(3 * hour)
    const after = await stands()
    expect(after.purchases).toEqual(before.purchases)
    expect(after.entries).toEqual(before.entries)
    await again.close()
  })
})

describe('what the ledger does not take', () => {
  it('the PDF with the booking: it goes without, and the PDF is added', async () => {
    await shop.outside.control('POST', '/octopus/settings', { attachmentsInBookings: false })
    const { id } = await settledMonth()
    await shop.sync()
    for (let nth = 0; nth < 3; nth += 1) await shop.later(hour)
    const [purchase] = await shop.journal('A2')
    expect(purchase?.attachments).toMatchObject([{ fileName: `bol.com ${id}.pdf` }])
    expect((await shop.shown(id)).documents).toMatchObject([{ number: 1, pdf: 'attached' }, { kind: 'clearing' }])
    expect(await shop.codes()).toEqual([])
  })

  it('an account that is not there: it waits with its number, and goes on once the account is made', async () => {
    await shop.byHand({ action: 'setAccount', bookyear: 2, account: 613_100, active: false })
    await settledMonth()
    await shop.sync()
    expect((await stands()).purchases).toEqual([])
    expect(await shop.codes()).toEqual(['AANK-INSTELLING'])
    await shop.byHand({ action: 'setAccount', bookyear: 2, account: 613_100, active: true })
    await shop.later(day)
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([1, 1])
    expect(await shop.codes()).toEqual([])
  })

  it('a closed period: the first open day, with the day of the invoice in its text', async () => {
    for (const journal of ['A2', 'D2'])
      await shop.byHand({ action: 'protectPeriod', bookyear: 2, journal, period: 202_612 })
    await settledMonth()
    await shop.sync()
    const { purchases, entries } = await stands()
    expect(purchases).toMatchObject([{ date: '2027-01-01', comment: expect.stringMatching(/ d\.d\. 2026-12-01$/u) }])
    expect(entries).toMatchObject([{ date: '2027-01-01' }])
  })
})

describe('what the first one of its kind shows', () => {
  const nextMonth = async (order: string): Promise<string> => {
    await shop.goTo('2027-01-01T09:00:00+01:00')
    const second = await shop.issue({ ...december, lines: sold(order, 1) })
    await shop.sync()
    return second
  }

  it('what does not show for hours is asked for again, and the next one waits for it', async () => {
    const { orders } = await settledMonth()
    await shop.fails('POST {d}/reports/accounts/history', '503', { times: 9999 })
    await shop.sync()
    for (let nth = 0; nth < 4; nth += 1) await shop.later(45 * minute)
    const second = await nextMonth(orders[0] as string)
    expect((await stands()).entries).toHaveLength(1)
    await shop.heal()
    for (let nth = 0; nth < 4; nth += 1) await shop.later(2 * hour)
    expect((await stands()).entries).toHaveLength(2)
    expect((await shop.shown(second)).documents.map(({ kind }) => kind)).toEqual(['purchase', 'clearing'])
  })

  it('an entry on the other side stops all that would follow', async () => {
    await shop.outside.control('POST', '/octopus/settings', { entrySign: 'creditPositive' })
    const { orders } = await settledMonth()
    await shop.sync()
    await nextMonth(orders[0] as string)
    await shop.later(day)
    const { purchases, entries } = await stands()
    expect([purchases.length, entries.length]).toEqual([2, 1])
    expect(await shop.codes()).toContain('UIT-TEKEN')
  })

  it('is read back also where it was found hours after it was sent', async () => {
    const { orders } = await settledMonth()
    await shop.fails(postPurchase, 'loseAnswer', { times: 1 })
    await shop.sync()
    // Nobody is there to look for it.
    await shop.later(6 * hour)
    await nextMonth(orders[0] as string)
    await shop.later(day)
    expect((await stands()).purchases.map(({ reference }) => reference)).toEqual([
      november.invoiceId,
      december.invoiceId,
    ])
  })

  it('VAT that is not reversed stops the next purchase; another code gives it a try', async () => {
    const with_ = (code: string) => ({ ...posting, purchaseVat: [{ role: 'reverseCharge', code }] })
    await shop.change({ booking: { startDate: '2026-11-20' }, settlement: with_('D00') })
    const { orders } = await settledMonth()
    await shop.sync()
    await nextMonth(orders[0] as string)
    expect((await stands()).purchases).toHaveLength(1)
    expect(await shop.codes()).toContain('AANK-VERLEGD')
    await shop.change({ booking: { startDate: '2026-11-20' }, settlement: with_('D21IC') })
    await shop.later(hour)
    const { purchases, entries } = await stands()
    expect(purchases.map(({ lines }) => lines[0]?.vatCode)).toEqual(['D00', 'D21IC'])
    expect(entries).toHaveLength(2)
    expect((await shop.codes()).filter((code) => code === 'AANK-VERLEGD')).toEqual([])
  })
})

it('an invoice that bol.com changes after it was booked is told, and never booked again by itself', async () => {
  const { id, orders } = await settledMonth()
  await shop.sync()
  await shop.issue({ lines: [...sold(orders[0] as string, 120), ...sold(orders[1] as string, 48.4)] })
  await shop.later(day + hour)
  expect(await shop.codes()).toContain('UIT-GEWIJZIGD')
  expect((await shop.shown(id)).problems).toContain('UIT-GEWIJZIGD')
  expect(await shop.answers({ invoiceId: id, leave: true })).toEqual({ done: true, faults: [] })
  expect(await shop.codes()).not.toContain('UIT-GEWIJZIGD')
  expect((await shop.answers({ invoiceId: id, leave: true })).done).toBe(false)
  await shop.later(7 * day)
  const { purchases, entries } = await stands()
  expect([purchases.length, entries.length]).toEqual([1, 1])
})

it('an advertising invoice is a purchase of its own with its term, and no entry', async () => {
  await shop.saleOf(12_100)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const ads = { type: 'SPONSORED_PRODUCTS', category: 'K', percent: 0, amount: 30.25 }
  const id = await shop.issue({ invoiceType: 'ADVERTISING_VIA_BOL', invoiceId: '4990000000001', lines: [ads] })
  await shop.sync()
  const { purchases, entries } = await stands()
  expect(purchases).toMatchObject([{ reference: id, amountCents: 3025, expiryDate: '2026-12-31', paymentMethod: 13 }])
  expect(entries).toEqual([])
  expect(await shop.shown(id)).toMatchObject({
    title: 'Advertentiefactuur 4990000000001: geboekt',
    // Before the first settlement of sales all of it is open.
    openAtBolCents: { BE: 12_100 },
  })
})

describe('what a person changes in the ledger afterwards', () => {
  /** Half a day later, as the workers do it. */
  async function watch(): Promise<void> {
    await shop.later(13 * hour)
    const context = await openConnection(shop.ports, shop)
    if (context === null || context.accounting === null) throw new Error('no ledger')
    await verifyDocuments(context, context.accounting)
    await watchLedger(context, context.accounting)
  }
  const states = async (id: string): Promise<string[]> => (await shop.shown(id)).documents.map(({ state }) => state)

  it.each([
    ['A2', ['deletedInLedger', 'verified']],
    ['D2', ['verified', 'deletedInLedger']],
  ])('removed from %s: it is seen, told, and never booked again by itself', async (journal, expected) => {
    const { id } = await settledMonth()
    await shop.sync()
    await watch()
    expect(await states(id)).toEqual(['verified', 'verified'])
    await shop.byHand({ action: 'delete', bookyear: 2, journal, number: 1 })
    await watch()
    await watch()
    expect(await states(id)).toEqual(expected)
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect(await shop.journal(journal)).toEqual([])
    expect(await shop.codes()).toEqual(['OCT-VERWIJDERD'])
  })

  it('changed at bol.com, removed by hand and booked again: what stands there is the new one, to 0,00', async () => {
    const { id, orders } = await settledMonth()
    await shop.sync()
    await watch()
    await shop.issue({ lines: [...sold(orders[0] as string, 120), ...sold(orders[1] as string, 48.4)] })
    await shop.later(day + hour)
    expect(await shop.codes()).toContain('UIT-GEWIJZIGD')
    await shop.byHand({ action: 'delete', bookyear: 2, journal: 'A2', number: 1 })
    await shop.byHand({ action: 'delete', bookyear: 2, journal: 'D2', number: 1 })
    await watch()
    await watch()
    expect(await states(id)).toEqual(['deletedInLedger', 'deletedInLedger'])
    for (const { id: documentId } of (await shop.shown(id)).documents) {
      const decided = await decideDocument(shop.ports, shop.tenantId, { documentId, verdict: 'bookAgain', by: 'test' })
      expect(decided.kind).toBe('done')
    }
    for (let nth = 0; nth < 6; nth += 1) await shop.later(hour)
    expect(await statesOf(id)).toEqual(['booked', 'booked'])
    const { purchases, entries } = await stands()
    expect(purchases).toMatchObject([{ amountCents: 1684 }])
    expect(lineOf(entries[0])).toContainEqual(['A', 499_100, 15_156])
    const codes = await shop.codes()
    expect(codes).not.toContain('UIT-GEWIJZIGD')
    expect(codes).not.toContain('OCT-VERWIJDERD')
  })

  it('another amount: it is seen and told', async () => {
    const { id } = await settledMonth()
    await shop.sync()
    await watch()
    await shop.byHand({ action: 'change', bookyear: 2, journal: 'A2', number: 1, amountCents: 1700 })
    await watch()
    expect(await states(id)).toEqual(['changed', 'verified'])
    expect(await shop.codes()).toEqual(['OCT-ANDERS'])
    expect(await shop.journal('A2')).toHaveLength(1)
  })
})
