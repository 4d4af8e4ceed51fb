import { createHmac, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Ports } from '../app/run/ports.ts'
import { routeTable } from './route-table.ts'
import type { SignIn } from './session.ts'
import { newTerminalCode, type TerminalCode } from '../app/people/terminal-code.ts'
import { mountWebApp } from './web-app.ts'

/** There is no operator yet, and no one guesses. */
function directoryOfNobody() {
  const open = new Map<string, number>()
  const nothing = () => Promise.resolve(null)
  return {
    tenants: () => Promise.resolve([]),
    guesses: { take: nothing, right: nothing, giveBack: nothing },
    securityEvents: { add: nothing },
    accounts: {
      all: () => Promise.resolve([]),
      count: () => Promise.resolve({ kind: 'granted', count: 1 }),
      openToOperator: () => Promise.resolve([]),
      closeTerminal: (hash: string) => Promise.resolve(void open.delete(hash)),
      openTerminal: (session: { tokenHash: string; expiresAt: number }) =>
        Promise.resolve(void open.set(session.tokenHash, session.expiresAt)),
      isTerminal: (hash: string, now: number) => Promise.resolve((open.get(hash) ?? 0) > now),
    },
  }
}

/** A caller who gets past the guard meets a store that fails: a call that needs no account never reaches it. */
function installation(key = 'installation key') {
  const time = { now: Date.parse('2026-11-25T10:00:00+01:00') }
  const ports = {
    clock: { now: () => Promise.resolve(time.now) },
    calendar: { isoText: (instant: number) => new Date(instant).toISOString() },
    random: { id: () => randomUUID() },
    processId: 'this process',
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    secrets: {
      fingerprint: (text: string, context: string) =>
        createHmac('sha256', key).update(`${context}|${text}`).digest('hex'),
    },
    signUp: { mode: 'closed', trialDays: null },
    store: { directory: directoryOfNobody() },
  } as unknown as Ports
  const app = new Hono()
  const signIn: SignIn = { code: null, secure: true, testClock: false }
  mountWebApp(app, ports, { folder: '/nowhere', signIn })
  return { app, ports, signIn, time }
}

const own = { 'x-tentakel': '1', 'content-type': 'application/json' }

async function signedIn(at: ReturnType<typeof installation>): Promise<string> {
  at.signIn.code = (await newTerminalCode(at.ports)) as TerminalCode
  const body = JSON.stringify({ code: at.signIn.code.code })
  const answer = await at.app.request('/api/session', { method: 'POST', headers: own, body })
  expect(answer.status).toBe(200)
  return answer.headers.get('set-cookie') ?? ''
}

const behindTheDoor = routeTable.filter((route) => route.needs !== 'nobody')
const names = behindTheDoor.map((route) => [`${route.method} ${route.path}`, route] as const)

describe('every call', () => {
  it('is open to nobody, but for signing in, up and out and its own description', () => {
    const open = routeTable.filter((route) => route.needs === 'nobody').map(({ method, path }) => `${method} ${path}`)
    expect(open).toEqual([
      'POST /session',
      'DELETE /session',
      'GET /session',
      'POST /session/link',
      'POST /session/link/look',
      'POST /session/new-password',
      'POST /sign-up',
      'POST /session/passkey/start',
      'POST /session/passkey',
      'GET /openapi.json',
    ])
  })

  it.each(names)(
    '%s: 401 without a session, with one of another installation, and with one that ended',
    async (_, route) => {
      const here = installation()
      const ask = async (cookie: string): Promise<number> => {
        const headers = { ...own, cookie: cookie.split(';')[0] as string }
        return (await here.app.request(`/api${route.path}`, { method: route.method, headers })).status
      }
      expect(await ask('')).toBe(401)
      expect(await ask(await signedIn(installation('key of another one')))).toBe(401)
      const cookie = await signedIn(here)
      expect(await ask(cookie)).not.toBe(401)
      here.time.now += 3_600_000
      expect(await ask(cookie)).toBe(401)
    },
  )

  it.each(names.filter(([, route]) => route.method !== 'GET'))("%s: 403 from another site's form", async (_, route) => {
    const here = installation()
    const headers = { cookie: (await signedIn(here)).split(';')[0] as string }
    const answer = await here.app.request(`/api${route.path}`, { method: route.method, headers, body: '{}' })
    expect(answer.status).toBe(403)
  })
})

describe('signing in', () => {
  it('takes the code of the terminal only', async () => {
    const { app } = installation()
    const body = JSON.stringify({ code: 'something else' })
    const answer = await app.request('/api/session', { method: 'POST', headers: own, body })
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
  })

  it('takes it once', async () => {
    const here = installation()
    await signedIn(here)
    const body = JSON.stringify({ code: here.signIn.code?.code })
    expect((await here.app.request('/api/session', { method: 'POST', headers: own, body })).status).toBe(403)
  })

  it('gives a cookie that no script reads and no other site sends', async () => {
    expect(await signedIn(installation())).toMatch(/^__Host-tentakel_session=.*HttpOnly.*Secure.*SameSite=Strict/u)
  })
})

describe('a body', () => {
  const faultsOf = async (body: string): Promise<unknown> => {
    const { app } = installation()
    const answer = await app.request('/api/session', { method: 'POST', headers: own, body })
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { faults: unknown }).faults
  }

  it('that says a key twice is refused at its place, in whichever way the key is written', async () => {
    expect(await faultsOf('{"code":"a","c\\u006fde":"b"}')).toMatchObject([{ path: 'code', code: 'givenTwice' }])
    expect(await faultsOf('{"code":"a","x":[{"y":1,"y":1}]}')).toMatchObject([{ path: 'x.0.y', code: 'givenTwice' }])
  })

  it('that is no JSON is told by its place, without what it holds', async () => {
    const faults = await faultsOf('{"code": SECRET}')
    expect(faults).toMatchObject([{ path: '', code: 'notJson', params: { line: 1, column: 10 } }])
    expect(JSON.stringify(faults)).not.toContain('SECRET')
  })
})
