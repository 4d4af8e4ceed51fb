/** Settlements as a page lists them: a year of one connection, or the newest of each. Reads our own tables only. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { Language } from '../../domain/language.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'
import { announcementOf } from '../bank/show-bank.ts'
import { loadCheck, loadShared } from './load-check.ts'
import { shownSettlement, type ShownSettlement } from './show-settlements.ts'

export interface SettlementYear {
  /** When the marketplace last gave its list. */
  listedAt: string | null
  /** Years in which one was issued, the newest first. */
  years: string[]
  /** The one that is shown; null: there is none. */
  year: string | null
  /** The newest first. */
  settlements: ShownSettlement[]
}

/** @param at.year four digits; one in which nothing was issued is as good as none: the newest is shown */
export async function settlementYear(
  ports: Ports,
  tenantId: string,
  at: { connectionId: string; year: string | null; language: Language },
): Promise<SettlementYear> {
  const { connectionId, language } = at
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    const settings = await tx.connections.settings(connectionId, connection?.revision ?? 1)
    const poll = await tx.settlements.poll(connectionId)
    const shared = await loadShared(tx, connectionId, settings)
    const years = [...new Set(shared.all.map(({ issueDate }) => yearOf(issueDate)))].toSorted().toReversed()
    const year = years.find((one) => one === at.year) ?? years[0] ?? null
    const settlements: ShownSettlement[] = []
    for (const settlement of shared.all.toReversed()) {
      if (yearOf(settlement.issueDate) !== year) continue
      settlements.push(shownSettlement(shared, await loadCheck(tx, shared, settlement), language))
    }
    return {
      listedAt: poll === null || poll.listedAt === null ? null : ports.calendar.isoText(poll.listedAt),
      years,
      year,
      settlements,
    }
  })
}

function yearOf(date: LocalDate): string {
  return date.slice(0, 4)
}

/** The newest of each connection that was read whole; advertising invoices settle nothing. */
export async function newestSettlements(
  ports: Ports,
  tenantId: string,
  language: Language,
): Promise<ShownSettlement[]> {
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const found: ShownSettlement[] = []
    for (const { connectionId, revision, state } of await tx.connections.list()) {
      if (state === 'removed') continue
      const all = await tx.settlements.list(connectionId)
      if (!all.some(({ version }) => version > 0)) continue
      const shared = await loadShared(tx, connectionId, await tx.connections.settings(connectionId, revision))
      const newest = shared.all.findLast(({ kind, version }) => kind === 'settlement' && version > 0)
      if (newest !== undefined) found.push(shownSettlement(shared, await loadCheck(tx, shared, newest), language))
    }
    return found
  })
}

/** Titles, with the payout that is announced, of those that were read whole for the first time between these moments, as far as they are there. */
export async function newSettlementTitles(
  tx: Tx,
  connectionId: string,
  at: { settings: Settings; language: Language; from: Instant; to: Instant },
): Promise<string[]> {
  const isNew = ({ firstWholeAt }: StoredSettlement): boolean =>
    firstWholeAt !== null && firstWholeAt >= at.from && firstWholeAt < at.to
  if (!(await tx.settlements.list(connectionId)).some(isNew)) return []
  const shared = await loadShared(tx, connectionId, at.settings)
  const titles: string[] = []
  for (const settlement of shared.all.filter(isNew)) {
    const { title } = shownSettlement(shared, await loadCheck(tx, shared, settlement), at.language)
    const announced = announcementOf(shared, settlement, at.language)
    titles.push(announced === null ? title : `${title}. ${announced}`)
  }
  return titles
}
