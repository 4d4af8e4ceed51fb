/** What a person may decide of a document that the rules leave to him. Pure. */
import { openTo, type DocumentState } from './document-states.ts'

/**
 * `accept`: what stands in the ledger is right. `leave`: nothing is booked, and nothing is said any more. `bookAgain`: booked anew,
 * although it stands there from somebody else, or was removed. `lookAgain`: look in the ledger once more. `sendAgain`: looked for,
 * not found, and sent under a new number.
 */
export const verdicts = ['accept', 'leave', 'bookAgain', 'lookAgain', 'sendAgain'] as const
export type Verdict = (typeof verdicts)[number]

/** What is open to him, the safest first. */
export function verdictsOf(state: DocumentState): Verdict[] {
  if (openTo('accepted').includes(state)) return ['accept']
  if (openTo('bookedAgain').includes(state)) return ['leave', 'bookAgain']
  return openTo('lookedByPerson').includes(state) ? ['lookAgain', 'sendAgain'] : []
}
