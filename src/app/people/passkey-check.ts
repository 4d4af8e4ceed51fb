/** Makes the challenge that a passkey signs, and checks the signature: once, for this site, in this session. */
import { hour, minute } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { Account } from '../../ports/people/accounts.ts'
import type { Passkey, PasskeyPurpose, PasskeySite, UsedKey } from '../../ports/people/passkeys.ts'
import { addressOnly, networkOf, takeTry, wasRight, type Caller } from './guard.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import { hashOf, newToken } from './sessions.ts'

const challengeMs = 5 * minute
/** The limit of one address, perhaps an office, in an hour. */
const startsMax = 240

/** The site, and who holds the challenge: the token of a session, or of a browser that is not signed in. */
export interface AtSite {
  site: PasskeySite
  holder: string
}

/** @returns 256 bits that cannot be computed without the installation's key */
export async function newChallenge(ports: Ports, purpose: PasskeyPurpose, holder: string): Promise<string> {
  const challenge = newToken(ports)
  const now = await ports.clock.now()
  const kept = { holderHash: hashOf(ports, holder), purpose, challenge, expiresAt: now + challengeMs }
  await ports.store.directory.passkeys.keepChallenge(kept, now)
  return challenge
}

export async function takeChallenge(ports: Ports, purpose: PasskeyPurpose, holder: string): Promise<string | null> {
  return ports.store.directory.passkeys.takeChallenge(hashOf(ports, holder), purpose, await ports.clock.now())
}

/** A challenge for a visitor without a session is a row: this limit keeps a stranger from filling the table. */
export async function mayStart(ports: Ports, { address }: Caller): Promise<boolean> {
  const from = ports.secrets.fingerprint(address === null ? 'terminal' : networkOf(address), 'passkeys').slice(0, 32)
  const limit = { limit: startsMax, windowMs: hour }
  const counted = await ports.store.directory.accounts.count(`passkey:${from}`, limit, await ports.clock.now())
  return counted.kind === 'granted'
}

export type CheckedPasskey =
  | { kind: 'right'; account: Account; key: Passkey }
  | { kind: 'wrong' }
  | { kind: 'tooMany'; until: Instant }

interface Check {
  purpose: PasskeyPurpose
  at: AtSite
  caller: Caller
  /** The account that the passkey must belong to; left out: any account signs in. */
  owner?: Account
}

/** Records each refusal with its reason; the caller learns only that it is one. */
export async function checkPasskey(
  ports: Ports,
  answer: UsedKey,
  { purpose, at: { site, holder }, caller, owner }: Check,
): Promise<CheckedPasskey> {
  const { passkeys, accounts } = ports.store.directory
  const lock = addressOnly(ports, caller)
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const challenge = await takeChallenge(ports, purpose, holder)
  const key = await passkeys.byCredential(answer.id)
  const account = key === null ? null : await accounts.byId(key.accountId)
  const refuse = async (about: string): Promise<CheckedPasskey> => {
    await noteDecision(ports, { kind: 'passkey', outcome: 'refused', account, caller, about })
    return { kind: 'wrong' }
  }
  if (challenge === null) return refuse('challengeOver')
  if (key === null || account === null) return refuse('unknown')
  if (owner !== undefined && owner.accountId !== account.accountId) return refuse('notOwn')
  const use = await ports.passkeyRules.used(site, challenge, answer, key)
  if (use === null) return refuse('wrong')
  if (account.disabled) return refuse('disabled')
  // The key's counter went back or did not move: two devices have a copy of the same key.
  if (!(await passkeys.used(key.passkeyId, { ...use, at: await ports.clock.now() }))) return refuse('copied')
  await wasRight(ports, lock)
  return { kind: 'right', account, key }
}
