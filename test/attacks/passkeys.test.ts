/** Passkeys: what was signed is sent again, or elsewhere, or by somebody else; the key is taken back, copied, or never asked its owner. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { Device, type Answered, type Ask, type DeviceOptions } from '../support/authenticator.ts'
import { openPeople, password, type People } from '../support/people.ts'

const origin = 'https://tentakel.example'
let people: People
let count = 0
let email: string
/** Of the owner of `email`, signed in by password before he had a passkey. */
let cookie: string
let device: Device
let codes: string[]

beforeAll(async () => {
  people = await openPeople()
})
beforeEach(async () => {
  // What one story is slowed down for is not the next one's.
  await people.later(24 * 3_600_000)
  count += 1
  email = `jan${count}@firma.example`
  await people.add(email, 'owner')
  cookie = await people.cookieOf(email)
  ;({ device, codes } = await withPasskey())
})
afterAll(() => people.close())

const askOf = ({ json }: { json: unknown }): Ask => (json as { ask: Ask }).ask

/** A new device with a passkey; the session that made it goes on under a new cookie. */
async function withPasskey(options?: DeviceOptions): Promise<{ device: Device; codes: string[] }> {
  const made = new Device(origin, options)
  const mailed = await people.proofCode(String(await whoIs(cookie)), cookie)
  const body = { password, code: codes?.at(-1) ?? '', mailed }
  const start = await people.ask('POST', '/passkeys/start', { body, cookie })
  const added = await people.ask('POST', '/passkeys', {
    body: { name: 'Telefoon', passkey: made.make(askOf(start)) },
    cookie,
  })
  if (added.status !== 200) throw new Error(JSON.stringify(added.json))
  ;({ cookie } = added)
  return { device: made, codes: (added.json as { codes: string[] }).codes }
}

/** What a browser that is not signed in is asked, and the cookie that binds it. */
async function start(): Promise<{ ask: Ask; cookie: string }> {
  const answer = await people.ask('POST', '/session/passkey/start')
  return { ask: askOf(answer), cookie: answer.cookie }
}

const enter = (passkey: Answered, holder: string) =>
  people.ask('POST', '/session/passkey', { body: { passkey }, cookie: holder })
const signIn = async (by: Device) => {
  const { ask, cookie: holder } = await start()
  return enter(by.use(ask), holder)
}
const whoIs = async (session: string) => (await people.ask('GET', '/session', { cookie: session })).json['account']
const passkeysOf = async (session: string) =>
  (await people.ask('GET', '/sessions', { cookie: session })).json['passkeys'] as { id: string; name: string }[]
const refused = { status: 403, json: { faults: [{ path: 'passkey', message: 'wrongPasskey' }] } }

it('its owner comes in with it alone; the password alone no longer does', async () => {
  expect(codes).toHaveLength(10)
  expect(await whoIs((await signIn(device)).cookie)).toBe(email)
  const alone = await people.ask('POST', '/session', { body: { email, password } })
  expect(alone).toMatchObject({ status: 403, json: { faults: [{ path: 'oneTimeCode', message: 'passkeyNeeded' }] } })
  const lost = { email, password, oneTimeCode: codes[0] }
  expect((await people.ask('POST', '/session', { body: lost })).status).toBe(200)
  expect((await people.ask('POST', '/session', { body: lost })).status).toBe(403)
})

it('a link to choose a password does not go round it', async () => {
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  const chosen = await people.ask('POST', '/session/link', { body: { link: await people.linkTo(email), password } })
  expect(chosen).toMatchObject({ status: 403, json: { faults: [{ message: 'passkeyNeeded' }] } })
  expect(chosen.cookie).toBe('')
})

it('what was signed once is sent again', async () => {
  const { ask, cookie: holder } = await start()
  const answer = device.use(ask)
  expect((await enter(answer, holder)).status).toBe(200)
  expect(await enter(answer, holder)).toMatchObject(refused)
  const other = await start()
  expect(await enter(answer, other.cookie)).toMatchObject(refused)
})

it('what was signed is sent many times at once: one comes in', async () => {
  const { ask, cookie: holder } = await start()
  const answer = device.use(ask)
  const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await enter(answer, holder)).status))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
})

it('what was signed for one browser is sent from another, or without one', async () => {
  const mine = await start()
  const stranger = await start()
  expect(await enter(device.use(mine.ask), stranger.cookie)).toMatchObject(refused)
  expect(await enter(device.use(mine.ask), '')).toMatchObject(refused)
})

it('what was asked for long ago is signed', async () => {
  const { ask, cookie: holder } = await start()
  await people.later(5 * 60_000)
  expect(await enter(device.use(ask), holder)).toMatchObject(refused)
})

