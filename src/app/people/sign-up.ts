/**
 * Lets users make an account themselves, where the operator allows it. The answer never shows whether an address is known: it is always the
 * same, and the mail says the rest. An account and its company are made when the user who chose the password proves the address.
 */
import { canBeSeen, canonicalAddress } from '../../domain/typed-text.ts'
import { addDays, type Instant } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/language.ts'
import type { Account, OneTimeLink } from '../../ports/people/accounts.ts'
import { countedFault, newLink, noSignUp } from './accounts.ts'
import type { TooMany } from './full-proof.ts'
import { addressOnly, lockOf, networkOf, takeTry, terminal, wasRight, type Caller } from './guard.ts'
import { mailLink, mayAsk, mayMail, mayMailAsked, strangersCause } from './mail-links.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import { hashOf, letIn, type Fault, type SignedIn } from './sessions.ts'

export interface SigningUp {
  email: string
  password: string
  company: string
}

export type SignedUp = { kind: 'mailed' } | { kind: 'closed' | 'tooMany' } | { kind: 'fault'; fault: Fault }

/** Without an invitation. */
export async function signUp(
  ports: Ports,
  wanted: SigningUp,
  { language, caller }: { language: Language; caller: Caller },
): Promise<SignedUp> {
  if (ports.signUp.mode !== 'open') return { kind: 'closed' }
  const email = canonicalAddress(wanted.email)
  if (email === null) return { kind: 'fault', fault: noAddress }
  const refused = await faultOf(ports, { ...wanted, email }, caller)
  if (refused !== null) return 'path' in refused ? { kind: 'fault', fault: refused } : { kind: 'tooMany' }
  if (!(await mayMail(ports, email, causeOf(caller)))) return { kind: 'tooMany' }
  const passwordHash = await ports.passwords.hash(wanted.password)
  const account = await ports.store.directory.accounts.byEmail(email)
  if (account === null) {
    const company = wanted.company.trim()
    const link = await newLink(ports, { purpose: 'verify', accountId: null, email, company, passwordHash, by: null })
    await mailLink(ports, { kind: 'verification', to: email, language, link })
  } else {
    await mailLink(ports, { kind: 'known', to: email, language, link: await passwordLink(ports, account) })
  }
  return { kind: 'mailed' }
}

export interface Welcome {
  /**
   * The purpose of the link, so that the page asks for the right fields. `join`: an offer to an address without an account; `offer`: with
   * one.
   */
  purpose: Exclude<OneTimeLink['purpose'], 'proof'> | 'join' | 'offer'
  /** Of an invitation. */
  email: string | null
  /** That offers a role. */
  company: string | null
}

export async function lookAtLink(
  ports: Ports,
  token: string,
  caller: Caller = terminal,
): Promise<Welcome | 'tooMany' | null> {
  const lock = addressOnly(ports, caller)
  if ((await takeTry(ports, lock)) !== null) return 'tooMany'
  const { accounts, offers } = ports.store.directory
  const now = await ports.clock.now()
  const link = await ports.signIns.link(token)
  const offer = link === null ? await offers.byToken(hashOf(ports, token), now) : null
  // The code for a second proof is typed in a session.
  if (link?.purpose === 'proof' || (link === null && offer === null)) return null
  await wasRight(ports, lock)
  if (link !== null)
    return { purpose: link.purpose, email: link.purpose === 'signup' ? link.email : null, company: null }
  const { email, company } = offer as NonNullable<typeof offer>
  return { purpose: (await accounts.byEmail(email)) === null ? 'join' : 'offer', email, company }
}

/** Proves the address by the link of the mail, with the chosen password: a stranger's sign-up with another user's address ends here. */
export async function proveAddress(
  ports: Ports,
  token: string,
  password: string,
  caller: Caller = terminal,
): Promise<SignedIn> {
  const at = await ports.clock.now()
  const lock = lockOf(ports, { kind: 'password', name: hashOf(ports, token), caller, known: null })
  const until = await takeTry(ports, lock)
  if (until !== null) return { kind: 'tooMany', until }
  const seen = await ports.signIns.link(token)
  if (seen?.purpose !== 'verify' || seen.passwordHash === null) return { kind: 'wrong' }
  if (!(await ports.passwords.matches(password, seen.passwordHash))) return { kind: 'wrong' }
  await wasRight(ports, lock)
  const link = await ports.signIns.takeLink(token)
  const account = link === null ? null : await makeAccount(ports, link, at)
  return account === null ? { kind: 'wrong' } : letIn(ports, account, caller)
}

