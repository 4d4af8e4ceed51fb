/** The first day of a connection is moved: days that come to it are read, what was booked of days that leave it stays. */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const day = 24 * 60 * minute

let shop: Inside

afterEach(() => shop.close())

async function sold(placedAt: string, unitCents: number): Promise<string> {
  const order = await shop.place({ country: 'BE', placedAt, items: [{ quantity: 1, unitCents }] })
  await shop.act(order, 'ship', { at: placedAt.replace('T10', 'T15') })
  return order
}

async function amounts(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.amountCents)
}

it('moved earlier: the added days are read, with what was cancelled then; moved back: nothing is booked twice', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  const old = await sold('2026-11-10T10:00:00+01:00', 1100)
  const cancelled = await shop.place({ country: 'BE', placedAt: '2026-11-11T10:00:00+01:00' })
  await shop.act(cancelled, 'cancel', { at: '2026-11-12T10:00:00+01:00' })
  const returned = await sold('2026-11-12T10:00:00+01:00', 1200)
  await shop.act(returned, 'return', { at: '2026-11-18T10:00:00+01:00', handledAfterMinutes: 0 })
  const own = await sold('2026-11-23T10:00:00+01:00', 2300)
  expect(await shop.sync()).toMatchObject({ orders: 1, booked: 1 })
  await shop.outside.advance(40 * minute)
  await shop.sync()

  await shop.change({ booking: { startDate: '2026-11-08' } })
  expect(await shop.sync()).toMatchObject({ orders: 4, booked: 3, credited: 1, skipped: 1, waiting: 0 })
  expect(await amounts(old)).toEqual([1100])
  expect(await amounts(returned)).toEqual([1200, -1200])
  expect(await shop.explain(cancelled)).toMatchObject({ state: 'skipped' })

  await shop.change({ booking: { startDate: '2026-11-22' } })
  await shop.outside.advance(40 * minute)
  expect(await shop.sync()).toMatchObject({ orders: 1, booked: 1 })
  await shop.act(old, 'return', { handledAfterMinutes: 0 })
  await shop.outside.advance(40 * minute)
  await shop.sync()
  expect(await amounts(old)).toEqual([1100, -1100])
  expect(await amounts(own)).toEqual([2300])
  expect(await shop.violations()).toEqual([])
})

it('moved later: what was not booked yet of the days before is left out, and comes back with them', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-08' } } })
  const waiting = await shop.place({
    country: 'BE',
    placedAt: '2026-11-20T10:00:00+01:00',
    items: [{ quantity: 1, unitCents: 700 }],
  })
  const booked = await sold('2026-11-21T10:00:00+01:00', 900)
  expect(await shop.sync()).toMatchObject({ orders: 2, booked: 1, waiting: 1 })

  await shop.change({ booking: { startDate: '2026-11-22' } })
  await shop.act(waiting, 'ship')
  await shop.outside.advance(40 * minute)
  expect(await shop.sync()).toMatchObject({ orders: 0, waiting: 0 })
  expect(await amounts(waiting)).toEqual([])
  expect((await shop.explain(waiting)).state).toBe('skipped')
  expect(await amounts(booked)).toEqual([900])

  await shop.outside.advance(day)
  await shop.change({ booking: { startDate: '2026-11-15' } })
  expect(await shop.sync()).toMatchObject({ orders: 2, booked: 2 })
  expect(await amounts(waiting)).toEqual([700])
  expect(await amounts(booked)).toEqual([900])
})
