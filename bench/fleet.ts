/**
 * What a connection costs when it has nothing to do, what an order costs, and what it costs to find out who is due. The connections are
 * made directly in the store; the sandbox answers for all of them, without limits. CPU is that of this process, which is the worker, and
 * of PostgreSQL; the sandbox's own is left out.
 *
 *   node bench/fleet.ts [--connections 200] [--orders 1] [--scheduled 50000]
 *
 * `--orders` for each connection; `--scheduled`: rows in the schedule when the tick is measured.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { queueSchema } from '../src/adapters/postgres/server/queue-schema.ts'
import { startQueue } from '../src/adapters/postgres/server/queue.ts'
import { startWorker, wakeConnections } from '../src/app/run/jobs.ts'
import { parseConnectionFile } from '../src/app/setup/connection-file.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { readConfig } from '../src/config.ts'
import type { Queue } from '../src/ports/queue.ts'
import type { Credentials } from '../src/ports/tables/connections.ts'
import { cpuOf, postgresCpu } from '../test/support/machine.ts'
import { control, type Access, type Sandbox, type Shop } from './sandbox.ts'
import { usualKinds } from '../test/support/kinds.ts'

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '200' },
    orders: { type: 'string', default: '1' },
    scheduled: { type: 'string', default: '50000' },
  },
})
const connections = Number(values.connections)
const ordersEach = Number(values.orders)
const minute = 60_000
const patienceMs = 10 * minute

interface Cpu {
  worker: number
  postgres: number
}

const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-fleet-'))
const sandbox = await startSandbox()
try {
  await measureFleet()
} finally {
  sandbox.child.kill()
  rmSync(folder, { recursive: true, force: true })
}

async function measureFleet(): Promise<void> {
  const product = await assemble(configOf(sandbox.access))
  const owner = new Client({ connectionString: product.ownerUrl })
  await owner.connect()
  const queue = await startQueue(product.appUrl, (error) => console.error(error.message))
  const worker = await startWorker(product.ports, queue)
  try {
    const made = performance.now()
    for (const [index, shop] of sandbox.shops.entries()) await addConnection(product, shop, index)
    console.log(`${connections} connections made in ${((performance.now() - made) / 1000).toFixed(0)} s`)
    const idle = await whileIdle(10_000)
    await round(owner, queue, idle, 'first poll, with its logins')
    await round(owner, queue, idle, 'idle poll')
    await orders(owner, queue, idle)
    const [size] = (await owner.query<{ mib: number }>('select pg_database_size(current_database()) / 1048576 as mib'))
      .rows
    console.log(
      `memory of the worker ${(process.memoryUsage.rss() / 1_048_576).toFixed(0)} MiB, database ${size?.mib} MiB`,
    )
    await worker.stop(30_000)
    await ticks(product, owner)
  } finally {
    await worker.stop(1000).catch(() => undefined)
    await owner.end()
    await product.close()
  }
}

/** Sends a poll of each connection at once, and waits until each is done. */
async function round(owner: Client, queue: Queue, idle: Cpu, what: string): Promise<void> {
  const { rows } = await owner.query<{ connection_id: string; tenant_id: string; now: Date }>(
    'select connection_id, tenant_id, clock_timestamp() as now from connection_schedule order by connection_id',
  )
  const since = rows[0]?.now
  const cost = await costOf(idle, async () => {
    for (const { connection_id: connectionId, tenant_id: tenantId } of rows)
      await queue.enqueue({ name: 'poll', key: connectionId, data: { connectionId, tenantId } })
    await until(owner, 'select count(*)::int as n from connection where last_poll_at > $1', [since], rows.length)
    await untilQueuesRest(owner)
  })
  print(what, cost, rows.length)
}

async function orders(owner: Client, queue: Queue, idle: Cpu): Promise<void> {
  if (ordersEach === 0) return
  for (let shop = 0; shop < connections; shop += 1)
    for (let nth = 0; nth < ordersEach; nth += 1) await control(sandbox, 'POST', '/orders', { shop, country: 'BE' })
  const count = connections * ordersEach
  const polled = await owner.query<{ connection_id: string; tenant_id: string }>(
    'select connection_id, tenant_id from connection_schedule order by connection_id',
  )
  const cost = await costOf(idle, async () => {
    for (const { connection_id: connectionId, tenant_id: tenantId } of polled.rows)
      await queue.enqueue({ name: 'poll', key: connectionId, data: { connectionId, tenantId } })
    await until(owner, `select count(*)::int as n from document where state in ('confirmed', 'verified')`, [], count)
    await untilQueuesRest(owner)
  })
  print('order, its poll included', cost, count)
}

/** A tick over a schedule of many connections: where nothing is due, and where some are. */
async function ticks(product: Product, owner: Client): Promise<void> {
  const rows = Number(values.scheduled)
  await owner.query(`insert into connection_schedule (connection_id, tenant_id, next_poll_at, active)
    select gen_random_uuid(), (select tenant_id from tenant limit 1), clock_timestamp() + random() * interval '29 minutes' + interval '1 minute', true
      from generate_series(1, ${rows})`)
  await owner.query('analyze connection_schedule')
  await owner.query(
    `update connection_schedule set work_at = null, next_poll_at = clock_timestamp() + interval '10 minutes' where next_poll_at < clock_timestamp()`,
  )
  let asked = 0
  // Wakes nobody: what is measured is what it costs to find out who is to be woken.
  const nobody = { enqueue: async () => void (asked += 1) } as unknown as Queue
  for (const due of [0, 100]) {
    await owner.query(`update connection_schedule set next_poll_at = clock_timestamp() - interval '1 second'
      where connection_id in (select connection_id from connection_schedule limit ${due})`)
    asked = 0
    const before = cpu()
    const started = performance.now()
    await wakeConnections(product.ports, nobody)
    const took = performance.now() - started
    const used = minus(cpu(), before)
    console.log(
      `tick over ${rows} connections, ${due} due: ${took.toFixed(0)} ms, ${asked} woken, cpu ${((used.worker + used.postgres) * 1000).toFixed(0)} ms`,
    )
  }
}

