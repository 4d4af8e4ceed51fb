/** A company types in logins that are not its own, made up or somebody's: bol.com blocks our address for it, Octopus the user. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import { removeConnection } from '../../src/app/setup/connections.ts'
import { openPeople, proof, type People } from '../support/people.ts'

const hour = 3_600_000
let people: People
let owner: string
let stranger: string
const company = () => people.shop.tenantId

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  await people.add('vreemd@elders.example', 'owner', people.other)
})
afterAll(() => people.close())

beforeEach(async () => {
  await people.later(25 * hour)
  owner = await people.cookieOf('baas@firma.example')
  stranger = await people.cookieOf('vreemd@elders.example')
})

async function kindsOf(
  count: number,
  ask: (n: number) => Promise<{ json: Record<string, unknown> }>,
): Promise<unknown[]> {
  const kinds = []
  for (let n = 0; n < count; n += 1) kinds.push((await ask(n)).json['kind'])
  return kinds
}

const tryBol = (cookie: string, clientId: string, clientSecret = 'verzonnen') =>
  people.ask('POST', '/wizard/source', { body: { keys: { clientId, clientSecret } }, cookie })
const tryOctopus = (cookie: string, user: string, secret: string) =>
  people.ask('POST', '/wizard/ledger', { body: { keys: { user, password: secret } }, cookie })

it('made-up keys, one after the other and all at once: three reach bol.com in an hour, and the other company books on', async () => {
  expect(await kindsOf(6, (n) => tryBol(stranger, `verzonnen-${n}`))).toEqual([
    'loginRefused',
    'loginRefused',
    'loginRefused',
    'tooManyKeys',
    'tooManyKeys',
    'tooManyKeys',
  ])
  const atOnce = await Promise.all(Array.from({ length: 20 }, (_, n) => tryBol(stranger, `ook-verzonnen-${n}`)))
  expect(atOnce.map(({ json }) => json['kind'])).toEqual(atOnce.map(() => 'tooManyKeys'))
  await people.later(hour + 1000)
  expect(await kindsOf(2, (n) => tryBol(stranger, `later-${n}`))).not.toContain('ok')
  await people.shop.sync()
  expect((await people.shop.problems()).map(({ code }) => code)).not.toContain('BOL-LOGIN')
})

it("another company's Octopus user: one wrong password a day from all strangers together, and its owner is not held up", async () => {
  const { user, userPassword } = people.shop.outside.access
  const guesses = await kindsOf(6, (n) =>
    tryOctopus(stranger, n % 2 === 0 ? user : ` ${user.toUpperCase()}`, `gok ${n}`),
  )
  expect(guesses.filter((kind) => kind === 'loginRefused')).toHaveLength(1)
  const third = await people.ports.store.directory.findOrAddTenant(
    'Derde',
    people.ports.random.id(),
    await people.ports.clock.now(),
  )
  const email = `derde${third.slice(0, 4)}@elders.example`
  await people.add(email, 'owner', third)
  expect((await tryOctopus(await people.cookieOf(email), user, 'nog een gok')).json['kind']).toBe('tooManyKeys')
  expect((await tryOctopus(owner, user, userPassword)).json['kind']).toBe('ok')
  await people.later(2 * hour)
  expect((await tryOctopus(stranger, user, 'weer een gok')).json['kind']).toBe('tooManyKeys')
})

it('a person who mistypes has three tries an hour, and his right ones are not counted', async () => {
  const { user, userPassword } = people.shop.outside.access
  expect(await kindsOf(5, () => tryOctopus(owner, user, userPassword))).toEqual(Array.from({ length: 5 }, () => 'ok'))
  expect(await kindsOf(2, (n) => tryOctopus(owner, user, `fout ${n}`))).toEqual(['loginRefused', 'loginRefused'])
  expect((await tryOctopus(owner, user, userPassword)).json['kind']).toBe('ok')
  expect(await kindsOf(2, (n) => tryOctopus(owner, user, `mis ${n}`))).toEqual(['loginRefused', 'tooManyKeys'])
  await people.later(hour + 1000)
  expect((await tryOctopus(owner, user, userPassword)).json['kind']).toBe('ok')
})

it('a connection that is saved with other keys is such a try too; settings alone, and the operator at the terminal, are not', async () => {
  const save = async (bol: object) =>
    people.ask('PUT', `/connections/${people.shop.connectionId}/file`, {
      body: { file: await people.shop.outside.file({ booking: { startDate: '2026-11-22' }, bol }), proof },
      cookie: owner,
      company: company(),
    })
  const statuses = []
  for (let n = 0; n < 4; n += 1) statuses.push((await save({ clientId: `verzonnen-${n}`, clientSecret: 'x' })).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  expect(await people.shop.change({ booking: { startDate: '2026-11-22' } })).toMatchObject({ kind: 'saved' })
  const { bol: _, ...settings } = (await people.shop.outside.file({ booking: { startDate: '2026-11-22' } })) as {
    bol?: unknown
    octopus: object
  }
  const { dossierId } = people.shop.outside.access
  const file = { ...settings, octopus: { dossierId } }
  const path = `/connections/${people.shop.connectionId}/file`
  expect((await people.ask('PUT', path, { body: { file }, cookie: owner, company: company() })).status).toBe(200)
})

it('right keys, tried again and again: the other side counts those too, so the company stops after thirty in an hour', async () => {
  const { user, userPassword } = people.shop.outside.access
  const kinds = await kindsOf(35, () => tryOctopus(owner, user, userPassword))
  expect(kinds.filter((kind) => kind === 'ok')).toHaveLength(30)
  expect(kinds.slice(30)).toEqual(Array.from({ length: 5 }, () => 'tooManyKeys'))
})

/** Of a company that nobody knows yet. */
async function newcomer(): Promise<string> {
  const { random, clock, store } = people.ports
  const tenantId = random.id()
  await store.directory.addTenant('Nieuw', tenantId, { now: await clock.now(), trialUntil: null })
  const email = `nieuw-${tenantId}@elders.example`
  await people.add(email, 'owner', tenantId)
  return people.cookieOf(email)
}

