/** The decisions that a user may take on a document that the rules leave to them. Pure. */
import { openTo, type DocumentState } from './document-states.ts'

/**
 * `accept`: the ledger's document is right. `leave`: nothing is booked, and nothing is reported any more. `bookAgain`: the sale is booked
 * anew, although a foreign document holds it or a user removed ours. `lookAgain`: the ledger is asked once more. `sendAgain`: the document
 * was not found, and is sent under a new number.
 */
export const verdicts = ['accept', 'leave', 'bookAgain', 'lookAgain', 'sendAgain'] as const
export type Verdict = (typeof verdicts)[number]

/** Returns the decisions that are open, the safest first. */
export function verdictsOf(state: DocumentState): Verdict[] {
  if (openTo('accepted').includes(state)) return ['accept']
  if (openTo('bookedAgain').includes(state)) return ['leave', 'bookAgain']
  return openTo('lookedByPerson').includes(state) ? ['lookAgain', 'sendAgain'] : []
}
