/**
 * How long each list, count and report of the web app takes on a full database, over real HTTP with a real session; what is counted is
 * compared with what stands in the tables, and no request may read a big table from end to end.
 *
 *   node bench/lists.ts --folder /tmp/full [--requests 1000]    a database that bench/fixture.ts filled
 *   node bench/lists.ts --smoke                                 2,000 orders of its own, 20 requests each, every index made to count
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../src/adapters/postgres/server/embedded.ts'
import { assemble } from '../src/assemble.ts'
import { fill, fixtureConfig } from './fixture.ts'
import { measureJobs } from './lists-jobs.ts'
import { companiesToAsk, requestsOf, type AskedCompany } from './lists-requests.ts'
import { countsThatDiffer } from './lists-truth.ts'

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const p95Max = 50
/** Of big tables, per request, over all requests: a page has 50 orders with what belongs to them. */
const rowsPerRequestMax = 800
const exportGrowthMaxMb = 150
const bigTables = [
  'marketplace_order',
  'order_version',
  'marketplace_shipment',
  'document',
  'attempt',
  'attempt_send',
  'document_step',
  'order_class',
  'order_amount',
  'order_article',
  'order_part',
  'sold_article',
]

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    requests: { type: 'string', default: '1000' },
    smoke: { type: 'boolean', default: false },
  },
})
const requests = values.smoke ? 20 : Number(values.requests)
const faults: string[] = []

const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), 'tentakel-lists-'))
const database = await startEmbeddedPostgres({ dataDir: folder, durable: false })
try {
  if (values.folder === undefined) await fillSmall()
  await measure()
} finally {
  await database.stop()
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}
for (const fault of faults) console.log(`FAULT ${fault}`)
console.log(`${faults.length === 0 ? 'passed' : 'failed'}: ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1

async function fillSmall(): Promise<void> {
  const product = await assemble(fixtureConfig(folder))
  await fill(product, { orders: 2000, companies: 4, largest: 1000, seed: 1 }, () => undefined)
  await product.close()
}

async function measure(): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  // With few rows a scan is the better plan; so a request that has no index for it is found out also here.
  if (values.smoke) await owner.query('alter database postgres set enable_seqscan = off')
  // Plans made for any company, which the server may choose once it saw a statement some times: a list must be fast with these too.
  await owner.query('alter database postgres set plan_cache_mode = force_generic_plan')
  const server = await startWeb()
  try {
    const companies = await companiesToAsk(owner, values.smoke ? 1 : 300)
    // What was read to choose the questions is not theirs.
    await owner.query('select pg_stat_force_next_flush()')
    const before = await rowsRead(owner)
    let asked = 0
    for (const company of companies) asked += await askAll(server, company)
    // The server's own sessions tell what they read once they stood still for ten seconds.
    await delay(11_000)
    judgeReads(before, await rowsRead(owner), asked)
    for (const company of companies) faults.push(...(await countsThatDiffer(owner, company, (at) => json(server, at))))
    await askExport(server, companies[0] as AskedCompany)
  } finally {
    server.child.kill()
    await owner.end()
  }
  await measureJobs(folder)
}

// ── The web app, as a person meets it ────────────────────────────────────────────────────────────────────────────────

interface Web {
  child: ChildProcess
  url: string
  cookie: string
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
  const { url, code } = await new Promise<{ url: string; code: string }>((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`the web app ended with ${status}`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /Sign in at (\S+) with the code in (\S+) to make/u.exec(line)
      if (found !== null) resolve({ url: found[1] ?? '', code: readFileSync(found[2] ?? '', 'utf8').trim() })
    })
  })
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'x-tentakel': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  return { child, url, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

async function json(server: Web, at: string): Promise<unknown> {
  const answer = await fetch(`${server.url}/api${at}`, { headers: { cookie: server.cookie } })
  if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** @returns how many requests were made */
async function askAll(server: Web, company: AskedCompany): Promise<number> {
  console.log(`${company.orders} orders`)
  let asked = 0
  for (const request of requestsOf(company)) {
    const { name } = request
    // The first ones prepare the statements on each connection.
    for (let number = 0; number < Math.min(10, requests); number += 1) await json(server, request.at(number))
    const times: number[] = []
    for (let number = 0; number < requests; number += 1) {
      const started = performance.now()
      await json(server, request.at(number))
      times.push(performance.now() - started)
    }
    asked += requests + Math.min(10, requests)
    const sorted = times.toSorted((a, b) => a - b)
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
    const late = p95 > p95Max
    console.log(
      `  ${name.padEnd(38)} p50 ${ms(sorted[Math.floor(sorted.length / 2)])}  p95 ${ms(p95)}  max ${ms(sorted.at(-1))}${late ? '  TOO SLOW' : ''}`,
    )
    if (late && !values.smoke) faults.push(`${name} of ${company.orders} orders: p95 ${p95.toFixed(0)} ms`)
  }
  return asked
}

function ms(value: number | undefined): string {
  return `${(value ?? 0).toFixed(1).padStart(6)} ms`
}

// ── What was read ────────────────────────────────────────────────────────────────────────────────────────────────────

type Reads = Map<string, { scanned: number; fetched: number }>

async function rowsRead(owner: Client): Promise<Reads> {
  const { rows } = await owner.query<{ name: string; scanned: string; fetched: string }>(
    `select t.relname as name, t.seq_tup_read as scanned, coalesce(sum(i.idx_tup_read), 0) as fetched
     from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid) where t.relname = any($1) group by 1, 2`,
    [bigTables],
  )
  return new Map(rows.map((row) => [row.name, { scanned: Number(row.scanned), fetched: Number(row.fetched) }]))
}

function judgeReads(before: Reads, after: Reads, asked: number): void {
  let all = 0
  for (const [name, now] of after) {
    const scanned = now.scanned - (before.get(name)?.scanned ?? 0)
    const fetched = now.fetched - (before.get(name)?.fetched ?? 0)
    all += scanned + fetched
    if (scanned > 0) faults.push(`${name} was read from end to end: ${scanned} rows`)
  }
  console.log(`${(all / asked).toFixed(0)} rows of big tables read per request`)
  if (all / asked > rowsPerRequestMax)
    faults.push(`${(all / asked).toFixed(0)} rows of big tables per request, at most ${rowsPerRequestMax}`)
}

// ── The export ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function askExport(server: Web, { connectionId, tenantId, orders }: AskedCompany): Promise<void> {
  const before = memoryMb(server.child.pid)
  const started = performance.now()
  const answer = await fetch(`${server.url}/api/connections/${connectionId}/report.csv?company=${tenantId}`, {
    headers: { cookie: server.cookie },
  })
  let firstAt: number | null = null
  let bytes = 0
  let lines = 0
  let most = before
  for await (const chunk of answer.body ?? []) {
    firstAt ??= performance.now() - started
    bytes += chunk.length
    for (const byte of chunk) if (byte === 10) lines += 1
    most = Math.max(most, memoryMb(server.child.pid))
  }
  const seconds = (performance.now() - started) / 1000
  console.log(
    `export of ${orders} orders: ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, first byte after ${(firstAt ?? 0).toFixed(0)} ms, memory ${before} MB → ${most} MB at most`,
  )
  if (lines < orders * 0.9) faults.push(`the export has ${lines} lines for ${orders} orders`)
  if (most - before > exportGrowthMaxMb) faults.push(`the export took ${most - before} MB`)
}

/** Linux; 0 elsewhere. */
function memoryMb(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
