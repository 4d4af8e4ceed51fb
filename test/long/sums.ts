/**
 * A million random orders: what buyers paid, what is planned and what stands in the bytes for the ledger agree per order,
 * per document and rate, and per day. For a release.
 *
 *   node test/long/sums.ts [--orders 1000000] [--seed 1]
 *
 * A fiftieth of them once more as invoices, in every kind of journal and against every way of rounding.
 */
import { parseArgs } from 'node:util'
import { checkInvoices } from '../support/random-invoices.ts'
import { checkSums } from '../support/random-sales.ts'

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const started = performance.now()
const { totalCents, differences, ...counts } = checkSums(Number(values.orders), Number(values.seed))
const seconds = Math.round((performance.now() - started) / 1000)
console.log(JSON.stringify({ ...counts, totalCents: String(totalCents), differences, seconds }, null, 2))
const ofInvoices = [true, false].flatMap((inclusive) =>
  ([2, 4] as const).flatMap((scale) => {
    const kind = { inclusive, scale, isTold: true }
    const checked = checkInvoices(Math.ceil(Number(values.orders) / 50), Number(values.seed), kind)
    console.log(JSON.stringify({ ...kind, ...checked }))
    return checked.differences
  }),
)
process.exitCode = differences.length + ofInvoices.length === 0 ? 0 : 1
