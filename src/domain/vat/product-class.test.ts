/** Goal: what the seller said of a product decides, the more exact word first. Method: rules that contradict each other. */
import { expect, it } from 'vitest'
import type { VatSettings } from '../settings/mapping.ts'
import { classOf } from './product-class.ts'

const settings: Pick<VatSettings, 'default' | 'products'> = {
  default: 'STANDARD',
  products: [
    { titleContains: 'Kookboek', class: 'BOOK' },
    { offerReference: 'SKU-2', class: 'FOOD' },
    { ean: '9789463105156', class: 'MEDICINE' },
    { titleContains: 'boek', class: 'PLANT' },
  ],
}
const item = { ean: '9789463105156', offerReference: 'SKU-2', title: 'Groot KOOKBOEK' }

it('takes the EAN before the offer reference, that before the title, that before the default', () => {
  expect(classOf(item, settings)).toEqual({ class: 'MEDICINE', by: 'ean' })
  expect(classOf({ ...item, ean: null }, settings)).toEqual({ class: 'FOOD', by: 'offerReference' })
  expect(classOf({ ...item, ean: null, offerReference: 'SKU-20' }, settings)).toEqual({ class: 'BOOK', by: 'title' })
  expect(classOf({ ean: null, offerReference: null, title: null }, settings)).toEqual({
    class: 'STANDARD',
    by: 'default',
  })
})

it('asks where nobody chose a default', () => {
  const unknown = { ean: '1', offerReference: null, title: 'Mok' }
  expect(classOf(unknown, { ...settings, default: 'ask' })).toBeNull()
  expect(classOf(unknown, { ...settings, default: null })).toBeNull()
})

it('knows a product however its number and its name are written', () => {
  const upc = { ...settings, products: [{ ean: '36000291452', class: 'FOOD' as const }] }
  expect(classOf({ ean: '0036000291452', offerReference: null, title: null }, upc)?.class).toBe('FOOD')
  const own = { ...settings, products: [{ offerReference: 'thee\u00A0groen', class: 'FOOD' as const }] }
  expect(classOf({ ean: null, offerReference: 'THEE  Groen', title: null }, own)?.class).toBe('FOOD')
  const titled = { ...settings, products: [{ titleContains: 'Cafe\u0301', class: 'FOOD' as const }] }
  expect(classOf({ ean: null, offerReference: null, title: 'Gemalen CAFÉ 250 g' }, titled)?.class).toBe('FOOD')
})

it('keeps a rule for an article whose number nobody checked', () => {
  const odd = { ...settings, products: [{ ean: '123', class: 'FOOD' as const }] }
  expect(classOf({ ean: '123', offerReference: null, title: null }, odd)?.class).toBe('FOOD')
})

it('takes the first of two rules that name one product, and a rule that names nothing matches nothing', () => {
  const twice = {
    ...settings,
    products: [
      { ean: '9463105158', class: 'BOOK' as const },
      { ean: '9789463105156', class: 'FOOD' as const },
    ],
  }
  expect(classOf(item, twice)?.class).toBe('BOOK')
  const empty = { ...settings, products: [{ titleContains: '\u200B', class: 'FOOD' as const }] }
  expect(classOf(item, empty)).toEqual({ class: 'STANDARD', by: 'default' })
})
