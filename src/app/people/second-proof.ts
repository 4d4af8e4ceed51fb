/** The proof beside the password: a code of the person's own device, or a recovery code where device and passkeys are lost. */
import type { Instant } from '../../domain/calendar.ts'
import type { Account, TwoFactor } from '../../ports/people/accounts.ts'
import { addressOnly, lockOf, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'

const recoveryCodes = 10

/** The secret of a device is sealed for its account. */
export function contextOf(accountId: string): string {
  return `account|totp|${accountId}`
}

export async function asksForCode(ports: Ports, { accountId }: Account): Promise<boolean> {
  const own = await ports.store.directory.accounts.twoFactor(accountId)
  return own !== null && own.since !== null
}

/** `codeNeeded`, `passkeyNeeded`: the account asks for more, and nothing was given. A recovery code does for either. */
export type SecondProof =
  | { kind: 'right' }
  | { kind: 'codeNeeded' | 'passkeyNeeded' | 'wrongCode' }
  | { kind: 'tooMany'; until: Instant }

/** Whether the account may go on with this code, beside the password. A code of the device, like a recovery code, is taken once. */
export async function secondProof(
  ports: Ports,
  account: Account,
  given: { code: string | null; caller: Caller },
): Promise<SecondProof> {
  const { accounts } = ports.store.directory
  if (!account.secondProof) return { kind: 'right' }
  const own = await accounts.twoFactor(account.accountId)
  const device = own === null || own.since === null ? null : own
  const code = given.code?.replaceAll(/[\s-]/gu, '').toLowerCase() ?? ''
  if (code === '') return { kind: device === null ? 'passkeyNeeded' : 'codeNeeded' }
  const { caller } = given
  // Six digits can be guessed. A recovery code cannot: it is the way in while somebody else guesses.
  const lock = isOfDevice(code)
    ? lockOf(ports, { kind: 'code', name: account.accountId, caller, known: account })
    : addressOnly(ports, caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const step = device === null ? null : stepOf(ports, account.accountId, device, { code, at: await ports.clock.now() })
  const taken =
    step === null
      ? await accounts.takeRecoveryCode(account.accountId, hashOf(ports, code))
      : await accounts.takeStep(account.accountId, step)
  if (taken) await wasRight(ports, lock)
  return { kind: taken ? 'right' : 'wrongCode' }
}

function isOfDevice(code: string): boolean {
  return /^\d{6}$/u.test(code)
}

export function stepOf(
  ports: Ports,
  accountId: string,
  own: TwoFactor,
  { code, at }: { code: string; at: Instant },
): number | null {
  if (!isOfDevice(code)) return null
  return ports.oneTimeCodes.stepOf(ports.secrets.open(own.sealed, contextOf(accountId)), code, at)
}

/** Shown once; their hashes are kept. */
export function newRecoveryCodes(ports: Ports): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(ports))
  return { codes, hashes: codes.map((code) => hashOf(ports, code)) }
}

/** 120 bits that nobody can compute without the installation's key, in a form that can be copied by hand. */
function newRecoveryCode(ports: Ports): string {
  return ports.secrets.fingerprint(ports.random.id() + ports.random.id(), 'recovery code').slice(0, 30)
}

function hashOf(ports: Ports, code: string): string {
  return ports.secrets.fingerprint(code, 'recovery code at rest')
}
