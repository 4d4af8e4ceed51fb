/** The marketplace charges VAT that this seller does not expect: each is asked once, and what is answered is booked. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { december, openSettledShop, sold, type SettledShop } from '../support/settled-shop.ts'

const day = 24 * 3_600_000

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

const storage = (percent: number, amount: number, vat: number) => ({
  type: 'STOCK',
  category: 'S',
  percent,
  amount,
  vat,
})

async function purchases(): Promise<number[]> {
  return (await shop.journal('A2')).map(({ amountCents }) => amountCents)
}

it('asks for each VAT by itself, and books an answer for that VAT alone, now and later', async () => {
  const [first, second] = [await shop.saleOf(12_100), await shop.saleOf(4840)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(first, 121), storage(9, 10, 0.9)] })
  await shop.sync()
  expect(await shop.codes()).toEqual(['AANK-BTW'])
  expect(await shop.shown(id)).toMatchObject({
    state: 'question',
    questions: [{ kind: 'vat', category: 'S', percentBp: 900, amountCents: 1000, answers: ['cost'] }],
  })
  const before = await purchases()

  expect((await shop.answers({ invoiceId: id, vat: 'belgian21' })).faults).toEqual([
    { path: 'vat', message: 'must be one of cost' },
  ])
  expect((await shop.answers({ invoiceId: id, vat: { S21: 'cost' } })).faults).toEqual([
    { path: 'vat.S21', message: 'is not asked' },
  ])
  expect((await shop.answers({ invoiceId: id, vat: { S9: 'cost' } })).faults).toEqual([])
  await shop.later(day)
  expect(await shop.shown(id)).toMatchObject({ state: 'closed', differenceCents: 0, questions: [] })
  expect(await purchases()).toHaveLength(before.length + 1)
  expect(await shop.codes()).toEqual([])

  await shop.goTo('2027-01-01T09:00:00+01:00')
  const later = await shop.issue({
    ...december,
    lines: [...sold(second, 48.4), storage(9, 10, 0.9), storage(21, 10, 2.1)],
  })
  await shop.sync()
  expect(await shop.shown(later)).toMatchObject({
    state: 'question',
    questions: [{ kind: 'vat', percentBp: 2100, amountCents: 1000, answers: ['belgian21', 'cost'] }],
  })
  expect((await shop.answers({ invoiceId: later, vat: 'cost' })).faults).toEqual([])
  await shop.later(day)
  expect(await shop.shown(later)).toMatchObject({ state: 'closed', differenceCents: 0 })
  expect(await shop.codes()).not.toContain('AANK-BTW')
})
