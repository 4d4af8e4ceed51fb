/** The only table of kinds: which shops are read, and in which ledgers is booked. */
import { bolKind, type BolKeys } from './adapters/bol/kind.ts'
import { BOL_LIMITS, parseBolLimits, type BolLimits } from './adapters/bol/limits.ts'
import { overlayBudgets, shippedBudgets, type Budgets } from './adapters/octopus/budget.ts'
import { octopusKind, type OctopusKeys } from './adapters/octopus/kind.ts'
import type { Config, ConfigFault } from './config.ts'
import { Defect } from './domain/money.ts'
import type { CallLimits } from './ports/call-limits.ts'
import type { Calendar, Clock } from './ports/clock.ts'
import type { Http } from './ports/http.ts'
import type { Kinds, LedgerKind, SourceKind } from './ports/kinds.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Tokens } from './ports/tokens.ts'

export interface SideTools {
  config: Config
  http: Http
  clock: Clock
  calendar: Calendar
  secrets: Secrets
  digest: (text: string) => string
  callLimits: CallLimits
  tokensOf: (tenantId: string) => Tokens
  limits: Limits
}

/** The rows of the table. `usual`: of a connection whose file names no kind. */
export interface KindRows {
  usual: Kinds['usual']
  sources: readonly SourceKind[]
  ledgers: readonly LedgerKind[]
}

export function rowsOf(tools: SideTools): KindRows {
  const { config, http, clock, calendar, digest, callLimits, tokensOf, limits } = tools
  const nameOf = accountKeys(tools.secrets, config)
  const shared = { http, clock, calendar, limits: callLimits, tokensOf }
  const bol = bolKind({
    ...shared,
    nameOf: { login: nameOf.bol, account: nameOf.bolAccount },
    loginUrl: config.bol.loginUrl,
    apiUrl: config.bol.apiUrl,
    routeLimits: limits.bol,
    hash: digest,
  })
  const octopus = octopusKind({
    ...shared,
    nameOf: { login: nameOf.octopus, user: nameOf.octopusUser, softwareHouse: nameOf.house },
    softwareHouse: config.octopus.softwareHouse,
    invoicesEnforceNumber: limits.enforced,
    apiUrl: config.octopus.apiUrl,
    budgets: limits.budgets,
  })
  return { usual: { source: bol.name, ledger: octopus.name }, sources: [bol], ledgers: [octopus] }
}

export function kindsOf({ usual, sources, ledgers }: KindRows): Kinds {
  return {
    usual,
    sources,
    ledgers,
    source: (name) => named(sources, name),
    ledger: (name) => named(ledgers, name),
  }
}

function named<K extends { name: string }>(rows: readonly K[], name: string): K {
  const found = rows.find((row) => row.name === name)
  if (found === undefined) throw new Defect(`no kind is named ${name}`)
  return found
}

/**
 * Returns the names for keys of limits and tokens: hashes, so that no key or password appears in them. A login with another password is
 * another login. An account and a user stay the same, because their used part of a limit stays used.
 */
function accountKeys(secrets: Secrets, config: Config) {
  const short = (kind: string, text: string): string => secrets.fingerprint(text, `account|${kind}`).slice(0, 24)
  return {
    bol: (credentials: BolKeys): string => short('bol', `${credentials.clientId}|${credentials.clientSecret}`),
    bolAccount: (credentials: BolKeys): string => short('bolAccount', credentials.clientId),
    octopus: (credentials: OctopusKeys): string =>
      short('octopus', `${config.octopus.softwareHouse ?? ''}|${credentials.user}|${credentials.password}`),
    octopusUser: (credentials: OctopusKeys): string =>
      short('octopusUser', `${config.octopus.softwareHouse ?? ''}|${credentials.user}`),
    house: (softwareHouse: string): string => short('house', softwareHouse),
  }
}

export type Limits = { bol: BolLimits; budgets: Budgets; enforced: boolean }

export function readLimits(config: Config): { kind: 'ok'; limits: Limits } | { kind: 'faults'; faults: ConfigFault[] } {
  const { limits } = config
  const bol = limits.bol === undefined ? ({ kind: 'ok', limits: BOL_LIMITS } as const) : parseBolLimits(limits.bol)
  const octopus = overlayBudgets(shippedBudgets, { scope: limits.scope, octopus: limits.octopus })
  const faults = [...(bol.kind === 'faults' ? bol.faults : []), ...(octopus.kind === 'faults' ? octopus.faults : [])]
  if (bol.kind !== 'ok' || octopus.kind !== 'budgets')
    return {
      kind: 'faults',
      faults: faults.map(({ path, message }) => ({ path: `TENTAKEL_LIMITS ${path}`, message })),
    }
  const enforced = limits.invoicesEnforceNumber === 'yes'
  return { kind: 'ok', limits: { bol: bol.limits, budgets: octopus.budgets, enforced } }
}
