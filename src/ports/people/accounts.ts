/** People who sign in to the web app, and which companies they see. */
import type { Instant } from '../../domain/calendar.ts'
import type { Language } from '../../domain/problem/problem.ts'
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

/** As the operator's terminal lists it. */
export interface ListedAccount {
  accountId: string
  email: string
  operator: boolean
  secondProof: boolean
  disabled: boolean
  companies: { name: string; role: CompanyRole }[]
}

/**
 * What a link that works once is for. `operator`: printed by the terminal; whoever follows it becomes one. `proof`: no link, but the code by
 * which an account gets its first second proof.
 */
export type LinkPurpose = 'password' | 'verify' | 'signup' | 'operator' | 'proof'

export interface OneTimeLink {
  purpose: LinkPurpose
  /** Null: whoever reads the mails of `email` has no account yet. */
  accountId: string | null
  email: string | null
  /** Of a sign-up: what is made when the address is proven. */
  company: string | null
  passwordHash: string | null
  /** Of a link to sign up: who gave it, as it is shown. */
  by: string | null
}

/** A sign-up whose address is not proven yet. */
export interface PendingSignUp {
  email: string
  /** Null: invited, and not named yet. */
  company: string | null
  /** Who invited, as it is shown; null: nobody did. */
  by: string | null
}

/** An owner lets the operator act in the company. */
export interface Consent {
  /** The owner's: it counts while he is one. */
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

/** A role that a company offers to whoever reads the mails of an address. */
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

/** An offer counts while its maker may make it: an owner's while he is one, the operator's while the company has no owner. */
export interface OfferMaker {
  /** Null: whoever read the terminal. */
  accountId: string | null
  /** By the operator's command line, whose offers count until they are over. */
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
   * Makes it a membership of this account, whose address is the offer's. @returns null when it is not there, over, or of somebody who may
   * not make it any more
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

/** Somebody forgot a password, whether the address has an account or not. Kept until the mails of the minute are written. */
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
  /** Of an address whose password changed meanwhile. */
  forget(email: string): Promise<void>
}

export type MemberChange = 'changed' | 'lastOwner' | 'unknown'

/** Which accounts there are, and what each may see. What they are proven with, and sessions, are `SignIns`. */
export interface Accounts {
  byEmail(email: string): Promise<Account | null>
  byId(accountId: string): Promise<Account | null>
  /** Of the installation. @returns whether there was none, and it is one now */
  makeFirstOperator(accountId: string): Promise<boolean>
  /** Their addresses. */
  operators(): Promise<string[]>
  all(): Promise<ListedAccount[]>
  /** With the offers to its address, and those it made. @returns `lastOwner` when it is the only owner of a company */
  remove(accountId: string): Promise<MemberChange>
  memberships(accountId: string): Promise<Membership[]>
  members(tenantId: string): Promise<Member[]>
  setRole(tenantId: string, accountId: string, role: CompanyRole, at: Instant): Promise<void>
  /**
   * Of somebody who is a member already; null: no access any more. A company keeps an owner. What was offered him beyond that role ends with
   * it, and, where he is no owner any more, what he offered others.
   */
  changeMember(tenantId: string, accountId: string, role: CompanyRole | null): Promise<MemberChange>
  /** The session of whoever read the terminal of an installation without an operator; it has no account. */
  openTerminal(session: { tokenHash: string; at: Instant; expiresAt: Instant }): Promise<void>
  isTerminal(tokenHash: string, now: Instant): Promise<boolean>
  /** All of them, or this one. */
  closeTerminal(tokenHash?: string): Promise<void>
  pendingSignUps(now: Instant, limit: number): Promise<PendingSignUp[]>
  /** Companies that the operator may enter: his own, those without an owner, and those whose owner lets him. */
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
  /** Open only while its owner lets him. */
  byConsent: boolean
}

export interface Passwords {
  hash(password: string): Promise<string>
  matches(password: string, hash: string): Promise<boolean>
  /** Whether it is among the first that are tried. @param context what belongs to the person: his address, his company */
  isEasy(password: string, context: string[]): Promise<boolean>
}
