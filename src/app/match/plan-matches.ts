/**
 * Decides which lines of the books are matched, once both stand as they were sent: what a settlement's entry clears with the sales that it
 * is for, its costs with the purchase, a day's payments with their documents. A pair is written down once and for all.
 */
import type { Instant } from '../../domain/calendar.ts'
import { day, verifyEveryMs } from '../../domain/delays.ts'
import type { Cents } from '../../domain/money.ts'
import {
  kindsOfSales,
  pairOf,
  pairOfCosts,
  pairsOfEntry,
  usedBy,
  type EntrySide,
  type MatchKind,
  type Pair,
  type UsedOn,
} from '../../domain/settlement/matching.ts'
import { takenOff } from '../../domain/settlement/paid-entry.ts'
import type { MatchLine, NewMatch, PaidPair, StoredHead } from '../../ports/settle/matches.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

/** Of one run. */
const entriesMax = 50
const paidMax = 500
/** What an entry still leaves open after this long is shown, and not worked out again. */
const completedAfterMs = 60 * day

export async function planMatches(
  context: ConnectionContext,
  { kinds, now }: { kinds: readonly MatchKind[]; now: Instant },
): Promise<void> {
  const { store, connection } = context
  const { connectionId } = connection
  const entries = await store.transaction((tx) => tx.matches.entriesDue(connectionId, now, entriesMax))
  for (const documentId of entries)
    await store.transaction(async (tx) => {
      const entry = await tx.documents.get(documentId)
      if (entry === null) return
      const { matches, againAt } = await matchesOfEntry(tx, context, { entry, kinds, now })
      await tx.matches.plan(connectionId, matches, now)
      await tx.matches.setEntry(documentId, againAt)
    })
  if (!kinds.includes('paid')) return
  await store.transaction(async (tx) => {
    const paid = await tx.matches.paidDue(connectionId, paidMax)
    const matches = paid.flatMap((pair) => matchOfPaid(context, pair) ?? [])
    await tx.matches.plan(connectionId, matches, now)
  })
}

interface Planning {
  matches: NewMatch[]
  againAt: Instant | null
}

async function matchesOfEntry(
  tx: Tx,
  context: ConnectionContext,
  at: { entry: StoredDocument; kinds: readonly MatchKind[]; now: Instant },
): Promise<Planning> {
  const { connectionId } = context.connection
  const { entry, kinds, now } = at
  const { invoiceId = null, sides = [], version, orders = [] } = entry.plan.settlement ?? {}
  if (invoiceId === null || sides.length === 0) return { matches: [], againAt: null }
  const settlement = (await tx.settlements.list(connectionId)).find((one) => one.invoiceId === invoiceId)
  // What it names of each order by now is not what was booked.
  if (settlement?.version !== version) return { matches: [], againAt: now + day }
  const named = new Set(orders)
  const isOf = (orderId: string): boolean => (entry.kind === 'supplement') === named.has(orderId)
  const settled = (await tx.matches.ordersOf(connectionId, invoiceId)).filter(({ orderId }) => isOf(orderId))
  const heads = (
    await tx.matches.heads(
      connectionId,
      settled.map(({ orderId }) => orderId),
    )
  ).filter(({ isInvoice }) => !isInvoice)
  const purchase = await purchaseOf(tx, connectionId, invoiceId)
  const documents = new Set([entry, ...heads, ...(purchase === null ? [] : [purchase])].map((row) => row.documentId))
  const used = (await tx.matches.usedOn([...documents])).map(({ mark, line, cents }) => ({
    line: { mark, line },
    cents,
  }))
  const usedOn = usedBy(used)
  const own = pairsOfEntry({ invoiceId, entry: entry.reference, sides, orders: settled, heads, usedOn })
  const costs = costsOf({ entry, sides, purchase, usedOn })
  const pairs = [...own.pairs, ...costs.pairs].filter(({ what }) => kinds.includes(what))
  const lines = linesOf([entry, ...(purchase === null ? [] : [purchase])], heads)
  return {
    matches: pairs.flatMap((pair) => newMatch(context, pair, { invoiceId, lines }) ?? []),
    againAt: againAt({ entry, sides, pairs, usedOn, waits: own.waits || costs.waits, kinds, now }),
  }
}

