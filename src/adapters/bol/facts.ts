import type { SourceFacts } from '../../domain/kinds.ts'
import { refundOf } from './wire/refund.ts'

export const bolFacts: SourceFacts = {
  name: 'bol',
  label: 'bol.com',
  credentials: [
    {
      name: 'clientId',
      label: { nl: 'Client ID', fr: 'Client ID', en: 'Client ID' },
      secret: false,
      mayHoldBlanks: false,
    },
    {
      name: 'clientSecret',
      label: { nl: 'Client secret', fr: 'Client secret', en: 'Client secret' },
      secret: true,
      mayHoldBlanks: false,
    },
  ],
  idPart: null,
  reachMonths: 3,
  billingDays: 30,
  stocks: ['seller', 'marketplace'],
  stockCountry: 'NL',
  tellsShipments: true,
  returnLists: [
    { fulfilment: 'seller', handled: true },
    { fulfilment: 'seller', handled: false },
    { fulfilment: 'marketplace', handled: true },
    { fulfilment: 'marketplace', handled: false },
  ],
  refundOf,
  supplierVatNumbers: ['NL820471616B01', 'NL807149974B01', 'BE0824148721'],
}
