/** Where ports meet adapters: one running product out of a configuration. Used by `main.ts` alone. */
import { createHash, hkdfSync } from 'node:crypto'
import type { Ports } from './app/run/ports.ts'
import { createSignIns, type SignInParts } from './adapters/accounts/sign-ins.ts'
import { createHttp } from './adapters/http/http.ts'
import { createWebhooks } from './adapters/http/webhook.ts'
import { diskIsFull, fullFolder } from './adapters/postgres/database-errors.ts'
import { openDatabase, type Database } from './adapters/postgres/database.ts'
import { startEmbeddedPostgres } from './adapters/postgres/server/embedded.ts'
import { readInstallation } from './adapters/postgres/installation/installation.ts'
import { callLimitsOf } from './adapters/postgres/installation/limits.ts'
import { examineServer, type Fitness } from './adapters/postgres/server/server-fitness.ts'
import { migrate } from './adapters/postgres/server/migrate.ts'
import { joinProcesses, othersOn } from './adapters/postgres/installation/processes.ts'
import { createStore } from './adapters/postgres/store.ts'
import { createTokens } from './adapters/postgres/installation/tokens.ts'
import { createCalendar } from './adapters/system/calendar.ts'
import { createMachineClock, createTestClock } from './adapters/system/clock.ts'
import { createLog } from './adapters/system/log.ts'
import { sayWhenSlow } from './adapters/system/say-when-slow.ts'
import { openDataDir, ownInstallationId, ownKey, ownOldKeys } from './adapters/system/own-files.ts'
import { createMailer } from './adapters/system/mail.ts'
import { createMeters } from './adapters/system/meters.ts'
import { createOneTimeCodes } from './adapters/system/one-time-codes.ts'
import { createPasskeyRules } from './adapters/system/passkeys.ts'
import { createPasswords } from './adapters/system/passwords.ts'
import { createRandom } from './adapters/system/random.ts'
import { Secret } from './adapters/system/secret.ts'
import {
  createSecrets,
  makeFingerprintKey,
  type RotatableSecrets,
  type SealingKeys,
} from './adapters/system/secrets.ts'
import { createTrailHeads, noTrailHeads } from './adapters/system/trail-heads.ts'
import { createViesRegister } from './adapters/vies/register.ts'
import type { Config, ConfigFault } from './config.ts'
import { kindsOf, readLimits, rowsOf, type KindRows, type Limits, type SideTools } from './kinds.ts'
import type { Clock } from './ports/clock.ts'
import type { CallLimits } from './ports/call-limits.ts'
import type { Http } from './ports/http.ts'
import type { Log } from './ports/log.ts'
import type { Mailer } from './ports/mail.ts'
import type { Random } from './ports/random.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Store } from './ports/store.ts'
import type { TrailHeads } from './ports/tables/trail.ts'
import type { Tokens } from './ports/tokens.ts'

/** The environment or the database does not fit: the program ends with 78 and this sentence. */
export class Misfit extends Error {}

export interface Product {
  ports: Ports
  appUrl: string
  /** A role that may do what the application may not; never to be logged. */
  ownerUrl: string
  keys: SealingKeys
  secrets: RotatableSecrets
  database: Database
  /** Other processes of ours on this database. */
  othersAtWork(): Promise<number>
  applied: string[]
  /** The database runs under the data folder, and only our processes keep it alive. */
  ownServer: boolean
  close(): Promise<void>
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** @param say where a user waits for the command: told the reason of the wait */
export async function assemble(config: Config, say?: (text: string) => void): Promise<Product> {
  const log = createLog(config.logLevel)
  const read = readLimits(config)
  if (read.kind === 'faults') throw new Misfit(read.faults.map((fault) => `${fault.path} ${fault.message}`).join('\n'))
  const { key, installationId } = ownFiles(config)
  const slow = say === undefined ? null : sayWhenSlow(say)
  const ownClock = config.testClockUrl === null ? createMachineClock() : createTestClock(config.testClockUrl)
  const clock = slow?.clock(ownClock) ?? ownClock
  if (config.testClockUrl !== null) log.warn('clock.test', { url: config.testClockUrl })
  const server =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true }) : null
  try {
    const ownerUrl = config.databaseUrl ?? (server?.ownerUrl as string)
    const { appUrl, applied } = await prepareDatabase(ownerUrl, {
      key,
      installationId,
      now: await clock.now(),
    })
    const processId = createRandom().id()
    const applicationName = `tentakel ${processId}`
    const database = openDatabase(appUrl, { connectionsMax: 24, applicationName })
    const opened = await openStore(database, { config, key, installationId, clock, processId })
    const ports = portsOf(config, {
      ...opened,
      database,
      http: slow?.http(createHttp()) ?? createHttp(),
      clock,
      log,
      limits: read.limits,
      trailHeads: createTrailHeads(config.dataDir, log),
    })
    const close = async (): Promise<void> => {
      slow?.stop()
      await opened.processes.leave()
      await database.close()
      await server?.stop()
    }
    const { keys, secrets } = opened
    return {
      ports,
      appUrl,
      ownerUrl,
      keys,
      secrets,
      database,
      othersAtWork: () => othersOn(database.session, applicationName),
      applied,
      ownServer: server !== null,
      close,
    }
  } catch (error) {
    await server?.stop()
    throw error
  }
}

