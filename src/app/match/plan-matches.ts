/**
 * Decides which lines of the books are matched, once both are in the ledger as they were sent: a settlement's entry with the sales that it
 * clears, its costs with the purchase, a day's payments with their documents. A pair is written down once and never changed.
 */
import type { Instant } from '../../domain/calendar.ts'
import { day, verifyEveryMs } from '../../domain/delays.ts'
import { kindRow } from '../../domain/document/document-kinds.ts'
import { addCents, type Cents } from '../../domain/money.ts'
import {
  kindsOfSales,
  pairOf,
  pairOfCosts,
  pairsOfEntry,
  usedBy,
  type EntrySide,
  type MatchKind,
  type Pair,
  type SettledOrder,
  type UsedOn,
} from '../../domain/settlement/matching.ts'
import { takenOff } from '../../domain/settlement/paid-entry.ts'
import type { MatchLine, NewMatch, PaidPair, StoredHead } from '../../ports/settle/matches.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

/** The limit of one run. */
const entriesMax = 50
const paidMax = 500
/** After this time, an amount that an entry leaves open is shown and not worked out again. */
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

/** The documents that an entry can be matched with, and the amount left of each line. */
interface Sides {
  entry: StoredDocument
  invoiceId: string
  sides: readonly EntrySide[]
  heads: StoredHead[]
  orders: SettledOrder[]
  purchase: StoredDocument | null
  /** Lines of the bank, or of entries that set advertising off. */
  others: (MatchLine & { cents: Cents })[]
  usedOn: UsedOn
}

async function matchesOfEntry(
  tx: Tx,
  context: ConnectionContext,
  at: { entry: StoredDocument; kinds: readonly MatchKind[]; now: Instant },
): Promise<Planning> {
  const { connectionId } = context.connection
  const { entry, kinds, now } = at
  const { invoiceId = null, sides = [], version } = entry.plan.settlement ?? {}
  if (invoiceId === null || sides.length === 0) return { matches: [], againAt: null }
  const settlement = (await tx.settlements.list(connectionId)).find((one) => one.invoiceId === invoiceId)
  // Its amounts per order are no longer those that were booked.
  if (settlement?.version !== version) return { matches: [], againAt: now + day }
  const known = await sidesOfEntry(tx, connectionId, { entry, invoiceId, sides })
  const { heads, purchase, others, usedOn } = known
  const own = pairsOfEntry({ ...known, entry: entry.reference })
  const costs = costsOf(known)
  const pairs = [...own.pairs, ...costs.pairs, ...payoutOf(known)].filter(({ what }) => kinds.includes(what))
  const lines = linesOf([entry, ...(purchase === null ? [] : [purchase])], heads)
  for (const line of others) lines.set(line.mark, line)
  return {
    matches: pairs.flatMap((pair) => newMatch(context, pair, { invoiceId, lines }) ?? []),
    againAt: againAt({ entry, sides, pairs, usedOn, waits: own.waits || costs.waits, kinds, now }),
  }
}

async function sidesOfEntry(
  tx: Tx,
  connectionId: string,
  { entry, invoiceId, sides }: Pick<Sides, 'entry' | 'invoiceId' | 'sides'>,
): Promise<Sides> {
  const named = new Set(entry.plan.settlement?.orders)
  const isOf = (orderId: string): boolean => (kindRow(entry.kind).settles === 'laterOrders') === named.has(orderId)
  const orders = isOfAdvertising(entry)
    ? []
    : (await tx.matches.ordersOf(connectionId, invoiceId)).filter(({ orderId }) => isOf(orderId))
  const ids = orders.map(({ orderId }) => orderId)
  const heads = (await tx.matches.heads(connectionId, ids)).filter(({ isInvoice }) => !isInvoice)
  const documents = await tx.documents.ofSettlements(connectionId)
  const purchase =
    documents.find((row) => row.kind === 'purchase' && row.plan.settlement?.invoiceId === invoiceId) ?? null
  const others = await payersOf(tx, connectionId, { entry, invoiceId, documents })
  const marks = [entry.reference, ...heads.map(({ mark }) => mark), ...others.map(({ mark }) => mark)]
  const used = await tx.matches.usedOn(connectionId, purchase === null ? marks : [...marks, purchase.reference])
  const usedOn = usedBy(used.map(({ mark, line, cents }) => ({ line: { mark, line }, cents })))
  return { entry, invoiceId, sides, heads, orders, purchase, others, usedOn }
}

