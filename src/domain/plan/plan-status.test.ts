/** Goal: the one word of an order never says that it is booked while something holds it. */
import { expect, it } from 'vitest'
import { planStatuses, statusOfProblem, worstStatus, type PlanStatus } from './plan-status.ts'
import type { ProblemCode } from '../problem/problem.ts'

it.each<[ProblemCode, PlanStatus]>([
  ['BOL-BEDRAG', 'BLOCK'],
  ['RET-MEER', 'BLOCK'],
  ['OCT-BOEKJAAR', 'BLOCK'],
  ['BTW-CODE-CREDIT', 'BLOCK'],
  ['REL-DUBBEL', 'BLOCK'],
  ['BOL-KORTING', 'HOLD'],
  ['RET-KEUZE', 'HOLD'],
  ['SYS-GOEDKEUREN', 'HOLD'],
  ['BOL-ONVOLLEDIG', 'RETRY'],
  ['BOL-ANNUL', 'POST'],
])('%s: %s', (code, status) => {
  expect(statusOfProblem(code)).toBe(status)
})

it('is the worst of all that an order has', () => {
  expect(worstStatus([])).toBe('POST')
  for (const [place, status] of planStatuses.entries())
    expect(worstStatus([...planStatuses.slice(0, place), status, 'POST'])).toBe(status)
})
