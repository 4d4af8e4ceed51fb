/**
 * Goal: keys are a record of the fields that a kind names, wherever they go; what databases of before have stored goes on.
 * Method: the real store; a shop with an address and a key, and a ledger with one token, beside the usual kinds.
 */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bolFacts } from '../../adapters/bol/facts.ts'
import { octopusFacts } from '../../adapters/octopus/facts.ts'
import { createCalendar } from '../../adapters/system/calendar.ts'
import type { CredentialField, Keys } from '../../domain/kinds.ts'
import { aShop } from '../../domain/testkit.ts'
import type { LedgerKind, SourceKind } from '../../ports/kinds.ts'
import type { Source } from '../../ports/source.ts'
import { openTestStore, type TestStore } from '../../../test/support/test-store.ts'
import { kindsOf } from '../../kinds.ts'
import { hashOf } from '../people/sessions.ts'
import type { Ports } from '../run/ports.ts'
import { connectionFileOf, parseConnectionFile } from './connection-file.ts'
import { fileWithStoredKeys, leadsElsewhere } from './stored-keys.ts'
import { listDossiers, trySourceKeys } from './try-keys.ts'
import { fileWithKeptSecrets, withKeptSecrets, wizardDraft } from './wizard-draft.ts'

const now = Date.parse('2026-11-24T09:00:00Z')
const connectionId = '10000000-0000-4000-8000-000000000001'
const usualConnectionId = '10000000-0000-4000-8000-000000000002'
let test: TestStore
let ports: Ports
let tenantId: string
/** Kind and keys of each port that was opened. */
const opened: [string, Keys][] = []

function field(name: string, secret: boolean): CredentialField {
  return { name, label: { nl: name, fr: name, en: name }, secret, mayHoldBlanks: false }
}

function source(name: string, credentials: readonly CredentialField[]): SourceKind {
  const account = { retailerId: '1', displayName: 'Winkel', companyName: null, vatNumber: null }
  const open = ({ keys }: { keys: Keys }) => {
    opened.push([name, keys])
    return { identify: () => Promise.resolve({ kind: 'ok', value: account }) } as unknown as Source
  }
  return { ...aShop, name, credentials, tokenNames: () => [], open }
}

function ledger(name: string, credentials: readonly CredentialField[]): LedgerKind {
  const open: LedgerKind['open'] = ({ keys }) => {
    opened.push([name, keys])
    return { listDossiers: () => Promise.resolve({ kind: 'ok', value: [] }) } as unknown as ReturnType<
      LedgerKind['open']
    >
  }
  const rest = { tokenNames: () => [], callsPerDay: {}, documentsPerDay: () => 350 }
  return { ...octopusFacts, name, credentials, ...rest, open }
}

const kinds = kindsOf({
  usual: { source: 'bol', ledger: 'octopus' },
  sources: [source('bol', bolFacts.credentials), source('winkel', [field('address', false), field('key', true)])],
  ledgers: [ledger('octopus', octopusFacts.credentials), ledger('papier', [field('token', true)])],
})
const at = () => ({ tenantId, connectionId })
const file = (change: Record<string, unknown> = {}) => ({
  name: 'Winkel',
  source: { kind: 'winkel', address: ' https://winkel.example ', key: 'sleutel' },
  ledger: { kind: 'papier', token: 'bewijs', dossierId: 7 },
  seller: { country: 'BE' },
  ...change,
})
const parse = (json: unknown, secrets: 'required' | 'optional' = 'required') =>
  parseConnectionFile(json, { today: '2026-11-24', secrets, kinds })
const credentials = {
  marketplace: { address: 'https://winkel.example', key: 'sleutel' },
  ledger: { token: 'bewijs' },
}

beforeAll(async () => {
  test = await openTestStore()
  const { store, secrets } = test
  const clock = { now: () => Promise.resolve(now), monotonicMs: () => 0 }
  ports = { store, secrets, kinds, clock, calendar: createCalendar() } as unknown as Ports
  tenantId = await store.directory.findOrAddTenant('Firma', '00000000-0000-4000-8000-000000000001', now)
  await store.forTenant(tenantId).transaction(async (tx) => {
    const shared = { name: 'Winkel', dossierId: 7, createdAt: now }
    await tx.connections.add({ connectionId, source: 'winkel', ledger: 'papier', ...shared })
    await tx.connections.saveCredentials(connectionId, credentials, now)
    await tx.connections.add({ connectionId: usualConnectionId, source: 'bol', ledger: 'octopus', ...shared })
  })
})
afterAll(() => test.close())

it('a file brings the keys of its kinds by their own fields, and is told of those of others', () => {
  expect(parse(file())).toMatchObject({ kind: 'ok', credentials, kinds: { source: 'winkel', ledger: 'papier' } })
  const faultsOf = (json: unknown) => {
    const parsed = parse(json)
    return parsed.kind === 'faults' ? parsed.faults.map(({ path, code }) => `${path} ${code}`) : []
  }
  expect(faultsOf(file({ source: { kind: 'winkel', address: 'a b', clientId: 'x' } }))).toEqual([
    'source.address blank',
    'source.key missing',
    'source.clientId unknownKey',
  ])
  expect(faultsOf(file({ ledger: { kind: 'papier', dossierId: 7 } }))).toEqual(['ledger.token missing'])
  const kept = parse(file({ source: { kind: 'winkel' }, ledger: { kind: 'papier', dossierId: 7 } }), 'optional')
  expect(kept).toMatchObject({ kind: 'ok', credentials: {} })
  if (kept.kind !== 'ok') return
  expect(connectionFileOf(kept.settings, kept.kinds, kinds)).toMatchObject({
    source: { kind: 'winkel' },
    ledger: { kind: 'papier', dossierId: 7 },
  })
})

