/**
 * Sales of last year and what becomes of them in the new one: in which book year, under which number, in each way of booking. A book year
 * that is closed for good takes nothing more. Each story reads the ledger, not our own tables.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'
import type { LedgerEntry } from '../support/outside.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const storyMs = 300_000
const start = '2026-12-28T10:00:00+01:00'

let shop: Inside
afterEach(() => shop.close())

function bookkeeper(action: string, more: object = {}): Promise<unknown> {
  return shop.outside.control('POST', '/octopus/bookkeeper', { action, ...more })
}

async function open(booking: object, vat: object = {}): Promise<void> {
  shop = await openInside({ now: start, file: { booking: { startDate: '2026-12-27', ...booking }, vat } })
  await shop.outside.control('POST', '/octopus/settings', { autoBookyears: false })
}

async function shipped(spec: object = { country: 'BE' }): Promise<string> {
  const order = await shop.place(spec)
  await shop.act(order, 'ship')
  return order
}

async function goOn(days: number): Promise<void> {
  for (let passed = 0; passed < days * 24; passed += 8) {
    await shop.outside.advance(8 * hour)
    await shop.sync()
  }
}

/** Documents that we made, in the order of the ledger. */
async function ours(): Promise<LedgerEntry[]> {
  return (await shop.outside.ledger()).filter((entry) => entry.madeBy === 'api')
}

const placeOf = ({ year, number, date, amountCents }: LedgerEntry) => `${year}/${number} ${date} ${amountCents}`

async function expectNothingLeft(): Promise<void> {
  expect(await shop.violations()).toEqual([])
  expect(await shop.problems()).toEqual([])
}

describe.each([
  ['bookings', {}, []],
  ['invoices', { target: 'invoices' }, []],
  ['totals of days', { consumers: 'perDay' }, ['next morning']],
])('%s', (_, booking, collected) => {
  const settled = async (): Promise<void> => {
    if (collected.length > 0) await goOn(1)
    else await shop.sync()
  }

  it(
    'a sale of December that comes back in January is credited in the new year, as its first document',
    async () => {
      await open(booking)
      const order = await shipped()
      await shop.sync()
      await goOn(1)
      await bookkeeper('addBookyear')
      await goOn(5)
      await shop.act(order, 'return', { handledAfterMinutes: 0 })
      await shop.outside.advance(minute)
      await settled()
      const [sale, credit, ...more] = await ours()
      expect([sale, credit].map((entry) => placeOf(entry as LedgerEntry))).toEqual([
        `2026/1 2026-12-28 ${sale?.amountCents}`,
        `2027/1 2027-01-03 ${-(sale?.amountCents ?? 0)}`,
      ])
      expect(more).toEqual([])
      expect(credit?.lines.map((line) => line.vatCode)).toEqual(sale?.lines.map((line) => line.vatCode))
      await expectNothingLeft()
    },
    storyMs,
  )

  it(
    'a sale on each side of midnight is booked in its own year',
    async () => {
      await open(booking)
      await bookkeeper('addBookyear')
      await goOn(3)
      await shop.outside.advance(Date.parse('2026-12-31T23:50:00+01:00') - Date.parse(start) - 3 * day)
      await shipped({ country: 'BE', items: [{ unitCents: 1210 }] })
      await shop.outside.advance(20 * minute)
      await shipped({ country: 'BE', items: [{ unitCents: 2420 }] })
      await shop.sync()
      if (collected.length > 0) await goOn(2)
      expect((await ours()).map(placeOf)).toEqual(['2026/1 2026-12-31 1210', '2027/1 2027-01-01 2420'])
      await expectNothingLeft()
    },
    storyMs,
  )

  it(
    'a year that is closed for good: what comes back is credited in the year that is open',
    async () => {
      await open(booking)
      const order = await shipped()
      await shop.sync()
      await goOn(1)
      await bookkeeper('addBookyear')
      await goOn(7)
      await bookkeeper('closeBookyear', { bookyear: 2 })
      await goOn(2)
      await shop.act(order, 'return', { handledAfterMinutes: 0 })
      await shop.outside.advance(minute)
      await settled()
      const entries = await ours()
      expect(entries.map(placeOf).slice(1)).toEqual([`2027/1 2027-01-07 ${-(entries[0]?.amountCents ?? 0)}`])
      await expectNothingLeft()
    },
    storyMs,
  )

  it(
    'a year that is closed for good: a sale of its last days that is told late goes to the first open day, and says so',
    async () => {
      await open({ ...booking, closedPeriod: 'firstOpen' })
      await bookkeeper('addBookyear')
      const order = await shop.place({ country: 'BE', items: [{ unitCents: 1500 }] })
      await shop.sync()
      await shop.act(order, 'ship')
      // Nobody runs anything from before the parcel left until the year is closed.
      await shop.outside.advance(6 * day)
      await bookkeeper('closeBookyear', { bookyear: 2 })
      await goOn(3)
      expect((await ours()).map(placeOf)).toEqual(['2027/1 2027-01-01 1500'])
      expect((await ours())[0]?.comment).toContain('2026-12-28')
      await expectNothingLeft()
    },
    storyMs,
  )
})
