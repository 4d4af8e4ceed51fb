/**
 * Fills a database with invented orders of many companies, with everything that belongs to them: for lists, counts and jobs at full size.
 *
 *   node bench/fixture.ts --folder /tmp/full --orders 1000000 --companies 200 --largest 500000 [--seed 1]
 *
 * The folder is a data folder of its own: `TENTAKEL_DATA_DIR=/tmp/full ./tentakel start` shows it. Nothing is asked of bol.com or Octopus.
 */
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { readConfig, type Config } from '../src/config.ts'
import { startEmbeddedPostgres } from '../src/adapters/postgres/server/embedded.ts'
import type { Journal } from '../src/domain/ledger/ledger.ts'
import type { Settings } from '../src/domain/settings/mapping.ts'
import type { Credentials } from '../src/ports/tables/connections.ts'
import { drawDocuments, drawLines, drawOrders, streams } from './fixture-rows.ts'
import { usualKinds } from '../test/support/kinds.ts'

export interface FixtureSize {
  orders: number
  companies: number
  largest: number
  seed: number
}

export interface FixtureCompany {
  tenantId: string
  connectionId: string
  orders: number
}

const dayMs = 86_400_000
/** Tables that are filled without their indexes, which are made once at the end. */
const big = [
  'marketplace_order',
  'order_version',
  'marketplace_shipment',
  'marketplace_return',
  'document',
  'attempt',
  'attempt_send',
  'document_step',
  'problem',
]

export function fixtureConfig(folder: string): Config {
  const answer = readConfig({
    TENTAKEL_DATA_DIR: folder,
    TENTAKEL_PORT: '0',
    TENTAKEL_METRICS_PORT: '0',
    // Nobody listens there: a page that asked bol.com or Octopus would fail.
    TENTAKEL_BOL_LOGIN_URL: 'http://127.0.0.1:9/login',
    TENTAKEL_BOL_API_URL: 'http://127.0.0.1:9/bol',
    TENTAKEL_OCTOPUS_API_URL: 'http://127.0.0.1:9/octopus',
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: '01234567-89ab-cdef-0123-456789abcdef',
    TENTAKEL_LOG_LEVEL: 'error',
  })
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}

/** The largest has its share; the others have fewer and fewer. */
export function sharesOf({ orders, companies, largest }: FixtureSize): number[] {
  if (companies === 1) return [orders]
  const weights = Array.from({ length: companies - 1 }, (_, index) => 1 / (index + 5))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const others = weights.map((weight) => Math.max(1, Math.floor(((orders - largest) * weight) / sum)))
  const rest = orders - largest - others.reduce((total, count) => total + count, 0)
  return [largest, ...others.map((count, index) => (index === 0 ? Math.max(1, count + rest) : count))]
}

