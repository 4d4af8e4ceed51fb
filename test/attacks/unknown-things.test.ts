/** Each call of the API that names something, made by somebody who may make it, of something that is not there: 404, and nothing is done or told. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { routeTable } from '../../src/api/route-table.ts'
import type { Needs } from '../../src/api/route.ts'
import { openPeople, password, proof, type People } from '../support/people.ts'

const nowhere = '00000000-0000-4000-8000-000000000000'
const file = { file: { name: 'x' } }
const period = { from: '2026-11-01', to: '2026-11-02' }

/** What is sent: right but for what it is about. A call that takes a body and is not here fails. */
const bodies: Record<string, object> = {
  'PUT /members/:account': { role: 'owner', proof },
  'POST /sessions/:session/end': { password },
  'PUT /passkeys/:passkey': { name: 'Telefoon' },
  'POST /passkeys/:passkey/end': { password },
  'POST /tokens/:token/confirm': { proof },
  'PUT /notices/:connection': { alarmsOff: [], digest: 'daily', language: 'nl' },
  'POST /support/:request/answer': { text: 'Nog iets' },
  'PUT /operator/companies/:tenant/trial': { until: null },
  'POST /operator/inbox/:request/answer': { text: 'Ja' },
  'POST /documents/:document/verdict': { verdict: 'accept' },
  'POST /settlements/:settlement/answer': { vat: 'cost' },
  'PUT /connections/:connection/file': file,
  'POST /connections/:connection/preview': file,
  'POST /connections/:connection/remove': { name: 'x' },
  'POST /connections/:connection/history': { from: period.from, to: null },
  'PUT /connections/:connection/history': { ...period, state: 'paused' },
  'POST /returns/:return/decision': { choice: 'ignore' },
  'POST /connections/:connection/undo': { selection: { order: 'x' } },
}

let people: People
let cookies: Record<'owner' | 'operator', string>

beforeAll(async () => {
  people = await openPeople()
  await people.add('baas@firma.example', 'owner')
  await people.add('beheer@dienst.example', 'operator')
})
afterAll(() => people.close())
beforeEach(async () => {
  cookies = {
    owner: await people.cookieOf('baas@firma.example'),
    operator: await people.cookieOf('beheer@dienst.example'),
  }
})

const named = routeTable.filter(({ path }) => path.includes(':'))
const cookieFor = (needs: Needs): string => cookies[needs === 'operator' ? 'operator' : 'owner']

it.each(named.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (name, route) => {
  const body = bodies[name]
  if (route.body !== undefined) expect(body, 'a body for this call').toBeDefined()
  const at = { cookie: cookieFor(route.needs), company: people.shop.tenantId, ...(body === undefined ? {} : { body }) }
  const told = people.box.length
  const place = route.path.replaceAll(/:\w+/gu, nowhere)
  expect((await people.ask(route.method, place, at)).status).toBe(404)
  await people.linkTo('')
  expect(people.box.slice(told)).toEqual([])
})

it('a period of past orders, and an earlier revision, that nobody asked for', async () => {
  const at = { cookie: cookies.owner, company: people.shop.tenantId }
  const connection = `/connections/${people.shop.connectionId}`
  const body = { ...period, state: 'paused' }
  expect((await people.ask('PUT', `${connection}/history`, { ...at, body })).status).toBe(404)
  expect((await people.ask('GET', `${connection}/revisions/99`, at)).status).toBe(404)
})
