/**
 * What a connection file says twice, or in two ways. The values are compared as they are read: capitals and blanks make no difference, and
 * `EL` is `GR`. The faults name what was written.
 */
import { fault, type Fault } from '../../domain/message/message.ts'
import type { ProductRule } from '../../domain/settings/mapping.ts'
import { ruleKeys } from '../../domain/vat/product-class.ts'
import { isoCountry } from '../../domain/vat/territory.ts'
import { withoutPaste } from './connection-file-schema.ts'

/** `vat.codes[0].rate` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, part) =>
      typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? String(part) : `${shown}.${String(part)}`,
    '',
  )
}

/** Returns the value at a path of the file as it was written, right or wrong, because these checks do not wait until the rest is right. */
export function valueAt(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    json,
  )
}

function rowsAt(json: unknown, ...path: string[]): unknown[] {
  const rows = valueAt(json, path)
  return Array.isArray(rows) ? rows : []
}

/** Returns a fault for each row, or key, that repeats an earlier one: the second would never be looked at. */
export function repetitions(json: unknown): Fault[] {
  const codes = rowsAt(json, 'vat', 'codes').map((row) => [
    valueAt(row, ['treatment']),
    countryAt(row),
    valueAt(row, ['rate']),
  ])
  const types = rowsAt(json, 'settlement', 'types').map((row) => [inCapitals(valueAt(row, ['type']))])
  const purchases = rowsAt(json, 'settlement', 'purchaseVat').map((row) => [valueAt(row, ['role'])])
  const numbers = valueAt(json, ['seller', 'vatNumbers'])
  const lands = typeof numbers === 'object' && numbers !== null ? Object.keys(numbers) : []
  const placed = (place: string, rows: unknown[][]) => rows.map((row, index) => ({ row, path: `${place}[${index}]` }))
  return [
    ...repeated('repeats', placed('vat.codes', codes)),
    ...repeated('givenTwice', placed('settlement.types', types)),
    ...repeated('givenTwice', placed('settlement.purchaseVat', purchases)),
    ...repeated(
      'givenTwice',
      lands.map((land) => ({ row: [isoCountry(String(inCapitals(land)))], path: `seller.vatNumbers.${land}` })),
    ),
  ]
}

function repeated(code: 'repeats' | 'givenTwice', entries: { row: unknown[]; path: string }[]): Fault[] {
  const seen = new Map<string, string>()
  return entries.flatMap(({ row, path }) => {
    if (row.some((value) => value === undefined || value === null)) return []
    const key = JSON.stringify(row)
    const place = seen.get(key)
    if (place === undefined) seen.set(key, path)
    return place === undefined ? [] : [fault(path, code, { place })]
  })
}

function inCapitals(value: unknown): unknown {
  return typeof value === 'string' ? withoutPaste(value).toUpperCase() : value
}

function countryAt(row: unknown): unknown {
  const country = inCapitals(valueAt(row, ['country']))
  return typeof country === 'string' ? isoCountry(country) : country
}

/** Returns a fault for each key `__proto__`: the schema, which copies objects key by key, would not see it. */
export function prototypeKeys(value: unknown, path: PropertyKey[] = []): Fault[] {
  if (typeof value !== 'object' || value === null || path.length > depthMax) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key]
    return key === '__proto__' ? [fault(pathText(place), 'unknownKey')] : prototypeKeys(inner, place)
  })
}

/** No schema looks deeper. */
const depthMax = 64

/** Two rules of one product with another class, or two countries that one offer ships from: the second would never be looked at. */
export function contradictions(json: unknown): Fault[] {
  const products = rowsAt(json, 'vat', 'products').map((row) => ({ keys: keysOf(row), says: valueAt(row, ['class']) }))
  const offers = rowsAt(json, 'seller', 'offersShipFrom').map((row) => ({
    keys: keysOf({ offerReference: valueAt(row, ['offerReference']) }),
    says: String(valueAt(row, ['country']))
      .trim()
      .toUpperCase(),
  }))
  return [...contradicted('vat.products', products), ...contradicted('seller.offersShipFrom', offers)]
}

function keysOf(row: unknown): string[] {
  for (const name of ['ean', 'offerReference', 'titleContains']) {
    const value = valueAt(row, [name])
    if (typeof value === 'string') return ruleKeys({ [name]: value } as unknown as ProductRule)
  }
  return []
}

function contradicted(place: string, rows: { keys: string[]; says: unknown }[]): Fault[] {
  const first = new Map<string, number>()
  return rows.flatMap(({ keys, says }, index) => {
    const before = keys.map((key) => first.get(key)).find((at) => at !== undefined)
    for (const key of keys) if (!first.has(key)) first.set(key, index)
    return before === undefined || rows[before]?.says === says
      ? []
      : [fault(`${place}[${index}]`, 'contradicts', { place: `${place}[${before}]` })]
  })
}
