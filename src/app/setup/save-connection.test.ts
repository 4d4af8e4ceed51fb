/**
 * Goal: a shop is in one connection only, whatever fails on the way, and what was known of it is never lost.
 * Method: the real store; a marketplace and a ledger whose answers each test sets.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bolFacts } from '../../adapters/bol/facts.ts'
import { octopusFacts } from '../../adapters/octopus/facts.ts'
import { createCalendar } from '../../adapters/system/calendar.ts'
import { createRandom } from '../../adapters/system/random.ts'
import { noTrailHeads } from '../../adapters/system/trail-heads.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { Source, SellerAccount } from '../../ports/source.ts'
import type { Journal } from '../../domain/ledger/ledger.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import type { NewDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { openTestStore, type TestStore } from '../../../test/support/test-store.ts'
import { ensureAccount } from '../people/claim-account.ts'
import { openConnection } from '../run/connection-context.ts'
import { noteRefusal } from '../run/connection-refusal.ts'
import { kindsOf } from '../../kinds.ts'
import { readChange } from './changed-file.ts'
import { parseConnectionFile } from './connection-file.ts'
import {
  listConnections,
  pauseConnection,
  removeConnection,
  resumeConnection,
  tryBoth,
  type Company,
} from './connections.ts'
import { listProblems } from '../show/list-problems.ts'
import type { Ports } from '../run/ports.ts'
import { addConnection, updateConnection, type SaveResult } from './save-connection.ts'
import { usualKinds } from '../../../test/support/kinds.ts'

const now = Date.parse('2026-11-24T09:00:00Z')
const unavailable = { kind: 'later', cause: 'unavailable', until: null, detail: 'no answer' } as const
const journal: Journal = {
  bookYearId: 9,
  journalKey: 'V5',
  name: 'Verkoop bol.com',
  mode: 'bookings',
  closed: false,
  lastNumber: 0,
  protectedPeriod: 0,
  closedPeriod: 0,
}

let test: TestStore
let ports: Ports
let company: Company
let shops: Map<string, Answer<SellerAccount>>
let lastNumber: number
let dossierAnswers: boolean
let shopCount = 0
let duringIdentify: (() => Promise<void>) | null = null

beforeAll(async () => {
  test = await openTestStore()
})

afterAll(() => test.close())

function shopOf(clientId: string): Source {
  const identify = async (): Promise<Answer<SellerAccount>> => {
    await duringIdentify?.()
    return shops.get(clientId) ?? unavailable
  }
  return { identify, callsMade: () => 0 } as Source
}

beforeEach(async () => {
  shops = new Map()
  duringIdentify = null
  lastNumber = 0
  dossierAnswers = true
  const { store, secrets } = test
  const random = createRandom()
  ports = {
    kinds: kindsOf({
      usual: { source: 'bol', ledger: 'octopus' },
      sources: [{ ...bolFacts, tokenNames: () => ['bol:x'], open: ({ keys }) => shopOf(keys['clientId'] ?? '') }],
      ledgers: [
        {
          ...octopusFacts,
          tokenNames: () => ['octopus:x'],
          callsPerDay: {},
          documentsPerDay: () => 350,
          open: () => ledger(),
        },
      ],
    }),
    store,
    secrets,
    trailHeads: noTrailHeads,
    trailMail: null,
    passwords: {
      hash: (text) => Promise.resolve(text),
      matches: (text, hash) => Promise.resolve(text === hash),
      isEasy: () => Promise.resolve(false),
    },
    signIns: {} as Ports['signIns'],
    oneTimeCodes: { newSecret: () => '', address: () => '', stepOf: () => null },
    passkeyRules: {} as Ports['passkeyRules'],
    mailer: null,
    webhooks: { faultOf: () => Promise.resolve(null), send: () => Promise.resolve({ kind: 'taken' }) },
    publicUrl: null,
    signUp: { mode: 'closed', trialDays: null },
    random,
    calendar: createCalendar(),
    // A pause of the product is no pause of the test.
    clock: {
      now: () => Promise.resolve(now),
      sleepUntil: () => Promise.resolve(),
      pause: () => Promise.resolve(),
      monotonicMs: () => 0,
    },
    log: { info: () => null, warn: () => null, error: () => null },
    vatRegister: { check: () => Promise.resolve({ kind: 'unavailable', lasting: false, detail: 'test' }) },
    processId: 'test-process',
    meters: { pollBegan: () => undefined, onPoll: () => undefined },
    digest: (text) => Buffer.from(text).toString('hex').padEnd(64, '0'),
  }
  const name = `Bedrijf ${random.id()}`
  company = { name, tenantId: await store.directory.findOrAddTenant(name, random.id(), now) }
})

function ledger(): Accounting {
  const year = { bookYearId: 9, from: '2026-01-01', to: '2026-12-31', closed: false, periods: [] }
  const ok = <T>(value: T[]): Promise<Answer<T[]>> =>
    Promise.resolve(dossierAnswers ? { kind: 'ok', value } : { kind: 'forbidden', detail: 'not open to this user' })
  return {
    readBookYears: () => ok([year]),
    readJournals: () =>
      ok([
        { ...journal, lastNumber },
        { ...journal, journalKey: 'V7' },
      ]),
    readAccounts: () => ok([{ bookYearId: 9, account: 700000, name: 'Verkopen' }]),
    readVatCodes: () => ok([]),
    callsMade: () => 0,
  } as unknown as Accounting
}

/** Keys of a shop of its own for each test, so that tests do not take each other's. */
function newShop(clientId: string): SellerAccount {
  shopCount += 1
  const shop = { retailerId: String(1000 + shopCount), displayName: 'Winkel', companyName: null, vatNumber: null }
  shops.set(clientId, { kind: 'ok', value: shop })
  return shop
}

