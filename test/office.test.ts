/** All dossiers of a bookkeeper: those of her companies and no others, with the figures that their own pages show. */
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mountWebApp } from '../src/api/web-app.ts'
import type { SignIn } from '../src/api/session.ts'
import type { FoundOrder, OfficeRow } from '../src/app/show/office.ts'
import type { ConnectionOverview } from '../src/app/show/overview.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { invite } from '../src/app/people/offers.ts'
import { terminal } from '../src/app/people/guard.ts'
import { openConnection } from '../src/app/run/connection-context.ts'
import { openInside, type Inside } from './support/inside.ts'
import { machineShows } from './support/people.ts'

const password = 'vier losse woorden samen'
const own = { 'x-tentakel': '1', 'content-type': 'application/json' }
const at: SignIn = { secure: false, testClock: true }
let shop: Inside
let app: Hono
/** Of two companies that are not the shop's: she keeps the books of the first. */
let hers: { tenantId: string; connectionId: string }
let foreign: { tenantId: string; connectionId: string }

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' }, vat: { default: 'ask' } } })
  await machineShows(shop.ports)
  app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: at })
  hers = await emptyCompany('=Rustig & Co')
  foreign = await emptyCompany('Van een ander ¤2¤')
  for (const tenantId of [shop.tenantId, hers.tenantId]) await add('boekhouder@kantoor.example', tenantId)
  await addAccount(shop.ports, { email: 'lezer@x.example', password, role: 'reader', tenantId: shop.tenantId })
  await addAccount(shop.ports, { email: 'niemand@x.example', password, role: 'reader', tenantId: null })
  for (let count = 0; count < 2; count += 1) await shop.place({ country: 'BE' })
  await shop.sync()
})
afterAll(() => shop.close())

async function add(email: string, tenantId: string): Promise<void> {
  const known = (await shop.ports.store.directory.accounts.byEmail(email)) !== null
  await addAccount(shop.ports, { email, password: known ? null : password, role: 'accountant', tenantId })
}

async function emptyCompany(name: string): Promise<{ tenantId: string; connectionId: string }> {
  const { store, random, clock, kinds } = shop.ports
  const createdAt = await clock.now()
  const tenantId = await store.directory.findOrAddTenant(name, random.id(), createdAt)
  const connectionId = random.id()
  await store.forTenant(tenantId).transaction(async (tx) => {
    await tx.connections.add({ connectionId, ...kinds.usual, name, dossierId: 7, createdAt })
    const context = await openConnection(shop.ports, shop)
    if (context === null) throw new Error('no connection')
    const { settings } = context
    await tx.connections.saveRevision({
      connectionId,
      revision: 1,
      settings,
      savedAt: createdAt,
      savedBy: 't',
      reason: null,
    })
  })
  return { tenantId, connectionId }
}

const cookies = new Map<string, string>()

