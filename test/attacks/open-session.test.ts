/** Whoever finds an owner's session open for a minute, and knows nothing else, tries to stay. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sendMails } from '../../src/app/tell/write-mail.ts'
import { companyRoles } from '../../src/domain/role.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'
import { clockSeen } from '../support/outside.ts'

let people: People
let found: string
let company: string
const victim = 'baas@firma.example'
const other = 'medebaas@firma.example'
const thief = 'dief@elders.example'

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add(victim, 'owner')
  await people.add(other, 'owner')
  await people.add('lid@firma.example', 'member')
  await people.add('kijker@firma.example', 'reader')
  await people.add(thief, 'owner', people.other)
})
afterAll(() => people.close())
beforeEach(async () => {
  await people.later(3_600_000)
  found = await people.cookieOf(victim)
  await forgetMails()
})

const idOf = async (email: string) => (await people.ports.store.directory.accounts.byEmail(email))?.accountId ?? ''
const rolesNow = async () =>
  (await people.ports.store.directory.accounts.members(company)).map(({ email, role }) => `${email} ${role}`)
const make = (body: object, cookie = found) => people.ask('POST', '/tokens', { body, cookie, company })
const readers = async () => {
  await clockSeen()
  await sendMails(people.ports)
  return people.box.map(({ to, subject }) => `${to} ${subject}`).toSorted()
}
const forgetMails = async () => {
  await readers()
  people.box.length = 0
}
const token = { name: 'Blad', scope: 'write' }

it('makes no token, confirms none, offers nobody anything, and unmakes no owner, without full proof', async () => {
  const before = await rolesNow()
  const resting = await make({ ...token, proof })
  const { tokenId } = resting.json['made'] as { tokenId: string }
  await people.ports.store.directory.apiTokens.rest(await idOf(victim), await people.ports.clock.now())
  const reader = await idOf('kijker@firma.example')
  const tries: [method: string, path: string, body: object][] = [
    ['POST', '/tokens', token],
    ['POST', `/tokens/${tokenId}/confirm`, {}],
    ...companyRoles.map((role): (typeof tries)[number] => ['POST', '/members', { email: thief, role }]),
    ...(['member', 'accountant', 'owner'] as const).map((role): (typeof tries)[number] => [
      'PUT',
      `/members/${reader}`,
      { role },
    ]),
    ['PUT', `/members/${await idOf('lid@firma.example')}`, { role: 'owner' }],
    ['PUT', `/members/${await idOf(other)}`, { role: 'reader' }],
    ['PUT', `/members/${await idOf(other)}`, { role: null }],
  ]
  for (const [method, path, body] of tries)
    for (const given of [{}, { proof: { password: 'gok' } }, { proof: {} }]) {
      const answer = await people.ask(method, path, { body: { ...body, ...given }, cookie: found, company })
      expect([path, answer.status === 400 || answer.status === 429]).toEqual([path, true])
    }
  expect(await rolesNow()).toEqual(before)
  const offersNow = async () => people.ports.store.directory.offers.ofCompany(company, await people.ports.clock.now())
  expect(await offersNow()).toEqual([])
  // Whoever proves it offers; less than somebody had needs none.
  await people.later(16 * 60_000)
  const more = { body: { role: 'member', proof }, cookie: found, company }
  expect((await people.ask('PUT', `/members/${reader}`, more)).status).toBe(200)
  expect((await offersNow()).map(({ role }) => role)).toEqual(['member'])
  const listed = await people.ask('GET', '/tokens', { cookie: found, company })
  expect(listed.json).toMatchObject([{ tokenId, suspendedAt: expect.any(String) as string }])
})

it('what is made by full proof is told to every owner, and to nobody else', async () => {
  await make({ ...token, proof })
  await people.ask('POST', '/members', { body: { email: thief, role: 'owner', proof }, cookie: found, company })
  const told = (await readers()).filter((line) => !line.startsWith(thief))
  expect(told).toEqual(
    [victim, other]
      .flatMap((to) => [`${to} Tentakel: Er is een API-sleutel gemaakt`, `${to} Tentakel: Iemand wordt eigenaar`])
      .toSorted(),
  )
  expect(JSON.stringify(people.box.filter(({ to }) => to !== thief))).not.toMatch(/dief@|Mijn bedrijf|[0-9a-f]{64}/u)
})

it('with the password too: once its owner changes it, what was offered and made opens nothing, and the owners read of it', async () => {
  const made = await make({ ...token, proof })
  const headers = { authorization: `Bearer ${String(made.json['token'])}` }
  const opens = async () => (await people.ask('GET', '/overview', { headers })).status
  await people.ask('POST', '/members', { body: { email: thief, role: 'owner', proof }, cookie: found, company })
  const cookie = await people.cookieOf(thief)
  const [offer] = (await people.ask('GET', '/offers', { cookie })).json as unknown as { id: string }[]
  expect([await opens(), offer === undefined]).toEqual([200, false])
  await forgetMails()

  const next = 'een heel ander woord'
  const own = await people.cookieOf(victim)
  const changed = await people.ask('PUT', '/password', { body: { next, proof }, cookie: own })
  expect(changed.status).toBe(200)
  expect(await opens()).toBe(401)
  expect((await people.ask('POST', `/offers/${offer?.id}/accept`, { cookie })).status).toBe(404)
  expect((await readers()).filter((line) => line.includes('rusten'))).toHaveLength(2)
  const { tokenId } = made.json['made'] as { tokenId: string }
  const confirm = { body: { proof: { password: next } }, cookie: changed.cookie, company }
  expect((await people.ask('POST', `/tokens/${tokenId}/confirm`, confirm)).status).toBe(200)
  expect(await opens()).toBe(200)
  await people.ask('PUT', '/password', { body: { next: password, proof: { password: next } }, cookie: changed.cookie })
})

it('nothing is made untold: beyond the mails of an hour it is refused', async () => {
  const statuses = []
  for (let n = 0; n < 22; n += 1) statuses.push((await make({ ...token, proof })).status)
  expect(statuses.slice(0, 20)).toEqual(statuses.slice(0, 20).map(() => 200))
  expect(statuses.slice(20)).toEqual([429, 429])
})

it('ends no other session without full proof; its owner ends the one that was found', async () => {
  await people.later(16 * 60_000)
  const own = await people.cookieOf(victim)
  const rows = async () =>
    (await people.ask('GET', '/sessions', { cookie: own })).json['sessions'] as { id: string; own: boolean }[]
  const isIn = async (cookie: string) => (await people.ask('GET', '/sessions', { cookie })).status
  const end = (id: string | undefined, body: object, cookie: string) =>
    people.ask('POST', `/sessions/${id}/end`, { body, cookie })
  const owners = (await rows()).find((row) => row.own)?.id
  const founds = (await rows()).find((row) => !row.own)?.id
  for (const body of [{}, { password: 'gok' }, { password: '' }])
    expect((await end(owners, body, found)).status).toBe(400)
  expect([await isIn(own), await isIn(found)]).toEqual([200, 200])
  // Of somebody else: it is not known here.
  const thiefs = await people.cookieOf(thief)
  expect((await end(owners, { password }, thiefs)).status).toBe(404)
  expect((await end(founds, { password }, own)).status).toBe(200)
  expect([await isIn(own), await isIn(found)]).toEqual([200, 401])
})

it('somebody who signs in without end: each open session is listed, the oldest end, and a new password ends all', async () => {
  await people.later(16 * 60_000)
  const { signIns } = people.ports
  const accountId = await idOf(other)
  const mark = await people.cookieOf(other)
  await people.later(1000)
  for (let n = 0; n < 130; n += 1) await signIns.open(accountId)
  // Opened past the sign-in that keeps the bound: all are listed all the same.
  const listed = (await people.ask('GET', '/sessions', { cookie: mark })).json['sessions'] as { id: string }[]
  expect(listed.length).toBeGreaterThan(130)
  const oldest = listed.at(-1)?.id ?? ''
  expect(await signIns.closeOne(accountId, oldest)).toBe(true)
  await people.later(1000)
  const own = await people.cookieOf(other)
  expect(await signIns.sessions(accountId)).toHaveLength(100)
  expect((await people.ask('GET', '/sessions', { cookie: mark })).status).toBe(401)
  expect((await people.ask('GET', '/sessions', { cookie: own })).status).toBe(200)
  const next = 'een heel ander woord'
  const changed = await people.ask('PUT', '/password', { body: { next, proof }, cookie: own })
  expect(await signIns.sessions(accountId)).toHaveLength(1)
  const back = { next: password, proof: { password: next } }
  expect((await people.ask('PUT', '/password', { body: back, cookie: changed.cookie })).status).toBe(200)
})

it('leads no connection to a login or a dossier of the thief’s; a new password of the same login needs no proof', async () => {
  await people.later(16 * 60_000)
  const path = `/connections/${people.shop.connectionId}/file`
  const { clientId, userPassword, dossierId } = people.shop.outside.access
  const { bol: _, ...file } = (await people.shop.outside.file()) as { bol: unknown; octopus: object }
  const stored = () =>
    people.ports.store.forTenant(company).transaction(async (tx) => ({
      keys: await tx.connections.credentials(people.shop.connectionId),
      dossier: (await tx.connections.get(people.shop.connectionId))?.dossierId,
    }))
  const before = await stored()
  const thiefs = [
    { ...file, bol: { clientId: 'van-de-dief', clientSecret: 'x' }, octopus: { dossierId } },
    { ...file, octopus: { dossierId, user: thief, password: 'x' } },
    { ...file, octopus: { dossierId: dossierId + 1 } },
  ]
  for (const wanted of thiefs)
    for (const given of [{}, { proof: { password: 'gok' } }]) {
      const answer = await people.ask('PUT', path, { body: { file: wanted, ...given }, cookie: found, company })
      expect([wanted, answer.status]).toEqual([wanted, 400])
    }
  expect(await stored()).toEqual(before)
  expect(await readers()).toEqual([])
  const renewed = { ...file, bol: { clientId, clientSecret: '' }, octopus: { dossierId, password: userPassword } }
  expect((await people.ask('PUT', path, { body: { file: renewed }, cookie: found, company })).status).toBe(200)
  const moved = { file: thiefs[1], proof }
  expect((await people.ask('PUT', path, { body: moved, cookie: found, company })).status).toBe(200)
  expect(await readers()).toEqual(
    [victim, other]
      .map((to) => `${to} Tentakel: Een koppeling krijgt een andere login of een andere boekhouding`)
      .toSorted(),
  )
})
