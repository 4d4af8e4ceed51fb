/** Configuratie: what would differ before it is saved, back to an earlier revision, and a connection that goes. */
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mountWebApp } from '../src/api/web-app.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { openInside, type Inside } from './support/inside.ts'

const own = { 'x-tentakel': '1', 'content-type': 'application/json' }
const account = { email: 'eigenaar@firma.example', password: 'een lang wachtwoord' }
let shop: Inside
let app: Hono
let cookie = ''

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  await addAccount(shop.ports, { ...account, role: 'owner', tenantId: shop.tenantId })
  const answer = await app.request('/api/session', { method: 'POST', headers: own, body: JSON.stringify(account) })
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] as string
})
afterAll(() => shop.close())

async function ask(method: string, place: string, body?: unknown): Promise<{ status: number; json: any }> {
  const address = `/api/connections/${shop.connectionId}/${place}?company=${shop.tenantId}`
  const init = { method, headers: { ...own, cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await app.request(address, init)
  return { status: answer.status, json: await answer.json() }
}

async function fileNow(): Promise<any> {
  return (await ask('GET', 'file')).json.file
}

it('offers the open journals, sales codes and accounts of the dossier, without a call to Octopus', async () => {
  await shop.sync()
  const before = await shop.outside.control('GET', '/calls')
  const { json } = await ask('GET', 'dossier')
  expect(json.journals).toContainEqual(expect.objectContaining({ key: 'V5', mode: 'bookings' }))
  expect(json.vatCodes).toContainEqual(expect.objectContaining({ code: '21', rateBp: 2_100 }))
  expect(json.accounts).toContainEqual(expect.objectContaining({ account: 700_000 }))
  expect(await shop.outside.control('GET', '/calls')).toEqual(before)
})

it('shows what would differ, and saves nothing', async () => {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1_999 }] })
  await shop.act(order, 'ship')
  await shop.sync()
  const file = await fileNow()
  const changed = { ...file, vat: { ...file.vat, default: 'BOOK' } }
  const { status, json } = await ask('POST', 'preview', { file: changed })
  expect(status).toBe(200)
  // What is booked is not shown as if it were booked anew.
  expect(json.preview).toMatchObject({ changed: 0, orders: 1, notes: [{ kind: 'stays', orders: 1 }] })
  const asking = { ...file, vat: { ...file.vat, default: 'ask' } }
  expect(await ask('PUT', 'file', { file: asking })).toMatchObject({ status: 200 })
  const held = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1_999 }] })
  await shop.act(held, 'ship')
  await shop.sync()
  const again = await ask('POST', 'preview', { file: changed })
  expect(again.json.preview).toMatchObject({ changed: 1, orders: 2 })
  expect(again.json.preview.differences[0]).toMatchObject({ order: held, booked: false })
  expect(again.json.preview.differences[0].after.documents[0].lines[0]).toMatchObject({ vatCode: '06', rateBp: 600 })
  expect(await ask('PUT', 'file', { file })).toMatchObject({ status: 200 })
  expect(await fileNow()).toEqual(file)
})

it('names the field of what is wrong, and keeps the revision', async () => {
  const file = await fileNow()
  const wrong = { ...file, booking: { ...file.booking, dayTotalAt: '25:00' } }
  for (const [method, place] of [
    ['POST', 'preview'],
    ['PUT', 'file'],
  ] as const) {
    const { status, json } = await ask(method, place, { file: wrong })
    expect(status).toBe(400)
    expect(json.faults).toMatchObject([{ path: 'booking.dayTotalAt' }])
  }
  expect((await ask('GET', 'file')).json.revisions).toHaveLength(3)
})

it('an earlier revision can be read back, and saving it makes a new one', async () => {
  const first = await fileNow()
  const second = { ...first, booking: { ...first.booking, cancellations: 'approve' } }
  expect((await ask('PUT', 'file', { file: second, reason: 'proef' })).status).toBe(200)
  expect((await fileNow()).booking.cancellations).toBe('approve')
  const { json } = await ask('GET', 'revisions/1')
  expect(json.file).toEqual(first)
  expect((await ask('PUT', 'file', { file: json.file, reason: 'terug' })).status).toBe(200)
  expect(await fileNow()).toEqual(first)
  expect((await ask('GET', 'file')).json.revisions.map((row: { revision: number }) => row.revision)).toHaveLength(5)
  // Two people had the page open: the one who is later sees what the other one saved, instead of writing over it.
  const late = await ask('PUT', 'file', { file: second, revision: 2 })
  expect(late).toMatchObject({ status: 409, json: { faults: [{ path: '' }] } })
  expect(await fileNow()).toEqual(first)
  expect(await ask('PUT', 'file', { file: second, revision: 5 })).toMatchObject({ status: 200 })
  for (const revision of ['0', '99', 'x']) expect((await ask('GET', `revisions/${revision}`)).status).toBe(404)
})

it('a new password is one field; a pair left empty stays, and another user needs a password of his own', async () => {
  const file = await fileNow()
  const { user, userPassword, clientId, clientSecret } = shop.outside.access
  const stored = async () =>
    shop.ports.store.forTenant(shop.tenantId).transaction((tx) => tx.connections.credentials(shop.connectionId))
  const save = (bol: object, octopus: object) =>
    ask('PUT', 'file', { file: { ...file, bol, octopus: { ...file.octopus, ...octopus } } })
  const nothing = { clientId: '', clientSecret: '' }
  const told = await save(nothing, { user: '', password: userPassword })
  expect(told).toMatchObject({ status: 200 })
  expect(told.json.lines.every((line: { ok: boolean }) => line.ok)).toBe(true)
  expect((await stored())?.ledger).toEqual({ user, password: userPassword })
  // As the wizard sends what it was not told anew.
  expect(await save({ clientId, clientSecret: '' }, { user, password: '' })).toMatchObject({ status: 200 })
  expect((await stored())?.marketplace).toEqual({ clientId, clientSecret })
  const refused = await save(nothing, { user: 'iemand-anders', password: '' })
  expect(refused.status).toBe(400)
  expect(refused.json.faults[0].path).toBe('octopus.password')
  expect((await stored())?.ledger).toEqual({ user, password: userPassword })
})

it('goes only when its name is typed, and then its keys are gone', async () => {
  expect((await ask('POST', 'remove', { name: 'iets anders' })).status).toBe(400)
  const { name } = await fileNow()
  expect((await ask('POST', 'remove', { name })).status).toBe(200)
  expect((await ask('GET', 'file')).status).toBe(404)
  const credentials = await shop.ports.store
    .forTenant(shop.tenantId)
    .transaction((tx) => tx.connections.credentials(shop.connectionId))
  expect(credentials).toBeNull()
})
