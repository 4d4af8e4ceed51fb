/**
 * A stranger looks at the clock: does an address have an account? Counted is the work before the answer, statement by statement and hash by
 * hash; `test/long/attacks.ts` measures the time that it takes.
 */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { changeAccount } from '../../src/app/people/manage-accounts.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

const known = 'bekend@firma.example'
const disabled = 'gesloten@firma.example'
const operator = 'beheer@dienst.example'
let people: People
let count = 0

beforeAll(async () => {
  people = await openPeople()
  for (const email of [known, disabled, 'baas@firma.example']) await people.add(email, 'owner')
  await people.add(operator, 'operator')
  await changeAccount(people.ports, disabled, 'disable')
  // What is read once is read by now.
  await work(() => enter('niemand@x.example'))
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => people.close())

/** Each try from an address of its own: no try waits for another. */
const from = () => `203.0.113.${(count += 1)}`
const enter = (email: string, given = 'fout wachtwoord') =>
  people.ask('POST', '/session', { body: { email, password: given }, from: from() })
const forgot = (email: string) =>
  people.ask('POST', '/session/new-password', { body: { email, language: 'nl' }, from: from() })
const signUp = (email: string) =>
  people.ask('POST', '/sign-up', { body: { email, password, company: 'Nieuw', language: 'nl' }, from: from() })

/** What was asked of the database and of the hash until the answer, and the answer. */
async function work(call: () => Promise<{ status: number; json: unknown }>): Promise<unknown> {
  const done: string[] = []
  const { query } = pg.Client.prototype
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [string | { text?: string }]
    const text = typeof asked === 'string' ? asked : (asked.text ?? '')
    // By which columns a row is looked for is not what takes time.
    done.push(
      text
        .replaceAll(/\s+/gu, ' ')
        .replace(/(from "credential" where).*/u, '$1')
        .trim(),
    )
    return Reflect.apply(query, this, given) as never
  } as never)
  for (const name of ['hash', 'matches', 'isEasy'] as const) {
    const real = people.ports.passwords[name].bind(people.ports.passwords) as (...given: unknown[]) => Promise<never>
    vi.spyOn(people.ports.passwords, name).mockImplementation(((...given: unknown[]) => {
      done.push(name === 'isEasy' ? name : 'argon2')
      return real(...given)
    }) as never)
  }
  const { status, json } = await call()
  vi.restoreAllMocks()
  // In which order is not what takes time.
  return { status, json, done: done.toSorted() }
}

it('counts at all: a right password and a wrong one differ', async () => {
  const { done } = (await work(() => enter(known))) as { done: string[] }
  expect(done.filter((one) => one === 'argon2')).toHaveLength(1)
  expect(done.length).toBeGreaterThan(3)
  expect(await work(() => enter(known, password))).not.toEqual(await work(() => enter(known)))
})

const cases: [what: string, ask: (email: string) => Promise<{ status: number; json: unknown }>, addresses: string[]][] =
  [
    ['a wrong password', enter, [known, disabled, operator]],
    ['a forgotten password', forgot, [known, disabled, operator]],
    ['signing up', signUp, [known, disabled, operator]],
  ]

it.each(cases)('%s: as much is done for an address that nobody has', async (_, ask, addresses) => {
  await people.later(24 * 3_600_000)
  const unknown = await work(() => ask(`vreemd${(count += 1)}@x.example`))
  for (const address of addresses) expect(await work(() => ask(address))).toEqual(unknown)
})

it('an invitation: as much is done for an address that has an account elsewhere', async () => {
  await people.later(24 * 3_600_000)
  await people.add('ander@elders.example', 'owner', people.other)
  const cookie = await people.cookieOf('baas@firma.example', from())
  const at = { cookie, company: people.shop.tenantId }
  const invite = (email: string) => () =>
    people.ask('POST', '/members', { ...at, body: { email, role: 'reader', proof }, from: from() })
  const without = (done: unknown) => ({ ...(done as object), json: null })
  const unknown = without(await work(invite('vreemd@x.example')))
  expect(without(await work(invite('ander@elders.example')))).toEqual(unknown)
})
