/**
 * Decides which lines of the books are matched with each other: a settlement's cleared amounts with their sales, a day's payments with
 * their documents, the costs with their purchase. Pure. Debit positive; no match exceeds the amount of a line.
 */
import type { EntryLine, RelationReference } from '../ledger/ledger.ts'
import type { Cents } from '../money.ts'

export const matchKinds = ['sale', 'credit', 'paid', 'costs', 'payout', 'setOff'] as const
/** `paid`: the daily entry of a buyer with a relation of their own. `setOff`: an advertising invoice that was held back from a payout. */
export type MatchKind = (typeof matchKinds)[number]

/**
 * The reason why a part of a line is not matched. `unanswered`: it is not known whether the match was made. `nothing`: no document belongs
 * to it.
 */
export type LeftReason =
  | 'off'
  | 'waits'
  | 'changed'
  | 'foreign'
  | 'undone'
  | 'refused'
  | 'unanswered'
  | 'tooMany'
  | 'nothing'
  | 'bank'

export type MatchingSetting = 'settlement' | 'all' | 'off'

/** Returns the kinds that are matched under a setting. */
export function kindsMatched(setting: MatchingSetting): readonly MatchKind[] {
  if (setting === 'off') return []
  return setting === 'all' ? matchKinds : matchKinds.filter((kind) => kind !== 'paid')
}

/** Matched for each document of a sale: beyond what the calls of a day allow, they are left. */
export const kindsOfSales: readonly MatchKind[] = ['sale', 'credit', 'paid']
/** Documents of sales a day, over a week, above which they are not matched: of 400 calls a day 300 are ours. */
export const salesPerDayMax = 300

/** A line that can be matched. `line` null: the document itself, of a sale or purchase. */
export interface BookLine {
  /** The key of the document: our mark, or the place of a foreign document. */
  mark: string
  line: number | null
}

/** A line of an entry that is matched later, as it is remembered with it. */
export interface EntrySide {
  /** 1 is the first. */
  line: number
  why: 'turnover' | 'correction' | 'purchase' | 'payout' | 'setOff'
  cents: Cents
  /** Whose it is; null: an account. */
  relation: RelationReference | null
}

/** A document that books sales or credits of orders: their own, or a day's total. */
export interface Head {
  mark: string
  orderId: string
  /** The share of this order in it, signed: negative on a credit. */
  shareCents: Cents
  amountCents: Cents
  relation: { relationId: number | null; externalId: number | null }
  /** Read back, and as we sent it. */
  isVerified: boolean
}

/** The amounts of an order in one settlement. Turnover negative, corrections positive, as the marketplace gives them. */
export interface SettledOrder {
  orderId: string
  /** The oldest settlement first. */
  settlements: { invoiceId: string; turnoverCents: Cents; correctionCents: Cents }[]
}

export interface Pair {
  what: MatchKind
  debit: BookLine
  credit: BookLine
  cents: Cents
}

export interface Matched {
  pairs: Pair[]
  /** A document that it matches is not read back yet. */
  waits: boolean
}

/** Positive cents that are matched already, or are to be. */
export type UsedOn = (line: BookLine) => Cents

/**
 * Returns the pairs of an entry for orders on relations of all consumers: the documents of these orders, the oldest first, each up to its
 * amount.
 */
export function pairsOfEntry(at: {
  invoiceId: string
  entry: string
  sides: readonly EntrySide[]
  orders: readonly SettledOrder[]
  heads: readonly Head[]
  usedOn: UsedOn
}): Matched {
  const { entry: mark, sides, usedOn } = at
  const pairs: Pair[] = []
  let waits = false
  for (const what of ['sale', 'credit'] as const) {
    const wanted = wantedOn(at, what)
    const why = what === 'sale' ? 'turnover' : 'correction'
    for (const side of sides.filter((one) => one.why === why && Math.sign(one.cents) === (what === 'sale' ? -1 : 1))) {
      const entry: BookLine = { mark, line: side.line }
      let open = Math.abs(side.cents) - usedOn(entry)
      for (const { head, cents } of wanted.values()) {
        if (!isOn(head, side.relation)) continue
        const document: BookLine = { mark: head.mark, line: null }
        const free = Math.abs(head.amountCents) - usedOn(document)
        const taken = Math.min(cents, open, free)
        if (taken <= 0) continue
        if (!head.isVerified) {
          waits = true
          continue
        }
        open -= taken
        pairs.push(
          what === 'sale'
            ? { what, debit: document, credit: entry, cents: taken }
            : { what, debit: entry, credit: document, cents: taken },
        )
      }
    }
  }
  return { pairs, waits }
}

