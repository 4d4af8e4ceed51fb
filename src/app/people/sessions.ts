/** Sessions, and what ends them. Each change of a credential ends whatever the old one opened. */
import type { Instant } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import type { Account } from '../../ports/people/accounts.ts'
import type { SignIns } from '../../ports/people/sign-ins.ts'
import { lockOf, newDevice, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { tellOwners } from './owners-told.ts'
import { noteDecision } from './security-events.ts'

/** The limit of one account's open sessions. */
const sessionsMax = 100
/** The reader of the terminal can make the first operator, and nothing else. */
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

/**
 * After a proof. @param session that the proof itself opened; left out: one is opened.
 * @param account as it was when it was proven: a password or a second proof that changed since ended every session of before, and this one too
 */
export async function letIn(
  ports: Ports,
  account: Account,
  caller: Caller,
  session: { token?: string; by?: 'signedIn' | 'passkey' } = {},
): Promise<SignedIn> {
  const token = session.token ?? (await ports.signIns.open(account.accountId))
  // Disabled a moment ago.
  if (token === null) return { kind: 'wrong' }
  // A change of a credential is written before the sessions end. Read after this session was opened, the change is either seen here or has
  // ended the session.
  if (!isSame(account, await ports.store.directory.accounts.byId(account.accountId))) {
    await ports.signIns.close(token)
    await noteDecision(ports, { kind: 'signIn', outcome: 'refused', account, caller, about: 'changedMeanwhile' })
    return { kind: 'wrong' }
  }
  await ports.signIns.closeBeyond(account.accountId, sessionsMax)
  await noteDecision(ports, { kind: 'signIn', outcome: 'done', account, caller, about: session.by ?? 'signedIn' })
  return { kind: 'signedIn', account, token, device: newDevice(ports, account) }
}

function isSame(proven: Account, now: Account | null): boolean {
  if (now === null || now.disabled) return false
  return now.passwordHash === proven.passwordHash && now.secondProof === proven.secondProof
}

/** Returns the account as it counts after a change of its own credentials. */
export async function asItIs(ports: Ports, account: Account): Promise<Account> {
  return (await ports.store.directory.accounts.byId(account.accountId)) ?? account
}

/** Opens a session for the reader of the terminal; the caller has checked the code. */
export async function openTerminalSession(ports: Ports): Promise<string> {
  const token = newToken(ports)
  const at = await ports.clock.now()
  const session = { tokenHash: hashOf(ports, token), at, expiresAt: at + terminalSessionMs }
  await ports.store.directory.accounts.openTerminal(session)
  return token
}

/** Null: there is no session, or it is over. `account` null: the reader of the terminal. */
export async function sessionOf(ports: Ports, token: string): Promise<{ account: Account | null } | null> {
  if (!isOfTerminal(token)) return /^\w{20,100}$/u.test(token) ? ports.signIns.session(token) : null
  const { accounts } = ports.store.directory
  return (await accounts.isTerminal(hashOf(ports, token), await ports.clock.now())) ? { account: null } : null
}

function isOfTerminal(token: string): boolean {
  return /^[0-9a-f]{64}$/u.test(token)
}

/**
 * Ends all rights that depend on a changed credential: every session, link and pending proof. An intruder may have prepared a way back, so
 * the account's offers are withdrawn, and its tokens and webhooks rest.
 */
export async function endAllOf(ports: Ports, account: Account): Promise<void> {
  await ports.signIns.endAll(account)
  await ports.store.directory.askedPasswords.forget(account.email)
  await endMadeBy(ports, account)
}

async function endMadeBy(ports: Ports, { accountId }: Account): Promise<void> {
  const { directory } = ports.store
  const { offers, apiTokens } = directory
  await offers.withdrawMadeBy(accountId)
  const now = await ports.clock.now()
  const resting = await apiTokens.rest(accountId, now)
  for (const tenantId of resting) await tellOwners(ports, tenantId, 'tokensRest')
  // In all companies, because the account may have set a webhook where it is no owner now, and may be one again later.
  for (const { tenantId } of await directory.tenants()) {
    const rests = await ports.store.forTenant(tenantId).transaction((tx) => tx.webhook.rest(accountId, now))
    if (rests) await tellOwners(ports, tenantId, 'webhookRests')
  }
}

/**
 * Checks, after a session made something that outlasts it, that the session is still open. Where it ended meanwhile, the new right ends as
 * the earlier ones did.
 * @returns whether it is still open
 */
export async function outlives(ports: Ports, account: Account, token: string): Promise<boolean> {
  if ((await sessionOf(ports, token)) !== null) return true
  await endMadeBy(ports, account)
  return false
}

/** In a session: a stranger at an open session does not know the password. `by`: the sign-in that the password opened, or began. */
export type Proven =
  | { kind: 'right'; by: Exclude<Awaited<ReturnType<SignIns['byPassword']>>, { kind: 'wrong' }> }
  | { kind: 'wrong' }
  | { kind: 'tooMany'; until: Instant }

/** @param at.token of the session: a stranger who guesses in one is slowed down in that one */
export async function provePassword(
  ports: Ports,
  account: Account,
  password: string,
  at: { token: string; caller: Caller },
): Promise<Proven> {
  const lock = { ...lockOf(ports, { kind: 'session', name: at.token, caller: at.caller, known: null }), under: null }
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const by = await ports.signIns.byPassword(account.email, password)
  if (by.kind === 'wrong') {
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
  return { kind: 'right', by }
}

export interface ListedSession {
  id: string
  openedAt: string
  expiresAt: string
  /** The one that asks. */
  own: boolean
}

export async function listSessions(ports: Ports, account: Account, token: string): Promise<ListedSession[]> {
  const own = (await ports.signIns.session(token))?.sessionId
  const rows = await ports.signIns.sessions(account.accountId)
  return rows.map(({ id, openedAt, expiresAt }) => ({
    id,
    openedAt: ports.calendar.isoText(openedAt),
    expiresAt: ports.calendar.isoText(expiresAt),
    own: id === own,
  }))
}

export async function signOut(ports: Ports, token: string): Promise<void> {
  if (isOfTerminal(token)) await ports.store.directory.accounts.closeTerminal(hashOf(ports, token))
  else await ports.signIns.close(token)
}

/** Returns 256 bits that cannot be computed without the installation's key. */
export function newToken(ports: Ports): string {
  return ports.secrets.fingerprint(`${ports.random.id()} ${ports.random.id()}`, 'web token')
}

export function hashOf(ports: Ports, token: string): string {
  return ports.secrets.fingerprint(token, 'web token at rest')
}
