/** Manages accounts from the operator's own terminal. Its output stays on that terminal. */
import type { CompanyRole } from '../../domain/role.ts'
import type { Account, ListedAccount } from '../../ports/people/accounts.ts'
import { canonicalAddress } from '../../domain/typed-text.ts'
import { countedFault, newLink, noSignUp, passwordFault } from './accounts.ts'
import { newProofCode } from './first-proof.ts'
import { terminal, type Caller } from './guard.ts'
import { byTerminal, makeOffer } from './offers.ts'
import { tellingLeftBehind } from './owners-told.ts'
import type { Ports } from '../run/ports.ts'
import { noteDecision } from './security-events.ts'
import { endAllOf, letIn, type Fault, type SignedIn } from './sessions.ts'

export type AddedAccount =
  /** `link`: of who has no account yet; it works once, for three days. */
  { kind: 'added'; email: string; link: string | null } | { kind: 'fault'; fault: Fault }

export interface WantedAccount {
  email: string
  /** Null: the person chooses one, by a link. */
  password: string | null
  role: CompanyRole | 'operator'
  /** Null for an operator. Called, where it may have to be made, once nothing else is wrong. */
  tenantId: string | null | (() => Promise<string>)
}

/** A new account, or a role more for one that is there. The operator vouches for the address. */
export async function addAccount(ports: Ports, wanted: WantedAccount): Promise<AddedAccount> {
  const email = canonicalAddress(wanted.email)
  if (email === null) return fault('email', `"${wanted.email}" is no e-mail address.`)
  const { accounts } = ports.store.directory
  const at = await ports.clock.now()
  const found = await accounts.byEmail(email)
  if (found !== null && wanted.password !== null)
    return fault('email', `${email} has an account already; leave the password out to give it this role.`)
  const refused = wanted.password === null ? null : await passwordFault(ports, wanted.password, [email])
  if (refused !== null) return { kind: 'fault', fault: refused }
  const tenantId = typeof wanted.tenantId === 'function' ? await wanted.tenantId() : wanted.tenantId
  if (found === null && wanted.password === null)
    return { kind: 'added', email, link: await linkFor(ports, email, { role: wanted.role, tenantId }) }
  const account = found ?? (await withPassword(ports, email, wanted.password ?? ''))
  if ('path' in account) return { kind: 'fault', fault: account }
  if (wanted.role === 'operator') await makeOperator(ports, account.accountId)
  else if (tenantId !== null) {
    await accounts.setRole(tenantId, account.accountId, wanted.role, at)
    if ((await accounts.changeMember(tenantId, account.accountId, wanted.role)) === 'lastOwner')
      return fault('role', `${email} is the only owner of the company: add another one first.`)
  }
  await noteDecision(ports, { kind: 'membership', outcome: 'done', account, caller: terminal, about: wanted.role })
  return { kind: 'added', email, link: null }
}

/** @param password found good */
async function withPassword(ports: Ports, email: string, password: string): Promise<Account | Fault> {
  const passwordHash = await ports.passwords.hash(password)
  const account = await ports.signIns.add({ accountId: ports.random.id(), email, passwordHash, operator: false })
  if (account === null) return { path: 'email', message: `${email} has an account already.` }
  await ports.signIns.endAll(account)
  await noteDecision(ports, { kind: 'account', outcome: 'done', account, caller: terminal, about: 'added' })
  return account
}

async function linkFor(
  ports: Ports,
  email: string,
  { role, tenantId }: { role: WantedAccount['role']; tenantId: string | null },
): Promise<string> {
  const about = `offered ${role}`
  await noteDecision(ports, { kind: 'invitation', outcome: 'done', account: null, caller: terminal, about })
  if (role !== 'operator' && tenantId !== null)
    return makeOffer(ports, { tenantId, email, role, invitedBy: 'Tentakel' }, byTerminal)
  return newLink(ports, { purpose: 'operator', accountId: null, email, ...noSignUp })
}

/** Makes an operator by the link that the terminal printed. */
export async function becomeOperator(
  ports: Ports,
  token: string,
  password: string,
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const { accounts } = ports.store.directory
  const seen = await ports.signIns.link(token)
  if (seen?.purpose !== 'operator' || seen.email === null) return { kind: 'wrong' }
  const refused = await countedFault(ports, password, { context: [seen.email], caller })
  if (refused !== null) return refused
  if ((await accounts.byEmail(seen.email)) !== null) return { path: 'email', message: 'known' }
  if ((await ports.signIns.takeLink(token)) === null) return { kind: 'wrong' }
  const account = await withPassword(ports, seen.email, password)
  if ('path' in account) return account
  await makeOperator(ports, account.accountId)
  await noteDecision(ports, { kind: 'account', outcome: 'done', account, caller, about: 'operatorByLink' })
  return letIn(ports, { ...account, operator: true }, caller)
}

