import type { InvoiceTotals, ListedInvoice, SettlementInvoice } from '../../../domain/settlement/settlement.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { BadRecord } from '../../../ports/tables/held-records.ts'
import type { InvoiceList } from '../../../ports/source.ts'
import { badRow, type RowContext } from '../wire/fingerprint.ts'
import { at, chargeOf, dateOf, exactOf, listAt, percentOf, textAt, textOf, UnreadableInvoice } from './wire-values.ts'

/** One bad row holds itself alone. @throws UnreadableInvoice where not a single row has as much as a number: the list has another shape by now */
export function readInvoiceList(rows: readonly unknown[], context: RowContext): InvoiceList {
  const listed: ListedInvoice[] = []
  const bad: BadRecord[] = []
  for (const row of rows) {
    try {
      listed.push(readListedInvoice(row, context.calendar))
    } catch (error) {
      if (!(error instanceof UnreadableInvoice)) throw error
      bad.push(
        badRow(row, context, {
          kind: 'invoice',
          id: textOf(at(row, 'invoiceId')),
          orderId: null,
          fault: error.message,
        }),
      )
    }
  }
  const [first] = bad
  if (listed.length === 0 && first !== undefined && !bad.some(({ named }) => named))
    throw new UnreadableInvoice(first.fault)
  return { listed, bad }
}

export function readListedInvoice(row: unknown, calendar: Calendar): ListedInvoice {
  const invoiceId = textOf(at(row, 'invoiceId'))
  const type = textOf(at(row, 'invoiceType'))
  if (invoiceId === null) throw new UnreadableInvoice('invoices.invoiceId')
  if (type !== 'ALL_IN_ONE' && type !== 'ADVERTISING_VIA_BOL') throw new UnreadableInvoice('invoices.invoiceType')
  const totals = at(row, 'legalMonetaryTotal')
  const amount = (name: string) => exactOf(at(totals, name, 'amount'), `invoices.${name}`)
  return {
    invoiceId,
    kind: type === 'ALL_IN_ONE' ? 'settlement' : 'advertising',
    issueDate: dateOf(at(row, 'issueDate'), calendar, 'invoices.issueDate'),
    periodFrom: dateOf(at(row, 'invoicePeriod', 'startDate'), calendar, 'invoices.invoicePeriod.startDate'),
    periodTo: dateOf(at(row, 'invoicePeriod', 'endDate'), calendar, 'invoices.invoicePeriod.endDate'),
    totals: {
      lineExtension: amount('lineExtensionAmount'),
      taxExclusive: amount('taxExclusiveAmount'),
      taxInclusive: amount('taxInclusiveAmount'),
      payable: amount('payableAmount'),
    },
  }
}

export function readInvoice(json: unknown, calendar: Calendar): SettlementInvoice {
  const invoiceId = textAt(json, 'ID')
  if (invoiceId === null) throw new UnreadableInvoice('invoice.ID')
  if (textAt(json, 'DocumentCurrencyCode') !== 'EUR') throw new UnreadableInvoice('invoice.DocumentCurrencyCode')
  const date = (field: string, ...names: (string | number)[]) => dateOf(at(json, ...names, 'value'), calendar, field)
  const due = at(json, 'PaymentMeans', 0, 'PaymentDueDate', 'value')
  const supplier = at(json, 'AccountingSupplierParty', 'Party')
  return {
    invoiceId,
    issueDate: date('invoice.IssueDate', 'IssueDate'),
    periodFrom: date('invoice.InvoicePeriod', 'InvoicePeriod', 0, 'StartDate'),
    periodTo: date('invoice.InvoicePeriod', 'InvoicePeriod', 0, 'EndDate'),
    dueDate: due === undefined ? null : dateOf(due, calendar, 'invoice.PaymentMeans'),
    supplier: {
      name: textAt(supplier, 'PartyName', 0, 'Name') ?? 'bol.com',
      vatNumber: textAt(supplier, 'PartyTaxScheme', 0, 'CompanyID'),
    },
    sellerCountry: textAt(json, 'AccountingCustomerParty', 'Party', 'PostalAddress', 'Country', 'IdentificationCode'),
    lines: listAt(json, 'InvoiceLine').map(readLine),
    taxes: listAt(json, 'TaxTotal')
      .flatMap((total) => listAt(total, 'TaxSubtotal'))
      .map(readTax),
    totals: readTotals(at(json, 'LegalMonetaryTotal')),
  }
}

function readLine(line: unknown): SettlementInvoice['lines'][number] {
  const item = at(line, 'Item')
  const taxes = listAt(line, 'TaxTotal')
  return {
    ...chargeOf(item, 'invoice.InvoiceLine'),
    description: textAt(item, 'Description', 0) ?? '',
    amount: exactOf(at(line, 'LineExtensionAmount', 'value'), 'invoice.InvoiceLine.LineExtensionAmount'),
    vat: taxes.reduce<bigint>(
      (sum, tax) => sum + exactOf(at(tax, 'TaxAmount', 'value'), 'invoice.InvoiceLine.TaxTotal'),
      0n,
    ),
  }
}

function readTax(tax: unknown): SettlementInvoice['taxes'][number] {
  const category = at(tax, 'TaxCategory')
  const code = textAt(category, 'ID')
  if (code === null) throw new UnreadableInvoice('invoice.TaxTotal.TaxCategory')
  return {
    category: code.toUpperCase(),
    percentBp: percentOf(category, 'invoice.TaxTotal'),
    amount: exactOf(at(tax, 'TaxAmount', 'value'), 'invoice.TaxTotal.TaxAmount'),
  }
}

function readTotals(totals: unknown): InvoiceTotals {
  const amount = (name: string) => exactOf(at(totals, name, 'value'), `invoice.LegalMonetaryTotal.${name}`)
  return {
    lineExtension: amount('LineExtensionAmount'),
    taxExclusive: amount('TaxExclusiveAmount'),
    taxInclusive: amount('TaxInclusiveAmount'),
    payable: amount('PayableAmount'),
  }
}
