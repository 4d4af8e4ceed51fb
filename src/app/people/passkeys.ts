/** Passkeys of one's own account, and signing in with one. A passkey is both proofs: the device, and that it saw its owner. */
import type { Instant } from '../../domain/calendar.ts'
import type { Account } from '../../ports/people/accounts.ts'
import type { MadeKey, PasskeySite, UsedKey } from '../../ports/people/passkeys.ts'
import { proveToEnrol, type Enrolment } from './first-proof.ts'
import { proveFully, type FullProof, type InSession, type TooMany } from './full-proof.ts'
import type { Caller } from './guard.ts'
import { checkPasskey, mayStart, newChallenge, takeChallenge, type AtSite } from './passkey-check.ts'
import type { Ports } from '../run/ports.ts'
import { newRecoveryCodes } from './second-proof.ts'
import { noteDecision } from './security-events.ts'
import { asItIs, endAllOf, letIn, newToken, type Fault, type SignedIn } from './sessions.ts'

export const passkeysMax = 10

export interface ListedPasskey {
  id: string
  name: string
  madeAt: string
  lastUsedAt: string | null
  /** The maker of the device copies it to the person's other devices. */
  synced: boolean
}

export async function listPasskeys(ports: Ports, { accountId }: Account): Promise<ListedPasskey[]> {
  const keys = await ports.store.directory.passkeys.ofAccount(accountId)
  const shown = (at: Instant): string => ports.calendar.isoText(at)
  return keys.map(({ passkeyId: id, name, madeAt, lastUsedAt, synced }) => {
    return { id, name, madeAt: shown(madeAt), lastUsedAt: lastUsedAt === null ? null : shown(lastUsedAt), synced }
  })
}

/** Returns the browser's question for a visitor without a session. @returns null: too often from this address */
export async function startSignIn(
  ports: Ports,
  site: PasskeySite,
  caller: Caller,
): Promise<{ holder: string; ask: object } | null> {
  if (!(await mayStart(ports, caller))) return null
  const holder = newToken(ports)
  const challenge = await newChallenge(ports, 'signIn', holder)
  return { holder, ask: await ports.passkeyRules.toUse(site, { challenge, known: [] }) }
}

export async function signInByPasskey(ports: Ports, answer: UsedKey, at: AtSite, caller: Caller): Promise<SignedIn> {
  const checked = await checkPasskey(ports, answer, { purpose: 'signIn', at, caller })
  if (checked.kind !== 'right') return checked
  return letIn(ports, checked.account, caller, { by: 'passkey' })
}

/** Returns the browser's question where a passkey is the full proof in a session. */
export async function startProof(ports: Ports, account: Account, { site, holder }: AtSite): Promise<object> {
  const known = await ports.store.directory.passkeys.ofAccount(account.accountId)
  return ports.passkeyRules.toUse(site, { challenge: await newChallenge(ports, 'prove', holder), known })
}

/** Returns the browser's question for making a passkey. It needs full proof; for the first second proof, a code as well. */
export async function startPasskey(
  ports: Ports,
  account: Account,
  given: Enrolment,
  at: InSession & { site: PasskeySite },
): Promise<{ kind: 'asked'; ask: object } | TooMany | Fault> {
  const refused = await proveToEnrol(ports, account, given, at)
  if (refused !== null) return refused
  const known = await ports.store.directory.passkeys.ofAccount(account.accountId)
  if (known.length >= passkeysMax) return { path: 'passkey', message: 'tooManyPasskeys' }
  const challenge = await newChallenge(ports, 'add', at.token)
  return { kind: 'asked', ask: await ports.passkeyRules.toMake(at.site, { challenge, account, known }) }
}

export interface AddedPasskey {
  /** Recovery codes, where it is the account's first second proof; shown this once. */
  codes: string[]
  signedIn: SignedIn
}

/** @returns the person's new session; all others end */
export async function addPasskey(
  ports: Ports,
  account: Account,
  { name, answer }: { name: string; answer: MadeKey },
  at: InSession & { site: PasskeySite },
): Promise<AddedPasskey | Fault> {
  const { passkeys } = ports.store.directory
  const challenge = await takeChallenge(ports, 'add', at.token)
  const made = challenge === null ? null : await ports.passkeyRules.made(at.site, challenge, answer)
  const { accountId } = account
  const passkey = { passkeyId: ports.random.id(), accountId, name, madeAt: await ports.clock.now(), lastUsedAt: null }
  const session = await ports.signIns.session(at.token)
  const isNew = made !== null && session !== null && (await passkeys.add({ ...made, ...passkey }, session.sessionId))
  if (!isNew) {
    await noteDecision(ports, { kind: 'passkey', outcome: 'refused', account, caller: at.caller, about: 'notAdded' })
    return { path: 'passkey', message: 'wrongPasskey' }
  }
  const { codes, hashes } = account.secondProof ? { codes: [], hashes: [] } : newRecoveryCodes(ports)
  if (codes.length > 0) await ports.signIns.setRecoveryCodes(accountId, hashes)
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'passkey', outcome: 'done', account, caller: at.caller, about: 'added' })
  return { codes, signedIn: await letIn(ports, { ...account, secondProof: true }, at.caller) }
}

/** Its name opens nothing: no proof is asked. @returns whether it is one of the account's */
export async function renamePasskey(
  ports: Ports,
  account: Account,
  { passkeyId, name }: { passkeyId: string; name: string },
  caller: Caller,
): Promise<boolean> {
  if (!(await ports.store.directory.passkeys.rename(account.accountId, passkeyId, name))) return false
  await noteDecision(ports, { kind: 'passkey', outcome: 'done', account, caller, about: 'renamed' })
  return true
}

/** Needs full proof, for which this passkey may serve. @returns the user's new session; all others end. Null: no such passkey */
export async function removePasskey(
  ports: Ports,
  account: Account,
  { passkeyId, proof }: { passkeyId: string; proof: FullProof },
  at: InSession,
): Promise<SignedIn | Fault | null> {
  const refused = await proveFully(ports, account, proof, at)
  if (refused !== null) return refused
  if (!(await ports.store.directory.passkeys.remove(account.accountId, passkeyId))) return null
  await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'passkey', outcome: 'done', account, caller: at.caller, about: 'removed' })
  return letIn(ports, await asItIs(ports, account), at.caller)
}
