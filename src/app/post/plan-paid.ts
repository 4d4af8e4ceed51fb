/**
 * Plans a daily entry for buyers with a relation of their own: they paid through the marketplace, so that no reminder goes to them. One for
 * each day of their documents; documents of that day that are confirmed later go into a further part.
 */
import { day as dayMs } from '../../domain/delays.ts'
import type { RelationReference } from '../../domain/ledger/ledger.ts'
import type { ShownLine } from '../../domain/settlement/clearing.ts'
import { paidLines, paysDaily, takenOff } from '../../domain/settlement/paid-entry.ts'
import type { UnpaidDocument } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerFailure } from '../run/connection-refusal.ts'
import { followRelations } from './moved-relations.ts'
import { accountAt, mayGo, noPlace, nothing, placeIn, type Planned, type Run } from './posting-run.ts'
import { isPlannedAnew, loadPosting } from './posting-work.ts'
import { entryDocument, type Making } from './settlement-document.ts'

/** With its accounts an entry stays below what anybody has seen the ledger take. */
const documentsMax = 190
/** A document may be confirmed long before its day is over, and be seen in the ledger a little later. */
const overlapMs = 3 * dayMs

/** Documents on relations of their own, of days that are over, without an entry. */
export async function unpaidDocuments(tx: Tx, context: ConnectionContext, limit: number): Promise<UnpaidDocument[]> {
  const { connection, settings, ports } = context
  if (!paysDaily(settings)) return []
  const before = ports.calendar.localDate(await ports.clock.now())
  const from = settings.settlement?.startDate ?? settings.booking.startDate
  const until = await tx.settlements.paidUntil(connection.connectionId)
  const confirmedSince = until === null ? 0 : until - overlapMs
  return tx.settlements.unpaid(connection.connectionId, { from, before, confirmedSince, limit })
}

/** Planned, not sent, and to be planned by what the settings say now. */
export function isPaidAnew(context: ConnectionContext, document: StoredDocument): boolean {
  return document.kind === 'paid' && isPlannedAnew(context, document, null)
}

type PaidResult = { saved: number; problem: Extract<Planned, { kind: 'problem' }> | null }

/** @returns what keeps the entries from being planned, or how many were */
export async function planPaid(run: Run): Promise<PaidResult | 'sideClosed'> {
  const { context, now } = run
  const { store, connection } = context
  let saved = 0
  let lost: PaidResult['problem'] = null
  for (const before of run.state.documents.filter((row) => isPaidAnew(context, row))) {
    const followed = await followRefused(run, before)
    if (followed === 'sideClosed') return followed
    if (followed !== null) {
      // Only this entry waits for it.
      lost = followed
      continue
    }
    const own = await store.transaction((tx) => tx.settlements.paidBy(before.documentId))
    const result = await save(run, own, before)
    if (result !== 'saved') return { saved, problem: result }
    saved += 1
  }
  for (;;) {
    const next = await store.transaction((tx) => unpaidDocuments(tx, context, documentsMax))
    const own = next.filter((document) => document.day === next[0]?.day)
    if (own.length === 0) {
      // Nothing is left of all that was confirmed until now.
      if (paysDaily(context.settings))
        await store.transaction((tx) => tx.settlements.setPaidUntil(connection.connectionId, now))
      return { saved, problem: lost }
    }
    const result = await save(run, own, undefined)
    if (result !== 'saved') return { saved, problem: result }
    saved += 1
  }
}

/** A refused entry may have named a relation that was merged since, so each relation of an entry that is sent again is asked for. */
async function followRefused(
  { context, accounting }: Run,
  before: StoredDocument,
): Promise<PaidResult['problem'] | 'sideClosed'> {
  if (before.progress.state !== 'draft') return null
  const own = await context.store.transaction((tx) => tx.settlements.paidBy(before.documentId))
  const named = own.map((document) => {
    const at = referenceOf(document)
    return { relation: `own:${numberOf(at)}`, at }
  })
  const followed = await followRelations(context, accounting, named)
  if (followed.kind === 'refused') {
    await noteLedgerFailure(context, followed.refusal)
    return 'sideClosed'
  }
  return followed.kind === 'lost'
    ? { kind: 'problem', code: 'AANK-INSTELLING', params: { customer: followed.relation } }
    : null
}

