/** The worked settlements: what bol.com's API answers, what stands in the books, and what follows, in exact cents. */
import { existsSync, readFileSync } from 'node:fs'
import type { ServedInvoice } from '../../sandbox/bol/settlement-answers.ts'

const file = new URL('../../../shared/domain/settlement-cases.json', import.meta.url)

export interface CaseDocument {
  order: string
  date: string
  grossCents: number
  /** `BE`, `NL`: the relation of all consumers of that country; `own:…`: of one buyer. */
  relation: string
  rate: number
  paidCents?: number
}

export interface CasePurchase {
  amountCents: number
  documentDate: string
  expiryDate: string
  lines: { type: string; account: string; vat: string; baseCents: number; vatCents: number }[]
}

export interface CaseEntry {
  documentDate: string
  lines: { kind: 'A' | 'C' | 'S'; relation?: string; account?: string; amountCents: number }[]
}

export interface CaseExpected {
  purchase: CasePurchase | null
  clearing: CaseEntry | null
  payout: Record<string, unknown> | null
  orders: unknown[]
  carriedForwardCents: number
  statement: { state: string; differenceCents: number; title: string }
  openAtBolCents: Record<string, number>
  problems: string[]
  /** Advertising that was held back, by invoice. */
  setOff?: ({ invoice: string } & CaseEntry)[]
  clearingBalanceCents?: number
  issueDate: string
  periodFrom: string
  periodTo: string
  afterAnswer?: Partial<CaseExpected> & {
    answers: {
      types?: Record<string, string>
      booked?: CaseDocument[]
      orders?: Record<string, 'writeOff' | { account: number }>
    }
    supplement?: Omit<CaseEntry, 'documentDate'>
  }
}

export interface CaseSettlement extends ServedInvoice {
  books: {
    sales: CaseDocument[]
    credits: CaseDocument[]
    notBooked: { order: string; reason: string }[]
    /** Of buyers with a relation of their own, by day. */
    paidEntries?: CaseEntry[]
  }
  /** Lines that the bank's journal shows. */
  bank?: { journal: string; date: string; amountCents: number }[]
  expected: CaseExpected
}

export interface SettlementCase {
  id: string
  title: string
  seller: { country: string; vatNumbers: Record<string, string> }
  /** Kinds that a person is asked about once, and has answered. */
  confirmedTypes: string[]
  /** Orders that were booked and settled before. */
  opening: { order: string; bookedCents: number; relation: string; date: string }[]
  settlements: CaseSettlement[]
}

/** Account numbers by role. */
export function caseAccounts(): Record<string, number> {
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { accounts: Record<string, number> }).accounts
    : {}
}

/** Null where the file does not stand beside the project. */
export function settlementCases(): SettlementCase[] | null {
  if (!existsSync(file)) return null
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: SettlementCase[] }).cases
}

export function invoiceIdOf({ list }: CaseSettlement): string {
  return String(list['invoiceId'])
}

interface SpecifiedLine {
  item: { Name: { value: string }; AdditionalItemProperty: { Name: { value: string }; Value: { value: string } }[] }
  lineExtensionAmount: { value: number }
}

/** Cents, positive. */
export function turnoverOf({ specification }: CaseSettlement, order: string): number {
  const lines = specification.flatMap((page) => (page['invoiceSpecification'] ?? []) as SpecifiedLine[])
  const own = lines.filter(
    ({ item }) =>
      item.Name.value === 'TURNOVER' && item.AdditionalItemProperty.some((property) => property.Value.value === order),
  )
  return Math.round(own.reduce((sum, line) => sum - line.lineExtensionAmount.value * 100, 0))
}