it('keys are sealed field by field and come back; those that were stored before kinds had fields are those of the usual kinds', async () => {
  const { store, secrets } = test
  const read = (id: string) => store.forTenant(tenantId).transaction((tx) => tx.connections.credentials(id))
  expect(await read(connectionId)).toEqual(credentials)
  expect(await read(usualConnectionId)).toBeNull()
  const before = {
    'marketplace.clientId': 'id',
    'marketplace.clientSecret': 's',
    'ledger.user': 'u',
    'ledger.password': 'p',
  }
  const owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  for (const [name, value] of Object.entries(before)) {
    const sealed = secrets.seal(value, `${tenantId}|connection_secret.${name}|${usualConnectionId}`)
    await owner.query(
      'insert into connection_secret (tenant_id, connection_id, field, sealed, saved_at) values ($1, $2, $3, $4, $5)',
      [tenantId, usualConnectionId, name, sealed, new Date(now)],
    )
  }
  const stored = await owner.query<{ field: string }>('select field from connection_secret where connection_id = $1', [
    connectionId,
  ])
  await owner.end()
  expect(stored.rows.map((row) => row.field).toSorted()).toEqual([
    'ledger.token',
    'marketplace.address',
    'marketplace.key',
  ])
  expect(await read(usualConnectionId)).toEqual({
    marketplace: { clientId: 'id', clientSecret: 's' },
    ledger: { user: 'u', password: 'p' },
  })
})

it('a field left empty stays as it is stored, and another holder needs a secret of its own', async () => {
  const filled = async (source: object) =>
    (await fileWithStoredKeys(ports, at(), { source: { kind: 'winkel', ...source } })).file
  const whole = { kind: 'winkel', address: 'https://winkel.example' }
  expect(await filled({ address: '', key: 'nieuw' })).toEqual({ source: { ...whole, key: 'nieuw' } })
  expect(await filled({ address: 'https://winkel.example', key: '' })).toEqual({ source: { ...whole, key: 'sleutel' } })
  expect(await filled({ address: '', key: '' })).toEqual({ source: { kind: 'winkel' } })
  expect(await filled({ address: 'https://elders.example', key: '' })).toEqual({
    source: { kind: 'winkel', address: 'https://elders.example', key: '' },
  })
})

it('another holder leads elsewhere, and so does another secret where nothing else says whose it is', async () => {
  const parsed = parse(file())
  if (parsed.kind !== 'ok') throw new Error('the file is right')
  const leads = (change: Partial<typeof credentials>) =>
    leadsElsewhere(ports, at(), { settings: parsed.settings, credentials: change })
  expect(await leads({})).toBe(false)
  expect(await leads({ marketplace: { address: 'https://winkel.example', key: 'nieuw' } })).toBe(false)
  expect(await leads({ marketplace: { address: 'https://elders.example', key: 'sleutel' } })).toBe(true)
  expect(await leads({ ledger: { token: 'bewijs' } })).toBe(false)
  expect(await leads({ ledger: { token: 'een ander' } })).toBe(true)
})

it('keys are tried at the kind that is named', async () => {
  opened.length = 0
  const { marketplace, ledger: own } = credentials
  expect(await trySourceKeys(ports, tenantId, { kind: 'winkel', keys: marketplace })).toMatchObject({ kind: 'ok' })
  expect(await listDossiers(ports, tenantId, { kind: 'papier', keys: own })).toMatchObject({ kind: 'ok' })
  const usual = { clientId: 'id', clientSecret: 's' }
  expect(await trySourceKeys(ports, tenantId, { kind: 'bol', keys: usual })).toMatchObject({ kind: 'ok' })
  expect(opened).toEqual([
    ['winkel', marketplace],
    ['papier', own],
    ['bol', usual],
  ])
})

it('the wizard keeps a secret for its kind and holder; a draft of an earlier version keeps those of the usual kinds', async () => {
  const session = hashOf(ports, 'zitting')
  const keep = (secrets: Record<string, { value: string; of: string; session: string }>) =>
    test.store
      .forTenant(tenantId)
      .transaction((tx) => tx.wizardDrafts.save({ state: {}, secrets, changedBy: 'x', changedAt: now }))
  const own = { tenantId, token: 'zitting' }
  await keep({
    clientSecret: { value: 'van vroeger', of: 'id', session },
    'source.winkel.key': { value: 'sleutel', of: 'https://winkel.example', session },
    'ledger.papier.token': { value: 'bewijs', of: '', session: 'een andere' },
  })
  expect((await wizardDraft(ports, own))?.kept).toEqual(['source.bol.clientSecret', 'source.winkel.key'])
  const usual = { side: 'source', kind: 'bol', keys: { clientId: 'id', clientSecret: '' } } as const
  expect(await withKeptSecrets(ports, own, usual)).toEqual({ clientId: 'id', clientSecret: 'van vroeger' })
  const elsewhere = { side: 'source', kind: 'winkel', keys: { address: 'https://elders.example', key: '' } } as const
  expect(await withKeptSecrets(ports, own, elsewhere)).toEqual(elsewhere.keys)
  const given = file({
    source: { kind: 'winkel', address: 'https://winkel.example', key: '' },
    ledger: { kind: 'papier', token: '', dossierId: 7 },
  })
  expect(await fileWithKeptSecrets(ports, own, given)).toMatchObject({
    isForeign: true,
    file: { source: { key: 'sleutel' }, ledger: { token: 'bewijs' } },
  })
})
