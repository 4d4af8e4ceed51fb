/** bol.com's invoices to a seller in the layout that its API gives them: list item, UBL as JSON, specification, a PDF. */

import { addDays } from './local-time.ts'

export interface SettlementLine {
  type: string
  /** `S`, `K`, `AE` or `O`. */
  category: string
  percent: number
  /** Euro with up to six decimals. */
  amount: number
  vat?: number
  order?: string
  ean?: string
  /** Of a parcel. */
  trackAndTrace?: string
}

export interface SettlementFacts {
  invoiceId: string
  invoiceType: 'ALL_IN_ONE' | 'ADVERTISING_VIA_BOL'
  /** `YYYY-MM-DD`; the last day of the period is in it. */
  issueDate: string
  from: string
  to: string
  seller: { country: string; vatNumber: string; name: string; retailerId: string }
  lines: SettlementLine[]
  /** Names of properties: Dutch as in real answers, English as in the demo. */
  language?: 'nl' | 'en'
  linesPerPage?: number
}

/** What is served of one invoice. */
export interface ServedInvoice {
  list: Record<string, unknown>
  invoice: Record<string, unknown>
  specification: Record<string, unknown>[]
}

/** bol.com allows this many lines on a page. */
const LINES_PER_PAGE = 25_000

const UNITS = { unitCode: 'ZZ', unitCodeListID: 'UNECERec20' }
const DESCRIPTIONS: Record<string, string> = {
  TURNOVER: 'Verkoopprijs artikel(en), ontvangen van kopers en door bol.com door te storten',
  CORRECTION_TURNOVER: 'Correctie verkoopprijs artikel(en)',
  COMMISSION: 'Commissie',
  CORRECTION_COMMISSION: 'Correctie commissie',
  DISTRIBUTION_BY_BOLCOM_LABEL: 'Verzenden via bol.com - verzendzegel',
  PICK_PACK: 'Pick&pack kosten',
  OUTBOUND: 'Verzendkosten',
  PLAZA_RETURN_SHIPPING_LABEL: 'Bijdrage aan retourzegel(s)',
  COMPENSATION: 'Compensatie',
  COMPENSATION_LOST_GOODS: 'Compensatie zoekgeraakte artikel(en)',
}

interface Charge {
  type: string
  category: string
  percent: number
  cents: number
  vatCents: number
}

export function servedInvoice(facts: SettlementFacts): ServedInvoice {
  const charges = chargesOf(facts.lines)
  const groups = [...new Set(facts.lines.map((line) => `${line.category} ${line.percent}`))].map((key) => {
    const own = facts.lines.filter((line) => `${line.category} ${line.percent}` === key)
    const taxable = charges.filter((charge) => `${charge.category} ${charge.percent}` === key)
    const [first] = own as [SettlementLine]
    const taxableCents = taxable.reduce((sum, charge) => sum + charge.cents, 0)
    return { category: first.category, percent: first.percent, vatCents: centsOf(own.map(vatOf)), taxableCents }
  })
  const net = charges.reduce((sum, charge) => sum + charge.cents, 0)
  const payable = net + groups.reduce((sum, group) => sum + group.vatCents, 0)
  return {
    list: listItem(facts, net, payable),
    invoice: {
      ...head(facts),
      TaxTotal: [
        {
          TaxAmount: euro(payable - net),
          TaxSubtotal: groups.map((group) => subtotal(group, group.taxableCents)),
        },
      ],
      LegalMonetaryTotal: {
        LineExtensionAmount: euro(net),
        TaxExclusiveAmount: euro(net),
        TaxInclusiveAmount: euro(payable),
        PayableAmount: euro(payable),
      },
      InvoiceLine: charges.map((charge) => invoiceLine(facts.invoiceId, charge)),
    },
    specification: pagesOf(facts),
  }
}

