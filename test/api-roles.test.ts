/** Every call of the API with everybody who may not make it: only 401, 403 and 404, and nothing is told. */
import { Hono } from 'hono'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { routeTable } from '../src/api/route-table.ts'
import type { Needs, Route } from '../src/api/route.ts'
import { mountWebApp } from '../src/api/web-app.ts'
import { newLink, signIn } from '../src/app/people/accounts.ts'
import type { SignIn } from '../src/api/session.ts'
import { makeToken } from '../src/app/people/api-tokens.ts'
import { addAccount, changeAccount } from '../src/app/people/manage-accounts.ts'
import { byTerminal, joinByLink, makeOffer } from '../src/app/people/offers.ts'
import { terminal } from '../src/app/people/guard.ts'
import { signUp } from '../src/app/people/sign-up.ts'
import type { CompanyRole } from '../src/domain/role.ts'
import { openInside, type Inside } from './support/inside.ts'
import { clockSeen } from './support/outside.ts'
import { machineShows } from './support/people.ts'

const password = 'een lang wachtwoord'
const own = { 'x-tentakel': '1', 'content-type': 'application/json' }
let shop: Inside
let app: Hono
let other: string
let resting: string
/** Of a sign-up whose address nobody proved. */
let unproven: string
const at: SignIn = { secure: false, testClock: true }

beforeAll(async () => {
  shop = await openInside()
  await machineShows(shop.ports)
  app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: at })
  const { directory } = shop.ports.store
  other = await directory.findOrAddTenant('Andere firma', shop.ports.random.id(), await shop.ports.clock.now())
  for (const role of ['owner', 'member', 'reader', 'accountant'] as const) await add(`${role}@firma.example`, role)
  await add('owner@andere.example', 'owner', other)
  await addAccount(shop.ports, { email: 'niemand@nergens.example', password, role: 'reader', tenantId: null })
  await addAccount(shop.ports, { email: 'beheer@dienst.example', password, role: 'operator', tenantId: null })
  await addAccount(shop.ports, { email: 'weg@firma.example', password, role: 'owner', tenantId: shop.tenantId })
  await cookieOf('weg@firma.example')
  await changeAccount(shop.ports, 'weg@firma.example', 'disable')
  await addAccount(shop.ports, { email: 'gevraagd@elders.example', password, role: 'owner', tenantId: other })
  const offer = { tenantId: shop.tenantId, email: 'gevraagd@elders.example', role: 'owner', invitedBy: 'test' } as const
  await makeOffer(shop.ports, offer, byTerminal)
  resting = await restingToken()
  const waits = { purpose: 'verify', accountId: null, email: 'wacht@x.example', company: 'Wacht' } as const
  const passwordHash = await shop.ports.passwords.hash(password)
  unproven = await newLink(shop.ports, { ...waits, passwordHash, by: null })
})
afterAll(() => {
  vi.useRealTimers()
  return shop.close()
})

async function add(email: string, role: CompanyRole, tenantId = shop.tenantId): Promise<void> {
  expect(await addAccount(shop.ports, { email, password, role, tenantId })).toMatchObject({ kind: 'added', link: null })
}

const cookies = new Map<string, Promise<string>>()

/** Signed in once: tries are counted. */
function cookieOf(email: string): Promise<string> {
  const cookie = cookies.get(email) ?? newCookieOf(email)
  cookies.set(email, cookie)
  return cookie
}

async function newCookieOf(email: string): Promise<string> {
  const body = JSON.stringify({ email, password })
  const answer = await app.request('/api/session', { method: 'POST', headers: own, body })
  expect(answer.status).toBe(200)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string
}

async function ask(
  route: Pick<Route, 'method' | 'path'>,
  cookie: string,
  company = shop.tenantId,
  headers: Record<string, string> = {},
): Promise<Response> {
  const place = route.path
    .replace(':connection', shop.connectionId)
    .replace(':order', 'C000TEST01')
    .replace(':account', '00000000-0000-4000-8000-000000000000')
    .replace(/:\w+/u, '00000000-0000-4000-8000-000000000000')
  const init = { method: route.method, headers: { ...own, cookie, ...headers } }
  return app.request(`/api${place}?company=${company}`, route.method === 'GET' ? init : { ...init, body: '{}' })
}

