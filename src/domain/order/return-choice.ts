/** What a person may do about a return that the rules leave to him. Pure. */

import type { ProblemCode } from '../problem/problem.ts'

/**
 * `saleAndCredit`: the sale is from before the first day; both are booked. `creditOnly`: the sale stands in the books from somebody
 * else; only its credit is booked. `creditLeft`: what is left of the sale is credited, although more came back. `refunded`,
 * `notRefunded`: what the marketplace did not say. `ofItem`: the order item that came back. `ignore`: nothing is booked.
 */
export const returnChoices = [
  'saleAndCredit',
  'creditOnly',
  'creditLeft',
  'refunded',
  'notRefunded',
  'ofItem',
  'ignore',
] as const
export type ReturnChoice = (typeof returnChoices)[number]

type ReturnCode = Extract<ProblemCode, `RET-${string}`>

/** `saleAndCredit` only where the order is not one of ours yet. */
const choicesOf: Record<ReturnCode, readonly ReturnChoice[]> = {
  'RET-ZONDER': ['saleAndCredit', 'creditOnly', 'ignore'],
  'RET-KEUZE': ['ofItem', 'ignore'],
  'RET-MEER': ['creditLeft', 'ignore'],
  'RET-UITKOMST': ['refunded', 'notRefunded', 'ignore'],
}

/** @param known whether the order of the return is one of ours */
export function returnChoicesOf(code: ProblemCode, known: boolean): ReturnChoice[] {
  if (!isOfReturn(code)) return []
  return choicesOf[code].filter((choice) => !known || choice !== 'saleAndCredit')
}

function isOfReturn(code: ProblemCode): code is ReturnCode {
  return code in choicesOf
}