export async function acceptInvitation(
  ports: Ports,
  token: string,
  wanted: { password: string; company: string },
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const at = await ports.clock.now()
  const email = (await ports.signIns.link(token))?.email ?? ''
  const refused = await faultOf(ports, { ...wanted, email }, caller)
  if (refused !== null) return refused
  const link = await ports.signIns.takeLink(token)
  if (link?.purpose !== 'signup') return { kind: 'wrong' }
  const passwordHash = await ports.passwords.hash(wanted.password)
  const account = await makeAccount(ports, { ...link, company: wanted.company.trim(), passwordHash }, at)
  if (account === null) return { path: 'email', message: 'known' }
  const about = 'accepted a company'
  await noteDecision(ports, { kind: 'invitation', outcome: 'done', account, caller, about })
  return letIn(ports, account, caller)
}

/** @returns null when the address has an account meanwhile: that one's password counts */
async function makeAccount(ports: Ports, link: OneTimeLink, at: Instant): Promise<Account | null> {
  const { directory } = ports.store
  const { email, passwordHash, company, by } = link
  if (email === null || passwordHash === null) return null
  const accountId = ports.random.id()
  const account = await ports.signIns.add({ accountId, email, passwordHash, operator: false })
  if (account === null) return null
  await ports.signIns.endAll(account)
  const tenantId = ports.random.id()
  const { trialDays } = ports.signUp
  const trialUntil = trialDays === null ? null : addDays(ports.calendar.localDate(at), trialDays)
  await directory.addTenant(company ?? email, tenantId, { now: at, trialUntil })
  await directory.accounts.setRole(tenantId, accountId, 'owner', at)
  // Stands in the company's trail, and its owner reads it.
  if (by !== null) {
    const act = { actId: ports.random.id(), at, who: by, act: 'POST /operator/invitations' }
    await ports.store.forTenant(tenantId).transaction((tx) => tx.operatorActs.add(act, null))
  }
  return account
}

/**
 * Does the same whether the address is known or not, so that the time of the answer shows nothing either. `mailAskedPasswords` writes the
 * mail.
 */
export async function askNewPassword(
  ports: Ports,
  given: string,
  { language, caller }: { language: Language; caller: Caller },
): Promise<'asked' | 'tooMany'> {
  const email = canonicalAddress(given)
  if (email === null) return 'asked'
  if (!(await mayAsk(ports, email, causeOf(caller)))) return 'tooMany'
  const at = await ports.clock.now()
  const asked = { askedId: ports.random.id(), email, language, address: caller.address, at }
  await ports.store.directory.askedPasswords.add(asked)
  return 'asked'
}

const askedAtOnce = 1000

/** Every minute, before the mails leave: the links that were asked for. A crash in between writes one twice, and loses none. */
export async function mailAskedPasswords(ports: Ports): Promise<void> {
  const { accounts, askedPasswords } = ports.store.directory
  const now = await ports.clock.now()
  for (const { askedId, email, language, address, at } of await askedPasswords.list(askedAtOnce)) {
    const found = await accounts.byEmail(email)
    const account = found === null || found.disabled || at < now - hour ? null : found
    // The mails of this hour are used up: the request waits, and is dropped after an hour.
    if (account !== null && !(await mayMailAsked(ports))) continue
    const decision = { kind: 'password', account, caller: { address, device: null }, about: 'linkAsked' } as const
    await noteDecision(ports, { ...decision, outcome: account === null ? 'refused' : 'done' })
    if (account !== null)
      await mailLink(ports, { kind: 'newPassword', to: email, language, link: await passwordLink(ports, account) })
    await askedPasswords.remove(askedId)
  }
}

/**
 * Invites a user to make a company here. The link goes to the user's mailbox alone. The inviter is kept with the link, and shown to the
 * owner of the new company.
 */
export async function inviteToSignUp(
  ports: Ports,
  given: string,
  { language, by, account, caller }: { language: Language; by: string; account: Account | null; caller: Caller },
): Promise<'invited' | 'tooMany' | Fault> {
  const email = canonicalAddress(given)
  if (email === null) return noAddress
  if (!(await mayMail(ports, email, 'operator'))) return 'tooMany'
  const link = await newLink(ports, { purpose: 'signup', accountId: null, email, ...noSignUp, by })
  await noteDecision(ports, { kind: 'invitation', outcome: 'done', account, caller, about: 'offered a company' })
  await mailLink(ports, { kind: 'signUpInvitation', to: email, language, link })
  return 'invited'
}

function passwordLink(ports: Ports, { accountId }: Account): Promise<string> {
  return newLink(ports, { purpose: 'password', accountId, email: null, ...noSignUp })
}

function causeOf({ address }: Caller): string | null {
  return address === null ? null : `${strangersCause}${networkOf(address)}`
}

const noAddress: Fault = { path: 'email', message: 'is no e-mail address' }

async function faultOf(
  ports: Ports,
  { email, password, company }: SigningUp,
  caller: Caller,
): Promise<Fault | TooMany | null> {
  if (canonicalAddress(email) === null) return noAddress
  const { length } = company.trim()
  if (length < 1 || length > 100 || !canBeSeen(company.trim()))
    return { path: 'company', message: 'has 1 to 100 characters that can be seen' }
  return countedFault(ports, password, { context: [email, company], caller })
}
