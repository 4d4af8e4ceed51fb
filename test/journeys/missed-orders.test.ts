/** Orders that bol.com's list of orders does not tell of: a shipment or a return does, and they are booked like any other. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkCompleteness, statementOf } from '../../src/app/capture/completeness.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
})
afterAll(() => shop.close())

async function hidden(where: 'lists' | 'everywhere'): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ ean: '8719000001017', quantity: 2, unitCents: 2_500 }] })
  await shop.act(order, 'hide', { where })
  await shop.act(order, 'ship')
  return order
}

async function prove(from: string, to: string) {
  const context = await openConnection(shop.ports, shop)
  const answer = context === null ? null : await checkCompleteness(context, { from, to })
  if (answer?.kind !== 'ok') throw new Error(JSON.stringify(answer))
  return answer.report
}

it('is fetched by its number when a shipment names it', async () => {
  await shop.sync()
  const order = await hidden('lists')
  await shop.passNight()
  const [entry] = await shop.entries(order)
  expect(entry).toMatchObject({ amountCents: 5_000 })
  expect((await shop.explain(order)).flags).not.toContain('REBUILT_FROM_SHIPMENT')
})

it('is rebuilt from its shipment when bol.com no longer gives it, once, and says so', async () => {
  const order = await hidden('everywhere')
  await shop.passNight()
  expect(await shop.entries(order)).toMatchObject([{ amountCents: 5_000 }])
  expect((await shop.explain(order)).flags).toContain('REBUILT_FROM_SHIPMENT')
  expect((await shop.problems()).filter((problem) => problem.code === 'BOL-GEMIST')).toMatchObject([{ orderId: order }])
  // bol.com gives it again: the same order, and nothing is booked a second time.
  await shop.act(order, 'hide', { where: 'nowhere' })
  await shop.passNight()
  expect(await shop.entries(order)).toHaveLength(1)
})

it('is fetched when only a return names it, and sale and credit are both booked', async () => {
  const order = await hidden('lists')
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 1, handlingResult: 'RETURN_RECEIVED' })
  await shop.outside.advance(hour)
  await shop.sync()
  await shop.outside.advance(hour)
  await shop.sync()
  expect((await shop.entries(order)).map((entry) => entry.amountCents).toSorted((a, b) => a - b)).toEqual([
    -2_500, 5_000,
  ])
})

it('shows in the proof of completeness as missed, is read at once, and the next proof has none', async () => {
  const order = await hidden('lists')
  const first = await prove('2026-11-24', '2026-11-30')
  expect(first.missing).toEqual([{ order, source: 'shipments', id: expect.any(String) as string }])
  expect(statementOf(first)).toBe('1 bestelling gemist van 24/11/2026 tot en met 30/11/2026.')
  await shop.sync()
  const second = await prove('2026-11-24', '2026-11-30')
  expect(statementOf(second)).toBe('0 bestellingen gemist van 24/11/2026 tot en met 30/11/2026.')
  expect(second.counts).toEqual({ orders: 4, booked: 4, waiting: 0, blocked: 0, skipped: 0 })
})

it('a time without polls is told with the moment at which it was made up for', async () => {
  await shop.outside.advance(30 * hour)
  await shop.sync()
  const report = await prove('2026-11-24', '2026-11-30')
  const long = report.gaps.filter((gap) => gap.until - gap.from > 29 * hour)
  expect(long).toHaveLength(1)
  expect(long[0]?.closedAt).toBeGreaterThanOrEqual(long[0]?.until ?? 0)
})

it('that bol.com asks to wait with is waited for, and that is told', async () => {
  const order = await hidden('lists')
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 1, handlingResult: 'RETURN_RECEIVED' })
  await shop.outside.advance(hour)
  const settings = { retryAfter: '7200' }
  await shop.outside.control('POST', '/faults', [
    { api: 'bol', route: 'GET /retailer/orders/{id}', kind: '503', times: 1000, settings },
  ])
  const { next } = await shop.sync()
  const now = await shop.ports.clock.now()
  expect(Date.parse(next ?? '')).toBeGreaterThanOrEqual(now + 2 * hour - 60_000)
  expect((await shop.problems()).map(({ code }) => code)).toContain('BOL-STORING')
  await shop.outside.control('DELETE', '/faults')
  await shop.outside.advance(2 * hour)
  await shop.sync()
  expect(await shop.entries(order)).not.toEqual([])
  expect((await shop.problems()).map(({ code }) => code)).not.toContain('BOL-STORING')
})
