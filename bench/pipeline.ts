/**
 * Orders per second from bol.com into Octopus, end to end and durable, beside a bare client that makes only the same HTTP
 * calls with the same concurrency and the same serial rule per journal. Both run against the same sandbox in a process of
 * its own, limits lifted on both sides; time is taken at the sandbox, from the first call to the last.
 *
 *   node bench/pipeline.ts [--smoke] [--pairs 5] [--orders 400] [--shops 20]
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { CallCounts, Sandbox, Shop } from './sandbox.ts'
import { cpuOf, postgresCpu, postmaster } from '../test/support/machine.ts'
import { control } from './sandbox.ts'

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const bareClient = path.resolve(import.meta.dirname, 'bare-client.ts')
const sandboxMain = path.resolve(import.meta.dirname, '../sandbox/main.ts')

interface Case {
  shops: number
  latencyMs: number
  orders: number
  /** Documents per second of ours over those of the bare client that is asked for; null = printed only. */
  ratioMin: number | null
}

interface Measure {
  seconds: number
  posts: number
  cpu: { product: number; sandbox: number; postgres: number }
}

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '5' },
    orders: { type: 'string', default: '400' },
    shops: { type: 'string' },
  },
})
const pairs = values.smoke ? 1 : Number(values.pairs)
const cases: Case[] = values.smoke
  ? [{ shops: 1, latencyMs: 5, orders: 100, ratioMin: 0.15 }]
  : [
      { shops: 1, latencyMs: 5, orders: Number(values.orders), ratioMin: 0.6 },
      { shops: 20, latencyMs: 50, orders: Number(values.orders), ratioMin: 0.7 },
      { shops: 1, latencyMs: 0, orders: Number(values.orders), ratioMin: null },
    ]

