/**
 * Reads one invoice whole, or not at all: the invoice, every page of its specification, its PDF. Each part is kept in a transaction of
 * its own, so that a crash goes on at the next part. It counts once its four sums hold.
 */
import type { Instant } from '../../domain/calendar.ts'
import { invoicePartRests, invoiceRereadsAfter, restOf } from '../../domain/delays.ts'
import { addDigests, addSpecifications, sumFaults, type SumFault } from '../../domain/settlement/sums.ts'
import { centsToText } from '../../domain/money.ts'
import type { Answer } from '../../ports/answer.ts'
import type { SettlementReading, StoredSettlement } from '../../ports/settle/settlements.ts'
import { faultOf, isOfSide } from '../capture/held-records.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

type Outcome = 'read' | 'waits' | 'sideClosed'

/** The marketplace gives at most so many of 25,000 lines: more is a loop. */
const pagesMax = 200

export async function readSettlement(context: ConnectionContext, settlement: StoredSettlement): Promise<Outcome> {
  const { ports, connection, store, marketplace } = context
  const { connectionId } = connection
  const { invoiceId } = settlement
  const version = settlement.version + 1
  let reading = await store.transaction((tx) => tx.settlements.reading(connectionId, invoiceId, version))
  if (reading === null) {
    const answer = await whenAllowed(ports, () => marketplace.getInvoice(invoiceId), context.signal)
    if (answer.kind !== 'ok') return waits(context, settlement, answer)
    const { invoice, raw } = answer.value
    const at = await ports.clock.now()
    await store.transaction((tx) => tx.settlements.startReading(connectionId, { version, invoice, raw, at }))
    reading = { version, invoice, hasPdf: false, digest: null, faults: [], pages: [] }
  }
  const failure = await readPages(context, settlement, reading)
  if (failure !== null) return waits(context, settlement, failure)
  return settle(context, settlement, reading)
}

/** @returns what stopped it; null: all pages are there */
async function readPages(
  { ports, connection, store, marketplace, signal }: ConnectionContext,
  { invoiceId }: StoredSettlement,
  reading: SettlementReading,
): Promise<Exclude<Answer<unknown>, { kind: 'ok' }> | null> {
  const { version, pages } = reading
  for (let page = pages.length + 1; page <= pagesMax; page += 1) {
    const answer = await whenAllowed(ports, () => marketplace.getSpecification(invoiceId, page), signal)
    // Behind the last page there is nothing.
    if (answer.kind === 'notFound' && page > 1) return null
    if (answer.kind !== 'ok') return answer
    const { sums, digest, raw } = answer.value
    // An invoice of charges with an empty specification: its lines are not there yet.
    if (sums === null) return page === 1 && reading.invoice.lines.length > 0 ? { kind: 'notFound' } : null
    // The same lines again: the marketplace does not turn its pages. Whether these are all lines, the sums of the invoice say.
    if (sums.lines > 1 && pages.at(-1)?.digest === digest) return null
    const entry = { version, page, sums, digest, raw }
    await store.transaction((tx) => tx.settlements.addPage(connection.connectionId, invoiceId, entry))
    pages.push({ page, sums, digest })
  }
  return { kind: 'later', cause: 'unreadable', until: null, detail: 'the specification does not end' }
}

