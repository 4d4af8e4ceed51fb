/** `/invoices`: the client sends quantities and unit prices, Octopus computes. All invoices stay concepts here. */

import type { SandboxResponse } from '../world.ts'
import { json, nothingFound, refuse } from './answers.ts'
import type { DossierCall } from './call.ts'
import { basisPointsOf, decimalsOf, roundTo, type Halves } from './decimals.ts'
import {
  addDocument,
  answerTo,
  changeDocument,
  created,
  currencyWrong,
  documentAt,
  documentRow,
  findPartner,
  findPlace,
  headOf,
  numberWrong,
  periodWrong,
  updated,
} from './documents.ts'
import type { Content, DocumentHead, Partner, Place, Task, Wrong } from './documents.ts'
import { invoiceTotals } from './invoice-totals.ts'
import type { Arithmetic, InvoiceTotals, PricedLine } from './invoice-totals.ts'
import { findRelation } from './relations.ts'
import { bookYearOf, journalOf, latestVersion } from './state.ts'
import type { Dossier, Journal, OctopusState } from './state.ts'

export interface InvoiceLineBody {
  externProductNr?: string
  description?: string
  count?: number
  unit?: string
  unitPrice?: number
  discountPercentage?: number
  vatCodeKey?: string
  bookingAccountNr?: number
  [other: string]: unknown
}

export interface InvoiceBody extends DocumentHead {
  financialDiscount?: number
  invoiceLines?: InvoiceLineBody[]
  customFieldValueList?: unknown[]
  peppolFields?: Record<string, unknown>
}

/** Where sales go when neither line, relation nor VAT code says it. */
const SALES_ACCOUNT = 700000

export function createInvoice(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  if (!dossier.invoicingModule) return moduleMissing(call)
  const invoice = call.body as InvoiceBody
  const task: Task = { kind: 'invoice', verb: 'insert' }
  const found = findPlace(dossier, invoice, task, now)
  if (found.kind === 'wrong') return answerTo(call, task, found.wrong)
  const { journal } = found.place
  const number = invoice.documentSequenceNr
  const wrongNumber = invoiceNumberWrong(state, journal, number)
  if (wrongNumber) return answerTo(call, task, wrongNumber)
  const checked = checkInvoice(state, call, found.place, invoice)
  if (checked.kind === 'wrong') return answerTo(call, task, checked.wrong)
  const storing = { content: checked.content, madeBy: 'api' as const, now }
  const taken = documentAt(journal, number)
  if (taken && state.settings.invoicesEnforceNumber === 'overwrites') changeDocument(state, taken, storing)
  else addDocument(state, { dossier, journal, number, kind: 'invoice' }, storing)
  return created()
}

/** Nobody knows yet whether invoices keep the rule; only a number that is taken is treated differently. */
function invoiceNumberWrong(state: OctopusState, journal: Journal, number: number): Wrong | undefined {
  const inUse = number > journal.startNumber && number <= journal.lastNumber
  if (state.settings.invoicesEnforceNumber !== 'enforces' && inUse) return undefined
  return numberWrong(state, journal, number)
}

export function updateInvoice(state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, now } = call
  if (!dossier.invoicingModule) return moduleMissing(call)
  const invoice = call.body as InvoiceBody
  const task: Task = { kind: 'invoice', verb: 'update' }
  const found = findPlace(dossier, invoice, task, now)
  if (found.kind === 'wrong') return answerTo(call, task, found.wrong)
  const document = documentAt(found.place.journal, invoice.documentSequenceNr)
  if (!document) return answerTo(call, task, { code: -61, detail: 'Invoice does not exist' })
  const checked = checkInvoice(state, call, found.place, invoice)
  if (checked.kind === 'wrong') return answerTo(call, task, checked.wrong)
  changeDocument(state, document, { content: checked.content, madeBy: 'api', now })
  return updated()
}

export function readInvoice(_state: OctopusState, call: DossierCall): SandboxResponse {
  const { dossier, query } = call
  if (!dossier.invoicingModule) return moduleMissing(call)
  const journal = journalOf(bookYearOf(dossier, Number(query['bookyearId'])), query['journalKey'] ?? '')
  const document = documentAt(journal, Number(query['documentSeqNr']))
  if (document?.kind !== 'invoice') return nothingFound(`No Invoice found in dossier ${dossier.id}`)
  return json(200, documentRow(dossier, document, latestVersion(document)))
}

export function moduleMissing(call: DossierCall): SandboxResponse {
  return refuse({ status: 403, info: `Invoice module is not active in dossier ${call.dossier.id}` }, call.language)
}

type Checked = { kind: 'fine'; content: Content } | { kind: 'wrong'; wrong: Wrong }

