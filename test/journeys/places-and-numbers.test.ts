/** Where a parcel goes, and what a buyer's number is worth, as the seller and his bookkeeper see it in the ledger. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const item = { quantity: 1, unitCents: 4999, fulfilment: 'FBR' }
let shop: Inside

beforeAll(async () => {
  const code = (country: string, rate: number, key: string) => ({
    treatment: 'OSS',
    country,
    rate,
    code: key,
    account: 700000,
  })
  const home = { treatment: 'DOMESTIC', country: 'BE', rate: 21, code: '21', account: 700000 }
  const codes = [home, code('PT', 22, 'PT22'), code('AT', 19, 'AT19'), code('FR', 20, 'FR20')]
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' }, vat: { codes } } })
  for (const [key, percentage] of [
    ['PT22', 22],
    ['AT19', 19],
  ])
    await shop.outside.control('POST', '/octopus/bookkeeper', {
      action: 'setVatCode',
      dossier: shop.outside.access.dossierId,
      code: key,
      percentage,
      type: 2,
    })
})
afterAll(() => shop.close())

async function sold(change: object): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [item], ...change })
  await shop.act(order, 'ship')
  return order
}

describe('a parcel to a place with VAT of its own', () => {
  const to = (countryCode: string, zipCode: string) => sold({ country: 'DE', shipTo: { countryCode, zipCode } })

  it('Madeira, Kleinwalsertal and Monaco are booked at their own rates; what lies outside, or has a rate that nobody told, waits', async () => {
    const orders = {
      madeira: await to('PT', '9000-123'),
      kleinwalsertal: await to('AT', '6993'),
      monaco: await to('MC', '98000'),
      azores: await to('PT', '9500-321'),
      lesbos: await to('GR', '81100'),
      greenland: await to('DK', '3900'),
      aland: await to('FI', '22100'),
    }
    await shop.sync()
    // The two codes are newer than our copy of the dossier.
    await shop.outside.advance(21 * 3_600_000)
    await shop.sync()
    const rates = async (order: string) =>
      (await shop.entries(order)).flatMap((entry) => entry.lines.map((line) => line.rateBp))
    expect(await rates(orders.madeira)).toEqual([2200])
    expect(await rates(orders.kleinwalsertal)).toEqual([1900])
    expect(await rates(orders.monaco)).toEqual([2000])
    // The rate is known; the seller has no VAT code of his dossier for it yet.
    const azores = await shop.explain(orders.azores)
    expect(azores.lines[0]).toMatchObject({ treatment: 'OSS', country: 'PT', rate: 16 })
    expect(azores.problems.map(({ code }) => code)).toEqual(['BTW-LAND'])
    const why = [orders.lesbos, orders.greenland, orders.aland].map(async (order) => {
      const { status, flags, problems, documents } = await shop.explain(order)
      return { status, flags, codes: problems.map(({ code }) => code), documents: documents.length }
    })
    expect(await Promise.all(why)).toEqual([
      {
        status: 'HOLD',
        flags: ['TERRITORY_RATE_UNKNOWN', 'VAT_CLASS_DEFAULTED'].toReversed(),
        codes: ['BTW-TARIEF'],
        documents: 0,
      },
      { status: 'HOLD', flags: ['VAT_CLASS_DEFAULTED', 'SPECIAL_TERRITORY'], codes: ['BTW-GEBIED'], documents: 0 },
      { status: 'HOLD', flags: ['VAT_CLASS_DEFAULTED', 'SPECIAL_TERRITORY'], codes: ['BTW-GEBIED'], documents: 0 },
    ])
  })
})

describe('a Belgian company whose number has the right check digits', () => {
  const company = (name: string, number: object) =>
    sold({ billTo: { company: name, countryCode: 'BE', vatNumber: '', kvkNumber: '', ...number } })
  const relationOf = async (order: string) => {
    const [entry] = await shop.entries(order)
    const { dossierId } = shop.outside.access
    const { relations } = (await shop.outside.control('GET', `/octopus/relations/${dossierId}`)) as {
      relations: { id: number; vatType: number; vatNr: string | null; invoiceDeliveryMethod?: number }[]
    }
    return relations.find(({ id }) => id === entry?.relation.id)
  }

  it('the EU’s register denies it: a private relation without the number, and no structured invoice is asked for', async () => {
    await shop.outside.control('POST', '/vies', { numbers: { BE0824148721: 'invalid', BE0403170701: 'invalid' } })
    const stopped = await company('Gestopt bv', { vatNumber: 'BE 0824.148.721' })
    const association = await company('Zangkoor vzw', { kvkNumber: '0403.170.701' })
    await shop.sync()
    for (const order of [stopped, association]) {
      const { flags, status, facts } = await shop.explain(order)
      expect({ flags, status, vies: facts['vies'] }).toEqual({
        flags: ['VAT_CLASS_DEFAULTED', 'VAT_NUMBER_INVALID'],
        status: 'POST',
        vies: 'invalid',
      })
      expect(await relationOf(order)).toMatchObject({ vatType: 7 })
      expect((await relationOf(order))?.vatNr ?? '').toBe('')
    }
  })

  it('the register says yes, or nothing: his relation is a business with its number', async () => {
    const known = await company('Bekend bv', { vatNumber: '0123456749' })
    await shop.sync()
    await shop.outside.control('POST', '/vies', { error: 'MS_UNAVAILABLE' })
    const silent = await company('Stil bv', { vatNumber: 'BE0999999922' })
    await shop.sync()
    await shop.outside.control('POST', '/vies', { error: null })
    for (const order of [known, silent]) {
      expect((await shop.explain(order)).flags).toContain('PEPPOL_REQUIRED')
      expect(await relationOf(order)).toMatchObject({ vatType: 1 })
    }
    expect((await relationOf(known))?.vatNr).toBe('BE0123.456.749')
  })
})

describe('what a seller types and what bol.com tells', () => {
  it('a rule finds its product by an ISBN with dashes and by a reference in another case', async () => {
    const typed = await openInside({
      file: {
        booking: { startDate: '2026-11-22' },
        vat: {
          products: [
            { ean: '978-94-6310-515-6', class: 'BOOK' },
            { offerReference: 'thee\u00A0groen', class: 'FOOD' },
            { ean: '36000291452', class: 'FOOD' },
          ],
        },
      },
    })
    const items = [
      { ean: '9789463105156', quantity: 1, unitCents: 2450, fulfilment: 'FBR' },
      { reference: 'THEE groen', quantity: 1, unitCents: 500, fulfilment: 'FBR' },
      { ean: '0036000291452', quantity: 1, unitCents: 300, fulfilment: 'FBR' },
    ]
    const order = await typed.place({ country: 'BE', items })
    await typed.act(order, 'ship')
    await typed.sync()
    const [entry] = await typed.entries(order)
    expect(entry?.lines.map((line) => line.rateBp)).toEqual([600, 600, 600])
    await typed.close()
  })

  it('three mugs less 5.00, sent in two parcels, come back one by one: three credits, together exactly the sale', async () => {
    const mugs = { quantity: 3, unitCents: 999, discounts: [{ title: 'actie', cents: 500 }], fulfilment: 'FBR' }
    const order = await shop.place({ country: 'BE', items: [mugs] })
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 2 }] })
    await shop.outside.advance(60_000)
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
    await shop.sync()
    for (let times = 0; times < 3; times += 1) {
      await shop.outside.advance(24 * 3_600_000)
      await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
      await shop.outside.advance(60_000)
      await shop.sync()
    }
    const amounts = (await shop.entries(order)).map((entry) => entry.amountCents)
    expect(amounts.filter((cents) => cents > 0)).toHaveLength(2)
    expect(amounts.filter((cents) => cents < 0)).toHaveLength(3)
    expect(amounts.reduce((sum, cents) => sum + cents, 0)).toBe(0)
    expect((await shop.explain(order)).problems).toEqual([])
  })
})
