/** The decisions that a user may take on a return that the rules leave to the user. Pure. */

import type { ProblemCode } from '../problem/problem.ts'

/**
 * `saleAndCredit`: the sale is from before the first day; both are booked. `creditOnly`: another program booked the sale; only its credit
 * is booked. `creditLeft`: the rest of the sale is credited, although more came back. `refunded`, `notRefunded`: the fact that the
 * marketplace did not give. `ofItem`: the order item that came back. `ignore`: nothing is booked.
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
