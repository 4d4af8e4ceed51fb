/**
 * A quarter of a shop: most orders handled within minutes, bol.com's own stock, parcels in parts, cancelled before and after booking,
 * returns; either side silent for days, and a week without the product. At the end the proof of completeness has no order missed, and
 * the ledger is what the shop's world says, to the cent. A small one in every run; the whole one before a release:
 *
 *   QUARTER_ORDERS=3000 QUARTER_DAYS=90 ./tentakel test test/journeys/quarter.test.ts
 */
import { draws } from '../support/long-runs.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkCompleteness, statementOf } from '../../src/app/capture/completeness.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { openInside, type Inside } from '../support/inside.ts'

const orders = Number(process.env['QUARTER_ORDERS'] ?? 40)
const days = Number(process.env['QUARTER_DAYS'] ?? 4)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.parse('2026-08-20T08:00:00+02:00')
const whole = days >= 60
const silence = whole ? 60 * hour : 12 * hour
const everyMs = 3 * hour
const chance = draws(11)
let shop: Inside

beforeAll(async () => {
  shop = await openInside({
    now: new Date(start).toISOString(),
    file: {
      seller: { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } },
      booking: { startDate: '2026-08-20', on: 'order' },
      vat: { products: [], codes: ['21 DOMESTIC BE', 'NL21 OSS NL', 'NL21 LOCAL_FOREIGN_VAT NL'].map(codeOf) },
    },
  })
  await shop.outside.control('POST', '/settings', { bol: { limits: 'none' } })
})
afterAll(() => shop.close())

function codeOf(text: string): object {
  const [code, treatment, country] = text.split(' ')
  return { code, treatment, country, rate: 21, account: 700000 }
}

const iso = (at: number): string => new Date(at).toISOString()

/** One order with all that becomes of it, told beforehand; bol.com shows each step at its time. */
async function tell(placedAt: number): Promise<void> {
  const quantity = 1 + Math.floor(chance() * 4)
  const fulfilment = chance() < 0.3 ? 'FBB' : 'FBR'
  const order = await shop.place({
    country: fulfilment === 'FBR' && chance() < 0.5 ? 'BE' : 'NL',
    placedAt: iso(placedAt),
    items: [{ quantity, unitCents: 199 + Math.floor(chance() * 9_000), fulfilment }],
  })
  const fate = chance()
  // Before anybody can have seen it, or hours later, when it is booked.
  if (fate < 0.05) return void (await shop.act(order, 'cancel', { at: iso(placedAt + minute) }))
  if (fate < 0.08) {
    const some = Math.max(1, Math.floor(quantity / 2))
    await shop.act(order, 'cancel', { at: iso(placedAt + 9 * hour), items: [{ item: 0, quantity: some }] })
    if (some < quantity) await shop.act(order, 'ship', { at: iso(placedAt + 10 * hour) })
    return
  }
  let shippedAt = placedAt + (chance() < 0.6 ? 2 + chance() * 8 : 60 + chance() * 2_800) * minute
  if (quantity > 1 && chance() < 0.1) {
    await shop.act(order, 'ship', { at: iso(shippedAt), items: [{ item: 0, quantity: 1 }] })
    shippedAt += 20 * hour
  }
  await shop.act(order, 'ship', { at: iso(shippedAt) })
  if (chance() >= 0.25) return
  await shop.act(order, 'return', {
    at: iso(shippedAt + (1 + chance() * 3) * day),
    quantity: 1 + Math.floor(chance() * quantity),
    handledAfterMinutes: 60 + chance() * 1_000,
    handlingResult: chance() < 0.9 ? 'RETURN_RECEIVED' : 'RETURN_DOES_NOT_MEET_CONDITIONS',
  })
}

/** Who is silent when: each side twice where there is time, and a stretch without the product. */
function plan(): { from: number; until: number; what: 'bol' | 'octopus' | 'nobody' }[] {
  const at = (share: number): number => start + share * days * day
  const away = whole ? 7 * day : day
  const all = [
    { from: at(0.15), until: at(0.15) + silence, what: 'bol' as const },
    { from: at(0.4), until: at(0.4) + silence, what: 'octopus' as const },
    { from: at(0.6), until: at(0.6) + away, what: 'nobody' as const },
  ]
  if (!whole) return all
  const second = [
    { from: at(0.27), until: at(0.27) + silence, what: 'octopus' as const },
    { from: at(0.8), until: at(0.8) + silence, what: 'bol' as const },
  ]
  return [...all, ...second]
}

async function live(): Promise<void> {
  const end = start + (days + 8) * day
  let silent: string | null = null
  let lastInSilence = 0
  for (let now = start; now < end; now += everyMs) {
    await shop.outside.control('POST', '/clock', { now: iso(now) })
    const today = plan().find((row) => now >= row.from && now < row.until)?.what ?? null
    if (today !== silent) {
      await shop.outside.control('DELETE', '/faults')
      const kind = today === 'bol' ? 'drop' : '502html'
      if (today === 'bol' || today === 'octopus')
        await shop.outside.control('POST', '/faults', { api: today, route: '*', kind, probability: 1 })
      silent = today
    }
    if (today === 'nobody') continue
    // In an outage each try takes its seconds.
    if (today !== null && now - lastInSilence < 12 * hour) continue
    if (today !== null) lastInSilence = now
    await shop.sync()
  }
}

it('no order is missed, and every cent is right', { timeout: 1_800_000 }, async () => {
  for (let count = 0; count < orders; count += 1)
    await tell(start + Math.floor(((count + chance()) / orders) * days * day))
  await live()
  await shop.sync()
  const context = await openConnection(shop.ports, shop)
  const to = new Date(start + (days + 1) * day).toISOString().slice(0, 10)
  const proof = context === null ? null : await checkCompleteness(context, { from: '2026-08-20', to })
  if (proof?.kind !== 'ok') throw new Error(JSON.stringify(proof))
  expect(proof.report.missing).toEqual([])
  expect(statementOf(proof.report)).toMatch(/^0 bestellingen gemist/u)
  expect(proof.report.counts.orders).toBe(orders)
  expect(proof.report.counts).toMatchObject({ waiting: 0, blocked: 0 })
  const ledger = await shop.outside.ledger()
  const wrong = (await shop.outside.truth()).flatMap((order) => {
    const found = ledger.filter((entry) => entry.orderReference === order.orderId)
    const [item] = order.items
    const back = order.returns
      .filter((row) => row.handledAt !== null && row.handlingResult === 'RETURN_RECEIVED')
      .flatMap((row) => row.items)
      .reduce((units, row) => units + row.quantity, 0)
    const units = (item?.shipped ?? 0) - Math.min(back, item?.shipped ?? 0)
    const expected = units === 0 ? 0 : (units * (item?.shippedPaidCents ?? 0)) / (item?.shipped ?? 1)
    const sales = found.filter((entry) => entry.amountCents > 0).length
    const sum = found.reduce((cents, entry) => cents + entry.amountCents, 0)
    return sum === expected && sales <= 1 ? [] : [{ order: order.orderId, expected, sum, sales }]
  })
  expect(wrong).toEqual([])
  const numbers = ledger.filter((entry) => entry.journal === 'V5').map((entry) => entry.number)
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  expect(await shop.violations()).toEqual([])
})
