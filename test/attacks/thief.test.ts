/** What a thief took of a person's account is tried at a running `start`, after the operator did from the terminal what he can do about it. */
import { Secret, TOTP } from 'otpauth'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'
import { Device, type Ask } from '../support/authenticator.ts'
import { openMails, type Mails } from '../support/mails.ts'
import { openOutside, type Outside } from '../support/outside.ts'

const password = 'een lang wachtwoord'
const thiefs = 'van de dief zelf'
const patience = { timeout: 240_000 }
const victims = ['jan', 'an', 'els', 'luc', 'tom'] as const
let loots: Record<(typeof victims)[number], Loot>
let outside: Outside
let mails: Mails
/** Browsers make passkeys for this name of the machine. */
let address: string
let count = 0

interface Answer {
  status: number
  json: Record<string, unknown>
  cookie: string
}

beforeAll(async () => {
  mails = await openMails()
  outside = await openOutside({
    environment: {
      TENTAKEL_PORT: '0',
      TENTAKEL_METRICS_PORT: '0',
      TENTAKEL_TRUSTED_PROXIES: '127.0.0.1',
      TENTAKEL_SMTP_URL: mails.url,
      TENTAKEL_MAIL_FROM: 'tentakel@dienst.example',
    },
  })
  await outside.add(await outside.file())
  const child = outside.start(['start'])
  address = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.once('exit', () => reject(new Error(text)))
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const port = /Tentakel all: http:\/\/127\.0\.0\.1:(\d+),/u.exec(text)?.[1]
      if (port !== undefined) resolve(`http://localhost:${port}`)
    })
  })
  // All at once: mails leave by the minute.
  const stolen = await Promise.all(victims.map(async (name) => [name, await steal(`${name}@firma.example`)] as const))
  loots = Object.fromEntries(stolen) as typeof loots
}, 240_000)
afterAll(async () => {
  await outside.close()
  await mails.close()
})

