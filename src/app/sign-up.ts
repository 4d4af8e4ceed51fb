/**
 * People who make an account themselves, where the operator allows it. Nobody learns here whether an address is known: the answer is
 * the same, and the mail says the rest. An account and its company are made when the address is proven by whoever chose the password.
 */
import { accountMail, type AccountMailKind } from '../domain/account-mail.ts'
import { addDays, type Instant } from '../domain/calendar.ts'
import type { Language } from '../domain/problem.ts'
import type { Account, OneTimeLink } from '../ports/accounts.ts'
import {
  hashOf,
  isAddress,
  newLink,
  noSignUp,
  openSession,
  passwordFault,
  type Fault,
  type SignedIn,
} from './accounts.ts'
import type { Ports } from './ports.ts'
import { writeMail } from './write-mail.ts'

export interface SigningUp {
  email: string
  password: string
  company: string
}

export type SignedUp = { kind: 'mailed' } | { kind: 'closed' | 'tooMany' } | { kind: 'fault'; fault: Fault }

/** Without an invitation. */
export async function signUp(ports: Ports, wanted: SigningUp, language: Language): Promise<SignedUp> {
  if (ports.signUp.mode !== 'open') return { kind: 'closed' }
  const email = wanted.email.trim().toLowerCase()
  const refused = faultOf({ ...wanted, email })
  if (refused !== null) return { kind: 'fault', fault: refused }
  const at = await ports.clock.now()
  if (!(await mayTry(ports, email, at))) return { kind: 'tooMany' }
  const passwordHash = await ports.passwords.hash(wanted.password)
  const account = await ports.store.directory.accounts.byEmail(email)
  if (account === null) {
    const company = wanted.company.trim()
    const link = await newLink(ports, { purpose: 'verify', accountId: null, email, company, passwordHash }, at)
    await mailLink(ports, { kind: 'verification', to: email, language, link })
  } else {
    await mailLink(ports, { kind: 'known', to: email, language, link: await passwordLink(ports, account, at) })
  }
  return { kind: 'mailed' }
}

export interface Welcome {
  /** What the link is for, so that the page asks for what it needs. */
  purpose: OneTimeLink['purpose']
  /** Of an invitation to sign up. */
  email: string | null
}

export async function lookAtLink(ports: Ports, token: string): Promise<Welcome | null> {
  const link = await ports.store.directory.accounts.link(hashOf(ports, token), await ports.clock.now())
  return link === null ? null : { purpose: link.purpose, email: link.purpose === 'signup' ? link.email : null }
}

/** By the link of the mail, with the password that was chosen: a stranger's try with one's address ends here. */
export async function proveAddress(ports: Ports, token: string, password: string): Promise<SignedIn> {
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const hash = hashOf(ports, token)
  if ((await accounts.countTry(`link:${hash.slice(0, 32)}`, at)).kind !== 'granted') return { kind: 'tooMany' }
  const seen = await accounts.link(hash, at)
  if (seen?.purpose !== 'verify' || seen.passwordHash === null) return { kind: 'wrong' }
  if (!(await ports.passwords.matches(password, seen.passwordHash))) return { kind: 'wrong' }
  const link = await accounts.takeLink(hash, at)
  const account = link === null ? null : await makeAccount(ports, link, at)
  if (account === null) return { kind: 'wrong' }
  return { kind: 'signedIn', account, token: await openSession(ports, account.accountId, at) }
}

/** By the operator, where no mail can be sent or none arrives. */
export async function vouchFor(ports: Ports, id: string): Promise<boolean> {
  const at = await ports.clock.now()
  const link = await ports.store.directory.accounts.takeSignUp(id, at)
  return link !== null && (await makeAccount(ports, link, at)) !== null
}

