/**
 * An invitation is an offer. Its link goes to the mailbox of its address alone, and proves the address for a user without an account; it
 * opens no account. A membership is made when a signed-in account with the invited address accepts. The inviter does not learn whether
 * there is such an account.
 */
import { hour } from '../../domain/delays.ts'
import type { CompanyRole } from '../../domain/role.ts'
import type { Language } from '../../domain/language.ts'
import type { Account, Offer, OfferMaker } from '../../ports/people/accounts.ts'
import { canonicalAddress } from '../../domain/typed-text.ts'
import { countedFault } from './accounts.ts'
import { terminal, type Caller } from './guard.ts'
import { mailLink, mayMail } from './mail-links.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import { hashOf, letIn, newToken, type Fault, type SignedIn } from './sessions.ts'

const offeredMs = 72 * hour

export interface Invitation {
  tenantId: string
  email: string
  role: CompanyRole
  /** The inviter, as shown to the invited user. */
  invitedBy: string
}

/** The maker of offers from the operator's command line. */
export const byTerminal: OfferMaker = { accountId: null, vouched: true }

/** @returns the token of the link, which only its mailbox or the operator's own terminal may see */
export async function makeOffer(ports: Ports, wanted: Invitation, maker: OfferMaker): Promise<string> {
  const token = newToken(ports)
  const madeAt = await ports.clock.now()
  await ports.store.directory.offers.make({
    ...wanted,
    ...maker,
    invitationId: ports.random.id(),
    tokenHash: hashOf(ports, token),
    madeAt,
    expiresAt: madeAt + offeredMs,
  })
  return token
}

export type Invited = { kind: 'invited'; email: string } | { kind: 'tooMany' } | { kind: 'fault'; fault: Fault }

/**
 * Invites a user, by an owner of the company. The answer is the same for every address that is no member.
 * @param tell tells the owners, before the offer is made; it throws where it may not
 */
export async function invite(
  ports: Ports,
  wanted: Invitation,
  from: From,
  tell: () => Promise<void>,
): Promise<Invited> {
  const email = canonicalAddress(wanted.email)
  if (email === null) return { kind: 'fault', fault: { path: 'email', message: 'is no e-mail address' } }
  if ((await ports.store.directory.accounts.member(wanted.tenantId, { email })) !== null)
    return { kind: 'fault', fault: { path: 'email', message: 'is a member already' } }
  await tell()
  return (await sendOffer(ports, { ...wanted, email }, from)) ? { kind: 'invited', email } : { kind: 'tooMany' }
}

interface From {
  language: Language
  by: Account | null
  caller: Caller
}

/** Mails the offer to the mailbox of the address. @returns false: too many mails */
export async function sendOffer(ports: Ports, offer: Invitation, { language, by, caller }: From): Promise<boolean> {
  if (!(await mayMail(ports, offer.email, `company ${offer.tenantId}`))) return false
  const link = await makeOffer(ports, offer, { accountId: by?.accountId ?? null, vouched: false })
  await mailLink(ports, { kind: 'invitation', to: offer.email, language, link })
  const decision = { kind: 'invitation', account: by, caller, about: `offered ${offer.role}` } as const
  await noteDecision(ports, { ...decision, outcome: 'done' })
  return true
}

/** @returns null when the offer is not there, over, or for another address */
export async function acceptOffer(
  ports: Ports,
  account: Account,
  invitationId: string,
  caller: Caller,
): Promise<Offer | null> {
  const offer = await ports.store.directory.offers.accept(invitationId, account, await ports.clock.now())
  const about = offer === null ? 'acceptedNone' : `accepted ${offer.role}`
  await noteDecision(ports, {
    kind: 'invitation',
    outcome: offer === null ? 'refused' : 'done',
    account,
    caller,
    about,
  })
  return offer
}

/**
 * Joins by the link of the mail, for a user without an account, who chooses a password and has thereby accepted. Where the address has an
 * account meanwhile, its owner signs in and accepts there: the link opens no account.
 */
export async function joinByLink(
  ports: Ports,
  token: string,
  password: string,
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const { offers, accounts } = ports.store.directory
  const at = await ports.clock.now()
  const offer = await offers.byToken(hashOf(ports, token), at)
  if (offer === null) return { kind: 'wrong' }
  if ((await accounts.byEmail(offer.email)) !== null) return { path: 'email', message: 'known' }
  const refused = await countedFault(ports, password, { context: [offer.email, offer.company], caller })
  if (refused !== null) return refused
  const accountId = ports.random.id()
  const passwordHash = await ports.passwords.hash(password)
  const account = await ports.signIns.add({ accountId, email: offer.email, passwordHash, operator: false })
  if (account === null) return { path: 'email', message: 'known' }
  await ports.signIns.endAll(account)
  await acceptOffer(ports, account, offer.invitationId, caller)
  return letIn(ports, account, caller)
}

export interface ShownOffer {
  id: string
  company: string
  email: string
  role: CompanyRole
  invitedBy: string
  expiresAt: string
}

export function shownOffer(ports: Ports, offer: Offer): ShownOffer {
  const { invitationId: id, company, email, role, invitedBy } = offer
  return { id, company, email, role, invitedBy, expiresAt: ports.calendar.isoText(offer.expiresAt) }
}
