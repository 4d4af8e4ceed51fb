/** A session that somebody found open has a shop's keys in the wizard's draft. The finder has books of his own, and no password. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { removeConnection } from '../../src/app/setup/connections.ts'
import { sendMails } from '../../src/app/tell/write-mail.ts'
import { openPeople, proof, type People } from '../support/people.ts'
import { clockSeen } from '../support/outside.ts'
import { keptName } from '../../src/domain/kinds.ts'

let people: People
let company: string
let own: string
let found: string
const victim = 'baas@firma.example'
const other = 'medebaas@firma.example'

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add(victim, 'owner')
  await people.add(other, 'owner')
  await people.add('lid@firma.example', 'member')
  const shop = { tenantId: company, name: 'Mijn bedrijf' }
  await removeConnection(people.ports, shop, people.shop.connectionId)
})
afterAll(() => people.close())
beforeEach(async () => {
  await people.later(2 * 3_600_000)
  own = await people.cookieOf(victim)
  found = await people.cookieOf(victim)
  await mails()
  people.box.length = 0
})

const mails = async () => {
  await clockSeen()
  await sendMails(people.ports)
  return people.box.map(({ to, subject }) => `${to} ${subject}`).toSorted()
}
const added = [victim, other].map((to) => `${to} Tentakel: Er is een koppeling bijgekomen`)
const connections = async () =>
  (await people.ports.store.forTenant(company).transaction((tx) => tx.connections.list())).filter(
    ({ state }) => state !== 'removed',
  )
const draft = () => people.ports.store.forTenant(company).transaction((tx) => tx.wizardDrafts.get())
const shopSecret = keptName('source', 'bol', 'clientSecret')
const ledgerSecret = keptName('ledger', 'octopus', 'password')
const keep = (secrets: object, cookie = own) =>
  people.ask('PUT', '/wizard/draft', { body: { state: { step: 2 }, secrets }, cookie, company })
const keepBoth = () => {
  const { clientId, clientSecret, user, userPassword } = people.shop.outside.access
  return keep({
    [shopSecret]: { of: clientId, value: clientSecret },
    [ledgerSecret]: { of: user, value: userPassword },
  })
}
/** Both logins, and no secret. */
const left = async (change: { bol?: object; octopus?: object } = {}) => {
  const { clientId, user, dossierId } = people.shop.outside.access
  const file = (await people.shop.outside.file()) as object
  return {
    ...file,
    bol: { clientId, clientSecret: '', ...change.bol },
    octopus: { user, password: '', dossierId, ...change.octopus },
  }
}
const post = async (file: object, cookie: string, given: object = {}) =>
  people.ask('POST', '/connections', { body: { file, ...given }, cookie, company })
const refusal = ({ status, json }: Awaited<ReturnType<typeof post>>) => [
  status,
  (json['faults'] as { message: string }[] | undefined)?.map(({ message }) => message),
]

it('books the sales nowhere: a kept secret is of the session that typed it, or of who proves himself', async () => {
  expect((await keepBoth()).status).toBe(200)
  const shown = await people.ask('GET', '/wizard/draft', { cookie: found, company })
  expect(shown.json['kept']).toEqual([])
  const thiefs = { octopus: { user: 'dief@elders.example', password: 'van de dief' } }
  for (const change of [{}, thiefs])
    for (const given of [{}, { proof: { password: 'gok' } }])
      expect((await post(await left(change), found, given)).status).toBe(400)
  expect(refusal(await post(await left(thiefs), found))).toEqual([400, ['proofNeeded']])
  // His own login in the draft, typed over the other one, does not open the side beside it.
  await keep({ [ledgerSecret]: { of: 'dief@elders.example', value: 'van de dief' } }, found)
  expect((await post(await left({ octopus: { user: 'dief@elders.example' } }), found)).status).toBe(400)
  expect(await connections()).toEqual([])
  expect(await mails()).toEqual([])
})

it('tries no shop and reads no dossier with a secret of another session', async () => {
  await keepBoth()
  const { clientId, user, dossierId } = people.shop.outside.access
  const tries: [string, object][] = [
    ['/wizard/source', { keys: { clientId, clientSecret: '' } }],
    ['/wizard/ledger', { keys: { user, password: '' } }],
    ['/wizard/dossier', { keys: { user, password: '' }, dossierId: dossierId + 1 }],
  ]
  for (const [path, body] of tries)
    expect([path, (await people.ask('POST', path, { body, cookie: found, company })).status]).toEqual([path, 400])
  const tried = await people.ask('POST', '/wizard/ledger', {
    body: { keys: { user, password: '' } },
    cookie: own,
    company,
  })
  expect(tried.json['kind']).toBe('ok')
})

it('a secret goes with no login but its own, not even in its session', async () => {
  await keepBoth()
  const changed = await post(await left({ bol: { clientId: 'een-ander' } }), own)
  expect(changed.status).toBe(400)
  expect(JSON.stringify(changed.json)).toContain('bol.clientSecret')
  expect(await connections()).toEqual([])
})

it('one session from the first step to the last is asked nothing; all owners are told, and the secrets are gone', async () => {
  await keepBoth()
  const made = await post(await left(), own)
  expect(made.status).toBe(200)
  const saved = await connections()
  expect(saved.map(({ state }) => state)).toEqual(['paused'])
  expect(await draft()).toBeNull()
  expect(await mails()).toEqual(added)
  const again = await post(await left(), own)
  expect(again.status).toBe(400)
  const shop = { tenantId: company, name: 'Mijn bedrijf' }
  await removeConnection(people.ports, shop, saved[0]?.connectionId ?? '')
})

it('on another device its owner goes on with full proof', async () => {
  await keepBoth()
  expect(refusal(await post(await left(), found))).toEqual([400, ['proofNeeded']])
  expect((await post(await left(), found, { proof })).status).toBe(200)
  expect(await mails()).toEqual(added)
})
