/** The wizard is left and taken up again, on another device; keys and passwords go in, are used, and never come out. */
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mountWebApp } from '../src/api/web-app.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { openInside, type Inside } from './support/inside.ts'

const password = 'een lang wachtwoord'
const own = { 'x-tentakel': '1', 'content-type': 'application/json' }
let shop: Inside
let app: Hono
let cookie: string

beforeAll(async () => {
  shop = await openInside()
  app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  const now = await shop.ports.clock.now()
  const tenantId = await shop.ports.store.directory.findOrAddTenant('Tweede firma', shop.ports.random.id(), now)
  await addAccount(shop.ports, { email: 'eigenaar@tweede.example', password, role: 'owner', tenantId })
  const body = JSON.stringify({ email: 'eigenaar@tweede.example', password })
  const answer = await app.request('/api/session', { method: 'POST', headers: own, body })
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
})
afterAll(() => shop.close())

async function ask(method: string, path: string, body: object = {}): Promise<{ status: number; text: string }> {
  const headers = { ...own, cookie }
  const init = method === 'GET' ? { headers } : { method, headers, body: JSON.stringify(body) }
  const answer = await app.request(`/api${path}`, init)
  return { status: answer.status, text: await answer.text() }
}

it('says until when a dossier is not read because the calls of the day are used up', async () => {
  const { user, userPassword, dossierId } = shop.outside.access
  const read = async (): Promise<{ kind: string; until?: string }> =>
    JSON.parse((await ask('POST', '/wizard/dossier', { keys: { user, password: userPassword }, dossierId })).text) as {
      kind: string
    }
  let answer = await read()
  expect(answer.kind).toBe('ok')
  // Book years and journals may be asked for 24 times a day.
  for (let times = 0; times < 30 && answer.kind === 'ok'; times += 1) answer = await read()
  const now = await shop.ports.clock.now()
  expect(answer.kind).toBe('callsUsedUp')
  expect(answer.until).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/u)
  expect(Date.parse(answer.until ?? '')).toBeGreaterThan(now)
  expect(Date.parse(answer.until ?? '')).toBeLessThanOrEqual(now + 25 * 3_600_000)
})

it('goes on where it was left, with the password that nobody types twice', async () => {
  const { user, userPassword } = shop.outside.access
  expect((await ask('GET', '/wizard/draft')).text).toBe('null')
  const state = { step: 1, answers: { user } }
  await ask('PUT', '/wizard/draft', {
    state,
    secrets: { 'ledger.octopus.password': { of: user, value: userPassword } },
  })
  await ask('PUT', '/wizard/draft', {
    state: { ...state, step: 2 },
    secrets: { 'source.bol.clientSecret': { of: 'een sleutel', value: 'een geheim' } },
  })
  const shown = await ask('GET', '/wizard/draft')
  expect(JSON.parse(shown.text)).toMatchObject({
    state: { step: 2, answers: { user } },
    kept: ['ledger.octopus.password', 'source.bol.clientSecret'],
    changedBy: 'eigenaar@tweede.example',
  })
  expect(shown.text).not.toContain(userPassword)
  expect(shown.text).not.toContain('een geheim')
  expect(JSON.parse((await ask('POST', '/wizard/ledger', { keys: { user, password: '' } })).text)).toMatchObject({
    kind: 'ok',
  })
  expect(
    JSON.parse((await ask('POST', '/wizard/ledger', { keys: { user, password: 'een ander' } })).text),
  ).not.toMatchObject({
    kind: 'ok',
  })
})

it('ends with the installation, and a reading of the file without kept secrets says what is missing', async () => {
  await ask('DELETE', '/wizard/draft')
  expect((await ask('GET', '/wizard/draft')).text).toBe('null')
  const file = { name: 'Winkel', bol: { clientId: 'x', clientSecret: '' } }
  const refused = await ask('POST', '/connections', { file })
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('bol.clientSecret')
})