function file(clientId: string, dossierId = 49555): { settings: Settings; credentials: Credentials; by: string } {
  const parsed = parseConnectionFile(
    {
      name: 'Winkel',
      bol: { clientId, clientSecret: 's' },
      octopus: { user: 'u', password: 'p', dossierId },
      seller: { country: 'BE' },
      booking: { journals: { bookings: 'V5' } },
    },
    { today: '2026-11-24', secrets: 'required', kinds: usualKinds },
  )
  if (parsed.kind !== 'ok') throw new Error('the file is right')
  return { settings: parsed.settings, credentials: parsed.credentials as Credentials, by: 'test' }
}

const update = (id: string, keys: string, dossierId?: number): Promise<SaveResult> =>
  updateConnection(ports, company, id, { ...file(keys, dossierId), reason: null })

async function add(clientId: string): Promise<string> {
  const result = await addConnection(ports, company, file(clientId))
  if (result.kind !== 'saved') throw new Error(`refused: ${JSON.stringify(result.faults)}`)
  return result.view.id
}

const inStore = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  test.store.forTenant(company.tenantId).transaction(work)

const refused = (message: string) => ({
  kind: 'refused',
  faults: [expect.objectContaining({ message: expect.stringContaining(message) as string })],
})

describe('a shop', () => {
  it('that is active in another connection is refused, and nothing of the new one stays', async () => {
    newShop('a')
    const first = await add('a')
    expect(await addConnection(ports, company, file('a'))).toEqual(refused('active in another connection'))
    expect((await listConnections(ports, company)).map((view) => view.id)).toEqual([first])
    const rows = await inStore((tx) => tx.connections.list())
    const other = rows.find((row) => row.connectionId !== first)
    expect(await inStore((tx) => tx.connections.credentials(other?.connectionId ?? ''))).toBeNull()
  })

  it('is free again once its connection is removed, and all that earlier connections remember goes over', async () => {
    newShop('a')
    const first = await add('a')
    await inStore((tx) => tx.orders.saveSeen(first, [seen('O-1')]))
    await inStore((tx) => tx.orders.skip(first, 'O-1', 'booked by hand', now))
    await removeConnection(ports, company, first)
    const second = await add('a')
    await inStore((tx) => tx.orders.saveSeen(second, [seen('O-2')]))
    await removeConnection(ports, company, second)
    const third = await add('a')
    const known = await inStore((tx) => tx.orders.known(third, ['O-1', 'O-2']))
    expect(Object.fromEntries(known.map((order) => [order.orderId, order.standing]))).toEqual({
      'O-1': 'skipped',
      'O-2': 'new',
    })
  })

  it('of keys saved while the marketplace was silent is asked for, and taken, before an order is read', async () => {
    const shop = newShop('b')
    const taken = await add('b')
    shops.delete('b')
    const result = await addConnection(ports, company, file('b'))
    if (result.kind !== 'saved') throw new Error('silence is no reason to refuse')
    expect(result).toMatchObject({ attention: true, view: { state: 'active', problems: ['BOL-STORING'] } })
    shops.set('b', { kind: 'ok', value: shop })
    const at = { tenantId: company.tenantId, connectionId: result.view.id }
    const context = await openConnection(ports, at)
    if (context === null) throw new Error('the connection is there')
    expect(await ensureAccount(context)).toMatchObject({ kind: 'forbidden' })
    await removeConnection(ports, company, taken)
    expect(await ensureAccount(context)).toBeNull()
    expect(context.connection.retailerId).toBe(shop.retailerId)
  })

  it('cannot be exchanged for another one: its orders would become the other one’s', async () => {
    newShop('c')
    newShop('d')
    const id = await add('c')
    expect(await update(id, 'd')).toEqual(refused('make a connection for it'))
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ revision: 1 })
  })

  it('is asked for again after other keys were saved in silence', async () => {
    newShop('c')
    const id = await add('c')
    await update(id, 'silent')
    newShop('silent')
    const context = await openConnection(ports, { tenantId: company.tenantId, connectionId: id })
    if (context === null) throw new Error('the connection is there')
    expect(await ensureAccount(context)).toMatchObject({ kind: 'forbidden' })
  })
})

