/**
 * Does it agree with the ledger? Per journal and month, what we booked beside what stands there; and each thing that differs with its reason.
 * Nothing is asked of the ledger for it but what is asked anyway.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideDocument } from '../../src/app/decide/decide-document.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { ledgerCheck, ledgerDifferences, type CheckedMonth } from '../../src/app/show/ledger-check.ts'
import { officeOf } from '../../src/app/show/office.ts'
import { overviewOf } from '../../src/app/show/overview.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
})
afterAll(() => shop.close())

async function book(unitCents: number): Promise<{ order: string; number: number }> {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents }] })
  await shop.act(order, 'ship')
  await shop.sync()
  const [entry] = await shop.entries(order)
  return { order, number: entry?.number ?? 0 }
}

function byHand(action: string, more: object): Promise<unknown> {
  const { dossierId } = shop.outside.access
  const place = { action, dossier: dossierId, bookyear: 2, journal: 'V5' }
  return shop.outside.control('POST', '/octopus/bookkeeper', { ...place, ...more })
}

/** Half a day later, as the workers do it. */
async function look(): Promise<void> {
  await shop.outside.advance(13 * hour)
  await shop.sync()
  const context = await openConnection(shop.ports, shop)
  if (context?.accounting === null || context === null) throw new Error('no ledger')
  await verifyDocuments(context, context.accounting)
  await watchLedger(context, context.accounting)
}

async function month(): Promise<CheckedMonth | undefined> {
  const found = await ledgerCheck(shop.ports, shop.tenantId, { connectionId: shop.connectionId, year: null })
  return found?.months[0]
}

async function behind() {
  const at = { connectionId: shop.connectionId, journal: 'V5', month: '2026-11' }
  return ledgerDifferences(shop.ports, shop.tenantId, at)
}

async function ledgerCalls(): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: { octopus?: Record<string, number> } }
  return Object.values(routes.octopus ?? {}).reduce((sum, calls) => sum + calls, 0)
}

/** The month, the overview and the list of all dossiers say the same. */
async function agreed(): Promise<{ differing: number; differenceCents: number; state: string }> {
  const { differing = 0, differenceCents = 0, state = '' } = (await month()) ?? {}
  const [overview] = await overviewOf(shop.ports, shop.tenantId, 'nl')
  const [dossier] = await officeOf(shop.ports, [{ tenantId: shop.tenantId, name: 'x' }], 'nl')
  expect([overview?.ledger, dossier?.ledger]).toEqual([
    expect.objectContaining({ differing, differenceCents, state }),
    overview?.ledger,
  ])
  return { differing, differenceCents, state }
}

it('says that nobody looked yet, and closes once all was read back', async () => {
  const first = await book(10_000)
  await book(2_550)
  expect(await month()).toMatchObject({ state: 'unseen', unread: 2, hereDocuments: 2, ledgerDocuments: 0 })
  expect(await behind()).toMatchObject([
    { kind: 'unread', number: first.number, orderId: first.order, ledgerCents: null },
    {},
  ])
  await look()
  const calls = await ledgerCalls()
  expect(await month()).toEqual({
    journal: 'V5',
    month: '2026-11-01',
    hereDocuments: 2,
    hereCents: 12_550,
    ledgerDocuments: 2,
    ledgerCents: 12_550,
    unread: 0,
    unreadCents: 0,
    inDoubt: 0,
    differing: 0,
    differenceCents: 0,
    state: 'closes',
  })
  expect(await agreed()).toEqual({ differing: 0, differenceCents: 0, state: 'closes' })
  expect(await behind()).toEqual([])
  expect(await ledgerCalls()).toBe(calls)
})

describe('what a person does by hand in our journal', () => {
  it('a booking of his own stands there as one of others, until he removes it', async () => {
    await byHand('book', { amountCents: 4_321, date: '2026-11-24' })
    // The two before it are ours.
    const number = 3
    await look()
    expect(await behind()).toMatchObject([
      { kind: 'other', number, orderId: null, hereCents: null, ledgerCents: 4_321 },
    ])
    expect(await agreed()).toEqual({ differing: 1, differenceCents: 4_321, state: 'differs' })
    await byHand('delete', { number })
    await look()
    expect(await behind()).toEqual([])
    expect(await agreed()).toMatchObject({ differing: 0, state: 'closes' })
  })

  it('a change of ours differs by what he changed, until somebody accepts it', async () => {
    const { order, number } = await book(5_000)
    await look()
    await byHand('change', { number, amountCents: 6_200, account: 700000, vatCode: '21' })
    await look()
    expect(await behind()).toMatchObject([
      { kind: 'changed', number, orderId: order, hereCents: 5_000, ledgerCents: 6_200 },
    ])
    expect(await agreed()).toEqual({ differing: 1, differenceCents: 1_200, state: 'differs' })
    const documentId = (await shop.explain(order)).documents[0]?.id ?? ''
    await decideDocument(shop.ports, shop.tenantId, { documentId, verdict: 'accept', by: 'test' })
    expect(await agreed()).toEqual({ differing: 0, differenceCents: 0, state: 'closes' })
    expect(await month()).toMatchObject({ hereCents: 12_550 + 6_200, ledgerCents: 12_550 + 6_200 })
  })

  it('a removal of ours is missing there, until somebody leaves it so', async () => {
    const { order, number } = await book(3_000)
    await look()
    await byHand('delete', { number })
    await look()
    expect(await behind()).toMatchObject([
      { kind: 'removed', number, orderId: order, hereCents: 3_000, ledgerCents: null },
    ])
    expect(await agreed()).toEqual({ differing: 1, differenceCents: -3_000, state: 'differs' })
    const documentId = (await shop.explain(order)).documents[0]?.id ?? ''
    await decideDocument(shop.ports, shop.tenantId, { documentId, verdict: 'leave', by: 'test' })
    expect(await agreed()).toEqual({ differing: 0, differenceCents: 0, state: 'closes' })
  })
})

it('what was sent and got no answer is no difference yet, and says so', async () => {
  const route = 'POST /dossiers/{dossierId}/buysellbookings'
  await shop.outside.control('POST', '/faults', [{ api: 'octopus', route, kind: 'loseAnswer', times: 1 }])
  const { order } = await book(1_900)
  await shop.outside.control('DELETE', '/faults')
  const rows = await behind()
  expect(rows).toMatchObject([{ kind: 'inDoubt', orderId: order, ledgerCents: null }])
  expect(await month()).toMatchObject({ inDoubt: 1, differing: 0, differenceCents: 0, state: 'unread' })
})
