/** An operator who is let in for a day makes it last; owners leave a company without one; tokens outlive their makers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { openPeople, proof, type People } from '../support/people.ts'

let people: People
let operator: string
let owner: string
let at: { company: string }

beforeAll(async () => {
  people = await openPeople()
  at = { company: people.shop.tenantId }
  await people.add('beheer@dienst.example', 'operator')
  await people.add('baas@firma.example', 'owner')
  operator = await people.cookieOf('beheer@dienst.example')
  owner = await people.cookieOf('baas@firma.example')
})
afterAll(() => people.close())

const isIn = async (cookie: string) => (await people.ask('GET', '/overview', { cookie, ...at })).status === 200
const token = (cookie: string) =>
  people.ask('POST', '/tokens', { body: { name: 'blijft', scope: 'write', proof }, cookie, ...at })

it('nothing that stays is made by who is only let in', async () => {
  await people.ask('PUT', '/consent', { body: { days: 1 }, cookie: owner, ...at })
  expect(await isIn(operator)).toBe(true)
  const baas = await people.ports.store.directory.accounts.byEmail('baas@firma.example')
  const lasting: [method: string, path: string, body: object][] = [
    ['POST', '/tokens', { name: 'blijft', scope: 'write' }],
    ['POST', '/members', { email: 'beheer@dienst.example', role: 'owner' }],
    ['PUT', `/members/${baas?.accountId}`, { role: 'reader' }],
    ['PUT', '/webhook', { url: 'https://hooks.example/x' }],
    ['PUT', '/wizard/draft', { state: {}, secrets: { password: { of: 'mij', value: 'mijn eigen' } } }],
    ['POST', '/connections', { file: {} }],
    ['PUT', '/consent', { days: 30 }],
  ]
  for (const [method, path, body] of lasting)
    expect([path, (await people.ask(method, path, { body, cookie: operator, ...at })).status]).toEqual([path, 403])
  const file = (await people.ask('GET', `/connections/${people.shop.connectionId}/file`, { cookie: operator, ...at }))
    .json
  const withKeys = { ...(file['file'] as object), bol: { clientId: 'mijn', clientSecret: 'eigen' } }
  const path = `/connections/${people.shop.connectionId}/file`
  expect((await people.ask('PUT', path, { body: { file: withKeys }, cookie: operator, ...at })).status).toBe(403)
  // No key in it: it would go on booking there after the consent is over.
  const { bol: _, ...settings } = (await people.shop.outside.file()) as { bol: unknown; octopus: object }
  const dossierId = () =>
    people.ports.store
      .forTenant(at.company)
      .transaction(async (tx) => (await tx.connections.get(people.shop.connectionId))?.dossierId)
  const before = (await dossierId()) ?? 0
  const elsewhere = { ...settings, octopus: { dossierId: before + 1 } }
  const moved = { body: { file: elsewhere, proof }, cookie: operator, ...at }
  expect((await people.ask('PUT', path, moved)).status).toBe(403)
  expect(await dossierId()).toBe(before)
  const stays = { body: { file: { ...settings, octopus: { dossierId: before } } }, cookie: operator, ...at }
  expect((await people.ask('PUT', path, stays)).status).toBe(200)
})

it('the owner reads what was looked at, and ends it', async () => {
  const seen = await people.ask('GET', '/consent', { cookie: owner, ...at })
  const acts = (seen.json['acts'] as { act: string }[]).map(({ act }) => act)
  expect(acts).toContain('GET /overview')
  await people.ask('DELETE', '/consent', { cookie: owner, ...at })
  expect(await isIn(operator)).toBe(false)
})

it('a token of the time without an owner rests once the company has one', async () => {
  const bare = { company: people.other }
  const body = { name: 'van de beheerder', scope: 'write', proof }
  const made = await people.ask('POST', '/tokens', { body, cookie: operator, ...bare })
  const headers = { authorization: `Bearer ${String(made.json['token'])}` }
  expect((await people.ask('GET', '/overview', { headers })).status).toBe(200)
  await people.add('nieuwe@andere.example', 'owner', people.other)
  expect((await people.ask('GET', '/overview', { headers })).status).toBe(401)
})

it('a token opens nothing once its maker is no owner, is disabled, or it is over', async () => {
  await people.add('tweede@firma.example', 'owner')
  const second = await people.cookieOf('tweede@firma.example')
  const made = await token(second)
  const headers = { authorization: `Bearer ${String(made.json['token'])}` }
  const works = async () => (await people.ask('GET', '/overview', { headers })).status === 200
  expect(await works()).toBe(true)
  await changeAccount(people.ports, 'tweede@firma.example', 'disable')
  expect(await works()).toBe(false)
  expect(await isIn(second)).toBe(false)
  await changeAccount(people.ports, 'tweede@firma.example', 'enable')
  // It rests, until an owner confirms it.
  expect(await works()).toBe(false)
  const confirm = async () => {
    const cookie = await people.cookieOf('tweede@firma.example')
    const [listed] = (await people.ask('GET', '/tokens', { cookie, ...at })).json as unknown as { tokenId: string }[]
    await people.ask('POST', `/tokens/${listed?.tokenId}/confirm`, { body: { proof }, cookie, ...at })
  }
  await confirm()
  expect(await works()).toBe(true)
  const { accountId } = (await people.ports.store.directory.accounts.byEmail('tweede@firma.example')) ?? {
    accountId: '',
  }
  await people.ask('PUT', `/members/${accountId}`, { body: { role: 'member', proof }, cookie: owner, ...at })
  expect(await works()).toBe(false)
  await people.ask('PUT', `/members/${accountId}`, { body: { role: 'owner', proof }, cookie: owner, ...at })
  // An offer, until he accepts it.
  expect(await works()).toBe(false)
  const again = await people.cookieOf('tweede@firma.example')
  const [offer] = (await people.ask('GET', '/offers', { cookie: again })).json as unknown as { id: string }[]
  await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie: again })
  expect(await works()).toBe(true)
  await people.later(366 * 24 * 3_600_000)
  expect(await works()).toBe(false)
})

it('two owners who step down at once leave one; the only owner is not removed', async () => {
  const [first, second] = [await people.cookieOf('baas@firma.example'), await people.cookieOf('tweede@firma.example')]
  const { accounts } = people.ports.store.directory
  const ids = await Promise.all(
    ['baas@firma.example', 'tweede@firma.example'].map(async (email) => (await accounts.byEmail(email))?.accountId),
  )
  const answers = await Promise.all(
    [first, second].map((cookie, n) =>
      people.ask('PUT', `/members/${ids[n]}`, { body: { role: null, proof }, cookie, ...at }),
    ),
  )
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
  const left = (await accounts.members(people.shop.tenantId)).filter(({ role }) => role === 'owner')
  expect(left).toHaveLength(1)
  expect(await changeAccount(people.ports, left[0]?.email ?? '', 'remove')).toMatchObject({ path: 'email' })
})
