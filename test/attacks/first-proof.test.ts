/** Somebody who has only the password of an account tries to make its first second proof his own. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { signOut } from '../../src/app/people/sessions.ts'
import { changeAccount, proofCodeFor } from '../../src/app/people/manage-accounts.ts'
import { Device, type Ask } from '../support/authenticator.ts'
import { openPeople, password, type People } from '../support/people.ts'

const email = 'beheer@dienst.example'
let people: People
/** The thief's: he knows the password. */
let cookie: string

beforeAll(async () => {
  people = await openPeople()
  people.signIn.secondProof = 'required'
  await people.add(email, 'operator')
  await people.add('dief@elders.example', 'owner', people.other)
})
afterAll(() => people.close())
beforeEach(async () => {
  await people.later(3_600_000)
  cookie = await people.cookieOf(email)
})

const prepare = (mailed?: string, at = cookie) =>
  people.ask('POST', '/two-factor', { body: { password, ...(mailed === undefined ? {} : { mailed }) }, cookie: at })
const startKey = (mailed?: string) =>
  people.ask('POST', '/passkeys/start', { body: { password, ...(mailed === undefined ? {} : { mailed }) }, cookie })
const operates = async (at: string) => (await people.ask('GET', '/operator', { cookie: at })).status
const firstBy = async () => (await people.ask('GET', '/sessions', { cookie })).json['firstBy']
const asksForIt = { status: 400, json: { faults: [{ path: 'mailed', message: 'mailedNeeded' }] } }
const wrong = { status: 400, json: { faults: [{ path: 'mailed', message: 'wrongMailed' }] } }

it('by the password alone: neither a device nor a passkey, and the page says what is missing', async () => {
  expect(await firstBy()).toBe('mail')
  for (const answer of [await prepare(), await startKey()]) expect(answer).toMatchObject(asksForIt)
  for (const invented of ['00000-00000-00000-00000', 'x', 'reset-password:0'])
    for (const answer of [await prepare(invented), await startKey(invented)]) expect(answer).toMatchObject(wrong)
  const unasked = new Device('https://tentakel.example').make({
    challenge: 'AAAA',
    rp: { id: 'tentakel.example' },
    user: { id: 'x' },
  } satisfies Ask)
  expect((await people.ask('PUT', '/two-factor', { body: { code: '000000' }, cookie })).status).toBe(400)
  expect((await people.ask('POST', '/passkeys', { body: { name: 'x', passkey: unasked }, cookie })).status).toBe(400)
  expect(await operates(cookie)).toBe(403)
})

it('by a code of his own account, by a link of the mailbox, and by the code as a link', async () => {
  const his = await people.cookieOf('dief@elders.example')
  const code = await people.proofCode('dief@elders.example', his)
  expect(await prepare(code)).toMatchObject(wrong)
  const link = code.replaceAll('-', '')
  expect((await people.ask('POST', '/session/link/look', { body: { link } })).status).toBe(404)
  expect((await people.ask('POST', '/session/link', { body: { link, password: 'van de dief zelf' } })).status).toBe(403)
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  expect(await prepare(await people.linkTo(email))).toMatchObject(wrong)
})

it('by a code that was used, that is over, or that a new password ended', async () => {
  const once = await people.proofCode(email, cookie)
  expect((await prepare(once)).status).toBe(200)
  expect(await prepare(once)).toMatchObject(wrong)
  const old = await people.proofCode(email, cookie)
  await people.later(31 * 60_000)
  expect(await prepare(old)).toMatchObject(wrong)
  const ended = await people.proofCode(email, cookie)
  await changeAccount(people.ports, email, 'sign-out')
  cookie = await people.cookieOf(email)
  expect(await prepare(ended)).toMatchObject(wrong)
})

it('a mistyped password leaves the code as it is, and its owner comes to be the operator by it', async () => {
  const code = await people.proofCode(email, cookie)
  const mistyped = await people.ask('POST', '/two-factor', { body: { password: 'fout', mailed: code }, cookie })
  expect(mistyped).toMatchObject({ status: 400, json: { faults: [{ path: 'password' }] } })
  const prepared = await prepare(code.toUpperCase().replaceAll('-', ' '))
  const secret = Secret.fromBase32(String(prepared.json['secret']))
  const digits = new TOTP({ secret }).generate({ timestamp: await people.ports.clock.now() })
  const confirmed = await people.ask('PUT', '/two-factor', { body: { code: digits }, cookie })
  expect([confirmed.status, await operates(confirmed.cookie)]).toEqual([200, 200])
  // A further one stands on the proofs that are there.
  cookie = confirmed.cookie
  expect(await firstBy()).toBeNull()
  expect((await people.ask('POST', '/second-proof/mail', { cookie })).status).toBe(409)
  expect('path' in (await proofCodeFor(people.ports, email))).toBe(true)
  await signOut(people.ports, cookie.split('=')[1] ?? '')
  // Taken back by the terminal, it is the first one again.
  await changeAccount(people.ports, email, 'reset-2fa')
  cookie = await people.cookieOf(email)
  expect(await prepare()).toMatchObject(asksForIt)
})

it('where no mail leaves, the code is the terminal’s; at home, where nobody asks for second proofs, there is none', async () => {
  const { mailer } = people.ports
  people.ports.mailer = null
  expect(await firstBy()).toBe('terminal')
  expect(await prepare()).toMatchObject({ json: { faults: [{ path: 'mailed', message: 'terminalNeeded' }] } })
  expect((await people.ask('POST', '/second-proof/mail', { cookie })).status).toBe(409)
  const printed = await proofCodeFor(people.ports, email)
  if (!('code' in printed)) throw new Error(JSON.stringify(printed))
  expect((await prepare(printed.code)).status).toBe(200)
  people.signIn.secondProof = 'optional'
  expect(await firstBy()).toBeNull()
  expect((await prepare()).status).toBe(200)
  people.signIn.secondProof = 'required'
  people.ports.mailer = mailer
  // A mail server that is down shuts nobody out: the terminal's code does there too.
  const other = await proofCodeFor(people.ports, email)
  expect((await prepare('code' in other ? other.code : '')).status).toBe(200)
})

it('mails are counted: nobody’s mailbox is filled from a session', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 12; n += 1) statuses.push((await people.ask('POST', '/second-proof/mail', { cookie })).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(10)
  expect(statuses.at(-1)).toBe(429)
})
