/**
 * Random orders as invoices, through the plan and the renderer, with their credits one after the other; held against a strict ledger
 * that computes from the bytes (`strict-ledger.ts`), in every kind of journal and under every way of rounding.
 */
import { renderDocument } from '../../src/adapters/octopus/write/render.ts'
import type { ConnectionContext } from '../../src/app/run/connection-context.ts'
import { ledgerDocument } from '../../src/app/plan/ledger-document.ts'
import { creditDocument } from '../../src/domain/plan/credit-document.ts'
import { invoiceTally } from '../../src/domain/invoice/credit-invoice.ts'
import type { Settings } from '../../src/domain/settings/mapping.ts'
import { planCredits } from '../../src/domain/plan/plan-credits.ts'
import { planOrder, type PlannedDocument } from '../../src/domain/plan/plan-order.ts'
import type { BookedCredit, BookedSale } from '../../src/domain/plan/sale-lines.ts'
import type { StoredJournal } from '../../src/ports/tables/ledger.ts'
import { aShop } from '../../src/domain/testkit.ts'
import { chanceOf, codes, randomSale, type Chance, type Sale } from './random-sales.ts'
import { everyLedger, totalsOf } from './strict-ledger.ts'

export interface InvoicesChecked {
  invoices: number
  credits: number
  /** A cent beside what was paid, each with its flag. */
  beside: number
  /** Not the same in every ledger, each with its flag. */
  open: number
  /** Lines whose count stands in their text. */
  inText: number
  lines: number
  differences: string[]
}

export interface JournalKind {
  inclusive: boolean
  scale: 2 | 4
  /** False: the ledger did not tell how many decimals it takes. */
  isTold: boolean
}

const rates = new Map(codes.map(({ code, rateBp }) => [code, BigInt(rateBp)]))

export function checkInvoices(orders: number, seed: number, kind: JournalKind): InvoicesChecked {
  const chance = chanceOf(seed)
  const result: InvoicesChecked = {
    invoices: 0,
    credits: 0,
    beside: 0,
    open: 0,
    inText: 0,
    lines: 0,
    differences: [],
  }
  for (let index = 1; index <= orders && result.differences.length < 20; index += 1) {
    const sale = asInvoices(randomSale(chance, index), kind)
    const { documents, problems } = planOrder({ ...sale.input, existing: [] })
    if (problems.length > 0) result.differences.push(`${sale.paid.orderId}: ${problems[0]?.code}`)
    const planned = documents as PlannedDocument<StoredJournal>[]
    const stands = planned.reduce((sum, document) => sum + checkOne(result, document, sale, kind), 0n)
    const off = Number(stands - sale.paid.cents)
    if (Math.abs(off) > planned.length) result.differences.push(`${sale.paid.orderId}: ${off} cents beside`)
    const credited = creditAll(chance, sale, planned).reduce((sum, one) => sum + checkOne(result, one, sale, kind), 0n)
    // One credit for several invoices has one rounding where they have several.
    const slack = planned.length > 1 ? 1n : 0n
    const left = stands + credited
    if (left > slack || left < -slack)
      result.differences.push(`${sale.paid.orderId}: invoices ${stands}, all credits together ${credited}`)
  }
  return result
}

/** The same sale, in a connection that makes invoices in a journal of this kind. */
function asInvoices(sale: Sale, kind: JournalKind): Sale {
  const { settings, ledger } = sale.input
  const booking: Settings['booking'] = {
    ...settings.booking,
    target: 'invoices',
    businesses: 'ownInvoice',
    journals: { bookings: 'V5', invoices: kind.inclusive ? 'V7' : 'V6' },
  }
  const journals = ledger.journals.map((journal) => ({ ...journal, priceDecimals: kind.isTold ? kind.scale : null }))
  // An inclusive journal takes no Belgian business.
  const order = kind.inclusive ? { ...sale.input.order, buyer: consumer } : sale.input.order
  return {
    ...sale,
    input: { ...sale.input, order, settings: { ...settings, booking }, ledger: { ...ledger, journals } },
  }
}

const consumer = {
  hasBillingDetails: false,
  hasCompany: false,
  billingCountry: null,
  hasVatNumber: false,
  vatNumberCountry: null,
  vatNumberValid: false,
  language: 'nl' as const,
}

