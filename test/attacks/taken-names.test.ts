/** A stranger who signs up takes the name of a customer, or is there before the operator's first connection. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eraseCompany } from '../../src/adapters/postgres/copies/erase-company.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { openPeople, password, type People } from '../support/people.ts'
import { inProcess } from '../support/program.ts'

let people: People

beforeEach(async () => {
  people = await openPeople()
})
afterEach(() => people.close())

/** The operator's terminal, on the database of the web app. */
async function terminal(...argv: string[]): Promise<{ code: number; text: string }> {
  const said: string[] = []
  const shell = {
    ports: () => Promise.resolve(people.ports),
    pipedInput: () => Promise.resolve(null),
    readInput: async () => JSON.stringify(await people.shop.outside.file()),
    webUrl: 'https://tentakel.example',
    print: (text: string) => void said.push(text),
    say: (text: string) => void said.push(text),
    close: () => Promise.resolve(),
  } as Partial<Shell> as Shell
  const { write } = process.stderr
  process.stderr.write = (text) => said.push(String(text)) > 0
  const code = await runProgram(argv, inProcess(shell)).finally(() => {
    process.stderr.write = write
  })
  return { code, text: said.join('\n') }
}

async function stranger(email: string, company: string): Promise<string> {
  const wanted = { email, password, company, language: 'nl' }
  expect((await people.ask('POST', '/sign-up', { body: wanted })).status).toBe(200)
  const link = await people.linkTo(email)
  const proven = await people.ask('POST', '/session/link', { body: { link, password } })
  expect(proven.status).toBe(200)
  return proven.cookie
}

const companiesOf = async (cookie: string) =>
  (await people.ask('GET', '/session', { cookie })).json['companies'] as { tenantId: string; name: string }[]
const membersOf = async (cookie: string) =>
  (await people.ask('GET', '/members', { cookie })).json as unknown as { email: string }[]
const connectionsIn = (tenantId: string) =>
  people.ports.store.forTenant(tenantId).transaction(async (tx) => (await tx.connections.list()).length)

it('no customer is added to the company of a stranger that has his name', async () => {
  const cookie = await stranger('vreemd@elders.example', 'Klant BV')
  await people.add('jan@klantbv.example', 'reader', people.other)
  const ran = await terminal('user', 'add', '--email', 'jan@klantbv.example', '--company', 'Klant BV')
  expect(ran).toMatchObject({ code: 2, text: expect.stringContaining('vreemd@elders.example') as string })
  const [own] = await companiesOf(cookie)
  expect((await membersOf(cookie)).map(({ email }) => email)).toEqual(['vreemd@elders.example'])
  const added = await terminal('connection', 'add', '--file', 'x', '--company', 'Klant BV')
  expect(added).toMatchObject({ code: 2, text: expect.stringContaining(String(own?.tenantId)) as string })
  expect(await connectionsIn(own?.tenantId ?? '')).toBe(0)
})

it('who wants to, chooses it by its id', async () => {
  const cookie = await stranger('vreemd@elders.example', 'Klant BV')
  const [own] = await companiesOf(cookie)
  await people.add('jan@klantbv.example', 'reader', people.other)
  const ran = await terminal('user', 'add', '--email', 'jan@klantbv.example', '--company', String(own?.tenantId))
  expect(ran.code).toBe(0)
  expect(await membersOf(cookie)).toHaveLength(2)
  expect(await terminal('user', 'add', '--email', 'x@y.example', '--company', people.ports.random.id())).toMatchObject({
    code: 2,
  })
})

it('nothing goes to a stranger who was there first: the first steps make a company of their own', async () => {
  const cookie = await stranger('eerste@elders.example', 'Mijn bedrijf')
  const [strangers] = await companiesOf(cookie)
  for (const tenantId of [people.shop.tenantId, people.other]) await eraseCompany(people.shop.ownerUrl, tenantId)
  const added = await terminal('connection', 'add', '--file', 'winkel.json', '--json')
  expect(added.code, added.text).toBe(0)
  const invited = await terminal('user', 'add', '--email', 'baas@winkel.example')
  expect(invited.code).toBe(0)
  const link = /welcome#([0-9a-f]{64})/u.exec(invited.text)?.[1]
  const boss = await people.ask('POST', '/session/link', { body: { link, password } })
  const [bosses] = await companiesOf(boss.cookie)
  expect(bosses).toMatchObject({ name: 'Mijn bedrijf' })
  expect(bosses?.tenantId).not.toBe(strangers?.tenantId)
  expect([await connectionsIn(bosses?.tenantId ?? ''), await connectionsIn(strangers?.tenantId ?? '')]).toEqual([1, 0])
  expect(await membersOf(cookie)).toHaveLength(1)
})

it('a company of the terminal’s own is found by its name as before, beside strangers’', async () => {
  await stranger('een@elders.example', 'Andere firma')
  const ran = await terminal('user', 'add', '--email', 'nieuw@andere.example', '--company', 'Andere firma')
  expect(ran.code).toBe(0)
  const offers = await people.ports.store.directory.offers.ofCompany(people.other, await people.ports.clock.now())
  expect(offers.map(({ email }) => email)).toEqual(['nieuw@andere.example'])
  // What looks at one company asks which of the two.
  expect(await terminal('problems', '--company', 'Andere firma')).toMatchObject({
    code: 2,
    text: expect.stringContaining(people.other) as string,
  })
})

it('whoever signs up learns nothing of the names that are taken', async () => {
  const first = await stranger('een@elders.example', 'Brugge')
  const second = await stranger('twee@elders.example', 'Brugge')
  const third = await stranger('drie@elders.example', 'Andere firma')
  const names = await Promise.all([first, second, third].map(async (cookie) => (await companiesOf(cookie))[0]?.name))
  expect(names).toEqual(['Brugge', 'Brugge', 'Andere firma'])
})