function print(what: string, { worker, postgres, seconds }: Cpu & { seconds: number }, count: number): void {
  const each = (cpuSeconds: number): string => ((cpuSeconds * 1000) / count).toFixed(1)
  console.log(
    `${what}: ${each(worker + postgres)} ms of CPU (worker ${each(worker)}, postgres ${each(postgres)}), ${count} in ${seconds.toFixed(0)} s`,
  )
}

async function costOf(idle: Cpu, work: () => Promise<void>): Promise<Cpu & { seconds: number }> {
  const before = cpu()
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  const used = minus(cpu(), before)
  return { worker: used.worker - idle.worker * seconds, postgres: used.postgres - idle.postgres * seconds, seconds }
}

/** In a second in which nothing is due. */
async function whileIdle(ms: number): Promise<Cpu> {
  const before = cpu()
  await delay(ms)
  const { worker, postgres } = minus(cpu(), before)
  console.log(`idle: ${((worker + postgres) / ms / 0.00001).toFixed(1)} % of a core`)
  return { worker: worker / (ms / 1000), postgres: postgres / (ms / 1000) }
}

function cpu(): Cpu {
  return { worker: cpuOf(process.pid), postgres: postgresCpu(folder) }
}

function minus(one: Cpu, other: Cpu): Cpu {
  return { worker: one.worker - other.worker, postgres: one.postgres - other.postgres }
}

async function until(owner: Client, statement: string, values: unknown[], wanted: number): Promise<void> {
  const started = performance.now()
  for (;;) {
    const [row] = (await owner.query<{ n: number }>(statement, values)).rows
    if ((row?.n ?? 0) >= wanted) return
    if (performance.now() - started > patienceMs) throw new Error(`${row?.n} of ${wanted} after ten minutes`)
    await delay(1000)
  }
}

async function untilQueuesRest(owner: Client): Promise<void> {
  for (;;) {
    const [row] = (
      await owner.query<{ n: number }>(
        `select count(*)::int as n from ${queueSchema}.job where name in ('poll', 'book') and state in ('created', 'retry', 'active')`,
      )
    ).rows
    if (row?.n === 0) return
    await delay(500)
  }
}

/** As the wizard leaves it: its shop is known, and nothing was read of it yet. */
async function addConnection({ ports }: Product, shop: Shop, index: number): Promise<void> {
  const now = await ports.clock.now()
  const tenantId = await ports.store.directory.findOrAddTenant(`Winkel ${index + 1}`, randomUUID(), now)
  const connectionId = randomUUID()
  const { user, userPassword } = sandbox.access
  const code = { treatment: 'DOMESTIC', country: 'BE', rate: 21, code: '21', account: 700000 }
  const file = {
    name: `Winkel ${index + 1}`,
    bol: { clientId: shop.clientId, clientSecret: shop.clientSecret },
    octopus: { user, password: userPassword, dossierId: shop.dossierId },
    seller: { country: 'BE', vatNumbers: { BE: 'BE0123456749' }, shipsFrom: 'BE' },
    booking: { startDate: ports.calendar.localDate(now), on: 'order', journals: { bookings: 'V5' } },
    vat: { default: 'STANDARD', codes: [code] },
  }
  const parsed = parseConnectionFile(file, {
    today: ports.calendar.localDate(now),
    secrets: 'required',
    kinds: usualKinds,
  })
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults))
  const { settings } = parsed
  const { name, dossierId } = settings
  await ports.store.forTenant(tenantId).transaction(async (tx) => {
    await tx.connections.add({ connectionId, ...ports.kinds.usual, name, dossierId, createdAt: now })
    await tx.connections.change(connectionId, { state: 'active', pauseCause: null, shopName: name })
    await tx.connections.saveRevision({
      connectionId,
      revision: 1,
      settings,
      savedAt: now,
      savedBy: 'bench',
      reason: null,
    })
    await tx.connections.saveCredentials(connectionId, parsed.credentials as Credentials, now)
  })
  await ports.store.directory.schedule({ connectionId, tenantId, nextPollAt: now + 60 * minute, active: true })
}

function configOf(access: Access) {
  const answer = readConfig({
    TENTAKEL_DATA_DIR: path.join(folder, 'data'),
    TENTAKEL_BOL_LOGIN_URL: access.bolLogin,
    TENTAKEL_BOL_API_URL: access.bol,
    TENTAKEL_OCTOPUS_API_URL: access.octopus,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: access.softwareHouse,
    TENTAKEL_LOG_LEVEL: 'error',
  })
  if (answer.kind === 'faults') throw new Error(JSON.stringify(answer.faults))
  return answer.config
}

async function startSandbox(): Promise<Sandbox> {
  const main = path.resolve(import.meta.dirname, '../sandbox/main.ts')
  const child = spawn(process.execPath, [main, '--orders', '0', '--seed', '2', '--shops', String(connections)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const access = JSON.parse(line) as Access
  const made: Sandbox = { access, shops: access.shops ?? [access], child }
  await control(made, 'POST', '/settings', { bol: { limits: 'none' }, octopus: { limits: 'none' } })
  return made
}
