/** The ledger's half of a run: the local copy, the plan, doubts, and the queues of the journals. An idle connection makes no call. */
import { states } from '../../domain/document/document-states.ts'
import type { Order } from '../../domain/order/order.ts'
import { codesThatStop, type ProblemCode } from '../../domain/problem/problem.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import { askRegister } from '../plan/ask-register.ts'
import { releaseHistory } from '../capture/backfill.ts'
import { closable, closeDays, confirmMembers } from '../plan/close-days.ts'
import { confirmDocuments } from './confirm-documents.ts'
import { ledgerCopy, type ConnectionContext } from '../run/connection-context.ts'
import { isLasting, noteLasting, noteLedgerAnswer, noteLedgerFailure, sideProblem } from '../run/connection-refusal.ts'
import { lookForMembers } from '../plan/look-for-members.ts'
import { planDocuments } from '../plan/plan-documents.ts'
import { postJournal } from './post-document.ts'
import { endProblems, endWhatIsOver } from '../run/problem-ends.ts'
import { mayBeMended, refreshLedgerCopy } from '../plan/refresh-ledger-copy.ts'
import { tryRefusedAgain } from '../plan/lost-references.ts'
import { holdsBackAfterRestore } from '../run/restore-mode.ts'
import { postingIsDue, postSettlements } from '../post/post-settlements.ts'
import { retireRelations } from './retire-relations.ts'
import { holdsBackAfterTrial } from '../run/trial.ts'
import { anyOwnLost, ownRelation, prepareCentralRelations, refreshRelationIndex } from '../plan/resolve-relation.ts'

/** One for what is due, one for what that made due, one for the rest of the queue. */
const passesMax = 3

/** Journals of one connection. */
const journalsMax = 50

/** A day that collects until tomorrow keeps nothing waiting today. */
const openStates = states.goOn.filter((state) => state !== 'inDay')

export async function workOnLedger(
  context: ConnectionContext,
  { dryRun, person = false }: { dryRun: boolean; person?: boolean },
): Promise<void> {
  const { store, connection, ports } = context
  const now = await ports.clock.now()
  context.restsUntil = null
  context.proofAt = null
  context.ledgerFailure = null
  context.lasting = []
  context.resumeAt = null
  await endWhatIsOver(context)
  if (!dryRun) await store.transaction((tx) => tryRefusedAgain(tx, context, now))
  const [, , orders, documents, unread, days, mended] = await store.transaction((tx) =>
    Promise.all([
      tx.orders.planDue(connection.connectionId, now),
      tx.orders.wakeCredits(connection.connectionId),
      tx.orders.toPlan(connection.connectionId, 1000),
      tx.documents.anyInState(connection.connectionId, [...openStates]),
      tx.documents.toReadBack(connection.connectionId),
      closable(tx, context, { now, person }),
      mayBeMended(tx, context, { now, person }),
    ]),
  )
  const posts = !dryRun && (await postingIsDue(context))
  if (orders.length === 0 && !documents && days.length === 0 && !unread && !mended && !posts)
    return clearWaiting(context)
  if (connection.ledgerRefusal !== null) return
  const { accounting } = context
  if (accounting === null) return raise(context, 'OCT-SOFTWAREHUIS')
  const failure = await plan(context, accounting, { orders, person })
  if (failure !== null) await noteLedgerFailure(context, failure)
  if (dryRun && failure === null) await closeAll(context, accounting, person)
  if (dryRun || (failure !== null && failure.kind !== 'later')) return
  if (await holdsBackAfterRestore(context)) return
  if (await holdsBackAfterTrial(context)) return confirmDocuments(context, accounting)
  await postSettlements(context, accounting, { salesSent: false })
  for (let pass = 1; pass <= passesMax; pass += 1) {
    await confirmDocuments(context, accounting)
    if ((await closeAll(context, accounting, person)) > 0) await confirmDocuments(context, accounting)
    await releaseHistory(context, accounting)
    await postAll(context, accounting)
    await confirmMembers(context)
    const replanned = (await planLost(context, accounting, person)) || (await planWoken(context, accounting)) > 0
    // The outcome of one document may free the next one.
    if ((await postSettlements(context, accounting, { salesSent: true })) > 0 || replanned) continue
    if (!(await isDueAgain(context))) break
  }
  await clearJournals(context)
  await retireRelations(context, accounting)
}

/** Clears problems that kept documents waiting, once no document waits for that reason: each was booked, skipped or given to the user. */
async function clearWaiting({ store, ports, connection }: ConnectionContext): Promise<void> {
  const now = await ports.clock.now()
  await store.transaction((tx) => endProblems(tx, connection.connectionId, 'nothingWaits', { now }))
}

/** Clears the problem of a refusing journal once no document waits for that journal, even where an order waits for another reason. */
async function clearJournals({ store, ports, connection: { connectionId } }: ConnectionContext): Promise<void> {
  const now = await ports.clock.now()
  await store.transaction(async (tx) => {
    const told = await tx.problems.withCodes(connectionId, codesThatStop('journal'), journalsMax)
    if (told.length === 0) return
    const waiting = await tx.documents.journalsOf(connectionId, [...openStates])
    const subjects = told
      .filter(({ orderId, subject }) => orderId === null && !waiting.includes(subject))
      .map(({ subject }) => subject)
    if (subjects.length > 0) await endProblems(tx, connectionId, 'nothingWaits', { now, subjects })
  })
}

