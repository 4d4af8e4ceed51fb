/** What happens to a sale after it was booked, as a seller lives it. Each story reads the ledger, not our own tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { skipOrder } from '../../src/app/decide/skip.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let shop: Inside

describe('a shop that books on shipment', () => {
  beforeAll(async () => {
    shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  })
  afterAll(() => shop.close())

  it('three mugs come back one by one: three credits, together exactly the sale', async () => {
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 999 }] })
    await shop.act(order, 'ship')
    await shop.sync()
    const [sale] = await shop.entries(order)
    expect(sale).toMatchObject({ amountCents: 2997, comment: `bol.com ${order}` })
    for (let times = 0; times < 3; times += 1) {
      await shop.outside.advance(day)
      await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
      await shop.outside.advance(minute)
      expect(await shop.sync()).toMatchObject({ booked: 1, credited: 1, blocked: 0 })
    }
    const [, ...credits] = await shop.entries(order)
    const comment = `bol.com ${order} credit V5 ${sale?.number}`
    expect(credits.map((entry) => [entry.amountCents, entry.date, entry.comment])).toEqual([
      [-999, '2026-11-25', comment],
      [-999, '2026-11-26', comment],
      [-999, '2026-11-27', comment],
    ])
    expect(credits.flatMap((entry) => entry.lines.map((line) => line.vatCents))).toEqual([-173, -174, -173])
    expect(credits.every((entry) => entry.relation.id === sale?.relation.id)).toBe(true)
    const { rows, totals } = await shop.report()
    expect(rows.filter((row) => row.order === order).map((row) => row.grossCents)).toEqual([2997, -999, -999, -999])
    expect(totals).toMatchObject([{ month: '2026-11', grossCents: 0, vatCents: 0 }])
  })

  it('an hour in which nothing happens costs three calls to bol.com and none to Octopus', async () => {
    await shop.outside.advance(30 * minute)
    const idle = await shop.sync()
    expect(idle.calls.bol).toBeLessThanOrEqual(3)
    expect(idle.calls.octopus).toBe(0)
  })

  it('a return that pays nothing back makes nothing, and says so', async () => {
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
    await shop.sync()
    await shop.outside.advance(day)
    await shop.act(order, 'return', { handledAfterMinutes: 0, handlingResult: 'REPAIR_PRODUCT' })
    await shop.outside.advance(minute)
    await shop.sync()
    expect(await shop.entries(order)).toHaveLength(1)
    const why = await shop.explain(order)
    expect(why.state).toBe('booked')
    expect(why.flags).toContain('RETURN_NOT_REFUNDED')
  })

  it('a return that comes before its sale is booked waits for it: sale first, then its credit', async () => {
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    await shop.outside.advance(2 * hour)
    await shop.sync()
    const entries = await shop.entries(order)
    expect(entries.map((entry) => Math.sign(entry.amountCents))).toEqual([1, -1])
    expect((entries[0]?.number ?? 0) < (entries[1]?.number ?? 0)).toBe(true)
  })

  it('a return of an order from before the start date is asked about, and books nothing', async () => {
    const order = await shop.place({ country: 'BE', placedAt: '2026-11-10T10:00:00+01:00' })
    await shop.act(order, 'ship', { at: '2026-11-11T10:00:00+01:00' })
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    await shop.outside.advance(2 * hour)
    await shop.sync()
    expect(await shop.entries(order)).toEqual([])
    expect(await shop.problems()).toMatchObject([{ code: 'RET-ZONDER', orderId: order }])
  })

  it('a price that is lowered after booking is credited, one that is raised is booked beside the sale', async () => {
    const order = await shop.place({ country: 'NL', items: [{ quantity: 2, unitCents: 1500 }] })
    await shop.act(order, 'ship')
    await shop.sync()
    for (const unitCents of [1200, 1400]) {
      await shop.outside.advance(hour)
      await shop.act(order, 'price', { unitCents })
      await shop.outside.advance(minute)
      await shop.sync()
    }
    const entries = await shop.entries(order)
    const number = entries[0]?.number
    expect(entries.map((entry) => [entry.amountCents, entry.comment])).toEqual([
      [3000, `bol.com ${order}`],
      [-600, `bol.com ${order} credit V5 ${number}`],
      [400, `bol.com ${order} correctie V5 ${number}`],
    ])
    expect(entries.map((entry) => entry.lines[0]?.vatCode)).toEqual(['NL21', 'NL21', 'NL21'])
  })

  it('nothing broke a rule of either side', async () => {
    expect(await shop.violations()).toEqual([])
  })
})

describe('a shop that books on order', () => {
  beforeAll(async () => {
    shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order', cancellations: 'approve' } } })
  })
  afterAll(() => shop.close())

  it('a request to cancel changes nothing', async () => {
    const order = await shop.place({ country: 'BE' })
    await shop.sync()
    await shop.act(order, 'cancel', { requestOnly: true })
    await shop.outside.advance(10 * minute)
    await shop.sync()
    expect(await shop.entries(order)).toHaveLength(1)
  })

  it('what is cancelled before booking is not booked', async () => {
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1000 }] })
    await shop.act(order, 'cancel', { items: [{ item: 0, quantity: 1 }] })
    await shop.outside.advance(minute)
    await shop.sync()
    expect((await shop.entries(order)).map((entry) => entry.amountCents)).toEqual([2000])
  })

  it('what is cancelled after booking waits for approval, and is credited when it is given', async () => {
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1000 }] })
    await shop.sync()
    await shop.act(order, 'cancel', { items: [{ item: 0, quantity: 1 }] })
    await shop.outside.advance(10 * minute)
    expect(await shop.sync()).toMatchObject({ waiting: 1 })
    expect(await shop.entries(order)).toHaveLength(1)
    expect(await shop.problems()).toMatchObject([{ code: 'SYS-GOEDKEUREN', orderId: order }])
    expect(await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order })).toMatchObject({
      taken: 1,
    })
    expect(await shop.sync()).toMatchObject({ credited: 1, waiting: 0 })
    expect((await shop.entries(order)).map((entry) => entry.amountCents)).toEqual([3000, -1000])
    expect(await shop.problems()).toEqual([])
  })

  it('a credit that is not wanted is skipped, and stays away', async () => {
    const order = await shop.place({ country: 'BE' })
    await shop.sync()
    await shop.act(order, 'cancel')
    await shop.outside.advance(10 * minute)
    await shop.sync()
    expect(
      await skipOrder(shop.ports, shop.tenantId, null, { orderId: order, reason: 'met de hand gecrediteerd' }),
    ).toEqual({ done: true, faults: [] })
    await shop.outside.advance(hour)
    await shop.sync()
    expect(await shop.entries(order)).toHaveLength(1)
    expect((await shop.explain(order)).state).toBe('booked')
    expect(await shop.problems()).toEqual([])
  })

  it('nothing broke a rule of either side', async () => {
    expect(await shop.violations()).toEqual([])
  })
})
