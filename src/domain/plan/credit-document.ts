/** A change of what was booked as a document: its place in the books, its VAT codes and its words. */
import type { SaleTarget, Journal, JournalMode, LedgerAccount, VatCode } from '../ledger/ledger.ts'
import type { SourceFacts } from '../kinds.ts'
import type { Settings } from '../settings/mapping.ts'
import type { Order } from '../order/order.ts'
import { accountIn, placeOf, type LedgerBooks } from '../ledger/period.ts'
import type { PlannedLine } from './plan.ts'
import type { CreditPart } from './plan-credits.ts'
import { problemOf, type PlannedDocument, type PlannedProblem } from './plan-order.ts'
import type { InvoiceTally } from '../invoice/credit-invoice.ts'
import { asBooked } from '../invoice/invoice-lines.ts'
import type { ProblemCode } from '../problem/problem.ts'
import { creditCodeOf, rateText, ruleFor } from '../vat/vat-code.ts'

export interface CreditBooks<J extends Journal> extends LedgerBooks<J> {
  accounts: LedgerAccount[]
  vatCodes: VatCode[]
}

export type CreditDocument<J extends Journal> =
  | { kind: 'document'; document: PlannedDocument<J> }
  | { kind: 'problem'; problem: PlannedProblem }

export function creditDocument<J extends Journal>(
  part: CreditPart,
  /**
   * `tally`: of the order's invoices, goes on with each credit. `isDecided`: the user took the order out of the books, and is not asked
   * once more.
   */
  at: {
    source: SourceFacts
    order: Order
    settings: Settings
    ledger: CreditBooks<J>
    tally: InvoiceTally
    isDecided?: boolean
  },
): CreditDocument<J> {
  const { settings, ledger, order } = at
  const target = part.lines[0]?.of.sale.target ?? settings.booking.target
  const journalKey = settings.booking.journals[target] ?? part.lines[0]?.of.sale.journal ?? null
  if (journalKey === null) return problem('OCT-DAGBOEK-SOORT', { target, journal: null })
  const place = placeOf(ledger, {
    date: part.date,
    journalKey,
    modes: modesOf(target),
    closedPeriod: settings.booking.closedPeriod,
  })
  if (place.kind === 'problem') return { kind: 'problem', problem: problemOf(place) }
  const lines: PlannedLine[] = []
  for (const { line } of part.lines) {
    const coded = part.direction === 'credit' ? creditCoded(line, at) : saleCoded(line, at)
    if ('code' in coded) return { kind: 'problem', problem: coded }
    lines.push({ ...coded, description: described(part, coded) })
  }
  for (const line of lines) {
    const account = accountIn(ledger, place.bookYear, line.account)
    if (account.kind === 'problem') return { kind: 'problem', problem: problemOf(account) }
  }
  const isCredit = part.direction === 'credit'
  const nets = isCredit ? at.tally.netsOf(lines) : undefined
  const booked = asBooked(lines, place.journal, { target, isCredit, ...(nets === undefined ? {} : { nets }) })
  if (isCredit) at.tally.take(booked.lines, booked.ledger.ledger?.sums)
  const total = booked.amountCents
  const flags = ['USE_ORIGINAL_RATE_AND_TREATMENT', ...(place.late ? ['LATE_POSTING'] : []), ...booked.flags]
  const first = part.lines[0]?.of.sale
  return {
    kind: 'document',
    document: {
      kind: part.direction === 'credit' ? 'creditNote' : target === 'bookings' ? 'booking' : 'invoice',
      target,
      businessKey: part.businessKey,
      place,
      amountCents: part.direction === 'credit' ? -total : total,
      plan: {
        shipmentId: null,
        supplyDate: first?.supplyDate ?? part.date,
        lines: booked.lines,
        flags,
        ...booked.ledger,
        change: { cause: part.cause, rmaId: part.rmaId },
        ...(first?.inDay === true ? { day: { date: part.date, destination: order.destination.country ?? 'BE' } } : {}),
      },
      comment: `${at.source.label} ${order.orderId} ${reference(part)}${place.late ? ` verwerkt ${part.date}` : ''}`,
      wantsApproval:
        part.cause === 'cancellation' && settings.booking.cancellations === 'approve' && at.isDecided !== true,
    },
  }
}

function modesOf(target: SaleTarget): JournalMode[] {
  return target === 'bookings' ? ['bookings'] : ['invoicesExclusive', 'invoicesInclusive']
}

/** `credit V5 12`, for parcels that were booked apart `credit V5 12 V5 13`. */
function reference(part: CreditPart): string {
  const sales = part.lines.map(({ of }) => [of.sale.journal, of.sale.number].filter((word) => word !== null).join(' '))
  return `${part.direction === 'credit' ? 'credit' : 'correctie'} ${[...new Set(sales)].join(' ')}`.trim()
}

function described(part: CreditPart, line: PlannedLine): string {
  return part.cause === 'correction' && line.units === 0 ? `Prijscorrectie ${line.description}` : line.description
}

/**
 * Returns the code for credit notes of the sale's treatment, country and rate, as the settings choose it today. Where the settings choose
 * none, the sale's own counts: always its account, and its code where the dossier keeps no codes for credit notes.
 */
function creditCoded(
  line: PlannedLine,
  { settings, ledger }: { settings: Settings; ledger: { vatCodes: VatCode[] } },
): PlannedLine | PlannedProblem {
  const { treatment, country, rateBp } = line
  const params = { treatment, country, rate: rateText(rateBp) }
  const rule = ruleFor(settings.vat.codes, { treatment, country, rateBp })
  const code = line.vatCode ?? rule?.code
  if (code === undefined || rateBp === null) return { code: 'BTW-CODE-WEG', params: { ...params, code: null } }
  const choice = creditCodeOf({ code, creditCode: rule?.creditCode ?? null, rateBp }, ledger.vatCodes)
  return choice.kind === 'code'
    ? { ...line, vatCode: choice.code }
    : { code: choice.code, params: { ...params, ...choice.params } }
}

function saleCoded(line: PlannedLine, { ledger }: { ledger: { vatCodes: VatCode[] } }): PlannedLine | PlannedProblem {
  const params = { treatment: line.treatment, country: line.country, rate: rateText(line.rateBp), code: line.vatCode }
  const found = ledger.vatCodes.find((row) => row.code === line.vatCode)
  if (found === undefined) return { code: 'BTW-CODE-WEG', params }
  return found.rateBp === line.rateBp
    ? line
    : { code: 'BTW-CODE-ANDERS', params: { ...params, found: rateText(found.rateBp) } }
}

function problem(code: ProblemCode, params: PlannedProblem['params']): { kind: 'problem'; problem: PlannedProblem } {
  return { kind: 'problem', problem: { code, params } }
}
