/** What becomes of an order, in one word: the status that `explain` tells. Pure. */
import { problemType, type ProblemCode } from '../problem/problem.ts'

/**
 * `POST`: it is booked, or has nothing left to be booked. `RETRY`: it waits for an answer from outside, and goes on by itself. `HOLD`: a
 * person decides. `BLOCK`: something is missing or wrong, and must be put right first. The later one outweighs the earlier.
 */
export const planStatuses = ['POST', 'RETRY', 'HOLD', 'BLOCK'] as const
export type PlanStatus = (typeof planStatuses)[number]

/** Nothing is wrong: the rules leave the choice to a person. */
const choices: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'BOL-KORTING',
  'RET-ZONDER',
  'RET-KEUZE',
  'RET-UITKOMST',
  'SYS-GOEDKEUREN',
])

/** Of a problem that an order has. What only wants to be looked at holds nothing; VAT is decided line by line, with a status of its own. */
export function statusOfProblem(code: ProblemCode): PlanStatus {
  if (code.startsWith('BTW-') && !code.startsWith('BTW-CODE-')) return 'POST'
  if (choices.has(code)) return 'HOLD'
  const type = problemType(code)
  if (type === 'L' || code === 'BOL-ANNUL') return 'POST'
  return type === 'T' ? 'RETRY' : 'BLOCK'
}

export function worstStatus(statuses: readonly PlanStatus[]): PlanStatus {
  return planStatuses.findLast((status) => statuses.includes(status)) ?? 'POST'
}
