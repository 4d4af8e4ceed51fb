/** One process of the product: the real use cases and adapters on the world's ports. */
import { portsOf, digest } from '../../src/assemble.ts'
import { readLimits } from '../../src/kinds.ts'
import { DatabaseFull, DatabaseGone } from '../../src/adapters/postgres/database-errors.ts'
import { createStore } from '../../src/adapters/postgres/store.ts'
import { Secret } from '../../src/adapters/system/secret.ts'
import { createSecrets, makeFingerprintKey } from '../../src/adapters/system/secrets.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { startWorker } from '../../src/app/run/jobs.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import { readConfig, type Config } from '../../src/config.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Secrets } from '../../src/ports/secrets.ts'
import { Draws } from './chance.ts'
import type { DatabaseOfWorld } from './database.ts'
import { Life, never, type Stage } from './life.ts'
import type { QueueOfWorld } from './queue.ts'
import { paperRows } from './paper/kinds.ts'
import { bases, transportFor, type Network } from './transport.ts'

const keys = { current: new Secret(Buffer.alloc(32, 7)), old: [] }
const opened = createSecrets(keys, makeFingerprintKey(keys))
if (opened.kind !== 'ok') throw new Error('the world’s own key does not open')
/** Sealing is the real one; hashes are the same in every process of ours, so that a replay meets the same names. */
const secrets: Secrets = { ...opened.secrets, fingerprint: (text, context) => digest(`${context}\n${text}`) }

export interface Shared {
  stage: Stage
  network: Network
  database: DatabaseOfWorld
  queue: QueueOfWorld
  softwareHouse: string
  invoicesEnforceNumber: 'unknown' | 'yes'
  /** All that was logged. */
  logged: string[]
  lives: Map<string, Life>
  locks: Map<string, Life>
  tokenLocks: Map<string, Promise<void>>
  limits?: Record<string, unknown>
}

export function portsFor(shared: Shared, life: Life): Ports {
  const { stage, network, database } = shared
  const config = configOf(shared)
  const read = readLimits(config)
  if (read.kind !== 'ok') throw new Error(JSON.stringify(read.faults))
  const random = new Draws(stage.seed, `${life.name} random`)
  const processId = uuid(random)
  shared.lives.set(processId, life)
  const seen = database.seenBy(life)
  const store = createStore({
    database: { ...seen, together: never, connect: never, onAnswer: () => undefined, close: () => Promise.resolve() },
    secrets,
    processes: {
      isGone: async (other) => {
        await life.gate()
        return shared.lives.get(other)?.alive === false
      },
      exclusively: (name, work) => exclusively(shared, life, name, work),
      leave: () => Promise.resolve(),
    },
  })
  const ports = portsOf(config, {
    store,
    secrets,
    random: { id: () => uuid(random), fraction: () => random.next() },
    processId,
    database: database.tokensSeenBy(life, shared.tokenLocks),
    http: createHttp({ transport: transportFor(network, life) }),
    clock: clockOf(stage, life),
    log: logOf(shared, life),
    limits: read.limits,
    kindRows: paperRows,
  })
  return ports
}

/** A lock that the database keeps for a connection: held as long as its process lives, also while it stands still. */
async function exclusively<T>(
  shared: Shared,
  life: Life,
  name: string,
  work: () => Promise<T>,
): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }> {
  await life.gate()
  if (shared.locks.get(name)?.alive === true) return { kind: 'busy' }
  shared.locks.set(name, life)
  const free = (): void => {
    if (shared.locks.get(name) === life) shared.locks.delete(name)
  }
  try {
    return { kind: 'done', value: await work() }
  } finally {
    free()
  }
}

function configOf(shared: Shared): Config {
  const answer = readConfig({
    TENTAKEL_BOL_LOGIN_URL: bases.bolLogin,
    TENTAKEL_BOL_API_URL: bases.bol,
    TENTAKEL_OCTOPUS_API_URL: bases.octopus,
    TENTAKEL_OCTOPUS_SOFTWARE_HOUSE: shared.softwareHouse,
  })
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer.faults))
  return { ...answer.config, limits: { ...shared.limits, invoicesEnforceNumber: shared.invoicesEnforceNumber } }
}

function uuid(random: Draws): string {
  let hex = ''
  while (hex.length < 32) hex += random.int(0, 0xffff).toString(16).padStart(4, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function clockOf({ timeline }: Stage, life: Life): Clock {
  return {
    now: async () => {
      if (!life.alive) await never()
      return timeline.now + life.clockOffMs
    },
    async sleepUntil(instant, signal) {
      await life.gate()
      if (signal?.aborted === true) return
      await timeline.sleepUntil(instant - life.clockOffMs)
      await life.gate()
    },
    async pause(ms) {
      await timeline.sleep(ms)
      await life.gate()
    },
    monotonicMs: () => timeline.now,
  }
}

function logOf(shared: Shared, life: Life): Log {
  const write =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}): void => {
      shared.logged.push(`${level} ${event} ${JSON.stringify(fields)}`)
      shared.stage.trace(`${life.name} log ${event} ${JSON.stringify(fields)}`)
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

export function isOfDatabase(error: unknown): boolean {
  return (
    error instanceof DatabaseGone ||
    error instanceof DatabaseFull ||
    (error instanceof Error && error.message === 'heartbeat lost')
  )
}

/** Starts a worker; a start that fails ends the process, and its supervisor starts another one. */
export async function startProcess(shared: Shared, life: Life): Promise<void> {
  await startWorker(portsFor(shared, life), shared.queue.seenBy(life))
}
