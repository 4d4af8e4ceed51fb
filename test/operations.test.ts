/**
 * Goal: a database that is put back, lost or given another key never books twice, loses no order, and shows no secret.
 * Method: the product in this process, with a database of its own, against the simulated bol.com and Octopus over HTTP.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rotateFingerprintKey, rotateKeys } from '../src/adapters/postgres/copies/rotate-keys.ts'
import { sealedColumns, sealedOfInstallation } from '../src/adapters/postgres/copies/sealed-columns.ts'
import { openCopy } from '../src/adapters/system/sealed-copy.ts'
import { Secret } from '../src/adapters/system/secret.ts'
import { createEnvelopes, rewrapFingerprintKey } from '../src/adapters/system/secrets.ts'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { addConnection } from '../src/app/setup/save-connection.ts'
import { bearerOf, makeToken } from '../src/app/people/api-tokens.ts'
import { hashOf, openTerminalSession } from '../src/app/people/sessions.ts'
import { reportProblem } from '../src/app/tell/support.ts'
import { runSync, type SyncReport } from '../src/app/run/sync.ts'
import { checkTrails } from '../src/app/run/trail.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { readConfig, type Config } from '../src/config.ts'
import { backUp, erase, exportOf, restore } from '../src/operations.ts'
import type { Credentials } from '../src/ports/tables/connections.ts'
import { terminal } from '../src/app/people/guard.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import type { Account } from '../src/ports/people/accounts.ts'
import { prepareTwoFactor } from '../src/app/people/two-factor.ts'
import { clockSeen, openOutside, type Outside } from './support/outside.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { usualKinds } from './support/kinds.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const hour = 3_600_000
let outside: Outside
let database: TestDatabase
let environment: Record<string, string>
let product: Product
let target: { tenantId: string; connectionId: string }

beforeEach(async () => {
  outside = await openOutside({ orders: 10, seed: 5, now: '2026-11-24T10:00:00+01:00' })
  database = await createTestDatabase()
  environment = {
    ...outside.environment,
    DATABASE_URL: database.ownerUrl,
    TENTAKEL_SECRET_KEY: randomBytes(32).toString('base64'),
    TENTAKEL_INSTALLATION_ID: randomUUID(),
  }
  product = await assemble(config())
  target = await connect()
})

afterEach(async () => {
  await product.close()
  await outside.close()
  await database.drop()
})

function config(change: Record<string, string> = {}): Config {
  const read = readConfig({ ...environment, ...change })
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.faults))
  return read.config
}

async function connect(): Promise<typeof target> {
  const { ports } = product
  const tenantId = await ports.store.directory.findOrAddTenant('Bedrijf', ports.random.id(), await ports.clock.now())
  const parsed = parseConnectionFile(await outside.file(), {
    today: '2026-11-24',
    secrets: 'required',
    kinds: usualKinds,
  })
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
  const added = await addConnection(
    ports,
    { tenantId, name: 'Bedrijf' },
    { settings: parsed.settings, credentials: parsed.credentials as Credentials, by: 'test' },
  )
  if (added.kind !== 'saved') throw new Error(JSON.stringify(added.faults))
  return { tenantId, connectionId: added.view.id }
}

async function sync(
  options: { dryRun?: boolean } = {},
): Promise<SyncReport['connections'][number] & { problems: string[] }> {
  await clockSeen()
  const report = await runSync(product.ports, { targets: [target], waitMs: 0, dryRun: options.dryRun === true })
  const [connection] = report.connections
  if (connection === undefined) throw new Error('one connection')
  return { ...connection, problems: report.problems.map((problem) => problem.code) }
}

const marks = async (): Promise<string[]> => (await outside.ledger()).map((entry) => entry.reference).toSorted()
/** What was booked before is there once, and nothing has come twice. */
async function expectBookedOnce(before: string[]): Promise<void> {
  const after = await marks()
  expect(after).toEqual([...new Set(after)])
  expect(after).toEqual(expect.arrayContaining(before))
}

const copyFile = (): string => path.join(outside.folder, 'copy')

/** Everything that stands in the database, as the copy holds it. */
async function dump(): Promise<string> {
  await backUp(product, copyFile())
  return gunzipSync(await unsealed()).toString()
}

