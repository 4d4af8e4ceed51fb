/** Passwords are guessed: many for one account, one for many accounts, inside a session; and the owner is to be kept out by it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
const email = 'jan@firma.example'
const stranger = '203.0.113.7'
const home = '198.51.100.4'

beforeAll(async () => {
  people = await openPeople()
  await people.add(email, 'owner')
})
afterAll(() => people.close())

const guess = (who: string, secret: string, from?: string, cookie = '') =>
  people.ask('POST', '/session', {
    body: { email: who, password: secret },
    cookie,
    ...(from === undefined ? {} : { from }),
  })

it('a thousand guesses: ten at most are looked at in a quarter of an hour, also when they come at once and from everywhere', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => guess(email, `fout nummer ${n}`, `192.0.2.${n}`)),
  )
  expect(answers.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(5)
  const late = answers.find(({ status }) => status === 429)
  expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0)
  let looked = 0
  for (let minute = 0; minute < 15; minute += 1) {
    await people.later(60_000)
    looked += (await guess(email, 'fout', `192.0.2.${minute}`)).status === 403 ? 1 : 0
  }
  expect(looked).toBeLessThanOrEqual(5)
})

it('the owner is let in all the same: on a device he used before, and by the link in his mailbox', async () => {
  await people.later(24 * 3_600_000)
  const known = (await guess(email, password, home)).cookie
  for (let n = 0; n < 8; n += 1) await guess(email, 'fout', `192.0.2.${100 + n}`)
  expect((await guess(email, password, home)).status).toBe(429)
  expect((await guess(email, password, home, known)).status).toBe(200)
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' }, from: home })
  const link = await people.linkTo(email)
  expect((await people.ask('POST', '/session/link', { body: { link, password }, from: home })).status).toBe(200)
})

it('a device is known for its own account alone, and guesses on it are counted too', async () => {
  await people.add('piet@firma.example', 'reader')
  await people.later(24 * 3_600_000)
  const known = (await guess('piet@firma.example', password)).cookie
  for (let n = 0; n < 8; n += 1) await guess(email, 'fout', undefined, known)
  expect((await guess(email, password, undefined, known)).status).toBe(429)
  for (let n = 0; n < 5; n += 1) await guess('piet@firma.example', 'fout', undefined, known)
  expect((await guess('piet@firma.example', password, undefined, known)).status).toBe(429)
  expect((await guess('piet@firma.example', password)).status).toBe(200)
})

it('one password for many accounts, from one address: it is stopped, and an account of his own does not start the count anew', async () => {
  await people.later(24 * 3_600_000)
  let looked = 0
  for (let n = 0; n < 60; n += 1) {
    if ((await guess(`klant${n}@winkel.example`, 'zomer2026!', stranger)).status === 403) looked += 1
    if (n % 10 === 0) await guess('piet@firma.example', password, stranger)
  }
  // Twenty at once, and what a wait that doubles lets through while this runs.
  expect(looked).toBeLessThanOrEqual(25)
  expect((await guess('piet@firma.example', password, home)).status).toBe(200)
})

it('inside a session that somebody found open', async () => {
  await people.later(24 * 3_600_000)
  const cookie = await people.cookieOf(email)
  for (const [method, path, body] of [
    ['PUT', '/password', { next: 'een heel ander woord', proof: { password: 'fout' } }],
    ['POST', '/two-factor', { password: 'fout' }],
    ['POST', '/two-factor/end', { password: 'fout', code: '123456' }],
  ] as const) {
    const statuses = []
    for (let n = 0; n < 8; n += 1) statuses.push((await people.ask(method, path, { body, cookie })).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(5)
  }
})

it.each(['password12', '1234567890', 'aaaaaaaaaa', 'piet@firma.example', 'Tentakel2026', 'qwertyuiop', 'kort'])(
  'the password %s is refused, wherever one is chosen',
  async (easy) => {
    const cookie = await people.cookieOf('piet@firma.example')
    const change = await people.ask('PUT', '/password', { body: { next: easy, proof }, cookie })
    expect(change).toMatchObject({ status: 400, json: { faults: [{ path: 'next' }] } })
    const body = { email: 'piet@firma.example', password: easy, company: 'Firma', language: 'nl' }
    expect(await people.ask('POST', '/sign-up', { body })).toMatchObject({ json: { faults: [{ path: 'password' }] } })
  },
)
