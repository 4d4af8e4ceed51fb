/** What an owner made for a company goes on after he may do so no more; and whoever finds his session open has an address of his own called. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { sendCalls } from '../../src/app/tell/webhook-calls.ts'
import type { WebhookCall } from '../../src/ports/webhook.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

const url = 'https://hooks.example/van-de-vorige'
const former = 'vorige@firma.example'
let people: People
let owner: string
let company: string
let calls: WebhookCall[]

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add('baas@firma.example', 'owner')
  people.ports.webhooks = {
    faultOf: () => Promise.resolve(null),
    send(call) {
      calls.push(call)
      return Promise.resolve({ kind: 'taken' })
    },
  }
})
afterAll(() => people.close())
beforeEach(async () => {
  await people.later(3_600_000)
  calls = []
  owner = await people.cookieOf('baas@firma.example')
  await people.add(former, 'owner')
  await store().transaction((tx) => tx.webhook.remove())
  const cookie = await people.cookieOf(former)
  const set = await people.ask('PUT', '/webhook', { body: { url, proof }, cookie, company })
  const token = { name: 'Blad', scope: 'read', proof }
  const made = await people.ask('POST', '/tokens', { body: token, cookie, company })
  expect([set.status, made.status, await called()]).toEqual([200, 200, 1])
  return () => changeAccount(people.ports, former, 'remove')
})

const store = () => people.ports.store.forTenant(company)
const idOf = async (email: string) => (await people.ports.store.directory.accounts.byEmail(email))?.accountId ?? ''
const webhook = async () =>
  (await people.ask('GET', '/notices', { cookie: owner, company })).json['webhook'] as Record<string, unknown>
/** Writes what is to be called, as an alarm would. @returns how many calls left */
async function called(): Promise<number> {
  const at = await people.ports.clock.now()
  const delivery = {
    deliveryId: people.ports.random.id(),
    event: 'test',
    dedupeKey: people.ports.random.id(),
    body: '{}',
  }
  await store().transaction((tx) => tx.webhook.addDelivery(delivery, at))
  const before = calls.length
  await sendCalls(people.ports)
  return calls.length - before
}
async function told(): Promise<string[]> {
  await people.linkTo('')
  return people.box.filter(({ to }) => to === 'baas@firma.example').map(({ subject }) => subject)
}

const ends: Record<string, () => Promise<unknown>> = {
  'was made a reader': async () =>
    people.ask('PUT', `/members/${await idOf(former)}`, { body: { role: 'reader', proof }, cookie: owner, company }),
  'was removed from the company': async () =>
    people.ask('PUT', `/members/${await idOf(former)}`, { body: { role: null, proof }, cookie: owner, company }),
  'was disabled': () => changeAccount(people.ports, former, 'disable'),
  'was removed from the installation': () => changeAccount(people.ports, former, 'remove'),
}

it.each(Object.entries(ends))(
  'an owner who %s: his address is called no more, and the others are told',
  async (_, end) => {
    people.box.length = 0
    await end()
    expect(await called()).toBe(0)
    expect(await told()).toContain('Tentakel: Wat een vorige eigenaar maakte, werkt niet meer')
    expect(await webhook()).toMatchObject({ madeBy: former, makerGone: true })
    const tried = await people.ask('POST', '/webhook/test', { cookie: owner, company })
    expect([tried.json['taken'], calls.length]).toEqual([false, 1])
  },
)

it('another owner takes the address over, by full proof alone; it is called again, and is his', async () => {
  await changeAccount(people.ports, former, 'remove')
  const confirm = (body: object, cookie = owner) => people.ask('POST', '/webhook/confirm', { body, cookie, company })
  expect((await confirm({})).status).toBe(400)
  expect((await confirm({ proof: { password: 'gok' } })).status).toBe(400)
  expect(await called()).toBe(0)
  expect((await confirm({ proof })).status).toBe(200)
  expect(await webhook()).toMatchObject({ madeBy: 'baas@firma.example', makerGone: false })
  expect(await called()).toBeGreaterThan(0)
  // Nothing is left to be taken over, and nobody is told of it.
  expect((await confirm({ proof })).status).toBe(404)
})

it('whoever finds a session open has no address called; with full proof every owner reads of it', async () => {
  const set = (body: object) =>
    people.ask('PUT', '/webhook', { body: { url: 'https://dief.example/', ...body }, cookie: owner, company })
  for (const body of [{}, { proof: {} }, { proof: { password: 'gok' } }]) expect((await set(body)).status).toBe(400)
  expect(await webhook()).toMatchObject({ host: 'hooks.example' })
  people.box.length = 0
  expect((await set({ proof: { password } })).status).toBe(200)
  expect(await told()).toContain('Tentakel: Er wordt een ander adres opgeroepen')
})

it('with the password too: what he had called rests once its owner changed it, is told, and goes on by full proof alone', async () => {
  const thiefs = 'https://dief.example/luistert'
  const set = { body: { url: thiefs, proof }, cookie: owner, company }
  expect((await people.ask('PUT', '/webhook', set)).status).toBe(200)
  expect(await called()).toBe(1)
  people.box.length = 0
  const next = 'een heel ander woord'
  const change = (given: string, wanted: string, cookie: string) =>
    people.ask('PUT', '/password', { body: { next: wanted, proof: { password: given } }, cookie })
  const changed = await change(password, next, owner)
  expect(await called()).toBe(0)
  expect(await told()).toContain('Tentakel: Een adres wordt niet meer opgeroepen')
  const { cookie } = changed
  const page = (await people.ask('GET', '/notices', { cookie, company })).json['webhook']
  expect(page).toMatchObject({ makerGone: false, restsAt: expect.any(String) as string })
  const tried = await people.ask('POST', '/webhook/test', { cookie, company })
  expect(tried.json).toEqual({ taken: false, reason: 'rests' })
  const confirm = (body: object) => people.ask('POST', '/webhook/confirm', { body, cookie, company })
  for (const body of [{}, { proof: {} }, { proof }]) expect((await confirm(body)).status).toBe(400)
  expect(await called()).toBe(0)
  expect((await confirm({ proof: { password: next } })).status).toBe(200)
  expect(await called()).toBeGreaterThan(0)
  expect((await people.ask('DELETE', '/webhook', { cookie, company })).status).toBe(200)
  expect((await change(next, password, cookie)).status).toBe(200)
  const events = await people.ports.store.directory.securityEvents.newest(null, 30)
  const noted = events.map(({ kind, outcome, about }) => `${kind} ${outcome} ${about}`)
  for (const about of ['set', 'confirmed', 'removed']) expect(noted).toContain(`webhook done ${about}`)
})

it('an address of which nobody knows who set it rests with the credentials of any owner of its company, and of nobody else', async () => {
  const owned = new Client({ connectionString: people.shop.ownerUrl })
  await owned.connect()
  await owned.query(`select set_config('tentakel.tenant', $1, false)`, [company])
  await owned.query('update webhook set account_id = null, made_by = null')
  await owned.end()
  await people.add('elders@elders.example', 'owner', people.other)
  await changeAccount(people.ports, 'elders@elders.example', 'sign-out')
  expect(await called()).toBeGreaterThan(0)
  await changeAccount(people.ports, 'baas@firma.example', 'sign-out')
  expect(await called()).toBe(0)
})
