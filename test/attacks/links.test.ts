/** A link, a session or a proof of before is used after the credential changed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPeople, password, proof, type People } from '../support/people.ts'

let people: People
const email = 'jan@firma.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add(email, 'owner')
})
afterAll(() => people.close())

const next = 'een heel ander woord'

async function resetLink(): Promise<string> {
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  return people.linkTo(email)
}

const follow = (link: string, wanted = password) =>
  people.ask('POST', '/session/link', { body: { link, password: wanted } })

it('a second reset link is dead once the first was used, or the password changed inside', async () => {
  const [first, second] = [await resetLink(), await resetLink()]
  expect((await follow(first)).status).toBe(200)
  expect((await follow(second, 'van de aanvaller zelf')).status).toBe(403)
  const third = await resetLink()
  const cookie = await people.cookieOf(email)
  const changed = await people.ask('PUT', '/password', { body: { next, proof }, cookie })
  expect(changed.status).toBe(200)
  expect((await follow(third, 'van de aanvaller zelf')).status).toBe(403)
  await people.ask('PUT', '/password', { body: { next: password, proof: { password: next } }, cookie: changed.cookie })
})

it('a reset link lives for an hour', async () => {
  const link = await resetLink()
  await people.later(3_600_000)
  expect((await follow(link)).status).toBe(403)
})

it('a new password ends every session, also the token that this one had before', async () => {
  const [own, elsewhere] = [await people.cookieOf(email), await people.cookieOf(email)]
  const changed = await people.ask('PUT', '/password', { body: { next, proof }, cookie: own })
  for (const old of [own, elsewhere]) expect((await people.ask('GET', '/sessions', { cookie: old })).status).toBe(401)
  expect((await people.ask('GET', '/sessions', { cookie: changed.cookie })).status).toBe(200)
  await people.ask('PUT', '/password', { body: { next: password, proof: { password: next } }, cookie: changed.cookie })
})

it('a link in the hands of who signs up with a known address opens nothing of it', async () => {
  const wanted = { email, password: 'van de aanvaller zelf', company: 'Nep', language: 'nl' }
  expect((await people.ask('POST', '/sign-up', { body: wanted })).json).toEqual({ mailed: true })
  expect((await people.ask('POST', '/session', { body: { email, password: wanted.password } })).status).toBe(403)
  expect((await people.ask('POST', '/session', { body: { email, password } })).status).toBe(200)
})