/** From now on the terminal's code opens nothing, and neither does a session that it opened. */
async function makeOperator(ports: Ports, accountId: string): Promise<void> {
  await ports.signIns.setOperator(accountId)
  await ports.store.directory.accounts.closeTerminal()
}

/**
 * Makes the first operator from a session that began with the code of the terminal, while there is no operator. That session ends with it.
 */
export async function becomeFirstOperator(
  ports: Ports,
  wanted: { email: string; password: string },
  caller: Caller = terminal,
): Promise<SignedIn | Fault> {
  const email = canonicalAddress(wanted.email)
  if (email === null) return { path: 'email', message: 'is no e-mail address' }
  const refused = await countedFault(ports, wanted.password, { context: [email], caller })
  if (refused !== null) return refused
  const { accounts } = ports.store.directory
  const passwordHash = await ports.passwords.hash(wanted.password)
  const account = await ports.signIns.add({ accountId: ports.random.id(), email, passwordHash, operator: false })
  if (account === null) return { path: 'email', message: 'known' }
  if (!(await accounts.makeFirstOperator(account.accountId))) {
    await accounts.remove(account.accountId)
    return { path: 'email', message: 'known' }
  }
  await accounts.closeTerminal()
  await noteDecision(ports, { kind: 'account', outcome: 'done', account, caller, about: 'firstOperator' })
  return letIn(ports, { ...account, operator: true }, caller)
}

function fault(path: string, message: string): { kind: 'fault'; fault: Fault } {
  return { kind: 'fault', fault: { path, message } }
}

export function listAccounts(ports: Ports): Promise<ListedAccount[]> {
  return ports.store.directory.accounts.all()
}

/** Returns the code of the mail, for the operator's own terminal, where the mailbox is lost or no mail is sent. */
export async function proofCodeFor(ports: Ports, given: string): Promise<{ code: string } | Fault> {
  const email = given.trim().toLowerCase()
  const account = await ports.store.directory.accounts.byEmail(email)
  if (account === null) return { path: 'email', message: `${email} has no account.` }
  if (account.secondProof)
    return { path: 'email', message: `${email} has a second proof already; reset-2fa first, if it is lost.` }
  const code = await newProofCode(ports, account)
  const decision = { kind: 'secondProof', outcome: 'done', account, caller: terminal } as const
  await noteDecision(ports, { ...decision, about: 'codePrinted' })
  return { code }
}

export type AccountChange = 'disable' | 'enable' | 'remove' | 'sign-out' | 'reset-2fa'

/** @returns the obstacle, or null when it is done */
export async function changeAccount(ports: Ports, given: string, change: AccountChange): Promise<Fault | null> {
  const { accounts } = ports.store.directory
  const email = given.trim().toLowerCase()
  const account = await accounts.byEmail(email)
  if (account === null) {
    if (change === 'remove' && (await ports.store.directory.offers.withdrawTo(email)) > 0) return null
    return { path: 'email', message: `${email} has no account.` }
  }
  const owned = (await accounts.memberships(account.accountId)).filter(({ role }) => role === 'owner')
  const takes = change === 'remove' || change === 'disable'
  return tellingLeftBehind(
    ports,
    { accountId: account.accountId, tenantIds: takes ? owned.map(({ tenantId }) => tenantId) : [] },
    { take: () => changeKnown(ports, account, change), isTaken: (fault) => fault === null },
  )
}

async function changeKnown(ports: Ports, account: Account, change: AccountChange): Promise<Fault | null> {
  const { accounts } = ports.store.directory
  const { accountId, email } = account
  if (change === 'remove' && (await accounts.remove(accountId)) === 'lastOwner')
    return { path: 'email', message: `${email} is the only owner of a company: add another one, or erase the company.` }
  if (change === 'disable' || change === 'enable') await ports.signIns.setDisabled(accountId, change === 'disable')
  if (change === 'reset-2fa') {
    await ports.store.directory.passkeys.removeAll(accountId)
    await ports.signIns.endDevice(accountId)
  }
  if (change !== 'enable') await endAllOf(ports, account)
  await noteDecision(ports, { kind: 'account', outcome: 'done', account, caller: terminal, about: change })
  return null
}