let failed = 0
const wanted = cases.filter((one) => values.shops === undefined || one.shops === Number(values.shops))
for (const one of wanted) failed += (await runCase(one)) ? 0 : 1
console.log(`${wanted.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runCase(one: Case): Promise<boolean> {
  const ratios: number[] = []
  for (let pair = 1; pair <= pairs; pair += 1) {
    const { ours, counts } = await measureProduct(one)
    const bare = await measureBare(one, counts)
    const ratio = bare.seconds / ours.seconds
    ratios.push(ratio)
    const rate = (measure: Measure): string =>
      `${(measure.posts / measure.seconds).toFixed(0)} documents/s in ${measure.seconds.toFixed(2)} s`
    const cpu = (measure: Measure): string =>
      `cpu s: client ${measure.cpu.product.toFixed(1)}, sandbox ${measure.cpu.sandbox.toFixed(1)}, postgres ${measure.cpu.postgres.toFixed(1)}`
    console.log(
      `${one.shops} × ${one.orders} orders, ${one.latencyMs} ms, pair ${pair}: ours ${rate(ours)} (${cpu(ours)}) · bare ${rate(bare)} (${cpu(bare)}) · ratio ${ratio.toFixed(2)}`,
    )
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0
  const enough = one.ratioMin === null || median >= one.ratioMin
  console.log(
    `  median ratio ${median.toFixed(2)}${one.ratioMin === null ? '' : `, asked ${one.ratioMin}: ${enough ? 'reached' : 'MISSED'}`}`,
  )
  return enough
}

async function startSandbox(one: Case): Promise<Sandbox> {
  const child = spawn(
    process.execPath,
    [sandboxMain, '--orders', String(one.orders), '--seed', '2', '--shops', String(one.shops)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const access = JSON.parse(line) as Sandbox['access']
  const shops: Shop[] = access.shops ?? [
    { clientId: access.clientId, clientSecret: access.clientSecret, dossierId: access.dossierId },
  ]
  return { access, shops, child }
}

async function settle(sandbox: Sandbox, one: Case): Promise<void> {
  await control(sandbox, 'POST', '/settings', {
    latencyMs: one.latencyMs,
    bol: { limits: 'none' },
    octopus: { limits: 'none' },
  })
  await control(sandbox, 'DELETE', '/calls')
}

async function measureProduct(one: Case): Promise<{ ours: Measure; counts: CallCounts }> {
  const sandbox = await startSandbox(one)
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-bench-'))
  try {
    const environment = productEnvironment(sandbox, folder)
    for (const [index, shop] of sandbox.shops.entries()) {
      writeFileSync(path.join(folder, 'connection.json'), JSON.stringify(connectionFile(sandbox, shop, index)))
      await runToEnd(
        spawn(process.execPath, [main, 'connection', 'add', '--file', path.join(folder, 'connection.json'), '--json'], {
          env: environment,
          stdio: 'ignore',
        }),
      )
    }
    await settle(sandbox, one)
    const before = cpuOf(sandbox.child.pid)
    const sync = spawn(process.execPath, [main, 'sync', '--json'], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const postgresBefore = postgresCpu(folder)
    let product = 0
    let postgres = 0
    const sampling = setInterval(() => {
      product = cpuOf(sync.pid) || product
      postgres = Math.max(postgres, postgresCpu(folder) - postgresBefore)
    }, 50)
    await runToEnd(sync)
    clearInterval(sampling)
    const counts = (await control(sandbox, 'GET', '/calls')) as CallCounts
    const sandboxCpu = cpuOf(sandbox.child.pid) - before
    return { ours: { ...spanOf(counts), cpu: { product, sandbox: sandboxCpu, postgres } }, counts }
  } finally {
    sandbox.child.kill()
    stopPostgres(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureBare(one: Case, counts: CallCounts): Promise<Measure> {
  const sandbox = await startSandbox(one)
  try {
    await settle(sandbox, one)
    const before = cpuOf(sandbox.child.pid)
    const plan = JSON.stringify({ access: sandbox.access, shops: sandbox.shops, routes: counts.routes })
    const client = spawn(process.execPath, [bareClient], { stdio: ['pipe', 'ignore', 'inherit'] })
    client.stdin.end(plan)
    let product = 0
    const sampling = setInterval(() => (product = cpuOf(client.pid) || product), 50)
    await runToEnd(client)
    clearInterval(sampling)
    const own = (await control(sandbox, 'GET', '/calls')) as CallCounts
    return { ...spanOf(own), cpu: { product, sandbox: cpuOf(sandbox.child.pid) - before, postgres: 0 } }
  } finally {
    sandbox.child.kill()
  }
}

function spanOf(counts: CallCounts): { seconds: number; posts: number } {
  const posts = counts.routes['octopus']?.['POST /dossiers/{dossierId}/buysellbookings'] ?? 0
  return { seconds: ((counts.lastAt ?? 0) - (counts.firstAt ?? 0)) / 1000, posts }
}

function productEnvironment(sandbox: Sandbox, folder: string): Record<string, string> {
  const many = 10_000_000
  const fast = [1_000_000, '1s']
  const limits = {
    octopus: Object.fromEntries(
      [
        'POST /buysellbookings',
        'PUT /relations',
        'GET /relations',
        'GET /buysellbookings/modified',
        'POST /dossiers',
      ].map((route) => [route, many]),
    ),
    bol: Object.fromEntries(
      [
        '/retailer/orders',
        '/retailer/orders/{id}',
        '/retailer/shipments',
        '/retailer/shipments/{id}',
        '/retailer/retailers/{id}',
      ].map((route) => [`GET ${route}`, fast]),
    ),
  }
  writeFileSync(path.join(folder, 'limits.json'), JSON.stringify(limits))
  return {
    PATH: process.env['PATH'] ?? '',
    // As the launcher has it: sources are compiled once, not by each command.
    NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../node_modules/.cache/compiled'),
    TENTAKEL_DATA_DIR: path.join(folder, 'data'),
    TENTAKEL_LIMITS: path.join(folder, 'limits.json'),
    TENTAKEL_BOL_LOGIN_URL: sandbox.access.bolLogin,
    TENTAKEL_BOL_API_URL: sandbox.access.bol,
    TENTAKEL_OCTOPUS_API_URL: sandbox.access.octopus,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: sandbox.access.softwareHouse,
  }
}

/** Books at first sight, one document per order. */
function connectionFile(sandbox: Sandbox, shop: Shop, index: number): unknown {
  const { user, userPassword } = sandbox.access
  const code = (treatment: string, country: string, rate: number, key: string) => ({
    treatment,
    country,
    rate,
    code: key,
    account: 700000,
  })
  return {
    name: `Winkel ${index + 1}`,
    bol: { clientId: shop.clientId, clientSecret: shop.clientSecret },
    octopus: { user, password: userPassword, dossierId: shop.dossierId },
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749' },
      oss: { active: true, from: '2026-01-01' },
      shipsFrom: 'BE',
    },
    booking: {
      startDate: new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10),
      on: 'order',
      journals: { bookings: 'V5' },
    },
    vat: {
      default: 'STANDARD',
      codes: [
        code('DOMESTIC', 'BE', 21, '21'),
        code('OSS', 'NL', 21, 'NL21'),
        code('OSS', 'DE', 19, 'DE19'),
        code('OSS', 'FR', 20, 'FR20'),
        code('OSS', 'LU', 17, 'LU17'),
      ],
    },
  }
}

function runToEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function stopPostgres(folder: string): void {
  const pid = postmaster(folder)
  if (pid !== null) process.kill(pid, 'SIGINT')
}
