/**
 * Spoilt answers of both sides, so many that each call sees thousands: nothing throws, nothing is taken for what it is not.
 *
 *   node test/long/fuzz.ts [--inputs 1000000] [--seed 1] [--only Octopus]
 */
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import { bolSurface, fuzz, fuzzRows, octopusSurface } from '../fuzz/answers.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
})
const inputs = Number(values.inputs ?? Number(values.rounds) * 10_000)
let passed = 0
let failed = 0
for (const surface of [bolSurface(), octopusSurface()]) {
  if (values.only !== undefined && values.only !== surface.name) continue
  const started = performance.now()
  const before = process.memoryUsage().heapUsed
  const result = await fuzz(surface, inputs, Number(values.seed))
  const seconds = (performance.now() - started) / 1000
  const grown = Math.round((process.memoryUsage().heapUsed - before) / 1e6)
  const good = result.failure === null
  if (good) passed += 1
  else failed += 1
  const line = `${surface.name}: ${result.inputs} spoilt answers in ${seconds.toFixed(0)} s, ${result.kinds.size} kinds of outcome`
  if (values.record && good) recordFigure(`fuzz ${surface.name}`, line)
  console.log(
    `${good ? 'ok    ' : 'FAILED'} ${surface.name}: ${result.inputs} spoilt answers in ${seconds.toFixed(0)} s, ${result.kinds.size} kinds of outcome, heap ${grown} MB`,
  )
  if (result.failure !== null) console.log(result.failure)
}
if (values.only === undefined || values.only === 'bol.com') {
  const rows = await fuzzRows(bolSurface(), Math.ceil(inputs / 10), Number(values.seed))
  if (rows.failure === null) passed += 1
  else failed += 1
  console.log(`${rows.failure === null ? 'ok    ' : 'FAILED'} bol.com: ${rows.inputs} spoilt rows between right ones`)
  if (rows.failure !== null) console.log(rows.failure)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
