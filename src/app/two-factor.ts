/** The second proof at sign-in: a code of the person's own device, or a recovery code where the device was lost. */
import type { Instant } from '../domain/calendar.ts'
import type { Account, TwoFactor } from '../ports/accounts.ts'
import { addressOnly, lockOf, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from './ports.ts'
import { noteDecision } from './security-events.ts'
import { endAllOf, letIn, provePassword, type Fault, type SignedIn } from './sessions.ts'

const recoveryCodes = 10

function contextOf(accountId: string): string {
  return `account|totp|${accountId}`
}

/** The session in which somebody changes his second proof. */
export interface InSession {
  token: string
  caller: Caller
}

export type TooMany = Extract<SignedIn, { kind: 'tooMany' }>

/** Makes a secret for the device. It counts from the moment that a code of it was given. */
export async function prepareTwoFactor(
  ports: Ports,
  account: Account,
  password: string,
  at: InSession,
): Promise<{ kind: 'prepared'; secret: string; address: string } | TooMany | Fault> {
  const refused = await refusalOfPassword(ports, account, password, at)
  if (refused !== null) return refused
  const { accounts } = ports.store.directory
  if (account.secondProof) return { path: 'code', message: 'alreadyOn' }
  const secret = ports.oneTimeCodes.newSecret()
  await accounts.prepareTwoFactor(account.accountId, ports.secrets.seal(secret, contextOf(account.accountId)))
  return { kind: 'prepared', secret, address: ports.oneTimeCodes.address(secret, account.email) }
}

/** @returns the recovery codes, shown this once, and the person's new session; all others end */
export async function confirmTwoFactor(
  ports: Ports,
  account: Account,
  code: string,
  at: InSession,
): Promise<{ codes: string[]; signedIn: Extract<SignedIn, { kind: 'signedIn' }> } | TooMany | Fault> {
  const { accounts } = ports.store.directory
  const own = await accounts.twoFactor(account.accountId)
  if (own === null || own.since !== null) return { path: 'code', message: 'notPrepared' }
  const lock = lockOf(ports, { kind: 'code', name: account.accountId, caller: at.caller, known: account })
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const now = await ports.clock.now()
  const step = stepOf(ports, account.accountId, own, { code, at: now })
  if (step === null) return { path: 'code', message: 'wrongCode' }
  await wasRight(ports, lock)
  const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(ports))
  const hashes = codes.map((recovery) => hashOf(ports, recovery))
  await accounts.confirmTwoFactor(account.accountId, { at: now, step, hashes })
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller: at.caller, about: 'switchedOn' })
  return { codes, signedIn: await letIn(ports, account, at.caller) }
}

/** By full proof: the password, and a code. @returns the person's new session; all others end */
export async function endTwoFactor(
  ports: Ports,
  account: Account,
  given: { password: string; code: string },
  at: InSession,
): Promise<SignedIn | Fault> {
  const refused = await refusalOfPassword(ports, account, given.password, at)
  if (refused !== null) return refused
  const proof = await secondProof(ports, account, { code: given.code, caller: at.caller })
  if (proof.kind === 'later') return { kind: 'tooMany', until: proof.until }
  if (proof.kind !== 'right') return { path: 'code', message: proof.kind === 'needed' ? 'codeNeeded' : 'wrongCode' }
  await ports.store.directory.accounts.endTwoFactor(account.accountId)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'secondProof', outcome: 'done', account, caller: at.caller, about: 'switchedOff' })
  return letIn(ports, account, at.caller)
}

async function refusalOfPassword(
  ports: Ports,
  account: Account,
  password: string,
  at: InSession,
): Promise<TooMany | Fault | null> {
  const proven = await provePassword(ports, account, password, at)
  if (proven.kind === 'tooMany') return proven
  return proven.kind === 'wrong' ? { path: 'password', message: 'wrongPassword' } : null
}

export type SecondProof = { kind: 'right' | 'needed' | 'wrong' } | { kind: 'later'; until: Instant }

/**
 * Whether the account may go on with this code. `needed`: it asks for one, and none was given.
 * A code of the device, like a recovery code, is taken once.
 */
export async function secondProof(
  ports: Ports,
  account: Account,
  given: { code: string | null; caller: Caller },
): Promise<SecondProof> {
  const { accounts } = ports.store.directory
  const own = await accounts.twoFactor(account.accountId)
  if (own === null || own.since === null) return { kind: 'right' }
  const code = given.code?.replaceAll(/[\s-]/gu, '').toLowerCase() ?? ''
  if (code === '') return { kind: 'needed' }
  const { caller } = given
  // Six digits can be guessed. A recovery code cannot: it is the way in while somebody else guesses.
  const lock = isOfDevice(code)
    ? lockOf(ports, { kind: 'code', name: account.accountId, caller, known: account })
    : addressOnly(ports, caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'later', until }
  const step = stepOf(ports, account.accountId, own, { code, at: await ports.clock.now() })
  const taken =
    step === null
      ? await accounts.takeRecoveryCode(account.accountId, hashOf(ports, code))
      : await accounts.takeStep(account.accountId, step)
  if (taken) await wasRight(ports, lock)
  return { kind: taken ? 'right' : 'wrong' }
}

function isOfDevice(code: string): boolean {
  return /^\d{6}$/u.test(code)
}

function stepOf(
  ports: Ports,
  accountId: string,
  own: TwoFactor,
  { code, at }: { code: string; at: Instant },
): number | null {
  if (!isOfDevice(code)) return null
  return ports.oneTimeCodes.stepOf(ports.secrets.open(own.sealed, contextOf(accountId)), code, at)
}

/** 120 bits that nobody can compute without the installation's key, in a form that can be copied by hand. */
function newRecoveryCode(ports: Ports): string {
  return ports.secrets.fingerprint(ports.random.id() + ports.random.id(), 'recovery code').slice(0, 30)
}

function hashOf(ports: Ports, code: string): string {
  return ports.secrets.fingerprint(code, 'recovery code at rest')
}
