/** Accounts of people: opened with a password, which is chosen once by a link, and changed in a session. */
import { hour, minute } from '../../domain/delays.ts'
import { passwordMax, passwordMin, passwordTooEasy, passwordTooShort } from '../../domain/password.ts'
import type { Account, LinkPurpose, OneTimeLink } from '../../ports/people/accounts.ts'
import { proveFully, type FullProof, type InSession, type TooMany } from './full-proof.ts'
import { lockOf, networkOf, takeTry, terminal, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { missingProof, secondProof } from './second-proof.ts'
import { noteDecision } from './security-events.ts'
import { asItIs, endAllOf, letIn, newToken, type Fault, type SignedIn } from './sessions.ts'

export const proofCodeMinutes = 30
const linkMs: Record<LinkPurpose, number> = {
  password: hour,
  verify: 72 * hour,
  signup: 72 * hour,
  operator: 72 * hour,
  proof: proofCodeMinutes * minute,
}

/** @param context what a stranger would try first: the address, the company */
export async function passwordFault(ports: Ports, password: string, context: string[]): Promise<Fault | null> {
  const length = [...password].length
  if (length < passwordMin || length > passwordMax) return { path: 'password', message: passwordTooShort }
  return (await ports.passwords.isEasy(password, context)) ? { path: 'password', message: passwordTooEasy } : null
}

/** New passwords that are judged for one network in an hour. A whole office may share an address. */
const judgedMax = 60

/** Judges a caller's new password. A judgement takes time of the process that answers everybody, so it is counted first, whatever comes of it. */
export async function countedFault(
  ports: Ports,
  password: string,
  { context, caller }: { context: string[]; caller: Caller },
): Promise<Fault | TooMany | null> {
  if (caller.address !== null) {
    const key = `judged:${ports.secrets.fingerprint(networkOf(caller.address), 'judged').slice(0, 32)}`
    const limit = { limit: judgedMax, windowMs: hour }
    const counted = await ports.store.directory.accounts.count(key, limit, await ports.clock.now())
    if (counted.kind !== 'granted') return { kind: 'tooMany', until: counted.until }
  }
  return passwordFault(ports, password, context)
}

/** The fields of a link that is not part of a sign-up. */
export const noSignUp = { company: null, passwordHash: null, by: null } as const

/** @returns the token in the link, or its beginning of this length */
export async function newLink(ports: Ports, link: OneTimeLink, length?: number): Promise<string> {
  const token = newToken(ports).slice(0, length)
  await ports.signIns.keepLink({ ...link, token, lifeMs: linkMs[link.purpose] })
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
  const by = await ports.signIns.byPassword(name, given.password)
  if (found === null || by.kind === 'wrong') return refuse({ kind: 'wrong' })
  await wasRight(ports, lock)
  const proof = await secondProof(ports, found, { code: given.code, caller, by })
  if (proof.kind !== 'right') return refuse(proof)
  return letIn(ports, found, caller, { token: proof.token })
}

/**
 * The link's owner chooses a password, and is signed in. An account that asks for a code of a device asks for it here too: a mailbox that a
 * stranger may read is one proof, not two.
 */
export async function choosePassword(
  ports: Ports,
  token: string,
  password: string,
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const { accounts } = ports.store.directory
  const seen = await ports.signIns.link(token)
  const account = seen?.purpose === 'password' && seen.accountId !== null ? await accounts.byId(seen.accountId) : null
  if (account === null || account.disabled) return { kind: 'wrong' }
  const refused = await countedFault(ports, password, { context: [account.email], caller })
  if (refused !== null) return refused
  if (!(await ports.signIns.passwordByLink(token, password))) return { kind: 'wrong' }
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'password', outcome: 'done', account, caller, about: 'byLink' })
  const missing = await missingProof(ports, account)
  return missing === null ? letIn(ports, await asItIs(ports, account), caller) : { kind: missing }
}

/**
 * Needs full proof: a stranger at an open session who knows the password has one proof, not two. @returns the user's new session; all
 * others end
 */
export async function changePassword(
  ports: Ports,
  account: Account,
  { next, proof }: { next: string; proof: FullProof },
  at: InSession,
): Promise<SignedIn | Fault> {
  const unproven = await proveFully(ports, account, proof, at)
  if (unproven !== null) return unproven
  const refused = await countedFault(ports, next, { context: [account.email], caller: at.caller })
  if (refused !== null) return 'path' in refused ? { ...refused, path: 'next' } : refused
  await ports.signIns.setPassword(account.accountId, next)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'password', outcome: 'done', account, caller: at.caller, about: 'changed' })
  return letIn(ports, await asItIs(ports, account), at.caller)
}
