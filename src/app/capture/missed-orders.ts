/**
 * Orders that a shipment or a return names, but no list of orders had. They are noted at once, and fetched like any other. Where the
 * marketplace no longer gives them, they are rebuilt from their shipments.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { Answer } from '../../ports/answer.ts'
import type { FetchedOrder } from '../../ports/source.ts'
import type { FoundBy, StoredOrder } from '../../ports/tables/orders.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** @returns the orders among these that were not known, and are ours to book as far as anybody can tell by now */
export async function noteUnknown(
  tx: Tx,
  context: ConnectionContext,
  rows: { orderId: string; placedAt: Instant | null }[],
  by: { foundBy: FoundBy; at: Instant },
): Promise<string[]> {
  const { calendar } = context.ports
  const dated = rows.map((row) => ({
    ...row,
    placedOn: row.placedAt === null ? null : calendar.localDate(row.placedAt),
  }))
  const ours = dated.filter(({ placedOn }) => isOurs(context, placedOn))
  return tx.orders.addUnknown(context.connection.connectionId, ours, by)
}

/** Returns whether an order of which only the row is known is from before the first day, and no user asked for it. */
export function isBeforeStart(context: ConnectionContext, { order, placedAt, foundBy }: StoredOrder): boolean {
  return order === null && foundBy !== 'person' && !isRead(context, { placedAt })
}

/** Whether its details are read at all: of its row, or of what was read of it, only the day counts. */
export function isRead(context: ConnectionContext, { placedAt }: { placedAt: Instant | null }): boolean {
  return placedAt === null || isOurs(context, context.ports.calendar.localDate(placedAt))
}

/**
 * Returns whether the order is ours to book. An order from before the connection's first day is in books that another program kept, unless
 * its period is imported.
 */
export function isOurs({ settings, history }: ConnectionContext, placedOn: string | null): boolean {
  return (
    placedOn === null ||
    placedOn >= settings.booking.startDate ||
    history.some((period) => placedOn >= period.from && placedOn <= period.to)
  )
}

/**
 * Returns whether the order belongs to an imported period. An order that a user asked for by itself does not wait behind the import, nor
 * does one that was begun before the first day was moved to after it.
 */
export function isHistory(
  { ports, settings, history }: ConnectionContext,
  { placedAt, foundBy }: Pick<StoredOrder, 'placedAt' | 'foundBy'>,
): boolean {
  if (foundBy === 'person' || placedAt === null) return false
  const placedOn = ports.calendar.localDate(placedAt)
  return placedOn < settings.booking.startDate && history.some(({ from, to }) => placedOn >= from && placedOn <= to)
}

/** `mayRebuild`: its shipments are asked where the marketplace no longer has it. */
export async function fetchOrder(
  context: ConnectionContext,
  orderId: string,
  mayRebuild: boolean,
): Promise<Answer<FetchedOrder>> {
  const { ports, marketplace, signal } = context
  const answer = await whenAllowed(ports, () => marketplace.getOrder(orderId), signal)
  if (answer.kind !== 'notFound' || !mayRebuild) return answer
  return whenAllowed(ports, () => marketplace.rebuildOrder(orderId), signal)
}
