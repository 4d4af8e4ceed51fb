/**
 * New Year in the books: the next book year is opened weeks before, on the day or weeks after, and the calls that Octopus allows a day stay
 * as few as they are. Each story reads the ledger, not our own tables.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'
import type { LedgerEntry } from '../support/outside.ts'

const hour = 3_600_000
const day = 24 * hour
/** Of a story of days: a run every four hours is what a seller's own schedule does. */
const storyMs = 300_000

let shop: Inside
afterEach(() => shop.close())

function bookkeeper(action: string, more: object = {}): Promise<unknown> {
  return shop.outside.control('POST', '/octopus/bookkeeper', { action, ...more })
}

/** The book year of 2027 is opened by hand, and nothing else of the dossier is opened by itself. */
async function open(at: string, file: { booking?: object } = {}): Promise<void> {
  const booking = { startDate: at.slice(0, 10), on: 'order', ...file.booking }
  shop = await openInside({ now: '2026-11-24T10:00:00+01:00', file: { ...file, booking } })
  await shop.outside.control('POST', '/octopus/settings', { autoBookyears: false })
  await shop.outside.advance(Date.parse(at) - Date.parse('2026-11-24T10:00:00+01:00'))
}

function accountCalls(list: number, modified: number): object {
  const accounts = 'GET /dossiers/{dossierId}/accounts'
  return { [accounts]: list, [`${accounts}/modified`]: modified }
}

/** An order and a run every four hours. @returns the orders, and how many were not booked in the run after they were placed */
async function sell(days: number): Promise<{ orders: string[]; late: number }> {
  const orders: string[] = []
  let late = 0
  for (let passed = 0; passed < days * 24; passed += 4) {
    orders.push(await shop.place({ country: 'BE' }))
    const done = await shop.sync()
    late += orders.length > 0 && done.waiting + done.blocked > 0 ? 1 : 0
    if (done.waiting > 0) expect(Date.parse(done.next ?? '')).toBeGreaterThan(await shop.ports.clock.now())
    await shop.outside.advance(4 * hour)
  }
  return { orders, late }
}

async function entriesOf(orders: string[]): Promise<LedgerEntry[][]> {
  const ledger = await shop.outside.ledger()
  return orders.map((order) => ledger.filter((entry) => entry.orderReference === order))
}

async function expectBookedOnce(orders: string[]): Promise<void> {
  expect((await entriesOf(orders)).map((entries) => entries.length)).toEqual(orders.map(() => 1))
  expect(await shop.violations()).toEqual([])
  expect(await shop.problems()).toEqual([])
}

describe('bookings', () => {
  it('opened weeks before: orders of the old year are booked as if nothing had happened', async () => {
    await open('2026-12-14T10:00:00+01:00')
    const before = await sell(1)
    await bookkeeper('addBookyear')
    const after = await sell(2)
    expect([before.late, after.late]).toEqual([0, 0])
    await expectBookedOnce([...before.orders, ...after.orders])
  }, 300_000)

  it(
    'opened on the day: the first order of the new year is booked in it, under the number 1',
    async () => {
      await open('2026-12-31T20:00:00+01:00')
      const before = await sell(1 / 6)
      await bookkeeper('addBookyear')
      const after = await sell(1)
      await expectBookedOnce([...before.orders, ...after.orders])
      expect(after.late).toBe(0)
      const entries = (await entriesOf(after.orders)).flat()
      expect(entries.map(({ year, number }) => `${year} ${number}`)).toEqual(
        after.orders.map((_, index) => `2027 ${index + 1}`),
      )
    },
    storyMs,
  )

  it(
    'opened weeks after: what waited for it says so, and is booked within hours of the opening',
    async () => {
      await open('2026-12-31T20:00:00+01:00')
      const last = await sell(1 / 6)
      const waiting = await sell(1)
      expect(await shop.sync()).toMatchObject({ booked: 1, blocked: waiting.orders.length })
      expect((await shop.problems()).map(({ code }) => code)).toContain('OCT-BOEKJAAR')
      await shop.outside.advance(14 * day)
      await bookkeeper('addBookyear')
      await shop.sync()
      await shop.outside.advance(4 * hour)
      await shop.sync()
      await expectBookedOnce([...last.orders, ...waiting.orders])
    },
    storyMs,
  )

  it(
    'three open years: the old one is still open in spring, and the next one is there before its time',
    async () => {
      await open('2026-12-31T12:00:00+01:00')
      await bookkeeper('addBookyear')
      await bookkeeper('addBookyear')
      const { orders, late } = await sell(2)
      expect(late).toBe(0)
      await expectBookedOnce(orders)
      const years = (await entriesOf(orders)).flat().map((entry) => entry.year)
      expect(years).toEqual([...Array(3).fill('2026'), ...Array(9).fill('2027')])
    },
    storyMs,
  )

  it(
    'three open years on the first day: what nobody told yet waits with a moment, and nothing else does',
    async () => {
      await open('2026-12-31T20:00:00+01:00')
      await bookkeeper('addBookyear')
      // Nothing of the new year is known, and both calls of the day for accounts are made by somebody else.
      await shop.outside.control('POST', '/octopus/settings', { limits: accountCalls(0, 0) })
      const last = await sell(1 / 6)
      await expectBookedOnce(last.orders)
      const order = await shop.place({ country: 'BE' })
      const done = await shop.sync()
      expect(done).toMatchObject({ booked: 1, waiting: 1, blocked: 0 })
      expect(Date.parse(done.next ?? '')).toBeGreaterThan(await shop.ports.clock.now())
      expect(await shop.explain(order)).toMatchObject({ state: 'waiting', problems: [{ code: 'OCT-LIMIET' }] })
      await shop.outside.control('POST', '/octopus/settings', { limits: accountCalls(2, 48) })
      await shop.outside.advance(Date.parse(done.next ?? '') - (await shop.ports.clock.now()) + 60_000)
      expect(await shop.sync()).toMatchObject({ booked: 2, waiting: 0 })
      await expectBookedOnce([...last.orders, order])
    },
    storyMs,
  )
})
