/** Ends another session of one's own account, by full proof, so that a stranger at an open session ends no other one. */
import type { Account } from '../../ports/people/accounts.ts'
import { proveFully, type FullProof, type InSession, type TooMany } from './full-proof.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import type { Fault } from './sessions.ts'

/** @returns the obstacle, or null; no proof is asked for where there is nothing to end */
export async function endSession(
  ports: Ports,
  account: Account,
  { sessionId, proof }: { sessionId: string; proof: FullProof },
  at: InSession,
): Promise<'unknown' | TooMany | Fault | null> {
  const open = await ports.signIns.sessions(account.accountId)
  if (!open.some(({ id }) => id === sessionId)) return 'unknown'
  const refused = await proveFully(ports, account, proof, at)
  if (refused !== null) return refused
  if (!(await ports.signIns.closeOne(account.accountId, sessionId))) return 'unknown'
  const decision = { kind: 'signOut', outcome: 'done', account, caller: at.caller } as const
  await noteDecision(ports, { ...decision, about: 'otherDevice' })
  return null
}
