/** The proof beside the password: a code of the person's own device, or a recovery code where device and passkeys are lost. */
import type { Instant } from '../../domain/calendar.ts'
import type { Account } from '../../ports/people/accounts.ts'
import { addressOnly, lockOf, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import type { Proven } from './sessions.ts'

const recoveryCodes = 10

export async function asksForCode(ports: Ports, { accountId }: Account): Promise<boolean> {
  return (await ports.signIns.device(accountId))?.confirmed === true
}

/** `codeNeeded`, `passkeyNeeded`: the account asks for more, and nothing was given. A recovery code does for either. */
export type SecondProof =
  | { kind: 'right'; token: string }
  | { kind: 'codeNeeded' | 'passkeyNeeded' | 'wrongCode' }
  | { kind: 'tooMany'; until: Instant }

/** Returns the proof that the account asks for beside its password; null: none. */
export async function missingProof(ports: Ports, account: Account): Promise<'codeNeeded' | 'passkeyNeeded' | null> {
  if (!account.secondProof) return null
  return (await asksForCode(ports, account)) ? 'codeNeeded' : 'passkeyNeeded'
}

/** Goes on where the password was right. A code of the device, like a recovery code, is taken once. */
export async function secondProof(
  ports: Ports,
  account: Account,
  given: { code: string | null; caller: Caller; by: Extract<Proven, { kind: 'right' }>['by'] },
): Promise<SecondProof> {
  if (given.by.kind === 'opened') return { kind: 'right', token: given.by.token }
  const code = given.code?.replaceAll(/[\s-]/gu, '').toLowerCase() ?? ''
  if (code === '') return { kind: (await missingProof(ports, account)) ?? 'wrongCode' }
  const { caller } = given
  // Six digits can be guessed. A recovery code cannot, so the owner can still sign in with one while a stranger guesses.
  const ofDevice = /^\d{6}$/u.test(code)
  const lock = ofDevice
    ? lockOf(ports, { kind: 'code', name: account.accountId, caller, known: account })
    : addressOnly(ports, caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const proof = ofDevice ? { device: code } : { recoveryHash: hashOf(ports, code) }
  const token = await ports.signIns.byCode(given.by.pending, proof)
  if (token === null) return { kind: 'wrongCode' }
  await wasRight(ports, lock)
  return { kind: 'right', token }
}

/** Shown once; their hashes are kept. */
export function newRecoveryCodes(ports: Ports): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(ports))
  return { codes, hashes: codes.map((code) => hashOf(ports, code)) }
}

/** Returns 120 bits that cannot be computed without the installation's key, in a form that can be copied by hand. */
function newRecoveryCode(ports: Ports): string {
  return ports.secrets.fingerprint(ports.random.id() + ports.random.id(), 'recovery code').slice(0, 30)
}

function hashOf(ports: Ports, code: string): string {
  return ports.secrets.fingerprint(code, 'recovery code at rest')
}
