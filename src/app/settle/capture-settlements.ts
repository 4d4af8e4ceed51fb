/**
 * Reads the marketplace's invoices to the seller, whether or not anything is posted of them. Nothing of it can hold up a sale: it comes
 * after the sales, and what fails here is asked again later. A gap of months heals, because windows are walked back to the first day that
 * is booked.
 */
import { addDays, type Instant, type LocalDate } from '../../domain/calendar.ts'
import { invoicesFailedMs, invoicesWindowEveryMs } from '../../domain/delays.ts'
import { listIsDue, nextWindow } from '../../domain/settlement/when.ts'
import type { SettlementPoll, StoredSettlement } from '../../ports/settle/settlements.ts'
import type { InvoiceList } from '../../ports/source.ts'
import type { Tx } from '../../ports/store.ts'
import { tellHeld } from '../capture/held-records.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import { askSettledOrders } from './ask-orders.ts'
import { readSettlement } from './read-settlement.ts'
import { tellSettlements } from './tell-settlements.ts'

/** The way back is walked at this pace the first time, then by one window a night. */
const windowsAtOnce = 6
/** An invoice of a large shop is long to read; the rest of the run is not to wait for many. */
const readingsAtOnce = 12
const heldListsAtOnce = 2
/** A list has the invoices of so many days at most; without a period it has those of the last four weeks. */
const listDays = 31

const neverAsked: SettlementPoll = { listedAt: null, walkTo: null, walkedAt: null, walkedOnce: false, failedAt: null }

export async function captureSettlements(context: ConnectionContext): Promise<void> {
  const { connection, store } = context
  if (connection.marketplaceRefusal !== null || context.marketplaceFailure !== null) return
  const { poll, known } = await store.transaction(async (tx) => ({
    poll: (await tx.settlements.poll(connection.connectionId)) ?? neverAsked,
    known: await tx.settlements.list(connection.connectionId),
  }))
  const listed = await listInvoices(context, poll, known)
  if (known.length + listed === 0) return
  const read = await readDue(context)
  const asked = await askSettledOrders(context)
  if (listed + read + asked > 0 || (await isNewDay(context))) await tellSettlements(context)
}

/** @returns how many invoices were new */
async function listInvoices(
  context: ConnectionContext,
  poll: SettlementPoll,
  known: StoredSettlement[],
): Promise<number> {
  const { ports } = context
  const now = await ports.clock.now()
  if (poll.failedAt !== null && now - poll.failedAt < invoicesFailedMs) return 0
  const today = ports.calendar.localDate(now)
  const hourOfDay = Number(ports.calendar.isoText(now).slice(11, 13))
  const issued = known.map(({ issueDate }) => issueDate)
  if (!listIsDue(poll.listedAt, issued, { now, today, hourOfDay }))
    return (await askHeld(context, poll, now)) + (await walkBack(context, poll, now))
  const listed = { ...poll, listedAt: now }
  const saved = await listAndSave(context, null, listed)
  return saved === null ? 0 : saved + (await walkBack(context, listed, now))
}

/** Asks again for the lists that had a row which could not be read: each time after a longer rest, and once a person asks. */
async function askHeld(context: ConnectionContext, poll: SettlementPoll, now: Instant): Promise<number> {
  const { store, connection } = context
  const held = await store.transaction((tx) => tx.heldRecords.list(connection.connectionId))
  const due = held.filter(({ kind, askAt }) => kind === 'invoice' && askAt <= now)
  const days = [...new Set(due.flatMap(({ listedOn }) => (listedOn === null ? [] : [listedOn])))]
  let found = 0
  for (const to of days.slice(0, heldListsAtOnce)) {
    const saved = await listAndSave(context, { from: addDays(to, 1 - listDays), to }, poll)
    if (saved === null) return found
    found += saved
  }
  return found
}

