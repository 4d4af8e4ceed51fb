/** Seller accounts, drawn from the seed. */

import type { Chance } from '../world.ts'
import { omitEmpty } from './answers.ts'
import { belgianNumber } from './company-numbers.ts'
import type { Shop } from './facts.ts'

const KINDS = ['Boekhandel', 'Fietsenzaak', 'Speelgoedwinkel', 'Keukenhuis', 'Tuincentrum'] as const
const OWNERS = ['De Proef', 'Het Voorbeeld', 'Schijn & Zonen', "'t Testje", 'Van Nergens'] as const

export function makeShops(chance: Chance, count: number): Shop[] {
  const shops: Shop[] = []
  for (let index = 0; index < count; index += 1) shops.push(makeShop(chance.fork(`shop ${index}`), index))
  return shops
}

function makeShop(chance: Chance, index: number): Shop {
  const name = `${chance.pick(KINDS)} ${chance.pick(OWNERS)}`
  const number = belgianNumber(chance)
  return {
    clientId: uuid(chance),
    clientSecret: secret(chance),
    retailerId: String(1_900_000 + index * 37 + chance.int(0, 36)),
    displayName: name,
    companyName: `${name} BV`,
    vatNumber: `BE${number}`,
    kvkNumber: number,
    registrationDate: `20${chance.int(14, 24)}-0${chance.int(1, 9)}-1${chance.int(0, 9)}`,
  }
}

function uuid(chance: Chance): string {
  let hex = ''
  while (hex.length < 32) hex += chance.int(0, 15).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

const SECRET_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+!'

function secret(chance: Chance): string {
  let text = ''
  while (text.length < 48) text += SECRET_LETTERS[chance.int(0, SECRET_LETTERS.length - 1)] ?? 'x'
  return text
}

/** `GET /retailer/retailers/{id}` */
export function retailerDetail(shop: Shop): Record<string, unknown> {
  return omitEmpty({
    retailerId: shop.retailerId,
    displayName: shop.displayName,
    companyName: shop.companyName,
    vatNumber: shop.vatNumber,
    kvkNumber: shop.kvkNumber,
    registrationDate: shop.registrationDate,
    topRetailer: false,
    ratingMethod: 'THREE_MONTHS',
    retailerRating: { retailerRating: 8.9, deliveryTimeRating: 9.1 },
  })
}
