/** Goal: what the seller said of a product decides, the more exact word first. Method: rules that contradict each other. */
import { expect, it } from 'vitest'
import type { VatSettings } from './mapping.ts'
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