/** Of an owner, and not confirmed since the database was put back. */
async function restingToken(): Promise<string> {
  const owner = await shop.ports.store.directory.accounts.byEmail('owner@firma.example')
  const wanted = { name: 'rust', scope: 'write', by: 'owner@firma.example', accountId: owner?.accountId ?? '' } as const
  const { token } = await makeToken(shop.ports, shop.tenantId, wanted)
  const works = await ask({ method: 'GET', path: '/overview' }, '', shop.tenantId, { authorization: `Bearer ${token}` })
  expect(works.status).toBe(200)
  const client = new Client({ connectionString: shop.ownerUrl })
  await client.connect()
  await client.query('update api_token set suspended_at = made_at')
  await client.end()
  return token
}

/** Lets the operator in for the time of `work`. */
async function withConsent<T>(work: () => Promise<T>): Promise<T> {
  const { accounts } = shop.ports.store.directory
  const givenAt = await shop.ports.clock.now()
  const { accountId = '' } = (await accounts.byEmail('owner@firma.example')) ?? {}
  await accounts.setConsent(shop.tenantId, {
    accountId,
    givenBy: 'owner@firma.example',
    givenAt,
    until: givenAt + 3_600_000,
  })
  try {
    return await work()
  } finally {
    await accounts.setConsent(shop.tenantId, null)
  }
}

const nowhere = '00000000-0000-4000-8000-000000000000'
const ownersWord = new Set(['PUT /consent'])
const behindTheDoor = routeTable.filter((route) => route.needs !== 'nobody')
const lower: Record<Needs, CompanyRole[]> = {
  nobody: [],
  account: [],
  reader: [],
  member: ['reader'],
  owner: ['reader', 'member', 'accountant'],
  operator: ['reader', 'member', 'accountant', 'owner'],
}

describe.each(behindTheDoor.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('is refused to whoever may not make it', async () => {
    const refused = async (cookie: string, company?: string): Promise<number> => {
      const answer = await ask(route, cookie, company)
      const text = await answer.text()
      expect(text.length).toBeLessThan(200)
      return answer.status
    }
    expect(await refused('')).toBe(401)
    expect(await refused(`tentakel_session=${'0'.repeat(64)}`)).toBe(401)
    // Disabled while signed in; and a script whose token rests.
    expect(await refused(await cookieOf('weg@firma.example'))).toBe(401)
    expect((await ask(route, '', shop.tenantId, { authorization: `Bearer ${resting}` })).status).toBe(401)
    // Signed up, and proved no address: what he was mailed is no session and no token, and his password opens none.
    expect(await refused(`tentakel_session=${unproven}`)).toBe(401)
    expect((await ask(route, '', shop.tenantId, { authorization: `Bearer ${unproven}` })).status).toBe(401)
    if (route.needs === 'account') return
    // An operator without a second proof, where one is asked of him.
    at.secondProof = 'required'
    expect([403, 404]).toContain(await refused(await cookieOf('beheer@dienst.example')))
    at.secondProof = 'optional'
    // Invited, and did not accept.
    expect([403, 404]).toContain(await refused(await cookieOf('gevraagd@elders.example')))
    if (route.needs !== 'operator') expect(await refused(await cookieOf('beheer@dienst.example'))).toBe(403)
    // Let in by consent: what lasts is refused, and nothing else of it is; elsewhere he is not let in by it.
    if (route.needs !== 'operator')
      await withConsent(async () => {
        const operator = await cookieOf('beheer@dienst.example')
        // Of a connection that is not there: nothing is paused, removed or read.
        const { status } = await ask({ ...route, path: route.path.replace(':connection', nowhere) }, operator)
        // That only a person who owns the company gives it, or acts in his own name, the route itself says.
        if (route.lasting === true || ownersWord.has(`${route.method} ${route.path}`)) expect(status).toBe(403)
        else expect([401, 403, 500]).not.toContain(status)
        expect(await refused(operator, other)).toBe(403)
      })
    expect([403, 404]).toContain(await refused(await cookieOf('owner@andere.example')))
    expect([403, 404]).toContain(await refused(await cookieOf('niemand@nergens.example')))
    for (const role of lower[route.needs]) expect(await refused(await cookieOf(`${role}@firma.example`))).toBe(403)
  })
})

