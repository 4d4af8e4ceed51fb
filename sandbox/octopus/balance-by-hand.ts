/** Balancings that a person makes and undoes on the screen. A line is written `V5/12/-1`, or `2/V5/12/-1` of another book year. */

import { textOf, wholeOf } from './admin-input.ts'
import type { Input } from './admin-input.ts'
import { addBalancing } from './balancings.ts'
import { removeBalancings } from './documents.ts'
import type { BalancingKey, Dossier, OctopusState } from './state.ts'

interface Desk {
  state: OctopusState
  dossier: Dossier
  input: Input
  now: number
}

export function balanceByHand({ state, dossier, input, now }: Desk, thisYear: number): null {
  const pair = { debet: lineAt(input, 'debet', thisYear), credit: lineAt(input, 'credit', thisYear) }
  const cents = wholeOf(input, 'amountCents')
  const wrong = addBalancing(state, dossier, { ...pair, cents, now, madeBy: 'bookkeeper' })
  if (wrong) throw new Error(wrong.detail)
  return null
}

export function unbalanceByHand({ state, dossier, input, now }: Desk, thisYear: number): null {
  const [first, second] = [lineAt(input, 'debet', thisYear), lineAt(input, 'credit', thisYear)]
  const isPair = (debet: BalancingKey, credit: BalancingKey): boolean =>
    JSON.stringify([debet, credit]) === JSON.stringify([first, second])
  if (removeBalancings(state, dossier, ({ debet, credit }) => isPair(debet, credit), now) === 0)
    throw new Error('these lines are not balanced')
  return null
}

function lineAt(input: Input, name: string, thisYear: number): BalancingKey {
  const [line, number, journal, year] = textOf(input, name).split('/').toReversed()
  return { year: Number(year ?? thisYear), journal: journal ?? '', number: Number(number), line: Number(line) }
}
