/**
 * Requests that no page of ours makes, to every route, by everybody: a body that is almost right, an address that names nothing, text
 * that no keyboard types. Whatever comes: never a 5xx, never more than what the visitor may see, and whoever is signed in stays so.
 */
import fc from 'fast-check'
import { Hono } from 'hono'
import { z } from 'zod'
import { routeTable } from '../../src/api/route-table.ts'
import type { Route } from '../../src/api/route.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { addAccount } from '../../src/app/people/manage-accounts.ts'
import type { CompanyRole } from '../../src/domain/role.ts'
import type { Inside } from '../support/inside.ts'
import { mutate, mutation, nasty, type Mutation } from './mutations.ts'

const password = 'een lang wachtwoord'
const otherCompany = 'Zwijgzame concurrent'
const batch = 8

/** Whatever answers here would end the fuzz, ask another server, or wait for a limit of one: an owner does not come by. */
const notByOwners = new Set([
  'DELETE /session',
  'POST /webhook/test',
  'POST /operator/mails/test',
  'POST /connections/:connection/dry-run',
])

type Role = CompanyRole | 'operator' | 'nobody' | 'elsewhere'
const roles: Role[] = [
  'owner',
  'owner',
  'owner',
  'owner',
  'member',
  'reader',
  'accountant',
  'operator',
  'nobody',
  'elsewhere',
]

interface Asked {
  route: number
  role: number
  /** For each name in the path, and each behind the `?`. */
  words: number[]
  /** Chooses among what a field may be. */
  fill: number[]
  mutations: Mutation[]
  company: number
  type: number
}

const asked: fc.Arbitrary<Asked> = fc.record({
  route: fc.nat(10_000),
  role: fc.nat(1000),
  words: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
  fill: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  mutations: fc.array(mutation, { maxLength: 3 }),
  company: fc.nat(20),
  type: fc.nat(20),
})

export interface RequestFuzz {
  inputs: number
  /** `GET /overview 200` → how often. */
  answers: Map<string, number>
  slowestMs: number
  failure: string | null
}

export async function fuzzRequests(shop: Inside, runs: number, seed: number): Promise<RequestFuzz> {
  const world = await openDoors(shop)
  const result: RequestFuzz = { inputs: 0, answers: new Map(), slowestMs: 0, failure: null }
  const property = fc.asyncProperty(fc.array(asked, { minLength: batch, maxLength: batch }), async (several) => {
    await Promise.all(
      several.map(async (one) => {
        const { name, request } = requestOf(world, one)
        const started = performance.now()
        const answer = await world.app.request(request)
        const text = await answer.text()
        result.slowestMs = Math.max(result.slowestMs, performance.now() - started)
        result.inputs += 1
        const kind = `${name} ${answer.status}`
        result.answers.set(kind, (result.answers.get(kind) ?? 0) + 1)
        const fault = faultIn(world, { name, answer, text })
        if (fault !== null) throw new Error(fault)
      }),
    )
  })
  const details = await fc.check(property, { numRuns: Math.ceil(runs / batch), seed, endOnFailure: true })
  const stillIn = await world.app.request('/api/overview', { headers: { cookie: world.cookies.get('owner') ?? '' } })
  if (details.failed) {
    const error = details.errorInstance instanceof Error ? details.errorInstance.message : ''
    result.failure = `seed ${seed}: ${error}\n${world.defects.slice(-3).join('\n')}`
  } else if (stillIn.status !== 200) result.failure = `the owner is no longer signed in: ${stillIn.status}`
  return result
}

interface Doors {
  app: Hono
  shop: Inside
  cookies: Map<Role, string>
  other: string
  secrets: string[]
  /** Names that exist. */
  pool: string[]
  defects: string[]
}