/** @returns what the document comes to by law, signed */
function checkOne(
  result: InvoicesChecked,
  document: PlannedDocument<StoredJournal>,
  sale: Sale,
  { inclusive, scale }: JournalKind,
): bigint {
  const { lines, flags } = document.plan
  const bytes = bytesOf(document, sale.input.settings)
  const wrong = (text: string): unknown => result.differences.push(`${document.comment} ${text} ${bytes}`)
  if (document.kind === 'creditNote') result.credits += 1
  else result.invoices += 1
  result.lines += lines.length
  result.inText += bytes.split('"description":"').filter((text) => /^\d+ x /u.test(text)).length
  const sign = document.kind === 'creditNote' ? -1 : 1
  const paid = BigInt(sign * lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0))
  const ledgers = everyLedger({ inclusive, scale, rates }).map((books) => ({ books, sums: totalsOf(bytes, books) }))
  const byLaw = ledgers.find(({ books }) => books.rounding === 'halfUp' && books.vatPer === 'rate')?.sums
  if (byLaw === null || byLaw === undefined) throw new Error(`refused: ${bytes}`)
  if (BigInt(document.amountCents) !== byLaw.total) wrong(`says ${document.amountCents}, the ledger ${byLaw.total}`)
  const said = (document.plan.ledger?.sums ?? []).reduce((sum, row) => sum + row.vatCents, 0)
  if (BigInt(sign * said) !== byLaw.vat) wrong(`says VAT ${said}, the ledger ${byLaw.vat}`)
  const isBeside = byLaw.total !== paid
  if (isBeside !== flags.includes('PEPPOL_CENT_DIFFERENCE'))
    wrong(`paid ${paid}, total ${byLaw.total}, ${flags.join(' ')}`)
  const beside = byLaw.total - paid
  // A credit also makes up for what the ones before it were beside.
  const most = document.kind === 'creditNote' ? 3n : 1n
  if (beside > most || beside < -most) wrong(`${beside} cents beside`)
  if (isBeside) result.beside += 1
  if (flags.includes('LEDGER_ROUNDING_OPEN')) result.open += 1
  for (const { books, sums } of ledgers) {
    const isSame = sums !== null && sums.total === byLaw.total && sums.vat === byLaw.vat
    if (!isSame && (sums === null || !flags.includes('LEDGER_ROUNDING_OPEN')))
      wrong(
        `${books.rounding}, VAT per ${books.vatPer}: ${sums?.base} + ${sums?.vat}, by law ${byLaw.base} + ${byLaw.vat}`,
      )
  }
  return byLaw.total
}

function bytesOf(document: PlannedDocument<StoredJournal>, settings: Settings): string {
  const context = { settings } as ConnectionContext
  const relation = { kind: 'relation', reference: { relationId: 1 }, buyerHash: null } as never
  const from = { document, reference: 'AAAABBBBCCCC', orderId: 'C000', relation, buyer: null }
  return renderDocument(ledgerDocument(context, from)).template
}

/** Units are cancelled in up to three steps, until nothing is left. */
function creditAll(
  chance: Chance,
  sale: Sale,
  documents: PlannedDocument<StoredJournal>[],
): PlannedDocument<StoredJournal>[] {
  const { order, settings, ledger } = sale.input
  const sales = documents.map((document, index): BookedSale => ({
    businessKey: document.businessKey,
    target: document.target,
    standing: 'booked',
    inDay: false,
    journal: 'V6',
    number: index + 1,
    documentDate: document.place.date,
    supplyDate: document.plan.supplyDate,
    lines: document.plan.lines,
    ledger: document.plan.ledger?.sums,
  }))
  const credits: BookedCredit[] = []
  const made: PlannedDocument<StoredJournal>[] = []
  const cancelled = order.items.map(() => 0)
  for (let step = 0; step < 3; step += 1) {
    order.items.forEach((item, at) => {
      const left = item.quantity - (cancelled[at] ?? 0)
      cancelled[at] = (cancelled[at] ?? 0) + (step === 2 ? left : chance.below(left + 1))
    })
    const items = order.items.map((item, at) => ({ ...item, quantityCancelled: cancelled[at] ?? 0 }))
    const plan = planCredits({
      source: aShop,
      order: { ...order, items },
      itemsThen: new Map(order.items.map((item) => [item.orderItemId, item])),
      settings,
      sales,
      credits: [...credits],
      returns: [],
      changedOn: new Map(),
      today: '2026-12-01',
      moreToCome: false,
    })
    const tally = invoiceTally(sales, credits)
    for (const part of plan.parts) {
      const placed = creditDocument(part, { source: aShop, order, settings, ledger, tally })
      if (placed.kind === 'problem') throw new Error(placed.problem.code)
      const { document } = placed
      made.push(document)
      const { lines } = document.plan
      credits.push({ businessKey: part.businessKey, cause: part.cause, lines, ledger: document.plan.ledger?.sums })
    }
  }
  return made
}
