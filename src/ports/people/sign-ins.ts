/**
 * Accounts, their proofs and their sessions, as the library of accounts keeps them. Lives of sessions, links and codes follow the machine's
 * clock. Each secret is kept as a keyed hash, so a copy of the database opens nothing.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { Account, LinkPurpose, NewAccount, OneTimeLink } from './accounts.ts'

export interface SignIns {
  /** Takes as much time for an unknown address as for a known one. `pending`: the password is right, and the account asks for more. */
  byPassword(
    email: string,
    password: string,
  ): Promise<{ kind: 'opened'; token: string } | { kind: 'pending'; pending: string } | { kind: 'wrong' }>
  /** Goes on with a pending sign-in. Each code is taken once. @returns the token of a session, or null: wrong, or used before */
  byCode(pending: string, proof: SecondCode): Promise<string | null>
  /** For a user with another proof. @returns the token, or null: the account is disabled */
  open(accountId: string): Promise<string | null>
  /** Whose session it is. Null: there is none, it is over, or the account is disabled. */
  session(token: string): Promise<{ sessionId: string; account: Account } | null>
  /** All open ones, newest first. */
  sessions(accountId: string): Promise<OpenSession[]>
  close(token: string): Promise<void>
  /** @returns false where it is none of this account's, or over */
  closeOne(accountId: string, sessionId: string): Promise<boolean>
  /** Ends all but the newest ones. */
  closeBeyond(accountId: string, newest: number): Promise<void>
  /** Every session, link and pending proof of the account, and a device that was never confirmed. */
  endAll(account: { accountId: string; email: string }): Promise<void>

  /** @returns null where the address has an account already */
  add(account: NewAccount): Promise<Account | null>
  setPassword(accountId: string, password: string): Promise<void>
  setOperator(accountId: string): Promise<void>
  setDisabled(accountId: string, disabled: boolean): Promise<void>

  device(accountId: string): Promise<{ confirmed: boolean } | null>
  /** Takes the place of one that was never confirmed. @param secret in base32, as the device is given it */
  prepareDevice(accountId: string, secret: string): Promise<void>
  /** From now on a code is asked for. @returns whether the code was right */
  confirmDevice(accountId: string, code: string): Promise<boolean>
  /** No code of a device any more. Recovery codes stay where the account has a passkey. */
  endDevice(accountId: string): Promise<void>
  /** They take the place of those of before. */
  setRecoveryCodes(accountId: string, hashes: string[]): Promise<void>

  keepLink(link: OneTimeLink & { token: string; lifeMs: number }): Promise<void>
  /** Returns the purpose of the link; the link stays valid. */
  link(token: string): Promise<OneTimeLink | null>
  /** Takes the link: it works once. */
  takeLink(token: string): Promise<OneTimeLink | null>
  /** Takes a link of the purpose `password`, and sets the password. @returns false when the link is over */
  passwordByLink(token: string, password: string): Promise<boolean>
  forgetLinks(): Promise<void>
}

/** A code of the person's device, or the keyed hash of a recovery code. */
export type SecondCode = { device: string } | { recoveryHash: string }

export interface OpenSession {
  id: string
  openedAt: Instant
  expiresAt: Instant
}

export type { LinkPurpose }
