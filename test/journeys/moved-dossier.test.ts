/** The connection goes to another dossier, as when a sole trader becomes a company: what stands in the old one is credited there, by a person. */
import { afterEach, expect, it } from 'vitest'
import { decideReturn } from '../../src/app/decide/decide-return.ts'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000

let shop: Inside
afterEach(() => shop.close())

/** Sold, shipped and booked in the old dossier; then the connection keeps the new one. */
async function soldAndMoved(consumers: 'central' | 'perBuyer', on = 'order'): Promise<string> {
  const booking = { startDate: '2026-11-22', on }
  shop = await openInside({ shops: 2, file: { booking, relations: { consumers } } })
  const order = await shop.place({ country: 'BE', items: [{ quantity: 2, unitCents: 1999 }] })
  await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
  await shop.sync()
  const [, second] = (shop.outside.access.shops ?? []) as { dossierId?: number }[]
  await shop.change({ booking, relations: { consumers }, octopus: { dossierId: second?.dossierId } })
  return order
}

const later = async (): Promise<void> => {
  await shop.outside.advance(hour)
  await shop.sync()
}
const documentsOf = async (order: string): Promise<number[]> =>
  (await shop.explain(order)).documents.map(({ amountCents }) => amountCents).toSorted((a, b) => b - a)

it.each(['central', 'perBuyer'] as const)(
  'a return of a sale in the old dossier is asked about, and credited in the new one only where a person says so (%s)',
  async (consumers) => {
    const order = await soldAndMoved(consumers)
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await later()
    const [problem, ...others] = await shop.problems()
    expect(problem).toMatchObject({ code: 'RET-ZONDER', params: { books: shop.outside.access.dossierId } })
    expect(others).toEqual([])
    expect(await documentsOf(order)).toEqual([3998])

    const word = { returnId: problem?.subject ?? '', choice: 'creditOnly', by: 'test' } as const
    expect(await decideReturn(shop.ports, shop.tenantId, word)).toEqual({ kind: 'done' })
    await later()
    expect(await documentsOf(order)).toEqual([3998, -1999])
    expect(await shop.problems()).toEqual([])
  },
)

it('what was cancelled before it was booked is no cancellation of a sale', async () => {
  const order = await soldAndMoved('central', 'shipment')
  await shop.act(order, 'cancel')
  await later()
  expect(await documentsOf(order)).toEqual([1999])
  expect(await shop.problems()).toEqual([])
})

it('a cancellation of a sale in the old dossier is told, and books nothing in the new one', async () => {
  const order = await soldAndMoved('central')
  await shop.act(order, 'cancel')
  await later()
  expect(await shop.problems()).toMatchObject([{ code: 'BOL-ANNUL', params: { books: shop.outside.access.dossierId } }])
  expect(await documentsOf(order)).toEqual([3998])
})

it('what was cancelled and credited in the old dossier is settled, whatever is read of its order later', async () => {
  const booking = { startDate: '2026-11-22', on: 'order' }
  shop = await openInside({ shops: 2, file: { booking } })
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1999 }] })
  await shop.sync()
  await shop.act(order, 'cancel')
  await later()
  expect(await documentsOf(order)).toEqual([1999, -1999])
  const [, second] = (shop.outside.access.shops ?? []) as { dossierId?: number }[]
  await shop.change({ booking, octopus: { dossierId: second?.dossierId } })
  await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order, reread: true })
  await later()
  expect(await documentsOf(order)).toEqual([1999, -1999])
  expect(await shop.problems()).toEqual([])
})
