/** Calls of what belongs to no company: accounts, mails, schedules, keys. See test/statements.test.ts. */
import { exportCompany } from '../../src/adapters/postgres/copies/export-company.ts'
import { Secret, TOTP } from 'otpauth'
import { createSignIns } from '../../src/adapters/accounts/sign-ins.ts'
import { readInstallation } from '../../src/adapters/postgres/installation/installation.ts'
import { callLimitsOf } from '../../src/adapters/postgres/installation/limits.ts'
import { othersOn } from '../../src/adapters/postgres/installation/processes.ts'
import { rotateFingerprintKey, rotateKeys } from '../../src/adapters/postgres/copies/rotate-keys.ts'
import { createTokens } from '../../src/adapters/postgres/installation/tokens.ts'
import { createMachineClock } from '../../src/adapters/system/clock.ts'
import { createOneTimeCodes } from '../../src/adapters/system/one-time-codes.ts'
import { createPasswords } from '../../src/adapters/system/passwords.ts'
import { createRandom } from '../../src/adapters/system/random.ts'
import type { SignIns } from '../../src/ports/people/sign-ins.ts'
import type { Directory } from '../../src/ports/store.ts'
import { anId, day, later, now, type Call } from './statement-calls.ts'
import { aConnection, firstTenant, otherTenant } from './test-store.ts'

const account = anId(70)
const email = 'iemand@example.org'

function dir(work: (directory: Directory) => Promise<unknown>): Call {
  return ({ store }) => work(store.directory)
}

/** The library of accounts, on the test's own database. */
function sign(work: (signIns: SignIns) => Promise<unknown>): Call {
  return ({ store, database, secrets }) => {
    const byId = (accountId: string) => store.directory.accounts.byId(accountId)
    const parts = { database, secrets, byId, random: createRandom(), clock: createMachineClock() }
    return work(createSignIns({ ...parts, passwords: createPasswords(), oneTimeCodes: createOneTimeCodes() }))
  }
}

const link = { purpose: 'verify' as const, accountId: null, email, company: 'x', passwordHash: null, by: null }
const secret = 'JBSWY3DPEHPK3PXP'
const codeNow = (): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
const mail = { mailId: anId(71), kind: 'test' as const, dedupeKey: 'x', language: 'nl' as const, recipient: email }
const made = { madeBy: 'x', madeAt: now, expiresAt: later, suspendedAt: null, lastUsedOn: null, makerGone: false }
const token = { tokenId: anId(72), name: 'x', scope: 'read' as const, ...made }
const offer = {
  invitationId: anId(74),
  tenantId: firstTenant,
  email,
  role: 'reader' as const,
  invitedBy: 'x',
  accountId: null,
  vouched: true,
  madeAt: now,
  expiresAt: later,
}
const passkey = {
  passkeyId: anId(77),
  accountId: account,
  credentialId: 'x',
  publicKey: 'x',
  counter: 0,
  transports: [],
  maySync: false,
  synced: false,
  name: 'x',
  madeAt: now,
  lastUsedAt: null,
}
const event = {
  eventId: anId(76),
  at: now,
  kind: 'signIn' as const,
  outcome: 'done' as const,
  accountId: null,
  who: null,
  address: null,
  about: 'x',
}

