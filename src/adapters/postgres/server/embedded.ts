/**
 * A real PostgreSQL in the data folder, for everybody who has no database server: started on demand, shared by all
 * processes that use the same folder. Works as a normal user, as root, and below folders that are closed to others.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { diskIsFull, fullFolder } from '../database-errors.ts'
import { type Cluster, openCluster, type PidFile, pidFilePath, processBehind, readPidFile } from './embedded-cluster.ts'
import { withFileLock } from './embedded-lock.ts'
import { commandAs, EmbeddedPostgresError, findPrograms, type Programs } from './embedded-program.ts'

export interface EmbeddedPostgres {
  /** Superuser `owner`, database `postgres`, with its password: never to be logged. */
  ownerUrl: string
  /** True when another process had started the server. */
  attached: boolean
  /**
   * Call it after the own pools are closed. The last process stops the server, whichever process started it, unless another process uses it
   * or a client is still connected. A process that is killed never gets here: its server goes on, and the next process attaches to it and
   * becomes responsible in the same way. Never throws.
   */
  stop(): Promise<void>
}

const pollMs = 20
/** Two minutes: recovery after a power cut reads the log of the last minutes again, also on a slow disk. */
const answerPollsMax = (2 * 60_000) / pollMs
/** After a kill -9 of the server its helpers need a moment to notice; until then a new one is refused. */
const launchesMax = 50
const launchPauseMs = 200
/** Time in which connections that this process just closed disappear from the server's list. */
const leavingPollsMax = 2_000 / pollMs
export const presenceName = 'tentakel presence'

/**
 * Starts the PostgreSQL of a data folder, or attaches to the one that runs already. Processes that come at the same
 * moment are ordered by a lock: exactly one starts the server.
 * @param dataDir made when absent, 0700; the database lies in `postgres/` below it
 * @param durable false gives up every guarantee after a crash in exchange for speed: for tests only
 * @throws EmbeddedPostgresError with a text for the person at the machine, DatabaseFull
 */
export async function startEmbeddedPostgres(options: { dataDir: string; durable: boolean }): Promise<EmbeddedPostgres> {
  try {
    return await startOrAttach(options)
  } catch (error) {
    // Errors of the file system are handled here; every other error is either reported already or a defect.
    if (!(error instanceof Error && 'code' in error)) throw error
    if (diskIsFull(`${String(error.code)} ${error.message}`)) throw fullFolder(options.dataDir, error)
    throw new EmbeddedPostgresError(
      `The data folder ${options.dataDir} cannot be used: ${error.message}. ` +
        'If it belongs to another user, run Tentakel as that user, choose another TENTAKEL_DATA_DIR, or set DATABASE_URL.',
      { cause: error },
    )
  }
}

async function startOrAttach({
  dataDir: folder,
  durable,
}: {
  dataDir: string
  durable: boolean
}): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(folder)
  const lockFile = path.join(dataDir, 'postgres.lock')
  const programs = findPrograms()
  return withFileLock(lockFile, async () => {
    const cluster = openCluster(dataDir, programs, durable)
    const { presence, attached } = await attachOrLaunch(cluster, programs, durable)
    const ownerUrl = urlOf(cluster, presence.port)
    return { ownerUrl, attached, stop: () => leaveQuietly(lockFile, presence, cluster) }
  })
}

/** A connection that every process keeps as long as it uses the server, so that no other process stops it meanwhile. */
interface Presence {
  client: Client
  port: number
}

async function attachOrLaunch(
  cluster: Cluster,
  programs: Programs,
  durable: boolean,
): Promise<{ presence: Presence; attached: boolean }> {
  for (let launch = 0; launch < launchesMax; launch++) {
    const running = await attach(cluster)
    if (running !== null) return { presence: running, attached: true }
    const started = await launchServer(cluster, programs, durable)
    if (started.kind === 'ready') {
      const presence = await attach(cluster)
      if (presence !== null) return { presence, attached: false }
    }
    await delay(launchPauseMs)
  }
  throw new EmbeddedPostgresError(`PostgreSQL did not start. Its last words stand in ${cluster.logFile}`)
}

