/**
 * Upgrades without a pause: workers of the version before are replaced one by one, stopped or killed, while both work on one database that
 * the first new one brings up to date. Nothing lost, nothing doubled, no cent.
 *
 *   node test/long/rolling.ts [--upgrades 3] [--workers 3] [--seed 1] [--before COMMIT]
 *
 * The version before is, unless it is given, the one before the newest step of the database.
 */
import { execFileSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { draws, settle, type Draws } from '../support/long-runs.ts'
import { compareBooks, isClean, openOutside, type Outside } from '../support/outside.ts'

const { values } = parseArgs({
  options: {
    upgrades: { type: 'string', default: '3' },
    workers: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    before: { type: 'string' },
  },
})
const root = path.resolve(import.meta.dirname, '../..')
const minute = 60_000
const stopMaxMs = 45_000
/** Both versions together, and then the new one alone. */
const roundsAfter = 2

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

const commit = values.before ?? `${git('log', '-1', '--diff-filter=A', '--format=%H', '--', 'migrations')}^`
const before = versionOf(commit)
const faults: string[] = []
try {
  for (let nth = 1; nth <= Number(values.upgrades); nth += 1) await upgrade(Number(values.seed) + nth)
} finally {
  rmSync(before, { recursive: true, force: true })
}
for (const fault of faults) console.log(`FAILED ${fault}`)
console.log(`${faults.length === 0 ? values.upgrades : 0} passed, ${faults.length} failed`)
process.exitCode = faults.length === 0 ? 0 : 1

/** The tree of a commit, with the packages that its own lock names. */
function versionOf(of: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-before-'))
  const tree = execFileSync('git', ['archive', of], { cwd: root, maxBuffer: 1 << 30 })
  execFileSync('tar', ['-x', '-C', folder], { input: tree })
  const lock = (at: string): string => readFileSync(path.join(at, 'package-lock.json'), 'utf8')
  if (lock(folder) === lock(root)) symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  else execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
  if (!existsSync(path.join(folder, 'src/main.ts'))) throw new Error(`${of} is no version of this program`)
  return folder
}

async function upgrade(seed: number): Promise<void> {
  const chance = draws(seed)
  const outside = await openOutside({ orders: 40, seed })
  try {
    await outside.control('POST', '/settings', { latencyMs: 8, bol: { limits: 'none' }, octopus: { limits: 'none' } })
    outside.use(before)
    await outside.add(await outside.file())
    const old = await startAll(outside, Number(values.workers))
    await work(outside, chance)
    outside.use(root)
    const check = await outside.json<{ checks: { name: string; ok: boolean }[] }>(['upgrade', 'check'])
    const mayRun = check.checks.find(({ name }) => name === 'work')?.ok === true
    if (!mayRun) for (const worker of old.splice(0)) await end(worker, 'SIGTERM')
    const fresh: ChildProcess[] = []
    while (fresh.length < Number(values.workers)) {
      fresh.push(...(await startAll(outside, 1)))
      await work(outside, chance)
      const leaving = old.shift()
      if (leaving !== undefined) await end(leaving, chance() < 0.5 ? 'SIGTERM' : 'SIGKILL')
    }
    for (let round = 0; round < roundsAfter; round += 1) await work(outside, chance)
    for (const worker of fresh) await end(worker, 'SIGTERM')
    const left = await settle(outside)
    const books = await compareBooks(outside)
    if (!isClean(books) || left > 0) faults.push(`seed ${seed}: ${JSON.stringify({ left, ...books })}`)
    const pause = mayRun ? 'both versions side by side' : 'with a pause'
    console.log(`ok     upgrade ${seed}, ${pause}: ${(await outside.ledger()).length} documents, ${left} left in doubt`)
  } finally {
    await outside.close()
  }
}

async function startAll(outside: Outside, count: number): Promise<ChildProcess[]> {
  const children = Array.from({ length: count }, () =>
    outside.start(['start', '--role', 'worker'], { TENTAKEL_METRICS_PORT: '0', TENTAKEL_PORT: '0' }),
  )
  await Promise.all(children.map(serves))
  return children
}

/** A worker that ends instead of serving fails the upgrade: its last words say why. */
async function serves(child: ChildProcess): Promise<void> {
  let said = ''
  child.stdout?.resume()
  await new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      if (code !== 0 && code !== null) faults.push(`a worker ended with ${code}: ${said.slice(-400)}`)
      resolve()
    })
    child.stderr?.on('data', (more: Buffer) => {
      said += more.toString()
      if (said.includes('Tentakel worker:')) resolve()
    })
  })
}

/** More orders, the next poll due, and a while of work. */
async function work(outside: Outside, chance: Draws): Promise<void> {
  await outside.control('POST', '/orders', { populate: { orders: 6, days: 0.1 } })
  await outside.advance(31 * minute)
  await delay(1500 + chance() * 5000)
}

async function end(child: ChildProcess, by: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(by)
  const late = await Promise.race([ended.then(() => false), delay(stopMaxMs, true, { ref: false })])
  if (!late) return
  faults.push(`a worker was asked to stop and still runs after ${stopMaxMs / 1000} s`)
  child.kill('SIGKILL')
}
