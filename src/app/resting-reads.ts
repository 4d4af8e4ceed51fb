/**
 * Reads of the ledger that fail rest, longer each time. What waits for one is woken every minute, and each try counts against the day,
 * also one that nobody answers: without a rest an hour of silence uses up the calls of a day.
 */
import type { Instant } from '../domain/calendar.ts'
import { hour, minute } from '../domain/document.ts'
import type { Accounting } from '../ports/accounting.ts'
import type { Answer } from '../ports/answer.ts'
import type { LedgerCall, RestingRead } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

/** After the first failure, the second one, and so on; the last one holds from there. A single failure may be tried again at once. */
const restsMs = [0, 2, 5, 10, 20, 40, 60, 90, 120].map((minutes) => minutes * minute)
/** What may be asked twice a day. */
const rareRestsMs = [30 * minute, 12 * hour]
const rare: ReadonlySet<LedgerCall> = new Set(['accounts', 'vatCodes'])
/** A failure this long after the one before it is a new trouble. */
const forgottenMs = 14 * hour

/** @param failures so many without an answer in between, this one included */
export function restMs(call: LedgerCall, failures: number): number {
  const rests = rare.has(call) ? rareRestsMs : restsMs
  return rests[Math.min(failures, rests.length) - 1] as number
}

/** The same ledger, but a read that rests is answered `later` without a call. */
export function restingReads(context: ConnectionContext, accounting: Accounting, resting: RestingRead[]): Accounting {
  const { store, connection, ports } = context
  const { dossierId } = connection
  const rests = new Map(resting.map((rest) => [rest.call, rest]))

  async function noteFailure(call: LedgerCall, now: Instant): Promise<void> {
    const before = rests.get(call)
    const failures = before === undefined || now - before.failedAt > forgottenMs ? 1 : before.failures + 1
    const rest = { call, failures, failedAt: now, until: now + restMs(call, failures) }
    rests.set(call, rest)
    await store.transaction((tx) => tx.ledger.saveRest(dossierId, rest))
  }

  async function ask<T>(call: LedgerCall, read: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const now = await ports.clock.now()
    const rest = rests.get(call)
    // A clock that ran ahead when it failed must not make it rest for as long.
    if (rest !== undefined && rest.until > now && rest.until - now <= restMs(call, rest.failures)) {
      context.resumeAt = Math.max(context.resumeAt ?? 0, rest.until)
      const detail = `${call} could not be read ${rest.failures} times and rests`
      return { kind: 'later', cause: 'unavailable', until: rest.until, detail }
    }
    const answer = await read()
    if (answer.kind === 'later' && (answer.cause === 'unavailable' || answer.cause === 'unreadable'))
      await noteFailure(call, await ports.clock.now())
    else if (rest !== undefined && (answer.kind === 'ok' || answer.kind === 'notFound')) {
      rests.delete(call)
      await store.transaction((tx) => tx.ledger.endRest(dossierId, call))
    }
    return answer
  }

  return {
    ...accounting,
    readBookYears: () => ask('bookYears', () => accounting.readBookYears()),
    readJournals: (bookYearId) => ask('journals', () => accounting.readJournals(bookYearId)),
    readAccounts: (bookYearId) => ask('accounts', () => accounting.readAccounts(bookYearId)),
    readVatCodes: () => ask('vatCodes', () => accounting.readVatCodes()),
    findRelationsByName: (name) => ask('relations', () => accounting.findRelationsByName(name)),
    findRelationsByVatNumber: (number) => ask('relations', () => accounting.findRelationsByVatNumber(number)),
    findRelationsByExternalId: (id) => ask('relations', () => accounting.findRelationsByExternalId(id)),
    relationsModifiedSince: (since) => ask('changedRelations', () => accounting.relationsModifiedSince(since)),
    documentsModifiedSince: (target, since) => ask(target, () => accounting.documentsModifiedSince(target, since)),
    deletedSince: (bookYearId, since) => ask('deleted', () => accounting.deletedSince(bookYearId, since)),
    getInvoice: (at) => ask('invoice', () => accounting.getInvoice(at)),
  }
}
