/** Decides whether an installation is ready for this program: the operator looks at it before installing a newer version. */

export interface UpgradeState {
  now: number
  schema: { pending: string[]; alone: string[]; unknown: string[]; changed: string | null }
  /** Free where the data folder is. `needed`: a database below that folder grows there, and its copies do. */
  disk: { folder: string; freeBytes: number; neededBytes: number }
  work: { processes: number; jobsRunning: number }
  /** `at` null: none was ever made; `withinMs`: how old the last one may be. */
  copy: { at: number | null; withinMs: number }
}

export interface UpgradeCheck {
  name: 'schema' | 'disk' | 'work' | 'copy'
  ok: boolean
  /** A sentence for the operator; where it is not ok, with what to do. */
  says: string
}

export function upgradeChecks(state: UpgradeState): UpgradeCheck[] {
  return [schemaCheck(state), diskCheck(state), workCheck(state), copyCheck(state)]
}

function schemaCheck({ schema }: UpgradeState): UpgradeCheck {
  const { pending, unknown, changed } = schema
  if (unknown.length > 0)
    return {
      name: 'schema',
      ok: false,
      says: `The database is of a newer version (${unknown.join(', ')}): this program will not start on it. Use that version.`,
    }
  if (changed !== null)
    return {
      name: 'schema',
      ok: false,
      says: `${changed} is not the text that was applied to this database. Use the released files.`,
    }
  const says =
    pending.length === 0
      ? 'The database is up to date.'
      : `The next start applies ${pending.length}: ${pending.join(', ')}.`
  return { name: 'schema', ok: true, says }
}

function diskCheck({ disk: { folder, freeBytes, neededBytes } }: UpgradeState): UpgradeCheck {
  const ok = freeBytes >= neededBytes
  const free = `${mebibytes(freeBytes)} MiB are free in ${folder}`
  return { name: 'disk', ok, says: ok ? `${free}.` : `${free}; make room for ${mebibytes(neededBytes)} MiB.` }
}

/** Processes of before go on beside the new ones, unless a step of the schema says that they must not. */
function workCheck({ schema, work: { processes, jobsRunning } }: UpgradeState): UpgradeCheck {
  const told = `${processes} ${processes === 1 ? 'process runs' : 'processes run'}, with ${jobsRunning} ${jobsRunning === 1 ? 'job' : 'jobs'} at work`
  if (processes === 0) return { name: 'work', ok: true, says: 'No process runs.' }
  if (schema.alone.length === 0)
    return { name: 'work', ok: true, says: `${told}. They may be replaced one after the other.` }
  return {
    name: 'work',
    ok: false,
    says: `${told}. Stop them all first: ${schema.alone.join(', ')} allows no older worker.`,
  }
}

function copyCheck({ now, copy: { at, withinMs } }: UpgradeState): UpgradeCheck {
  const todo = 'Make one: tentakel backup FILE.'
  if (at === null) return { name: 'copy', ok: false, says: `No copy was made yet. ${todo}` }
  const hours = Math.floor((now - at) / 3_600_000)
  const says = `The last copy that was found good is ${hours === 0 ? 'of the last hour' : `${hours} ${hours === 1 ? 'hour' : 'hours'} old`}.`
  const ok = now - at <= withinMs
  return { name: 'copy', ok, says: ok ? says : `${says} ${todo}` }
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1_048_576)
}