const newcomers = async (count: number): Promise<string[]> => {
  const cookies = []
  for (let n = 0; n < count; n += 1) cookies.push(await newcomer())
  return cookies
}

it('many new companies with wrong keys hold up neither who is known at bol.com nor a newcomer with right ones, and few of theirs get there', async () => {
  const { clientId, clientSecret } = people.shop.outside.access
  const right = async (cookie: string) => (await tryBol(cookie, clientId, clientSecret)).json['kind']
  const wrong = async (cookie: string, name: string) => (await tryBol(cookie, `verzonnen-${name}`)).json['kind']
  const attackers = await newcomers(5)
  const honest = await newcomers(2)
  const first = []
  for (const [n, cookie] of attackers.entries())
    for (const time of [1, 2, 3]) first.push(await wrong(cookie, `${n}-${time}`))
  expect(first).toEqual(Array.from({ length: 15 }, () => 'loginRefused'))
  expect(await right(owner)).toBe('ok')
  for (const cookie of honest) expect(await right(cookie)).toBe('ok')
  const more = await newcomers(6)
  const late = await Promise.all(more.slice(0, 5).map((cookie, n) => wrong(cookie, `nog-${n}`)))
  expect(late.filter((kind) => kind === 'loginRefused')).toHaveLength(3)
  // Within a minute the next one who was not wrong has his turn; who was wrong waits for all.
  await people.later(61_000)
  expect(await right(honest[1] ?? '')).toBe('ok')
  expect(await wrong(more[5] ?? '', 'laatste')).toBe('loginRefused')
  expect(await wrong(more[5] ?? '', 'nog een')).toBe('tooManyKeys')
  expect(await right(owner)).toBe('ok')
})

it('an office’s own login: who uses up a stranger’s try does not keep the office from its next client', async () => {
  const { user, userPassword } = people.shop.outside.access
  const { random, clock, store } = people.ports
  expect((await tryOctopus(stranger, user, 'gok')).json['kind']).toBe('loginRefused')
  const client = random.id()
  await store.directory.addTenant('Klant van het kantoor', client, { now: await clock.now(), trialUntil: null })
  const email = 'baas@firma.example'
  expect(await addAccount(people.ports, { email, password: null, role: 'owner', tenantId: client })).toMatchObject({
    kind: 'added',
  })
  const tried = await people.ask('POST', '/wizard/ledger', {
    body: { keys: { user, password: userPassword } },
    cookie: owner,
    company: client,
  })
  expect(tried.json['kind']).toBe('ok')
  // Whoever only looks in the office's company has none of its login for his own.
  const role = { email: 'vreemd@elders.example', password: null, role: 'reader', tenantId: company() } as const
  expect(await addAccount(people.ports, role)).toMatchObject({ kind: 'added' })
  const again = { body: { keys: { user, password: 'gok' } }, cookie: stranger, company: people.other }
  expect((await people.ask('POST', '/wizard/ledger', again)).json['kind']).toBe('tooManyKeys')
})

/** The last of this file: the company has no connection afterwards. */
it('a login whose owner is no customer yet: strangers guess it four times a day together, and his right password is taken after three', async () => {
  const { user, userPassword } = people.shop.outside.access
  const shop = { tenantId: company(), name: 'Mijn bedrijf' }
  await removeConnection(people.ports, shop, people.shop.connectionId)
  const guess = async (cookie: string, n: number) => (await tryOctopus(cookie, user, `gok ${n}`)).json['kind']
  const strangers = await newcomers(4)
  expect(await kindsOf(3, (n) => tryOctopus(strangers[0] ?? '', user, `gok ${n}`))).toEqual([
    'loginRefused',
    'loginRefused',
    'loginRefused',
  ])
  expect((await tryOctopus(await newcomer(), user, userPassword)).json['kind']).toBe('ok')
  const later = []
  for (const [n, cookie] of strangers.entries()) later.push(await guess(cookie, n))
  expect(later).toEqual(['tooManyKeys', 'loginRefused', 'tooManyKeys', 'tooManyKeys'])
})
