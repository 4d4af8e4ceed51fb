/** Connections, their settings revision by revision, and their sealed keys. */
import type { Instant } from '../../domain/calendar.ts'
import type { Keys } from '../../domain/kinds.ts'
import type { Settings } from '../../domain/settings/mapping.ts'

export type ConnectionState = 'active' | 'paused' | 'removed'

export interface Connection {
  connectionId: string
  name: string
  state: ConnectionState
  /** Name of the kind of shop that is read, and of the kind of ledger that is booked in: fixed for its life. */
  source: string
  ledger: string
  pauseCause: 'person' | 'refused' | null
  retailerId: string | null
  shopName: string | null
  dossierId: number
  revision: number
  marketplaceRefusal: string | null
  ledgerRefusal: string | null
  credentialsVersion: number
  /** The source's own word for how far it was read; null: from the first day on. */
  cursor: string | null
  /** Everything up to here is captured. */
  polledUntil: Instant | null
  lastPollAt: Instant | null
  createdAt: Instant
}

export type Credentials = Record<'marketplace' | 'ledger', Keys>

export interface Connections {
  list(): Promise<Connection[]>
  get(connectionId: string): Promise<Connection | null>
  add(
    connection: Pick<Connection, 'connectionId' | 'name' | 'source' | 'ledger' | 'dossierId' | 'createdAt'>,
  ): Promise<void>
  /** Changes only what is given. */
  change(
    connectionId: string,
    change: Partial<Omit<Connection, 'connectionId' | 'source' | 'ledger' | 'createdAt'>>,
  ): Promise<void>
  saveRevision(entry: {
    connectionId: string
    revision: number
    settings: Settings
    savedAt: Instant
    savedBy: string
    reason: string | null
  }): Promise<void>
  settings(connectionId: string, revision: number): Promise<Settings>
  /** The revision that holds now. No other one is saved before this transaction ends; many may hold it together. */
  holdRevision(connectionId: string): Promise<number>
  /** Waits for everybody who holds the revision, and keeps new ones out until this transaction ends. @returns the revision that holds now */
  lockRevision(connectionId: string): Promise<number>
  /** A connection with the settings that hold now. */
  opened(connectionId: string): Promise<{ connection: Connection; settings: Settings } | null>
  saveCredentials(connectionId: string, credentials: Credentials, savedAt: Instant): Promise<void>
  credentials(connectionId: string): Promise<Credentials | null>
  forgetCredentials(connectionId: string): Promise<void>
  /** Forgets refusals of logins, so that keys which are saved again are tried, and (`all`) tokens, so that new ones are. Names start with one of the prefixes. */
  forgetTokens(prefixes: string[], what: 'all' | 'refusals'): Promise<void>
  /** A removed connection of the same account hands its orders, documents and tombstones to the new one. */
  takeOver(from: string, to: string): Promise<void>
}
