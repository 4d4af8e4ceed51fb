/**
 * Shows whether the ledger agrees: per journal and month our bookings beside the ledger's documents, as far as the ledger was read. It
 * makes no call.
 */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { addCents } from '../../domain/money.ts'
import type { DifferingDocument, JournalMonth, LedgerStanding } from '../../ports/settle/ledger-check.ts'
import type { Tx } from '../../ports/store.ts'
import { ownJournals } from '../book/other-documents.ts'
import type { Ports } from '../run/ports.ts'

/**
 * `closes`: all documents of the ledger were read back and are as we sent them, and no foreign document was seen · `unread`: nothing
 * differs so far, and not all was read back · `unseen`: the ledger was not read yet.
 */
export type CheckState = 'closes' | 'differs' | 'unread' | 'unseen'

export interface CheckedMonth extends JournalMonth {
  /** The ledger's amount less the sent amount, of documents that were read back. */
  differenceCents: number
  state: CheckState
}

export interface LedgerCheck {
  /** The newest first. */
  years: string[]
  year: string
  /** The last look at what people changed, removed or added; null: there was none. */
  lookedAt: string | null
  /** Documents of others that were changed since then are known. */
  othersSince: string | null
  /** The newest month first. */
  months: CheckedMonth[]
}

const rowsMax = 500

/** @param at.year four digits; null: this year */
export async function ledgerCheck(
  ports: Ports,
  tenantId: string,
  at: { connectionId: string; year: string | null },
): Promise<LedgerCheck | null> {
  const thisYear = ports.calendar.localDate(await ports.clock.now()).slice(0, 4)
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const journals = await journalsOf(tx, at.connectionId)
    if (journals === null) return null
    const first = (await tx.ledgerChecks.firstDay(at.connectionId))?.slice(0, 4) ?? thisYear
    const years = yearsBetween(first, thisYear)
    const year = years.find((one) => one === at.year) ?? thisYear
    const { watch, others } = await tx.ledgerChecks.looks(at.connectionId)
    const span = { from: `${year}-01-01`, to: `${year}-12-31`, journals }
    const months = await tx.ledgerChecks.months(at.connectionId, span)
    return {
      years,
      year,
      lookedAt: isoOrNull(ports, watch),
      othersSince: isoOrNull(ports, others),
      months: months.map((month) => checked(month, watch)),
    }
  })
}

function yearsBetween(first: string, last: string): string[] {
  const [from, to] = [Math.min(Number(first), Number(last)), Number(last)]
  return Array.from({ length: to - from + 1 }, (_, index) => String(to - index))
}

function checked(month: JournalMonth, lookedAt: Instant | null): CheckedMonth {
  const { ledgerCents, hereCents, unreadCents, differing, unread, inDoubt } = month
  return {
    ...month,
    differenceCents: addCents(ledgerCents, -hereCents, unreadCents),
    state: stateOf({ differing, unread: unread + inDoubt, lookedAt }),
  }
}

function stateOf({
  differing,
  unread,
  lookedAt,
}: {
  differing: number
  unread: number
  lookedAt: unknown
}): CheckState {
  if (differing > 0) return 'differs'
  if (lookedAt === null) return 'unseen'
  return unread > 0 ? 'unread' : 'closes'
}

/** Returns the documents behind a difference. @param at.month any day of it; null: it is no connection of the company */
export async function ledgerDifferences(
  ports: Ports,
  tenantId: string,
  at: { connectionId: string; journal: string; month: LocalDate },
): Promise<DifferingDocument[] | null> {
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    if ((await journalsOf(tx, at.connectionId)) === null) return null
    const [year = 0, month = 1] = at.month.split('-').map(Number)
    const from = `${at.month.slice(0, 7)}-01`
    const to = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    return tx.ledgerChecks.differences(at.connectionId, { from, to, journals: [at.journal], limit: rowsMax })
  })
}

async function journalsOf(tx: Tx, connectionId: string): Promise<string[] | null> {
  const connection = await tx.connections.get(connectionId)
  return connection === null ? null : ownJournals(await tx.connections.settings(connectionId, connection.revision))
}

export type { DifferingDocument } from '../../ports/settle/ledger-check.ts'

/** For a line: over all months. */
export interface ShownStanding extends LedgerStanding {
  lookedAt: string | null
  state: CheckState
}

export async function ledgerStanding(tx: Tx, ports: Ports, connectionId: string): Promise<ShownStanding> {
  const journals = (await journalsOf(tx, connectionId)) ?? []
  const { watch } = await tx.ledgerChecks.looks(connectionId)
  return shownStanding(ports, await tx.ledgerChecks.standing(connectionId, journals), watch)
}

export function shownStanding(ports: Ports, standing: LedgerStanding, lookedAt: Instant | null): ShownStanding {
  return { ...standing, lookedAt: isoOrNull(ports, lookedAt), state: stateOf({ ...standing, lookedAt }) }
}

function isoOrNull(ports: Ports, instant: Instant | null): string | null {
  return instant === null ? null : ports.calendar.isoText(instant)
}
