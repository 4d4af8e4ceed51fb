/** A company types in logins that are not its own, made up or somebody's: bol.com blocks our address for it, Octopus the user. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openPeople, type People } from '../support/people.ts'

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
  people.ask('POST', '/wizard/bol', { body: { clientId, clientSecret }, cookie })
const tryOctopus = (cookie: string, user: string, secret: string) =>
  people.ask('POST', '/wizard/octopus', { body: { user, password: secret }, cookie })

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
      body: { file: await people.shop.outside.file({ booking: { startDate: '2026-11-22' }, bol }) },
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
