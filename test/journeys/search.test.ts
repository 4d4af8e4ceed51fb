/** A seller finds an order by what is at hand: a piece of its number, or of an article in it, as it happens to be typed. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Order } from '../../src/domain/order/order.ts'
import { listOrders, listVatSumsOf, meaningsOf } from '../../src/app/show/list-orders.ts'
import { report } from '../../src/app/show/report.ts'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside

beforeEach(async () => {
  shop = await openInside({ now: '2026-11-24T10:00:00+01:00', file: { booking: { startDate: '2026-11-22' } } })
})
afterEach(() => shop.close())

type Wanted = Partial<Parameters<typeof listOrders>[2]>

const pageOf = (search: string, wanted: Wanted = {}) => {
  const filter = { connectionId: shop.connectionId, class: null, from: null, to: null, after: null, ...wanted }
  return listOrders(shop.ports, shop.tenantId, { ...filter, search })
}
const found = async (search: string, wanted: Wanted = {}): Promise<string[]> =>
  (await pageOf(search, wanted)).rows.map(({ orderId }) => orderId).toSorted()

it('by a part of its number, of a title, an EAN or a reference, in any case and without accents', async () => {
  const lamp = await shop.place({
    orderId: 'C0007KXQ3L',
    items: [{ ean: '8719327005217', title: 'Hoeklamp Crème, groot', reference: 'LAMP/XL-07' }],
  })
  const pair = await shop.place({
    orderId: 'A2K8290LP8',
    items: [
      { ean: '8719327005217', title: 'Hoeklamp Crème, groot', reference: 'LAMP/XL-07' },
      { ean: '4006381333931', title: 'Zitkussen van 100% wol' },
    ],
  })
  await shop.sync()
  for (const text of ['lamp', 'CREME', 'crème', 'hoekLAMP groot', 'groot hoek', '27005', '8719327005217', 'xl-07'])
    expect([text, await found(text)]).toEqual([text, [pair, lamp]])
  for (const text of ['zitkuss', '8290', 'lp8', '290lp', '100% wol', '3931'])
    expect([text, await found(text)]).toEqual([text, text === 'lp8' ? [] : [pair]])
  for (const text of ['7kxq', 'C0007', 'c0007kxq3l']) expect([text, await found(text)]).toEqual([text, [lamp]])
  // Words of two articles are no article, a sign of the pattern language is a sign, and the buyer is not searched.
  for (const text of ['hoeklamp wol', 'hoek%groot', 'hoek_amp', 'kx q3l', 'niets'])
    expect(await found(text)).toEqual([])
})

it('by what it holds now: what the shop tells anew counts, and other filters go on holding', async () => {
  const order = await shop.place({ country: 'BE', items: [{ title: 'Blauwe vaas' }] })
  const other = await shop.place({ country: 'BE', items: [{ title: 'Blauwe mok' }] })
  await shop.act(order, 'ship')
  await shop.sync()
  expect(await found('blauwe', { class: 'booked' })).toEqual([order])
  expect(await found('blauwe', { class: 'waiting' })).toEqual([other])
  expect(await found('blauwe', { from: '2026-11-25' })).toEqual([])
  const facts = await shop.ports.store
    .forTenant(shop.tenantId)
    .transaction(async (tx) => (await tx.orders.known(shop.connectionId, [order]))[0]?.order)
  await tell([{ ...(facts as Order), items: [{ ...(facts as Order).items[0]!, title: 'Groene vaas' }] }])
  expect(await found('groene')).toEqual([order])
  expect(await found('blauwe')).toEqual([other])
})

it('rows, sums and files agree on what was found', async () => {
  for (const title of ['Rode lamp', 'Rode lamp', 'Witte lamp']) {
    const order = await shop.place({ country: 'BE', items: [{ title, quantity: 1, unitCents: 1210 }] })
    await shop.act(order, 'ship')
  }
  await shop.sync()
  const orders = { connectionId: shop.connectionId, class: null, from: null, to: null, search: meaningsOf('RODE lamp') }
  const sums = await listVatSumsOf(shop.ports, shop.tenantId, orders)
  const range = { tenantIds: [shop.tenantId], connectionId: shop.connectionId, from: null, to: null, orders }
  const { rows } = await report(shop.ports, range)
  expect(await found('rode lamp')).toHaveLength(2)
  expect(sums.map(({ grossCents }) => grossCents)).toEqual([2420])
  expect(rows).toHaveLength(2)
})

it('thousands of orders of one article come newest first, page after page, and none twice', async () => {
  const order = await shop.place({ items: [{ title: 'Zeldzaam stuk' }] })
  await shop.sync()
  const facts = await shop.ports.store
    .forTenant(shop.tenantId)
    .transaction(async (tx) => (await tx.orders.known(shop.connectionId, [order]))[0]?.order)
  const copies = Array.from({ length: 2500 }, (_, n) => {
    const day = `2026-10-${String(1 + (n % 30)).padStart(2, '0')}`
    const [item] = (facts as Order).items
    const orderId = `X${String(n).padStart(5, '0')}`
    return { ...(facts as Order), orderId, placedOn: day, items: [{ ...item!, title: n % 10 ? 'Gewone mok' : 'Vaas' }] }
  })
  await tell(copies)
  // No end of a number is shorter than four characters, so three of them name articles only.
  expect(await found('X00')).toEqual([])
  for (const [text, count] of [
    ['X000', 100],
    ['stuk', 1],
    ['mok', 2250],
  ] as const) {
    const all: string[] = []
    let next: string | null = null
    do {
      const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(text, { after: next })
      all.push(...page.rows.map((row) => `${row.placedOn} ${row.orderId}`))
      next = page.next
    } while (next !== null)
    expect([text, all.length]).toEqual([text, count])
    expect(all).toEqual([...new Set(all)].toSorted().toReversed())
  }
})

/** As a page of the shop's list does. */
function tell(orders: Order[]): Promise<number> {
  const seenAt = Date.parse('2026-11-24T12:00:00+01:00')
  return shop.ports.store.forTenant(shop.tenantId).transaction((tx) =>
    tx.orders.saveSeen(
      shop.connectionId,
      orders.map((order) => ({
        orderId: order.orderId,
        placedAt: order.placedAt,
        placedOn: order.placedOn,
        seenAt,
        changedAt: seenAt,
        listHash: 'list',
        listedItems: [],
        wantsDetail: false,
        detailFailed: false,
        wantsShipments: false,
        version: { order, hash: JSON.stringify(order.items), buyerSealed: null, rawSealed: 'x' },
      })),
    ),
  )
}