/** All is there: does it add up, and is it what was read before? */
async function settle(
  context: ConnectionContext,
  settlement: StoredSettlement,
  reading: SettlementReading,
): Promise<Outcome> {
  const { ports, connection, store } = context
  const { connectionId } = connection
  const { invoiceId } = settlement
  const sums = addSpecifications(reading.pages.map((page) => page.sums))
  const faults = sumFaults(reading.invoice, sums, settlement.totals)
  const digest = digestOf(context, settlement, reading)
  const now = await ports.clock.now()
  const firstWholeAt = settlement.firstWholeAt ?? now
  if (faults.length > 0 && settlement.failures === 0) {
    // The settlement is read once more after an hour, before the problem is reported.
    await store.transaction(async (tx) => {
      await tx.settlements.dropReading(connectionId, invoiceId, reading.version)
      const change = { ...settlement, failures: 1, fault: faultText(faults), readAt: now + restOf(invoicePartRests, 1) }
      await tx.settlements.setState(connectionId, invoiceId, change)
    })
    return 'waits'
  }
  const before =
    settlement.version === 0
      ? null
      : await store.transaction((tx) => tx.settlements.reading(connectionId, invoiceId, settlement.version))
  const reads = settlement.reads + 1
  const readAt =
    faults.length > 0 ? now + restOf(invoicePartRests, invoicePartRests.length) : nextRead(firstWholeAt, reads)
  if (before !== null && before.digest === digest) {
    await store.transaction(async (tx) => {
      await tx.settlements.dropReading(connectionId, invoiceId, reading.version)
      const { version, state } = settlement
      const change = { version, state, reads, failures: 0, fault: settlement.fault, firstWholeAt, readAt }
      await tx.settlements.setState(connectionId, invoiceId, change)
    })
    return 'read'
  }
  const failure = await readPdf(context, settlement, reading)
  if (failure !== null) return waits(context, settlement, failure)
  await store.transaction(async (tx) => {
    const { version } = reading
    await tx.settlements.endReading(connectionId, invoiceId, { version, digest, faults, at: now })
    await tx.settlements.saveOrders(connectionId, invoiceId, sums.orders)
    const state = faults.length > 0 ? ('incomplete' as const) : ('complete' as const)
    const fault = faults.length > 0 ? faultText(faults) : null
    await tx.settlements.setState(connectionId, invoiceId, {
      version,
      state,
      reads,
      failures: 0,
      fault,
      firstWholeAt,
      readAt,
    })
  })
  ports.log.info('settlement.read', { connection: connectionId, invoice: invoiceId, version: reading.version })
  return 'read'
}

async function readPdf(
  { ports, connection, store, marketplace, signal }: ConnectionContext,
  { invoiceId }: StoredSettlement,
  reading: SettlementReading,
): Promise<Exclude<Answer<unknown>, { kind: 'ok' }> | null> {
  if (reading.hasPdf) return null
  const answer = await whenAllowed(ports, () => marketplace.getInvoicePdf(invoiceId), signal)
  if (answer.kind !== 'ok') return answer
  await store.transaction((tx) =>
    tx.settlements.setPdf(connection.connectionId, invoiceId, reading.version, answer.value),
  )
  return null
}

function nextRead(firstWholeAt: Instant, reads: number): Instant | null {
  const after = invoiceRereadsAfter[reads - 1]
  return after === undefined ? null : firstWholeAt + after
}

/** Returns a digest by meaning: the same numbers in another order, on other pages, or in another form, are the same settlement. */
function digestOf({ ports }: ConnectionContext, settlement: StoredSettlement, reading: SettlementReading): string {
  const invoice = JSON.stringify([reading.invoice, settlement.totals], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return addDigests(ports.digest(invoice), ...reading.pages.map((page) => page.digest))
}

function faultText(faults: SumFault[]): string {
  const [first] = faults as [SumFault]
  return `${first.what}: ${centsToText(first.expectedCents)} / ${centsToText(first.foundCents)}`
}

async function waits(
  context: ConnectionContext,
  settlement: StoredSettlement,
  answer: Exclude<Answer<unknown>, { kind: 'ok' }>,
): Promise<Outcome> {
  const { ports, connection, store, source } = context
  const now = await ports.clock.now()
  if (answer.kind !== 'notFound' && isOfSide(answer, now)) {
    if (answer.kind === 'later') context.marketplaceFailure = answer
    return 'sideClosed'
  }
  const failures = settlement.failures + 1
  const isLong = failures >= invoicePartRests.length
  await store.transaction((tx) =>
    tx.settlements.setState(connection.connectionId, settlement.invoiceId, {
      ...settlement,
      failures,
      fault: faultOf(source, answer),
      state: isLong && settlement.version === 0 ? 'unavailable' : settlement.state,
      readAt: now + restOf(invoicePartRests, failures),
    }),
  )
  return 'waits'
}