it('what was signed for one purpose is used for another', async () => {
  const session = cookie
  const proof = askOf(await people.ask('POST', '/passkeys/proof', { cookie: session }))
  const entry = await start()
  expect(await enter(device.use(proof), entry.cookie)).toMatchObject(refused)
  const [own] = await passkeysOf(session)
  const end = { body: { passkey: device.use(entry.ask) }, cookie: session }
  expect(await people.ask('POST', `/passkeys/${own?.id}/end`, end)).toMatchObject({ status: 400 })
  expect(await passkeysOf(session)).toHaveLength(1)
})

it.each<[string, DeviceOptions]>([
  ["a stranger's page", { origin: 'https://tentakel.example.evil.example' }],
  ['the same host without encryption', { origin: 'http://tentakel.example' }],
  ['another port of the host', { origin: 'https://tentakel.example:8443' }],
  ['another site', { site: 'evil.example' }],
  ['a device that did not see its owner', { ownerSeen: false }],
  ['a key that may be copied, where ours may not', { syncs: true }],
])('signed for %s', async (_, options) => {
  device.options = options
  expect(await signIn(device)).toMatchObject(refused)
  device.options = {}
  expect((await signIn(device)).status).toBe(200)
})

it.each<[string, DeviceOptions]>([
  ["a stranger's page", { origin: 'https://evil.example' }],
  ['another site', { site: 'evil.example' }],
  ['a device that did not see its owner', { ownerSeen: false }],
])('a passkey is made on %s', async (_, options) => {
  await expect(withPasskey(options)).rejects.toThrow('wrongPasskey')
})

it('a passkey is made with a certificate that nobody asked for, whose maker’s list we are to fetch', async () => {
  await expect(withPasskey({ certified: true })).rejects.toThrow('wrongPasskey')
})

it('the passkey of another account: signed as his, taken over as mine, used as my proof', async () => {
  const mine = { email, cookie, device, codes }
  const [own] = await passkeysOf(cookie)
  const other = 'piet@firma.example'
  await people.add(other, 'reader')
  cookie = await people.cookieOf(other)
  codes = []
  const his = await withPasskey()
  // His key, and my name in what it signed.
  if (his.device.kept !== null) his.device.kept.user = mine.device.kept?.user ?? ''
  expect(await signIn(his.device)).toMatchObject(refused)
  // My key's name, signed by his key.
  const { ask, cookie: holder } = await start()
  const id = mine.device.kept?.id.toString('base64url') ?? ''
  expect(await enter({ ...his.device.use(ask), id, rawId: id }, holder)).toMatchObject(refused)
  // Asked for in his session, sent in mine.
  const again = await people.ask('POST', '/passkeys/start', { body: { password, code: his.codes[0] }, cookie })
  const passkey = new Device(origin).make(askOf(again))
  expect((await people.ask('POST', '/passkeys', { body: { name: 'x', passkey }, cookie: mine.cookie })).status).toBe(
    400,
  )
  // His key as proof in my session, and my key's number in his.
  const proof = askOf(await people.ask('POST', '/passkeys/proof', { cookie: mine.cookie }))
  const end = { body: { passkey: his.device.use(proof) }, cookie: mine.cookie }
  expect((await people.ask('POST', `/passkeys/${own?.id}/end`, end)).status).toBe(400)
  const body = { password, code: his.codes[1] }
  expect((await people.ask('POST', `/passkeys/${own?.id}/end`, { body, cookie })).status).toBe(404)
  expect((await signIn(mine.device)).status).toBe(200)
})

it('a key that is there already is added to another account', async () => {
  await people.add('kees@firma.example', 'reader')
  cookie = await people.cookieOf('kees@firma.example')
  const mailed = await people.proofCode('kees@firma.example', cookie)
  const asked = await people.ask('POST', '/passkeys/start', { body: { password, mailed }, cookie })
  const made = device.make(askOf(asked), device.kept?.id)
  expect((await people.ask('POST', '/passkeys', { body: { name: 'x', passkey: made }, cookie })).status).toBe(400)
  expect(await passkeysOf(cookie)).toEqual([])
})

it('a passkey that was removed', async () => {
  const [own] = await passkeysOf(cookie)
  const ended = await people.ask('POST', `/passkeys/${own?.id}/end`, { body: { password, code: codes[0] }, cookie })
  expect(ended.status).toBe(200)
  expect(await signIn(device)).toMatchObject(refused)
  // The last second proof went with it, and so did what stands in for a lost one.
  expect((await people.ask('POST', '/session', { body: { email, password } })).status).toBe(200)
  cookie = ended.cookie
  const next = await withPasskey()
  expect((await people.ask('POST', '/session', { body: { email, password, oneTimeCode: codes[1] } })).status).toBe(403)
  expect((await signIn(next.device)).status).toBe(200)
})

