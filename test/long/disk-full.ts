/**
 * A disk that really fills up, at other moments each round: what runs says so and ends, nothing is sent that is not written down, and
 * with room again everything goes on where it stood. The data folder lies on a file system of its own in memory; where this machine lets
 * nobody mount one, the test is skipped by name.
 *
 *   node test/long/disk-full.ts [--rounds 6] [--seed 1]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { recordFigure } from '../support/figures.ts'
import {
  compareBooks,
  finish,
  isClean,
  moreOrders,
  openOutside,
  type Outside,
  type Ran,
  type SyncJson,
} from '../support/outside.ts'
import { draws } from '../support/long-runs.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
})
const minute = 60_000
const sizeMb = 400
const chance = draws(Number(values.seed))

const disk = mkdtempSync(path.join(tmpdir(), 'tentakel-disk-'))
const ballast = path.join(disk, 'ballast')
if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=755`, 'tmpfs', disk]).status === 0) {
  try {
    process.exitCode = (await drill()) ? 0 : 1
  } finally {
    // The database's processes let the folder go a moment after they were told to.
    for (let tries = 0; tries < 20 && spawnSync('umount', [disk]).status !== 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 250))
    rmSync(disk, { recursive: true, force: true })
  }
} else {
  rmSync(disk, { recursive: true, force: true })
  console.log('skipped: a full disk (no right to mount a file system here)\n0 passed, 0 failed, 1 skipped')
}

async function drill(): Promise<boolean> {
  const outside = await openOutside({
    orders: 40,
    seed: Number(values.seed),
    environment: { TENTAKEL_DATA_DIR: path.join(disk, 'data') },
  })
  try {
    await outside.control('POST', '/settings', { latencyMs: 2, bol: { limits: 'none' }, octopus: { limits: 'none' } })
    await outside.add(await outside.file())
    let full = 0
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      await moreOrders(outside, 60)
      // Full before it starts, else in the middle of its work.
      if (round === 1) fill()
      const ended = finish(outside.start(['sync', '--json']))
      const timer = setTimeout(fill, 450 + chance() * 1100)
      const ran = await ended
      clearTimeout(timer)
      full += toldFull(ran) ? 1 : 0
      empty()
      await outside.advance(6 * minute)
      await outside.run(['sync', '--json'])
      await outside.advance(61 * minute)
    }
    const last = await settle(outside)
    const books = await compareBooks(outside)
    const good = isClean(books) && last.inDoubt === 0 && full > 0
    const line = `${values.rounds} full disks: ${full} told, ${(await outside.ledger()).length} documents, ${last.inDoubt} in doubt`
    console.log(`${good ? 'ok    ' : 'FAILED'} ${line}`)
    if (values.record && good) recordFigure('full disks', line)
    if (!good) console.log(JSON.stringify({ ...books, violations: books.violations.slice(0, 5) }))
    console.log(good ? '1 passed, 0 failed' : '0 passed, 1 failed')
    return good
  } finally {
    await outside.close()
    // On a full disk a server is left to the next start; here there is none.
    stopServer()
  }
}

function stopServer(): void {
  try {
    process.kill(
      Number(readFileSync(path.join(disk, 'data/postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGINT',
    )
  } catch {
    // Stopped already.
  }
}

/** Ended as the contract says, in words that name the cause. */
function toldFull(ran: Ran): boolean {
  return ran.code === 70 && /disk|space|vol\b/iu.test(ran.stderr)
}

async function settle(outside: Outside): Promise<SyncJson['connections'][number]> {
  await outside.advance(48 * 60 * minute)
  for (let tries = 1; ; tries += 1) {
    const [connection] = (await outside.json<SyncJson>(['sync'])).connections
    if (connection === undefined) throw new Error('no connection')
    if ((connection.inDoubt === 0 && connection.next === null) || tries > 26) return connection
    await outside.advance(61 * minute)
  }
}

/** To the last block. */
function fill(): void {
  const { bavail, bsize } = statfsSync(disk)
  const file = openSync(ballast, 'a')
  const block = Buffer.alloc(4096)
  try {
    for (let bytes = bavail * bsize; bytes > 0; bytes -= block.length) writeSync(file, block)
  } catch {
    // Full already.
  } finally {
    closeSync(file)
  }
}

function empty(): void {
  rmSync(ballast, { force: true })
}
