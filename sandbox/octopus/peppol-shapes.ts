/** The Peppol value objects below an invoice and its lines, written from the official document. */

import { DATE, TEXT, list, object } from './shape.ts'
import type { ObjectShape, Shape } from './shape.ts'

function texts(name: string): ObjectShape {
  return object(name, { value: TEXT })
}

function dates(name: string): ObjectShape {
  return object(name, { value: DATE })
}

function identified(name: string, id: Shape = ID): ObjectShape {
  return object(name, { id })
}

const ID = texts('Id')
const ID_RECORD = object('IdRecord', { value: texts('Value'), schemeId: texts('SchemeId') })
const NAME = texts('Name')
const ADDRESS = { additionalStreetName: texts('AdditionalStreetName'), countrySubEntity: texts('CountrySubEntity') }
const START_AND_END = { startDate: dates('StartDate'), endDate: dates('EndDate') }

const PARTY = object('Party', {
  postalAdress: object('PostalAdress', ADDRESS),
  partyLegalEntity: object('PartyLegalEntity', { companyLegalForm: texts('CompanyLegalForm') }),
  contact: object('Contact', { name: NAME, telephone: texts('Telephone'), email: texts('ElectronicMail') }),
})

const PARTY_NAME = object('PartyName', { name: NAME })

const COMPANY_ID = object('CompanyId', { value: texts('Value'), schemeId: texts('SchemeId') })

const PAYEE = object('PayeeParty', {
  partyIdentification: identified('PartyIdentification', ID_RECORD),
  partyName: PARTY_NAME,
  partyLegalEntity: object('PayeePartyPartyLegalEntity', { companyId: COMPANY_ID }),
})

const BILLING_REFERENCE = object('BillingReference', {
  invoiceDocumentReference: object('InvoiceDocumentReference', { id: ID, issueDate: dates('IssueDate') }),
})

const DELIVERY = object('Delivery', {
  actualDeliveryDate: dates('ActualDeliveryDate'),
  deliveryLocation: object('DeliveryLocation', { address: object('Address', ADDRESS) }),
  deliveryParty: object('DeliveryParty', { partyName: PARTY_NAME }),
})

export const PEPPOL_INVOICE = object('PeppolFieldInvoiceServiceData', {
  taxPointDate: dates('TaxPointDate'),
  accountingCost: texts('AccountingCost'),
  buyerReference: texts('BuyerReference'),
  invoicePeriod: object('InvoicePeriod', { ...START_AND_END, descriptionCode: texts('DescriptionCode') }),
  orderReference: object('OrderReference', { salesOrderId: texts('SalesOrderId') }),
  billingReferences: list(BILLING_REFERENCE),
  despatchDocumentReference: identified('DespatchDocumentReference'),
  receiptDocumentReference: identified('ReceiptDocumentReference'),
  originatorDocumentReference: identified('OriginatorDocumentReference'),
  contractDocumentReference: identified('ContractDocumentReference'),
  projectReference: identified('ProjectReference'),
  accountingSupplierParty: object('AccountingSupplierParty', { party: PARTY }),
  accountingCustomerParty: object('AccountingCustomerParty', { party: PARTY }),
  payeeParty: PAYEE,
  delivery: DELIVERY,
})

const CLASSIFICATION = object('CommodityClassification', {
  itemClassificationCode: object('ItemClassificationCode', {
    value: texts('Value'),
    listId: texts('ListId'),
    listVersionId: texts('ListVersionId'),
  }),
})

const ITEM = object('Item', {
  sellersItemIdentification: identified('SellersItemIdentification'),
  buyersItemIdentification: identified('BuyersItemIdentification'),
  standardItemIdentification: identified('StandardItemIdentification', ID_RECORD),
  originCountry: object('OriginCountry', { identificationCode: texts('IdentificationCode') }),
  commodityClassifications: list(CLASSIFICATION),
  additionalItemProperties: list(object('AdditionalItemProperty', { name: NAME, value: texts('Value') })),
})

export const PEPPOL_INVOICE_LINE = object('PeppolFieldInvoiceLineServiceData', {
  note: texts('Note'),
  accountingCost: texts('AccountingCost'),
  orderLineReference: object('OrderLineReference', { lineId: texts('LineId') }),
  documentReference: object('DocumentReference', { id: ID_RECORD, documentTypeCode: texts('DocumentTypeCode') }),
  item: ITEM,
  invoicePeriod: object('InvoiceLinePeriod', START_AND_END),
})
