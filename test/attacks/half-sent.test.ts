/** Halves: a head that never ends, a body that stops in the middle, connections that say nothing; all from the address that others come from too. */
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startHealth, type Health } from '../../src/api/health.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { openPeople, password, type People } from '../support/people.ts'

let people: People
let health: Health
/** The same, with less patience than the program has. */
let impatient: Health
let open: Socket[]
const patienceMs = 1500
/** A busy machine takes its time. */
const poll = { timeout: 15_000 }
const email = 'baas@firma.example'

beforeAll(async () => {
  people = await openPeople()
  await people.add(email, 'owner')
  const options: Parameters<typeof startHealth>[1] = {
    web: { port: 0, host: '127.0.0.1' },
    metrics: { port: 0, host: '127.0.0.1' },
    isReady: () => true,
    mount: (app) => mountWebApp(app, people.ports, { folder: '/nowhere', signIn: people.signIn }),
  }
  const waits = { headersTimeout: 1000, requestTimeout: patienceMs, connectionsCheckingInterval: 200 }
  health = await startHealth(people.ports, options)
  impatient = await startHealth(people.ports, { ...options, waits })
})
afterAll(async () => {
  await health.close()
  await impatient.close()
  await people.close()
})
beforeEach(() => {
  open = []
  return () => open.forEach((socket) => socket.destroy())
})

async function say(text: string, to = health): Promise<{ answer: () => string; isOver: () => boolean }> {
  const socket = connect(Number(new URL(to.address ?? '').port), '127.0.0.1')
  let told = ''
  let over = false
  socket.on('data', (chunk: Buffer) => void (told += chunk.toString()))
  socket.on('error', () => undefined)
  socket.on('close', () => void (over = true))
  open.push(socket)
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', resolve))
  socket.write(text)
  return { answer: () => told, isOver: () => over }
}

const head = (path: string, bytes: number, cookie = ''): string =>
  `POST /api${path} HTTP/1.1\r\nHost: localhost\r\nX-Tentakel: 1\r\nContent-Type: application/json\r\n` +
  `${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}Content-Length: ${bytes}\r\n\r\n`
const half = `${head('/session', 15_000)}{"email":"${'x'.repeat(7000)}`
/** One after the other: the last one said is the newest. */
async function many(count: number, text: string, to = health) {
  const said = []
  for (let n = 0; n < count; n += 1) said.push(await say(text, to))
  return said
}

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
  expect(p95).toBeLessThan(1000)
  expect((await signIn()).status).toBe(200)
})

it('the rest is not waited for: each is answered or cut off', async () => {
  const halves = await many(30, half, impatient)
  const heads = await many(30, 'POST /api/session HTTP/1.1\r\nHost: localhost\r\nX-Slow:', impatient)
  const all = [...halves, ...heads]
  await expect.poll(() => all.filter(({ isOver }) => isOver()).length, poll).toBe(all.length)
  const [kept] = await many(1, half)
  expect(kept?.isOver()).toBe(false)
})

it('of more than forty that one sender has under way the oldest are given up, and the newest is read', async () => {
  const halves = await many(60, half)
  const refused = () => halves.map(({ answer }) => answer().startsWith('HTTP/1.1 429'))
  await expect.poll(() => refused().filter(Boolean).length, poll).toBe(20)
  expect(refused().slice(-10)).not.toContain(true)
  const whole = JSON.stringify({ email, password })
  const { answer } = await say(head('/session', whole.length) + whole)
  await expect.poll(answer, poll).toContain('"signedIn":true')
})

it('somebody who signed in keeps no more than a few megabytes of halves under way', async () => {
  const cookie = await people.cookieOf(email)
  const large = `${head('/connections', 500_000, cookie)}{"file":{"x":"${'x'.repeat(400_000)}`
  const halves = await many(15, large)
  // Fifteen of 400 kB: four megabytes are ten of them at most.
  await expect
    .poll(() => halves.filter(({ answer }) => answer().startsWith('HTTP/1.1 429')).length, poll)
    .toBeGreaterThanOrEqual(5)
})

it('connections that say nothing: the oldest go, and nobody who comes now is kept out', async () => {
  const silent = await many(300, '')
  // Before any of them is cut off for its silence.
  await expect
    .poll(() => silent.filter(({ isOver }) => isOver()).length, { timeout: 8000 })
    .toBeGreaterThanOrEqual(300 - 256)
  expect((await waits(10)).at(-1)).toBeLessThan(2000)
})
