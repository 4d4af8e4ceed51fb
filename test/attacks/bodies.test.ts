/** A stranger sends much: to keep the one process busy that answers everybody, or to make it answer with more than he sent. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { routeTable } from '../../src/api/route-table.ts'
import { bolFacts } from '../../src/adapters/bol/facts.ts'
import { octopusFacts } from '../../src/adapters/octopus/facts.ts'
import { connectionFileSchema } from '../../src/app/setup/connection-file-schema.ts'
import { openPeople, type Answered, type People } from '../support/people.ts'

let people: People
let owner: string
const stranger = '203.0.113.7'

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  owner = await people.cookieOf('baas@firma.example')
})
afterAll(() => people.close())

/** What another person waits meanwhile. */
async function waitedDuring(attack: () => Promise<unknown>): Promise<number> {
  const under = attack()
  await new Promise((resolve) => void setImmediate(resolve))
  const from = performance.now()
  expect((await people.ask('GET', '/session', { cookie: owner, from: '198.51.100.4' })).status).toBe(200)
  const waited = performance.now() - from
  await under
  return waited
}

/** Generous: a busy machine, and still far from what the attacks cost before. */
const quickMs = 2000

it('thirty bodies of a megabyte before sign-in: each is refused with words, and nobody waits', async () => {
  let answers: Answered[] = []
  const body = { email: 'jan@firma.example', password: 'x'.repeat(900_000) }
  const waited = await waitedDuring(async () => {
    answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => people.ask('POST', '/session', { body, from: `192.0.2.${n}` })),
    )
  })
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 413))
  expect(JSON.stringify(answers[0]?.json)).toContain('16 kB')
  expect(waited).toBeLessThan(quickMs)
})

it('thirty of the largest that is taken, at once from one address: ten are looked at, the rest come back later', async () => {
  const body = { link: 'x'.repeat(15_900) }
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => people.ask('POST', '/session/link/look', { body, from: stranger })),
  )
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  expect(Number(answers.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(10)
  expect((await people.ask('POST', '/session/link/look', { body, from: stranger })).status).toBe(400)
})

it('with an account: 450,000 bad entries are not looked at, and the answer to those that fit is short', async () => {
  const company = people.shop.tenantId
  const connections = (await people.ask('GET', '/notices', { cookie: owner, company })).json['connections'] as {
    id: string
  }[]
  const put = (entries: number): Promise<Answered> =>
    people.ask('PUT', `/notices/${connections[0]?.id ?? ''}`, {
      body: { alarmsOff: Array.from({ length: entries }, () => 1), digest: 'never', language: 'nl' },
      cookie: owner,
      company,
    })
  expect((await put(450_000)).status).toBe(413)
  const fitting = await put(15_000)
  expect(fitting.status).toBe(400)
  expect(JSON.stringify(fitting.json).length).toBeLessThan(5000)
})

it('with an account: a file of 100,000 empty products is refused at once, and 5,000 of them are answered briefly', async () => {
  const company = people.shop.tenantId
  const post = (products: number): Promise<Answered> =>
    people.ask('POST', '/connections', {
      body: { file: { vat: { products: Array.from({ length: products }, () => ({})) } } },
      cookie: owner,
      company,
    })
  for (const products of [100_000, 5000]) {
    let answer: Answered | null = null
    const waited = await waitedDuring(async () => {
      answer = await post(products)
    })
    const { status, json } = answer as unknown as Answered
    expect(status).toBe(400)
    expect(json['faults']).toHaveLength(products === 5000 ? 50 : 1)
    expect(waited).toBeLessThan(quickMs)
  }
  expect((await post(250_000)).status).toBe(413)
})

it('with an account: a text of blanks, which a search for its end goes through again and again', async () => {
  const from = performance.now()
  const body = { file: { name: `${' '.repeat(400_000)}x` } }
  const answer = await people.ask('POST', '/connections', { body, cookie: owner, company: people.shop.tenantId })
  expect(JSON.stringify(answer.json)).toContain('is longer than 2000 characters')
  expect(performance.now() - from).toBeLessThan(quickMs)
})

interface Shape {
  type?: string
  [key: string]: unknown
}

/** Texts and lists of a schema that may be as long as the body. */
function endless(shape: unknown, path: string): string[] {
  if (typeof shape !== 'object' || shape === null) return []
  const { type, maxLength, maxItems, enum: choices, const: only, format } = shape as Shape
  const open =
    (type === 'string' && [maxLength, choices, only, format].every((bound) => bound === undefined)) ||
    (type === 'array' && maxItems === undefined)
  return [...(open ? [path] : []), ...Object.entries(shape).flatMap(([key, inner]) => endless(inner, `${path}.${key}`))]
}

it('every text and every list that a call takes has an end', () => {
  const fields = { source: bolFacts.credentials, ledger: octopusFacts.credentials }
  const bodies = routeTable.flatMap(({ method, path, body }) =>
    body === undefined ? [] : [[`${method} ${path}`, body] as const],
  )
  const found = [...bodies, ['a connection file', connectionFileSchema(fields)] as const].flatMap(([name, body]) =>
    endless(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }), name),
  )
  expect(endless({ type: 'array', items: { type: 'string' } }, 'x')).toEqual(['x', 'x.items'])
  expect(found).toEqual([])
})

/** Places in a schema where any key is taken. What browsers say of passkeys is theirs, and grows with them. */
function openPlaces(schema: unknown, place: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties, additionalProperties } = schema as Record<string, unknown>
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false
  const inner = Object.entries(schema).flatMap(([key, value]) =>
    key === 'passkey' ? [] : openPlaces(value, `${place}.${key}`),
  )
  return isOpen ? [place, ...inner] : inner
}

it('a key that nobody knows is refused, in the body of every call', async () => {
  const withBody = routeTable.flatMap(({ method, path, body }) => (body === undefined ? [] : [{ method, path, body }]))
  expect(withBody.length).toBeGreaterThan(30)
  const open = withBody.flatMap(({ method, path, body }) =>
    openPlaces(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }), `${method} ${path}`),
  )
  expect(open).toEqual([])
  const body = { name: 'Blad', scope: 'read', admin: true, proof: { password: 'een lang wachtwoord' } }
  const made = await people.ask('POST', '/tokens', { body, cookie: owner, company: people.shop.tenantId })
  expect([made.status, made.json]).toMatchObject([400, { faults: [{}] }])
})

it('bytes that are no text are refused, and nothing is put in their place', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"email":"jan'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('@firma.example"}'),
  ])
  const answer = await people.raw('POST', '/session/new-password', bytes)
  expect([answer.status, await answer.json()]).toMatchObject([400, { faults: [{ code: 'unstorable' }] }])
})