/** Waits for a server that is starting or recovering; null when there is none, or none any more. */
async function attach(cluster: Cluster): Promise<Presence | null> {
  for (let poll = 0; poll < answerPollsMax; poll++) {
    const found = readPidFile(cluster.folder)
    if (found === null) return null
    const behind = processBehind(found.pid, cluster.folder)
    if (behind === 'gone') return null
    if (behind === 'stranger') {
      rmSync(pidFilePath(cluster.folder), { force: true })
      return null
    }
    const presence = await connect(cluster, found)
    if (presence !== null) return presence
    await delay(pollMs)
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL of ${cluster.folder} does not answer. If no process named postgres runs, remove ${pidFilePath(cluster.folder)} and try again.`,
  )
}

async function connect(cluster: Cluster, { port, ready }: PidFile): Promise<Presence | null> {
  if (port === null || !ready) return null
  const client = new Client({ connectionString: urlOf(cluster, port), application_name: presenceName })
  // The server may end before us; what that means is seen at the next query.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (realpathSync(rows[0]?.data_directory ?? '') === cluster.folder) return { client, port }
    await client.end()
  } catch (error) {
    await client.end().catch(() => undefined)
    const wrongPassword = (error as { code?: string }).code === '28P01'
    if (wrongPassword) throw new EmbeddedPostgresError(`The password in ${cluster.passwordFile} is not the database's.`)
  }
  return null
}

function urlOf(cluster: Cluster, port: number): string {
  return `postgresql://owner:${readFileSync(cluster.passwordFile, 'utf8').trim()}@127.0.0.1:${port}/postgres`
}

type Launch = { kind: 'ready' } | { kind: 'again' }

async function launchServer(cluster: Cluster, programs: Programs, durable: boolean): Promise<Launch> {
  const args = ['-D', cluster.folder, '-p', String(await freePort()), ...settings(durable)]
  const { file, args: all, options } = commandAs(cluster.account, programs.postgres, args)
  const log = openSync(cluster.logFile, 'w', 0o600)
  if (cluster.account.kind === 'user') chownSync(cluster.logFile, cluster.account.uid, cluster.account.gid)
  // Detached: Ctrl-C in a terminal reaches every process of its group, and the database must outlive the application's last words.
  const child = spawn(file, all, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  const ended = new Promise<'ended'>((resolve) => {
    child.once('exit', () => resolve('ended'))
    child.once('error', () => resolve('ended'))
  })
  for (;;) {
    const outcome = await Promise.race([ended, delay(pollMs, 'waiting' as const)])
    if (outcome === 'ended') return explainEnd(cluster, child)
    const pidFile = readPidFile(cluster.folder)
    if (pidFile?.pid === child.pid && pidFile?.ready) return { kind: 'ready' }
  }
}

function settings(durable: boolean): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    // No socket file: its lock would outlive a container whose first process collects no zombies.
    unix_socket_directories: '',
    // The operator reads the log, so it must not contain statements, values or details of rows.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    // The first minutes of a new installation are its busiest: the server learns soon how large its tables have become.
    autovacuum_naptime: '10s',
  }
  const careless = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
  }
  const chosen = durable ? common : { ...common, ...careless }
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Ends that pass: another program took the port, or helpers of a killed server still hold its memory. */
function explainEnd(cluster: Cluster, child: ChildProcess): Launch {
  const log = readFileSync(cluster.logFile, 'utf8')
  if (/Address already in use|shared memory block .* is still in use|lock file ".*" already exists/.test(log))
    return { kind: 'again' }
  if (diskIsFull(log)) throw fullFolder(cluster.folder)
  const words = log.trim().split('\n').slice(-3).join(' ')
  throw new EmbeddedPostgresError(`PostgreSQL did not start (exit ${child.exitCode ?? 'by signal'}): ${words}`)
}

/** A port of this machine that is not in use now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Whatever goes wrong here, the next start copes with it: a server left running is attached to, one that ended is started. */
async function leaveQuietly(lockFile: string, presence: Presence, cluster: Cluster): Promise<void> {
  await withFileLock(lockFile, () => leave(presence, cluster)).catch(() => undefined)
  // Also where no lock is to be had, on a full disk: a connection left open would keep this process for ever.
  await presence.client.end().catch(() => undefined)
}

async function leave(presence: Presence, cluster: Cluster): Promise<void> {
  const alone = await isAlone(presence.client).catch(() => false)
  const found = readPidFile(cluster.folder)
  await presence.client.end().catch(() => undefined)
  if (!alone || found === null || found.port !== presence.port) return
  // SIGINT is PostgreSQL's fast shutdown: it rolls back what is open and writes everything to disk.
  process.kill(found.pid, 'SIGINT')
  for (let poll = 0; poll < answerPollsMax && readPidFile(cluster.folder)?.pid === found.pid; poll++)
    await delay(pollMs)
}

async function isAlone(client: Client): Promise<boolean> {
  for (let poll = 0; poll < leavingPollsMax; poll++) {
    const { rows } = await client.query<{ others: number; presences: number }>(
      `select count(*)::int as others, count(*) filter (where application_name = $1)::int as presences
         from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      [presenceName],
    )
    if (rows[0]?.others === 0) return true
    if (rows[0]?.presences !== 0) return false
    await delay(pollMs)
  }
  return false
}