/** @returns totals that must be looked for before they are sent */
async function closeAll(context: ConnectionContext, accounting: Accounting, person: boolean): Promise<number> {
  const copy = await context.store.transaction((tx) => ledgerCopy(tx, context))
  if (copy === null) return 0
  await lookForMembers(context, accounting, person)
  return closeDays(context, { accounting, copy, person })
}

/** Plans documents again that the ledger no longer knows, in the run that met them: it finds them or makes them anew. */
async function planLost(context: ConnectionContext, accounting: Accounting, person: boolean): Promise<boolean> {
  if (!context.lostReference || context.signal?.aborted === true) return false
  context.lostReference = false
  const { connectionId } = context.connection
  const orders = await context.store.transaction((tx) => tx.orders.toPlan(connectionId, 1000))
  const failure = await plan(context, accounting, { orders, person })
  if (failure !== null) await noteLedgerFailure(context, failure)
  return failure === null
}

/** Credits whose sale has just come into the ledger. */
async function planWoken(context: ConnectionContext, accounting: Accounting): Promise<number> {
  const { store, connection, signal } = context
  if (signal?.aborted === true) return 0
  const woken = await store.transaction((tx) => tx.orders.wakeCredits(connection.connectionId))
  if (woken === 0) return 0
  const copy = await store.transaction((tx) => ledgerCopy(tx, context))
  return copy === null ? 0 : planDocuments(context, accounting, copy)
}

/** A document that was refused its number can be looked up at once, and frees its journal for the others. */
async function isDueAgain(context: ConnectionContext): Promise<boolean> {
  if (context.resumeAt !== null || context.restsUntil !== null || context.signal?.aborted === true) return false
  const now = await context.ports.clock.now()
  const next = await context.store.transaction((tx) => tx.documents.nextAttention(context.connection.connectionId))
  return next !== null && next <= now
}

/** Plans what waits for it, once the dossier is known. Documents already planned go on even when this fails. */
async function plan(
  context: ConnectionContext,
  accounting: Accounting,
  { orders, person }: { orders: StoredOrder[]; person: boolean },
): Promise<Refusal | null> {
  const refreshed = await refreshLedgerCopy(context, accounting, { person })
  if (refreshed.kind !== 'ok') return refreshed
  const { refusals, answered } = await prepareRelations(context, accounting, orders)
  await noteLasting(context, [...refreshed.lasting, ...refusals.filter(isLasting)])
  const closed = refusals.find((refusal) => refusal.kind !== 'later' && !isLasting(refusal))
  if (closed !== undefined) return closed
  if (refreshed.answered || answered) await noteLedgerAnswer(context)
  await askRegister(context, orders)
  await planDocuments(context, accounting, refreshed.copy)
  const later = refusals.find((refusal) => refusal.kind === 'later') ?? null
  return (await planWhatChanged(context, accounting, person)) ?? refreshed.failure ?? later
}

/** A plan may be the first to meet what changed in the dossier since it was read: the first order of a book year that was opened since. */
async function planWhatChanged(
  context: ConnectionContext,
  accounting: Accounting,
  person: boolean,
): Promise<Refusal | null> {
  const now = await context.ports.clock.now()
  if (!(await context.store.transaction((tx) => mayBeMended(tx, context, { now, person })))) return null
  const refreshed = await refreshLedgerCopy(context, accounting)
  if (refreshed.kind !== 'ok') return refreshed
  await planDocuments(context, accounting, refreshed.copy)
  return refreshed.failure
}

/** @returns `refusals`: why relations could not be looked up, orders that need them wait, the others do not. `answered`: a look at relations was answered */
async function prepareRelations(
  context: ConnectionContext,
  accounting: Accounting,
  stored: StoredOrder[],
): Promise<{ refusals: Refusal[]; answered: boolean }> {
  const orders = stored.flatMap((row) => (row.order === null ? [] : [row.order]))
  // Whether a company without a valid number is booked as a business is known only once the register has answered.
  const { businesses, consumers } = context.settings.booking
  const open = businesses === 'asConsumers' || consumers === 'perDay'
  const central = orders.filter((order) => open || !ownRelation(context.settings, order, 'invalid'))
  const wantsIndex =
    orders.some((order) => ownRelation(context.settings, order)) || (orders.length > 0 && (await anyOwnLost(context)))
  const ofCountries = await prepareCentralRelations(context, accounting, {
    needed: countriesOf(central),
    // A credit goes to the relation of its sale, also where the settings put new sales on another one.
    perhaps: countriesOf(orders),
  })
  const index = wantsIndex ? await refreshRelationIndex(context, accounting) : null
  const unread = { central: ofCountries.unread, index: index === 'read' ? null : index }
  context.unreadRelations = unread
  const refusals = [...unread.central.values(), ...(unread.index === null ? [] : [unread.index])]
  return { refusals, answered: ofCountries.answered || index === 'read' }
}

function countriesOf(orders: readonly Order[]): Set<string> {
  return new Set(orders.flatMap(({ destination: { country } }) => country ?? []))
}

/** Serial in each journal, the journals beside each other. */
async function postAll(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const now = await context.ports.clock.now()
  const journals = await context.store.transaction((tx) =>
    tx.documents.journalsWithWork(context.connection.dossierId, now),
  )
  await Promise.all(journals.map((journal) => postJournal(context, accounting, journal)))
}

async function raise(context: ConnectionContext, code: ProblemCode): Promise<void> {
  const now = await context.ports.clock.now()
  await context.store.transaction((tx) => tx.problems.raise([sideProblem(context, code, {})], now))
}
