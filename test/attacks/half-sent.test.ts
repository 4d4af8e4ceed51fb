/** Halves: a head that never ends, a body that stops in the middle, connections that say nothing; all from the address that others come from too. */
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startHealth, type Health } from '../../src/api/health.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { openPeople, password, type People } from '../support/people.ts'

let people: People
let health: Health
let port: number
let open: Socket[]
/** Of the server here; the program waits longer. */
const patienceMs = 3000
const email = 'baas@firma.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add(email, 'owner')
  health = await startHealth(people.ports, {
    web: { port: 0, host: '127.0.0.1' },
    metrics: { port: 0, host: '127.0.0.1' },
    isReady: () => true,
    waits: { headersTimeout: 1500, requestTimeout: patienceMs, connectionsCheckingInterval: 200 },
    mount: (app) => mountWebApp(app, people.ports, { folder: '/nowhere', signIn: people.signIn }),
  })
  port = Number(new URL(health.address ?? '').port)
})
afterAll(async () => {
  await health.close()
  await people.close()
})
beforeEach(() => {
  open = []
  return () => open.forEach((socket) => socket.destroy())
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function say(text: string): Promise<{ socket: Socket; answer: () => string; isOver: () => boolean }> {
  const socket = connect(port, '127.0.0.1')
  let told = ''
  let over = false
  socket.on('data', (chunk: Buffer) => void (told += chunk.toString()))
  socket.on('error', () => undefined)
  socket.on('close', () => void (over = true))
  open.push(socket)
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', resolve))
  socket.write(text)
  return { socket, answer: () => told, isOver: () => over }
}

const head = (path: string, bytes: number, cookie = ''): string =>
  `POST /api${path} HTTP/1.1\r\nHost: localhost\r\nX-Tentakel: 1\r\nContent-Type: application/json\r\n` +
  `${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}Content-Length: ${bytes}\r\n\r\n`
const half = `${head('/session', 15_000)}{"email":"${'x'.repeat(7000)}`
const many = (count: number, text: string) => Promise.all(Array.from({ length: count }, () => say(text)))

/** Another person's calls meanwhile. @returns how long each took, the slowest last */
async function waits(count: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const from = performance.now()
    const answer = await fetch(`${health.address}/api/session`, { headers: { 'x-tentakel': '1' } })
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    times.push(performance.now() - from)
  }
  return times.toSorted((one, other) => one - other)
}

const signIn = () =>
  fetch(`${health.address}/api/session`, {
    method: 'POST',
    headers: { 'x-tentakel': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })

it('two hundred bodies that are half sent: whoever comes from the same address is answered, quickly, and signs in', async () => {
  await many(200, half)
  const p95 = (await waits(40))[37] ?? Infinity
  expect(p95).toBeLessThan(500)
  expect((await signIn()).status).toBe(200)
})

it('the rest is not waited for: each is answered or cut off', async () => {
  const halves = await many(30, half)
  const heads = await many(30, 'POST /api/session HTTP/1.1\r\nHost: localhost\r\nX-Slow:')
  await pause(patienceMs + 1500)
  expect([...halves, ...heads].filter(({ isOver }) => !isOver())).toEqual([])
})

it('of more than forty that one sender has under way the oldest are given up, and the newest is read', async () => {
  const halves = await many(60, half)
  await pause(300)
  const refused = halves.map(({ answer }) => answer().startsWith('HTTP/1.1 429'))
  expect(refused.filter(Boolean)).toHaveLength(20)
  expect(refused.lastIndexOf(true)).toBeLessThan(40)
  const whole = JSON.stringify({ email, password })
  const { answer } = await say(head('/session', whole.length) + whole)
  await expect.poll(answer, { timeout: 5000 }).toContain('"signedIn":true')
})

it('somebody who signed in keeps no more than a few megabytes of halves under way', async () => {
  const cookie = await people.cookieOf(email)
  const large = `${head('/connections', 500_000, cookie)}{"file":{"x":"${'x'.repeat(400_000)}`
  const halves = await many(15, large)
  // Fifteen of 400 kB: four megabytes are ten of them at most.
  await expect
    .poll(() => halves.filter(({ answer }) => answer().startsWith('HTTP/1.1 429')).length)
    .toBeGreaterThanOrEqual(5)
})

it('connections that say nothing: the oldest go, and nobody who comes now is kept out', async () => {
  const silent = await many(300, '')
  await pause(200)
  const over = silent.map(({ isOver }) => isOver())
  expect(over.filter(Boolean).length).toBeGreaterThanOrEqual(300 - 256)
  expect((await waits(10)).at(-1)).toBeLessThan(1000)
})
