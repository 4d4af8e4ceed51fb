/** On which side the cause of a problem lies: what is read or asked again before its orders are planned anew. */
import type { ProblemCode } from './problem.ts'

/**
 * `source`: what the marketplace told of the order. `shipments`, `returns`: what it told of these. `elsewhere`: the ledger, the
 * settings, a limit, or a person's word; reading the order again changes nothing.
 */
export type ProblemSide = 'source' | 'shipments' | 'returns' | 'elsewhere'

const sides: Partial<Record<ProblemCode, Exclude<ProblemSide, 'elsewhere'>>> = {
  'BOL-ONVOLLEDIG': 'source',
  'BOL-ONLEESBAAR': 'source',
  'BOL-FACTUURGEG': 'source',
  'BOL-VERZENDING': 'shipments',
  'BOL-BEDRAG': 'shipments',
  // An article, a country, a postcode or a number that was missing or wrong.
  'BTW-EAN': 'source',
  'BTW-LAND': 'source',
  'BTW-GEBIED': 'source',
  'BTW-ICP': 'source',
  'REL-NAAM': 'source',
  // A field that the ledger refuses stands in the order as the marketplace gave it.
  'OCT-GEGEVENS': 'source',
  'RET-KEUZE': 'returns',
  'RET-MEER': 'returns',
  'RET-UITKOMST': 'returns',
}

export function problemSide(code: string): ProblemSide {
  return sides[code as ProblemCode] ?? 'elsewhere'
}

/** Problems whose orders are read again each night. */
export const codesToReadAgain = Object.keys(sides) as ProblemCode[]
