import { describe, expect, it } from 'vitest'
import type { PostOutcome } from '../../ports/accounting.ts'
import type { Instant } from '../../domain/calendar.ts'
import { budgetWindowMs, shippedBudgets } from './budget.ts'
import { answer, bookingDocument, createWorld, memoryTokens, startAt, type World } from './testkit.ts'

const bookings = 'POST /dossiers/49555/buysellbookings'
const years = 'GET /dossiers/49555/bookyears'
const entry = ['POST /authentication', 'POST /dossiers']
const minute = 60_000

async function post(world: World): Promise<PostOutcome> {
  const bytes = world.octopus.bytesOf(world.octopus.render(bookingDocument()), 1)
  return world.octopus.postDocument('bookings', bytes, { deadlineMonotonicMs: 61_000 })
}

describe('tokens', () => {
  // Goal: two token calls per ten minutes and dossier, not two per request. Method: count over time.
  it('are asked for once and shared until they near their end', async () => {
    const tokens = memoryTokens()
    const world = createWorld({ tokens })
    world.script.set(years, answer(200, []))
    await world.octopus.readBookYears()
    await world.octopus.readBookYears()
    const other = createWorld({ tokens })
    other.script.set(years, answer(200, []))
    await other.octopus.readBookYears()
    expect(world.names()).toEqual([...entry, years, years])
    expect(other.names()).toEqual([years])
    expect(world.requests.map(({ headers }) => headers.dossierToken)).toEqual([
      undefined,
      undefined,
      'dossier-2',
      'dossier-2',
    ])
    expect(world.requests[1]?.headers.Token).toBe('login-1')
    expect(world.octopus.callsMade()).toBe(4)
    world.time.now += 9 * minute
    await world.octopus.readBookYears()
    expect(world.names().slice(4)).toEqual([...entry, years])
  })

  it('connect with an empty body, and login and password stand in no address', async () => {
    const world = createWorld()
    world.script.set(years, answer(200, []))
    await world.octopus.readBookYears()
    const [login, connect] = world.requests
    expect(login?.url).toBe('https://ledger.example/v1/authentication')
    expect(login?.body).toBe('{"user":"shop@ledger.example","password":"SECRET-1-ledger"}')
    expect(connect).toMatchObject({ url: 'https://ledger.example/v1/dossiers?dossierId=49555' })
    expect(connect?.body).toBeUndefined()
  })

  // Goal: a wrong password is tried once per saving, however many calls want in. Method: five calls, one login.
  it('are not asked for again after a refused login', async () => {
    const world = createWorld()
    world.script.set('POST /authentication', answer(401, { technicalInfo: 'Incrementing failed login attempt count' }))
    const outcomes = [await post(world), await world.octopus.readBookYears(), await world.octopus.listDossiers()]
    expect(outcomes.map(({ kind }) => kind)).toEqual(['loginRefused', 'loginRefused', 'loginRefused'])
    expect(world.names()).toEqual(['POST /authentication'])
  })

  it('of a refused call are renewed once, and the call is made once more', async () => {
    const world = createWorld()
    world.script.set(years, (_request, before) => (before === 0 ? answer(401) : answer(200, [])))
    expect(await world.octopus.readBookYears()).toMatchObject({ kind: 'ok' })
    expect(world.names()).toEqual([...entry, years, 'POST /dossiers', years])
  })

  it('of a refused document are renewed, and the document is not sent again: it may stand there', async () => {
    const world = createWorld()
    world.script.set(bookings, (_request, before) => (before === 0 ? answer(401) : answer(201)))
    expect(await post(world)).toMatchObject({ kind: 'refused', cause: 'unauthorized', until: startAt })
    expect(world.names()).toEqual([...entry, bookings, 'POST /dossiers'])
    expect(await post(world)).toEqual({ kind: 'created' })
    expect(world.names().at(-1)).toBe(bookings)
  })

  it('are renewed only once: then the call stops', async () => {
    const world = createWorld()
    world.script.set(years, answer(401))
    expect(await world.octopus.readBookYears()).toMatchObject({ kind: 'later' })
    expect(world.names().filter((name) => name === years)).toHaveLength(2)
  })

  it('for the login are renewed once when the dossier refuses them', async () => {
    const world = createWorld()
    world.script.set(years, answer(200, []))
    world.script.set('POST /dossiers', (_request, before) =>
      before === 0 ? answer(401) : answer(200, { Dossiertoken: 'second' }),
    )
    expect(await world.octopus.readBookYears()).toEqual({ kind: 'ok', value: [] })
    expect(world.names()).toEqual([...entry, ...entry, years])
    const stubborn = createWorld()
    stubborn.script.set('POST /dossiers', answer(401))
    expect(await stubborn.octopus.readBookYears()).toMatchObject({ kind: 'later' })
    expect(stubborn.names()).toEqual([...entry, ...entry])
  })

  it.each([
    [403, { errorMessage: 'Unauthorized or disabled dossier' }, 'is not open to this user'],
    [404, { technicalInfo: 'Dossier not found' }, 'does not exist'],
  ])('tell apart a dossier that answers %i', async (status, body, words) => {
    const world = createWorld()
    world.script.set('POST /dossiers', answer(status, body))
    expect(await post(world)).toMatchObject({ kind: 'forbidden', detail: expect.stringContaining(`49555 ${words}`) })
  })

  it('of a wrong form are not put into a header', async () => {
    const world = createWorld()
    world.script.set('POST /authentication', answer(200, { token: 'a\r\nHost: other.example' }))
    expect(await world.octopus.readBookYears()).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })
})

