/**
 * Guards every check of a secret that a stranger could guess. Wrong tries make the next one wait: for the account, and for the address from
 * which they come. A device on which the owner signed in before is counted apart, so that a guessing stranger never locks the owner out.
 * The link in the mailbox and recovery codes work all the while.
 */
import type { Instant } from '../../domain/calendar.ts'
import { hour, minute } from '../../domain/delays.ts'
import type { Account } from '../../ports/people/accounts.ts'
import type { GuessRule } from '../../ports/people/guesses.ts'
import type { Ports } from '../run/ports.ts'

/** The other end of a call. */
export interface Caller {
  /** Null: the terminal. */
  address: string | null
  /** The token that the device got when its owner signed in; null: none. */
  device: string | null
}

export const terminal: Caller = { address: null, device: null }

/** At most ten tries in a quarter of an hour. */
const ofAccount: GuessRule = { free: 5, firstMs: 15_000, longestMs: 15 * minute, forgottenMs: 24 * hour }
/** A whole office may share one address, and one user may have many devices. */
const ofMany: GuessRule = { free: 20, firstMs: 5000, longestMs: 15 * minute, forgottenMs: 24 * hour }

export interface Lock {
  /** Null: only what it comes under is counted. */
  key: string | null
  /** The address it comes from, or all known devices of the account together. */
  under: string | null
}

/** @param known the account whose device this may be */
export function lockOf(
  ports: Ports,
  {
    kind,
    name,
    caller,
    known,
  }: { kind: 'password' | 'code' | 'session'; name: string; caller: Caller; known: Account | null },
): Lock {
  const device = known === null ? null : knownDevice(ports, known, caller.device)
  // Counts each device by its name, and all devices of one account together, so that an attacker with many device tokens guesses no more
  // often.
  if (known !== null && device !== null)
    return {
      key: `${kind}:device:${mark(ports, device)}`,
      under: `${kind}:devices:${mark(ports, known.accountId)}`,
    }
  return { key: `${kind}:${mark(ports, name)}`, under: addressLock(ports, caller) }
}

/** Guards secrets that are too long to be guessed: only a caller who tries many is slowed down. */
export function addressOnly(ports: Ports, caller: Caller): Lock {
  return { key: null, under: addressLock(ports, caller) }
}

function addressLock(ports: Ports, { address }: Caller): string | null {
  return address === null ? null : `address:${mark(ports, networkOf(address))}`
}

/** Counts a try before the secret is looked at. @returns null when it may be, else the moment of the next one */
export async function takeTry(ports: Ports, { key, under }: Lock): Promise<Instant | null> {
  const { guesses } = ports.store.directory
  const now = await ports.clock.now()
  // The address first: one that is held back adds no row for the names that it goes on with.
  const until = under === null ? null : await guesses.take(under, ofMany, now)
  if (until !== null || key === null) return until
  const later = await guesses.take(key, ofAccount, now)
  if (later !== null && under !== null) await guesses.giveBack(under)
  return later
}

export async function wasRight(ports: Ports, { key, under }: Lock): Promise<void> {
  const { guesses } = ports.store.directory
  if (key !== null) await guesses.right(key)
  // A user with an account of their own must not be able to reset the count of their address.
  if (under !== null) await guesses.giveBack(under)
}

/** Returns a mark for a device whose owner signed in: worthless after a new password, and after a first or a last second proof. */
export function newDevice(ports: Ports, account: Account): string {
  const name = ports.secrets.fingerprint(ports.random.id(), 'device').slice(0, 32)
  return `${name}.${deviceProof(ports, account, name)}`
}

/** @returns its name; null: it is not one of the account's */
function knownDevice(ports: Ports, account: Account, device: string | null): string | null {
  const [, name = '', proof] = /^([0-9a-f]{32})\.([0-9a-f]{48})$/u.exec(device ?? '') ?? []
  return proof !== undefined && proof === deviceProof(ports, account, name) ? name : null
}

function deviceProof(ports: Ports, { accountId, passwordHash, secondProof }: Account, name: string): string {
  const text = `${name}|${accountId}|${passwordHash}|${secondProof}`
  return ports.secrets.fingerprint(text, 'known device').slice(0, 48)
}

function mark(ports: Ports, text: string): string {
  return ports.secrets.fingerprint(text, 'sign-in tries').slice(0, 32)
}

/** One line of the internet has 2^64 addresses of version 6: they count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/iu, '').replace(/%.*$/u, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