export const callsOfInstallation: Call[] = [
  ({ database }) => readInstallation(database.session, { marker: 'x', fingerprintKeySealed: 'x' }, now),
  dir((d) => d.findOrAddTenant('Eerste', firstTenant, now)),
  dir((d) => d.addTenant('Tweede', otherTenant, { now, trialUntil: day })),
  dir((d) => d.tenants()),
  dir((d) => d.trialUntil(firstTenant)),
  dir((d) => d.setTrial(firstTenant, null)),
  dir((d) => d.queueCounts()),
  dir((d) => d.busiestBudgets(['x'], now)),
  dir((d) => d.schedule({ connectionId: aConnection, tenantId: firstTenant, nextPollAt: now, active: true })),
  dir((d) => d.tenantOfConnection(aConnection)),
  dir((d) => d.duePolls({ now, until: now, limit: 1 })),
  dir((d) => d.planPolls([{ connectionId: aConnection, nextPollAt: now, workAt: now }])),
  dir((d) => d.dueWork(now, 1)),
  dir((d) => d.countActive()),
  dir((d) => d.claimAccount('1', firstTenant, aConnection)),
  dir((d) => d.releaseAccount(aConnection)),
  dir((d) => d.restoredAt()),
  dir((d) => d.copiedAt()),
  dir((d) => d.processIsGone('nobody')),
  dir((d) => d.forgetCalls(now)),
  sign((s) => s.add({ accountId: account, email, passwordHash: 'x', operator: false })),
  sign((s) => s.add({ accountId: anId(75), email: 'x@x', passwordHash: 'x', operator: true })),
  dir((d) => d.accounts.makeFirstOperator(account)),
  dir((d) => d.accounts.all()),
  dir((d) => d.accounts.byEmail(email)),
  dir((d) => d.accounts.byId(account)),
  dir((d) => d.accounts.operators()),
  dir((d) => d.accounts.setRole(firstTenant, account, 'member', now)),
  dir((d) => d.accounts.memberships(account)),
  dir((d) => d.accounts.members(firstTenant)),
  dir((d) => d.accounts.reached(firstTenant)),
  dir((d) => d.accounts.member(firstTenant, { email })),
  dir((d) => d.accounts.member(firstTenant, { accountId: account })),
  dir((d) => d.accounts.changeMember(firstTenant, account, 'owner')),
  dir((d) => d.accounts.changeMember(firstTenant, account, null)),
  dir((d) => d.accounts.remove(anId(75))),
  dir((d) => d.passkeys.add(passkey, anId(77))),
  dir((d) => d.passkeys.ofAccount(account)),
  dir((d) => d.passkeys.byCredential('x')),
  dir((d) => d.passkeys.used(passkey.passkeyId, { counter: 1, synced: true, at: now })),
  dir((d) => d.passkeys.rename(account, passkey.passkeyId, 'Telefoon')),
  dir((d) => d.passkeys.remove(account, passkey.passkeyId)),
  dir((d) => d.passkeys.removeAll(account)),
  dir((d) => d.passkeys.keepChallenge({ holderHash: 'x', purpose: 'add', challenge: 'x', expiresAt: later }, now)),
  dir((d) => d.passkeys.takeChallenge('x', 'add', now)),
  dir((d) => d.accounts.openTerminal({ tokenHash: 'x', at: now, expiresAt: later })),
  dir((d) => d.accounts.isTerminal('x', now)),
  dir((d) => d.accounts.closeTerminal('x')),
  dir((d) => d.accounts.closeTerminal()),
  dir((d) => d.accounts.pendingSignUps(now, 5)),
  dir((d) => d.offers.make({ ...offer, tokenHash: 'x' })),
  dir((d) => d.offers.ofCompanies([firstTenant], now)),
  dir((d) => d.offers.ofCompany(firstTenant, now)),
  dir((d) => d.offers.ofAddress(email, now)),
  dir((d) => d.offers.byToken('x', now)),
  dir((d) => d.offers.accept(offer.invitationId, { accountId: account, email }, now)),
  dir((d) => d.offers.decline(offer.invitationId, email)),
  dir((d) => d.offers.withdraw(firstTenant, offer.invitationId)),
  dir((d) => d.offers.withdrawMadeBy(account)),
  dir((d) => d.offers.withdrawTo(email)),
  dir((d) => d.offers.forget(now)),
  dir((d) => d.askedPasswords.add({ askedId: anId(62), email, language: 'nl', address: null, at: now })),
  dir((d) => d.askedPasswords.list(5)),
  dir((d) => d.askedPasswords.remove(anId(62))),
  dir((d) => d.askedPasswords.forget(email)),
  dir((d) => d.guesses.take('x', { free: 1, firstMs: 1, longestMs: 2, forgottenMs: 3 }, now)),
  dir((d) => d.guesses.giveBack('x')),
  dir((d) => d.guesses.right('x')),
  dir((d) => d.guesses.forget(now)),
  dir((d) => d.securityEvents.add(event)),
  dir((d) => d.securityEvents.countIn(event, now, true)),
  dir((d) => d.securityEvents.newest(null, 5)),
  dir((d) => d.securityEvents.newest(later, 5)),
  dir((d) => d.securityEvents.forget(now)),
  sign(async (s) => {
    const token = (await s.open(account)) ?? ''
    await s.session(token)
    await s.closeOne(account, (await s.sessions(account))[0]?.id ?? '')
    await s.closeBeyond(account, 100)
    await s.close(token)
    await s.keepLink({ ...link, token: 'x', lifeMs: 60_000 })
    await s.link('x')
    await s.takeLink('x')
    await s.prepareDevice(account, secret)
    await s.confirmDevice(account, codeNow())
    await s.setRecoveryCodes(account, ['x'])
    await s.setPassword(account, 'x')
    const by = await s.byPassword(email, 'x')
    await s.byCode(by.kind === 'pending' ? by.pending : '', { recoveryHash: 'x' })
    await s.setDisabled(account, true)
    await s.setDisabled(account, false)
    await s.endDevice(account)
    await s.endAll({ accountId: account, email })
    await s.forgetLinks()
  }),
  dir((d) => d.accounts.openToOperator(account, now)),
  dir((d) => d.accounts.setConsent(firstTenant, { accountId: account, givenBy: 'x', givenAt: now, until: later })),
  dir((d) => d.accounts.consent(firstTenant, now)),
  dir((d) => d.accounts.setConsent(firstTenant, null)),
  dir((d) => d.accounts.count('x', { limit: 1, windowMs: 1000 }, now)),
  dir((d) => d.apiTokens.add({ ...token, tokenHash: 'x', tenantId: firstTenant, accountId: account })),
  dir((d) => d.apiTokens.bearer('x', { now, today: day })),
  dir((d) => d.apiTokens.rest(account, now)),
  dir((d) => d.apiTokens.confirm(firstTenant, token.tokenId, account)),
  dir((d) => d.apiTokens.hasOf(firstTenant, account)),
  dir((d) => d.apiTokens.list(firstTenant)),
  dir((d) => d.apiTokens.countCall(token.tokenId, now)),
  dir((d) => d.apiTokens.remove(firstTenant, token.tokenId)),
  dir((d) => d.mails.add({ ...mail, subject: 'x', body: 'x' }, now)),
  dir((d) => d.mails.take(now, later, 5)),
  dir((d) => d.mails.record(mail.mailId, { kind: 'again', reason: 'x', nextTryAt: later }, now)),
  dir((d) => d.mails.record(mail.mailId, { kind: 'sent' }, now)),
  dir((d) => d.mails.giveUpOlder(now, now, 'x')),
  dir((d) => d.mails.newest(null, 5)),
  dir((d) => d.mails.newest(later, 5)),
  dir((d) => d.mails.forget(now)),
  dir((d) => d.mails.addDigests(day, [], now)),
  dir((d) => d.mails.digestIsMade(day)),
  dir((d) => d.office.orders([firstTenant], 'C0001', 8)),
  dir((d) => d.office.lines([firstTenant], { lastMonth: day, thisMonth: day, days: day }, ['BTW-OSS'])),
  dir((d) => d.inbox.note({ requestId: anId(73), tenantId: firstTenant, changedAt: now, state: 'open' })),
  dir((d) => d.inbox.list(5)),
  dir((d) => d.inbox.tenantOf(anId(73))),
  dir((d) => d.inbox.forget([anId(73)])),
  ({ database }) => othersOn(database.session, 'x'),
  ({ database }) => callLimitsOf(database.session).take({ key: 'x', limit: 1, windowMs: 1000 }, now),
  ({ database }) => callLimitsOf(database.session).block('x', later),
  ({ database }) => callLimitsOf(database.session).refused('x', later),
  async ({ database, secrets }) => {
    const tokens = createTokens(database, firstTenant, secrets)
    const given = { kind: 'token' as const, token: { token: 'x', expiresAt: later } }
    await tokens.get('bol', { now }, () => Promise.resolve(given))
    const refusal = { kind: 'loginRefused' as const, detail: 'x' }
    return tokens.get('octopus', { now }, () => Promise.resolve({ kind: 'failed', refusal }))
  },
  ({ store }) => store.forTenant(firstTenant).exclusively('x', () => Promise.resolve()),
  ({ database, secrets }) => {
    const company = { tenantId: firstTenant, name: 'Eerste', exportedAt: day }
    return exportCompany(database, company, { secrets, write: () => Promise.resolve() })
  },
  ({ database }) => rotateKeys(database, [firstTenant], { rewrap: (sealed) => sealed, currentPrefix: 'new' }),
  ({ database }) => rotateFingerprintKey(database.session, (sealed) => sealed),
]
