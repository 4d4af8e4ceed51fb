/**
 * Lets ledger calls that fail rest, longer each time. A document that waits for a call is woken every minute, and each try counts against
 * the day's limit, even one without an answer. Without a rest, an hour of silence, or a journal that another user keeps open, would use up
 * the calls of a day.
 */
import type { Instant } from '../../domain/calendar.ts'
import { callRests, rareCallRests, restOf, troubleForgottenMs } from '../../domain/delays.ts'
import type { Accounting, RelationOutcome } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LedgerCall, RestingCall } from '../../ports/tables/ledger.ts'
import type { TenantStore } from '../../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

const rare: ReadonlySet<LedgerCall> = new Set(['accounts', 'vatCodes'])

/** @param failures so many without an answer in between, this one included */
export function restMs(call: LedgerCall, failures: number): number {
  return restOf(rare.has(call) ? rareCallRests : callRests, failures)
}

/** The resting calls of one dossier, kept in the store so that the next run knows them too. */
export interface Rests {
  /** Until when it rests; null: it may be called. */
  until(call: LedgerCall, now: Instant): Instant | null
  /** @param restFor how long, by the number of failures; else as a read */
  failed(call: LedgerCall, now: Instant, restFor?: (failures: number) => number): Promise<void>
  answered(call: LedgerCall): Promise<void>
  any(now: Instant): boolean
  /** One of these failed, and has rested. */
  anyOver(calls: readonly LedgerCall[], now: Instant): boolean
}

export function restsOf(store: TenantStore, dossierId: number, resting: RestingCall[]): Rests {
  const rests = new Map(resting.map((rest) => [rest.call, rest]))
  const untilOf = (call: LedgerCall, now: Instant): Instant | null => {
    const rest = rests.get(call)
    if (rest === undefined || rest.until <= now) return null
    // A clock that ran ahead when it failed must not make it rest for as long.
    return rest.failedAt > now ? null : rest.until
  }
  return {
    until: untilOf,
    anyOver: (calls, now) => calls.some((call) => rests.has(call) && untilOf(call, now) === null),
    any: (now) => [...rests.keys()].some((call) => untilOf(call, now) !== null),
    async failed(call, now, restFor = (failures) => restMs(call, failures)) {
      const before = rests.get(call)
      const failures = before === undefined || now - before.failedAt > troubleForgottenMs ? 1 : before.failures + 1
      const rest = { call, failures, failedAt: now, until: now + restFor(failures) }
      rests.set(call, rest)
      await store.transaction((tx) => tx.ledger.saveRest(dossierId, rest))
    },
    async answered(call) {
      if (!rests.delete(call)) return
      await store.transaction((tx) => tx.ledger.endRest(dossierId, call))
    },
  }
}

type Resting = Pick<ConnectionContext, 'rests' | 'restsUntil'>

/** Wakes the connection when the rest of its call ends. Nothing is due before. */
export function waitsForRest(context: Resting, until: Instant): void {
  context.restsUntil = Math.min(context.restsUntil ?? until, until)
}

type Later = Extract<Answer<never>, { kind: 'later' }>

/** The same ledger, but a call that rests is answered `later` and not made. */
export function restingCalls(context: Resting, accounting: Accounting, clock: Clock): Accounting {
  const { rests } = context
  /** The calls without an answer in this run. The user who asked must still be told. */
  const silentNow = new Set<LedgerCall>()

  async function resting(call: LedgerCall): Promise<Later | null> {
    const until = rests.until(call, await clock.now())
    if (until === null) return null
    waitsForRest(context, until)
    const told = silentNow.has(call) ? {} : { rests: true as const }
    return { kind: 'later', cause: 'unavailable', until, detail: `${call} was not answered and rests`, ...told }
  }

  async function note(call: LedgerCall, answer: Answer<unknown> | RelationOutcome): Promise<void> {
    const unanswered =
      answer.kind === 'unknown' ||
      answer.kind === 'unsupported' ||
      (answer.kind === 'forbidden' && answer.at === 'call') ||
      (answer.kind === 'later' && (answer.cause === 'unavailable' || answer.cause === 'unreadable'))
    if (unanswered) {
      if (answer.kind !== 'unsupported' && answer.kind !== 'forbidden') silentNow.add(call)
      await rests.failed(call, await clock.now())
    } else if (answer.kind !== 'later') {
      silentNow.delete(call)
      await rests.answered(call)
    }
  }

  async function ask<A extends Answer<unknown> | RelationOutcome>(
    call: LedgerCall,
    make: () => Promise<A>,
  ): Promise<A | Later> {
    const rest = await resting(call)
    if (rest !== null) return rest
    const answer = await make()
    await note(call, answer)
    return answer
  }

  return {
    ...accounting,
    readBookYears: (options) => ask('bookYears', () => accounting.readBookYears(options)),
    readJournals: (bookYearId, options) => ask('journals', () => accounting.readJournals(bookYearId, options)),
    readPriceDecimals: (at) => ask('priceDecimals', () => accounting.readPriceDecimals(at)),
    readAccounts: (bookYearId) => ask('accounts', () => accounting.readAccounts(bookYearId)),
    accountsModifiedSince: (since) => ask('changedAccounts', () => accounting.accountsModifiedSince(since)),
    readVatCodes: () => ask('vatCodes', () => accounting.readVatCodes()),
    findRelationsByName: (name) => ask('relations', () => accounting.findRelationsByName(name)),
    findRelationsByVatNumber: (number) => ask('relations', () => accounting.findRelationsByVatNumber(number)),
    findRelationsById: (id) => ask('relations', () => accounting.findRelationsById(id)),
    findRelationsByExternalId: (id) => ask('relations', () => accounting.findRelationsByExternalId(id)),
    relationsModifiedSince: (since) => ask('changedRelations', () => accounting.relationsModifiedSince(since)),
    saveRelation: (relation) => ask('savedRelation', () => accounting.saveRelation(relation)),
    retireRelation: (externalId) => ask('savedRelation', () => accounting.retireRelation(externalId)),
    documentsModifiedSince: (target, since) => ask(target, () => accounting.documentsModifiedSince(target, since)),
    documentsUnderKey: (target, key) => ask(target, () => accounting.documentsUnderKey(target, key)),
    bankDocumentsSince: (since) => ask('entries', () => accounting.bankDocumentsSince(since)),
    deletedSince: (year, side, since) => ask('deleted', () => accounting.deletedSince(year, side, since)),
    postedSince: (year, side, since) => ask('deleted', () => accounting.postedSince(year, side, since)),
    accountHistory: (at) => ask('accountHistory', () => accounting.accountHistory(at)),
    openItems: (at) => ask('accountHistory', () => accounting.openItems(at)),
    matchesSince: (since) => ask('matches', () => accounting.matchesSince(since)),
    attach: (at, file) => ask('attachment', () => accounting.attach(at, file)),
    getInvoice: (at) => ask('invoice', () => accounting.getInvoice(at)),
  }
}
