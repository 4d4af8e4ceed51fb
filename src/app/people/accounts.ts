/** Accounts of people: opened with a password, which is chosen once by a link, and changed in a session. */
import type { Instant } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import { passwordMax, passwordMin, passwordTooEasy, passwordTooShort } from '../../domain/password.ts'
import type { Account, LinkPurpose, OneTimeLink } from '../../ports/people/accounts.ts'
import { lockOf, takeTry, terminal, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { secondProof } from './second-proof.ts'
import { noteDecision } from './security-events.ts'
import { endAllOf, hashOf, letIn, newToken, provePassword, type Fault, type SignedIn } from './sessions.ts'

const linkMs: Record<LinkPurpose, number> = {
  password: hour,
  verify: 72 * hour,
  signup: 72 * hour,
  operator: 72 * hour,
}

/** In lower case. */
export function isAddress(email: string): boolean {
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/u.test(email)
}

/** @param context what a stranger would try first: the address, the company */
export async function passwordFault(ports: Ports, password: string, context: string[]): Promise<Fault | null> {
  const length = [...password].length
  if (length < passwordMin || length > passwordMax) return { path: 'password', message: passwordTooShort }
  return (await ports.passwords.isEasy(password, context)) ? { path: 'password', message: passwordTooEasy } : null
}

/** A link of nobody who signs up. */
export const noSignUp = { company: null, passwordHash: null } as const

/** @returns the token that stands in the link */
export async function newLink(ports: Ports, link: OneTimeLink, at: Instant): Promise<string> {
  const token = newToken(ports)
  const expiresAt = at + linkMs[link.purpose]
  await ports.store.directory.accounts.addLink({ ...link, tokenHash: hashOf(ports, token), expiresAt })
  return token
}

/** @param given.code of the person's device, or a recovery code; null: none was given */
export async function signIn(
  ports: Ports,
  email: string,
  given: { password: string; code: string | null },
  caller: Caller = terminal,
): Promise<SignedIn> {
  const name = email.trim().toLowerCase()
  const found = await ports.store.directory.accounts.byEmail(name)
  const lock = lockOf(ports, { kind: 'password', name, caller, known: found })
  const refuse = async <T extends SignedIn>(answer: T): Promise<T> => {
    await noteDecision(ports, { kind: 'signIn', outcome: 'refused', account: found, caller, about: answer.kind })
    return answer
  }
  const until = await takeTry(ports, lock)
  if (until !== null) return refuse({ kind: 'tooMany', until })
  // An unknown address costs as much time as a wrong password.
  const right = await ports.passwords.matches(given.password, found?.passwordHash ?? (await unknownHash(ports)))
  if (found === null || !right || found.disabled) return refuse({ kind: 'wrong' })
  await wasRight(ports, lock)
  const proof = await secondProof(ports, found, { code: given.code, caller })
  if (proof.kind !== 'right') return refuse(proof)
  return letIn(ports, found, caller)
}

let unknown: Promise<string> | null = null
function unknownHash(ports: Ports): Promise<string> {
  unknown ??= ports.passwords.hash(newToken(ports))
  return unknown
}

/**
 * The link's owner chooses a password, and is signed in. An account that asks for a code of a device asks for it here too: a mailbox
 * that somebody else reads is one proof, not two.
 */
export async function choosePassword(
  ports: Ports,
  token: string,
  password: string,
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const { accounts } = ports.store.directory
  const hash = hashOf(ports, token)
  const seen = await accounts.link(hash, await ports.clock.now())
  const account = seen?.purpose === 'password' && seen.accountId !== null ? await accounts.byId(seen.accountId) : null
  if (account === null || account.disabled) return { kind: 'wrong' }
  const refused = await passwordFault(ports, password, [account.email])
  if (refused !== null) return refused
  if ((await accounts.takeLink(hash, await ports.clock.now())) === null) return { kind: 'wrong' }
  const renewed = { ...account, passwordHash: await ports.passwords.hash(password) }
  await accounts.setPassword(account.accountId, renewed.passwordHash)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'password', outcome: 'done', account, caller, about: 'byLink' })
  const proof = await secondProof(ports, renewed, { code: null, caller })
  return proof.kind === 'right' ? letIn(ports, renewed, caller) : proof
}

/** @returns the person's new session; all others end */
export async function changePassword(
  ports: Ports,
  account: Account,
  change: { current: string; next: string; token: string; caller: Caller },
): Promise<SignedIn | Fault> {
  const refused = await passwordFault(ports, change.next, [account.email])
  if (refused !== null) return { ...refused, path: 'next' }
  const proven = await provePassword(ports, account, change.current, change)
  if (proven.kind === 'tooMany') return proven
  if (proven.kind === 'wrong') return { path: 'current', message: 'wrongPassword' }
  const renewed = { ...account, passwordHash: await ports.passwords.hash(change.next) }
  await ports.store.directory.accounts.setPassword(account.accountId, renewed.passwordHash)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'password', outcome: 'done', account, caller: change.caller, about: 'changed' })
  return letIn(ports, renewed, change.caller)
}