function checkInvoice(state: OctopusState, call: DossierCall, place: Place, invoice: InvoiceBody): Checked {
  const wrongPeriod = periodWrong(state, place, invoice)
  if (wrongPeriod) return { kind: 'wrong', wrong: wrongPeriod }
  const lines = invoice.invoiceLines ?? []
  if (lines.some((line) => line.count === undefined || line.unitPrice === undefined)) {
    return { kind: 'wrong', wrong: { code: -37, detail: 'Count and unit price are needed on each line' } }
  }
  const { settings } = state
  const decimalsMax = place.journal.unitPriceDecimals
  if (settings.tooManyDecimals === 'refuse' && lines.some((line) => decimalsOf(line.unitPrice ?? 0) > decimalsMax))
    return { kind: 'wrong', wrong: { code: -37, detail: `A unit price has ${decimalsMax} decimals in this journal` } }
  // Signs do not depend on VAT, so they are known before the codes are looked up.
  const rough = invoiceTotals(
    lines.map((line) => pricedLine(line, place.journal, { account: 0, rateBp: 0, halves: settings.halves })),
    true,
    settings,
  )
  const found = findPartner(call.dossier, place, {
    head: invoice,
    lines: lines.map((line) => ({
      account: accountOf(call.dossier, invoice, line),
      vatCode: line.vatCodeKey ?? '',
    })),
    credit: rough.amountCents < 0,
  })
  if (found.kind === 'wrong') return found
  const wrong = currencyWrong(invoice) ?? signWrong(rough)
  if (wrong) return { kind: 'wrong', wrong }
  return {
    kind: 'fine',
    content: invoiceContent(invoice, { partner: found.partner, place, dossier: call.dossier, settings }),
  }
}

/** On a credit both the total and the lines are negative. */
function signWrong(totals: InvoiceTotals): Wrong | undefined {
  const mixedSigns = totals.amountCents < 0 && totals.lineTotals.some((cents) => cents > 0)
  return mixedSigns ? { code: -37, detail: 'The lines of a credit note have to be negative' } : undefined
}

/** No account, or 0, lets Octopus choose. */
function accountOf(dossier: Dossier, invoice: InvoiceBody, line: InvoiceLineBody): number {
  const fields = findRelation(dossier, invoice.relationIdentificationServiceData)?.fields
  const ofRelation = Number(fields?.['defaultBookingAccountClient'] ?? 0)
  const ofCode = dossier.vatCodes.find((code) => code.code === line.vatCodeKey)?.defaultSellBookingAccountNr ?? 0
  return [line.bookingAccountNr ?? 0, ofRelation, ofCode].find((account) => account !== 0) ?? SALES_ACCOUNT
}

function pricedLine(
  line: InvoiceLineBody,
  journal: Journal,
  known: { account: number; rateBp: number; halves: Halves },
): PricedLine {
  const { account, rateBp, halves } = known
  return {
    account,
    rateBp,
    vatCode: line.vatCodeKey ?? '',
    text: line.description ?? '',
    count: line.count ?? 0,
    // The journal keeps two or four decimals, whatever was sent.
    unitPrice: roundTo(line.unitPrice ?? 0, journal.unitPriceDecimals, halves),
    discountPercentage: line.discountPercentage ?? 0,
  }
}

/** An invoice as it is kept, without a further check. */
export function invoiceContent(
  invoice: InvoiceBody,
  with_: { partner: Partner; place: Place; dossier: Dossier; settings: Arithmetic },
): Content {
  const { partner, place, dossier, settings } = with_
  const { journal } = place
  const lines = invoice.invoiceLines ?? []
  const priced = lines.map((line) => {
    const percentage = partner.vatCodes.get(line.vatCodeKey ?? '')?.basePercentage ?? 0
    return pricedLine(line, journal, {
      account: accountOf(dossier, invoice, line),
      rateBp: basisPointsOf(percentage),
      halves: settings.halves,
    })
  })
  const totals = invoiceTotals(priced, journal.insertionType === 3, settings)
  const invoiceLines = lines.map((line, index) => ({
    ...line,
    externProductNr: line.externProductNr ?? '',
    description: line.description ?? '',
    unit: line.unit ?? '',
    count: line.count,
    unitPrice: priced[index]?.unitPrice,
    discountPercentage: line.discountPercentage ?? 0,
    bookingAccountNr: priced[index]?.account,
  }))
  const head = headOf(invoice)
  const { financialDiscount = 0, peppolFields, customFieldValueList } = invoice
  return {
    ...head,
    relationId: partner.relation.id,
    amountCents: totals.amountCents,
    lines: totals.lines,
    wire: { ...head.wire, financialDiscount, peppolFields, customFieldValueList, invoiceLines },
  }
}
