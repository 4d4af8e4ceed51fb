/** One connection, opened for work: its settings, its two sides, and the store of its company. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { LedgerFacts, SourceFacts } from '../../domain/kinds.ts'
import type { LedgerBook, RelationReference } from '../../domain/ledger/ledger.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import { Defect } from '../../domain/money.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Source } from '../../ports/source.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { HistoryImport } from '../../ports/tables/history.ts'
import type { LedgerCopy } from '../../ports/tables/ledger.ts'
import type { TenantStore, Tx } from '../../ports/store.ts'
import type { Ports } from './ports.ts'
import { restingCalls, restsOf, type Rests } from './resting-calls.ts'

export interface ConnectionContext {
  ports: Ports
  tenantId: string
  store: TenantStore
  connection: Connection
  /** Of the kinds of its two sides. */
  source: SourceFacts
  ledger: LedgerFacts
  settings: Settings
  /** Periods from before the first day that are booked too. */
  history: HistoryImport[]
  /** The first day of all that is booked. */
  firstDay: LocalDate
  marketplace: Source
  /** Null without a software house id: nothing can be asked of the ledger yet. */
  accounting: Accounting | null
  /** Follows the local copy of the dossier. */
  book: LedgerBook
  signal: AbortSignal | undefined
  /** A problem of the ledger's side may be open; the first document that gets through clears it. */
  trouble: boolean
  /** References of the central relations by their hash: the same handful for all orders of a run. */
  centralRelations: Map<string, RelationReference>
  /** Calls of the ledger that failed and are not made for a while. */
  rests: Rests
  /** Calls of the ledger that were refused in this run in a way that does not pass by itself, while the rest goes on. */
  lasting: Refusal[]
  /** Relations that could not be looked up in this run. */
  unreadRelations: UnreadRelations
  /** The earliest end of what was wanted in this run and rests. */
  restsUntil: Instant | null
  /** When the first posting of its kind is looked for again; null: nothing waits for it. */
  proofAt: Instant | null
  /** The ledger does not know something that documents name: they are planned anew in this run. */
  lostReference: boolean
  /** No document can be sent before this moment (a budget is used up); `never`: until a user acts (a trial that is over). */
  resumeAt: Instant | 'never' | null
  /** Nothing at all is sent to the ledger before this moment: the database was restored. */
  ledgerUntil: Instant | null
  /** How the last reads ended, where they failed. */
  marketplaceFailure: Refusal | null
  ledgerFailure: Refusal | null
  /** When the database was restored from a copy; null: never. */
  restoredAt: Instant | null
}

/**
 * Central relations by their hash; `index`: the dossier's list of buyers' own relations. An order that needs none of them is planned all
 * the same.
 */
export interface UnreadRelations {
  central: Map<string, Refusal>
  index: Refusal | null
}

export async function openConnection(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  signal?: AbortSignal,
): Promise<ConnectionContext | null> {
  const store = ports.store.forTenant(at.tenantId)
  const loaded = await store.transaction(async (tx) => {
    // Asked in one go: a round trip to the database costs more than most statements.
    const [opened, credentials, history, book, resting] = await Promise.all([
      tx.connections.opened(at.connectionId),
      tx.connections.credentials(at.connectionId),
      tx.history.list(at.connectionId),
      tx.ledger.book(at.connectionId),
      tx.ledger.resting(at.connectionId),
    ])
    if (opened === null || opened.connection.state === 'removed') return null
    if (credentials === null) throw new Defect('a connection without credentials')
    return { ...opened, credentials, history, book, resting }
  })
  if (loaded === null) return null
  const { connection, settings, credentials, book, history, resting } = loaded
  const restoredAt = await ports.store.directory.restoredAt()
  const source = ports.kinds.source(connection.source)
  const ledger = ports.kinds.ledger(connection.ledger)
  const context: ConnectionContext = {
    ports,
    tenantId: at.tenantId,
    store,
    connection,
    source,
    ledger,
    settings,
    history,
    firstDay: firstDayOf(settings, history),
    marketplace: source.open({ tenantId: at.tenantId, keys: credentials.marketplace }),
    accounting: null,
    book,
    signal,
    trouble: true,
    centralRelations: new Map(),
    rests: restsOf(store, connection.dossierId, resting),
    lasting: [],
    unreadRelations: { central: new Map(), index: null },
    restsUntil: null,
    proofAt: null,
    lostReference: false,
    resumeAt: null,
    ledgerUntil: null,
    marketplaceFailure: null,
    ledgerFailure: null,
    restoredAt,
  }
  const { tenantId } = at
  const { dossierId } = connection
  const accounting = ledger.open({ tenantId, keys: credentials.ledger, dossierId, book: () => context.book })
  context.accounting = accounting === null ? null : restingCalls(context, accounting, ports.clock)
  return context
}

export function firstDayOf(settings: Settings, history: readonly HistoryImport[]): LocalDate {
  return [settings.booking.startDate, ...history.map((period) => period.from)].toSorted()[0] as LocalDate
}

/** The local copy of its books, as far as it was read. */
export function ledgerCopy(tx: Tx, { connection }: Pick<ConnectionContext, 'connection'>): Promise<LedgerCopy | null> {
  return tx.ledger.copy(connection.dossierId)
}