describe('calls', () => {
  // Goal: not one call over a budget, in any 24 hours. Method: a budget of two, three calls, then time.
  it('are counted before they are made', async () => {
    const world = createWorld()
    world.script.set('GET /dossiers/49555/vatcodes', answer(200, []))
    await world.octopus.readVatCodes()
    world.time.now += minute
    await world.octopus.readVatCodes()
    expect(await world.octopus.readVatCodes()).toMatchObject({ cause: 'budget', until: startAt + budgetWindowMs })
    expect(world.names().filter((name) => name.endsWith('vatcodes'))).toHaveLength(2)
    world.time.now = startAt + budgetWindowMs
    expect(await world.octopus.readVatCodes()).toMatchObject({ kind: 'ok' })
    expect(world.taken.every(({ windowMs }) => windowMs === budgetWindowMs)).toBe(true)
    // The day of Octopus, and what a call may take to get there.
    expect(budgetWindowMs).toBe(86_400_000 + 120_000)
  })

  it('are counted again by a process that slept before they left', async () => {
    const world = createWorld()
    world.script.set('GET /dossiers/49555/vatcodes', answer(200, []))
    world.script.set(years, answer(200, []))
    // So that the process sleeps over the call, not over its token.
    await world.octopus.readBookYears()
    world.time.sleepInCount = 18 * minute
    await world.octopus.readVatCodes()
    const leftAt = startAt + 18 * minute
    expect(world.time.now).toBe(leftAt)
    // The first count is over a day later, the call itself is not.
    world.time.now = startAt + budgetWindowMs
    expect(await world.octopus.readVatCodes()).toMatchObject({ kind: 'ok' })
    expect(await world.octopus.readVatCodes()).toMatchObject({ cause: 'budget', until: leftAt + budgetWindowMs })
  })

  it('of a document are left to the caller to count, under the same key for all purposes', () => {
    const { octopus } = createWorld({ budgets: { ...shippedBudgets, scope: 'softwareHouse' } })
    expect(octopus.countedRoute('bookings', 'document')).toEqual({
      key: 'octopus:softwareHouse:houseprint:POST /buysellbookings',
      limit: 350,
      windowMs: budgetWindowMs,
    })
    expect(octopus.countedRoute('bookings', 'probe')).toMatchObject({ limit: 375 })
    expect(octopus.countedRoute('invoices', 'person')).toMatchObject({ limit: 400 })
  })

  it('rest after a 429, for an hour when nothing is said', async () => {
    const world = createWorld()
    world.script.set(bookings, answer(429))
    world.script.set(years, answer(429, '', { 'retry-after': '120' }))
    expect(await post(world)).toMatchObject({ kind: 'refused', cause: 'rateLimit', until: startAt + 3_600_000 })
    expect(world.blocked.get('octopus:dossier:49555:POST /buysellbookings')).toBe(startAt + 3_600_000)
    await world.octopus.readBookYears()
    expect(await world.octopus.readBookYears()).toMatchObject({ cause: 'rateLimit', until: startAt + 120_000 })
    expect(world.names().filter((name) => name === years)).toHaveLength(1)
  })

  // Goal: where others use the same calls too, a day costs one refused call. Method: the moments of all tries over a week.
  it.each([[429], [403], [400]])(
    'that others used up too, told by a %i: one refused call a day, at ever other hours',
    async (status) => {
      const world = createWorld()
      const tries: Instant[] = []
      world.script.set(bookings, () => {
        tries.push(world.time.now)
        return answer(status, { technicalInfo: 'Maximum allowed calls per day reached' })
      })
      const counted = world.octopus.countedRoute('bookings', 'document')
      for (let passed = 0; passed < 7 * 24 * 6; passed += 1) {
        if ((await world.limits.take(counted, world.time.now)).kind === 'granted') await post(world)
        world.time.now += 10 * minute
        world.time.monotonic = 0
      }
      const days = tries.map((at) => new Date(at).toISOString().slice(0, 10))
      expect(new Set(days).size).toBe(days.length)
      expect(days.length).toBeGreaterThan(4)
      // After the first night it comes at another hour of the day each time.
      expect(new Set(tries.map((at) => new Date(at).getUTCHours())).size).toBeGreaterThan(3)
    },
  )

  it('rest longer where a named moment comes too early again and again', async () => {
    const world = createWorld()
    world.script.set(years, answer(429, '', { 'retry-after': '4' }))
    let tries = 0
    for (let passed = 0; passed < 24 * 60; passed += 1) {
      const before = world.names().length
      await world.octopus.readBookYears()
      if (world.names().slice(before).includes(years)) tries += 1
      world.time.now += minute
    }
    expect(tries).toBeLessThan(7)
  })

  it('rest as long as a 503 asks for', async () => {
    const world = createWorld()
    world.script.set(bookings, answer(503, '', { 'retry-after': '90' }))
    expect(await post(world)).toMatchObject({ kind: 'unknown' })
    expect(world.blocked.get('octopus:dossier:49555:POST /buysellbookings')).toBe(startAt + 90_000)
  })

  // Goal: no byte leaves after the moment that the attempt was given. Method: the token takes a minute to come.
  it('of a document are not made after their deadline', async () => {
    const world = createWorld()
    world.script.set(bookings, answer(201))
    world.script.set('POST /dossiers', () => {
      world.time.monotonic += 60_000
      return answer(200, { Dossiertoken: 'late' })
    })
    expect(await post(world)).toMatchObject({ kind: 'notSent', cause: 'network' })
    expect(world.names()).toEqual(entry)
  })

  it('that did not leave are not counted as made', async () => {
    const world = createWorld()
    world.script.set(years, { kind: 'notSent', reason: 'connection refused' })
    expect(await world.octopus.readBookYears()).toMatchObject({ kind: 'later', cause: 'unavailable' })
    world.script.set(bookings, { kind: 'notSent', reason: 'connection refused' })
    expect(await post(world)).toMatchObject({ kind: 'notSent', cause: 'network' })
    expect(world.octopus.callsMade()).toBe(2)
    world.script.set(bookings, { kind: 'unknown', reason: 'reset' })
    expect(await post(world)).toMatchObject({ kind: 'unknown', serverError: false })
    expect(world.octopus.callsMade()).toBe(3)
  })

  it('inside a dossier need one; the list of dossiers does not', async () => {
    const world = createWorld({ dossierId: null })
    world.script.set('GET /dossiers', answer(200, []))
    expect(await world.octopus.readBookYears()).toMatchObject({ kind: 'forbidden' })
    expect(await world.octopus.listDossiers()).toEqual({ kind: 'ok', value: [] })
    expect(world.names()).toEqual(['POST /authentication', 'GET /dossiers'])
  })
})
