/** The bodies that calls may carry, written by hand from the official document (version 51.9.17). */

import { PEPPOL_INVOICE, PEPPOL_INVOICE_LINE } from './peppol-shapes.ts'
import { BASE64, BOOLEAN, DATE, DOUBLE, INT, TEXT, list, object, oneOf } from './shape.ts'

export const CREDENTIALS = object('Credentials', { 'user*': TEXT, 'password*': TEXT })

const BOOKYEAR_KEY = object('BookyearKey', { 'id*': INT })
const COST_CENTRE_KEY = object('CostCentreKey', { 'id*': INT })

const RELATION_IDENTIFICATION = object('RelationIdentificationServiceData', {
  relationKey: object('RelationKey', { 'id*': INT }),
  externalRelationId: INT,
})

const PAYMENT_METHOD = oneOf(0, 13)

export const RELATION = object('RelationServiceData', {
  'relationIdentificationServiceData*': RELATION_IDENTIFICATION,
  name: TEXT,
  firstName: TEXT,
  client: BOOLEAN,
  defaultBookingAccountClient: INT,
  supplier: BOOLEAN,
  defaultBookingAccountSupplier: INT,
  streetAndNr: TEXT,
  postalCode: TEXT,
  city: TEXT,
  country: TEXT,
  deliveryStreetAndNr: TEXT,
  deliveryPostalCode: TEXT,
  deliveryCity: TEXT,
  deliveryCountry: TEXT,
  telephone: TEXT,
  email: TEXT,
  fax: TEXT,
  mobile: TEXT,
  url: TEXT,
  bankAccountNr: TEXT,
  ibanAccountNr: TEXT,
  bicCode: TEXT,
  financialDiscount: BOOLEAN,
  profession: TEXT,
  contactPerson: TEXT,
  corporationType: oneOf(0, 26),
  'currencyCode*': TEXT,
  remarks: TEXT,
  vatNr: TEXT,
  vatType: { kind: 'int', values: [0, 1, 4, 6, 7, 8, 9, 10] },
  expirationType: oneOf(1, 2),
  expirationDays: INT,
  searchField1: TEXT,
  searchField2: TEXT,
  externCustomerNr: TEXT,
  sddReference: TEXT,
  sddSeqtype: oneOf(0, 4),
  sddMandateType: oneOf(0, 2),
  sddSignatureDate: DATE,
  sddActive: BOOLEAN,
  factLanguage: oneOf(0, 3),
  active: BOOLEAN,
  supplierPaymentMethod: PAYMENT_METHOD,
  invoiceDeliveryMethod: oneOf(0, 3),
  participantId: TEXT,
})

const INTRASTAT = object('IntrastatServiceData', {
  isoCountrycode: TEXT,
  transactionCode: INT,
  productCode: TEXT,
  region: oneOf(1, 3),
  weight: DOUBLE,
  unitCount: DOUBLE,
  transportCode: { kind: 'int', values: [0, 1, 2, 3, 4, 5, 7, 8, 9] },
  incoTerms: TEXT,
  originCountry: TEXT,
})

const OVERFLOW = object('OverflowBookingServiceData', {
  beginDate: DATE,
  endDate: DATE,
  overflowBookingPeriodType: oneOf(0, 1),
  accountNr: INT,
})

const BOOKING_LINE = object('BuySellBookingLineServiceData', {
  accountKey: INT,
  baseAmount: DOUBLE,
  vatCodeKey: TEXT,
  vatAmount: DOUBLE,
  comment: TEXT,
  costCentreKey: COST_CENTRE_KEY,
  vatRecupPercentage: DOUBLE,
  intrastatServiceData: INTRASTAT,
  overflowBookingServiceData: OVERFLOW,
})

const DOCUMENT_HEAD = {
  'bookyearKey*': BOOKYEAR_KEY,
  'journalKey*': TEXT,
  'documentSequenceNr*': INT,
  'relationIdentificationServiceData*': RELATION_IDENTIFICATION,
  'bookyearPeriodeNr*': INT,
  'documentDate*': DATE,
  'expiryDate*': DATE,
  'currencyCode*': TEXT,
  'exchangeRate*': DOUBLE,
  comment: TEXT,
  orderReference: TEXT,
  reference: TEXT,
}

