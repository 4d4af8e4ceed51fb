/** bol.com's invoices to the seller: the list, one of them, its PDF, and its specification page by page. */
import type { LocalDate } from '../../../domain/calendar.ts'
import type { SettlementInvoice } from '../../../domain/settlement/settlement.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { InvoiceList, SpecificationPage } from '../../../ports/source.ts'
import { badRequest, unreadable } from '../refusals.ts'
import { pathPart, ROUTES } from '../routes.ts'
import type { Session } from '../session.ts'
import type { RowContext } from '../wire/fingerprint.ts'
import { readRows } from '../wire/values.ts'
import { readInvoice, readInvoiceList } from './wire-invoice.ts'
import { readSpecification } from './wire-specification.ts'
import { UnreadableInvoice } from './wire-values.ts'

export async function listInvoices(
  session: Session,
  context: RowContext,
  window: { from: LocalDate; to: LocalDate } | null,
): Promise<Answer<InvoiceList>> {
  const query: Record<string, string> =
    window === null ? {} : { 'period-start-date': window.from, 'period-end-date': window.to }
  const answer = await session.get(ROUTES.listInvoices, '/retailer/invoices', query)
  if (answer.kind !== 'ok') return answer
  const rows = readRows(answer.value.json, 'invoiceListItems')
  if (rows === null) return unreadable('invoices: no list')
  return reading(() => readInvoiceList(rows, context))
}

export async function getInvoice(
  session: Session,
  calendar: Calendar,
  invoiceId: string,
): Promise<Answer<{ invoice: SettlementInvoice; raw: string }>> {
  const part = pathPart(invoiceId)
  if (part === null) return badRequest('invoices: no such id')
  const answer = await session.get(ROUTES.getInvoice, `/retailer/invoices/${part}`)
  if (answer.kind !== 'ok') return answer
  const { json, text } = answer.value
  const read = reading(() => readInvoice(json, calendar))
  if (read.kind !== 'ok') return read
  if (read.value.invoiceId !== invoiceId) return unreadable('another invoice came than the one asked for')
  return { kind: 'ok', value: { invoice: read.value, raw: text } }
}

export async function getInvoicePdf(session: Session, invoiceId: string): Promise<Answer<string>> {
  const part = pathPart(invoiceId)
  if (part === null) return badRequest('invoices: no such id')
  const answer = await session.getBody(ROUTES.getInvoicePdf, `/retailer/invoices/${part}`)
  if (answer.kind !== 'ok') return answer
  // `%PDF` in base64: a page of a proxy is not kept as an invoice.
  return answer.value.startsWith('JVBE') ? answer : unreadable('invoices: not a PDF')
}

export async function getSpecification(
  session: Session,
  context: RowContext,
  invoiceId: string,
  page: number,
): Promise<Answer<SpecificationPage>> {
  const part = pathPart(invoiceId)
  if (part === null || !Number.isSafeInteger(page) || page < 1) return badRequest('specification: no such page')
  const query = { page: String(page) }
  const answer = await session.getBody(ROUTES.getSpecification, `/retailer/invoices/${part}/specification`, query)
  if (answer.kind !== 'ok') return answer
  const raw = answer.value
  try {
    return { kind: 'ok', value: { ...(await readSpecification(raw, invoiceId, context.hash)), raw } }
  } catch (error) {
    return unreadableOr(error)
  }
}

function reading<T>(read: () => T): Answer<T> {
  try {
    return { kind: 'ok', value: read() }
  } catch (error) {
    return unreadableOr(error)
  }
}

function unreadableOr(error: unknown): Answer<never> {
  if (error instanceof UnreadableInvoice) return unreadable(error.message)
  throw error
}
