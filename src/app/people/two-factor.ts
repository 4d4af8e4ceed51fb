/** The code that a person's own device makes, as second proof at sign-in: switched on, and off. */
import type { Account } from '../../ports/people/accounts.ts'
import { proveToEnrol, type Enrolment } from './first-proof.ts'
import { proveFully, type FullProof, type InSession, type TooMany } from './full-proof.ts'
import { lockOf, takeTry, wasRight } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { asksForCode, newRecoveryCodes } from './second-proof.ts'
import { noteDecision } from './security-events.ts'
import { asItIs, endAllOf, letIn, type Fault, type SignedIn } from './sessions.ts'

/** Makes a secret for the device, by full proof; the first one by a code too. It counts from the moment that a code of it was given. */
export async function prepareTwoFactor(
  ports: Ports,
  account: Account,
  given: Enrolment,
  at: InSession,
): Promise<{ kind: 'prepared'; secret: string; address: string } | TooMany | Fault> {
  const refused = await proveToEnrol(ports, account, given, at)
  if (refused !== null) return refused
  if (await asksForCode(ports, account)) return { path: 'code', message: 'alreadyOn' }
  const secret = ports.oneTimeCodes.newSecret()
  await ports.signIns.prepareDevice(account.accountId, secret)
  return { kind: 'prepared', secret, address: ports.oneTimeCodes.address(secret, account.email) }
}

/** @returns the recovery codes, shown this once, and the person's new session; all others end */
export async function confirmTwoFactor(
  ports: Ports,
  account: Account,
  code: string,
  at: InSession,
): Promise<{ codes: string[]; signedIn: SignedIn } | TooMany | Fault> {
  const { signIns } = ports
  const own = await signIns.device(account.accountId)
  if (own === null || own.confirmed) return { path: 'code', message: 'notPrepared' }
  const lock = lockOf(ports, { kind: 'code', name: account.accountId, caller: at.caller, known: account })
  const until = await takeTry(ports, lock)
  const note = (about: string): Promise<void> =>
    noteDecision(ports, { kind: 'secondProof', outcome: 'refused', account, caller: at.caller, about })
  if (until !== null) {
    await note('tooMany')
    return { kind: 'tooMany', until }
  }
  if (!(await signIns.confirmDevice(account.accountId, code))) {
    await note('notConfirmed')
    return { path: 'code', message: 'wrongCode' }
  }
  await wasRight(ports, lock)
  const { codes, hashes } = newRecoveryCodes(ports)
  await signIns.setRecoveryCodes(account.accountId, hashes)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller: at.caller, about: 'switchedOn' })
  return { codes, signedIn: await letIn(ports, { ...account, secondProof: true }, at.caller) }
}

/** Needs full proof. @returns the user's new session; all others end */
export async function endTwoFactor(
  ports: Ports,
  account: Account,
  given: FullProof,
  at: InSession,
): Promise<SignedIn | Fault> {
  const refused = await proveFully(ports, account, given, at)
  if (refused !== null) return refused
  await ports.signIns.endDevice(account.accountId)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller: at.caller, about: 'switchedOff' })
  return letIn(ports, await asItIs(ports, account), at.caller)
}

/**
 * Replaces the recovery codes, by full proof, for a user who used or lost them. @returns the new codes, shown this once, and the new
 * session
 */
export async function renewRecoveryCodes(
  ports: Ports,
  account: Account,
  given: FullProof,
  at: InSession,
): Promise<{ codes: string[]; signedIn: SignedIn } | TooMany | Fault> {
  // Without a second proof there is nothing that they would replace.
  if (!account.secondProof) return { path: 'code', message: 'notPrepared' }
  const refused = await proveFully(ports, account, given, at)
  if (refused !== null) return refused
  const { codes, hashes } = newRecoveryCodes(ports)
  await ports.signIns.setRecoveryCodes(account.accountId, hashes)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller: at.caller, about: 'newCodes' })
  return { codes, signedIn: await letIn(ports, account, at.caller) }
}