it("a company's connection is not found through another company", async () => {
  const cookie = await cookieOf('owner@andere.example')
  for (const route of behindTheDoor.filter(({ path }) => path.includes(':connection')))
    expect((await ask(route, cookie, other)).status).toBe(404)
})

it('nobody whose address is not proven has a session: who signed up does not get in before', async () => {
  const ports = { ...shop.ports, signUp: { mode: 'open', trialDays: null } as const }
  const unproven = { email: 'onbewezen@winkel.example', password, company: 'Nieuw' }
  expect(await signUp(ports, unproven, { language: 'nl', caller: terminal })).toEqual({ kind: 'mailed' })
  expect(await signIn(ports, unproven.email, { password, code: null })).toEqual({ kind: 'wrong' })
})

it('the operator who is let in looks and works, and gives nothing that lasts', async () => {
  const cookie = await cookieOf('beheer@dienst.example')
  const overview = { method: 'GET', path: '/overview' } as const
  expect((await ask(overview, cookie)).status).toBe(403)
  expect(await withConsent(async () => (await ask(overview, cookie)).status)).toBe(200)
  const lasting = routeTable.filter((route) => route.lasting === true).map(({ method, path }) => `${method} ${path}`)
  expect(lasting.toSorted()).toEqual([
    'POST /connections',
    'POST /members',
    'POST /tokens',
    'POST /tokens/:token/confirm',
    'POST /webhook/confirm',
    'PUT /members/:account',
    'PUT /webhook',
    'PUT /wizard/draft',
  ])
})

it('a session that was left, or that is over, opens nothing', async () => {
  const cookie = await newCookieOf('reader@firma.example')
  const overview = { method: 'GET', path: '/overview' } as const
  expect((await ask(overview, cookie)).status).toBe(200)
  await app.request('/api/session', { method: 'DELETE', headers: { ...own, cookie } })
  expect((await ask(overview, cookie)).status).toBe(401)
  const second = await newCookieOf('reader@firma.example')
  await shop.outside.advance(12 * 3_600_000 + 1000)
  await clockSeen()
  await machineShows(shop.ports)
  expect((await ask(overview, second)).status).toBe(401)
})

it('a link of the terminal works once, and its password signs in', async () => {
  const wanted = { email: 'nieuw@firma.example', password: null, role: 'reader', tenantId: shop.tenantId } as const
  const added = await addAccount(shop.ports, wanted)
  const link = added.kind === 'added' ? (added.link ?? '') : ''
  expect(await signIn(shop.ports, wanted.email, { password, code: null })).toEqual({ kind: 'wrong' })
  expect(await joinByLink(shop.ports, link, 'te kort')).toMatchObject({ path: 'password' })
  expect(await joinByLink(shop.ports, link, password)).toMatchObject({ kind: 'signedIn' })
  expect(await joinByLink(shop.ports, link, password)).toEqual({ kind: 'wrong' })
  expect(await signIn(shop.ports, 'Nieuw@Firma.example ', { password, code: null })).toMatchObject({ kind: 'signedIn' })
})

it('ten wrong passwords in a quarter of an hour close the door for that address, and for no other', async () => {
  const tries = []
  for (let count = 0; count < 11; count += 1)
    tries.push((await signIn(shop.ports, 'member@firma.example', { password: 'fout', code: null })).kind)
  expect(tries.at(-1)).toBe('tooMany')
  expect((await signIn(shop.ports, 'accountant@firma.example', { password, code: null })).kind).toBe('signedIn')
  await shop.outside.advance(16 * 60_000)
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect((await signIn(shop.ports, 'member@firma.example', { password, code: null })).kind).toBe('signedIn')
})

it('the last owner of a company stays', async () => {
  const cookie = await newCookieOf('owner@firma.example')
  const { directory } = shop.ports.store
  const found = await directory.accounts.byEmail('owner@firma.example')
  const answer = await app.request(`/api/members/${found?.accountId}?company=${shop.tenantId}`, {
    method: 'PUT',
    headers: { ...own, cookie },
    body: JSON.stringify({ role: null, proof: { password } }),
  })
  expect(answer.status).toBe(409)
  expect((await directory.accounts.members(shop.tenantId)).some((member) => member.role === 'owner')).toBe(true)
})
