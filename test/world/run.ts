/**
 * Plays worlds.
 *
 *   npm run world -- --seed 7946 [--trace]      one world again, told in words
 *   npm run world -- --seeds 1000 [--from 1] [--workers 2]    so many random worlds, shared by so many processes
 *   npm run world -- --singles | --pairs [--story settlement] [--workers 2]    each fault at each point of a story; each two, in order
 *   npm run world -- --pairs --seconds 420 --mixed 17    as many as fit, in an order of their own: another number, other pairs
 *   npm run world -- --seeds 100 --pair bol+paper    with another shop or ledger (`paper/`)
 *   npm run world -- --file test/world/regressions/x.json
 */
import { fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import { draw } from './chance.ts'
import type { Server } from './database.ts'
import type { Decision } from './decisions.ts'
import { openServer } from './server.ts'
import { shrink, tell, type Case } from './shrink.ts'
import { pairCases, singleCases, toldStories } from './enumerate.ts'
import { pairs } from './paper/story.ts'
import { storyOf } from './story.ts'
import { Tally } from './tally.ts'
import { play } from './world.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    part: { type: 'string', default: '0/1' },
    seconds: { type: 'string' },
    mixed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    singles: { type: 'boolean', default: false },
    pairs: { type: 'boolean', default: false },
    story: { type: 'string', default: 'plain' },
    pair: { type: 'string', default: 'bol+octopus' },
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

if (values.story !== 'plain' && values.story !== 'settlement') throw new Error(`no story ${values.story}`)
const toldAs = toldStories[values.story]
const told: typeof toldAs = (change) => inPair(toldAs(change))

const paired = pairs[values.pair]
if (paired === undefined) throw new Error(`no pair ${values.pair}`)
const inPair = paired

const kind = values.singles ? 'singles' : values.pairs ? 'pairs' : 'seeds'

if (workers > 1) process.exitCode = (await many(kind, inProcesses())) ? 0 : 1
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
  if (values.seed !== undefined) return replay(server, inPair(storyOf(Number(values.seed))), null)
  return many(
    kind,
    partOf(server, await playsOf(server)).then((part) => [part]),
  )
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

/** What one process found, when several share a run. */
interface Part {
  tally: ReturnType<Tally['toJson']>
  /** Of how many the run would be, if it had the time. */
  cases: number
  broken: number
  unequal: number
}

/** A world to be played, and how to say which one it is. */
interface Play {
  story: Case['story']
  /** Null: drawn by the story's seed. */
  decisions: Decision[] | null
  name: string
}

async function many(what: string, playing: Promise<Part[]>): Promise<boolean> {
  const started = performance.now()
  const parts = await playing
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0)
  const tally = new Tally()
  for (const part of parts) tally.addJson(part.tally)
  const broken = sum((part) => part.broken)
  const unequal = sum((part) => part.unequal)
  if (process.send !== undefined) {
    process.send({ tally: tally.toJson(), cases: sum((part) => part.cases), broken, unequal } satisfies Part)
    return broken === 0 && unequal === 0
  }
  const seconds = (performance.now() - started) / 1000
  if (!values.quiet) for (const line of tally.lines()) console.log(line)
  const line = `${what}: ${tally.worlds} of ${sum((part) => part.cases)} worlds in ${seconds.toFixed(0)} s (${(tally.worlds / seconds).toFixed(2)} a second), ${broken} broken, ${unequal} not the same twice`
  console.log(line)
  if (values.record) recordFigure(what, line)
  const never = what === 'seeds' && tally.worlds >= enoughWorlds ? tally.neverMet() : []
  for (const name of never) console.log(`never met in ${tally.worlds} worlds: ${name}`)
  return broken === 0 && unequal === 0 && never.length === 0
}

/** Plays its share of the worlds: every n-th, beginning with its own place among the processes. */
async function partOf(server: Server, plays: readonly Play[]): Promise<Part> {
  const started = performance.now()
  const [place = 0, of = 1] = values.part.split('/').map(Number)
  const own = plays.filter((_, nth) => nth % of === place)
  const tally = new Tally()
  let broken = 0
  let unequal = 0
  for (const [nth, { story, decisions, name }] of own.entries()) {
    if (values.seconds !== undefined && performance.now() - started > Number(values.seconds) * 1000) break
    const played = await play(server, story, { decisions })
    tally.add(played)
    if (nth % repeatEvery === 0) {
      const again = await play(server, story, { decisions })
      if (again.hash !== played.hash) {
        unequal += 1
        console.log(`${name}: two plays differ`)
      }
    }
    const [breach] = played.breaches
    if (breach === undefined) continue
    broken += 1
    console.log(`BROKEN ${breach.invariant}: ${breach.text.slice(0, 400)}\n  ${name}`)
    if (broken >= Number(values.stop)) break
  }
  return { tally: tally.toJson(), cases: own.length, broken, unequal }
}

async function playsOf(server: Server): Promise<Play[]> {
  if (values.singles || values.pairs) {
    const visits = await visitsIn(server, told)
    // What the plain story passes too is struck there.
    const struck = values.story === 'plain' ? new Map<string, number>() : await visitsIn(server, toldStories.plain)
    const cases = values.singles ? singleCases(visits, told, struck) : pairCases(visits, told, struck)
    const plays = cases.slice(1).map((one) => ({ ...one, name: JSON.stringify(one.decisions) }))
    return values.mixed === undefined ? plays : mixed(plays, Number(values.mixed))
  }
  return Array.from({ length: Number(values.seeds ?? 100) }, (_, nth) => {
    const seed = Number(values.from) + nth
    return {
      story: inPair(storyOf(seed)),
      decisions: null,
      name: `npm run world -- --seed ${seed} --pair ${values.pair} --trace`,
    }
  })
}

function mixed(plays: readonly Play[], seed: number): Play[] {
  const at = new Map(plays.map((one) => [one, draw(seed, one.name)]))
  return plays.toSorted((a, b) => (at.get(a) as number) - (at.get(b) as number))
}

/** Each process has a server of its own. */
function inProcesses(): Promise<Part[]> {
  const own = process.argv.slice(2)
  const parts = Array.from({ length: workers }, (_, place) => {
    const child = fork(import.meta.filename, [...own, '--workers', '1', '--part', `${place}/${workers}`])
    return new Promise<Part>((resolve, reject) => {
      let told: Part | null = null
      child.on('message', (part) => (told = part as Part))
      child.on('exit', (code) => (told === null ? reject(new Error(`a process ended with ${code}`)) : resolve(told)))
    })
  })
  return Promise.all(parts)
}

async function visitsIn(server: Server, tell: typeof told): Promise<Map<string, number>> {
  return (await play(server, tell(), { decisions: [] })).visits
}
