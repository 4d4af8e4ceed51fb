/**
 * Goal: the commands as a person or a script meets them, from a first connection to two companies.
 * Method: the program as a process, against the sandbox over HTTP, in the order a first day has.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openOutside, type Outside, type Ran, type SyncJson } from '../../test/support/outside.ts'
import { shownIn } from '../../test/support/canaries.ts'
import { createTestDatabase, wholeDatabase, type TestDatabase } from '../../test/support/test-database.ts'

// Each command is a process of its own: on a busy machine a handful of them takes longer than a test usually may.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

interface View {
  id: string
  state: string
  company: string
  problems: string[]
}

const buyer = {
  firstName: 'Kanariana',
  surname: 'Vogelzang-Zeldzaam',
  streetName: 'Kanariepietstraat',
  email: 'kanariana.vogel@verkopen.bol.com',
}

let database: TestDatabase
let outside: Outside
let id: string

beforeAll(async () => {
  database = await createTestDatabase()
  // A server that is there already: no command has to start and stop one.
  const environment = {
    DATABASE_URL: database.ownerUrl,
    TENTAKEL_SECRET_KEY: randomBytes(32).toString('base64'),
    TENTAKEL_INSTALLATION_ID: randomUUID(),
  }
  outside = await openOutside({ orders: 12, now: '2026-11-24T10:00:00+01:00', environment })
  await outside.control('POST', '/orders', { shipTo: buyer, placedAt: '2026-11-23T10:00:00+01:00' })
})

afterAll(async () => {
  await outside.close()
  await database.drop()
})

function put(content: unknown): string {
  const file = path.join(outside.folder, 'file.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const add = async (content: unknown, ...more: string[]): Promise<Ran> =>
  outside.run(['connection', 'add', '--json', '--file', put(content), ...more])

it('a faulty file: every fault with its path, exit 2, nothing saved', async () => {
  const ran = await add(await outside.file({ booking: { jounals: {}, startDate: '2026-02-30' } }))
  expect(ran.code).toBe(2)
  const { faults } = JSON.parse(ran.stdout) as { faults: { path: string }[] }
  expect(faults.map((fault) => fault.path).toSorted()).toEqual(['booking.jounals', 'booking.startDate'])
  const broken = await add('{"bol": {"clientSecret": SECRET}}')
  expect(broken).toMatchObject({ code: 2, stdout: expect.stringContaining('line 1, column 26') as string })
  expect(`${broken.stdout}${broken.stderr}`).not.toContain('SECRET')
  expect(await outside.json<View[]>(['connection', 'list'])).toEqual([])
})

it('wrong keys: saved and paused, exit 1, the side is named; right keys: exit 0', async () => {
  const wrong = await add(await outside.file({ octopus: { password: 'wrong' } }))
  expect(wrong.code).toBe(1)
  const view = JSON.parse(wrong.stdout) as View
  expect(view).toMatchObject({ state: 'paused', company: 'Mijn bedrijf', problems: ['OCT-LOGIN'] })
  expect(Object.keys(view).toSorted()).toEqual(['company', 'id', 'name', 'problems', 'state'])
  expect(wrong.stderr).toMatch(/octopus: de aanmelding wordt geweigerd/u)
  id = view.id
  const [inDutch, inEnglish] = [
    await outside.run(['connection', 'test', id]),
    await outside.run(['connection', 'test', id, '--lang', 'en']),
  ]
  expect([inDutch.stdout, inEnglish.stdout]).toEqual([
    expect.stringContaining('!!  octopus: de aanmelding werd geweigerd'),
    expect.stringContaining('!!  octopus: login was refused'),
  ])
  const right = await outside.run(['connection', 'update', id, '--json', '--file', put(await outside.file())])
  expect(right.code).toBe(0)
  expect(JSON.parse(right.stdout)).toMatchObject({ id, state: 'active', problems: [] })
})

it('the same shop a second time: exit 2, and the first goes on alone', async () => {
  expect(await add(await outside.file())).toMatchObject({ code: 2 })
  // Nothing is saved: no company either (the companies are listed further on).
  expect(await add(await outside.file(), '--company', 'Nergens')).toMatchObject({ code: 2 })
  const user = await outside.run(['user', 'add', '--email', 'geen adres', '--company', 'Nergens'])
  expect(user).toMatchObject({ code: 2, stderr: expect.stringContaining('no e-mail address') as string })
  expect(await outside.json<View[]>(['connection', 'list'])).toMatchObject([{ id }])
})

it('sync, report and explain tell the same of an order', async () => {
  const { connections } = await outside.json<SyncJson>(['sync'])
  const [counts] = connections
  if (counts === undefined) throw new Error('there is a connection')
  expect(counts.booked + counts.waiting + counts.blocked + counts.skipped + counts.inDoubt).toBe(counts.orders)
  const { rows } = await outside.json<{ rows: { order: string; grossCents: number; number: number }[] }>(['report'])
  const ledger = await outside.ledger()
  const cents = (list: { amountCents: number }[]): number => list.reduce((sum, row) => sum + row.amountCents, 0)
  expect(rows.reduce((sum, row) => sum + row.grossCents, 0)).toBe(cents(ledger))
  const [first] = rows
  const explained = await outside.json<object>(['explain', '--order', first?.order ?? ''])
  expect(explained).toMatchObject({
    order: first?.order,
    state: 'booked',
    status: 'POST',
    documents: [{ number: first?.number, attempts: [{ number: first?.number, outcome: 'created' }] }],
  })
})

it('show --file gives back a file that update takes, without a secret', async () => {
  const shown = await outside.run(['connection', 'show', id, '--file'])
  for (const secret of [outside.access.clientSecret, outside.access.userPassword, outside.access.user])
    expect(shown.stdout).not.toContain(secret)
  expect((await outside.run(['connection', 'update', id, '--file', put(shown.stdout)])).code).toBe(0)
})

it('a removed connection is gone, stays gone, and its shop may come again with all it knew', async () => {
  const before = await outside.json<SyncJson>(['sync'])
  expect((await outside.run(['connection', 'remove', id])).code).toBe(0)
  const refused = await Promise.all(
    ['resume', 'pause', 'test', 'show'].map((verb) => outside.run(['connection', verb, id])),
  )
  expect(refused.map((ran) => ran.code)).toEqual([2, 2, 2, 2])
  const again = await add(await outside.file())
  expect(again.code).toBe(0)
  const after = await outside.json<SyncJson>(['sync'])
  expect(after.connections[0]).toMatchObject({
    orders: before.connections[0]?.orders,
    booked: before.connections[0]?.booked,
  })
})

it('with several companies and none named, a command asks which: exit 2', async () => {
  await outside.run([
    'connection',
    'add',
    '--file',
    put(await outside.file({ bol: { clientId: 'x' } })),
    '--company',
    'Tweede',
  ])
  const ran = await outside.run(['sync'])
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('Mijn bedrijf, Tweede') as string })
  expect((await outside.run(['report', '--company', 'Tweede', '--json'])).stdout).toBe(
    '{"rows":[],"unproven":[],"totals":[]}\n',
  )
  expect(await outside.run(['report', '--company', 'Derde'])).toMatchObject({ code: 2 })
  const other = await outside.run(['sync', '--connection', id, '--company', 'Tweede'])
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('not one of the company "Tweede"') as string })
  const unknown = await outside.run(['problems', '--connection', id, '--company', 'Derde'])
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('No company is called "Derde"') as string })
  expect(await outside.run(['problems', '--connection', id, '--company', 'Mijn bedrijf'])).toMatchObject({ code: 0 })
  expect((await outside.json<View[]>(['connection', 'list'])).map((view) => view.company)).toEqual([
    'Mijn bedrijf',
    'Tweede',
  ])
})

it('nothing of all that was said, and nothing in the database, shows a key or a password in any form', async () => {
  const { clientSecret, userPassword } = outside.access
  const secrets = { clientSecret, userPassword, sealingKey: outside.environment['TENTAKEL_SECRET_KEY'] ?? '' }
  const padded = (form: (text: string) => string): string => form(`x ${clientSecret} y`)
  for (const slip of [
    String,
    btoa,
    encodeURIComponent,
    JSON.stringify,
    (text: string) => Buffer.from(text).toString('hex'),
  ])
    expect(shownIn(padded(slip), secrets), 'the search itself finds it').not.toEqual([])
  expect(shownIn(outside.said.join('\n'), secrets)).toEqual([])
  expect(shownIn(await wholeDatabase(database.ownerUrl), secrets)).toEqual([])
})

it('nothing but what is meant to be read by the seller names a buyer', async () => {
  const { orders } = (await outside.json<SyncJson>(['sync', '--company', 'Mijn bedrijf'])).connections[0] ?? {
    orders: 0,
  }
  expect(orders).toBe(13)
  expect(shownIn(outside.said.join('\n'), buyer)).toEqual([])
  expect(shownIn(await wholeDatabase(database.ownerUrl), buyer)).toEqual([])
})
