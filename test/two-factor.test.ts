/** The second proof at sign-in, as a person lives it: a device, a lost device, a mailbox that somebody else reads. */
import { TOTP, Secret } from 'otpauth'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { terminal } from '../src/app/people/guard.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { changePassword, choosePassword, signIn } from '../src/app/people/accounts.ts'
import type { Account } from '../src/ports/people/accounts.ts'
import { confirmTwoFactor, endTwoFactor, prepareTwoFactor, renewRecoveryCodes } from '../src/app/people/two-factor.ts'
import { openInside, type Inside } from './support/inside.ts'
import { clockSeen } from './support/outside.ts'
import { machineShows } from './support/people.ts'

const password = 'een lang wachtwoord'
const enrolment = (given: string) => ({ proof: { password: given, code: '' }, by: null, code: '' })
const at = { token: 'a session', caller: terminal }
const email = 'jan@firma.example'
let shop: Inside
let account: Account
let secret: string
let recovery: string[]

beforeAll(async () => {
  shop = await openInside()
  await machineShows(shop.ports)
  await addAccount(shop.ports, { email, password, role: 'owner', tenantId: shop.tenantId })
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
})
afterAll(() => {
  vi.useRealTimers()
  return shop.close()
})

async function codeNow(): Promise<string> {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: await shop.ports.clock.now() })
}

async function later(ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await clockSeen()
  await machineShows(shop.ports)
}

async function halfMinuteLater(): Promise<void> {
  await later(31_000)
}

const attempt = (code: string | null) => signIn(shop.ports, email, { password, code }).then(({ kind }) => kind)

it('is not asked for before a code of the device was given', async () => {
  expect(await prepareTwoFactor(shop.ports, account, enrolment('fout'), at)).toMatchObject({
    path: 'password',
  })
  const prepared = await prepareTwoFactor(shop.ports, account, enrolment(password), at)
  if (!('secret' in prepared)) throw new Error(JSON.stringify(prepared))
  ;({ secret } = prepared)
  expect(await attempt(null)).toBe('signedIn')
  expect(await confirmTwoFactor(shop.ports, account, '000000', at)).toMatchObject({ path: 'code' })
  const codes = await confirmTwoFactor(shop.ports, account, await codeNow(), at)
  recovery = 'codes' in codes ? codes.codes : []
  expect(new Set(recovery).size).toBe(10)
})

it('is asked for beside the right password only, and a code that was used works no second time', async () => {
  await halfMinuteLater()
  expect(await attempt(null)).toBe('codeNeeded')
  expect(await attempt('123456')).toBe('wrongCode')
  expect((await signIn(shop.ports, email, { password: 'fout', code: await codeNow() })).kind).toBe('wrong')
  const code = await codeNow()
  expect(await attempt(code)).toBe('signedIn')
  expect(await attempt(code)).toBe('wrongCode')
})

it('a recovery code signs in once, typed in any form', async () => {
  const [first = ''] = recovery
  const typed = `${first.slice(0, 5)}-${first.slice(5, 10)} ${first.slice(10)}`.toUpperCase()
  expect(await attempt(typed)).toBe('signedIn')
  expect(await attempt(first)).toBe('wrongCode')
})

it('new recovery codes come by full proof, take the place of those of before, and end what was open', async () => {
  await later(16 * 60_000)
  const renew = async (code: string) => renewRecoveryCodes(shop.ports, account, { password, code }, at)
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
  const left = recovery[1] ?? ''
  expect(await renew('')).toMatchObject({ path: 'code', message: 'codeNeeded' })
  const renewed = await renew(await codeNow())
  if (!('codes' in renewed)) throw new Error(JSON.stringify(renewed))
  expect(renewed.codes).toHaveLength(10)
  expect(await shop.ports.signIns.sessions(account.accountId)).toHaveLength(1)
  expect([await attempt(left), await attempt(renewed.codes[0] ?? '')]).toEqual(['wrongCode', 'signedIn'])
  recovery = renewed.codes
})

it('another password asks for it too', async () => {
  await later(16 * 60_000)
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
  const next = 'een heel ander woord'
  const change = (code: string, given = password) =>
    changePassword(
      shop.ports,
      account,
      { next: given === password ? next : password, proof: { password: given, code } },
      at,
    )
  expect(await change('')).toEqual({ path: 'code', message: 'codeNeeded' })
  expect(await change('000000')).toMatchObject({ path: 'code', message: 'wrongCode' })
  const events = await shop.ports.store.directory.securityEvents.newest(null, 5)
  expect(events.map(({ kind, outcome, about }) => `${kind} ${outcome} ${about}`)).toContain(
    'secondProof refused wrongCode',
  )
  expect(await attempt(null)).toBe('codeNeeded')
  expect(await change(await codeNow())).toMatchObject({ kind: 'signedIn' })
  expect(await attempt(null)).toBe('wrong')
  await halfMinuteLater()
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
  expect(await change(await codeNow(), next)).toMatchObject({ kind: 'signedIn' })
})

it('a link to choose a password does not go round it', async () => {
  const link = { purpose: 'password', accountId: account.accountId, email: null, company: null } as const
  await shop.ports.signIns.keepLink({ ...link, passwordHash: null, by: null, token: 'token', lifeMs: 60_000 })
  expect(await choosePassword(shop.ports, 'token', password)).toEqual({ kind: 'codeNeeded' })
})

it('ends with the password and a code, not with one of them; every other session ends', async () => {
  await later(16 * 60_000)
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
  const code = await codeNow()
  expect(await endTwoFactor(shop.ports, account, { password: 'fout', code }, at)).toMatchObject({ path: 'password' })
  expect(await endTwoFactor(shop.ports, account, { password, code: '' }, at)).toMatchObject({ path: 'code' })
  expect(await attempt(null)).toBe('codeNeeded')
  await halfMinuteLater()
  const ended = await endTwoFactor(shop.ports, account, { password, code: await codeNow() }, at)
  expect(ended).toMatchObject({ kind: 'signedIn' })
  expect(await shop.ports.signIns.sessions(account.accountId)).toHaveLength(1)
})

it('the device and the recovery codes of before open nothing later', async () => {
  account = (await shop.ports.store.directory.accounts.byEmail(email)) as Account
  expect(await attempt(null)).toBe('signedIn')
  const again = await prepareTwoFactor(shop.ports, account, enrolment(password), at)
  if (!('secret' in again)) throw new Error(JSON.stringify(again))
  expect(again.secret).not.toBe(secret)
  ;({ secret } = again)
  await halfMinuteLater()
  await confirmTwoFactor(shop.ports, account, await codeNow(), at)
  expect(await attempt(recovery[1] ?? '')).toBe('wrongCode')
})
