/**
 * A million random orders: what buyers paid, what is planned and what stands in the bytes for the ledger agree per order,
 * per document and rate, and per day. For a release.
 *
 *   node test/long/sums.ts [--orders 1000000] [--seed 1]
 */
import { parseArgs } from 'node:util'
import { checkSums } from '../support/random-sales.ts'

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const started = performance.now()
const { totalCents, differences, ...counts } = checkSums(Number(values.orders), Number(values.seed))
const seconds = Math.round((performance.now() - started) / 1000)
console.log(JSON.stringify({ ...counts, totalCents: String(totalCents), differences, seconds }, null, 2))
process.exitCode = differences.length === 0 ? 0 : 1
