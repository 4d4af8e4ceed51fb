/** Builds the lines of a later entry: amounts of a settlement that were unknown when it was booked, or that the user wrote off. Pure. */
import type { RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'
import type { EntryLine, Standing } from './clearing.ts'
import { sumExact, toCents } from './exact.ts'
import type { OrderMoney } from './settlement.ts'

/** The user's answer about an order that differs. */
export type OrderAnswer =
  /** Written off, as long as it differs by just this. */
  | { kind: 'writeOff'; cents: Cents }
  /** The order has been booked on this account since before the first day. */
  | { kind: 'account'; account: number }

const written = /^(?:writeOff:(-?\d{1,9})|account:(\d{1,8}))$/u

export function readOrderAnswer(text: string): OrderAnswer | null {
  const [, cents, account] = written.exec(text) ?? []
  if (cents !== undefined) return { kind: 'writeOff', cents: Number(cents) }
  return account === undefined ? null : { kind: 'account', account: Number(account) }
}

export function orderAnswerText(answer: OrderAnswer): string {
  return answer.kind === 'writeOff' ? `writeOff:${answer.cents}` : `account:${answer.account}`
}

export interface SupplementInput {
  /** Orders on the suspense account that are in the books by now. */
  booked: { money: OrderMoney; standing: Standing }[]
  /** Orders on the suspense account that a person placed. */
  placed: { money: OrderMoney; account: number }[]
  /** Booked less settled: positive where less was paid. */
  writtenOff: { standing: Standing; cents: Cents }[]
}

/** Debit positive; the lines add up to 0. Empty: there is nothing to be said. */
export function supplementOf({ booked, placed, writtenOff }: SupplementInput): EntryLine[] {
  const parts = (['turnover', 'correction'] as const).flatMap((why) => linesOf(booked, why))
  const opening = [...Map.groupBy(placed, ({ account }) => account)].map(([account, own]): EntryLine => ({
    kind: 'A',
    account: 'opening',
    number: account,
    why: 'beforeStart',
    amountCents: addCents(...own.map(({ money }) => centsOf(money, 'turnover') + centsOf(money, 'correction'))),
  }))
  const explained = [...opening, ...parts]
  const off = writtenOff.map(({ standing, cents }) => against(standing, { why: 'writeOff', amountCents: -cents }))
  const lost = addCents(...writtenOff.map(({ cents }) => Math.max(cents, 0)))
  const gained = addCents(...writtenOff.map(({ cents }) => Math.min(cents, 0)))
  const lines: EntryLine[] = [
    {
      kind: 'A',
      account: 'suspense',
      why: 'explained',
      amountCents: -addCents(...explained.map((line) => line.amountCents)),
    },
    ...explained,
    { kind: 'A', account: 'paymentLoss', why: 'writeOff', amountCents: lost },
    { kind: 'A', account: 'paymentGain', why: 'writeOff', amountCents: gained },
    ...off,
  ]
  return lines.filter(({ amountCents }) => amountCents !== 0)
}

function linesOf(booked: SupplementInput['booked'], why: 'turnover' | 'correction'): EntryLine[] {
  const groups = Map.groupBy(booked, ({ standing }) => JSON.stringify(standing))
  return [...groups.values()].map((group) => {
    const [first] = group as [SupplementInput['booked'][number]]
    return against(first.standing, { why, amountCents: addCents(...group.map(({ money }) => centsOf(money, why))) })
  })
}

/** On a relation of its own the daily entry booked the payment: the rest is a debt of the marketplace. */
function against(standing: Standing, line: { why: string; amountCents: Cents }): EntryLine {
  if (standing.kind !== 'central') return { kind: 'A', account: 'clearing', ...line }
  const at: { at?: RelationReference } = standing.at === undefined ? {} : { at: standing.at }
  return { kind: 'C', relation: standing.relation, ...line, ...at }
}

function centsOf({ turnover, corrections }: OrderMoney, why: 'turnover' | 'correction'): Cents {
  return toCents(why === 'turnover' ? turnover : sumExact(corrections))
}