export const BOOKING = object('BuySellBookingServiceData', {
  ...DOCUMENT_HEAD,
  'amount*': DOUBLE,
  bookingLines: list(BOOKING_LINE),
  paymentMethod: PAYMENT_METHOD,
})

export const ATTACHMENT = object('AttachementData', { fileName: TEXT, fileData: BASE64 })

export const BOOKING_REQUEST = object('BuySellBookingAndAttachmentRequest', {
  buySellBookingServiceData: BOOKING,
  attachments: list(ATTACHMENT),
})

const CODA_VERSION = object('CodaVersionData', { 'codaVersion*': INT })

const ENTRY = object('FinancialDiversBookingServiceData', {
  'bookyearKey*': BOOKYEAR_KEY,
  'journalKey*': TEXT,
  'documentSequenceNr*': INT,
  'bookyearPeriodeNr*': INT,
  'documentDate*': DATE,
  'exchangeRate*': DOUBLE,
  bookingLines: list(
    object('FinancialDiversBookingLineServiceData', {
      'type*': TEXT,
      accountKey: INT,
      externalRelationId: INT,
      relationId: INT,
      reference: TEXT,
      'amount*': DOUBLE,
      costCentreKey: COST_CENTRE_KEY,
      codaInfo: object('CodaLineServiceData', {
        'codaVersion*': CODA_VERSION,
        codaMoveLineData: list(TEXT),
      }),
    }),
  ),
})

export const ENTRY_REQUEST = object('FinancialDiversBookingAndAttachmentRequest', {
  attachments: list(ATTACHMENT),
  financialDiversBookingServiceData: ENTRY,
})

export const BALANCING_KEY = object('BalancingKeyServiceData', {
  bookyearKey: BOOKYEAR_KEY,
  journalKey: TEXT,
  documentSequenceNr: INT,
  lineSequenceNr: INT,
})

export const BALANCING = object('BalancingServiceData', {
  debetKey: BALANCING_KEY,
  creditKey: BALANCING_KEY,
  balanceAmount: DOUBLE,
})

export const BALANCING_DELETION = object('DeleteBalancingItemRequest', {
  'debetKey*': BALANCING_KEY,
  'creditKey*': BALANCING_KEY,
})

export const DOCUMENT_KEY = object('DocumentKeyServiceData', {
  'bookyearKey*': BOOKYEAR_KEY,
  'journal*': TEXT,
  'documentSequenceNr*': INT,
})

export const HISTORY_QUERY = object('HistoryAccountQueryData', {
  fromBookyearKey: BOOKYEAR_KEY,
  toBookyearKey: BOOKYEAR_KEY,
  fromBookyearPeriodNr: INT,
  toBookyearPeriodNr: INT,
  accountNr: INT,
})

export const OPEN_QUERY = object('OpenRelationQueryData', {
  fromBookyearKey: BOOKYEAR_KEY,
  toBookyearKey: BOOKYEAR_KEY,
  fromBookyearPeriodNr: INT,
  toBookyearPeriodNr: INT,
  externalRelationId: INT,
  relationId: INT,
})

const CUSTOM_FIELDS = list(
  object('CustomFieldValueServiceData', { customFieldKey: object('CustomFieldKey', { 'id*': INT }), value: TEXT }),
)

const INVOICE_LINE = object('InvoiceLineServiceData', {
  externProductNr: TEXT,
  description: TEXT,
  count: DOUBLE,
  unit: TEXT,
  unitPrice: DOUBLE,
  discountPercentage: DOUBLE,
  vatCodeKey: TEXT,
  bookingAccountNr: INT,
  costCentreKey: COST_CENTRE_KEY,
  customFieldValueList: CUSTOM_FIELDS,
  intrastatServiceData: INTRASTAT,
  peppolFields: PEPPOL_INVOICE_LINE,
})

export const INVOICE = object('InvoiceServiceData', {
  ...DOCUMENT_HEAD,
  financialDiscount: DOUBLE,
  customFieldValueList: CUSTOM_FIELDS,
  peppolFields: PEPPOL_INVOICE,
  invoiceLines: list(INVOICE_LINE),
})
