/** Who acts in a world, what he acts on, and the desk of the bookkeeper. */
import type { Company } from '../../src/app/setup/connections.ts'
import type { Ports } from '../../src/app/run/ports.ts'
import type { SettlementFacts } from '../../sandbox/bol/settlement-answers.ts'
import type { Payment } from './paying.ts'
import type { Setting, SettingsChange } from './story.ts'
import type { Network } from './transport.ts'

export interface Account {
  company: Company
  connectionId: string
  shop: number
  dossierId: number
}

export const settlementJournals = { purchases: 'A2', clearing: 'D2' } as const
export const journals = { bookings: 'V5', invoices: 'V6' } as const

/** Only `V1` of those that stories choose is one of bookings. */
export function journalsOf({ journal }: SettingsChange): Record<'bookings' | 'invoices', string> {
  if (journal === undefined) return journals
  return journal === 'V1' ? { ...journals, bookings: journal } : { ...journals, invoices: journal }
}

export interface Actors {
  network: Network
  /** As they are now. */
  setting: Setting & SettingsChange
  /** One for each company. */
  accounts: Account[]
  /** The operator's own computer, which nothing befalls. */
  ports: Ports
  stop(worker: number): void
  jumpClock(worker: number, minutes: number): void
  touched: Set<string>
  /** Orders whose price the shop changed after they were placed. */
  repriced: Set<string>
  /** How often somebody saved the connection again. */
  saves: number
  skipped: Set<string>
  /** Pairs of lines that a bookkeeper undid, with their dossier. */
  unmatched: Set<string>
  /** What bol.com issued, in that order. */
  settlements: { account: Account; facts: SettlementFacts }[]
  /** What bol.com paid, in that order. */
  payments: Payment[]
  /** All that the settings ever were. */
  had: {
    changes: number
    on: Set<string>
    targets: Set<string>
    consumers: Set<string>
    /** The latest first day. */
    startsAfterDays: number
  }
  /** What is still to be mended, each once. */
  mends: Set<() => void>
}

export function firstDayOf(setting: Setting & SettingsChange): string {
  const day = Date.parse(`${setting.start.slice(0, 10)}T12:00:00Z`) + (setting.startsAfterDays ?? 0) * 86_400_000
  return new Date(day).toISOString().slice(0, 10)
}

export function firstOf(actors: Actors): Account {
  return actors.accounts[0] as Account
}

export function hand(network: Network, action: Record<string, unknown>): unknown {
  return network.octopus.admin('POST', '/bookkeeper', action)
}

export function periodOf(network: Network, account: Account): number {
  const { dossiers } = network.octopus.admin('GET', `/dossiers/${account.dossierId}`, undefined) as {
    dossiers: { today: string }[]
  }
  const today = dossiers[0]?.today ?? ''
  return Number(today.slice(0, 4) + today.slice(5, 7))
}
