/** Sessions, and what ends them. Each change of a credential ends whatever the old one opened. */
import type { Instant } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import type { Account } from '../../ports/people/accounts.ts'
import { lockOf, newDevice, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'

const sessionMs = 12 * hour
/** Whoever reads the terminal makes the first operator, and no more. */
const terminalSessionMs = hour

export type { Account, Membership, OpenCompany } from '../../ports/people/accounts.ts'

export interface Fault {
  path: string
  message: string
}

export type SignedIn =
  /** `device` tells this browser from a stranger's the next time. */
  | { kind: 'signedIn'; token: string; device: string; account: Account }
  /** `codeNeeded`, `passkeyNeeded`: the password is right, and the account asks for more. */
  | { kind: 'wrong' | 'codeNeeded' | 'passkeyNeeded' | 'wrongCode' }
  | { kind: 'tooMany'; until: Instant }

/** After a proof. */
export async function letIn(
  ports: Ports,
  account: Account,
  caller: Caller,
  by: 'signedIn' | 'passkey' = 'signedIn',
): Promise<Extract<SignedIn, { kind: 'signedIn' }>> {
  await noteDecision(ports, { kind: 'signIn', outcome: 'done', account, caller, about: by })
  return {
    kind: 'signedIn',
    account,
    token: await openSession(ports, account.accountId),
    device: newDevice(ports, account),
  }
}

async function openSession(ports: Ports, accountId: string | null): Promise<string> {
  const token = newToken(ports)
  const at = await ports.clock.now()
  const expiresAt = at + (accountId === null ? terminalSessionMs : sessionMs)
  await ports.store.directory.accounts.openSession({ tokenHash: hashOf(ports, token), accountId, at, expiresAt })
  return token
}

/** Of whoever reads the terminal; the caller has looked at the code. */
export function openTerminalSession(ports: Ports): Promise<string> {
  return openSession(ports, null)
}

/** A credential changed: every session, link and pending proof that stands on the old one ends. */
export async function endAllOf(ports: Ports, account: Account): Promise<void> {
  const { accounts } = ports.store.directory
  await accounts.endLinks(account)
  await accounts.closeOthers(account.accountId, null)
}

/** In a session: whoever found it open knows no password. */
export type Proven = { kind: 'right' } | { kind: 'wrong' } | { kind: 'tooMany'; until: Instant }

/** @param at.token of the session: whoever guesses in one is slowed down in that one */
export async function provePassword(
  ports: Ports,
  account: Account,
  password: string,
  at: { token: string; caller: Caller },
): Promise<Proven> {
  const lock = { ...lockOf(ports, { kind: 'session', name: at.token, caller: at.caller, known: null }), address: null }
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  if (!(await ports.passwords.matches(password, account.passwordHash))) {
    await noteDecision(ports, {
      kind: 'password',
      outcome: 'refused',
      account,
      caller: at.caller,
      about: 'wrongPassword',
    })
    return { kind: 'wrong' }
  }
  await wasRight(ports, lock)
  return { kind: 'right' }
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
export function newToken(ports: Ports): string {
  return ports.secrets.fingerprint(`${ports.random.id()} ${ports.random.id()}`, 'web token')
}

export function hashOf(ports: Ports, token: string): string {
  return ports.secrets.fingerprint(token, 'web token at rest')
}