describe('a connection', () => {
  it('that is changed by a file without a first day keeps its own', async () => {
    newShop('first-day')
    const made = file('first-day')
    made.settings.booking.startDate = '2026-10-05'
    const result = await addConnection(ports, company, made)
    if (result.kind !== 'saved') throw new Error('the shop is free')
    const json = { name: 'Winkel', octopus: { dossierId: 49555 }, seller: { country: 'BE' } }
    const at = { tenantId: company.tenantId, connectionId: result.view.id }
    expect(await readChange(ports, at, json)).toMatchObject({ settings: { booking: { startDate: '2026-10-05' } } })
  })

  it('that was removed stays so', async () => {
    newShop('e')
    const id = await add('e')
    dossierAnswers = false
    await tryBoth(ports, company, id, null)
    await removeConnection(ports, company, id)
    await resumeConnection(ports, company, id)
    expect(await update(id, 'e')).toEqual(refused('was removed'))
    expect(await listConnections(ports, company)).toEqual([])
    expect(await openConnection(ports, { tenantId: company.tenantId, connectionId: id })).toBeNull()
    const scope = { tenantIds: [company.tenantId], connectionId: null, language: 'nl' as const }
    expect(await listProblems(ports, scope)).toEqual([])
  })

  it('whose keys were refused is closed on that side until they are saved again', async () => {
    shops.set('f', { kind: 'loginRefused', detail: 'no' })
    const id = await add('f')
    expect(await listConnections(ports, company)).toMatchObject([{ state: 'paused', problems: ['BOL-LOGIN'] }])
    newShop('f')
    expect((await tryBoth(ports, company, id, null)).lines[0]).toMatchObject({ side: 'bol', ok: false })
    expect(await resumeConnection(ports, company, id)).toMatchObject({ state: 'paused' })
    expect(await update(id, 'f')).toMatchObject({ attention: false, view: { state: 'active', problems: [] } })
  })

  it('whose dossier is not open says so, and is well again once it is', async () => {
    newShop('g')
    dossierAnswers = false
    const id = await add('g')
    expect(await listConnections(ports, company)).toMatchObject([{ state: 'paused', problems: ['OCT-DOSSIER'] }])
    dossierAnswers = true
    const tried = await tryBoth(ports, company, id, null)
    expect(tried).toMatchObject({ attention: false, view: { state: 'active', problems: [] } })
  })

  it('into a journal that others use is saved, with a warning that goes when the journal is changed', async () => {
    newShop('h')
    lastNumber = 3
    const id = await add('h')
    expect(await listConnections(ports, company)).toMatchObject([{ state: 'active', problems: ['OCT-DAGBOEK-VREEMD'] }])
    const { settings } = file('h')
    const booking = { ...settings.booking, journals: { bookings: 'V7', invoices: null } }
    const changed = { settings: { ...settings, booking }, credentials: {}, by: 'test', reason: null }
    expect(await updateConnection(ports, company, id, changed)).toMatchObject({
      attention: false,
      view: { problems: [] },
    })
  })

  it('keeps its dossier as long as a document is in doubt there', async () => {
    newShop('i')
    const id = await add('i')
    await inDoubt(id)
    expect(await update(id, 'i', 1)).toEqual(refused('1 documents of dossier 49555 are in doubt'))
    expect(await update(id, 'i')).toMatchObject({ kind: 'saved' })
  })

  it('keeps the keys that a changed file leaves out', async () => {
    newShop('j')
    const id = await add('j')
    const { settings } = file('j')
    await updateConnection(ports, company, id, {
      settings: { ...settings, name: 'Nieuwe naam' },
      credentials: {},
      by: 'test',
      reason: 'name',
    })
    expect(await inStore((tx) => tx.connections.credentials(id))).toEqual(file('j').credentials)
    expect(await listConnections(ports, company)).toMatchObject([{ name: 'Nieuwe naam', state: 'active' }])
  })
})

