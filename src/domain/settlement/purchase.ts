/** The purchase document of one invoice of the marketplace: its costs, and nothing but its costs. */
import { addDays, type LocalDate } from '../calendar.ts'
import { addCents, type BasisPoints, type Cents } from '../money.ts'
import { toCents } from './exact.ts'
import {
  roleOf,
  vatAnswersFor,
  vatName,
  vatRoleOf,
  type AnswerRole,
  type ChargeRole,
  type CostRole,
  type TypeRoles,
  type VatAnswer,
  type VatAnswers,
  type VatRole,
} from './roles.ts'
import type { ChargeLine, SettlementInvoice, SettlementKind } from './settlement.ts'
import type { SumFault } from './sums.ts'

/** The user's earlier answers, for this settlement and all later ones. */
export interface Answers {
  types: TypeRoles
  /** VAT of another country, or Belgian VAT where reverse charge was expected. */
  vat: VatAnswers
}

export type Question =
  | { kind: 'type'; type: string; description: string; amountCents: Cents; proposal: AnswerRole | null }
  /** `answers`: those that are possible. None, where it is on customers' money: only another invoice ends it. */
  | { kind: 'vat'; category: string; percentBp: BasisPoints; amountCents: Cents; answers: readonly VatAnswer[] }
  /** Its period begins before the first day and ends after it. `amountCents`: as its invoice has them. */
  | { kind: 'start'; firstDay: LocalDate; amountCents: Cents }

/** `leave`: it is checked and not booked, as one from before the start. */
export const startAnswers = ['book', 'leave'] as const
export type StartAnswer = (typeof startAnswers)[number]

interface SortedLine extends ChargeLine {
  role: ChargeRole
}

/** An invoice whose charges all have a role; or what is to be asked first. */
export function sortCharges(
  invoice: SettlementInvoice,
  answers: Answers,
): { kind: 'sorted'; lines: SortedLine[] } | { kind: 'questions'; questions: Question[] } {
  const questions = new Map<string, Question>()
  const lines: SortedLine[] = []
  // One question for all charges of a kind: with the words of the first, and all that it is about.
  const ask = (key: string, question: Question): void => {
    const before = questions.get(key)
    const amountCents = addCents(before?.amountCents ?? 0, question.amountCents)
    questions.set(key, { ...(before ?? question), ...sharedAnswers(before, question), amountCents })
  }
  for (const line of invoice.lines) {
    const amountCents = toCents(line.amount)
    const found = roleOf(line.type, answers.types)
    if (found.kind === 'ask') {
      const { type, proposal } = found
      ask(`type ${type}`, { kind: 'type', type, description: line.description, amountCents, proposal })
      continue
    }
    lines.push({ ...line, role: found.role })
    const isCost = !['turnover', 'correction', 'compensation'].includes(found.role)
    const { sellerCountry } = invoice
    const expected = isCost ? vatRoleOf(sellerCountry, line, answers.vat) !== null : line.vat === 0n
    const { category, percentBp } = line
    const possible = isCost ? vatAnswersFor(sellerCountry, line) : []
    if (!expected) ask(`vat ${vatName(line)}`, { kind: 'vat', category, percentBp, amountCents, answers: possible })
  }
  return questions.size > 0 ? { kind: 'questions', questions: [...questions.values()] } : { kind: 'sorted', lines }
}

/** An answer must fit all charges that it is about. */
function sharedAnswers(one: Question | undefined, other: Question): { answers?: readonly VatAnswer[] } {
  if (one?.kind !== 'vat' || other.kind !== 'vat') return {}
  return { answers: one.answers.filter((answer) => other.answers.includes(answer)) }
}

export interface PurchaseLine {
  type: string
  category: string
  percentBp: BasisPoints
  account: CostRole
  vat: VatRole
  /** On a credit note with the sign turned, like the document's amount. */
  baseCents: Cents
  vatCents: Cents
}

export interface Purchase {
  kind: 'invoice' | 'creditNote'
  /** Including VAT, signed. */
  amountCents: Cents
  documentDate: LocalDate
  expiryDate: LocalDate
  lines: PurchaseLine[]
}

const advertisingTermDays = 30

/** Null document: no costs on it. A fault: its VAT does not add up to the invoice's total. */
export function purchaseOf(
  invoice: SettlementInvoice,
  at: { kind: SettlementKind; lines: readonly SortedLine[]; vat: VatAnswers },
): { document: Purchase | null; faults: SumFault[] } {
  const costs = at.lines.filter(({ role }) => !['turnover', 'correction', 'compensation'].includes(role))
  if (costs.length === 0) return { document: null, faults: [] }
  const read = costs.map((line) => costLine(invoice, line, at.vat))
  const faults = settleVat(invoice, read)
  const lines = read.map(withVatAsCost)
  const amountCents = addCents(...lines.flatMap((line) => [line.baseCents, line.vatCents]))
  const others = at.lines.filter((line) => !costs.includes(line)).map((line) => toCents(line.amount))
  const expectedCents = toCents(invoice.totals.payable) - addCents(...others)
  if (amountCents !== expectedCents) faults.push({ what: 'purchase', expectedCents, foundCents: amountCents })
  const turned = amountCents < 0 ? -1 : 1
  const { issueDate } = invoice
  return {
    document: {
      kind: amountCents < 0 ? 'creditNote' : 'invoice',
      amountCents,
      documentDate: issueDate,
      expiryDate: at.kind === 'settlement' ? issueDate : (invoice.dueDate ?? addDays(issueDate, advertisingTermDays)),
      lines: lines.map((line) => ({
        ...line,
        baseCents: turned * line.baseCents || 0,
        vatCents: turned * line.vatCents || 0,
      })),
    },
    faults,
  }
}

/** `cost`: its VAT cannot be deducted. */
type ReadLine = Omit<PurchaseLine, 'vat'> & { vat: VatRole | 'cost' }

function costLine(invoice: SettlementInvoice, line: SortedLine, answers: VatAnswers): ReadLine {
  const { type, category, percentBp } = line
  const vat = vatRoleOf(invoice.sellerCountry, line, answers) ?? 'noVat'
  const account = line.role as CostRole
  return { type, category, percentBp, account, vat, baseCents: toCents(line.amount), vatCents: toCents(line.vat) }
}

/** Adds VAT to its base once it agrees with the invoice's total: until then its cents are those of the invoice. */
function withVatAsCost({ vat, baseCents, vatCents, ...line }: ReadLine): PurchaseLine {
  return vat === 'cost'
    ? { ...line, vat: 'noVat', baseCents: baseCents + vatCents, vatCents: 0 }
    : { ...line, vat, baseCents, vatCents }
}

/** VAT is read, never computed: cents that rounding left are moved, one per line, on the lines with the largest base. */
function settleVat(invoice: SettlementInvoice, lines: readonly ReadLine[]): SumFault[] {
  const groups = Map.groupBy(lines, ({ category, percentBp }) => `${category}|${percentBp}`)
  return [...groups].flatMap(([key, group]) => {
    const told = invoice.taxes.filter((tax) => `${tax.category}|${tax.percentBp}` === key)
    const expectedCents = addCents(...told.map((tax) => toCents(tax.amount)))
    const foundCents = addCents(...group.map((line) => line.vatCents))
    const missing = expectedCents - foundCents
    if (Math.abs(missing) > group.length) return [{ what: `VAT ${key}`, expectedCents, foundCents }]
    const largest = group.toSorted((a, b) => Math.abs(b.baseCents) - Math.abs(a.baseCents))
    for (const line of largest.slice(0, Math.abs(missing))) line.vatCents += Math.sign(missing)
    return []
  })
}
