/**
 * Goal: a database that comes up whatever happened to the process or the machine before, and is never opened twice.
 * Method: real servers in temporary folders, other processes that are killed, forged leftovers.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { Client } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { processBehind, readPidFile } from './embedded-cluster.ts'
import { startEmbeddedPostgres } from './embedded.ts'

// Servers are made, started and stopped here, some twice: on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000 })

const childProgram = path.resolve(import.meta.dirname, '../../../../test/support/embedded-child.ts')
const isRoot = process.getuid?.() === 0
const hasNamespaces = isRoot && spawnSync('unshare', ['--user', '--map-user=65534', 'true']).status === 0
const canBeNobody = isRoot && spawnSync('setpriv', [...asNobody(), process.execPath, '--version']).status === 0
const undo: (() => void)[] = []

afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step()
})

describe('one process', () => {
  it('makes, stops and reopens a database that listens on loopback only and asks for its password', async () => {
    const dataDir = temporaryFolder()
    const first = await startEmbeddedPostgres({ dataDir, durable: true })
    await query(first.ownerUrl, 'create table kept as select 42 as answer')
    expect(await query(first.ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await query(first.ownerUrl, 'show fsync')).toEqual([{ fsync: 'on' }])
    await expect(query(first.ownerUrl.replace(/owner:[^@]+/, 'owner:wrong'), 'select 1')).rejects.toThrow(/password/)
    await first.stop()
    expect(readPidFile(clusterOf(dataDir))).toBeNull()

    const second = await startEmbeddedPostgres({ dataDir, durable: true })
    expect(second.attached).toBe(false)
    expect(await query(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.stop()
  })

  it('keeps the password in a file that only its owner reads', async () => {
    const dataDir = temporaryFolder()
    const server = await startEmbeddedPostgres({ dataDir, durable: false })
    const file = path.join(dataDir, 'postgres', 'password')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(server.ownerUrl).toContain(`:${readFileSync(file, 'utf8')}@`)
    await server.stop()
  })

  it('writes no values of rows into its log', async () => {
    const dataDir = temporaryFolder()
    const server = await startEmbeddedPostgres({ dataDir, durable: false })
    await query(server.ownerUrl, 'create table buyer (email text primary key)')
    const insert = "insert into buyer values ('canary@example.com')"
    await query(server.ownerUrl, insert)
    await expect(query(server.ownerUrl, insert)).rejects.toThrow(/duplicate/)
    await server.stop()
    expect(readFileSync(path.join(dataDir, 'postgres', 'server.log'), 'utf8')).not.toContain('canary')
  })

  it('starts again after a first start that was cut off in the middle', async () => {
    const dataDir = temporaryFolder()
    mkdirSync(path.join(dataDir, 'postgres.new', 'cluster'), { recursive: true })
    writeFileSync(path.join(dataDir, 'postgres.new', 'cluster', 'PG_VERSION'), '18\n')
    const server = await startEmbeddedPostgres({ dataDir, durable: false })
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })
})

describe('several processes', () => {
  it('lets exactly one start the server when two come at the same moment, and the last one out stops it', async () => {
    const dataDir = temporaryFolder()
    const one = startChild(dataDir, 'hold')
    const other = startChild(dataDir, 'hold')
    const [first, second] = await Promise.all([one.ready, other.ready])
    expect(new Set([first.attached, second.attached])).toEqual(new Set([false, true]))
    expect(first.ownerUrl).toBe(second.ownerUrl)

    const [starter, guest] = first.attached ? [other, one] : [one, other]
    await endOf(starter)
    expect(await query(first.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await endOf(guest)
    expect(readPidFile(clusterOf(dataDir))).toBeNull()
  })

  it('leaves a server running that somebody else is still connected to', async () => {
    const dataDir = temporaryFolder()
    const server = await startEmbeddedPostgres({ dataDir, durable: false })
    const visitor = new Client({ connectionString: server.ownerUrl })
    await visitor.connect()
    await server.stop()
    expect((await visitor.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }])
    await visitor.end()
    const next = await startEmbeddedPostgres({ dataDir, durable: false })
    expect(next.attached).toBe(true)
    await next.stop()
    expect(readPidFile(clusterOf(dataDir))).toBeNull()
  })

  it('attaches to the server of a process that was killed', async () => {
    const dataDir = temporaryFolder()
    const child = startChild(dataDir, 'hold')
    await child.ready
    child.process.kill('SIGKILL')
    await exited(child.process)
    const server = await startEmbeddedPostgres({ dataDir, durable: true })
    expect(server.attached).toBe(true)
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(readPidFile(clusterOf(dataDir))).toBeNull()
  })

  it('loses no row that was committed before process and server were killed in the middle of writing', async () => {
    const dataDir = temporaryFolder()
    const child = startChild(dataDir, 'write')
    await child.ready
    const committed = await child.lineAfter(50)
    process.kill(readPidFile(clusterOf(dataDir))?.pid ?? 0, 'SIGKILL')
    child.process.kill('SIGKILL')
    const server = await startEmbeddedPostgres({ dataDir, durable: true })
    expect(server.attached).toBe(false)
    const rows = await query(server.ownerUrl, `select count(*)::int as rows from written where number <= ${committed}`)
    expect(rows).toEqual([{ rows: committed }])
    await server.stop()
  })
})

describe('a stale postmaster.pid', () => {
  it.each([
    ['whose process is gone', () => spawnSync('true').pid],
    ['whose number belongs to another program now', () => process.pid],
  ])('does not keep the server down: %s', async (_case, pidOf) => {
    const dataDir = await withDatabase()
    forgePidFile(dataDir, pidOf())
    await expectToStart(dataDir)
  })

  it.skipIf(process.platform !== 'linux')('does not keep the server down: whose process is a zombie', async () => {
    const dataDir = await withDatabase()
    // The child ends when `sleep 900` has long taken the shell's place, and that never collects it.
    const parent = spawn('/bin/sh', ['-c', 'sleep 2 & echo $!; exec sleep 900'])
    undo.push(() => parent.kill('SIGKILL'))
    const zombie = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
    await expect.poll(() => processBehind(zombie, clusterOf(dataDir)), { timeout: 30_000 }).toBe('stranger')
    forgePidFile(dataDir, zombie)
    await expectToStart(dataDir)
  })

  it.skipIf(process.platform !== 'linux')(
    'is not taken for stale when the folder is reached by another path',
    async () => {
      const dataDir = temporaryFolder()
      const server = await startEmbeddedPostgres({ dataDir, durable: false })
      const alias = path.join(temporaryFolder(), 'alias')
      symlinkSync(dataDir, alias)
      const second = await startEmbeddedPostgres({ dataDir: alias, durable: false })
      expect(second.attached).toBe(true)
      await second.stop()
      await server.stop()
    },
  )
})

describe('accounts', () => {
  it.skipIf(!hasNamespaces)('runs for root below a folder of mode 0700', async () => {
    const closed = temporaryFolder()
    chmodSync(closed, 0o700)
    const dataDir = path.join(closed, 'data')
    await expectToStart(dataDir)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(clusterOf(dataDir)).uid).toBe(0)
    await expectToStart(dataDir)
  })

  it.skipIf(!isRoot)('runs for root as another user where that user reaches the folder', async () => {
    const dataDir = temporaryFolder()
    chmodSync(dataDir, 0o755)
    await expectToStart(dataDir)
    expect(statSync(clusterOf(dataDir)).uid).not.toBe(0)
    await expectToStart(dataDir)
  })

  it.skipIf(!isRoot)(
    'goes on for root with the database that a normal user made, also in a closed data folder',
    async () => {
      const dataDir = temporaryFolder()
      chmodSync(dataDir, 0o755)
      await expectToStart(dataDir)
      chmodSync(dataDir, 0o700)
      await expectToStart(dataDir)
      expect(statSync(dataDir).mode & 0o777).toBe(0o710)
    },
  )

  it.skipIf(!canBeNobody)('runs for a normal user', async () => {
    const dataDir = temporaryFolder()
    chownSync(dataDir, 65534, 65534)
    const child = startChild(dataDir, 'hold', asNobody())
    expect(await child.ready).toMatchObject({ attached: false })
    await endOf(child)
    expect(statSync(clusterOf(dataDir)).uid).toBe(65534)
  })

  it.skipIf(!canBeNobody)("tells a normal user that the database is another user's", async () => {
    const dataDir = temporaryFolder()
    mkdirSync(path.join(dataDir, 'postgres', 'cluster'), { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o777)
    const answer = await startChild(dataDir, 'hold', asNobody()).ready
    expect(answer.error).toMatch(/belongs to another user/)
  })
})

interface Child {
  process: ChildProcess
  ready: Promise<{ attached?: boolean; ownerUrl: string; error?: string }>
  /** The number on the last of this many further lines. */
  lineAfter(count: number): Promise<number>
}

