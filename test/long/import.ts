/**
 * The import of past orders into a dossier that holds half of them already, from another program: killed ten times on the way, as
 * totals of days. None is booked twice, none is left, the budgets of Octopus are kept.
 *
 *   node test/long/import.ts [--orders 20000] [--days 40] [--kills 10]
 */
import { parseArgs } from 'node:util'
import { finish, openOutside, withoutBolLimits } from '../support/outside.ts'
import { draws } from '../support/long-runs.ts'

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '20000' },
    days: { type: 'string', default: '40' },
    kills: { type: 'string', default: '10' },
  },
})
const hour = 3_600_000
const days = Number(values.days)
const chance = draws(7)
const outside = await openOutside({ orders: Number(values.orders), days, seed: 5 })
const started = performance.now()
try {
  await outside.control('POST', '/settings', { bol: { limits: 'none' } })
  const environment = withoutBolLimits(outside)
  await outside.advance(30 * hour)
  const { now } = (await outside.control('GET', '/clock')) as { now: string }
  const today = now.slice(0, 10)
  const first = new Date(Date.parse(now) - (days + 3) * 24 * hour).toISOString().slice(0, 10)

  const truth = (await outside.truth()).filter((order) => order.placedDate < today)
  const elsewhere = new Set(truth.filter((_, index) => index % 2 === 0).map((order) => order.orderId))
  for (const order of elsewhere)
    await outside.control('POST', '/octopus/bookkeeper', {
      action: 'book',
      dossier: outside.access.dossierId,
      bookyear: 2,
      journal: 'V1',
      comment: `Bestelling ${order}`,
    })
  const file = await outside.file({
    seller: { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } },
    booking: { startDate: today, on: 'order', consumers: 'perDay', businesses: 'ownBooking' },
  })
  const connection = await outside.add(file)
  const command = ['backfill', '--connection', connection, '--from', first, '--json']
  let killed = 0
  for (let round = 0; round < Number(values.kills); round += 1) {
    const child = outside.start(command, environment)
    const end = finish(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), 800 + chance() * 7_000)
    if ((await end).code === null) killed += 1
    clearTimeout(timer)
  }
  // A company's sale follows its parcel, whatever the connection books on.
  const toBeShipped = async (): Promise<number> => (await outside.truth()).filter((order) => order.open).length
  interface Summary {
    orders: number
    waiting: number
  }
  let summary: Summary = { orders: 0, waiting: 1 }
  let passed = 0
  let atOnce = 0
  let hours = 0
  for (; passed < 14; passed += 1) {
    const ran = await outside.run(command, environment)
    if (ran.stdout.trim() === '') throw new Error(`backfill ended with ${ran.code}: ${ran.stderr.slice(-2000)}`)
    summary = JSON.parse(ran.stdout) as Summary
    if (passed === 0) atOnce = summary.waiting
    if (summary.waiting <= (await toBeShipped())) break
    // The orders of yesterday wait for the hour at which their day is closed.
    const step = passed < 3 ? 1 : 6
    await outside.advance(step * hour)
    hours += step
  }
  const { rows } = await outside.json<{
    rows: { order: string; grossCents: number; kind: string; journal: string; number: number | null }[]
  }>(['report'])
  const booked = rows.filter((row) => row.number !== null && row.kind !== 'creditNote')
  const twice = new Set(booked.filter((row) => elsewhere.has(row.order)).map((row) => row.order))
  const entries = (await outside.ledger()).filter((entry) => entry.journal === 'V5')
  const ownNumbers = entries.map((entry) => entry.orderReference).filter((reference) => !reference.startsWith('bol '))
  const both = ownNumbers.filter((order) => elsewhere.has(order))
  const totals = entries.filter((entry) => entry.orderReference.startsWith('bol '))
  const numbers = new Set(totals.map((entry) => entry.number))
  const inTotals = rows.filter((row) => row.journal === 'V5' && row.number !== null && numbers.has(row.number))
  const sum = (of: number[]): number => of.reduce((total, one) => total + one, 0)
  const difference = sum(totals.map((entry) => entry.amountCents)) - sum(inTotals.map((row) => row.grossCents))
  const { violations } = (await outside.control('GET', '/violations')) as { violations: unknown[] }
  const good =
    twice.size === 0 &&
    both.length === 0 &&
    difference === 0 &&
    violations.length === 0 &&
    summary.orders >= truth.length &&
    summary.waiting <= (await toBeShipped())
  console.log(
    `${good ? 'ok    ' : 'FAILED'} ${truth.length} past orders, ${elsewhere.size} of them in the dossier before: ${summary.orders} read, all but ${atOnce} settled by the first run to its end, ${summary.waiting} left, ` +
      `${new Set(booked.map((row) => row.order)).size} booked in ${totals.length} totals and ${ownNumbers.length} documents of their own, ` +
      `${twice.size + both.length} twice, difference ${difference} cents, ${violations.length} requests refused, killed ${killed} times, ` +
      `done after ${hours} h, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`)
  process.exitCode = good ? 0 : 1
} finally {
  await outside.close()
}
