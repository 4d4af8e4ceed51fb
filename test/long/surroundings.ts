/**
 * What stands around the program on somebody's machine: settings of libraries, encryption and poolers before the database, a project
 * folder that may not be written in, a checkout from Windows, a schedule without npm. Each either works or ends with words.
 *
 *   node test/long/surroundings.ts
 */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../src/adapters/postgres/server/embedded.ts'
import { until } from '../support/launched.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'

const root = path.resolve(import.meta.dirname, '../..')
const nobody = 65_534
const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-surroundings-'))
chmodSync(folder, 0o755)
const own = {
  TENTAKEL_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
  TENTAKEL_INSTALLATION_ID: '0d4c1e1c-6f0e-4b43-9a5e-2f5d3a1b7c11',
}

type Environment = Record<string, string>

function tentakel(args: string[], environment: Environment): SpawnSyncReturns<string> & { words: string } {
  const env = { ...process.env, TENTAKEL_DATA_DIR: path.join(folder, 'data'), ...environment }
  const ran = spawnSync(path.join(root, 'tentakel'), args, { env, encoding: 'utf8', timeout: 120_000 })
  return { ...ran, words: `${ran.stdout}${ran.stderr}`.trim().slice(-400) }
}

/** What a drill needs is not on this machine. */
const skipped = Symbol('skipped')
/** Null: as it should be. Else what was seen instead. */
type Seen = string | null | typeof skipped

function expectEnd(ran: { status: number | null; words: string }, wanted: { status: number; says?: RegExp }): Seen {
  const right = ran.status === wanted.status && (wanted.says === undefined || wanted.says.test(ran.words))
  return right ? null : `ended with ${ran.status}, not ${wanted.status}: ${ran.words}`
}

function foreignSettings(): Seen {
  const foreign = { PGSSLMODE: 'require', PGOPTIONS: '-c search_path=nowhere', PGHOST: 'nowhere.invalid', PGPORT: '1' }
  return expectEnd(tentakel(['migrate'], foreign), { status: 0 })
}

async function encryption(): Promise<Seen> {
  const dataDir = path.join(folder, 'encrypted')
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  try {
    const cluster = path.join(dataDir, 'postgres', 'cluster')
    const [certificate, key] = [path.join(cluster, 'server.crt'), path.join(cluster, 'server.key')]
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
    if (spawnSync('openssl', [...make, '-keyout', key, '-out', certificate]).status !== 0) return 'openssl is missing'
    const { uid, gid } = statSync(cluster)
    for (const file of [certificate, key]) {
      chmodSync(file, 0o600)
      chownSync(file, uid, gid)
    }
    const trusted = path.join(folder, 'authority.pem')
    copyFileSync(certificate, trusted)
    const plain = url(server.ownerUrl, 'sslmode=disable')
    const before = tentakel(['config', 'check'], { ...own, DATABASE_URL: url(server.ownerUrl, 'sslmode=require') })
    const without = expectEnd(before, { status: 78, says: /offers no encryption/u })
    await runOn(server.ownerUrl, 'alter system set ssl = on')
    await runOn(server.ownerUrl, 'select pg_reload_conf()')
    const strange = { ...own, DATABASE_URL: url(server.ownerUrl, 'sslmode=require') }
    const known = { ...own, DATABASE_URL: url(server.ownerUrl, `sslmode=verify-full&sslrootcert=${trusted}`) }
    const unchecked = { ...own, DATABASE_URL: url(server.ownerUrl, 'sslmode=no-verify') }
    return (
      without ??
      expectEnd(tentakel(['config', 'check'], strange), { status: 78, says: /certificate is not trusted/u }) ??
      expectEnd(tentakel(['migrate'], strange), { status: 78, says: /certificate is not trusted/u }) ??
      expectEnd(tentakel(['config', 'check'], known), { status: 0 }) ??
      expectEnd(tentakel(['migrate'], known), { status: 0 }) ??
      expectEnd(tentakel(['migrate'], unchecked), { status: 0 }) ??
      expectEnd(tentakel(['migrate'], { ...own, DATABASE_URL: plain }), { status: 0 })
    )
  } finally {
    await server.stop()
  }
}

