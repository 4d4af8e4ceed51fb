/** Loaded into the program that is measured (`--import`): at each SIGUSR2 it says in a file what its memory is made of, before and after a collection. */
import { appendFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const file = process.env['MEMORY_PROBE'] ?? ''
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('SIGUSR2', () => {
  const before = process.memoryUsage()
  collect()
  collect()
  appendFileSync(file, `${JSON.stringify({ before, after: process.memoryUsage() })}\n`)
})
