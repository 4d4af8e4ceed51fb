/**
 * Several `start` processes on one database, killed (-9), asked to stop (SIGTERM), and the database's server taken away under
 * them: nothing lost, nothing doubled, no cent, no gap; whoever is asked to stop is gone within 45 seconds.
 *
 *   node test/long/processes.ts [--rounds 20] [--workers 3] [--seed 1]
 */
import type { ChildProcess } from 'node:child_process'
import { parseArgs } from 'node:util'
import { draws, settle } from '../support/long-runs.ts'
import { compareBooks, databasePid, isClean, openOutside, type Outside } from '../support/outside.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
})
const rounds = Number(values.rounds)
const minute = 60_000
const stopMaxMs = 45_000

const chance = draws(Number(values.seed))

interface Worker {
  child: ChildProcess
  /** It serves, or it has ended. */
  ready: Promise<unknown>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const outside = await openOutside({ orders: 60, seed: Number(values.seed) + 20 })
const faults: string[] = []
const done = { 'kill -9': 0, SIGTERM: 0, 'database killed': 0 }
try {
  await outside.control('POST', '/settings', { latencyMs: 8, bol: { limits: 'none' }, octopus: { limits: 'none' } })
  await outside.add(await outside.file())
  let workers = Array.from({ length: Number(values.workers) }, startWorker)
  for (let round = 1; round <= rounds; round += 1) workers = await disturb(outside, workers)
  for (const worker of workers) await stop(worker)
  const left = await settle(outside)
  const books = await compareBooks(outside)
  if (!isClean(books) || left > 0) faults.push(JSON.stringify({ left, ...books }))
  console.log(`${JSON.stringify(done)}, ${(await outside.ledger()).length} documents, ${left} left in doubt`)
} finally {
  await outside.close()
}
for (const fault of faults) console.log(fault)
console.log(`${faults.length === 0 ? 1 : 0} passed, ${faults.length} failed`)
process.exitCode = faults.length === 0 ? 0 : 1

function startWorker(): Worker {
  const child = outside.start(['start', '--role', 'worker'], { TENTAKEL_METRICS_PORT: '0', TENTAKEL_PORT: '0' })
  child.stdout?.resume()
  const ended: Worker['ended'] = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  const serves = new Promise((resolve) =>
    child.stderr?.on('data', (said: Buffer) => (said.includes('Tentakel worker:') ? resolve(null) : undefined)),
  )
  return { child, ready: Promise.race([serves, ended]), ended }
}

/** More orders, the next poll due, a while of work, and then something happens to one of them, or to the database. */
async function disturb(at: Outside, workers: Worker[]): Promise<Worker[]> {
  await at.control('POST', '/orders', { populate: { orders: 6, days: 0.1 } })
  await at.advance(31 * minute)
  await pause(1500 + chance() * 6000)
  const [victim, ...others] = workers.toSorted(() => chance() - 0.5)
  if (victim === undefined) return [startWorker()]
  const what = chance()
  if (what < 0.1) return withoutDatabase(at, workers)
  if (what < 0.5) await stop(victim)
  else {
    victim.child.kill('SIGKILL')
    await victim.ended
    done['kill -9'] += 1
  }
  return [...others, startWorker()]
}

async function stop(worker: Worker): Promise<void> {
  const asked = performance.now()
  worker.child.kill('SIGTERM')
  const end = await Promise.race([worker.ended, pause(stopMaxMs).then(() => null)])
  if (end === null) {
    faults.push(`a process was asked to stop and still runs after ${stopMaxMs / 1000} s`)
    worker.child.kill('SIGKILL')
  } else if (end.code !== 0 && end.signal !== 'SIGTERM') {
    faults.push(
      `a process that was asked to stop ended with ${end.code} after ${Math.round(performance.now() - asked)} ms`,
    )
  }
  done.SIGTERM += 1
}

/** The server of the embedded database dies: its processes end by themselves, and the next ones bring it up again. */
async function withoutDatabase(at: Outside, workers: Worker[]): Promise<Worker[]> {
  // One that is still starting would bring the server up again, and rightly go on.
  await Promise.all(workers.map((worker) => worker.ready))
  const pid = databasePid(at.folder)
  if (pid !== null) process.kill(pid, 'SIGKILL')
  done['database killed'] += 1
  for (const worker of workers) {
    const end = await Promise.race([worker.ended, pause(90_000).then(() => null)])
    if (end === null) {
      faults.push('a process goes on without its database')
      worker.child.kill('SIGKILL')
    }
  }
  return workers.map(startWorker)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}