function referenceOf({ relationId, externalId }: UnpaidDocument): RelationReference {
  return relationId === null ? { externalId: externalId ?? 0 } : { relationId }
}

/** @returns why it was not; null: it waits */
async function save(
  run: Run,
  own: readonly UnpaidDocument[],
  before: StoredDocument | undefined,
): Promise<'saved' | PaidResult['problem']> {
  const { context } = run
  const { connectionId, revision } = context.connection
  const planned = entryOf(run, own, before)
  if (planned.kind === 'problem') return planned
  const [entry] = planned.documents
  if (entry === undefined) return null
  return context.store.transaction(async (tx) => {
    if ((await tx.connections.holdRevision(connectionId)) !== revision) return null
    await tx.documents.savePlanned([entry])
    // Its lines begin with those of the documents; a document with a sum of zero has none.
    const lines = own.filter((document) => takenOff(document) !== 0)
    const paid = own.map((document) => ({ documentId: document.documentId, line: lines.indexOf(document) + 1 || null }))
    await tx.settlements.savePaid(entry.documentId, paid)
    run.state = await loadPosting(tx, context)
    return 'saved'
  })
}

function entryOf(run: Run, documents: readonly UnpaidDocument[], before: StoredDocument | undefined): Planned {
  const { context, accounting, posting, state, now } = run
  const [first] = documents
  if (first === undefined || !mayGo(run, 'entrySign', before)) return nothing
  const { day } = first
  const at = placeIn(run, { date: day, journal: posting.journals.clearing, mode: 'entries' })
  if (at.kind === 'problem') return noPlace(at)
  const roles = ['clearing', 'paymentLoss', 'paymentGain'] as const
  const found = roles.map((role) => accountAt(run, at, role))
  const lost = found.find(({ account }) => account === null)
  if (lost !== undefined) return { kind: 'problem', code: 'AANK-INSTELLING', params: { account: lost.wanted } }
  const [clearing = 0, paymentLoss = 0, paymentGain = 0] = found.map(({ account }) => account ?? 0)
  const own = documents.map((document) => {
    const { amountCents, paidCents } = document
    return { relation: referenceOf(document), amountCents, paidCents }
  })
  const parts = state.documents.filter(({ kind, businessKey }) => kind === 'paid' && businessKey.startsWith(`${day}|`))
  const making: Making = { accounting, now, settlement: null, place: at, before }
  const document = entryDocument(context, making, {
    kind: 'paid',
    businessKey: before?.businessKey ?? `${day}|${parts.length + 1}`,
    about: day,
    lines: paidLines(own, { clearing, paymentLoss, paymentGain }),
    account: clearing,
    buyerHash: null,
    shown: shownPaid(own, { clearing, paymentLoss, paymentGain }),
  })
  return { kind: 'documents', documents: [document] }
}

function numberOf(at: RelationReference): number {
  return 'relationId' in at ? at.relationId : at.externalId
}

/** Returns the lines for the user: each relation by the ledger's number of it. */
function shownPaid(own: Parameters<typeof paidLines>[0], accounts: Parameters<typeof paidLines>[1]): ShownLine[] {
  return paidLines(own, accounts).map(({ to, amountCents }): ShownLine => {
    if ('account' in to) {
      const name = to.account === accounts.clearing ? 'clearing' : amountCents > 0 ? 'paymentLoss' : 'paymentGain'
      return { kind: 'A', account: name, why: name === 'clearing' ? 'collected' : 'peppolCent', amountCents }
    }
    const at = 'customer' in to ? to.customer : to.supplier
    return { kind: 'C', relation: `own:${numberOf(at)}`, why: 'paid', amountCents }
  })
}
