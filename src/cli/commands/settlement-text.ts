/** A settlement as a statement on paper has it. */
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import type { Language } from '../../domain/problem/problem.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import { statementWords } from '../../domain/why/statement-words.ts'
import { columns } from '../shell.ts'

export function statementText(found: ShownCheck, language: Language, withOrders: boolean): string {
  const own = statementWords[language]
  const money = (value: number): string => euroText(value, language).padStart(12)
  const { statementLines: lines, payout } = found
  const purchase = found.documents.find(({ kind }) => kind === 'purchase')
  const rows = [
    [own.sold, money(lines.soldCents), ''],
    [own.refunded, money(lines.refundedCents), ''],
    [
      own.costs,
      money(lines.costsCents),
      purchase?.number == null ? '' : own.purchase(purchase.journal, purchase.number),
    ],
    [own.compensation, money(lines.compensationCents), ''],
    ...(payout === null
      ? []
      : [
          [
            own.payout,
            money(payout.expectedCents),
            payout.status === 'expected' ? own.expected(payout.earliest) : (own.status[payout.status] ?? payout.status),
          ],
        ]),
    [own.booked, money(lines.bookedCents), ''],
    [own.difference, money(found.differenceCents), ''],
    [own.carried, money(found.carriedForwardCents), ''],
  ]
  const questions = (found.questions as { type?: string; category?: string }[]).map(
    (question) => `${own.question}: ${question.type ?? question.category ?? ''}`,
  )
  return [
    found.title,
    own.period(found.periodFrom, found.periodTo),
    '',
    columns(found.kind === 'settlement' ? rows : rows.slice(2, 3)),
    ...questions,
    ...(withOrders ? ['', orderRows(found, language)] : []),
  ].join('\n')
}

/** Those that differ come first. */
function orderRows(found: ShownCheck, language: Language): string {
  const orders = found.orders as {
    order: string
    bookedCents: number
    settledCents: number
    differenceCents: number
    category: string
  }[]
  const money = (value: number): string => euroText(value, language).padStart(10)
  const sorted = orders.toSorted((a, b) => Number(b.differenceCents !== 0) - Number(a.differenceCents !== 0))
  return columns([
    statementWords[language].orders,
    ...sorted.map((one) => [
      one.order,
      money(one.bookedCents),
      money(one.settledCents),
      money(one.differenceCents),
      one.category,
    ]),
  ])
}