function startChild(dataDir: string, mode: 'hold' | 'write', prefix: string[] = []): Child {
  const command = [process.execPath, childProgram, dataDir, mode]
  const child =
    prefix.length > 0 ? spawn('setpriv', [...prefix, ...command]) : spawn(command[0] ?? '', command.slice(1))
  undo.push(() => child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)
  return {
    process: child,
    ready: linesOf(lines, 1).then((line) => JSON.parse(line)),
    lineAfter: async (count) => Number(await linesOf(lines, count)),
  }
}

function linesOf(lines: Interface, count: number): Promise<string> {
  return new Promise((resolve) => {
    let seen = 0
    lines.on('line', (line) => {
      seen += 1
      if (seen === count) resolve(line)
    })
  })
}

async function endOf(child: Child): Promise<void> {
  child.process.stdin?.end()
  await exited(child.process)
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
}

function asNobody(): string[] {
  return ['--reuid=65534', '--regid=65534', '--clear-groups']
}

async function withDatabase(): Promise<string> {
  const dataDir = temporaryFolder()
  await expectToStart(dataDir)
  return dataDir
}

async function expectToStart(dataDir: string): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  expect(server.attached).toBe(false)
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.stop()
}

function forgePidFile(dataDir: string, pid: number): void {
  const lines = [pid, clusterOf(dataDir), 1_700_000_000, 1, '', '127.0.0.1', '  1 1', 'ready   ']
  writeFileSync(path.join(clusterOf(dataDir), 'postmaster.pid'), `${lines.join('\n')}\n`)
}

function clusterOf(dataDir: string): string {
  return path.join(dataDir, 'postgres', 'cluster')
}

/** Removed after the test, with whatever server is still running in it. */
function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-embedded-'))
  // Closed folders above are a case of their own.
  chmodSync(folder, 0o755)
  const dataDir = path.join(folder, 'data')
  mkdirSync(dataDir, { mode: 0o700 })
  undo.push(() => {
    for (const candidate of [dataDir, path.join(dataDir, 'data')]) stopServer(clusterOf(candidate))
    rmSync(folder, { recursive: true, force: true })
  })
  return dataDir
}

function stopServer(cluster: string): void {
  if (!existsSync(cluster)) return
  const pid = readPidFile(cluster)?.pid
  if (pid !== undefined && processBehind(pid, cluster) === 'server') process.kill(pid, 'SIGQUIT')
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
