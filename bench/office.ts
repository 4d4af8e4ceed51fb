/**
 * How long the list of all dossiers takes for a bookkeeper of many companies, over real HTTP with a real session; and that a company she is
 * no member of is not in it.
 *
 *   node bench/office.ts --folder /tmp/full [--requests 300]    a database that bench/fixture.ts filled, with 200 companies or more
 *   node bench/office.ts                                        200 companies and 100,000 orders of its own
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../src/adapters/postgres/server/embedded.ts'
import type { OfficeRow } from '../src/app/show/office.ts'
import { addAccount } from '../src/app/people/manage-accounts.ts'
import { assemble } from '../src/assemble.ts'
import { fill, fixtureConfig } from './fixture.ts'

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const p95Max = 100
const dossiers = 200
const email = 'boekhouder@kantoor.example'
const password = 'vier losse woorden samen'

const { values } = parseArgs({ options: { folder: { type: 'string' }, requests: { type: 'string', default: '300' } } })
const requests = Number(values.requests)
const faults: string[] = []
const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), 'tentakel-office-'))
const database = await startEmbeddedPostgres({ dataDir: folder, durable: false })
try {
  await prepare()
  await measure()
} finally {
  await database.stop()
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}
for (const fault of faults) console.log(`FAULT ${fault}`)
console.log(`${faults.length === 0 ? 'passed' : 'failed'}: ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1

/** One account in 200 companies and not in the others; each dossier with a settlement, some with orders that changed since they were counted. */
async function prepare(): Promise<void> {
  const product = await assemble(fixtureConfig(folder))
  if (values.folder === undefined)
    await fill(product, { orders: 100_000, companies: dossiers + 1, largest: 10_000, seed: 1 }, () => undefined)
  const { ports } = product
  await addAccount(ports, { email, password, role: 'reader', tenantId: null })
  const account = await ports.store.directory.accounts.byEmail(email)
  await product.close()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query('delete from membership where account_id = $1', [account?.accountId])
  await owner.query(
    `insert into membership (tenant_id, account_id, role, added_at) select tenant_id, $1, 'accountant', now() from tenant
     order by tenant_id limit ${dossiers}`,
    [account?.accountId],
  )
  await owner.query(`insert into settlement_standing select tenant_id, connection_id, '1', date_trunc('month', now())::date, now()::date, 'closed',
    0, 0, -100, now() from connection on conflict do nothing`)
  await owner.query(`insert into order_touched (tenant_id, connection_id, order_id) select o.tenant_id, o.connection_id, o.order_id from connection c
    cross join lateral (select * from marketplace_order m where m.tenant_id = c.tenant_id and m.connection_id = c.connection_id
      order by m.placed_on desc nulls last limit 5) o`)
  await owner.end()
}

async function measure(): Promise<void> {
  const server = await startWeb()
  try {
    const first = await timed(server)
    if (first.rows.length !== dossiers) faults.push(`${first.rows.length} dossiers, and not ${dossiers}`)
    const companies = new Set(first.rows.map(({ company }) => company.id))
    if (companies.size !== dossiers) faults.push(`of ${companies.size} companies`)
    console.log(`${first.rows.length} dossiers, the first time with counts to work out: ${ms(first.took)}`)
    for (let number = 0; number < 10; number += 1) await timed(server)
    const times: number[] = []
    for (let number = 0; number < requests; number += 1) times.push((await timed(server)).took)
    const sorted = times.toSorted((a, b) => a - b)
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
    console.log(`p50 ${ms(sorted[Math.floor(sorted.length / 2)])}  p95 ${ms(p95)}  max ${ms(sorted.at(-1))}`)
    if (p95 > p95Max) faults.push(`p95 ${p95.toFixed(0)} ms, at most ${p95Max}`)
  } finally {
    server.child.kill()
  }
}

interface Web {
  child: ChildProcess
  url: string
  cookie: string
}

async function timed({ url, cookie }: Web): Promise<{ took: number; rows: OfficeRow[] }> {
  const started = performance.now()
  const answer = await fetch(`${url}/api/office?language=nl`, { headers: { cookie } })
  const rows = (await answer.json()) as OfficeRow[]
  if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(rows)}`)
  return { took: performance.now() - started, rows }
}

async function startWeb(): Promise<Web> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    TENTAKEL_DATA_DIR: folder,
    TENTAKEL_PORT: '0',
    TENTAKEL_METRICS_PORT: '0',
  }
  const child = spawn(process.execPath, [main, 'start', '--role', 'web'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`the web app ended with ${status}`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /(http:\/\/127\.0\.0\.1:\d+)/u.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'x-tentakel': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return { child, url, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

function ms(value: number | undefined): string {
  return `${(value ?? 0).toFixed(1).padStart(6)} ms`
}