export function appRoleOf(installationId: string): string {
  return `tentakel_${digest(installationId).slice(0, 12)}`
}

/** The keys that open: the installation's own, those of the environment, and what rotations left in the data folder. */
export function sealingKeys(config: Config, key: Buffer): SealingKeys {
  const kept = config.secretKey === null ? ownOldKeys(config.dataDir) : []
  return { current: new Secret(key), old: [...config.oldSecretKeys, ...kept].map((old) => new Secret(old)) }
}

export function ownFiles(config: Config): { key: Buffer; installationId: string } {
  try {
    if (config.databaseUrl === null || config.secretKey === null) openDataDir(config.dataDir)
    return {
      key: config.secretKey ?? ownKey(config.dataDir),
      installationId: config.installationId ?? ownInstallationId(config.dataDir),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (diskIsFull(error.message)) throw fullFolder(config.dataDir, error)
    throw new Misfit(`The data folder ${config.dataDir} cannot be used: ${error.message}`, { cause: error })
  }
}

async function prepareDatabase(
  ownerUrl: string,
  own: { key: Buffer; installationId: string; now: number },
): Promise<{ appUrl: string; applied: string[] }> {
  const appRole = appRoleOf(own.installationId)
  const appPassword = Buffer.from(hkdfSync('sha256', own.key, own.installationId, 'application role', 24)).toString(
    'base64url',
  )
  const answer = await migrate({ ownerUrl, appRole, appPassword, now: own.now })
  switch (answer.kind) {
    case 'ok':
      return answer
    case 'newerSchema':
      throw new Misfit(
        `The database was used by a newer version of this program (it knows ${answer.unknown.join(', ')}). Start that version, or restore a backup from before.`,
      )
    case 'changedMigration':
      throw new Misfit(
        `The migration ${answer.name} is not the text that was applied to this database. Use the released files.`,
      )
    case 'cannotCreateRole':
      throw new Misfit(
        `The role ${answer.role} cannot be made: ${answer.reason}. Give DATABASE_URL a role with CREATEROLE, or one that is no superuser.`,
      )
    case 'serverTooOld':
    case 'sharedSessions':
      throw new Misfit(unfit(answer))
    case 'notAllowed':
      throw new Misfit(`The role of DATABASE_URL lacks a right: ${answer.detail}`)
  }
}

async function openStore(
  database: Database,
  own: { config: Config; key: Buffer; installationId: string; clock: Clock; processId: string },
) {
  const { config, installationId, clock, processId } = own
  const keys = sealingKeys(config, own.key)
  const first = { marker: installationId, fingerprintKeySealed: makeFingerprintKey(keys) }
  const installation = await readInstallation(database.session, first, await clock.now())
  if (installation.marker !== installationId) {
    throw new Misfit(
      'This database belongs to another installation. Two copies would book twice. If you moved it, set TENTAKEL_INSTALLATION_ID to the id of the old one and make sure that the old one is stopped.',
    )
  }
  const opened = createSecrets(keys, installation.fingerprintKeySealed)
  if (opened.kind === 'wrongKey')
    throw new Misfit(
      'TENTAKEL_SECRET_KEY is not the key of this database. Give the right one, or the old ones in TENTAKEL_SECRET_KEY_OLD.',
    )
  const random = createRandom()
  const processes = await joinProcesses(database, processId)
  const store = createStore({ database, secrets: opened.secrets, processes })
  return { secrets: opened.secrets, keys, random, processId, processes, store }
}

export interface Parts {
  store: Store
  secrets: Secrets
  random: Random
  processId: string
  /** For tokens and counted calls. */
  database: Pick<Database, 'session' | 'transaction'>
  http: Http
  clock: Clock
  log: Log
  limits: Limits
  trailHeads?: TrailHeads
  /** A simulation adds rows of its own to the table of kinds. */
  kindRows?: (rows: KindRows, tools: SideTools) => KindRows
}

/** Assembles the proofs with which users sign in, and their checks. */
function proofsOfPeople({
  database,
  secrets,
  random,
  store,
}: Parts): Pick<Ports, 'passwords' | 'oneTimeCodes' | 'passkeyRules' | 'signIns'> {
  const proofs = { passwords: createPasswords(), oneTimeCodes: createOneTimeCodes() }
  const byId: SignInParts['byId'] = (accountId) => store.directory.accounts.byId(accountId)
  const signIns = createSignIns({ ...proofs, database, secrets, random, byId, clock: createMachineClock() })
  return { ...proofs, passkeyRules: createPasskeyRules(), signIns }
}

/** A simulation gives parts of its own: a virtual clock, seeded chance, worlds in memory instead of sockets. */
export function portsOf(config: Config, parts: Parts): Ports {
  const { database, http, clock, secrets, limits } = parts
  const calendar = createCalendar()
  const callLimits: CallLimits = callLimitsOf(database.session)
  const tokens = new Map<string, Tokens>()
  const tokensOf = (tenantId: string): Tokens => {
    const present = tokens.get(tenantId) ?? createTokens(database, tenantId, secrets)
    tokens.set(tenantId, present)
    return present
  }
  const tools: SideTools = { config, http, clock, calendar, secrets, digest, callLimits, tokensOf, limits }
  const rows = rowsOf(tools)
  return {
    kinds: kindsOf(parts.kindRows?.(rows, tools) ?? rows),
    store: parts.store,
    clock,
    calendar,
    random: parts.random,
    secrets,
    ...proofsOfPeople(parts),
    ...toldOutside(config, parts),
    signUp: { mode: config.signup, trialDays: config.trialDays },
    vatRegister: createViesRegister(http, config.viesUrl),
    processId: parts.processId,
    digest,
  }
}

function toldOutside(config: Config, { log, trailHeads = noTrailHeads }: Parts) {
  return {
    mailer: mailerOf(config),
    webhooks: createWebhooks(),
    publicUrl: config.web.publicUrl,
    log,
    meters: createMeters(),
    trailHeads,
    trailMail: config.mail.trailTo,
  }
}

function mailerOf({ mail: { smtpUrl, from } }: Config): Mailer | null {
  return smtpUrl === null || from === null ? null : createMailer(smtpUrl, from)
}

function unfit(fitness: Exclude<Fitness, { kind: 'ok' }>): string {
  return fitness.kind === 'serverTooOld'
    ? `PostgreSQL ${fitness.version} is too old: 15 or newer is needed.`
    : 'DATABASE_URL leads to a pooler that hands each transaction to another session (transaction mode). Tentakel keeps locks for as long as a session lives: give the address of the server itself, or a pool in session mode.'
}

/** Returns faults of the configuration that the adapters and the database find. Nothing is started for it, and nothing is changed. */
export async function configFaults(config: Config): Promise<ConfigFault[]> {
  const read = readLimits(config)
  const faults = read.kind === 'faults' ? read.faults : []
  if (config.databaseUrl === null) return faults
  const said = await examineServer(config.databaseUrl).then(
    (fitness) => (fitness.kind === 'ok' ? null : unfit(fitness)),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const message = said?.replace(/^DATABASE_URL:? /u, '')
  return message === undefined ? faults : [...faults, { path: 'DATABASE_URL', message }]
}
