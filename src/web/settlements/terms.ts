/** A settlement as the strip that must come out: from sale to payout, and order by order. */
import type { ShownCheck, ShownSettlement } from '../../app/settle/show-settlements.ts'
import { useSpeech, type Word } from '../language.tsx'
import type { State } from '../parts/state-mark.tsx'
import type { Seal, Term, TieOutPart } from '../parts/tie-out.tsx'

const marks: Record<string, State> = {
  closed: 'booked',
  difference: 'blocked',
  question: 'blocked',
  incomplete: 'blocked',
  beforeStart: 'note',
}

export function markOf({ state }: Pick<ShownSettlement, 'state'>): State {
  return marks[state] ?? 'waiting'
}

export function useStateWord(): (settlement: ShownSettlement) => string {
  const { say } = useSpeech()
  return ({ state, counts }) => {
    if (state === 'question')
      return say(counts.questions === 1 ? 'settlementWaits_one' : 'settlementWaits_many', { n: counts.questions })
    return say((state in marks ? `settlement_${state}` : 'settlement_reading') as Word)
  }
}

/** The title of its page, and how lists name it. */
export function useNameOf(): (settlement: Pick<ShownSettlement, 'kind' | 'periodFrom' | 'periodTo'>) => string {
  const { say, period } = useSpeech()
  return ({ kind, periodFrom, periodTo }) =>
    say(kind === 'settlement' ? 'settlementOf' : 'advertisingOf', { period: period(periodFrom, periodTo) })
}

export interface Figures {
  soldCents: number
  refundedCents: number
  costsCents: number
  compensationCents: number
  paidCents: number
}

export function figuresOf(settlements: ShownSettlement[]): Figures {
  const sum = (of: (one: ShownSettlement) => number): number => settlements.reduce((all, one) => all + of(one), 0)
  return {
    soldCents: sum(({ statementLines }) => statementLines.soldCents),
    refundedCents: sum(({ statementLines }) => statementLines.refundedCents),
    costsCents: sum(({ statementLines }) => statementLines.costsCents),
    compensationCents: sum(({ statementLines }) => statementLines.compensationCents),
    paidCents: sum(({ payableCents }) => -payableCents),
  }
}

type Notes = Partial<Record<keyof Figures, string>>

/** Sales less refunds less costs plus compensation is the payout: the terms have no sign of their own, because the operators carry it. */
export function useMoneyTerms(): (figures: Figures, notes?: Notes) => Term[] {
  const { say, amount } = useSpeech()
  return (figures, notes = {}) => {
    const term = (name: keyof Figures, label: Word, sign: 1 | -1, operator?: Term['operator']): Term => ({
      label: say(label),
      value: amount(sign * figures[name] || 0),
      nothing: figures[name] === 0,
      ...(operator === undefined ? { inEuro: true as const } : { operator }),
      ...(notes[name] === undefined ? {} : { note: notes[name] }),
    })
    return [
      term('soldCents', 'sold', 1),
      term('refundedCents', 'refunded', -1, '−'),
      term('costsCents', 'marketplaceCosts', -1, '−'),
      term('compensationCents', 'compensation', 1, '+'),
      term('paidCents', 'payout', 1, '='),
    ]
  }
}

/**
 * Green only where each order is in the books with the same amount. A remaining difference of earlier settlements is in the newest one, so
 * the newest one's seal counts for all.
 */
export function useDifferenceSeal(): (settlement: ShownSettlement | undefined) => Seal {
  const { say, amount } = useSpeech()
  const stateOf = useStateWord()
  return (settlement) => {
    const label = say('difference')
    if (settlement === undefined) return { kind: 'unknown', label, value: '–', note: say('settlement_reading') }
    const { differenceCents, counts, state } = settlement
    const value = amount(differenceCents)
    if (counts.differing > 0)
      return {
        kind: 'differs',
        label,
        value,
        note: say(counts.differing === 1 ? 'differs_one' : 'differs_many', { n: counts.differing }),
      }
    if (state !== 'closed') return { kind: 'unknown', label, value, note: stateOf(settlement) }
    return { kind: 'closes', label, value, note: say('closesWell') }
  }
}

/** Booked less settled less what follows is the difference, over all settlements up to this one. */
export function useOrderPart(): (found: ShownCheck) => TieOutPart {
  const { say, amount } = useSpeech()
  const sealOf = useDifferenceSeal()
  return (found) => {
    const booked = found.orders.reduce((sum, order) => sum + order.bookedCents, 0)
    const settled = found.orders.reduce((sum, order) => sum + order.settledCents, 0)
    const roundings = booked - settled - found.carriedForwardCents - found.differenceCents
    const term = (label: Word, cents: number, operator?: Term['operator']): Term => ({
      label: say(label),
      value: amount(cents),
      nothing: cents === 0,
      ...(operator === undefined ? { inEuro: true as const } : { operator }),
    })
    return {
      title: say('orderByOrder'),
      terms: [
        term('bookedGross', booked),
        term('settledGross', settled, '−'),
        term('carried', found.carriedForwardCents, '−'),
        term('roundings', roundings, '−'),
        term('difference', found.differenceCents, '='),
      ],
      seal: sealOf(found),
    }
  }
}
