/** The worked cases of credits, refunds and roundings, from bol.com to the lines in Octopus. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { casesOf } from './support/case-files.ts'
import type { LedgerEntry } from './support/outside.ts'
import { openInside, type Inside } from './support/inside.ts'

const hour = 3_600_000
const day = 24 * hour
const minute = 60_000
let shop: Inside

const cents = (text: string | undefined): number => Math.round(Number(text) * 100)
const refunds = Map.groupBy(casesOf('vat-refund-cases.csv'), (row) => row['case_id'] ?? '')
const roundings = Map.groupBy(casesOf('vat-rounding-cases.csv'), (row) => row['case_id'] ?? '')
const credits = casesOf('vat-cases.csv').filter((row) => row['kind'] === 'CREDIT')

/** At ten o'clock of that day. The codes are made the day before, and read with the next reading of the dossier. */
async function openOn(startDate: string): Promise<void> {
  const code = (treatment: string, country: string, rate: number, name: string) => ({
    treatment,
    country,
    rate,
    code: name,
    account: 700000,
  })
  const eve = new Date(Date.parse(`${startDate}T10:00:00+01:00`) - 22 * hour).toISOString()
  shop = await openInside({
    now: eve,
    file: {
      booking: { startDate },
      vat: {
        products: [
          { offerReference: 'BOOK', class: 'BOOK' },
          { offerReference: 'PESTICIDE', class: 'PESTICIDE' },
        ],
        codes: [
          code('DOMESTIC', 'BE', 21, '21'),
          code('DOMESTIC', 'BE', 12, 'X12'),
          code('OSS', 'NL', 21, 'NL21'),
          code('OSS', 'FR', 20, 'FR20'),
          code('OSS', 'FR', 5.5, 'XFR55'),
        ],
      },
    },
  })
  await shop.outside.control('POST', '/settings', { bol: { limits: 'none' } })
  const { dossierId } = shop.outside.access
  for (const [name, percentage] of [
    ['X12', 12],
    ['XFR55', 5.5],
  ])
    await shop.outside.control('POST', '/octopus/bookkeeper', {
      action: 'setVatCode',
      dossier: dossierId,
      code: name,
      percentage,
      type: 2,
    })
  await shop.outside.advance(22 * hour)
}

async function sold(spec: object): Promise<string> {
  const order = await shop.place(spec)
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

/** Handled at once; read with the next poll. */
async function returned(order: string, quantity: number): Promise<void> {
  await shop.outside.advance(day)
  await shop.act(order, 'return', { quantity, handledAfterMinutes: 0 })
  await shop.outside.advance(minute)
  await shop.sync()
}

/** A credit is below zero in all three. */
function sumsOf(entry: LedgerEntry | undefined): { gross: number; net: number; vat: number } {
  const sum = (of: 'baseCents' | 'vatCents'): number =>
    (entry?.lines ?? []).reduce((total, line) => total + line[of], 0)
  return { gross: entry?.amountCents ?? 0, net: sum('baseCents'), vat: sum('vatCents') }
}

describe('refunds of a part', () => {
  beforeAll(() => openOn('2026-11-20'))
  afterAll(() => shop.close())

  it.each([...refunds])('%s', async (_, rows) => {
    const [, count, price] = /(?:(\d+) x )?([\d.]+):?/u.exec(rows[0]?.['description'] ?? '') ?? []
    const unitCents = cents(price)
    const order = await sold({ country: 'BE', items: [{ quantity: Number(count ?? 1), unitCents }] })
    for (const row of rows) {
      const gross = -cents(row['credit_gross'])
      const last = row === rows.at(-1)
      if (gross % unitCents === 0) await returned(order, gross / unitCents)
      else if (last) await returned(order, 1)
      else {
        // A part of the price is given back: the price of the order changes.
        await shop.outside.advance(day)
        await shop.act(order, 'price', { unitCents: unitCents - gross })
        await shop.outside.advance(minute)
        await shop.sync()
      }
    }
    const [sale, ...found] = await shop.entries(order)
    expect(sumsOf(sale)).toEqual({
      gross: cents(rows[0]?.['original_gross']),
      net: cents(rows[0]?.['original_net']),
      vat: cents(rows[0]?.['original_vat']),
    })
    expect(found.map(sumsOf)).toEqual(
      rows.map((row) => ({
        gross: cents(row['credit_gross']),
        net: cents(row['credit_net']),
        vat: cents(row['credit_vat']),
      })),
    )
  })
})

describe('credits of a whole sale', () => {
  afterEach(() => shop.close())

  it.each(credits.map((row) => [row['case_id'], row['description'], row] as const))(
    '%s %s',
    async (_id, _text, row) => {
      const soldOn = row['supply_date'] ?? ''
      await openOn(soldOn)
      const buyer =
        row['buyer'] === 'business'
          ? { billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' } }
          : {}
      const item = { quantity: 1, unitCents: -cents(row['gross']), reference: row['product_class'] }
      const order = await sold({ country: row['destination'], items: [item], ...buyer })
      await shop.outside.advance(9 * day)
      await returned(order, 1)
      const [sale, credit] = await shop.entries(order)
      expect(sumsOf(credit)).toEqual({ gross: cents(row['gross']), net: cents(row['net']), vat: cents(row['vat']) })
      expect(credit?.lines.map((line) => line.rateBp)).toEqual([Math.round(Number(row['rate_percent']) * 100)])
      expect(credit?.lines.map((line) => line.account)).toEqual(sale?.lines.map((line) => line.account))
      const { flags } = await shop.explain(order)
      expect(flags).toContain('USE_ORIGINAL_RATE_AND_TREATMENT')
    },
  )
})

describe('roundings of a document', () => {
  beforeAll(() => openOn('2026-11-20'))
  afterAll(() => shop.close())

  it.each([...roundings])('%s', async (_, rows) => {
    const lines = rows.filter((row) => /^\d+$/u.test(row['line'] ?? ''))
    const discount = lines.find((row) => cents(row['unit_gross']) < 0)
    const french = lines.some((row) => row['rate_percent'] === '5.5')
    const items = lines
      .filter((row) => row !== discount)
      .map((row) => ({
        quantity: Number(row['qty']),
        unitCents: cents(row['unit_gross']),
        ...(row['rate_percent'] === '5.5' ? { reference: 'BOOK' } : {}),
        ...(discount === undefined ? {} : { discounts: [{ title: 'Actie', cents: -cents(discount['line_gross']) }] }),
      }))
    const place = french ? { country: 'DE', shipTo: { countryCode: 'FR', zipCode: '75001' } } : { country: 'BE' }
    const order = await sold({ ...place, items })
    const [entry] = await shop.entries(order)
    const whole = rows.find((row) => row['line'] === 'document')
    expect(sumsOf(entry)).toEqual({
      gross: cents(whole?.['doc_gross']),
      net: cents(whole?.['doc_net']),
      vat: cents(whole?.['doc_vat']),
    })
    for (const group of rows.filter((row) => row['line'] === 'rate total')) {
      const own = entry?.lines.filter((line) => line.rateBp === Math.round(Number(group['rate_percent']) * 100)) ?? []
      expect(own.reduce((sum, line) => sum + line.baseCents, 0)).toBe(cents(group['group_net']))
      expect(own.reduce((sum, line) => sum + line.vatCents, 0)).toBe(cents(group['group_vat']))
    }
    // A discount lowers its item; the other lines stand as the case gives them.
    if (discount === undefined)
      expect(entry?.lines.map((line) => line.baseCents)).toEqual(lines.map((row) => cents(row['line_net_allocated'])))
  })
})