async function purchaseOf(tx: Tx, connectionId: string, invoiceId: string): Promise<StoredDocument | null> {
  const all = await tx.documents.ofSettlements(connectionId)
  return all.find(({ kind, plan }) => kind === 'purchase' && plan.settlement?.invoiceId === invoiceId) ?? null
}

/** One that somebody else booked is his to match. */
function costsOf(at: {
  entry: StoredDocument
  sides: readonly EntrySide[]
  purchase: StoredDocument | null
  usedOn: UsedOn
}): { pairs: Pair[]; waits: boolean } {
  const { entry, sides, purchase, usedOn } = at
  if (purchase?.progress.state === 'confirmed') return { pairs: [], waits: true }
  if (purchase?.progress.state !== 'verified') return { pairs: [], waits: false }
  const { reference: mark, ledgerCents, amountCents } = purchase
  const of = { entry: entry.reference, sides, purchase: { mark, amountCents: ledgerCents ?? amountCents }, usedOn }
  const pair = pairOfCosts('costs', of)
  return { pairs: pair === null ? [] : [pair], waits: false }
}

/** A sale that is booked later may belong to it too. */
function againAt(at: {
  entry: StoredDocument
  sides: readonly EntrySide[]
  pairs: readonly Pair[]
  usedOn: UsedOn
  waits: boolean
  kinds: readonly MatchKind[]
  now: Instant
}): Instant | null {
  const { entry, sides, pairs, usedOn, now } = at
  const isOld = now - (entry.confirmedAt ?? 0) > completedAfterMs
  if (at.waits) return now + (isOld ? day : verifyEveryMs)
  const mark = entry.reference
  const isFull = ({ line, cents }: EntrySide): boolean => {
    const isHere = (side: Pair['debit']): boolean => side.mark === mark && side.line === line
    const own = pairs.filter(({ debit, credit }) => isHere(debit) || isHere(credit))
    return usedOn({ mark, line }) + sumOf(own) >= Math.abs(cents)
  }
  const left = sides.filter((side) => side.relation !== null && !isFull(side))
  // Switched off by the number of sales, they may be matched again later.
  const isOff = kindsOfSales.some((kind) => !at.kinds.includes(kind) && kind !== 'paid')
  return left.length === 0 || (isOld && !isOff) ? null : now + day
}

function sumOf(pairs: readonly Pair[]): Cents {
  return pairs.reduce((sum, { cents }) => sum + cents, 0)
}

function linesOf(
  documents: readonly StoredDocument[],
  heads: readonly StoredHead[],
): Map<string, Omit<MatchLine, 'line'>> {
  const places = [
    ...documents.map(({ reference, progress, ...row }) => ({ ...row, mark: reference, number: progress.number })),
    ...heads,
  ]
  return new Map(
    places.flatMap(({ mark, documentId, bookYearId, journalKey, number }) =>
      bookYearId === null || number === null ? [] : [[mark, { documentId, mark, bookYearId, journalKey, number }]],
    ),
  )
}

function newMatch(
  { ports }: ConnectionContext,
  { what, debit, credit, cents }: Pair,
  at: { invoiceId: string; lines: Map<string, Omit<MatchLine, 'line'>> },
): NewMatch | null {
  const [first, second] = [at.lines.get(debit.mark), at.lines.get(credit.mark)]
  if (first === undefined || second === undefined) return null
  return {
    matchId: ports.random.id(),
    what,
    invoiceId: at.invoiceId,
    debit: { ...first, line: debit.line },
    credit: { ...second, line: credit.line },
    cents,
  }
}

function matchOfPaid({ ports }: ConnectionContext, { document, entry, ...amounts }: PaidPair): NewMatch | null {
  const pair = pairOf('paid', {
    one: { line: document, cents: amounts.amountCents },
    other: { line: entry, cents: -takenOff(amounts) },
    usedOn: () => 0,
  })
  if (pair === null) return null
  const [debit, credit] = pair.debit.mark === document.mark ? [document, entry] : [entry, document]
  return { matchId: ports.random.id(), what: 'paid', invoiceId: null, debit, credit, cents: pair.cents }
}
