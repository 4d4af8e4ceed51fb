/**
 * Plays worlds.
 *
 *   npm run world -- --seed 7946 [--trace]      one world again, told in words
 *   npm run world -- --seeds 1000 [--from 1] [--workers 2]    so many random worlds, shared by so many processes
 *   npm run world -- --singles | --pairs        each fault at each point of the plain story; each two, in order
 *   npm run world -- --file test/world/regressions/x.json
 */
import { fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import type { Server } from './database.ts'
import type { Decision } from './decisions.ts'
import { openServer } from './server.ts'
import { shrink, tell, type Case } from './shrink.ts'
import { pairCases, singleCases } from './enumerate.ts'
import { storyOf } from './story.ts'
import { Tally } from './tally.ts'
import { play } from './world.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    step: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    trace: { type: 'boolean', default: false },
    singles: { type: 'boolean', default: false },
    pairs: { type: 'boolean', default: false },
    share: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    file: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    save: { type: 'string' },
    stop: { type: 'string', default: '20' },
    quiet: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})

const repeatEvery = 50
/** From so many random worlds on, one that never met a fault or a step says that the test has become blind for it. */
const enoughWorlds = 500
const workers = Number(values.workers)

if (workers > 1) process.exitCode = (await many(inProcesses())) ? 0 : 1
else {
  const opened = await openServer()
  try {
    process.exitCode = (await main(opened.server)) ? 0 : 1
  } finally {
    await opened.close()
  }
}

async function main(server: Server): Promise<boolean> {
  if (values.file !== undefined) {
    const one = JSON.parse(readFileSync(values.file, 'utf8')) as Case
    return replay(server, one.story, one.decisions)
  }
  if (values.seed !== undefined) return replay(server, storyOf(Number(values.seed)), null)
  if (values.singles) return enumerate(server, 'singles', singleCases(await visitsOf(server)))
  if (values.pairs) return enumerate(server, 'pairs', pairCases(await visitsOf(server), Number(values.share)))
  return many(partOf(server, Number(values.seeds ?? 100)).then((part) => [part]))
}

async function replay(server: Server, story: Case['story'], decisions: Decision[] | null): Promise<boolean> {
  const played = await play(server, story, { decisions, keepTrace: true })
  const one: Case = { story, decisions: played.decisions }
  const [breach] = played.breaches
  if (breach !== undefined && values.shrink) {
    const small = await shrink(server, one, breach.invariant)
    if (values.save !== undefined) writeFileSync(values.save, `${JSON.stringify(small, null, 2)}\n`)
    const again = await play(server, small.story, { decisions: small.decisions, keepTrace: true })
    if (values.trace) console.log(again.trace.join('\n'))
    console.log(tell(small, again))
    return false
  }
  if (values.trace) console.log(played.trace.join('\n'))
  console.log(tell(one, played))
  console.log(played.hash)
  return played.breaches.length === 0
}

/** Of a process of its own, when several share a run. */
interface Part {
  tally: ReturnType<Tally['toJson']>
  broken: number
  unequal: number
}

async function many(playing: Promise<Part[]>): Promise<boolean> {
  const started = performance.now()
  const parts = await playing
  const tally = new Tally()
  for (const part of parts) tally.addJson(part.tally)
  const broken = parts.reduce((sum, part) => sum + part.broken, 0)
  const unequal = parts.reduce((sum, part) => sum + part.unequal, 0)
  if (process.send !== undefined) {
    process.send({ tally: tally.toJson(), broken, unequal } satisfies Part)
    return broken === 0 && unequal === 0
  }
  const seconds = (performance.now() - started) / 1000
  if (!values.quiet) for (const line of tally.lines()) console.log(line)
  const line = `${tally.worlds} worlds in ${seconds.toFixed(0)} s (${(tally.worlds / seconds).toFixed(2)} a second), ${broken} broken, ${unequal} not the same twice`
  console.log(line)
  if (values.record) recordFigure('seeds', line)
  const never = tally.worlds >= enoughWorlds ? tally.neverMet() : []
  for (const name of never) console.log(`never met in ${tally.worlds} worlds: ${name}`)
  return broken === 0 && unequal === 0 && never.length === 0
}

/** The seeds of one process: every n-th of the run. */
async function partOf(server: Server, seeds: number): Promise<Part> {
  const started = performance.now()
  const tally = new Tally()
  let broken = 0
  let unequal = 0
  const step = Number(values.step)
  for (let nth = 0; nth < seeds; nth += 1) {
    if (values.seconds !== undefined && performance.now() - started > Number(values.seconds) * 1000) break
    const seed = Number(values.from) + nth * step
    const played = await play(server, storyOf(seed))
    tally.add(played)
    if (nth % repeatEvery === 0) {
      const again = await play(server, storyOf(seed))
      if (again.hash !== played.hash) {
        unequal += 1
        console.log(`seed ${seed}: two plays of one seed differ`)
      }
    }
    const [breach] = played.breaches
    if (breach === undefined) continue
    broken += 1
    console.log(`seed ${seed}: BROKEN ${breach.invariant}: ${breach.text.slice(0, 400)}`)
    console.log(`  again: npm run world -- --seed ${seed} --trace`)
    if (broken >= Number(values.stop)) break
  }
  return { tally: tally.toJson(), broken, unequal }
}

/** Each process has a server of its own and every n-th seed. */
function inProcesses(): Promise<Part[]> {
  const parts = Array.from({ length: workers }, (_, nth) => {
    const seeds = Math.ceil((Number(values.seeds ?? 100) - nth) / workers)
    const own = ['--seeds', String(seeds), '--from', String(Number(values.from) + nth), '--step', String(workers)]
    const limit = values.seconds === undefined ? [] : ['--seconds', values.seconds]
    const child = fork(import.meta.filename, [...own, ...limit, '--stop', values.stop])
    return new Promise<Part>((resolve, reject) => {
      let told: Part | null = null
      child.on('message', (part) => (told = part as Part))
      child.on('exit', (code) => (told === null ? reject(new Error(`a process ended with ${code}`)) : resolve(told)))
    })
  })
  return Promise.all(parts)
}

async function visitsOf(server: Server): Promise<Map<string, number>> {
  const { story } = singleCases(new Map())[0] as Case
  return (await play(server, story, { decisions: [] })).visits
}

async function enumerate(server: Server, name: string, cases: Case[]): Promise<boolean> {
  const started = performance.now()
  const tally = new Tally()
  let failed = 0
  for (const one of cases.slice(1)) {
    if (values.seconds !== undefined && performance.now() - started > Number(values.seconds) * 1000) break
    const played = await play(server, one.story, { decisions: one.decisions })
    tally.add(played)
    const [breach] = played.breaches
    if (breach === undefined) continue
    failed += 1
    console.log(`BROKEN ${breach.invariant}: ${breach.text.slice(0, 300)}\n  ${JSON.stringify(one.decisions)}`)
    if (failed >= Number(values.stop)) break
  }
  const seconds = (performance.now() - started) / 1000
  if (!values.quiet) for (const line of tally.lines()) console.log(line)
  const line = `${name}: ${tally.worlds} of ${cases.length - 1} in ${seconds.toFixed(0)} s, ${failed} broken`
  console.log(line)
  if (values.record) recordFigure(name, line)
  return failed === 0
}
