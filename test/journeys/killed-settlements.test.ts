/** The process is killed while a purchase or an entry is on its way: the next one finds what became of it, and books nothing twice. */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openOutside, type LedgerEntry, type Outside, type SyncJson } from '../support/outside.ts'
import { booking, november, posting, sold } from '../support/settled-shop.ts'

const minute = 60_000
const D = '/dossiers/{dossierId}'

let outside: Outside

beforeEach(async () => {
  outside = await openOutside({ now: '2026-11-24T10:00:00+01:00' })
  await outside.control('POST', '/clock', { speed: 60 })
})
afterEach(() => outside.close())

async function journal(key: string): Promise<LedgerEntry[]> {
  return (await outside.ledger()).filter((entry) => entry.journal === key)
}

async function arrived(route: string, times: number): Promise<void> {
  for (;;) {
    const { routes } = (await outside.control('GET', '/calls')) as { routes: { octopus?: Record<string, number> } }
    if ((routes.octopus?.[route] ?? 0) >= times) return
    await delay(100)
  }
}

it.each([
  ['a purchase', `POST ${D}/buysellbookings`, 2, 'hang'],
  ['a purchase that never arrived', `POST ${D}/buysellbookings`, 2, 'loseRequest'],
  ['an entry', `POST ${D}/financialdiversbookings`, 1, 'hang'],
])('%s', async (_, route, times, kind) => {
  const id = await outside.add(await outside.file({ booking, settlement: posting }))
  const { orderIds } = (await outside.control('POST', '/orders', {
    country: 'BE',
    items: [{ quantity: 1, unitCents: 12_100 }],
  })) as { orderIds: string[] }
  await outside.control('POST', `/orders/${orderIds[0]}/ship`, {})
  await outside.json(['sync', '--connection', id])
  await outside.control('POST', '/clock', { now: '2026-12-01T09:00:00+01:00' })
  await outside.control('POST', '/settlements', { facts: { ...november, lines: sold(orderIds[0] ?? '', 121) } })
  const settings = kind === 'loseRequest' ? { settings: { delivery: 'hang' } } : {}
  await outside.control('POST', '/faults', [{ api: 'octopus', route, kind, times: 1, ...settings }])
  const child = outside.start(['sync', '--connection', id])
  await arrived(route, times)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  await outside.control('DELETE', '/faults')
  for (const wait of [1, 5, 15]) {
    await outside.advance(wait * minute)
    await outside.json<SyncJson>(['sync', '--connection', id])
  }
  const [purchases, entries] = [await journal('A2'), await journal('D2')]
  expect([purchases.map(({ number }) => number), entries.map(({ number }) => number)]).toEqual([[1], [1]])
  const { problems } = await outside.json<SyncJson>(['sync', '--connection', id])
  expect(problems).toEqual([])
})
