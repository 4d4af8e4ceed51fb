/** Full proof of who sits in a session, asked for before what an account is proven with changes. */
import type { Account } from '../../ports/people/accounts.ts'
import type { UsedKey } from '../../ports/people/passkeys.ts'
import type { Caller } from './guard.ts'
import { checkPasskey, type AtSite } from './passkey-check.ts'
import type { Ports } from '../run/ports.ts'
import { secondProof } from './second-proof.ts'
import { noteDecision } from './security-events.ts'
import { provePassword, type Fault, type SignedIn } from './sessions.ts'

/** A passkey by itself; else the password, and what the account asks for beside it. */
export type FullProof = { passkey: UsedKey; at: AtSite } | { password: string; code: string }

/** The session in which the user changes proofs. */
export interface InSession {
  token: string
  caller: Caller
}

export type TooMany = Extract<SignedIn, { kind: 'tooMany' }>

/** @returns the obstacle, or null */
export async function proveFully(
  ports: Ports,
  account: Account,
  given: FullProof,
  at: InSession,
): Promise<TooMany | Fault | null> {
  if ('passkey' in given) {
    const check = { purpose: 'prove', at: given.at, caller: at.caller, owner: account } as const
    const checked = await checkPasskey(ports, given.passkey, check)
    if (checked.kind === 'tooMany') return checked
    return checked.kind === 'right' ? null : { path: 'passkey', message: 'wrongPasskey' }
  }
  const refused = async <T extends TooMany | Fault>(answer: T, about: string): Promise<T> => {
    await noteDecision(ports, { kind: 'secondProof', outcome: 'refused', account, caller: at.caller, about })
    return answer
  }
  const proven = await provePassword(ports, account, given.password, at)
  if (proven.kind === 'tooMany') return refused(proven, proven.kind)
  if (proven.kind === 'wrong') return { path: 'password', message: 'wrongPassword' }
  const proof = await secondProof(ports, account, { code: given.code, caller: at.caller, by: proven.by })
  if (proof.kind === 'tooMany') return refused(proof, proof.kind)
  if (proof.kind !== 'right') return refused({ path: 'code', message: proof.kind }, proof.kind)
  // The proof was a sign-in; its session is given to no browser.
  await ports.signIns.close(proof.token)
  return null
}
