/** Somebody has a copy of the database, or knows the library of accounts better than its host. */
import { Secret, TOTP } from 'otpauth'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPeople, password, type People } from '../support/people.ts'

let people: People
let copy: Client
const email = 'jan@firma.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add(email, 'owner')
  copy = new Client({ connectionString: people.shop.ownerUrl })
  await copy.connect()
})
afterAll(async () => {
  await copy.end()
  await people.close()
})

/** One column of a table, as it stands in the copy. */
async function column(table: string, name: string): Promise<string[]> {
  const { rows } = await copy.query<{ value: string | null }>(`select ${name}::text as value from ${table}`)
  return rows.flatMap(({ value }) => value ?? [])
}

const isIn = async (cookie: string) => (await people.ask('GET', '/sessions', { cookie })).status === 200

it('what stands there of a session opens nothing, under any name of a cookie', async () => {
  const cookie = await people.cookieOf(email)
  expect(await isIn(cookie)).toBe(true)
  const kept = [...(await column('web_session', 'token_hash')), ...(await column('web_session', 'session_id'))]
  expect(kept.length).toBeGreaterThan(1)
  const token = /tentakel_session=([^;]+)/u.exec(cookie)?.[1] ?? ''
  expect(token).toMatch(/^\w{32,}$/u)
  expect(kept.some((one) => one.includes(token))).toBe(false)
  const names = ['tentakel_session', 'better-auth.session_token', '__Secure-better-auth.session_token']
  for (const one of kept) for (const name of names) expect(await isIn(`${name}=${one}`)).toBe(false)
  // The token under the library's own name is no session of ours either.
  for (const name of names.slice(1)) expect(await isIn(`${name}=${token}`)).toBe(false)
})

it('what stands there of a link is no link, in the library’s forms neither', async () => {
  await people.ask('POST', '/session/new-password', { body: { email, language: 'nl' } })
  const wanted = { email: 'nieuw@firma.example', password, company: 'Nieuw', language: 'nl' }
  await people.ask('POST', '/sign-up', { body: wanted })
  const real = await people.linkTo(email)
  const kept = [...(await column('pending_proof', 'name_hash')), ...(await column('pending_proof', 'pending_proof_id'))]
  expect(kept.length).toBeGreaterThan(3)
  expect(kept.some((one) => one.includes(real))).toBe(false)
  const forms = kept.flatMap((one) => [one, `reset-password:${one}`])
  for (const [n, link] of forms.entries()) {
    const from = `192.0.2.${n}`
    const body = { link, password: 'van de dief zelf' }
    expect((await people.ask('POST', '/session/link', { body, from })).status).toBe(403)
    expect((await people.ask('POST', '/session/link/look', { body: { link }, from })).status).toBe(404)
  }
  expect((await people.ask('POST', '/session/link', { body: { link: real, password } })).status).toBe(200)
})

it('what stands there of recovery codes and of a device is no code; a code opens one session, however often it is sent at once', async () => {
  const cookie = await people.cookieOf(email)
  const mailed = await people.proofCode(email, cookie)
  const prepared = await people.ask('POST', '/two-factor', { body: { password, mailed }, cookie })
  const secret = String(prepared.json['secret'])
  const digits = async () =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: await people.ports.clock.now() })
  const confirmed = await people.ask('PUT', '/two-factor', { body: { code: await digits() }, cookie })
  expect(confirmed.status).toBe(200)
  const [recovery = ''] = confirmed.json['codes'] as string[]
  const hashes = (await column('second_proof', 'recovery_hashes')).flatMap((list) => JSON.parse(list) as string[])
  expect(hashes).toHaveLength(10)
  const enter = async (oneTimeCode: string, from: string) =>
    (await people.ask('POST', '/session', { body: { email, password, oneTimeCode: oneTimeCode.slice(0, 500) }, from }))
      .status
  for (const [n, one] of [...hashes, ...(await column('second_proof', 'secret_sealed'))].entries())
    expect(await enter(one, `198.51.100.${n}`)).toBe(403)
  expect((await column('second_proof', 'secret_sealed')).some((one) => one.includes(secret))).toBe(false)
  await people.later(31_000)
  const code = await digits()
  const atOnce = async (one: string) =>
    (await Promise.all(Array.from({ length: 8 }, (_, n) => enter(one, `203.0.113.${n}`)))).filter(
      (status) => status === 200,
    )
  expect(await atOnce(code)).toHaveLength(1)
  expect(await atOnce(recovery)).toHaveLength(1)
})

it('the library’s own routes are not there', async () => {
  for (const path of [
    '/auth/sign-in/email',
    '/auth/sign-up/email',
    '/auth/get-session',
    '/auth/admin/create-user',
    '/auth/reset-password',
  ])
    for (const method of ['GET', 'POST'])
      expect((await people.ask(method, path, { body: { email, password } })).status).toBe(404)
})

it('an address that the library would not take signs in all the same, also one that no new account may have', async () => {
  for (const odd of ['beheer@localhost', 'zoë@xn--bcher-kva.example', "o'neil&co@firma.example"]) {
    await people.add(odd, 'reader')
    expect(await isIn(await people.cookieOf(odd))).toBe(true)
  }
  const before = 'zoë@bücher.example'
  await expect(people.add(before, 'reader')).rejects.toThrow()
  await people.add('later-hernoemd@firma.example', 'reader')
  await copy.query('update account set email = $1 where email = $2', [before, 'later-hernoemd@firma.example'])
  expect(await isIn(await people.cookieOf(before))).toBe(true)
})
