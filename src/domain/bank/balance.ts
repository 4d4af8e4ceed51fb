/** Compares the balance of an account or a relation by our own documents with the ledger's. Pure. */
import type { EntryLine, PostedRow, RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'
import type { BankLine } from './recognise.ts'

/** `externalId`: our own number of the relation, under which an entry may have named it. */
export interface BalanceTarget {
  kind: 'A' | 'C' | 'S'
  target: number
  externalId: number | null
  label: string
}

/** An entry of ours that is in the ledger. */
export interface OwnEntry {
  lines: readonly EntryLine[]
}

/**
 * Debit positive.
 * @param at.booked what other documents of ours put there: sales, purchases
 * @param at.received lines of the bank that were recognised: their effect on the bank is against it
 */
export function predicted(
  target: BalanceTarget,
  at: { entries: readonly OwnEntry[]; booked: Cents; received: readonly BankLine[] },
): Cents {
  const entered = at.entries.flatMap(({ lines }) => lines.filter(({ to }) => isOn(to, target)))
  const received = at.received.filter((line) => line.kind === target.kind && line.target === target.target)
  return (
    addCents(at.booked, ...entered.map(({ amountCents }) => amountCents)) -
    addCents(...received.map(({ cents }) => cents))
  )
}

function isOn(to: EntryLine['to'], { kind, target, externalId }: BalanceTarget): boolean {
  if ('account' in to) return kind === 'A' && to.account === target
  if ('customer' in to) return kind === 'C' && isRelation(to.customer, target, externalId)
  return kind === 'S' && isRelation(to.supplier, target, externalId)
}

function isRelation(reference: RelationReference, target: number, externalId: number | null): boolean {
  return 'relationId' in reference ? reference.relationId === target : reference.externalId === externalId
}

const othersMax = 50

/** @param isOurs says whether a row is of a document of ours, or a line of the bank that was recognised */
export function balanceOf(
  rows: readonly PostedRow[],
  isOurs: (row: PostedRow) => boolean,
): { ledgerCents: Cents; others: { journal: string; number: number; cents: Cents }[] } {
  const foreign = Map.groupBy(
    rows.filter((row) => !isOurs(row)),
    ({ bookYearId, journalKey, number }) => `${bookYearId}|${journalKey}|${number}`,
  )
  const others = [...foreign.values()].map((own) => ({
    journal: own[0]?.journalKey ?? '',
    number: own[0]?.number ?? 0,
    cents: addCents(...own.map(({ amountCents }) => amountCents)),
  }))
  return {
    ledgerCents: addCents(...rows.map(({ amountCents }) => amountCents)),
    others: others.filter(({ cents }) => cents !== 0).slice(0, othersMax),
  }
}