async function pooler(): Promise<Seen> {
  if (spawnSync('pgbouncer', ['--version']).error !== undefined) return skipped
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'pooled'), durable: false })
  const { port, password } = new URL(server.ownerUrl)
  const listen = await freePort()
  const settings = path.join(folder, 'pgbouncer.ini')
  const users = path.join(folder, 'users.txt')
  writeFileSync(users, `"owner" "${password}"\n`)
  const ini = [
    '[databases]',
    `postgres = host=127.0.0.1 port=${port}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1\nlisten_port = ${listen}\nunix_socket_dir =`,
    `auth_type = plain\nauth_file = ${users}`,
    'pool_mode = transaction',
    'ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout,extra_float_digits',
  ]
  writeFileSync(settings, `${ini.join('\n')}\n`)
  const child = spawn('pgbouncer', ['-u', 'nobody', settings], { stdio: 'ignore' })
  try {
    const address = `postgresql://owner:${password}@127.0.0.1:${listen}/postgres`
    await until(() => runOn(address, 'select 1').then(() => true), 120)
    const environment = { ...own, DATABASE_URL: address }
    return (
      expectEnd(tentakel(['config', 'check'], environment), { status: 78, says: /transaction mode/u }) ??
      expectEnd(tentakel(['migrate'], environment), { status: 78, says: /transaction mode/u })
    )
  } finally {
    child.kill('SIGKILL')
    await server.stop()
  }
}

/** A clone as Git for Windows makes it, used by somebody who may not write in it. */
async function clone(): Promise<Seen> {
  if (process.getuid?.() !== 0) return skipped
  const project = path.join(folder, 'project')
  if (spawnSync('git', ['clone', '-q', '-c', 'core.autocrlf=true', root, project]).status !== 0) return 'no clone'
  if (readFileSync(path.join(project, 'tentakel'), 'utf8').includes('\r'))
    return 'its start script has line ends of Windows'
  const packages = path.join(root, 'node_modules')
  const copy = (flags: string): boolean => spawnSync('cp', [flags, packages, project]).status === 0
  if (!copy('-al') && !copy('-a')) return 'its packages cannot be copied'
  const dataDir = path.join(folder, 'of-nobody')
  mkdirSync(dataDir)
  chownSync(dataDir, nobody, nobody)
  const [web, metrics] = [await freePort(), await freePort()]
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: dataDir,
    TENTAKEL_DATA_DIR: dataDir,
    TENTAKEL_PORT: String(web),
    TENTAKEL_METRICS_PORT: String(metrics),
  }
  const child = spawn(path.join(project, 'tentakel'), ['start'], { env, uid: nobody, gid: nobody, cwd: dataDir })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  try {
    const page = await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${web}/`)
      return answer.status === 200 && (await answer.text()).includes('<div id="root"')
    }, 120)
    return page ? null : `no page: ${words.slice(-400)}`
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

function withoutNpm(): Seen {
  const bin = path.join(folder, 'bin')
  mkdirSync(bin)
  for (const name of ['sh', 'readlink', 'dirname', 'cksum', 'cat'])
    symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), path.join(bin, name))
  return expectEnd(tentakel(['--help'], { PATH: bin }), { status: 0 })
}

function url(address: string, query: string): string {
  return `${address}?${query}`
}

async function runOn(address: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: address })
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const drills: [name: string, run: () => Seen | Promise<Seen>][] = [
  ['settings of libraries in the environment', foreignSettings],
  ['encryption before the database', encryption],
  ['a pooler in transaction mode', pooler],
  ['a checkout from Windows that another user starts', clone],
  ['no npm on the path', withoutNpm],
]
const counts = { passed: 0, failed: 0, skipped: 0 }
try {
  for (const [name, run] of drills) {
    const seen = await run()
    const state = seen === null ? 'passed' : seen === skipped ? 'skipped' : 'failed'
    counts[state] += 1
    console.log(`${state} ${name}${typeof seen === 'string' ? `: ${seen}` : ''}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 ? 0 : 1