/** The first time to its end; later by one window a night, round and round. */
async function walkBack(context: ConnectionContext, poll: SettlementPoll, now: Instant): Promise<number> {
  const { ports, settings } = context
  const { startDate } = settings.booking
  const start = [startDate, settings.settlement?.startDate ?? startDate].toSorted()[0] as LocalDate
  if (poll.walkedOnce && now - (poll.walkedAt ?? 0) < invoicesWindowEveryMs) return 0
  let found = 0
  let walkTo = poll.walkTo ?? ports.calendar.localDate(now)
  for (let step = 0; step < (poll.walkedOnce ? 1 : windowsAtOnce); step += 1) {
    const window = nextWindow(walkTo, start)
    if (window === null) return found
    walkTo = addDays(window.from, -1)
    const isThere = nextWindow(walkTo, start) === null
    const walked = { walkTo: isThere ? null : walkTo, walkedAt: now, walkedOnce: poll.walkedOnce || isThere }
    const saved = await listAndSave(context, window, { ...poll, ...walked })
    if (saved === null || isThere) return found + (saved ?? 0)
    found += saved
  }
  return found
}

/**
 * @param poll how far it is read once the answer is kept
 * @returns how many were new; null: it was not answered, and is asked again later
 */
async function listAndSave(
  context: ConnectionContext,
  window: { from: LocalDate; to: LocalDate } | null,
  poll: SettlementPoll,
): Promise<number | null> {
  const { ports, connection, store, marketplace, signal } = context
  const { connectionId } = connection
  const askedAt = await ports.clock.now()
  const answer = await whenAllowed(ports, () => marketplace.listInvoices(window), signal)
  const now = await ports.clock.now()
  // Another run lists no sooner than this.
  if (answer.kind === 'later')
    context.marketplaceFailure = { ...answer, until: Math.max(answer.until ?? 0, now + invoicesFailedMs) }
  const saved = await store.transaction(async (tx) => {
    if (answer.kind === 'ok') {
      await tx.settlements.setPoll(connectionId, { ...poll, failedAt: null })
      const to = window?.to ?? ports.calendar.localDate(askedAt)
      await holdBad(tx, connectionId, answer.value, { to, askedAt, now })
      return tx.settlements.saveListed(connectionId, answer.value.listed, now)
    }
    const detail = answer.kind === 'notFound' ? answer.kind : answer.detail
    ports.log.info('settlements.list', { connection: connectionId, detail })
    const before = (await tx.settlements.poll(connectionId)) ?? neverAsked
    await tx.settlements.setPoll(connectionId, { ...before, failedAt: now })
    return null
  })
  if (saved !== null) await tellHeld(context)
  return saved
}

/**
 * Each row that cannot be read is held until it can be; one without a number, until the list in which it was first seen shows it no more. The
 * list of another day may end before its day.
 */
async function holdBad(
  tx: Tx,
  connectionId: string,
  { listed, bad }: InvoiceList,
  { to, askedAt, now }: { to: LocalDate; askedAt: Instant; now: Instant },
): Promise<void> {
  const readable = listed.map(({ invoiceId }) => invoiceId)
  await tx.heldRecords.release(connectionId, 'invoice', readable)
  await tx.heldRecords.hold(
    connectionId,
    bad.map((record) => ({ ...record, listedOn: to })),
    now,
    true,
  )
  await tx.heldRecords.releaseUnseen(connectionId, 'invoice', askedAt, [to])
}

async function readDue(context: ConnectionContext): Promise<number> {
  const now = await context.ports.clock.now()
  const due = await context.store.transaction((tx) => tx.settlements.due(context.connection.connectionId, now))
  let read = 0
  for (const settlement of due.slice(0, readingsAtOnce)) {
    const outcome = await readSettlement(context, settlement)
    if (outcome === 'sideClosed') break
    read += 1
  }
  return read
}

/**
 * Returns whether a new day began since the last poll. A settlement's cause to wait may have passed by then. Sales and returns of the day
 * before are known by then too.
 */
async function isNewDay({ ports, connection }: ConnectionContext): Promise<boolean> {
  const { polledUntil } = connection
  if (polledUntil === null) return false
  const now = await ports.clock.now()
  return ports.calendar.localDate(now) !== ports.calendar.localDate(polledUntil)
}
