/** Which sale crosses the € 10 000 of cross-border sales may change after it was planned: what is not sent yet is decided anew. */
import { afterEach, expect, it } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { runSync } from '../../src/app/run/sync.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { withTx } from '../support/with-tx.ts'

let shop: Inside
afterEach(() => shop.close())

/** € 41.32 without VAT: two of them cross the line from 9 950.00, one does not. */
const mug = { items: [{ unitCents: 5000 }] }
const row = (treatment: string, country: string, rate: number, code: string) => ({
  treatment,
  country,
  rate,
  code,
  account: 700000,
})
const near = {
  seller: {
    country: 'BE',
    vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' },
    oss: { active: false },
    thresholdPassed: false,
    crossBorderNetElsewhere: { 2026: 9950 },
  },
  booking: { startDate: '2026-11-24', on: 'order', consumers: 'perDay' },
  vat: {
    codes: [
      row('DOMESTIC', 'BE', 21, '21'),
      row('DISTANCE_BELOW_THRESHOLD', 'BE', 21, '21'),
      row('DESTINATION_LOCAL_VAT', 'NL', 21, 'NL21'),
    ],
  },
}
const secondShop = () => {
  const second = shop.outside.access.shops?.[1]
  return { bol: { clientId: second?.clientId, clientSecret: second?.clientSecret } }
}
const treatmentOf = async (order: string) => (await shop.explain(order)).lines[0]?.treatment

it('an older sale of another shop of the same VAT number moves the line: what still collects is decided anew', async () => {
  shop = await openInside({ shops: 2, file: near })
  const older = await shop.place({ country: 'NL', shop: 1, ...mug })
  await shop.outside.advance(600_000)
  const younger = await shop.place({ country: 'NL', ...mug })
  await shop.sync()
  expect(await treatmentOf(younger)).toBe('DISTANCE_BELOW_THRESHOLD')

  await shop.addShop({ ...near, ...secondShop() })
  await shop.sync()
  await shop.sync()
  expect(await treatmentOf(older)).toBe('DISTANCE_BELOW_THRESHOLD')
  expect(await treatmentOf(younger)).toBe('DESTINATION_LOCAL_VAT')
})

it('a sale that is cancelled gives its room to the next one', async () => {
  shop = await openInside({ file: near })
  const first = await shop.place({ country: 'NL', ...mug })
  await shop.outside.advance(60_000)
  const second = await shop.place({ country: 'NL', ...mug })
  await shop.sync()
  expect([await treatmentOf(first), await treatmentOf(second)]).toEqual([
    'DISTANCE_BELOW_THRESHOLD',
    'DESTINATION_LOCAL_VAT',
  ])

  await shop.act(first, 'cancel')
  await shop.outside.advance(600_000)
  await shop.sync()
  await shop.sync()
  expect(await treatmentOf(second)).toBe('DISTANCE_BELOW_THRESHOLD')
})

/** These ports, but `meanwhile` happens between the decision about the first orders and its being written. */
function interrupted(ports: Ports, meanwhile: () => Promise<unknown>): Ports {
  let left = 1
  return withTx(ports, (tx) => {
    const markPlanned: typeof tx.orders.markPlanned = async (...planned) => {
      if (planned[1].length > 0 && left > 0) {
        left -= 1
        await meanwhile()
      }
      return tx.orders.markPlanned(...planned)
    }
    return { ...tx, orders: { ...tx.orders, markPlanned } }
  })
}

it('a shop that decides while the other one counts an older sale decides anew, and loses nothing of it', async () => {
  shop = await openInside({ shops: 2, file: near })
  const { ports, tenantId, connectionId } = shop
  await shop.addShop({ ...near, ...secondShop() })
  const older = await shop.place({ country: 'NL', shop: 1, ...mug })
  await shop.outside.advance(600_000)
  const younger = await shop.place({ country: 'NL', ...mug })
  await shop.outside.advance(60_000)
  const all = await ports.store.forTenant(tenantId).transaction((tx) => tx.connections.list())
  const [other] = all.filter((row) => row.connectionId !== connectionId)
  const run = (at: Ports, id = '') =>
    runSync(at, { targets: [{ tenantId, connectionId: id }], waitMs: 0, dryRun: false })
  let second: Promise<unknown> = Promise.resolve()
  const meanwhile = (): Promise<unknown> => {
    second = run(ports, other?.connectionId)
    return Promise.race([second, pause(5000)])
  }
  await run(interrupted(ports, meanwhile), connectionId)
  await second
  await shop.sync()
  expect(await treatmentOf(older)).toBe('DISTANCE_BELOW_THRESHOLD')
  expect(await treatmentOf(younger)).toBe('DESTINATION_LOCAL_VAT')
})
