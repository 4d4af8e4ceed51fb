/** What waits for the bookkeeper goes on by itself once he has done his part, without anything new from the shop. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', closedPeriod: 'hold' } } })
})
afterAll(() => shop.close())

it('an order of a closed journal is booked after the journal is opened again', async () => {
  const bookkeeper = (action: string) =>
    shop.outside.control('POST', '/octopus/bookkeeper', {
      action,
      dossier: shop.outside.access.dossierId,
      bookyear: 2,
      journal: 'V5',
    })
  await bookkeeper('closeJournal')
  // Our copy of the dossier is read again after a while.
  await shop.outside.advance(21 * 3_600_000)
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  expect(await shop.sync()).toMatchObject({ orders: 1, blocked: 1, booked: 0 })
  await bookkeeper('reopenJournal')
  await shop.outside.advance(11 * 60_000)
  expect(await shop.sync()).toMatchObject({ orders: 1, blocked: 0, booked: 1 })
})

it('a journal that is renamed goes on under its key, also while orders wait for it', async () => {
  const dossier = shop.outside.access.dossierId
  const bookkeeper = (action: string, more: object = {}) =>
    shop.outside.control('POST', '/octopus/bookkeeper', { action, dossier, bookyear: 2, journal: 'V5', ...more })
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  await bookkeeper('changeJournal', { name: 'Verkopen webwinkels' })
  await shop.outside.advance(21 * 3_600_000)
  expect(await shop.sync()).toMatchObject({ blocked: 0, waiting: 0 })
  const later = await shop.place({ country: 'BE' })
  await shop.act(later, 'ship')
  await shop.outside.advance(3_600_000)
  expect(await shop.sync()).toMatchObject({ blocked: 0, waiting: 0 })
  const [first, second] = [await shop.entries(order), await shop.entries(later)]
  expect([...first, ...second].map(({ journal }) => journal)).toEqual(['V5', 'V5'])
  expect(await shop.problems()).toEqual([])
})
