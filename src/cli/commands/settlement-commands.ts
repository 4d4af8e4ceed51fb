/** What a reader at a terminal types to answer a settlement; on a screen it is clicked. */
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { vatName } from '../../domain/settlement/roles.ts'

type Question = ShownCheck['questions'][number]

const answers: Record<Question['kind'], (question: Question) => string | null> = {
  type: (question) => `--type ${question.kind === 'type' ? question.type : ''}=<role>`,
  vat: (question) =>
    question.kind === 'vat' && question.answers.length > 0
      ? `--vat ${vatName(question)}=<${question.answers.join('|')}>`
      : null,
  start: () => '--start <book|leave>',
}

/** Null: no answer ends it, only another invoice. */
export function answerCommand(invoiceId: string, question: Question): string | null {
  const option = answers[question.kind](question)
  return option === null ? null : `settlement answer ${invoiceId} ${option}`
}

const byCode: Partial<Record<ProblemCode, 'check' | 'show'>> = {
  'UIT-LABEL': 'show',
  'UIT-START': 'show',
  'AANK-BTW': 'show',
  'UIT-ZONDER': 'check',
  'UIT-OPEN': 'check',
  'UIT-RETOUR': 'check',
  'UIT-VERSCHIL': 'check',
  'UIT-SOM': 'check',
  'UIT-VERREKEND': 'show',
  'UIT-PLAATS': 'show',
  'UIT-BANK': 'show',
  'UIT-GEWIJZIGD': 'show',
}

/** Null: no settlement says more about it. */
export function problemCommand(code: ProblemCode, invoice: unknown): string | null {
  const command = byCode[code]
  return command === undefined || typeof invoice !== 'string' ? null : `settlement ${command} ${invoice}`
}
