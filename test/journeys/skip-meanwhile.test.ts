/** A person says *Niet boeken* at the moment in which the order is planned. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { skipOrder } from '../../src/app/decide/skip.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { runSync } from '../../src/app/run/sync.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { withTx } from '../support/with-tx.ts'

const hour = 3_600_000
let shop: Inside
afterEach(() => shop.close())

/** These ports, but `meanwhile` happens after the first decision about orders and before it is kept. */
function interrupted(ports: Ports, meanwhile: () => Promise<unknown>): Ports {
  let left = 1
  return withTx(ports, (tx) => {
    const savePlanned: typeof tx.documents.savePlanned = async (planned) => {
      if (left > 0) {
        left -= 1
        await meanwhile()
      }
      return tx.documents.savePlanned(planned)
    }
    return { ...tx, documents: { ...tx.documents, savePlanned } }
  })
}

it('an order that is skipped while it is planned is not booked', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' } } })
  const { ports, tenantId, connectionId } = shop
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1999 }] })
  let skipped: Promise<unknown> = Promise.resolve()
  const meanwhile = (): Promise<unknown> => {
    skipped = skipOrder(ports, tenantId, null, { orderId: order, reason: 'booked by hand' })
    return Promise.race([skipped, pause(2000)])
  }
  await shop.outside.advance(60_000)
  await runSync(interrupted(ports, meanwhile), { targets: [{ tenantId, connectionId }], waitMs: 0, dryRun: false })
  const done = (await skipped) as { done: boolean }
  await shop.sync()
  expect({ done: done.done, entries: (await shop.entries(order)).length }).toEqual({ done: true, entries: 0 })
})

it('a document that goes on between the look at it and the word is looked at again', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order', consumers: 'perDay' } } })
  const { ports, tenantId } = shop
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1999 }] })
  await shop.outside.advance(60_000)
  await shop.sync()
  let left = 1
  const interruptedOnce = withTx(ports, (tx) => {
    // What a worker does that takes the document first.
    const step: typeof tx.documents.step = (wish) => {
      left -= 1
      return left < 0 ? tx.documents.step(wish) : Promise.resolve(false)
    }
    return { ...tx, documents: { ...tx.documents, step } }
  })
  const done = await skipOrder(interruptedOnce, tenantId, null, {
    orderId: order,
    reason: 'booked by hand',
  })
  await shop.outside.advance(24 * hour)
  await shop.sync()
  expect({ done: done.done, looks: 1 - left, entries: (await shop.outside.ledger()).length }).toEqual({
    done: true,
    looks: 2,
    entries: 0,
  })
})
