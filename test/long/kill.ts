/**
 * kill -9 at random moments of a running sync, and answers lost after booking: nothing lost, nothing doubled, no cent, no gap.
 * Real processes, real sockets, the embedded database; the clock is moved between runs.
 *
 *   node test/long/kill.ts [--rounds 50] [--target bookings|invoices|both] [--seed 1]
 */
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import {
  compareBooks,
  finish,
  isClean,
  moreOrders,
  openOutside,
  type Books,
  type Outside,
  type SyncJson,
} from '../support/outside.ts'
import { draws } from '../support/long-runs.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    target: { type: 'string', default: 'both' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const targets = values.target === 'both' ? ['bookings', 'invoices'] : [values.target]

const chance = draws(Number(values.seed))
const minute = 60_000
/** What a day may bring into one dossier: more orders than this wait for the next. */
const perDay = 350
const steps = [61_000, 6 * minute, 16 * minute, 61 * minute, 121 * minute]
const faults = ['loseAnswer', '500afterCommit', 'deliverTwice', 'loseRequest', 'slowCommit', '502html']
const lines: string[] = []
let passed = 0
let failed = 0

for (const target of targets) {
  const share = Math.max(1, Math.round(rounds / targets.length))
  await prove(`${share} kills, ${target}`, target, (outside) => killRounds(outside, share))
  await prove(`${share} rounds of lost answers, ${target}`, target, (outside) => lostRounds(outside, share, target))
}
if (values.record && failed === 0) recordFigure('kills', lines.join('; '))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function prove(name: string, target: string, work: (outside: Outside) => Promise<number>): Promise<void> {
  const started = performance.now()
  const outside = await openOutside({ orders: 60, seed: Number(values.seed) + 10 })
  try {
    await outside.control('POST', '/settings', { latencyMs: 4, bol: { limits: 'none' }, octopus: { limits: 'none' } })
    await outside.add(await outside.file({ booking: { target } }))
    const met = await work(outside)
    const { left, quarantined } = await settle(outside)
    const books = await compareBooks(outside, target === 'invoices' ? 2 : 0)
    const good = isClean(books) && left === 0
    if (good) passed += 1
    else failed += 1
    const entries = await outside.ledger()
    const line = `${name}: met ${met}, ${entries.length} documents, ${left} in doubt, ${quarantined.length} in quarantine, ${((performance.now() - started) / 1000).toFixed(0)} s`
    console.log(`${good ? 'ok    ' : 'FAILED'} ${line}`)
    lines.push(line)
    if (!good) await tellWhy(outside, books)
    for (const order of quarantined) await tellPath(outside, order)
  } finally {
    await outside.close()
  }
}

/** What the product and the simulated bol.com say of the first order that does not fit. */
async function tellWhy(outside: Outside, books: Books): Promise<void> {
  console.log(JSON.stringify({ ...books, violations: books.violations.slice(0, 5) }))
  const [order] = [...books.doubled, ...books.wrong, ...books.lost]
  if (order === undefined) return
  await tellPath(outside, order)
  console.log(JSON.stringify((await outside.truth()).find((row) => row.orderId === order)))
  console.log(JSON.stringify((await outside.ledger()).filter((entry) => entry.orderReference === order)))
}

/** Where an order's documents stand, each send of them, and the moment at which the product looked last. */
async function tellPath(outside: Outside, order: string): Promise<void> {
  const { lines: _lines, ...path } = await outside.json<{ lines: unknown }>(['explain', '--order', order])
  console.log(JSON.stringify({ clock: await outside.control('GET', '/clock'), ...path }))
}

/**
 * Runs until nothing is in doubt or waits, at most 26 virtual hours and the days that so many orders take. An invoice whose second send met a fault too is a person's by the
 * protocol (quarantined): it is told, and does not count as left.
 */
async function settle(outside: Outside): Promise<{ left: number; quarantined: string[] }> {
  await outside.control('DELETE', '/faults')
  // Two days in which everything that will be shipped is shipped.
  await outside.advance(48 * 60 * minute)
  const orders = (await outside.truth()).length
  const hoursMax = 26 + 24 * Math.floor((2 * orders) / perDay)
  for (let hours = 0; ;) {
    const { connections, problems } = await outside.json<SyncJson>(['sync'])
    const quarantined = problems.some((problem) => problem.code === 'OCT-QUARANTAINE')
      ? await inQuarantine(outside)
      : []
    const left = connections.reduce((sum, connection) => sum + connection.inDoubt, 0) - quarantined.length
    if ((left === 0 && connections.every((connection) => connection.next === null)) || hours > hoursMax)
      return { left, quarantined }
    await outside.advance(61 * minute)
    hours += 61 / 60
  }
}

async function inQuarantine(outside: Outside): Promise<string[]> {
  const { problems } = await outside.json<{ problems: { code: ProblemCode; orders: string[] }[] }>(['problems'])
  return problems.filter((problem) => problem.code === 'OCT-QUARANTAINE').flatMap((problem) => problem.orders)
}

/** A sync is killed after a moment, the clock goes on a minute, new orders come: the next one goes on where it stood. */
async function killRounds(outside: Outside, count: number): Promise<number> {
  let killed = 0
  for (let round = 1; round <= count; round += 1) {
    await moreOrders(outside, 8)
    const child = outside.start(['sync', '--json'])
    const end = finish(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), 350 + chance() * 900)
    const ran = await end
    clearTimeout(timer)
    if (ran.code === null) killed += 1
    await outside.advance(steps[Math.floor(chance() * 4)] ?? minute)
  }
  return killed
}

async function lostRounds(outside: Outside, count: number, target: string): Promise<number> {
  let doubts = 0
  const route =
    target === 'invoices' ? 'POST /dossiers/{dossierId}/invoices' : 'POST /dossiers/{dossierId}/buysellbookings'
  for (let round = 1; round <= count; round += 1) {
    await moreOrders(outside, 6)
    const kind = faults[Math.floor(chance() * faults.length)] as string
    const settings = kind === 'slowCommit' ? { delayMs: Math.floor(chance() * 90 * minute) } : {}
    await outside.control('POST', '/faults', { api: 'octopus', route, kind, skip: Math.floor(chance() * 4), settings })
    const first = await outside.json<SyncJson>(['sync'])
    doubts += first.connections[0]?.inDoubt ?? 0
    await outside.advance(steps[Math.floor(chance() * steps.length)] ?? minute)
    await outside.run(['sync', '--json'])
  }
  return doubts
}
