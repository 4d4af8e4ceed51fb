/** People who sign in to the web app, and which companies they see. */
import type { Instant } from '../../domain/calendar.ts'
import type { Language } from '../../domain/language.ts'
import type { CompanyRole } from '../../domain/role.ts'
import type { LimitAnswer } from '../call-limits.ts'

/** Exists once its address is proven, never before. */
export interface Account {
  accountId: string
  /** Lower case. */
  email: string
  passwordHash: string
  operator: boolean
  /** Signs in no more. */
  disabled: boolean
  /** The password alone does not do: it has a passkey, or asks for a code of a device as well. */
  secondProof: boolean
}

export type NewAccount = Omit<Account, 'disabled' | 'secondProof'>

/** An account in the operator's list. */
export interface ListedAccount {
  accountId: string
  email: string
  operator: boolean
  secondProof: boolean
  disabled: boolean
  companies: { name: string; role: CompanyRole }[]
}

/**
 * The purpose of a link that works once. `operator`: printed by the terminal; the account that follows it becomes an operator. `proof`: no
 * link, but the code by which an account gets its first second proof.
 */
export type LinkPurpose = 'password' | 'verify' | 'signup' | 'operator' | 'proof'

export interface OneTimeLink {
  purpose: LinkPurpose
  /** Null: the reader of the mails to `email` has no account yet. */
  accountId: string | null
  email: string | null
  /** Of a sign-up: the name of the company that is made when the address is proven. */
  company: string | null
  passwordHash: string | null
  /** Of a link to sign up: the inviter, as shown on screen. */
  by: string | null
}

/** A sign-up whose address is not proven yet. */
export interface PendingSignUp {
  email: string
  /** Null: invited, and not named yet. */
  company: string | null
  /** The inviting user, as shown on screen; null: there was none. */
  by: string | null
}

/** An owner lets the operator act in the company. */
export interface Consent {
  /** The owner's account. The consent counts while the account is an owner. */
  accountId: string
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
}

/** A role that a company offers to the reader of an address's mails. */
export interface Offer {
  invitationId: string
  tenantId: string
  /** The company's name. */
  company: string
  email: string
  role: CompanyRole
  invitedBy: string
  madeAt: Instant
  expiresAt: Instant
}

/**
 * An offer counts while its maker may make it: an owner's offer while the maker is an owner, the operator's offer while the company has no
 * owner.
 */
export interface OfferMaker {
  /** Null: the offer was made by the reader of the terminal. */
  accountId: string | null
  /** Made by the operator's command line, whose offers count until they are over. */
  vouched: boolean
}

/** Invitations: no membership before they are accepted. */
export interface Offers {
  /** Takes the place of an earlier one of the same company to the same address. */
  make(offer: Omit<Offer, 'company'> & OfferMaker & { tokenHash: string }): Promise<void>
  ofCompany(tenantId: string, now: Instant): Promise<Offer[]>
  ofCompanies(tenantIds: string[], now: Instant): Promise<Offer[]>
  ofAddress(email: string, now: Instant): Promise<Offer[]>
  byToken(tokenHash: string, now: Instant): Promise<Offer | null>
  /**
   * Makes the offer a membership of this account, whose address is the offer's. @returns null when the offer does not exist, is over, or
   * its maker may not make it any more
   */
  accept(invitationId: string, account: { accountId: string; email: string }, now: Instant): Promise<Offer | null>
  /** @returns whether it was there */
  decline(invitationId: string, email: string): Promise<boolean>
  /** @returns whether it was there */
  withdraw(tenantId: string, invitationId: string): Promise<boolean>
  /** All that this account made. @returns how many */
  withdrawMadeBy(accountId: string): Promise<number>
  /** All to this address. @returns how many */
  withdrawTo(email: string): Promise<number>
  forget(now: Instant): Promise<void>
}

/** A request for a new password, whether the address has an account or not. Kept until the mails of the minute are written. */
export interface AskedPassword {
  askedId: string
  email: string
  language: Language
  /** Where it came from; null: the terminal. */
  address: string | null
  at: Instant
}

export interface AskedPasswords {
  add(asked: AskedPassword): Promise<void>
  /** Oldest first. */
  list(limit: number): Promise<AskedPassword[]>
  remove(askedId: string): Promise<void>
  /** Drops the request for an address whose password changed meanwhile. */
  forget(email: string): Promise<void>
}

export type MemberChange = 'changed' | 'lastOwner' | 'unknown'

/** The accounts, and what each may see. Their proofs and sessions are in `SignIns`. */
export interface Accounts {
  byEmail(email: string): Promise<Account | null>
  byId(accountId: string): Promise<Account | null>
  /** Makes the first operator of the installation. @returns whether there was none, and the account is one now */
  makeFirstOperator(accountId: string): Promise<boolean>
  /** Their addresses. */
  operators(): Promise<string[]>
  all(): Promise<ListedAccount[]>
  /** With the offers to its address, and those it made. @returns `lastOwner` when it is the only owner of a company */
  remove(accountId: string): Promise<MemberChange>
  memberships(accountId: string): Promise<Membership[]>
  /** Owners first, a thousand at most. */
  members(tenantId: string): Promise<Member[]>
  /** Members that notices go to: those who may sign in. */
  reached(tenantId: string): Promise<Member[]>
  member(tenantId: string, who: { accountId: string } | { email: string }): Promise<Member | null>
  setRole(tenantId: string, accountId: string, role: CompanyRole, at: Instant): Promise<void>
  /**
   * Changes the role of a member; null: the account loses its access. A company keeps an owner. Offers to the account beyond the new role
   * end. Where the account is no owner any more, the offers that it made end too.
   */
  changeMember(tenantId: string, accountId: string, role: CompanyRole | null): Promise<MemberChange>
  /** Opens the terminal reader's session in an installation without an operator. The session has no account. */
  openTerminal(session: { tokenHash: string; at: Instant; expiresAt: Instant }): Promise<void>
  isTerminal(tokenHash: string, now: Instant): Promise<boolean>
  /** All of them, or this one. */
  closeTerminal(tokenHash?: string): Promise<void>
  pendingSignUps(now: Instant, limit: number): Promise<PendingSignUp[]>
  /** Returns the companies that the operator may enter: the operator's own, those without an owner, and those whose owner consented. */
  openToOperator(accountId: string | null, now: Instant): Promise<OpenCompany[]>
  consent(tenantId: string, now: Instant): Promise<Consent | null>
  /** Null takes it back. */
  setConsent(tenantId: string, consent: Consent | null): Promise<void>
  /** One more under this key. */
  count(key: string, limit: { limit: number; windowMs: number }, now: Instant): Promise<LimitAnswer>
}

export interface OpenCompany {
  tenantId: string
  name: string
  /** Open only while its owner consents. */
  byConsent: boolean
}

export interface Passwords {
  hash(password: string): Promise<string>
  matches(password: string, hash: string): Promise<boolean>
  /**
   * Returns whether the password is among the first that an attacker tries. @param context texts about the user: the address, the company
   */
  isEasy(password: string, context: string[]): Promise<boolean>
}