/** The copy as it was before copies were encrypted. */
async function unsealed(): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of openCopy(createReadStream(copyFile()) as AsyncIterable<Buffer>, product.keys))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

async function putBack(change: Record<string, string> = {}): Promise<void> {
  await product.close()
  try {
    await restore(config(change), copyFile())
  } finally {
    product = await assemble(config(change))
  }
}

describe('a copy that is put back', () => {
  it('sends nothing for two hours, finds what was booked since, and books the rest once', async () => {
    await sync({ dryRun: true })
    await backUp(product, copyFile())
    await outside.control('POST', '/orders', { populate: { orders: 4, days: 0.01 } })
    const booked = await sync()
    const ledger = await marks()
    expect(booked.booked).toBeGreaterThan(5)
    await putBack()
    const held = await sync()
    expect(held).toMatchObject({
      booked: 0,
      orders: booked.orders,
      inDoubt: 0,
      problems: expect.arrayContaining(['SYS-HERSTEL']) as string[],
    })
    expect(Date.parse(held.next ?? '')).toBeGreaterThan((await product.ports.clock.now()) + 1.9 * hour)
    expect(await marks()).toEqual(ledger)
    const [chain] = await checkTrails(product.ports, [{ tenantId: target.tenantId, name: 'Bedrijf' }])
    expect(chain).toMatchObject({ broken: null })
    await outside.advance(2.1 * hour)
    const after = await sync()
    const [longer] = await checkTrails(product.ports, [{ tenantId: target.tenantId, name: 'Bedrijf' }])
    expect(longer).toMatchObject({ broken: null })
    expect(longer?.links).toBeGreaterThan(chain?.links ?? 0)
    expect(after.inDoubt).toBe(0)
    expect(after.booked).toBeGreaterThanOrEqual(booked.booked)
    expect(after.problems).not.toContain('SYS-HERSTEL')
    await expectBookedOnce(ledger)
  })

  it('never sends again what was under way when the copy was made: it is looked for', async () => {
    await outside.control('POST', '/faults', {
      api: 'octopus',
      kind: 'loseAnswer',
      route: 'POST /dossiers/{dossierId}/buysellbookings',
      times: 1,
    })
    const first = await sync()
    expect(first.inDoubt).toBe(1)
    expect(first.inDoubt).toBe(1)
    const ledger = await marks()
    await backUp(product, copyFile())
    await putBack()
    const states = await product.database.transaction(target.tenantId, (session) =>
      session.rows(
        sql<{ state: string }>`select state from document where state in ('sending', 'inDoubt', 'checking')`,
      ),
    )
    expect(states).toEqual([{ state: 'checking' }])
    await outside.advance(2.1 * hour)
    expect((await sync()).inDoubt).toBe(0)
    await expectBookedOnce(ledger)
  })

  it('is refused whole when it is cut off, made with another key, or the database is in use', async () => {
    await sync()
    const before = await dump()
    const whole = readFileSync(copyFile())
    const old = await unsealed()
    const lines = gunzipSync(old).toString().split('\n')
    const changed = Buffer.from(whole)
    changed[whole.length - 100] = (changed[whole.length - 100] ?? 0) ^ 1
    for (const faulty of [
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, -1),
      changed,
      old.subarray(0, old.length / 2),
      gzipSync(lines.slice(0, -3).join('\n')),
      Buffer.from('nothing'),
    ]) {
      writeFileSync(copyFile(), faulty)
      await expect(putBack()).rejects.toThrow(/no whole copy/u)
    }
    writeFileSync(copyFile(), whole)
    await expect(restore(config(), copyFile())).rejects.toThrow(/in use/u)
    await expect(
      restore(config({ TENTAKEL_SECRET_KEY: randomBytes(32).toString('base64') }), copyFile()),
    ).rejects.toThrow(/another key/u)
    expect(rowsOf(await dump())).toEqual(rowsOf(before))
  })
})