async function ask(who: string, path: string, body?: object): Promise<Response> {
  const known = cookies.get(who)
  const signIn = { method: 'POST', headers: own, body: JSON.stringify({ email: who, password }) }
  const cookie =
    known ?? ((await app.request('/api/session', signIn)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  cookies.set(who, cookie)
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return app.request(`/api${path}`, { ...init, headers: { ...own, cookie } })
}

async function office(who: string): Promise<OfficeRow[]> {
  return (await (await ask(who, '/office')).json()) as OfficeRow[]
}

const bookkeeper = 'boekhouder@kantoor.example'

it('holds every dossier of her companies, the one that needs her first, and none of others', async () => {
  const rows = await office(bookkeeper)
  expect(rows.map(({ connection, group }) => [connection, group])).toEqual([
    [shop.connectionId, 'yours'],
    [hers.connectionId, 'runs'],
  ])
  expect(await office('lezer@x.example')).toMatchObject([{ connection: shop.connectionId, mayDecide: false }])
  expect(await office('niemand@x.example')).toEqual([])
  expect((await app.request('/api/office')).status).toBe(401)
})

it('shows nothing of any to whoever lacks the second proof that is asked of all', async () => {
  at.secondProof = 'everyone'
  expect(await office(bookkeeper)).toEqual([])
  at.secondProof = 'optional'
})

it('says of a dossier what its own page says', async () => {
  const [row] = await office(bookkeeper)
  const answer = await ask(bookkeeper, `/overview?company=${shop.tenantId}`)
  const [overview] = (await answer.json()) as ConnectionOverview[]
  const cause = overview?.causes[0]
  expect(cause).toMatchObject({ code: 'BTW-EAN', count: 2 })
  expect(row).toMatchObject({
    cause: { code: 'BTW-EAN', title: cause?.title, orders: 2, grossCents: cause?.grossCents, since: cause?.since },
    stuck: { orders: overview?.blocked, grossCents: cause?.grossCents },
    lastPollAt: overview?.lastPollAt,
    vat: { month: '2026-10-01', state: 'none' },
  })
  expect(row?.days.at(-1)).toBe(2)
  expect(row?.stuck.grossCents).toBeGreaterThan(0)
})

it('finds an order by its number in whichever of her dossiers it stands, and never one of a stranger', async () => {
  const seenAt = await shop.ports.clock.now()
  const known = async (tenantId: string, connectionId: string, orderId: string): Promise<void> => {
    await shop.ports.store.forTenant(tenantId).transaction(async (tx) => {
      await tx.orders.addUnknown(connectionId, [{ orderId, placedAt: seenAt, placedOn: '2026-11-20' }], {
        foundBy: 'shipment',
        at: seenAt,
      })
      await tx.orders.count(connectionId, '2026-11-01')
    })
  }
  await known(hers.tenantId, hers.connectionId, 'C0007KXQ3L')
  await known(foreign.tenantId, foreign.connectionId, 'C0007KXQ3M')
  const find = async (who: string, search: string): Promise<unknown[]> => {
    const answer = await ask(who, `/office/orders?search=${encodeURIComponent(search)}`)
    return ((await answer.json()) as FoundOrder[]).map(({ company, orderId }) => [company.name, orderId])
  }
  for (const search of ['C0007KXQ3L', ' c0007kxq3l ', '7kxq', 'xq3l', 'C0007'])
    expect([search, await find(bookkeeper, search)]).toEqual([search, [['=Rustig & Co', 'C0007KXQ3L']]])
  for (const search of ['C0007KXQ3M', 'xq3m', 'xq', '', '%', '____'])
    expect([search, await find(bookkeeper, search)]).toEqual([search, []])
  expect(await find('lezer@x.example', 'C0007KXQ3L')).toEqual([])
  expect(await find('niemand@x.example', 'C0007KXQ3L')).toEqual([])
  expect((await app.request('/api/office/orders?search=C0007KXQ3L')).status).toBe(401)
})

describe('Verwerk for whole dossiers', () => {
  const connections = (): string[] => [shop.connectionId, foreign.connectionId]

  it('is refused where one may only read, and reaches no company of others', async () => {
    const answer = await ask('lezer@x.example', '/office/retry', { connections: connections() })
    expect(await answer.json()).toEqual({ taken: 0, notTaken: 0, refused: 1 })
  })

  it('takes what can go on once its cause is mended, and the dossier leaves the head of the list', async () => {
    await shop.change({ booking: { startDate: '2026-11-22', on: 'order' }, vat: { default: 'STANDARD' } })
    const answer = await ask(bookkeeper, '/office/retry', { connections: connections() })
    expect(await answer.json()).toEqual({ taken: 2, notTaken: 0, refused: 0 })
    await shop.sync()
    const found = (await office(bookkeeper)).find(({ connection }) => connection === shop.connectionId)
    expect(found).toMatchObject({ stuck: { orders: 0, grossCents: 0 }, booked: { orders: 2 } })
    expect(found?.group).not.toBe('yours')
    const booked = (await shop.outside.ledger()).reduce((sum, { amountCents }) => sum + amountCents, 0)
    expect(found?.booked.grossCents).toBe(booked)
  })
})

it('shows an operator what is his, and nothing of a company that only lets him in', async () => {
  const { accounts } = shop.ports.store.directory
  await addAccount(shop.ports, { email: 'beheer@x.example', password, role: 'operator', tenantId: null })
  await addAccount(shop.ports, { email: 'baas@x.example', password, role: 'owner', tenantId: foreign.tenantId })
  const { accountId = '' } = (await accounts.byEmail('baas@x.example')) ?? {}
  const givenAt = await shop.ports.clock.now()
  const consent = { accountId, givenBy: 'baas@x.example', givenAt, until: givenAt + 3_600_000 }
  await accounts.setConsent(foreign.tenantId, consent)
  const overview = await ask('beheer@x.example', `/overview?company=${foreign.tenantId}`)
  expect(overview.status).toBe(200)
  const seen = (await office('beheer@x.example')).map(({ connection }) => connection)
  expect(seen.toSorted()).toEqual([shop.connectionId, hers.connectionId].toSorted())
  const both = { connections: [shop.connectionId, foreign.connectionId] }
  await ask('beheer@x.example', '/office/retry', both)
  const actsOf = (tenantId: string) =>
    shop.ports.store.forTenant(tenantId).transaction((tx) => tx.operatorActs.newest(10))
  expect(await actsOf(shop.tenantId)).toMatchObject([{ act: 'POST /retry', who: 'beheer@x.example' }])
  expect((await actsOf(foreign.tenantId)).map(({ act }) => act)).toEqual(['GET /overview'])
})

it('is a file for people: the filter of the page, euro, sums, and no formula', async () => {
  const rows = (await (await ask(bookkeeper, '/office.csv?language=nl')).text()).split('\r\n')
  expect(rows[0]).toContain('Bedrijf;Koppeling;Dossier;Status;Wat er wacht')
  expect(rows.filter((row) => row.startsWith("'=Rustig & Co"))).toHaveLength(1)
  const cents = (await office(bookkeeper)).reduce((sum, { booked }) => sum + booked.grossCents, 0)
  expect(rows.at(-2)?.split(';')[8]).toBe((cents / 100).toFixed(2).replace('.', ','))
  const one = await (await ask(bookkeeper, '/office.csv?language=nl&search=RUSTIG')).text()
  expect(one.split('\r\n')).toHaveLength(4)
  const workbook = await ask(bookkeeper, '/office.xlsx?language=fr')
  expect([...new Uint8Array(await workbook.arrayBuffer()).slice(0, 2)]).toEqual([0x50, 0x4b])
})

it('tells of invitations of companies that one owns, and of no others', async () => {
  const wanted = { tenantId: hers.tenantId, email: 'klant@x.example', role: 'owner', invitedBy: 'test' } as const
  const owner = await shop.ports.store.directory.accounts.byEmail(bookkeeper)
  const untold = () => Promise.resolve()
  await invite(shop.ports, wanted, { language: 'nl', by: null, caller: terminal }, untold)
  const seen = async (): Promise<unknown> => (await ask(bookkeeper, '/office/invitations')).json()
  expect(await seen()).toEqual([])
  await shop.ports.store.directory.accounts.changeMember(hers.tenantId, owner?.accountId ?? '', 'owner')
  await invite(shop.ports, wanted, { language: 'nl', by: owner, caller: terminal }, untold)
  expect(await seen()).toMatchObject([{ company: '=Rustig & Co', email: 'klant@x.example', companyId: hers.tenantId }])
})
