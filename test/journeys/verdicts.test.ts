/** What the protocol leaves to a person, and what his verdict does in the books. */
import { afterEach, expect, it } from 'vitest'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { decideDocument, type Decided } from '../../src/app/decide/decide-document.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import type { Verdict } from '../../src/domain/document/verdict.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { openOutside, type Outside } from '../support/outside.ts'

const hour = 3_600_000
let shop: Inside
/** An outside that lives longer than the first database. */
let lost: Outside | null = null

afterEach(async () => {
  await shop.close()
  await lost?.close()
  lost = null
})

async function open(booking: object = {}): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', ...booking } } })
}

async function ship(): Promise<string> {
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  return order
}

async function documentOf(order: string): Promise<{ id: string; state: string }> {
  return (await shop.explain(order)).documents[0] as { id: string; state: string }
}

async function decide(order: string, verdict: Verdict): Promise<Decided> {
  const { id } = await documentOf(order)
  return decideDocument(shop.ports, shop.tenantId, { documentId: id, verdict, by: 'een boekhouder' })
}

function byHand(action: string, more: object): Promise<unknown> {
  const { dossierId } = shop.outside.access
  return shop.outside.control('POST', '/octopus/bookkeeper', { action, dossier: dossierId, bookyear: 2, ...more })
}

async function watch(): Promise<void> {
  await shop.outside.advance(13 * hour)
  await shop.sync()
  const context = await openConnection(shop.ports, shop)
  if (context?.accounting === null || context === null) throw new Error('no ledger')
  await verifyDocuments(context, context.accounting)
  await watchLedger(context, context.accounting)
}

async function removed(): Promise<string> {
  await open()
  const order = await ship()
  await shop.sync()
  const [entry] = await shop.entries(order)
  await byHand('delete', { journal: 'V5', number: entry?.number })
  await watch()
  expect((await documentOf(order)).state).toBe('deletedInLedger')
  return order
}

it('a booking that a person removed stays away when he says so', async () => {
  const order = await removed()
  expect(await decide(order, 'leave')).toEqual({ kind: 'done', state: 'deletedInLedger' })
  await shop.sync()
  expect(await shop.entries(order)).toEqual([])
  expect(await shop.problems()).toEqual([])
})

it('a booking that a person removed is booked anew when he says so, once', async () => {
  const order = await removed()
  expect(await decide(order, 'bookAgain')).toEqual({ kind: 'done', state: 'draft' })
  // Octopus gives the removed number once more; a refused number is looked up with patience.
  for (let passed = 0; passed < 4; passed += 1) {
    await shop.sync()
    await shop.outside.advance(hour)
  }
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await decide(order, 'bookAgain')).toEqual({ kind: 'refused', reason: 'notOpenToHim' })
})

it('an order that another program booked is booked beside it when a person says so', async () => {
  await open()
  const order = await ship()
  await byHand('book', { journal: 'V1', comment: `Bestelling ${order}` })
  await shop.outside.advance(3 * hour)
  expect(await shop.sync()).toMatchObject({ booked: 1 })
  expect((await documentOf(order)).state).toBe('foreign')
  expect(await shop.entries(order)).toEqual([])
  expect(await decide(order, 'bookAgain')).toMatchObject({ kind: 'done' })
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
})

it('an order of which another program made an invoice is not booked beside it by itself', async () => {
  await open()
  const order = await ship()
  await byHand('book', { journal: 'V6', comment: `bol.com ${order}` })
  await shop.outside.advance(3 * hour)
  expect(await shop.sync()).toMatchObject({ booked: 1 })
  expect((await documentOf(order)).state).toBe('foreign')
  expect(await shop.entries(order)).toEqual([])
})

it('an invoice in quarantine is looked for, and sent again only when it is not there', async () => {
  await open({ target: 'invoices' })
  const route = 'POST /dossiers/{dossierId}/invoices'
  const order = await ship()
  // It alone gets no answer, hour after hour, and the others do.
  const fault = { api: 'octopus', route, kind: 'loseRequest', times: 100, body: order }
  await shop.outside.control('POST', '/faults', fault)
  let state = ''
  for (let passed = 0; passed < 20 && state !== 'quarantined'; passed += 1) {
    await ship()
    await shop.sync()
    await shop.outside.advance(hour)
    state = (await documentOf(order)).state
  }
  expect(state).toBe('quarantined')
  await shop.outside.control('DELETE', '/faults')
  // Whether it stands in the ledger is not known: it is shown apart, and no sum holds it.
  const { rows, unproven, totals } = await shop.report()
  expect(unproven).toMatchObject([{ order, state: 'quarantined' }])
  expect(rows.map((row) => row.order)).not.toContain(order)
  const inLedger = (await shop.outside.ledger()).reduce((sum, entry) => sum + entry.amountCents, 0)
  expect(totals.reduce((sum, total) => sum + total.grossCents, 0)).toBe(inLedger)
  expect(await decide(order, 'lookAgain')).toEqual({ kind: 'refused', reason: 'notInLedger' })
  expect(await decide(order, 'sendAgain')).toEqual({ kind: 'done', state: 'ready' })
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
  expect((await shop.problems()).map((problem) => problem.code)).not.toContain('OCT-QUARANTAINE')
}, 240_000)

/** The total of a day holds the sale; then the database is lost, and consumers are booked order by order. */
async function besideUnknownTotal(): Promise<string> {
  const outside = await openOutside({ now: '2026-11-24T10:00:00+01:00' })
  lost = outside
  const booking = { startDate: '2026-11-22', on: 'order' }
  shop = await openInside({ outside, file: { booking: { ...booking, consumers: 'perDay' } } })
  const order = await shop.place({ country: 'BE' })
  await shop.sync()
  await outside.advance(24 * hour)
  await shop.sync()
  expect(await totals()).toHaveLength(1)
  await shop.close()
  shop = await openInside({ outside, file: { booking } })
  await shop.sync()
  expect(await documentOf(order)).toMatchObject({ state: 'foreign' })
  expect((await shop.problems()).map(({ code }) => code)).toContain('DAG-ONBEKEND')
  expect(await shop.entries(order)).toEqual([])
  return order
}

async function totals(): Promise<unknown[]> {
  return (await shop.outside.ledger()).filter((entry) => entry.orderReference.startsWith('bol '))
}

it('a sale that a total nobody remembers may hold stays out of the books when a person says that it is in it', async () => {
  const order = await besideUnknownTotal()
  expect(await decide(order, 'leave')).toEqual({ kind: 'done', state: 'foreign' })
  await shop.outside.advance(3 * hour)
  await shop.sync()
  expect(await shop.entries(order)).toEqual([])
  expect((await shop.problems()).filter(({ code }) => code === 'DAG-ONBEKEND')).toEqual([])
})

it('a sale that a total nobody remembers may hold is booked, once, when a person says that it is not in it', async () => {
  const order = await besideUnknownTotal()
  expect(await decide(order, 'bookAgain')).toEqual({ kind: 'done', state: 'draft' })
  for (let passed = 0; passed < 3; passed += 1) {
    await shop.sync()
    await shop.outside.advance(hour)
  }
  expect(await shop.entries(order)).toHaveLength(1)
  expect((await shop.problems()).filter(({ code }) => code === 'DAG-ONBEKEND')).toEqual([])
})