/** Without what making a copy writes: when the last one was made. */
function rowsOf(copy: string): string[] {
  return copy
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => line.replace(/,"copied_at":(?:null|"[^"]*")/u, ''))
    .toSorted()
}

describe('a copy at rest', () => {
  it('shows nothing without the key: no company, no order, no amount; one of before copies were encrypted still goes back, and says so', async () => {
    await sync()
    await backUp(product, copyFile())
    const whole = readFileSync(copyFile())
    const plain = gunzipSync(await unsealed()).toString()
    expect(plain).toContain('Bedrijf')
    expect(whole.includes('Bedrijf')).toBe(false)
    expect(() => gunzipSync(whole)).toThrow('incorrect header')
    await product.close()
    expect(await restore(config(), copyFile())).toMatchObject({ unsealed: false })
    writeFileSync(copyFile(), gzipSync(plain))
    expect(await restore(config(), copyFile())).toMatchObject({ unsealed: true })
    product = await assemble(config())
    expect(rowsOf(await dump()).length).toBeGreaterThan(20)
  })

  it('goes into a folder under a name of its own, and older ones leave by the rule; other files and half ones stay', async () => {
    const folder = path.join(outside.folder, 'copies')
    mkdirSync(folder)
    const names = ['2026-11-23', '2026-11-22', '2026-11-01', '2026-10-02', '2026-10-01', '2024-01-01']
    for (const day of names) writeFileSync(path.join(folder, `tentakel-${day}T02-20-00-000Z.copy`), 'old')
    for (const name of ['notes.txt', 'tentakel-1', 'tentakel-2026-10-01T02-20-00-000Z.copy.part'])
      writeFileSync(path.join(folder, name), 'mine')
    const { file, removed } = await backUp(product, folder)
    expect(path.basename(file)).toMatch(/^tentakel-2026-11-24T[\d-]+Z\.copy$/u)
    expect(removed).toEqual([])
    for (let n = 10; n < 22; n += 1) writeFileSync(path.join(folder, `tentakel-2026-11-${n}T02-20-00-000Z.copy`), 'old')
    const again = await backUp(product, folder)
    expect(again.removed).toContain('tentakel-2026-11-12T02-20-00-000Z.copy')
    const left = readdirSync(folder)
    expect(left).toEqual(expect.arrayContaining(['notes.txt', 'tentakel-1', path.basename(again.file)]))
    expect(left).toContain('tentakel-2024-01-01T02-20-00-000Z.copy')
  })
})

describe('what was revoked after the copy was made', () => {
  it('opens nothing again: sessions and links are over, tokens rest until an owner confirms them, and who is a member again is told', async () => {
    const { ports } = product
    // About no order: its row holds the null of JSON.
    const question = {
      orderId: null,
      problemCode: null,
      text: 'hallo',
      accountId: null,
      by: 'jan@winkel.example',
      language: 'nl',
    } as const
    await reportProblem(ports, { tenantId: target.tenantId, name: 'Bedrijf' }, question)
    const wanted = { email: 'jan@winkel.example', password: 'een lang wachtwoord', tenantId: target.tenantId }
    await addAccount(ports, { ...wanted, role: 'owner' })
    const account = (await ports.store.directory.accounts.byEmail(wanted.email)) as Account
    const { token } = await makeToken(ports, target.tenantId, {
      name: 'boekhouding',
      scope: 'write',
      by: wanted.email,
      accountId: account.accountId,
    })
    const session = await openTerminalSession(ports)
    const own = (await ports.signIns.open(account.accountId)) as string
    expect((await backUp(product, copyFile())).tried).toBe('putBack')
    await product.close()
    const restored = await restore(config(), copyFile())
    product = await assemble(config())
    expect(restored.members).toEqual([{ company: 'Bedrijf', email: wanted.email, role: 'owner' }])
    const { accounts, apiTokens } = product.ports.store.directory
    const now = await product.ports.clock.now()
    expect(await accounts.isTerminal(hashOf(product.ports, session), now)).toBe(false)
    expect(await product.ports.signIns.session(own)).toBeNull()
    expect(await bearerOf(product.ports, token)).toBeNull()
    const [listed] = await apiTokens.list(target.tenantId)
    expect(await apiTokens.confirm(target.tenantId, listed?.tokenId ?? '', account.accountId)).toBe(true)
    expect(await bearerOf(product.ports, token)).not.toBeNull()
  })
})

describe('a database that is lost', () => {
  it('finds all that it booked in an earlier life and sends nothing twice', async () => {
    const first = await sync()
    const ledger = await marks()
    await erase(product, config(), target.tenantId)
    target = await connect()
    const again = await sync()
    expect(again).toMatchObject({
      orders: first.orders,
      booked: first.booked,
      blocked: first.blocked,
      waiting: first.waiting,
    })
    expect(await marks()).toEqual(ledger)
  })
})

describe('keys', () => {
  it('rotate over every sealed value; cut off anywhere, all stays readable with both, and the next run ends it', async () => {
    await sync()
    await personWithDevice()
    const fresh = { current: new Secret(randomBytes(32)), old: [product.keys.current] }
    const envelopes = createEnvelopes(fresh)
    for (const cut of [1, 3, 10, 30]) {
      let left = cut
      const cutOff = {
        currentPrefix: envelopes.currentPrefix,
        rewrap(sealed: string, context: string): string {
          left -= 1
          if (left < 0) throw new Error('cut off')
          return envelopes.rewrap(sealed, context)
        },
      }
      await expect(rotateKeys(product.database, [target.tenantId], cutOff)).rejects.toThrow('cut off')
      expect(await unreadable(envelopes.open)).toEqual([])
    }
    await rotateKeys(product.database, [target.tenantId], envelopes)
    await rotateFingerprintKey(product.database.session, (sealed) => rewrapFingerprintKey(fresh, sealed))
    const alone = createEnvelopes({ current: fresh.current, old: [] })
    expect(await unreadable(alone.open)).toEqual([])
    await product.close()
    environment['TENTAKEL_SECRET_KEY'] = fresh.current.reveal().toString('base64')
    product = await assemble(config())
    expect((await sync()).problems).not.toContain('BOL-LOGIN')
  })

  async function personWithDevice(): Promise<void> {
    const { ports } = product
    const wanted = {
      email: 'jan@firma.example',
      password: 'een lang wachtwoord',
      role: 'owner',
      tenantId: null,
    } as const
    await addAccount(ports, wanted)
    const account = (await ports.store.directory.accounts.byEmail(wanted.email)) as Account
    const given = { proof: { password: wanted.password, code: '' }, by: null, code: '' }
    expect(await prepareTwoFactor(ports, account, given, { token: '', caller: terminal })).toHaveProperty('secret')
  }

  /** Sealed values that do not open, by table and column; fails when a column has none at all, because then it proves nothing. */
  async function unreadable(open: (sealed: string, context: string) => string): Promise<string[]> {
    const failed: string[] = []
    let opened = 0
    for (const { table, column, context } of [...sealedColumns, ...sealedOfInstallation]) {
      const rows = await product.database.transaction(target.tenantId, (session) =>
        session.rows(sql<{ sealed: string; context: string }>`
          select ${sql.ref(column)} as sealed, ${context} as context from ${sql.table(table)} where ${sql.ref(column)} is not null`),
      )
      for (const row of rows) {
        try {
          open(row.sealed, row.context)
          opened += 1
        } catch {
          failed.push(`${table}.${column}`)
        }
      }
    }
    expect(opened).toBeGreaterThan(20)
    return failed
  }
})

describe('a company', () => {
  it('is exported readable, without keys and passwords, and erased to the last row', async () => {
    await sync()
    const written: string[] = []
    await exportOf(product, { tenantId: target.tenantId, name: 'Bedrijf' }, async (text) => void written.push(text))
    const document = JSON.parse(written.join('')) as { tables: Record<string, Record<string, unknown>[]> }
    const versions = document.tables['order_version'] ?? []
    expect(versions.length).toBeGreaterThan(5)
    const readable = versions.filter((row) => typeof row['buyer'] === 'string' && typeof row['raw'] === 'string')
    expect(readable.length).toBe(versions.length)
    expect(JSON.parse(String(readable[0]?.['raw']))).toMatchObject({ orderId: readable[0]?.['order_id'] })
    for (const secret of secretsOf(outside)) expect(written.join('')).not.toContain(secret)
    await erase(product, config(), target.tenantId)
    const copy = await dump()
    expect(copy).not.toContain(target.tenantId)
    for (const order of await outside.truth()) expect(copy).not.toContain(order.orderId)
  })
})

function secretsOf({ access }: Outside): string[] {
  return [access.clientSecret, access.userPassword]
}
