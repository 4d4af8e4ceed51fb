/** The only reader of the environment. Every fault is told at once, each with an example of what would be right. */
import { accessSync, constants, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { readJson } from './app/setup/read-json.ts'
import { isGiven, withSecretFiles } from './secret-files.ts'

export interface Config {
  /** Null: the embedded server under the data folder. */
  databaseUrl: string | null
  dataDir: string
  /** 32 bytes; null: generated into the data folder. */
  secretKey: Buffer | null
  oldSecretKeys: Buffer[]
  installationId: string | null
  web: { port: number; host: string; publicUrl: string | null }
  metrics: { port: number; host: string }
  bol: { loginUrl: string; apiUrl: string }
  octopus: { apiUrl: string; softwareHouse: string | null }
  viesUrl: string
  limits: LimitsFile
  /** `trailTo`: the address to which the heads of the trails are sent. */
  mail: { smtpUrl: string | null; from: string | null; trailTo: string | null }
  signup: 'open' | 'invite' | 'closed'
  trialDays: number | null
  /** Addresses and networks whose word on where a call comes from is believed. */
  trustedProxies: string[]
  /** Whether operators and owners need a second proof before they see more than one company. */
  secondProof: 'required' | 'everyone' | 'optional'
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  testClockUrl: string | null
}

export interface LimitsFile {
  scope?: unknown
  octopus?: unknown
  bol?: unknown
  invoicesEnforceNumber: 'unknown' | 'yes' | 'no'
}

export interface ConfigFault {
  path: string
  message: string
}

export type ConfigAnswer = { kind: 'ok'; config: Config } | { kind: 'faults'; faults: ConfigFault[] }

type Environment = Record<string, string | undefined>

/**
 * Takes out of the environment what libraries would read behind this file's back: `PG*` changes where and how the driver connects, also
 * to the embedded server, and `NODE_TLS_REJECT_UNAUTHORIZED` would accept any certificate of bol.com, Octopus or the database.
 * @param environment changed in place: the program's own
 */
export function dropForeignSettings(environment: Environment): void {
  for (const name of Object.keys(environment))
    if (/^PG[A-Z]/u.test(name) || name === 'NODE_TLS_REJECT_UNAUTHORIZED') delete environment[name]
}

export function readConfig(environment: Environment): ConfigAnswer {
  const faults: ConfigFault[] = []
  const fault = (name: string, message: string): void => void faults.push({ path: name, message })
  const read = new Reader(withSecretFiles(environment, fault), fault)
  const databaseUrl = read.databaseUrl('DATABASE_URL')
  const urls = {
    login: read.baseUrl('TENTAKEL_BOL_LOGIN_URL', 'https://login.bol.com'),
    api: read.baseUrl('TENTAKEL_BOL_API_URL', 'https://api.bol.com'),
    octopus: read.baseUrl('TENTAKEL_OCTOPUS_API_URL', 'https://service.inaras.be/octopus-rest-api/v1'),
    vies: read.baseUrl('TENTAKEL_VIES_URL', 'https://ec.europa.eu/taxation_customs/vies/rest-api'),
  }
  const testClockUrl = read.url('TENTAKEL_TEST_CLOCK', ['http:', 'https:'], 'http://127.0.0.1:4000/clock')
  if (testClockUrl !== null && ![urls.login, urls.api, urls.octopus].every(isLoopback)) {
    fault('TENTAKEL_TEST_CLOCK', 'is accepted only when all API base URLs are loopback, e.g. http://127.0.0.1:4000/bol')
  }
  const secretKey = read.key('TENTAKEL_SECRET_KEY')
  if (secretKey !== null && isZeros(secretKey) && databaseUrl !== null && !isLocalDatabase(databaseUrl))
    fault('TENTAKEL_SECRET_KEY', zerosText)
  const installationId = read.text('TENTAKEL_INSTALLATION_ID')
  if (databaseUrl !== null && !isGiven(environment, 'TENTAKEL_SECRET_KEY'))
    fault(
      'TENTAKEL_SECRET_KEY',
      'must be given with DATABASE_URL: 32 bytes in base64, e.g. from "openssl rand -base64 32"',
    )
  if (databaseUrl !== null && !isGiven(environment, 'TENTAKEL_INSTALLATION_ID'))
    fault(
      'TENTAKEL_INSTALLATION_ID',
      'must be given with DATABASE_URL, the same for all processes, e.g. from "uuidgen"',
    )
  const smtpUrl = read.url('TENTAKEL_SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:…@mail.example')
  const from = read.text('TENTAKEL_MAIL_FROM')
  if (smtpUrl !== null && from === null)
    fault('TENTAKEL_MAIL_FROM', 'must be given with TENTAKEL_SMTP_URL, e.g. Tentakel <tentakel@firma.example>')
  const trailTo = read.text('TENTAKEL_TRAIL_MAIL')
  if (trailTo !== null && (smtpUrl === null || !/^[^\s@]+@[^\s@]+$/u.test(trailTo)))
    fault('TENTAKEL_TRAIL_MAIL', 'must be one address, together with TENTAKEL_SMTP_URL, e.g. kantoor@firma.example')
  const publicUrl = read.url('TENTAKEL_URL', ['http:', 'https:'], 'https://tentakel.example')
  const config: Config = {
    databaseUrl,
    dataDir: path.resolve(read.text('TENTAKEL_DATA_DIR') ?? './data'),
    secretKey,
    oldSecretKeys: read.keys('TENTAKEL_SECRET_KEY_OLD'),
    installationId,
    web: {
      port: read.port('TENTAKEL_PORT', 3000),
      host: read.text('TENTAKEL_HOST') ?? '127.0.0.1',
      publicUrl,
    },
    metrics: {
      port: read.port('TENTAKEL_METRICS_PORT', 9464),
      host: read.text('TENTAKEL_METRICS_HOST') ?? '127.0.0.1',
    },
    bol: { loginUrl: urls.login, apiUrl: urls.api },
    octopus: { apiUrl: urls.octopus, softwareHouse: read.uuid('TENTAKEL_OCTOPUS_SOFTWARE_HOUSE') },
    viesUrl: urls.vies,
    limits: readLimits(read.text('TENTAKEL_LIMITS'), fault),
    mail: { smtpUrl, from, trailTo },
    signup: read.choice('TENTAKEL_SIGNUP', ['closed', 'open', 'invite']),
    trialDays: read.count('TENTAKEL_TRIAL_DAYS'),
    trustedProxies: read.networks('TENTAKEL_TRUSTED_PROXIES'),
    secondProof: read.choice(
      'TENTAKEL_SECOND_PROOF',
      isPublic(publicUrl) ? ['required', 'everyone', 'optional'] : ['optional', 'required', 'everyone'],
    ),
    logLevel: read.choice('TENTAKEL_LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'silent']),
    testClockUrl,
  }
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'ok', config }
}

class Reader {
  private readonly environment: Environment
  private readonly fault: (name: string, message: string) => void

  constructor(environment: Environment, fault: (name: string, message: string) => void) {
    this.environment = environment
    this.fault = fault
  }

  text(name: string): string | null {
    const value = this.environment[name]?.trim() ?? ''
    return value === '' ? null : value
  }

  url(name: string, protocols: string[], example: string): string | null {
    const value = this.text(name)
    if (value === null) return null
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value
    this.fault(name, `must be an address such as ${example}`)
    return null
  }

  /** `sslmode` is made explicit, so that a later version of the driver cannot take it for something weaker. */
  databaseUrl(name: string): string | null {
    const value = this.url(name, ['postgres:', 'postgresql:'], 'postgresql://tentakel:…@db.example/tentakel')
    if (value === null) return null
    const url = new URL(value)
    for (const file of ['sslrootcert', 'sslcert', 'sslkey']) {
      const place = url.searchParams.get(file)
      if (place !== null && !isReadable(place)) this.fault(name, `names ${place} as ${file}, which cannot be read`)
    }
    const mode = url.searchParams.get('sslmode')
    if (mode === null) return value
    const known = tlsModes[mode]
    if (known === undefined) this.fault(name, `has sslmode=${mode}; known are ${Object.keys(tlsModes).join(', ')}`)
    else url.searchParams.set('sslmode', known)
    return url.href
  }

  /** https unless it is this machine; may have a path; a trailing slash says nothing. */
  baseUrl(name: string, byDefault: string): string {
    const value = this.text(name) ?? byDefault
    const url = URL.canParse(value) ? new URL(value) : null
    const right =
      url !== null &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(value))) &&
      // Also a bare mark: a path that is joined to it would be read as its query or fragment.
      !/[?#]/u.test(value) &&
      url.username === ''
    if (!right) this.fault(name, `must be https (http only for this machine), without query, e.g. ${byDefault}`)
    return value.replace(/\/+$/u, '')
  }

  port(name: string, byDefault: number): number {
    const value = this.text(name)
    if (value === null) return byDefault
    if (/^\d{1,5}$/u.test(value) && Number(value) <= 65_535) return Number(value)
    this.fault(name, `must be a port from 0 to 65535, e.g. ${byDefault}`)
    return byDefault
  }

  count(name: string): number | null {
    const value = this.text(name)
    if (value === null) return null
    if (/^\d{1,4}$/u.test(value) && Number(value) > 0) return Number(value)
    this.fault(name, 'must be a number of days, e.g. 30')
    return null
  }

  networks(name: string): string[] {
    return (this.text(name) ?? '').split(',').flatMap((part) => {
      const text = part.trim()
      if (text === '') return []
      const [address = '', bits, ...more] = text.split('/')
      const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
      if (most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= most)))
        return [text]
      this.fault(name, 'must be addresses or networks with commas between, e.g. 127.0.0.1, 10.0.0.0/8')
      return []
    })
  }

  uuid(name: string): string | null {
    const value = this.text(name)
    if (value === null || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(value)) return value
    this.fault(name, 'must be the id that Octopus gave, e.g. 01234567-89ab-cdef-0123-456789abcdef')
    return null
  }

  choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
    const value = this.text(name)
    if (value === null) return values[0]
    const found = values.find((choice) => choice === value)
    if (found === undefined) this.fault(name, `must be one of ${values.join(', ')}`)
    return found ?? values[0]
  }

  key(name: string): Buffer | null {
    // Commas alone hold no key: without this fault one would be made, or none be asked for.
    if (/^[\s,]+$/u.test(this.text(name) ?? '')) this.fault(name, keyText)
    return this.keys(name)[0] ?? null
  }

  /** The value itself is never repeated in a message. */
  keys(name: string): Buffer[] {
    const texts = (this.text(name) ?? '').split(',').filter((part) => part.trim() !== '')
    return texts.flatMap((text) => {
      const bytes = Buffer.from(text.trim(), 'base64')
      if (bytes.length === 32) return [bytes]
      this.fault(name, keyText)
      return []
    })
  }
}

