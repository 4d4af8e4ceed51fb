/** The outcome of an order in one word: the status that `explain` shows. Pure. */
import { problemRow, type ProblemCode } from '../problem/problem.ts'

/**
 * `POST`: it is booked, or has nothing left to be booked. `RETRY`: it waits for an answer from outside, and goes on by itself. `HOLD`: the
 * user decides. `BLOCK`: a fact is missing or wrong, and must be put right first. The later one outweighs the earlier.
 */
export const planStatuses = ['POST', 'RETRY', 'HOLD', 'BLOCK'] as const
export type PlanStatus = (typeof planStatuses)[number]

/**
 * Returns the status of an order's problem. A problem that only asks for a look holds nothing back, nor does one of a settlement. VAT is decided line by line, with a
 * status of its own.
 */
export function statusOfProblem(code: ProblemCode): PlanStatus {
  const { type, stops } = problemRow(code)
  if (type === 'L' || stops === 'line' || stops === 'settlement' || stops === 'nothing') return 'POST'
  if (stops === 'decision' || stops === 'approval') return 'HOLD'
  return type === 'T' ? 'RETRY' : 'BLOCK'
}

export function worstStatus(statuses: readonly PlanStatus[]): PlanStatus {
  return planStatuses.findLast((status) => statuses.includes(status)) ?? 'POST'
}
