/** The only table of kinds: which shops are read, and in which ledgers is booked. */
import { BOL_LIMITS, parseBolLimits, type BolLimits } from './adapters/bol/limits.ts'
import { createBolApi } from './adapters/bol/api.ts'
import { bolSource } from './adapters/bol/source.ts'
import { overlayBudgets, postLimit, shippedBudgets, type Budgets } from './adapters/octopus/budget.ts'
import { documentRoute } from './adapters/octopus/write/post-document.ts'
import { createOctopusAccounting } from './adapters/octopus/client.ts'
import type { LedgerBook } from './domain/ledger/ledger.ts'
import type { Credentials } from './ports/tables/connections.ts'
import type { Ports } from './app/run/ports.ts'
import type { Config, ConfigFault } from './config.ts'
import type { CallLimits } from './ports/call-limits.ts'
import type { Calendar, Clock } from './ports/clock.ts'
import type { Http } from './ports/http.ts'
import type { Secrets } from './ports/secrets.ts'
import type { Tokens } from './ports/tokens.ts'
import { bolFacts } from './adapters/bol/facts.ts'
import { octopusFacts } from './adapters/octopus/facts.ts'
import type { LedgerFacts, SourceFacts } from './domain/kinds.ts'
import { Defect } from './domain/money.ts'
import type { Kinds } from './ports/kinds.ts'

const sources: readonly SourceFacts[] = [bolFacts]

/** @param limits what the operator knows of a ledger goes before what is known of all of its kind */
export function kindsOf({ enforced }: Pick<Limits, 'enforced'>): Kinds {
  const { numbering } = octopusFacts
  const invoices = enforced ? 'compareAndSet' : numbering.invoices
  const ledgers: readonly LedgerFacts[] = [{ ...octopusFacts, numbering: { ...numbering, invoices } }]
  return {
    usual: { source: bolFacts.name, ledger: octopusFacts.name },
    source: (name) => named(sources, name),
    ledger: (name) => named(ledgers, name),
  }
}

function named<K extends { name: string }>(rows: readonly K[], name: string): K {
  const found = rows.find((row) => row.name === name)
  if (found === undefined) throw new Defect(`no kind is named ${name}`)
  return found
}

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

/** Both sides of a connection, opened with its keys. */
export function sidesOf(
  tools: SideTools,
): Pick<Ports, 'kinds' | 'callsPerDay' | 'documentsPerDay' | 'tokenNames' | 'marketplaceFor' | 'accountingFor'> {
  const { config, http, clock, calendar, secrets, digest, callLimits, tokensOf, limits } = tools
  const keys = accountKeys(secrets, config)
  return {
    kinds: kindsOf(limits),
    callsPerDay: limits.budgets.perDay,
    documentsPerDay: (target) => postLimit(limits.budgets.perDay[documentRoute(target)], 'document'),
    tokenNames: (_tenantId, credentials) => ({
      marketplace: [`bol:${keys.bol(credentials.marketplace)}`],
      ledger: [
        `octopus:user:${keys.octopus(credentials.ledger)}`,
        `octopus:dossier:${keys.octopus(credentials.ledger)}:`,
      ],
    }),
    marketplaceFor: (tenantId, credentials) =>
      bolSource(
        createBolApi({
          http,
          clock,
          calendar,
          limits: callLimits,
          tokens: tokensOf(tenantId),
          credentials,
          accountKey: keys.bolAccount(credentials),
          loginKey: keys.bol(credentials),
          loginUrl: config.bol.loginUrl,
          apiUrl: config.bol.apiUrl,
          routeLimits: limits.bol,
          hash: digest,
        }),
        { clock, calendar },
      ),
    accountingFor(tenantId, credentials, dossierId, book) {
      const { softwareHouse, apiUrl } = config.octopus
      if (softwareHouse === null) return null
      return createOctopusAccounting({
        http,
        clock,
        calendar,
        limits: callLimits,
        tokens: tokensOf(tenantId),
        credentials,
        softwareHouse,
        dossierId,
        accountKeys: {
          login: keys.octopus(credentials),
          user: keys.octopusUser(credentials),
          softwareHouse: keys.house(softwareHouse),
        },
        apiUrl,
        budgets: limits.budgets,
        invoiceLookups: lookupsOf(book),
      })
    },
  }
}

/**
 * Names in keys of limits and tokens: hashes, so that no key or password stands there. A login is another one with another password; an
 * account and a user are not: what they used of a limit is used.
 */
function accountKeys(secrets: Secrets, config: Config) {
  const short = (kind: string, text: string): string => secrets.fingerprint(text, `account|${kind}`).slice(0, 24)
  return {
    bol: (credentials: Credentials['marketplace']): string =>
      short('bol', `${credentials.clientId}|${credentials.clientSecret}`),
    bolAccount: (credentials: Credentials['marketplace']): string => short('bolAccount', credentials.clientId),
    octopus: (credentials: Credentials['ledger']): string =>
      short('octopus', `${config.octopus.softwareHouse ?? ''}|${credentials.user}|${credentials.password}`),
    octopusUser: (credentials: Credentials['ledger']): string =>
      short('octopusUser', `${config.octopus.softwareHouse ?? ''}|${credentials.user}`),
    house: (softwareHouse: string): string => short('house', softwareHouse),
  }
}

function lookupsOf(book: () => LedgerBook) {
  return {
    journalModeOf(bookYearId: number, journalKey: string) {
      const inclusive = book().inclusiveJournals.some(
        (journal) => journal.bookYearId === bookYearId && journal.journalKey === journalKey,
      )
      return inclusive ? ('invoicesInclusive' as const) : ('invoicesExclusive' as const)
    },
    rateOf: (vatCode: string) => book().rateBpByCode[vatCode] ?? null,
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