const keyText = 'must be 32 bytes in base64, e.g. from "openssl rand -base64 32"'

/** A URL that asks for encryption gets a checked certificate; `no-verify` encrypts without checking the other side. */
const tlsModes: Record<string, 'disable' | 'no-verify' | 'verify-full'> = {
  disable: 'disable',
  'no-verify': 'no-verify',
  require: 'verify-full',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** Other people than those of this machine can reach it. */
function isPublic(address: string | null): boolean {
  return address !== null && !isLoopback(address)
}

export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname)
}

export const zerosText = 'is all zeros, which anybody guesses: make one, e.g. with "openssl rand -base64 32"'

export function isZeros(key: Buffer): boolean {
  return key.every((byte) => byte === 0)
}

/** A database that only this machine reaches: loopback, or a socket in a folder. */
export function isLocalDatabase(databaseUrl: string): boolean {
  const url = new URL(databaseUrl)
  const host = (url.searchParams.get('host') ?? url.hostname).replaceAll(/[[\]]/gu, '')
  return host === '' || host.startsWith('/') || isLoopback(`http://${host.includes(':') ? `[${host}]` : host}`)
}

const limitKeys = new Set(['scope', 'octopus', 'bol', 'invoicesEnforceNumber'])

/** Checks the file's shape; the two adapters check its numbers. */
function readLimits(file: string | null, fault: (name: string, message: string) => void): LimitsFile {
  const none: LimitsFile = { invoicesEnforceNumber: 'unknown' }
  if (file === null) return none
  const text = readLimitsText(file)
  if (text === null) {
    fault('TENTAKEL_LIMITS', `names ${file}, which cannot be read; give a file that this user may read`)
    return none
  }
  const read = readJson(text)
  if (read.kind === 'notJson') {
    fault('TENTAKEL_LIMITS', `${file} is not JSON: look at line ${read.line}, column ${read.column}`)
    return none
  }
  if (read.kind === 'twice') {
    for (const path of read.paths) fault(`TENTAKEL_LIMITS ${path.join('.')}`, 'is given twice: keep one')
    return none
  }
  const { json } = read
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    fault('TENTAKEL_LIMITS', 'must hold an object, e.g. {"scope":"dossier","octopus":{"POST /buysellbookings":400}}')
    return none
  }
  for (const key of Object.keys(json))
    if (!limitKeys.has(key))
      fault(`TENTAKEL_LIMITS ${key}`, `is not a key of the limits file: ${[...limitKeys].join(', ')}`)
  const { scope, octopus, bol, invoicesEnforceNumber = 'unknown' } = json as Record<string, unknown>
  if (invoicesEnforceNumber !== 'unknown' && invoicesEnforceNumber !== 'yes' && invoicesEnforceNumber !== 'no') {
    fault('TENTAKEL_LIMITS invoicesEnforceNumber', 'must be unknown, yes or no')
    return none
  }
  return { scope, octopus, bol, invoicesEnforceNumber }
}

function readLimitsText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
