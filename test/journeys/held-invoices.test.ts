/** A row of bol.com's list of invoices that cannot be read: it is told by its number, holds nothing else, and is asked for until it can be. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { servedInvoice } from '../../sandbox/bol/settlement-answers.ts'
import { december, november, openSettledShop, sold, type SettledShop } from '../support/settled-shop.ts'

const hour = 3_600_000

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

/** As bol.com lists it, with these fields otherwise. */
async function lists(order: string, more: object): Promise<void> {
  const served = servedInvoice({ ...november, lines: sold(order, 121) })
  await shop.outside.control('POST', '/settlements', { ...served, list: { ...served.list, ...more } })
}

it.each([
  ['asked for again by itself', false],
  ['asked for again once a person chooses Verwerk', true],
])('an invoice of a kind that is not known is %s', async (_, byPerson) => {
  const [order, other] = [await shop.saleOf(12_100), await shop.saleOf(4840)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  await lists(order, { invoiceType: 'SOMETHING_NEW' })
  await shop.sync()
  const about = { code: 'UIT-ONLEESBAAR', orderId: null, params: { invoice: november.invoiceId } }
  expect(await shop.problems()).toMatchObject([about])

  const id = await shop.issue({ invoiceId: december.invoiceId, lines: sold(other, 48.4) })
  await shop.later(6 * hour)
  expect((await shop.shown(id)).state).toBe('closed')
  expect(await shop.problems()).toMatchObject([about])

  await lists(order, {})
  if (byPerson) {
    expect(await retryDocuments(shop.ports, shop.tenantId, { kind: 'problem', code: 'UIT-ONLEESBAAR' })).toMatchObject({
      taken: 1,
    })
    await shop.sync()
  } else await shop.later(12 * hour)
  expect(await shop.shown(november.invoiceId)).toMatchObject({ state: 'closed', differenceCents: 0 })
  expect(await shop.codes()).toEqual([])
})

it('a row without a number is told as long as it cannot be read, also once the list of four weeks no longer shows it', async () => {
  const [order, other] = [await shop.saleOf(12_100), await shop.saleOf(4840)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  await lists(order, { invoiceId: '' })
  await shop.issue({ invoiceId: december.invoiceId, lines: sold(other, 48.4) })
  await shop.sync()
  const [told] = await shop.problems()
  expect(told).toMatchObject({ code: 'UIT-ONLEESBAAR', params: { rows: 1 } })

  await shop.goTo('2026-12-30T09:00:00+01:00')
  await shop.sync()
  const still = async () => (await shop.problems()).filter(({ code }) => code === 'UIT-ONLEESBAAR')
  expect(await still()).toMatchObject([{ firstAt: told?.firstAt }])

  // bol.com mends it: it has its number, and the row without one is gone.
  await lists(order, { invoiceId: '', issueDate: 0 })
  await lists(order, {})
  for (const wait of [13 * hour, hour]) await shop.later(wait)
  expect(await still()).toEqual([])
})
