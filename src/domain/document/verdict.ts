/** What a person may decide of a document that the rules leave to him. Pure. */
import type { DocumentState } from './document.ts'

/**
 * `accept`: what stands in the ledger is right. `leave`: nothing is booked, and nothing is said any more. `bookAgain`: booked anew,
 * although it stands there from somebody else, or was removed. `lookAgain`: look in the ledger once more. `sendAgain`: looked for,
 * not found, and sent under a new number.
 */
export const verdicts = ['accept', 'leave', 'bookAgain', 'lookAgain', 'sendAgain'] as const
export type Verdict = (typeof verdicts)[number]

const choices: Partial<Record<DocumentState, Verdict[]>> = {
  mismatch: ['accept'],
  duplicate: ['accept'],
  changed: ['accept'],
  foreign: ['leave', 'bookAgain'],
  deletedInLedger: ['leave', 'bookAgain'],
  quarantined: ['lookAgain', 'sendAgain'],
}

/** What is open to him, the safest first. */
export function verdictsOf(state: DocumentState): Verdict[] {
  return choices[state] ?? []
}