it('another name is given by its owner alone, and none asks for recovery codes who has no second proof', async () => {
  const [{ id } = { id: '' }] = await passkeysOf(cookie)
  await people.add('thief@firma.example', 'owner')
  const thief = await people.cookieOf('thief@firma.example')
  const rename = async (by: string) =>
    (await people.ask('PUT', `/passkeys/${id}`, { body: { name: 'Sleutelhanger' }, cookie: by })).status
  expect(await rename(thief)).toBe(404)
  expect((await passkeysOf(cookie))[0]?.name).toBe('Telefoon')
  expect(await rename(cookie)).toBe(200)
  expect((await passkeysOf(cookie))[0]?.name).toBe('Sleutelhanger')
  const renewed = await people.ask('POST', '/recovery-codes', { body: { password, code: '' }, cookie: thief })
  expect(renewed).toMatchObject({ status: 400, json: { faults: [{ message: 'notPrepared' }] } })
  const open = await people.ask('POST', '/recovery-codes', { body: { password, code: '' }, cookie })
  expect(open).toMatchObject({ status: 400, json: { faults: [{ path: 'code', message: 'passkeyNeeded' }] } })
})

it('a session that somebody found open: no passkey is added or removed without full proof', async () => {
  const [own] = await passkeysOf(cookie)
  for (const body of [{ password }, { password: 'fout', code: codes[0] }, { password, code: '123456' }]) {
    expect((await people.ask('POST', '/passkeys/start', { body, cookie })).status).toBe(400)
    expect((await people.ask('POST', `/passkeys/${own?.id}/end`, { body, cookie })).status).toBe(400)
    expect((await people.ask('POST', '/two-factor', { body, cookie })).status).toBe(400)
  }
  const unasked = new Device(origin).make({ challenge: 'AAAA', rp: { id: 'tentakel.example' }, user: { id: 'x' } })
  expect((await people.ask('POST', '/passkeys', { body: { name: 'x', passkey: unasked }, cookie })).status).toBe(400)
  expect(await passkeysOf(cookie)).toHaveLength(1)
})

it('an open session and the password: no new password, without the passkey or what takes its place', async () => {
  const next = 'van de dief zelf'
  const change = (given: object) => people.ask('PUT', '/password', { body: { next, proof: given }, cookie })
  for (const given of [{ password }, { password, code: '123456' }, { password: 'fout', code: codes[0] }, {}])
    expect((await change(given)).status).toBe(400)
  // Signed for another purpose.
  expect((await change({ passkey: device.use((await start()).ask) })).status).toBe(400)
  expect(await people.ask('POST', '/session', { body: { email, password: next } })).toMatchObject({ status: 403 })
  const other = (await signIn(device)).cookie
  const asked = await people.ask('POST', '/passkeys/proof', { cookie })
  const changed = await change({ passkey: device.use(askOf(asked)) })
  expect([changed.status, await whoIs(changed.cookie), await whoIs(other)]).toEqual([200, email, null])
  const byNew = { email, password: next, oneTimeCode: codes[0] }
  expect((await people.ask('POST', '/session', { body: byNew })).status).toBe(200)
})

it('a new passkey, or one less, ends all other sessions and links', async () => {
  const other = (await signIn(device)).cookie
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  const link = await people.linkTo(email)
  await withPasskey()
  expect(await whoIs(other)).toBeNull()
  expect((await people.ask('POST', '/session/link', { body: { link, password } })).status).toBe(403)
  expect(await whoIs(cookie)).toBe(email)
})

it('a copied device: whichever of the two comes second is refused, and it is written down', async () => {
  const copy = device.clone()
  expect((await signIn(device)).status).toBe(200)
  expect(await signIn(copy)).toMatchObject(refused)
  expect(people.logged.some((line) => line.includes('"passkey"') && line.includes('"copied"'))).toBe(true)
  expect((await signIn(device)).status).toBe(200)
})

it('a device that never counts comes in each time, and its count cannot go back', async () => {
  const { device: silent } = await withPasskey({ counts: false })
  expect((await signIn(silent)).status).toBe(200)
  expect((await signIn(silent)).status).toBe(200)
  silent.options = {}
  expect((await signIn(silent)).status).toBe(200)
  silent.options = { counts: false }
  if (silent.kept !== null) silent.kept.counter = 0
  expect(await signIn(silent)).toMatchObject(refused)
})

it('an account that is disabled, or whose second proof the operator took back', async () => {
  await changeAccount(people.ports, email, 'disable')
  expect(await signIn(device)).toMatchObject(refused)
  await changeAccount(people.ports, email, 'enable')
  expect((await signIn(device)).status).toBe(200)
  await changeAccount(people.ports, email, 'reset-2fa')
  expect(await signIn(device)).toMatchObject(refused)
  expect((await people.ask('POST', '/session', { body: { email, password } })).status).toBe(200)
})