function idOf(text: string): string {
  const hash = createHash('md5').update(text).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20)}`
}

const places = [
  ['BE', 'DOMESTIC', 2100, '21', 700000, 'seller'],
  ['NL', 'OSS', 2100, 'NL21', 700100, 'seller'],
  ['BE', 'DOMESTIC', 600, '06', 700000, 'seller'],
  ['NL', 'LOCAL_FOREIGN_VAT', 2100, 'NLV21', 700200, 'marketplace'],
  ['NL', 'OSS', 900, 'NL09', 700100, 'seller'],
  ['DE', 'OSS', 1900, 'DE19', 700100, 'seller'],
  ['FR', 'OSS', 2000, 'FR20', 700100, 'seller'],
  ['NL', 'LOCAL_FOREIGN_VAT', 900, 'NLV09', 700200, 'marketplace'],
] as const

function settingsOf(
  name: string,
  dossierId: number,
  startDate: string,
): { settings: Settings; credentials: Credentials } {
  const file = {
    name,
    bol: { clientId: `client-${dossierId}`, clientSecret: 'invented' },
    octopus: { user: `user-${dossierId}`, password: 'invented', dossierId },
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' },
      oss: { active: true, from: startDate },
      shipsFrom: 'BE',
    },
    booking: { startDate, on: 'shipment', journals: { bookings: 'V5' } },
    vat: {
      default: 'STANDARD',
      codes: places.map(([country, treatment, rateBp, code, account]) => ({
        treatment,
        country,
        rate: rateBp / 100,
        code,
        account,
      })),
    },
  }
  const parsed = parseConnectionFile(file, { today: startDate, secrets: 'required', kinds: usualKinds })
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults))
  return { settings: parsed.settings, credentials: parsed.credentials as Credentials }
}

/** Through the program's own store, as its commands would. */
async function addCompanies({ ports }: Product, size: FixtureSize, now: number): Promise<FixtureCompany[]> {
  const made: FixtureCompany[] = []
  let journals = 0
  const startDate = ports.calendar.localDate(now - 731 * dayMs)
  const year = Number(ports.calendar.localDate(now).slice(0, 4))
  for (const [index, orders] of sharesOf(size).entries()) {
    const tenantId = idOf(`${size.seed} company ${index}`)
    const connectionId = idOf(`${size.seed} connection ${index}`)
    const dossierId = 10_001 + index
    const name = `Winkel ${index + 1}`
    const { settings, credentials } = settingsOf(name, dossierId, startDate)
    await ports.store.directory.findOrAddTenant(name, tenantId, now - 731 * dayMs)
    await ports.store.forTenant(tenantId).transaction(async (tx) => {
      await tx.connections.add({ connectionId, ...ports.kinds.usual, name, dossierId, createdAt: now - 731 * dayMs })
      await tx.connections.change(connectionId, {
        state: 'active',
        pauseCause: null,
        shopName: name,
        polledUntil: now,
        lastPollAt: now,
      })
      await tx.connections.saveRevision({
        connectionId,
        revision: 1,
        settings,
        savedAt: now - 731 * dayMs,
        savedBy: 'fixture',
        reason: null,
      })
      await tx.connections.saveCredentials(connectionId, credentials, now)
      await tx.ledger.saveList(dossierId, 'bookYears', bookYearsOf(year), now)
      await tx.ledger.saveList(dossierId, 'vatCodes', [], now)
      await tx.ledger.saveJournals(dossierId, [1, 2, 3].map(journalOf), {
        newId: () => idOf(`${size.seed} journal ${(journals += 1)}`),
        readAt: now,
      })
    })
    // Not due while the lists are measured.
    await ports.store.directory.schedule({ tenantId, connectionId, nextPollAt: now + 30 * dayMs, active: true })
    made.push({ tenantId, connectionId, orders })
  }
  return made
}

function bookYearsOf(year: number) {
  return [year - 2, year - 1, year].map((of, index) => ({
    bookYearId: index + 1,
    from: `${of}-01-01`,
    to: `${of}-12-31`,
    closed: false,
    periods: [],
  }))
}

function journalOf(bookYearId: number): Journal {
  return {
    bookYearId,
    journalKey: 'V5',
    name: 'Verkoop bol.com',
    mode: 'bookings',
    closed: false,
    protectedPeriod: 0,
    closedPeriod: 0,
    lastNumber: 0,
  }
}

/** Fills the tables of a product whose database holds no company yet. */
export async function fill(
  product: Product,
  size: FixtureSize,
  say: (text: string) => void,
): Promise<FixtureCompany[]> {
  const now = await product.ports.clock.now()
  const companies = await addCompanies(product, size, now)
  say(`${companies.length} companies`)
  const year = product.ports.calendar.localDate(now).slice(0, 4)
  const at = (statement: string): string =>
    statement
      .replaceAll('$NOW', `'${new Date(now).toISOString()}'`)
      .replaceAll('$SEED', String(size.seed))
      .replaceAll('$YEAR', year)
  const first = await ownerOf(product)
  const second = await ownerOf(product)
  try {
    await drawAll(first, companies, at)
    say('drawn')
    const indexes = await dropIndexes(first)
    const write = async (client: Client, stream: (typeof streams)[number]): Promise<void> => {
      for (const { name, statement } of stream) {
        await client.query(at(statement))
        say(name)
      }
    }
    await Promise.all([write(first, streams[0] ?? []), write(second, streams[1] ?? [])])
    await inTwo([first, second], indexes)
    say('indexes')
    await first.query('drop table fixture_document, fixture_sale, fixture_order, fixture_place, fixture_company')
    await first.query('vacuum (analyze, skip_locked)')
    say('statistics')
    // By triggers that were silent while the rows were written.
    await inTwo(
      [first, second],
      companies.map(({ tenantId }) => `select recount_company('${tenantId}')`),
    )
    say('counts')
    await first.query(
      'vacuum (analyze) order_class, order_amount, order_article, order_part, sold_article, order_tally, booked_tally',
    )
  } finally {
    await first.end()
    await second.end()
  }
  return companies
}

/** Superuser: rows are written past the triggers, which would do one by one what is done here at once. */
async function ownerOf({ ownerUrl }: Product): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  for (const setting of [
    'session_replication_role = replica',
    'synchronous_commit = off',
    `work_mem = '256MB'`,
    `maintenance_work_mem = '1GB'`,
    `timezone = 'UTC'`,
  ])
    await client.query(`set ${setting}`)
  return client
}

async function drawAll(client: Client, companies: FixtureCompany[], at: (statement: string) => string): Promise<void> {
  await client.query(
    'create unlogged table fixture_company (first_n bigint, orders int, tenant_id uuid, connection_id uuid, dossier_id int)',
  )
  await client.query(
    'create unlogged table fixture_place (at int, country text, treatment text, rate_bp int, vat_code text, account int, fulfilment text)',
  )
  let firstN = 1
  for (const [index, company] of companies.entries()) {
    await client.query('insert into fixture_company values ($1, $2, $3, $4, $5)', [
      firstN,
      company.orders,
      company.tenantId,
      company.connectionId,
      10_001 + index,
    ])
    firstN += company.orders
  }
  for (const [index, place] of places.entries())
    await client.query('insert into fixture_place values ($1, $2, $3, $4, $5, $6, $7)', [index, ...place])
  for (const statement of [drawOrders, drawLines, drawDocuments]) await client.query(at(statement))
}

/** @returns what makes them again: keys first, because they are the larger ones */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows: keys } = await client.query<{ drop: string; make: string }>(
    `select format('alter table %I drop constraint %I', r.relname, c.conname) as drop,
      format('alter table %I add constraint %I %s', r.relname, c.conname, pg_get_constraintdef(c.oid)) as make
     from pg_constraint c join pg_class r on r.oid = c.conrelid where c.contype in ('p', 'u') and r.relname = any($1)`,
    [big],
  )
  const { rows: others } = await client.query<{ drop: string; make: string }>(
    `select format('drop index %I', i.indexname) as drop, i.indexdef as make from pg_indexes i
     where i.tablename = any($1) and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [big],
  )
  for (const { drop } of [...keys, ...others]) await client.query(drop)
  return [...keys, ...others].map((row) => row.make)
}

/** Two at a time: two cores. */
async function inTwo(clients: Client[], statements: string[]): Promise<void> {
  const left = [...statements]
  await Promise.all(
    clients.map(async (client) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await client.query(next)
    }),
  )
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      orders: { type: 'string', default: '2000' },
      companies: { type: 'string', default: '4' },
      largest: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  })
  if (values.folder === undefined) throw new Error('--folder says where the database is to lie')
  const orders = Number(values.orders)
  const size = {
    orders,
    companies: Number(values.companies),
    largest: Number(values.largest ?? Math.floor(orders / 2)),
    seed: Number(values.seed),
  }
  const started = performance.now()
  const say = (text: string): void =>
    console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${text}`)
  // Without flushes to disk until it is filled; the next start of the program has them.
  const server = await startEmbeddedPostgres({ dataDir: values.folder, durable: false })
  const product = await assemble(fixtureConfig(values.folder))
  try {
    await fill(product, size, say)
  } finally {
    await product.close()
    await server.stop()
  }
  say('done')
}

if (import.meta.main) await main()
