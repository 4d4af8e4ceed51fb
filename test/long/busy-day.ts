/**
 * A busy day of one dossier, booked as totals: some 5,000 orders of consumers and businesses become a handful of documents, equal to
 * the orders to the cent, well inside the budgets that Octopus gives a dossier in a day.
 *
 *   node test/long/busy-day.ts [--orders 5000]
 */
import { parseArgs } from 'node:util'
import { openOutside, withoutBolLimits, type SyncJson } from '../support/outside.ts'

const { values } = parseArgs({ options: { orders: { type: 'string', default: '5000' } } })
const documentsMax = 60

const outside = await openOutside({ orders: Number(values.orders), days: 1, seed: 5 })
const started = performance.now()
try {
  await outside.control('POST', '/settings', { bol: { limits: 'none' } })
  const environment = withoutBolLimits(outside)
  const file = await outside.file({
    seller: { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } },
    booking: { on: 'order', consumers: 'perDay', businesses: 'ownBooking' },
  })
  await outside.add(file)
  await outside.advance(36 * 3_600_000)
  const ran = await outside.run(['sync', '--json'], environment)
  if (ran.stdout.trim() === '') throw new Error(`sync ended with ${ran.code}: ${ran.stderr.slice(-2000)}`)
  const report = JSON.parse(ran.stdout) as SyncJson
  const [counts] = report.connections
  const ledger = (await outside.ledger()).filter((entry) => entry.madeBy !== 'bookkeeper' && entry.journal === 'V5')
  const totals = ledger.filter((entry) => entry.orderReference.startsWith('bol '))
  const own = new Set(ledger.map((entry) => entry.orderReference))
  const { rows } = await outside.json<{ rows: { order: string; grossCents: number; kind: string; state: string }[] }>([
    'report',
  ])
  const inTotals = rows.filter((row) => row.kind === 'dayTotal' && row.state === 'confirmed')
  const both = inTotals.filter((row) => own.has(row.order)).length
  const difference =
    totals.reduce((sum, entry) => sum + entry.amountCents, 0) - inTotals.reduce((sum, row) => sum + row.grossCents, 0)
  const violations = ((await outside.control('GET', '/violations')) as { violations: unknown[] }).violations.length
  const good = totals.length > 0 && totals.length <= documentsMax && difference === 0 && both === 0 && violations === 0
  console.log(
    `${good ? 'ok    ' : 'FAILED'} ${counts?.orders} orders: ${counts?.booked} booked, ${counts?.blocked} blocked, ${counts?.waiting} waiting, ` +
      `${totals.length} totals and ${ledger.length - totals.length} documents of businesses, difference ${difference} cents, in both ${both}, ` +
      `${counts?.calls.octopus} calls to Octopus, ${violations} refused, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`)
  process.exitCode = good ? 0 : 1
} finally {
  await outside.close()
}