async function openDoors(shop: Inside): Promise<Doors> {
  const { ports, tenantId } = shop
  const app = new Hono()
  mountWebApp(app, ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  const other = await ports.store.directory.findOrAddTenant(otherCompany, ports.random.id(), await ports.clock.now())
  const cookies = new Map<Role, string>([['nobody', '']])
  const enter = async (role: Role, body: object): Promise<void> => {
    const headers = { 'x-tentakel': '1', 'content-type': 'application/json' }
    const answer = await app.request('/api/session', { method: 'POST', headers, body: JSON.stringify(body) })
    if (answer.status !== 200) throw new Error(`${role} does not get in: ${answer.status}`)
    cookies.set(role, (answer.headers.get('set-cookie') ?? '').split(';')[0] as string)
  }
  for (const role of ['owner', 'member', 'reader', 'accountant'] as const) {
    await addAccount(ports, { email: `${role}@firma.example`, password, role, tenantId })
    await enter(role, { email: `${role}@firma.example`, password })
  }
  await addAccount(ports, { email: 'baas@elders.example', password, role: 'owner', tenantId: other })
  await enter('elsewhere', { email: 'baas@elders.example', password })
  await addAccount(ports, { email: 'beheer@dienst.example', password, role: 'operator', tenantId: null })
  await enter('operator', { email: 'beheer@dienst.example', password })
  const { access } = shop.outside
  const orders = await ports.store
    .forTenant(tenantId)
    .transaction((tx) => tx.orders.recent(shop.connectionId, '2020-01-01', 3))
  return {
    app,
    shop,
    cookies,
    other,
    secrets: [access.clientSecret, access.userPassword, password],
    pool: [
      shop.connectionId,
      tenantId,
      ...orders.map((order) => order.orderId),
      '2026-11-01',
      '2026-11-24',
      'nl',
      'owner@firma.example',
      '00000000-0000-4000-8000-000000000000',
      'booked',
      '1',
      'bol.com',
    ],
    defects: seenDefects(),
  }
}

/** What an answer of 500 does not tell. */
function seenDefects(): string[] {
  const defects: string[] = []
  for (const route of routeTable) {
    const answer = route.answer.bind(route)
    route.answer = async (at) => {
      try {
        return await answer(at)
      } catch (error) {
        if (!(error instanceof Error) || error.constructor.name !== 'Refused')
          defects.push(`${route.method} ${route.path}: ${error instanceof Error ? error.stack : String(error)}`)
        throw error
      }
    }
  }
  return defects
}

function requestOf(world: Doors, one: Asked): { name: string; request: Request } {
  const route = routeTable[one.route % routeTable.length] as Route
  const name = `${route.method} ${route.path}`
  const drawn = roles[one.role % roles.length] as Role
  const role = drawn !== 'nobody' && notByOwners.has(name) ? 'reader' : drawn
  const cookie = name === 'DELETE /session' ? '' : (world.cookies.get(role) ?? '')
  let place = 0
  const word = (): string => {
    const value = one.words[place % one.words.length] ?? 0
    place += 1
    if (value % 3 > 0) return world.pool[value % world.pool.length] as string
    const odd = nasty[value % nasty.length]
    return (typeof odd === 'string' ? odd : JSON.stringify(odd)).slice(0, 2000)
  }
  const path = route.path.replace(/:(\w+)/gu, (_, of: string) =>
    // Its own name more often than not: behind a connection that is not there nothing is tried.
    encodeURIComponent(
      (of === 'connection' && (one.words[5] ?? 0) % 4 > 0 ? world.shop.connectionId : word()).toWellFormed(),
    ),
  )
  const query = new URLSearchParams()
  if (one.company > 4)
    query.set('company', one.company > 18 ? word() : one.company > 17 ? world.other : world.shop.tenantId)
  for (const key of Object.keys(route.query ?? {})) if ((one.words[place % 6] ?? 0) % 2 === 0) query.set(key, word())
  const url = `http://localhost/api${path}?${query.toString()}`
  const headers = {
    'x-tentakel': '1',
    cookie,
    'content-type':
      one.type === 0 ? 'text/plain' : one.type === 1 ? 'application/x-www-form-urlencoded' : 'application/json',
  }
  if (route.method === 'GET') return { name, request: new Request(url, { headers }) }
  const right =
    route.body === undefined ? '{}' : JSON.stringify(plausible(schemaOf(route.body), one.fill, world.pool, 0))
  const body = one.mutations.reduce(mutate, right)
  return { name, request: new Request(url, { method: route.method, headers, body }) }
}

interface Shape {
  type?: string
  properties?: Record<string, Shape>
  items?: Shape
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
}

const schemas = new Map<z.ZodType, Shape>()

function schemaOf(body: z.ZodType): Shape {
  const known = schemas.get(body) ?? (z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape)
  schemas.set(body, known)
  return known
}

/** Something that fits the shape, more or less. */
function plausible(shape: Shape, fill: number[], pool: string[], depth: number): unknown {
  const draw = fill[depth % fill.length] ?? 0
  const choices = shape.anyOf ?? shape.oneOf
  if (choices !== undefined && choices.length > 0)
    return plausible(choices[draw % choices.length] as Shape, fill, pool, depth + 1)
  if (shape.const !== undefined) return shape.const
  if (shape.enum !== undefined) return shape.enum[draw % shape.enum.length]
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([key, value], nth) => [
          key,
          plausible(value, fill, pool, depth + nth + 1),
        ]),
      )
    case 'array':
      return Array.from({ length: draw % 3 }, (_, nth) => plausible(shape.items ?? {}, fill, pool, depth + nth + 1))
    case 'number':
    case 'integer':
      return draw % 50
    case 'boolean':
      return draw % 2 === 0
    case 'null':
      return null
    default:
      return pool[draw % pool.length]
  }
}

function faultIn(
  world: Doors,
  { name, answer, text }: { name: string; answer: Response; text: string },
): string | null {
  if (answer.status >= 500) return `${name} answers ${answer.status}: ${text.slice(0, 200)}`
  if (world.secrets.some((secret) => text.includes(secret))) return `${name} tells a secret`
  const json = (answer.headers.get('content-type') ?? '').startsWith('application/json')
  if (answer.status >= 400) {
    if (!json) return `${name} answers ${answer.status} without JSON`
    const { faults } = JSON.parse(text) as { faults?: unknown }
    if (!Array.isArray(faults))
      return `${name} answers ${answer.status} and does not say what is wrong: ${text.slice(0, 200)}`
  } else if (json) JSON.parse(text)
  return null
}
