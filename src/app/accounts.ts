/** Accounts of people: made by the operator or a company's owner, opened with a password, closed when their session ends. */
import type { Instant } from '../domain/calendar.ts'
import { hour } from '../domain/document.ts'
import type { CompanyRole } from '../domain/role.ts'
import type { Account, OneTimeLink } from '../ports/accounts.ts'
import type { Ports } from './ports.ts'
import { secondProof } from './two-factor.ts'

export type { Account, Membership } from '../ports/accounts.ts'

const sessionMs = 12 * hour
const linkMs = 72 * hour
export const passwordMin = 10
const passwordMax = 500

export interface Fault {
  path: string
  message: string
}

export type AddedAccount =
  | { kind: 'added'; accountId: string; email: string; link: string | null }
  | { kind: 'fault'; fault: Fault }

/** A new account, or a role more for one that is there. Without a password: a link that works once, for three days. */
export async function addAccount(
  ports: Ports,
  wanted: {
    email: string
    password: string | null
    role: CompanyRole | 'operator'
    /** Null for an operator. */
    tenantId: string | null
  },
): Promise<AddedAccount> {
  const email = wanted.email.trim().toLowerCase()
  if (!isAddress(email)) return fault('email', `"${wanted.email}" is no e-mail address.`)
  const refused = wanted.password === null ? null : passwordFault(wanted.password)
  if (refused !== null) return { kind: 'fault', fault: refused }
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const passwordHash = wanted.password === null ? null : await ports.passwords.hash(wanted.password)
  await accounts.add({ accountId: ports.random.id(), email, passwordHash, operator: wanted.role === 'operator' }, at)
  const account = (await accounts.byEmail(email)) as Account
  if (passwordHash !== null && account.passwordHash !== passwordHash)
    return fault('email', `${email} has an account already; leave the password out to give it this role.`)
  if (wanted.role === 'operator') await accounts.setOperator(account.accountId)
  else if (wanted.tenantId !== null) await accounts.setRole(wanted.tenantId, account.accountId, wanted.role, at)
  const own = { purpose: 'password', accountId: account.accountId, email: null, ...noSignUp } as const
  const link = account.passwordHash === null ? await newLink(ports, own, at) : null
  return { kind: 'added', accountId: account.accountId, email, link }
}

/** In lower case. */
export function isAddress(email: string): boolean {
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/u.test(email)
}

function fault(path: string, message: string): { kind: 'fault'; fault: Fault } {
  return { kind: 'fault', fault: { path, message } }
}

export function passwordFault(password: string): Fault | null {
  const length = [...password].length
  return length < passwordMin || length > passwordMax
    ? { path: 'password', message: `A password has at least ${passwordMin} characters.` }
    : null
}

/** A link of nobody who signs up. */
export const noSignUp = { company: null, passwordHash: null } as const

/** @returns the token that stands in the link */
export async function newLink(ports: Ports, link: OneTimeLink, at: Instant): Promise<string> {
  const token = newToken(ports)
  await ports.store.directory.accounts.addLink({ ...link, tokenHash: hashOf(ports, token), expiresAt: at + linkMs })
  return token
}

export type SignedIn =
  | { kind: 'signedIn'; token: string; account: Account }
  /** `codeNeeded`: the password is right, and the account asks for a code of the person's device. */
  | { kind: 'wrong' | 'tooMany' | 'codeNeeded' | 'wrongCode' }

/** @param given.code of the person's device, or a recovery code; null: none was given */
export async function signIn(
  ports: Ports,
  email: string,
  given: { password: string; code: string | null },
): Promise<SignedIn> {
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const name = email.trim().toLowerCase()
  const tried = await accounts.countTry(`signin:${ports.secrets.fingerprint(name, 'sign-in tries').slice(0, 32)}`, at)
  if (tried.kind !== 'granted') return { kind: 'tooMany' }
  const account = await accounts.byEmail(name)
  // An unknown address costs as much time as a wrong password.
  const hash = account?.passwordHash ?? (await unknownHash(ports))
  const right = await ports.passwords.matches(given.password, hash)
  if (account === null || account.passwordHash === null || !right) return { kind: 'wrong' }
  const proof = await secondProof(ports, account, { code: given.code, at })
  if (proof !== 'right') return { kind: proof === 'needed' ? 'codeNeeded' : 'wrongCode' }
  return { kind: 'signedIn', account, token: await openSession(ports, account.accountId, at) }
}

let unknown: Promise<string> | null = null
function unknownHash(ports: Ports): Promise<string> {
  unknown ??= ports.passwords.hash(newToken(ports))
  return unknown
}

export async function openSession(ports: Ports, accountId: string, at: Instant): Promise<string> {
  const token = newToken(ports)
  const session = { tokenHash: hashOf(ports, token), accountId, at, expiresAt: at + sessionMs }
  await ports.store.directory.accounts.openSession(session)
  return token
}

/**
 * The link's owner chooses a password, and is signed in. All other sessions end. An account that asks for a code of a device asks
 * for it here too: a mailbox that somebody else reads is one proof, not two.
 */
export async function choosePassword(ports: Ports, token: string, password: string): Promise<SignedIn | Fault> {
  const refused = passwordFault(password)
  if (refused !== null) return refused
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const link = await accounts.takeLink(hashOf(ports, token), at)
  const account = link?.purpose === 'password' && link.accountId !== null ? await accounts.byId(link.accountId) : null
  if (account === null) return { kind: 'wrong' }
  await accounts.setPassword(account.accountId, await ports.passwords.hash(password))
  await accounts.closeOthers(account.accountId, null)
  if ((await secondProof(ports, account, { code: null, at })) !== 'right') return { kind: 'codeNeeded' }
  return { kind: 'signedIn', account, token: await openSession(ports, account.accountId, at) }
}

export async function changePassword(
  ports: Ports,
  account: Account,
  change: { current: string; next: string; sessionToken: string },
): Promise<Fault | null> {
  const refused = passwordFault(change.next)
  if (refused !== null) return { ...refused, path: 'next' }
  const right = account.passwordHash !== null && (await ports.passwords.matches(change.current, account.passwordHash))
  if (!right) return { path: 'current', message: 'wrongPassword' }
  const { accounts } = ports.store.directory
  await accounts.setPassword(account.accountId, await ports.passwords.hash(change.next))
  await accounts.closeOthers(account.accountId, hashOf(ports, change.sessionToken))
  return null
}

export async function accountOf(ports: Ports, token: string): Promise<Account | null> {
  return ports.store.directory.accounts.bySession(hashOf(ports, token), await ports.clock.now())
}

export interface ListedSession {
  id: string
  openedAt: string
  expiresAt: string
  /** The one that asks. */
  own: boolean
}

export async function listSessions(ports: Ports, account: Account, token: string): Promise<ListedSession[]> {
  const own = hashOf(ports, token)
  const rows = await ports.store.directory.accounts.sessions(account.accountId, await ports.clock.now())
  return rows.map(({ id, openedAt, expiresAt }) => ({
    id,
    openedAt: ports.calendar.isoText(openedAt),
    expiresAt: ports.calendar.isoText(expiresAt),
    own: own.startsWith(id),
  }))
}

export async function signOut(ports: Ports, token: string): Promise<void> {
  await ports.store.directory.accounts.closeSession(hashOf(ports, token))
}

/** 256 bits that nobody can compute without the installation's key. */
function newToken(ports: Ports): string {
  return ports.secrets.fingerprint(`${ports.random.id()} ${ports.random.id()}`, 'web token')
}

export function hashOf(ports: Ports, token: string): string {
  return ports.secrets.fingerprint(token, 'web token at rest')
}
