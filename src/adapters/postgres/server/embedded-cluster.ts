/** The folder of an embedded database: how it is made, and what its `postmaster.pid` says about a running server. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, fsyncSync, closeSync, openSync, mkdirSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Account, chooseAccount, commandAs, EmbeddedPostgresError, type Programs } from './embedded-program.ts'

export interface Cluster {
  /** PostgreSQL's own data directory. */
  folder: string
  /** Where the server writes its few lines; started anew with each start. */
  logFile: string
  /** Password of the superuser `owner`, 0600, beside the data directory: a copy of that directory alone opens nothing. */
  passwordFile: string
  account: Account
}

export interface PidFile {
  pid: number
  /** Null while the server is still writing the file. */
  port: number | null
  ready: boolean
}

/**
 * Opens the cluster under `dataDir`, making it on first use. The caller holds the start lock.
 * It is built under another name and renamed when it is whole, so that an interrupted first start leaves nothing to repair.
 */
export function openCluster(dataDir: string, programs: Programs, durable: boolean): Cluster {
  const home = path.join(dataDir, 'postgres')
  if (!existsSync(home)) return { ...describe(home), account: makeCluster(home, programs, durable) }
  const cluster = describe(home)
  return { ...cluster, account: chooseAccount(programs, home, statSync(cluster.folder)) }
}

function describe(home: string): Omit<Cluster, 'account'> {
  return {
    folder: path.join(home, 'cluster'),
    logFile: path.join(home, 'server.log'),
    passwordFile: path.join(home, 'password'),
  }
}

function makeCluster(home: string, programs: Programs, durable: boolean): Account {
  const building = `${home}.new`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { mode: 0o700 })
  const account = chooseAccount(programs, building, null)
  const { folder, passwordFile } = describe(building)
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  if (account.kind === 'user') chownSync(passwordFile, account.uid, account.gid)
  // The builtin locale sorts and folds case alike on every system, whatever locales it has installed.
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['-U', 'owner', '--auth=scram-sha-256', '--pwfile', passwordFile]
  const args = ['-D', folder, ...access, ...locale, '--no-instructions', ...(durable ? [] : ['--no-sync'])]
  const { file, args: all, options } = commandAs(account, programs.initdb, args)
  const made = spawnSync(file, all, { ...options, encoding: 'utf8' })
  if (made.status !== 0) {
    rmSync(building, { recursive: true, force: true })
    const reason = made.error?.message ?? made.stderr.trim().split('\n').slice(-3).join(' ')
    throw new EmbeddedPostgresError(`The database under ${path.dirname(home)} could not be made: ${reason}`)
  }
  renameSync(building, home)
  if (durable) flushFolder(path.dirname(home))
  return account
}

/** A rename is on disk only when its folder is. Windows cannot open a folder and does not need it. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Lines of the file as PostgreSQL writes them: pid, data directory, start, port, socket, address, memory key, status. */
export function readPidFile(clusterFolder: string): PidFile | null {
  const text = readOrNull(pidFilePath(clusterFolder))
  if (text === null) return null
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  const port = Number(lines[3])
  return { pid, port: port > 0 ? port : null, ready: lines[7]?.trim() === 'ready' }
}

export function pidFilePath(clusterFolder: string): string {
  return path.join(clusterFolder, 'postmaster.pid')
}

/**
 * Returns the process behind the number in a pid file. `gone`: no such process; PostgreSQL sees that itself at its start. `stranger`: the
 * number is alive, but belongs to another program or to an uncollected zombie; PostgreSQL would refuse to start for it. `unknown`: a
 * process is alive, and this system does not show which.
 */
export function processBehind(pid: number, clusterFolder: string): 'server' | 'gone' | 'stranger' | 'unknown' {
  if (!isAlive(pid)) return 'gone'
  if (process.platform !== 'linux') return 'unknown'
  const state = /^\d+ \(.*\) (\w)/s.exec(readOrNull(`/proc/${pid}/stat`) ?? '')?.[1]
  if (state === undefined) return 'gone'
  if (state === 'Z' || state === 'X') return 'stranger'
  const program = (readOrNull(`/proc/${pid}/cmdline`) ?? '').split('\0')[0] ?? ''
  if (path.basename(program) !== 'postgres') return 'stranger'
  return worksIn(pid, clusterFolder)
}

/** PostgreSQL makes its data directory its working directory; compared by inode, because a path has many spellings. */
function worksIn(pid: number, clusterFolder: string): 'server' | 'stranger' | 'unknown' {
  try {
    const here = statSync(`/proc/${pid}/cwd`)
    const there = statSync(clusterFolder)
    return here.dev === there.dev && here.ino === there.ino ? 'server' : 'stranger'
  } catch {
    return 'unknown'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // A process that ends while its files under /proc are read answers ESRCH.
    if (code === 'ENOENT' || code === 'ESRCH') return null
    throw error
  }
}