export async function acceptInvitation(
  ports: Ports,
  token: string,
  wanted: { password: string; company: string },
): Promise<SignedIn | Fault> {
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const hash = hashOf(ports, token)
  const email = (await accounts.link(hash, at))?.email ?? ''
  const refused = faultOf({ ...wanted, email })
  if (refused !== null) return refused
  const link = await accounts.takeLink(hash, at)
  if (link?.purpose !== 'signup') return { kind: 'wrong' }
  const passwordHash = await ports.passwords.hash(wanted.password)
  const account = await makeAccount(ports, { ...link, company: wanted.company.trim(), passwordHash }, at)
  if (account === null) return { path: 'email', message: 'known' }
  return { kind: 'signedIn', account, token: await openSession(ports, account.accountId, at) }
}

/** @returns null when the address has an account meanwhile: that one's password counts */
async function makeAccount(ports: Ports, link: OneTimeLink, at: Instant): Promise<Account | null> {
  const { directory } = ports.store
  const { email, passwordHash, company } = link
  if (email === null || passwordHash === null) return null
  const accountId = ports.random.id()
  await directory.accounts.add({ accountId, email, passwordHash, operator: false }, at)
  const account = await directory.accounts.byId(accountId)
  if (account === null) return null
  const tenantId = ports.random.id()
  const { trialDays } = ports.signUp
  const trialUntil = trialDays === null ? null : addDays(ports.calendar.localDate(at), trialDays)
  await directory.addTenant(company ?? email, tenantId, { now: at, trialUntil })
  await directory.accounts.setRole(tenantId, accountId, 'owner', at)
  return account
}

/** Answers the same whether the address is known or not. */
export async function askNewPassword(ports: Ports, given: string, language: Language): Promise<'asked' | 'tooMany'> {
  const email = given.trim().toLowerCase()
  const at = await ports.clock.now()
  if (!isAddress(email)) return 'asked'
  if (!(await mayTry(ports, email, at))) return 'tooMany'
  const account = await ports.store.directory.accounts.byEmail(email)
  if (account !== null)
    await mailLink(ports, { kind: 'newPassword', to: email, language, link: await passwordLink(ports, account, at) })
  return 'asked'
}

/** To whoever is to make a company here. @returns the token of the link, or what is wrong with the address */
export async function inviteToSignUp(
  ports: Ports,
  given: string,
  language: Language,
): Promise<{ link: string } | Fault> {
  const email = given.trim().toLowerCase()
  if (!isAddress(email)) return { path: 'email', message: 'is no e-mail address' }
  const at = await ports.clock.now()
  const link = await newLink(ports, { purpose: 'signup', accountId: null, email, ...noSignUp }, at)
  await mailLink(ports, { kind: 'signUpInvitation', to: email, language, link })
  return { link }
}

/** To a colleague who was given a role. */
export async function mailInvitation(
  ports: Ports,
  to: string,
  told: { link: string; language: Language },
): Promise<void> {
  await mailLink(ports, { kind: 'invitation', to, ...told })
}

function passwordLink(ports: Ports, { accountId }: Account, at: Instant): Promise<string> {
  return newLink(ports, { purpose: 'password', accountId, email: null, ...noSignUp }, at)
}

async function mailLink(
  ports: Ports,
  { kind, to, language, link }: { kind: AccountMailKind; to: string; language: Language; link: string },
): Promise<void> {
  const url = `${(ports.publicUrl ?? '').replace(/\/+$/u, '')}/welcome#${link}`
  const text = accountMail(kind, language, { url })
  await writeMail(ports, { kind: 'account', key: `account:${hashOf(ports, link)}`, to, language, text })
}

function faultOf({ email, password, company }: SigningUp): Fault | null {
  if (!isAddress(email)) return { path: 'email', message: 'is no e-mail address' }
  const { length } = company.trim()
  if (length < 1 || length > 100) return { path: 'company', message: 'has 1 to 100 characters' }
  return passwordFault(password)
}

/** Ten mails to one address in a quarter of an hour are enough for anybody. */
async function mayTry(ports: Ports, email: string, at: Instant): Promise<boolean> {
  const key = `mailed:${ports.secrets.fingerprint(email, 'sign-in tries').slice(0, 32)}`
  return (await ports.store.directory.accounts.countTry(key, at)).kind === 'granted'
}
