/** A call whose head comes while its sender may, and whose body comes when that is over. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startHealth, type Health } from '../../src/api/health.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { endAllOf } from '../../src/app/people/sessions.ts'
import { openPeople, proof, type People } from '../support/people.ts'

let people: People
let health: Health
let company: string

beforeAll(async () => {
  people = await openPeople()
  company = people.shop.tenantId
  await people.add('baas@firma.example', 'owner')
  health = await startHealth(people.ports, {
    web: { port: 0, host: '127.0.0.1' },
    metrics: { port: 0, host: '127.0.0.1' },
    isReady: () => true,
    mount: (app) => mountWebApp(app, people.ports, { folder: '/nowhere', signIn: people.signIn }),
  })
})
afterAll(async () => {
  await health.close()
  await people.close()
})

/** Sends all but the last byte of a call. @returns sends the rest, and gives the status */
async function held(path: string, body: object, cookie: string, method = 'POST'): Promise<() => Promise<number>> {
  const socket = connect(Number(new URL(health.address ?? '').port), '127.0.0.1')
  let told = ''
  socket.on('data', (chunk: Buffer) => void (told += chunk.toString()))
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const text = JSON.stringify(body)
  const head = [
    `${method} /api${path}?company=${company} HTTP/1.1`,
    'Host: localhost',
    'X-Tentakel: 1',
    'Content-Type: application/json',
    `Cookie: ${cookie}`,
    `Content-Length: ${text.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${text.slice(0, -1)}`)
  // The head is judged by then.
  await new Promise((resolve) => setTimeout(resolve, 500))
  return async () => {
    socket.write(text.slice(-1))
    await expect.poll(() => told, { timeout: 15_000 }).toContain('HTTP/1.1 ')
    socket.destroy()
    return Number(told.slice(9, 12))
  }
}

const accountOf = async (email: string) => {
  const found = await people.ports.store.directory.accounts.byEmail(email)
  if (found === null) throw new Error(email)
  return found
}

it('an owner who was removed meanwhile offers nobody a way in', async () => {
  await people.add('jan@firma.example', 'owner')
  const rest = await held(
    '/members',
    { email: 'kim@elders.example', role: 'owner', proof },
    await people.cookieOf('jan@firma.example'),
  )
  await people.ports.store.directory.accounts.changeMember(
    company,
    (await accountOf('jan@firma.example')).accountId,
    null,
  )
  expect(await rest()).toBe(404)
})

it('a session that ended meanwhile makes no token', async () => {
  await people.add('els@firma.example', 'owner')
  const cookie = await people.cookieOf('els@firma.example')
  const rest = await held('/tokens', { name: 'Blad', scope: 'write', proof }, cookie)
  await endAllOf(people.ports, await accountOf('els@firma.example'))
  expect(await rest()).toBe(401)
  expect((await people.ports.store.directory.apiTokens.list(company)).map(({ madeBy }) => madeBy)).not.toContain(
    'els@firma.example',
  )
})

it('an owner who was removed while the shop was asked saves no settings', async () => {
  await people.add('mia@firma.example', 'owner')
  const cookie = await people.cookieOf('mia@firma.example')
  const place = `/connections/${people.shop.connectionId}`
  const stored = await people.ask('GET', `${place}/file`, { cookie, company })
  const { file } = stored.json as { file: Record<string, unknown> }
  const { accountId } = await accountOf('mia@firma.example')
  const { accounts } = people.ports.store.directory
  const { source } = people.ports.kinds
  people.ports.kinds.source = (name) => {
    const kind = source(name)
    return {
      ...kind,
      open: (options) => {
        const opened = kind.open(options)
        return {
          ...opened,
          identify: async () => {
            await accounts.changeMember(company, accountId, null)
            return opened.identify()
          },
        }
      },
    }
  }
  const saved = await people.ask('PUT', `${place}/file`, {
    body: { file: { ...file, name: 'Van Mia' } },
    cookie,
    company,
  })
  people.ports.kinds.source = source
  expect(saved.status).toBe(409)
  const after = await people.ask('GET', `${place}/file`, {
    cookie: await people.cookieOf('baas@firma.example'),
    company,
  })
  expect((after.json as { file: { name: string } }).file.name).not.toBe('Van Mia')
})

it('one who still may is answered', async () => {
  const cookie = await people.cookieOf('baas@firma.example')
  const rest = await held('/tokens', { name: 'Blad', scope: 'write', proof }, cookie)
  expect(await rest()).toBe(200)
})