describe('while the marketplace is asked, which may take minutes,', () => {
  /** What another user does before the marketplace answers. */
  const meanwhile = (act: () => Promise<unknown>): void => {
    duringIdentify = async () => {
      duringIdentify = null
      await act()
    }
  }
  const renamed = (keys: string): Parameters<typeof updateConnection>[3] => ({
    settings: { ...file(keys).settings, name: 'Nieuwe naam' },
    credentials: {},
    by: 'test',
    reason: null,
  })
  const newPassword = (keys: string): Parameters<typeof updateConnection>[3] => ({
    settings: file(keys).settings,
    credentials: { ledger: { user: 'u', password: 'nieuw' } },
    by: 'other',
    reason: null,
  })
  const passwordOf = (id: string): Promise<string | undefined> =>
    inStore(async (tx) => (await tx.connections.credentials(id))?.ledger['password'])

  it('a new password is saved: the settings that are saved after it do not bring back the old one', async () => {
    newShop('k')
    const id = await add('k')
    meanwhile(() => updateConnection(ports, company, id, newPassword('k')))
    expect(await updateConnection(ports, company, id, renamed('k'))).toMatchObject({ kind: 'saved' })
    expect(await passwordOf(id)).toBe('nieuw')
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ revision: 3, credentialsVersion: 3 })
  })

  it('nor does a file that was completed with the old one', async () => {
    newShop('l')
    const id = await add('l')
    const given = { ...renamed('l'), credentials: file('l').credentials, completedWith: file('l').credentials }
    await updateConnection(ports, company, id, newPassword('l'))
    expect(await updateConnection(ports, company, id, given)).toMatchObject({ kind: 'saved' })
    expect(await passwordOf(id)).toBe('nieuw')
  })

  it('the connection is removed: it stays so, without keys', async () => {
    newShop('m')
    const id = await add('m')
    meanwhile(() => removeConnection(ports, company, id))
    expect(await updateConnection(ports, company, id, renamed('m'))).toEqual(refused('was removed'))
    expect(await inStore((tx) => tx.connections.credentials(id))).toBeNull()
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ state: 'removed' })
  })

  it('a document comes in doubt: the dossier stays', async () => {
    newShop('n')
    const id = await add('n')
    meanwhile(() => inDoubt(id))
    expect(await update(id, 'n', 1)).toEqual(refused('1 documents of dossier 49555 are in doubt'))
  })

  it('the connection is paused: keys that were refused before do not start it', async () => {
    shops.set('o', { kind: 'loginRefused', detail: 'no' })
    const id = await add('o')
    newShop('o')
    meanwhile(() => pauseConnection(ports, company, id))
    await update(id, 'o')
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ state: 'paused', pauseCause: 'person' })
  })

  it('keys of another shop are saved in silence: that shop is asked for before an order is read', async () => {
    newShop('r')
    const id = await add('r')
    meanwhile(() => update(id, 'silent-r'))
    expect(await updateConnection(ports, company, id, renamed('r'))).toMatchObject({ kind: 'saved' })
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ shopName: null })
    newShop('silent-r')
    const context = await openConnection(ports, { tenantId: company.tenantId, connectionId: id })
    if (context === null) throw new Error('the connection is there')
    expect(await ensureAccount(context)).toMatchObject({ kind: 'forbidden' })
  })

  it('by a run with the keys of before: its answer does not stand for the new ones', async () => {
    newShop('s')
    const id = await add('s')
    await update(id, 'silent-s')
    const context = await openConnection(ports, { tenantId: company.tenantId, connectionId: id })
    if (context === null) throw new Error('the connection is there')
    const shop = shops.get('s') ?? unavailable
    shops.set('silent-s', shop)
    meanwhile(() => update(id, 'silent-t'))
    expect(await ensureAccount(context)).toMatchObject({ kind: 'later', rests: true })
    expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ shopName: null })
  })

  it('nor does it claim its shop again, once it was removed', async () => {
    newShop('p')
    const id = await add('p')
    meanwhile(() => removeConnection(ports, company, id))
    await update(id, 'p')
    expect(await addConnection(ports, company, file('p'))).toMatchObject({ kind: 'saved' })
  })
})

