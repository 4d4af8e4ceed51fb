/** People who sign in to the web app, and which companies they see. */
import type { Instant } from '../domain/calendar.ts'
import type { CompanyRole } from '../domain/role.ts'
import type { LimitAnswer } from './call-limits.ts'

export interface Account {
  accountId: string
  /** Lower case. */
  email: string
  passwordHash: string | null
  operator: boolean
}

/** What a link that works once is for. */
export type LinkPurpose = 'password' | 'verify' | 'signup'

export interface OneTimeLink {
  purpose: LinkPurpose
  /** Null: whoever reads the mails of `email` has no account yet. */
  accountId: string | null
  email: string | null
  /** Of a sign-up: what is made when the address is proven. */
  company: string | null
  passwordHash: string | null
}

/** A sign-up whose address is not proven yet. */
export interface PendingSignUp {
  id: string
  email: string
  company: string
}

/** An owner lets the operator act in the company. */
export interface Consent {
  givenBy: string
  givenAt: Instant
  until: Instant
}

export interface Membership {
  tenantId: string
  name: string
  role: CompanyRole
}

export interface Member {
  accountId: string
  email: string
  role: CompanyRole
  /** Followed the link and chose a password. */
  active: boolean
}

export interface TwoFactor {
  /** The secret that is shared with the person's device. */
  sealed: string
  /** Null: not yet confirmed with a code, and so not asked for. */
  since: Instant | null
}

export interface OpenSession {
  /** The first characters of the token's hash: enough to tell sessions apart. */
  id: string
  openedAt: Instant
  expiresAt: Instant
}

export interface Accounts {
  byEmail(email: string): Promise<Account | null>
  add(account: Account, at: Instant): Promise<void>
  setPassword(accountId: string, passwordHash: string): Promise<void>
  setOperator(accountId: string): Promise<void>
  /** Their addresses. */
  operators(): Promise<string[]>
  memberships(accountId: string): Promise<Membership[]>
  members(tenantId: string): Promise<Member[]>
  setRole(tenantId: string, accountId: string, role: CompanyRole, at: Instant): Promise<void>
  removeMember(tenantId: string, accountId: string): Promise<void>
  openSession(session: { tokenHash: string; accountId: string; at: Instant; expiresAt: Instant }): Promise<void>
  bySession(tokenHash: string, now: Instant): Promise<Account | null>
  sessions(accountId: string, now: Instant): Promise<OpenSession[]>
  closeSession(tokenHash: string): Promise<void>
  /** All of the account's but this one. */
  closeOthers(accountId: string, tokenHash: string | null): Promise<void>
  addLink(link: OneTimeLink & { tokenHash: string; expiresAt: Instant }): Promise<void>
  /** What the link is for; it stays. */
  link(tokenHash: string, now: Instant): Promise<OneTimeLink | null>
  /** Takes the link: it works once. */
  takeLink(tokenHash: string, now: Instant): Promise<OneTimeLink | null>
  byId(accountId: string): Promise<Account | null>
  /** Those that are over. */
  forgetLinks(now: Instant): Promise<void>
  pendingSignUps(now: Instant, limit: number): Promise<PendingSignUp[]>
  /** Takes the one of this id. */
  takeSignUp(id: string, now: Instant): Promise<OneTimeLink | null>
  /** Companies that the operator may enter: his own, those without an owner, and those whose owner lets him. */
  openToOperator(accountId: string | null, now: Instant): Promise<{ tenantId: string; name: string }[]>
  consent(tenantId: string, now: Instant): Promise<Consent | null>
  /** Null takes it back. */
  setConsent(tenantId: string, consent: Consent | null): Promise<void>
  twoFactor(accountId: string): Promise<TwoFactor | null>
  /** Takes the place of one that was never confirmed. */
  prepareTwoFactor(accountId: string, sealed: string): Promise<void>
  /** @param on.hashes of the recovery codes */
  confirmTwoFactor(accountId: string, on: { at: Instant; step: number; hashes: string[] }): Promise<void>
  endTwoFactor(accountId: string): Promise<void>
  /** @returns false when this half minute, or a later one, was taken already */
  takeStep(accountId: string, step: number): Promise<boolean>
  /** @returns whether it was one of them; it is gone then */
  takeRecoveryCode(accountId: string, hash: string): Promise<boolean>
  /** @param id as `sessions` gives it */
  closeOne(accountId: string, id: string): Promise<void>
  /** One try to sign in under this key; ten in a quarter of an hour. */
  countTry(key: string, now: Instant): Promise<LimitAnswer>
}

export interface Passwords {
  hash(password: string): Promise<string>
  matches(password: string, hash: string): Promise<boolean>
}
