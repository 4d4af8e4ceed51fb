/**
 * One settlement of many orders, from the list to the check: seconds beyond what bol.com's limits make anybody wait, and memory of the
 * process that reads it. The orders stand booked in a database that is filled directly; bol.com is the sandbox, without its limits.
 *
 *   node bench/settlement.ts [--orders 10000]
 */
import { fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import type { SettlementLine } from '../sandbox/bol/settlement-answers.ts'
import { startEmbeddedPostgres } from '../src/adapters/postgres/server/embedded.ts'
import { openConnection } from '../src/app/run/connection-context.ts'
import { captureSettlements } from '../src/app/settle/capture-settlements.ts'
import { showSettlement } from '../src/app/settle/show-settlements.ts'
import { assemble, type Product } from '../src/assemble.ts'
import { fill, fixtureConfig, type FixtureCompany } from './fixture.ts'
import { control, type Sandbox } from './sandbox.ts'

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000' }, read: { type: 'string' } },
})
const secondsMax = 60
const mibMax = 300
const invoiceId = '3990000000001'

interface Reading {
  folder: string
  bol: { loginUrl: string; apiUrl: string }
  company: FixtureCompany
}

if (values.read === undefined) process.exitCode = await whole(Number(values.orders))
else process.exitCode = await read(JSON.parse(values.read) as Reading)

/** In a process of its own, as a worker's. */
async function read({ folder, bol, company }: Reading): Promise<number> {
  const product = await assemble({ ...fixtureConfig(folder), bol })
  try {
    const { ports } = product
    let mib = 0
    const sampling = setInterval(() => (mib = Math.max(mib, process.memoryUsage.rss() / 1_048_576)), 20)
    const before = process.memoryUsage.rss() / 1_048_576
    const started = performance.now()
    const context = await openConnection(ports, company)
    if (context === null) throw new Error('no connection')
    await captureSettlements(context)
    const captured = performance.now()
    const shown = await showSettlement(ports, { tenantIds: [company.tenantId], invoiceId, language: 'nl' })
    const checked = performance.now()
    clearInterval(sampling)
    const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1)
    console.log(
      `captured and told in ${seconds(started, captured)} s, checked again in ${seconds(captured, checked)} s; memory ${before.toFixed(0)} → ${mib.toFixed(0)} MiB; ${shown?.title}`,
    )
    return checked - started <= secondsMax * 1000 && mib <= mibMax && shown !== null ? 0 : 1
  } finally {
    await product.close()
  }
}

async function whole(orders: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-settlement-'))
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../sandbox/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const access = JSON.parse(line) as Sandbox['access']
  const server = await startEmbeddedPostgres({ dataDir: folder, durable: false })
  const product = await assemble(fixtureConfig(folder))
  try {
    const [company] = await fill(product, { orders, companies: 1, largest: orders, seed: 1 }, () => {})
    if (company === undefined) throw new Error('nothing was filled')
    await issue(product, { access, shops: [], child }, company)
    const reading: Reading = { folder, bol: { loginUrl: access.bolLogin, apiUrl: access.bol }, company }
    const reader = fork(import.meta.filename, ['--read', JSON.stringify(reading)])
    return await new Promise((resolve) => reader.on('exit', (code) => resolve(code ?? 1)))
  } finally {
    await product.close()
    await server.stop()
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every order that was booked, with its commission and its label. */
async function issue({ ports, ownerUrl }: Product, sandbox: Sandbox, company: FixtureCompany): Promise<void> {
  const { access } = sandbox
  const now = await ports.clock.now()
  const today = ports.calendar.localDate(now)
  await ports.store.forTenant(company.tenantId).transaction((tx) => {
    const marketplace = { clientId: access.clientId, clientSecret: access.clientSecret }
    const ledger = { user: access.user, password: access.userPassword }
    return tx.connections.saveCredentials(company.connectionId, { marketplace, ledger }, now)
  })
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  const { rows } = await owner.query<{ order: string; amount: number }>(
    `select order_id as order, (sum(amount_cents) filter (where amount_cents > 0) / 100.0)::float8 as amount from document
     where order_id is not null group by order_id having sum(amount_cents) filter (where amount_cents > 0) > 0`,
  )
  await owner.end()
  const lines = rows.flatMap(({ order, amount }): SettlementLine[] => [
    { type: 'TURNOVER', category: 'O', percent: 0, amount: -amount, order },
    { type: 'COMMISSION', category: 'K', percent: 0, amount: Math.round(amount * 123_456) / 1_000_000, order },
    { type: 'DISTRIBUTION_BY_BOLCOM_LABEL', category: 'K', percent: 0, amount: 3.25, order },
  ])
  await control(sandbox, 'POST', '/settings', { bol: { limits: 'none' } })
  const seller = { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId: '1234567' }
  const facts = { invoiceId, invoiceType: 'ALL_IN_ONE', from: today, to: today, issueDate: today, seller, lines }
  await control(sandbox, 'POST', '/settlements', { facts })
  console.log(`${rows.length} orders, ${lines.length} lines`)
}