it('a run that was begun before a removal or a pause does not undo it when its keys are refused', async () => {
  newShop('q')
  const id = await add('q')
  const context = await openConnection(ports, { tenantId: company.tenantId, connectionId: id })
  if (context === null) throw new Error('the connection is there')
  const refusal = { kind: 'loginRefused', detail: 'no' } as const
  await pauseConnection(ports, company, id)
  await inStore((tx) => noteRefusal(tx, context, 'ledger', refusal, now))
  expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ state: 'paused', pauseCause: 'person' })
  await removeConnection(ports, company, id)
  await inStore((tx) => noteRefusal(tx, context, 'ledger', refusal, now))
  expect(await inStore((tx) => tx.connections.get(id))).toMatchObject({ state: 'removed' })
})

function seen(orderId: string) {
  return {
    orderId,
    placedAt: now,
    placedOn: '2026-11-24',
    seenAt: now,
    changedAt: now,
    listHash: 'x',
    listedItems: [],
    wantsDetail: true,
    detailFailed: false,
    version: null,
    wantsShipments: null,
  }
}

async function inDoubt(id: string): Promise<void> {
  await inStore(async (tx) => {
    await tx.documents.savePlanned([planned(id)])
    const step = { documentId: planned(id).documentId, expected: { state: 'ready' as const }, notBefore: null }
    const [document] = await tx.documents.inState(id, ['ready'])
    if (document === undefined) throw new Error('the document is there')
    const progress = { ...document.progress, state: 'checking' as const }
    await tx.documents.step({ ...step, progress, event: 'test', actor: 'test', at: now })
  })
}

function planned(connectionId: string): NewDocument {
  return {
    documentId: connectionId.replace(/^.{8}/u, '00000000'),
    connectionId,
    dossierId: 49555,
    kind: 'booking',
    businessKey: 'O-1',
    version: 1,
    reference: connectionId.slice(0, 12),
    orderId: 'O-1',
    target: 'bookings',
    journalId: null,
    journalKey: 'V5',
    bookYearId: 9,
    period: 202611,
    documentDate: '2026-11-24',
    amountCents: 100,
    buyerHash: null,
    revision: 1,
    orderVersion: 1,
    plan: { lines: [], flags: [], supplyDate: '2026-11-24' } as unknown as NewDocument['plan'],
    templateSealed: null,
    templateHash: null,
    mustLook: false,
    priority: 0,
    queueAt: now,
    state: 'ready',
    notBefore: null,
    at: now,
  }
}