/** A page with the words of the invoice; any reader of PDF opens it. */
export function pdfOf(invoiceId: string): Buffer {
  const text = `BT /F1 14 Tf 72 770 Td (bol.com ${invoiceId.replace(/[^\w-]/g, '')}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  // The second line marks the file as binary, with bytes that are no UTF-8, as real ones have it.
  let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj${object}endobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const start = file.length
  file += `xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** One per type and VAT category, in order of appearance: summed with all decimals, then rounded. */
function chargesOf(lines: SettlementLine[]): Charge[] {
  const byKey = Map.groupBy(lines, (line) => `${line.type} ${line.category} ${line.percent}`)
  return [...byKey.values()].map((own) => {
    const { type, category, percent } = own[0] as SettlementLine
    const cents = centsOf(own.map((line) => line.amount))
    return { type, category, percent, cents, vatCents: centsOf(own.map(vatOf)) }
  })
}

function vatOf(line: SettlementLine): number {
  return line.vat ?? 0
}

/** Of amounts with up to six decimals; halves away from zero. */
function centsOf(amounts: number[]): number {
  const micros = amounts.reduce((sum, amount) => sum + Math.round(amount * 1_000_000), 0)
  return Math.sign(micros) * Math.round(Math.abs(micros) / 10_000) || 0
}

function euro(cents: number): Record<string, unknown> {
  return { currencyID: 'EUR', value: cents / 100 }
}

function category(code: string, percent: number): Record<string, unknown> {
  return {
    ID: { schemeAgencyID: '6', schemeID: 'UNCL5305', value: code },
    Percent: { value: percent },
    TaxScheme: { ID: { schemeAgencyID: '6', schemeID: 'UN/ECE 5153', value: 'VAT' } },
  }
}

function subtotal(
  tax: { category: string; percent: number; vatCents: number },
  taxableCents: number,
): Record<string, unknown> {
  return {
    TaxAmount: euro(tax.vatCents),
    TaxCategory: category(tax.category, tax.percent),
    TaxableAmount: euro(taxableCents),
  }
}

function invoiceLine(invoiceId: string, charge: Charge): Record<string, unknown> {
  const { type, cents } = charge
  return {
    ID: { value: `${invoiceId}#${type}` },
    InvoicedQuantity: { ...UNITS, value: 1 },
    Item: {
      Name: { value: type },
      Description: [{ value: DESCRIPTIONS[type] ?? type }],
      ClassifiedTaxCategory: [category(charge.category, charge.percent)],
    },
    LineExtensionAmount: euro(cents),
    Price: { BaseQuantity: { ...UNITS, value: 1 }, PriceAmount: euro(cents) },
    TaxTotal: [{ TaxAmount: euro(charge.vatCents), TaxSubtotal: [subtotal(charge, cents)] }],
  }
}

function pagesOf({ invoiceId, lines, language = 'nl', linesPerPage }: SettlementFacts): Record<string, unknown>[] {
  const names =
    language === 'nl'
      ? { order: 'Bestelnummer', label: 'Track and Trace' }
      : { order: 'OrderId', label: 'CollectionReference' }
  const rows = lines.map((line) => {
    const properties = [
      ...(line.order === undefined ? [] : [[names.order, line.order]]),
      ...(line.ean === undefined ? [] : [['EAN', line.ean]]),
      ...(line.trackAndTrace === undefined ? [] : [[names.label, line.trackAndTrace]]),
    ] as [string, string][]
    return {
      id: [...properties.map(([, value]) => value), line.type].join('#'),
      invoiceLineRef: `${invoiceId}#${line.type}`,
      invoicedQuantity: { ...UNITS, value: 1 },
      item: {
        AdditionalItemProperty: properties.map(([name, value]) => ({ Name: { value: name }, Value: { value } })),
        ClassifiedTaxCategory: [category(line.category, line.percent)],
        Description: [{ value: DESCRIPTIONS[line.type] ?? line.type }],
        Name: { value: line.type },
      },
      lineExtensionAmount: { currencyID: 'EUR', value: line.amount },
      price: {
        BaseQuantity: { ...UNITS, value: 1 },
        PriceAmount: { currencyID: 'EUR', value: line.amount },
      },
      taxTotal: { TaxAmount: { currencyID: 'EUR', value: vatOf(line) } },
    }
  })
  const size = linesPerPage ?? LINES_PER_PAGE
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, page) => ({
    invoiceSpecification: rows.slice(page * size, (page + 1) * size),
  }))
}

function listItem(facts: SettlementFacts, netCents: number, payableCents: number): Record<string, unknown> {
  const amount = (cents: number): Record<string, unknown> => ({ amount: cents / 100, currencyID: 'EUR' })
  const media = (...kinds: string[]): Record<string, unknown> => ({
    availableMediaTypes: kinds.map((kind) => `application/vnd.retailer.v10+${kind}`),
  })
  return {
    invoiceId: facts.invoiceId,
    invoiceType: facts.invoiceType,
    issueDate: midnight(facts.issueDate),
    invoicePeriod: { startDate: midnight(facts.from), endDate: midnight(facts.to) },
    legalMonetaryTotal: {
      lineExtensionAmount: amount(netCents),
      taxExclusiveAmount: amount(netCents),
      taxInclusiveAmount: amount(payableCents),
      payableAmount: amount(payableCents),
    },
    ...(facts.invoiceType === 'ADVERTISING_VIA_BOL' ? { openAmount: amount(payableCents) } : {}),
    invoiceMediaTypes: media('json', 'pdf'),
    specificationMediaTypes: media('json', 'openxmlformats-officedocument.spreadsheetml.sheet'),
  }
}

function head(facts: SettlementFacts): Record<string, unknown> {
  const day = (date: string): Record<string, unknown> => ({ value: String(midnight(date)) })
  const advertising = facts.invoiceType === 'ADVERTISING_VIA_BOL'
  const due = { PaymentMeansCode: { value: '31' }, PaymentDueDate: day(addDays(facts.issueDate, 30)) }
  return {
    UBLVersionID: { value: '2.1' },
    ID: { value: facts.invoiceId },
    IssueDate: day(facts.issueDate),
    InvoiceTypeCode: { listID: 'UNCL1001', value: '380' },
    DocumentCurrencyCode: { value: 'EUR' },
    InvoicePeriod: [{ StartDate: day(facts.from), EndDate: day(facts.to) }],
    AccountingSupplierParty: { Party: party('Bol.com B.V.', 'NL', 'NL820471616B01') },
    AccountingCustomerParty: {
      Party: party(facts.seller.name, facts.seller.country, facts.seller.vatNumber),
      SupplierAssignedAccountID: { value: facts.seller.retailerId },
    },
    ...(advertising ? { PaymentMeans: [due], PaymentTerms: [{ Note: [{ value: '30 dagen' }] }] } : {}),
  }
}

function party(name: string, country: string, vatNumber: string): Record<string, unknown> {
  return {
    PartyName: [{ Name: { value: name } }],
    PartyTaxScheme: [
      {
        CompanyID: { schemeAgencyID: 'ZZZ', schemeID: `${country}:VAT`, value: vatNumber },
        TaxScheme: { ID: { schemeAgencyID: '6', schemeID: 'UN/ECE 5153', value: 'VAT' } },
      },
    ],
    PostalAddress: {
      Country: { IdentificationCode: { listAgencyID: '6', listID: 'ISO3166-1:Alpha2', value: country } },
    },
  }
}

/** The first instant of a day in Amsterdam. */
export function midnight(date: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`)
  const summer = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hourCycle: 'h23' })
  return [1, 2].map((hours) => utc - hours * 3_600_000).find((instant) => summer.format(instant) === '00') ?? utc
}