/** A purchase that another user booked is theirs to match. */
function costsOf({ entry, sides, purchase, usedOn }: Sides): { pairs: Pair[]; waits: boolean } {
  if (purchase?.progress.state === 'confirmed') return { pairs: [], waits: true }
  if (purchase?.progress.state !== 'verified') return { pairs: [], waits: false }
  const { reference: mark, ledgerCents, amountCents } = purchase
  const what = isOfAdvertising(entry) ? 'setOff' : 'costs'
  const of = { entry: entry.reference, sides, purchase: { mark, amountCents: ledgerCents ?? amountCents }, usedOn }
  const pair = pairOfCosts(what, of)
  return { pairs: pair === null ? [] : [pair], waits: false }
}

/**
 * Returns the lines that reduced the marketplace's debt account: for a settlement's entry, the bank line that pays it; for an advertising
 * entry, the settlement from which it was held back. Debit positive.
 */
async function payersOf(
  tx: Tx,
  connectionId: string,
  at: { entry: StoredDocument; invoiceId: string; documents: readonly StoredDocument[] },
): Promise<Sides['others']> {
  const { entry, invoiceId, documents } = at
  const receipts = await tx.bank.receipts(connectionId)
  if (!isOfAdvertising(entry))
    return receipts
      .filter(({ payouts }) => payouts.includes(invoiceId))
      .map(({ bookYearId, journalKey, number, line, cents }) => {
        const mark = `${bookYearId}/${journalKey}/${number}`
        // A receipt credits whom it comes from.
        return { documentId: null, mark, bookYearId, journalKey, number, line, cents: -cents }
      })
  const paid = receipts.find(({ advertising }) => advertising.includes(invoiceId))?.payouts ?? []
  return documents
    .filter(({ kind, plan }) => kind === 'clearing' && paid.includes(plan.settlement?.invoiceId ?? ''))
    .flatMap(({ documentId, reference: mark, bookYearId, journalKey, progress: { number, state }, plan }) => {
      const side = plan.settlement?.sides?.find(({ why }) => why === 'payout')
      if (side === undefined || state !== 'verified' || bookYearId === null || number === null) return []
      return [{ documentId, mark, bookYearId, journalKey, number, line: side.line, cents: side.cents }]
    })
}

function isOfAdvertising({ kind }: StoredDocument): boolean {
  return kindRow(kind).settles === 'advertising'
}

function payoutOf({ entry, sides, others, usedOn }: Sides): Pair[] {
  const why = isOfAdvertising(entry) ? 'setOff' : 'payout'
  const side = sides.find((one) => one.why === why && one.relation === null)
  const mark = entry.reference
  const taken = new Map<string, Cents>()
  if (side === undefined) return []
  const usedNow: UsedOn = (line) => usedOn(line) + (line.mark === mark ? addCents(...taken.values()) : 0)
  return others.flatMap((other) => {
    const one = { line: { mark, line: side.line }, cents: side.cents }
    const pair = pairOf('payout', { one, other: { line: other, cents: other.cents }, usedOn: usedNow })
    if (pair === null) return []
    taken.set(other.mark, pair.cents)
    return [pair]
  })
}

/** A sale that is booked later may belong to it too, and the bank receives it days later. */
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
    return usedOn({ mark, line }) + addCents(...own.map((pair) => pair.cents)) >= Math.abs(cents)
  }
  const left = sides.filter((side) => !isFull(side))
  // Switched off by the number of sales, they may be matched again later.
  const isOff = kindsOfSales.some((kind) => !at.kinds.includes(kind) && kind !== 'paid')
  return left.length === 0 || (isOld && !isOff) ? null : now + day
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
