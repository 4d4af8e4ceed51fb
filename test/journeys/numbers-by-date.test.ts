/** Documents that are ready together take their numbers in the order of their dates, whenever their sales were placed. */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

afterEach(() => shop.close())

it('a parcel that left late is numbered after the sales of the days before it', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'shipment' } } })
  const slow = await shop.place({ country: 'BE' })
  await shop.outside.advance(hour)
  const quick = await shop.place({ country: 'BE' })
  await shop.act(quick, 'ship')
  await shop.outside.advance(30 * hour)
  await shop.act(slow, 'ship')
  await shop.sync()

  const entries = [...(await shop.entries(quick)), ...(await shop.entries(slow))]
  expect(entries.map(({ number, date }) => [number, date])).toEqual([
    [1, '2026-11-24'],
    [2, '2026-11-25'],
  ])
})
