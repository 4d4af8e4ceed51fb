/** A settlement as a statement on paper has it. */
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { statementRows } from '../../app/settle/statement.ts'
import type { Language } from '../../domain/language.ts'
import { bankWords } from '../../domain/why/bank-words.ts'
import { roleInWords } from '../../domain/why/category-words.ts'
import { matchingTexts, matchingWords } from '../../domain/why/matching-words.ts'
import { euroText } from '../../domain/why/settlement-words.ts'
import { statementWords } from '../../domain/why/statement-words.ts'
import { columns } from '../shell.ts'
import { answerCommand } from './settlement-commands.ts'

export function statementText(found: ShownCheck, language: Language, withOrders: boolean): string {
  const own = statementWords[language]
  const rows = statementRows(found, language).map(({ label, cents, note }) => [
    label,
    euroText(cents, language).padStart(12),
    note,
  ])
  const questions = found.questions.map((question) => {
    const command = answerCommand(found.id, question)
    return `${own.question}: ${subjectOf(question)}${command === null ? '' : `  → ${command}`}`
  })
  return [
    found.title,
    own.period(found.periodFrom, found.periodTo),
    '',
    columns(rows),
    ...questions,
    ...bankLines(found, language),
    ...matchingLines(found, language),
    ...(withOrders ? ['', orderRows(found, language)] : []),
  ].join('\n')
}

function subjectOf(question: ShownCheck['questions'][number]): string {
  if (question.kind === 'type') return question.type
  return question.kind === 'vat' ? `${question.category} ${question.percentBp / 100} %` : `< ${question.firstDay}`
}

/** Returns the announced payout, receipts in other places, questions, and the split to be made by hand. */
function bankLines(
  { announcement, misplaced, bankQuestion, bankSplit, balances }: ShownCheck,
  language: Language,
): string[] {
  const own = bankWords[language]
  const split = (bankSplit?.lines ?? []).map((line) => [
    line.kind === 'A' ? (roleInWords(line.account, language) ?? line.account) : `${line.kind} ${line.relation}`,
    euroText(line.amountCents, language).padStart(12),
  ])
  return [
    ...(announcement === null ? [] : [announcement]),
    ...(misplaced === null ? [] : [misplaced]),
    ...(bankQuestion === null ? [] : [`${own.question} ${bankQuestion.options.join(' | ')}`]),
    ...(split.length === 0 ? [] : [own.split, columns(split)]),
    ...balances.map(({ text }) => text),
  ]
}

/** Nothing is said before something is booked. */
function matchingLines({ matching }: ShownCheck, language: Language): string[] {
  if (matching.length === 0) return []
  return ['', matchingWords[language].title, ...matchingTexts(matching, language).map((text) => `  ${text}`)]
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