/** Each call comes from an address of its own: whoever is slowed down is not the point here. */
async function ask(method: string, path: string, { body, cookie = '', bearer }: Asking = {}): Promise<Answer> {
  count += 1
  const answer = await fetch(`${address}/api${path}`, {
    method,
    headers: {
      'x-tentakel': '1',
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.${100 + Math.trunc(count / 250)}.${count % 250}`,
      ...(cookie === '' ? {} : { cookie }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  const json = (await answer.json().catch(() => ({}))) as Answer['json']
  return { status: answer.status, json, cookie: cookiesOf(answer.headers) }
}

interface Asking {
  body?: object
  cookie?: string
  bearer?: string
}

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ')

async function terminal(...args: string[]): Promise<Record<string, unknown>> {
  const ran = await outside.run(['user', ...args, '--json'])
  expect(ran.code, ran.stderr).toBe(0)
  return JSON.parse(ran.stdout) as Record<string, unknown>
}

const signIn = (email: string, oneTimeCode = '', wanted = password) =>
  ask('POST', '/session', { body: { email, password: wanted, oneTimeCode } })
const isIn = async (cookie: string) => (await ask('GET', '/sessions', { cookie })).status === 200
const askOf = ({ json }: Answer): Ask => json['ask'] as Ask
const codeOf = (secret: unknown) => new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate()

/** A member from the terminal's link on. */
async function person(email: string): Promise<void> {
  const { link } = (await terminal('add', '--email', email)) as { link: string }
  const followed = await ask('POST', '/session/link', { body: { link: link.split('#')[1], password } })
  expect(followed.status).toBe(200)
}

async function resetLink(email: string): Promise<string> {
  expect((await ask('POST', '/session/new-password', { body: { email, language: 'nl' } })).status).toBe(200)
  return vi.waitFor(() => {
    // Beside what all owners are told of.
    const link = mails.received.find((mail) => mail.to === email && mail.link !== '')?.link ?? ''
    expect(link).not.toBe('')
    return link
  }, 150_000)
}

interface Loot {
  email: string
  cookie: string
  link: string
  token: string
  /** Of a device that the thief began to add, and did not confirm. */
  secret: unknown
  /** A passkey that he began to make. */
  begun: Ask
}

/** He knows the password, sits in a session, and reads along in the mailbox. */
async function steal(email: string): Promise<Loot> {
  await person(email)
  const { cookie } = await signIn(email)
  expect(await isIn(cookie)).toBe(true)
  const token = await ask('POST', '/tokens', { body: { name: 'Blad', scope: 'read', proof: { password } }, cookie })
  for (let n = 0; n < 2; n += 1) await ask('POST', '/second-proof/mail', { cookie })
  const link = await resetLink(email)
  const [first, second] = await vi.waitFor(() => {
    const codes = mails.received.filter((mail) => mail.to === email && mail.code !== '').map(({ code }) => code)
    expect(codes).toHaveLength(2)
    return codes
  }, 90_000)
  const device = await ask('POST', '/two-factor', { body: { password, mailed: first }, cookie })
  const passkey = await ask('POST', '/passkeys/start', { body: { password, mailed: second }, cookie })
  expect([token.status, device.status, passkey.status]).toEqual([200, 200, 200])
  expect((await ask('POST', '/session/link/look', { body: { link } })).status).toBe(200)
  const loot = { email, cookie, link, token: String(token.json['token']), secret: device.json['secret'] }
  return { ...loot, begun: askOf(passkey) }
}

/** Nothing that he holds opens anything, or goes on in the session that its owner opens anew. */
async function expectWorthless({ cookie, link, secret, begun }: Loot): Promise<void> {
  expect(await isIn(cookie)).toBe(false)
  expect((await ask('POST', '/session/link/look', { body: { link } })).status).toBe(404)
  expect((await ask('POST', '/session/link', { body: { link, password: thiefs } })).status).toBe(403)
  const passkey = new Device(address).make(begun)
  const goesOn = async (by: string) => [
    (await ask('PUT', '/two-factor', { body: { code: codeOf(secret) }, cookie: by })).status,
    (await ask('POST', '/passkeys', { body: { name: 'Dief', passkey }, cookie: by })).status,
  ]
  expect(await goesOn(cookie)).toEqual([401, 401])
}

const takenUp = async ({ secret, begun }: Loot, cookie: string) => [
  (await ask('PUT', '/two-factor', { body: { code: codeOf(secret) }, cookie })).json['faults'],
  (await ask('POST', '/passkeys', { body: { name: 'Dief', passkey: new Device(address).make(begun) }, cookie })).json[
    'faults'
  ],
]
const nothingTakenUp = [[{ path: 'code', message: 'notPrepared' }], [{ path: 'passkey', message: 'wrongPasskey' }]]
const opens = async (token: string) => (await ask('GET', '/overview', { bearer: token })).status

it('signed out: no session, no link, and no device or passkey that was begun', patience, async () => {
  const loot = loots.jan
  await terminal('sign-out', '--email', loot.email)
  await expectWorthless(loot)
  const own = await signIn(loot.email)
  expect(own.status).toBe(200)
  expect(await takenUp(loot, own.cookie)).toEqual(nothingTakenUp)
})

it(
  'disabled: nothing lets in, nor the right password and the token; enabled again, only the password does',
  patience,
  async () => {
    const loot = loots.an
    expect(await opens(loot.token)).toBe(200)
    await terminal('disable', '--email', loot.email)
    await expectWorthless(loot)
    expect([(await signIn(loot.email)).status, await opens(loot.token)]).toEqual([403, 401])
    await ask('POST', '/session/new-password', { body: { email: loot.email, language: 'nl' } })
    await terminal('enable', '--email', loot.email)
    await expectWorthless(loot)
    const own = await signIn(loot.email)
    expect(own.status).toBe(200)
    expect(await takenUp(loot, own.cookie)).toEqual(nothingTakenUp)
  },
)

it(
  'second proof taken back: the thief’s passkey, his recovery codes and his session are nothing, the password alone does',
  patience,
  async () => {
    const loot = loots.els
    const device = new Device(address)
    const made = await ask('POST', '/passkeys', {
      body: { name: 'Dief', passkey: device.make(loot.begun) },
      cookie: loot.cookie,
    })
    const [code = '', other = ''] = made.json['codes'] as string[]
    const byCode = await signIn(loot.email, code)
    expect([(await signIn(loot.email)).status, byCode.status]).toEqual([403, 200])
    await terminal('reset-2fa', '--email', loot.email)
    for (const { cookie } of [made, byCode]) await expectWorthless({ ...loot, cookie })
    const start = await ask('POST', '/session/passkey/start')
    const passkey = device.use(askOf(start))
    expect((await ask('POST', '/session/passkey', { body: { passkey }, cookie: start.cookie })).status).toBe(403)
    const own = await signIn(loot.email)
    expect(own.status).toBe(200)
    // With a device of the owner's own, the thief's codes do not do for it.
    const { code: mailed } = await terminal('proof-code', '--email', loot.email)
    const prepared = await ask('POST', '/two-factor', { body: { password, mailed }, cookie: own.cookie })
    const body = { code: codeOf(prepared.json['secret']) }
    expect((await ask('PUT', '/two-factor', { body, cookie: own.cookie })).status).toBe(200)
    expect((await signIn(loot.email, other)).status).toBe(403)
  },
)

it('removed: nothing is left, nor for whoever gets an account under the address again', patience, async () => {
  const loot = loots.luc
  await person('mia@firma.example')
  await terminal('remove', '--email', loot.email)
  await expectWorthless(loot)
  expect([(await signIn(loot.email)).status, await opens(loot.token)]).toEqual([403, 401])
  await person(loot.email)
  await expectWorthless(loot)
  expect(await opens(loot.token)).toBe(401)
})

it('a copy of the running database opens nothing: not its sessions, nor its links and codes', patience, async () => {
  const loot = loots.tom
  const server = await startEmbeddedPostgres({ dataDir: outside.environment['TENTAKEL_DATA_DIR'] ?? '', durable: true })
  const copy = new Client({ connectionString: server.ownerUrl })
  await copy.connect()
  const { rows } = await copy.query<{ value: string }>(
    `select token_hash as value from web_session union all select session_id::text from web_session
     union all select name_hash from pending_proof union all select pending_proof_id::text from pending_proof`,
  )
  await copy.end()
  await server.stop()
  expect(rows.length).toBeGreaterThan(5)
  for (const { value } of rows) {
    for (const name of ['tentakel_session', 'better-auth.session_token'])
      expect(await isIn(`${name}=${value}`)).toBe(false)
    for (const link of [value, `reset-password:${value}`])
      expect((await ask('POST', '/session/link', { body: { link, password: thiefs } })).status).toBe(403)
    expect((await ask('GET', '/overview', { bearer: value })).status).toBe(401)
  }
  expect(await isIn(loot.cookie)).toBe(true)
})