/** Returns, by document, the amount that this settlement clears of its orders. */
function wantedOn(
  { invoiceId, orders, heads }: Parameters<typeof pairsOfEntry>[0],
  what: 'sale' | 'credit',
): Map<string, { head: Head; cents: Cents }> {
  const sign = what === 'sale' ? 1 : -1
  const byOrder = Map.groupBy(
    heads.filter(({ shareCents }) => Math.sign(shareCents) === sign),
    ({ orderId }) => orderId,
  )
  const wanted = new Map<string, { head: Head; cents: Cents }>()
  for (const { orderId, settlements } of orders) {
    const left = (byOrder.get(orderId) ?? []).map((head) => ({ head, cents: Math.abs(head.shareCents) }))
    for (const settled of settlements) {
      let due = what === 'sale' ? -settled.turnoverCents : settled.correctionCents
      for (const part of left) {
        const cents = Math.min(part.cents, Math.max(due, 0))
        if (cents === 0) continue
        part.cents -= cents
        due -= cents
        if (settled.invoiceId !== invoiceId) continue
        const before = wanted.get(part.head.mark)?.cents ?? 0
        wanted.set(part.head.mark, { head: part.head, cents: before + cents })
      }
    }
  }
  return wanted
}

function isOn({ relation }: Head, other: RelationReference | null): boolean {
  if (other === null) return false
  return 'relationId' in other ? other.relationId === relation.relationId : other.externalId === relation.externalId
}

/** The supplier's line of an entry with the purchase that it pays. On a credit note the sides are turned. */
export function pairOfCosts(
  what: 'costs' | 'setOff',
  at: { entry: string; sides: readonly EntrySide[]; purchase: { mark: string; amountCents: Cents }; usedOn: UsedOn },
): Pair | null {
  const why = what === 'costs' ? 'purchase' : 'setOff'
  const side = at.sides.find((one) => one.why === why && one.relation !== null)
  if (side === undefined) return null
  return pairOf(what, {
    one: { line: { mark: at.entry, line: side.line }, cents: side.cents },
    other: { line: { mark: at.purchase.mark, line: null }, cents: -at.purchase.amountCents },
    usedOn: at.usedOn,
  })
}

/** Two lines of opposite sides, for as much as is left on both. Null: nothing is, or they are of one side. */
export function pairOf(
  what: MatchKind,
  at: { one: { line: BookLine; cents: Cents }; other: { line: BookLine; cents: Cents }; usedOn: UsedOn },
): Pair | null {
  const [debit, credit] = at.one.cents > 0 ? [at.one, at.other] : [at.other, at.one]
  if (debit.cents <= 0 || credit.cents >= 0) return null
  const open = [debit, credit].map(({ line, cents }) => Math.abs(cents) - at.usedOn(line))
  const cents = Math.min(...open)
  return cents <= 0 ? null : { what, debit: debit.line, credit: credit.line, cents }
}

/** Returns the used amount of a line. */
export function usedBy(rows: readonly { line: BookLine; cents: Cents }[]): UsedOn {
  const used = new Map<string, Cents>()
  const keyOf = ({ mark, line }: BookLine): string => `${mark}|${line ?? ''}`
  for (const { line, cents } of rows) used.set(keyOf(line), (used.get(keyOf(line)) ?? 0) + cents)
  return (line) => used.get(keyOf(line)) ?? 0
}

/** The lines of an entry that are matched later: those of relations, and what the marketplace owes. */
export function sidesOf(lines: readonly EntryLine[]): EntrySide[] {
  return lines.flatMap(({ to, why, amountCents }, index): EntrySide[] => {
    const line = index + 1
    if ('customer' in to && (why === 'turnover' || why === 'correction'))
      return [{ line, why, cents: amountCents, relation: to.customer }]
    if ('supplier' in to && (why === 'purchase' || why === 'setOff'))
      return [{ line, why, cents: amountCents, relation: to.supplier }]
    return 'account' in to && (why === 'payout' || why === 'setOff')
      ? [{ line, why, cents: amountCents, relation: null }]
      : []
  })
}
