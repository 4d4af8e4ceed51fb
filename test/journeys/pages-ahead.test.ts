/** Goal: reading the next page of a list while this one is worked on loses nothing, asks nothing twice, and ends with the first refusal. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { pollOrders, type PollResult } from '../../src/app/capture/poll-orders.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import type { Answer } from '../../src/ports/answer.ts'
import type { Kinds } from '../../src/ports/kinds.ts'
import type { Reading, Source } from '../../src/ports/source.ts'
import { openInside, type Inside } from '../support/inside.ts'

const today = '2026-11-24'
let shop: Inside
let placed: string[]

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: today, on: 'order' } } })
  placed = []
  for (let nth = 0; nth < 60; nth += 1) placed.push(await shop.place({ country: 'BE' }))
})
afterAll(() => shop.close())

let asked: string[]
beforeEach(() => {
  asked = []
})

/** The same kinds, with `change` between the program and every shop. */
function changedSource(kinds: Kinds, change: (real: Source) => Source): Kinds {
  const source: Kinds['source'] = (name) => {
    const kind = kinds.source(name)
    return { ...kind, open: (at) => change(kind.open(at)) }
  }
  return { ...kinds, source }
}

/** One poll, where `change` stands between the program and the marketplace. */
async function poll(
  change: (real: Source) => Partial<Source>,
  list: <T>(page: number, call: () => Promise<Answer<T>>) => Promise<Answer<T>> = (_, call) => call(),
): Promise<PollResult> {
  const ports: Ports = {
    ...shop.ports,
    kinds: changedSource(shop.ports.kinds, (real) => {
      const told: Source = { ...real, ...change(real) }
      return {
        ...told,
        changes(cursor, reading) {
          let pages = 0
          const ask: Reading['ask'] = (call, signal) => {
            pages += 1
            const page = pages
            asked.push(`list ${page}`)
            return reading.ask(() => list(page, call), signal)
          }
          return told.changes(cursor, { ...reading, ask })
        },
        async getOrder(orderId) {
          const answer = await told.getOrder(orderId)
          // Not those that our own limit keeps from leaving: they come again.
          if (answer.kind !== 'later') asked.push(orderId)
          return answer
        },
      }
    }),
  }
  const context = await openConnection(ports, shop)
  if (context === null) throw new Error('no connection')
  return pollOrders(context)
}

const details = (): string[] => asked.filter((what) => !what.startsWith('list'))

it('reads each order once, also when the list moves on between two pages', async () => {
  const late: string[] = []
  const answer = await poll(
    () => ({}),
    async (page, call) => {
      // Three orders push the last three of the first page onto the second one.
      if (page === 2) for (let nth = 0; nth < 3; nth += 1) late.push(await shop.place({ country: 'BE' }))
      return call()
    },
  )
  expect(answer).toMatchObject({ captured: 60, failure: null })
  expect(details().toSorted()).toEqual(placed.toSorted())
  // Asked for before the details of the first page were there.
  expect(asked.indexOf('list 2')).toBeLessThan(asked.indexOf(details()[0] as string))

  asked = []
  expect(await poll(() => ({}))).toMatchObject({ captured: 3, failure: null })
  expect(details().toSorted()).toEqual(late.toSorted())
  await shop.sync()
  const booked = (await shop.outside.ledger()).map((entry) => entry.orderReference ?? '')
  expect(booked.toSorted()).toEqual([...placed, ...late].toSorted())
  expect(await shop.violations()).toEqual([])
})

it('ends with the first refusal: a next page that waits for its limit is not waited for, and nothing is asked afterwards', async () => {
  const before = (await openConnection(shop.ports, shop))?.connection.polledUntil
  const order = await shop.place({ country: 'BE' })
  const inTwoMinutes = (await shop.ports.clock.now()) + 120_000
  const answer = await poll(
    () => ({ getOrder: () => Promise.resolve({ kind: 'loginRefused', detail: 'the keys were withdrawn' }) }),
    (page, call) =>
      page === 1 ? call() : Promise.resolve({ kind: 'later', cause: 'rateLimit', until: inTwoMinutes, detail: '' }),
  )
  expect(answer).toMatchObject({ captured: 1, failure: { kind: 'loginRefused' } })
  const then = [...asked]
  expect(details()).toEqual([order])
  expect(then.filter((what) => what.startsWith('list'))).toEqual(['list 1', 'list 2'])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toEqual(then)
  expect((await openConnection(shop.ports, shop))?.connection.polledUntil).toBe(before)
})