it('a code of a device beside it: each does, and the recovery codes stay as long as one of them is there', async () => {
  const prepared = await people.ask('POST', '/two-factor', { body: { password, code: codes[0] }, cookie })
  const totp = new TOTP({ secret: Secret.fromBase32(String(prepared.json['secret'])) })
  const digits = async () => totp.generate({ timestamp: await people.ports.clock.now() })
  const confirmed = await people.ask('PUT', '/two-factor', { body: { code: await digits() }, cookie })
  expect(confirmed.status).toBe(200)
  ;({ cookie } = confirmed)
  const renewed = confirmed.json['codes'] as string[]
  const byPassword = async (oneTimeCode: string) =>
    (await people.ask('POST', '/session', { body: { email, password, oneTimeCode } })).status
  // Those of before are worth nothing.
  expect([await byPassword(codes[1] ?? ''), await byPassword(renewed[0] ?? '')]).toEqual([403, 200])
  await people.later(31_000)
  expect(await byPassword(await digits())).toBe(200)
  expect((await signIn(device)).status).toBe(200)
  // The passkey ends the code, and is proof enough for it.
  const proof = askOf(await people.ask('POST', '/passkeys/proof', { cookie }))
  const ended = await people.ask('POST', '/two-factor/end', { body: { passkey: device.use(proof) }, cookie })
  expect(ended.status).toBe(200)
  await people.later(31_000)
  expect([await byPassword(await digits()), await byPassword(''), await byPassword(renewed[1] ?? '')]).toEqual([
    403, 403, 200,
  ])
})

it('an operator who has one sees what is his, where the installation asks for a second proof', async () => {
  people.signIn.secondProof = 'required'
  email = 'beheer@dienst.example'
  await people.add(email, 'operator')
  cookie = await people.cookieOf(email)
  const operates = async (session: string) => (await people.ask('GET', '/operator', { cookie: session })).status
  expect(await operates(cookie)).toBe(403)
  const own = await withPasskey()
  expect(await operates((await signIn(own.device)).cookie)).toBe(200)
  await changeAccount(people.ports, email, 'reset-2fa')
  expect(await operates(await people.cookieOf(email))).toBe(403)
  people.signIn.secondProof = 'optional'
})

it('an address that tries one unknown key after the other is slowed down', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 30; n += 1) {
    const { ask, cookie: holder } = await start()
    const unknown = new Device(origin)
    unknown.make({ ...ask, rp: { id: 'tentakel.example' } })
    const answer = { body: { passkey: unknown.use(ask) }, cookie: holder, from: '203.0.113.50' }
    statuses.push((await people.ask('POST', '/session/passkey', answer)).status)
  }
  expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(22)
  expect(statuses.at(-1)).toBe(429)
})

it('each is among the security events, with its account and where it came from', async () => {
  device.options = { origin: 'https://evil.example' }
  await signIn(device)
  device.options = {}
  await signIn(device)
  const id = (await passkeysOf(cookie))[0]?.id ?? ''
  await people.ask('PUT', `/passkeys/${id}`, { body: { name: 'Oude telefoon' }, cookie })
  await people.ask('POST', `/passkeys/${id}/end`, { body: { password, code: codes[0] }, cookie })
  const events = await people.ports.store.directory.securityEvents.newest(null, 20)
  const told = events.map(({ kind, outcome, about, who }) => `${kind} ${outcome} ${about} ${who}`)
  expect(told).toContain(`passkey refused wrong ${email}`)
  expect(told).toContain(`signIn done passkey ${email}`)
  for (const about of ['added', 'renamed', 'removed']) expect(told).toContain(`passkey done ${about} ${email}`)
})

it('without a name of the site, or without encryption, nobody is asked: browsers make no passkey there', async () => {
  const { publicUrl } = people.ports
  for (const url of ['https://192.0.2.7', 'https://[2001:db8::1]', 'http://tentakel.example', null]) {
    people.ports.publicUrl = url
    const answer = await people.ask('POST', '/session/passkey/start', { headers: { host: '127.0.0.1:3000' } })
    expect(answer).toMatchObject({ status: 400, json: { faults: [{ message: 'noSite' }] } })
  }
  people.ports.publicUrl = null
  expect((await people.ask('POST', '/session/passkey/start', { headers: { host: 'evil.example' } })).status).toBe(421)
  expect((await people.ask('POST', '/session/passkey/start', { headers: { host: 'localhost:3000' } })).status).toBe(200)
  people.ports.publicUrl = publicUrl
})
