import { expect, it } from 'vitest'
import type { VatCode } from '../ledger/ledger.ts'
import { proposePosting } from './propose-posting.ts'

const buy = (code: string, description: string, type: VatCode['type'] = 'buy', rateBp = 2100): VatCode => ({
  code,
  description,
  type,
  rateBp,
  defaultAccount: null,
})
const books = {
  journals: [
    { key: 'A1', name: 'Aankopen', mode: 'purchases' as const },
    { key: 'A2', name: 'Bol.com kosten', mode: 'purchases' as const },
    { key: 'D1', name: 'Diversen', mode: 'entries' as const },
    { key: 'V1', name: 'Verkopen', mode: 'bookings' as const },
  ],
  vatCodes: [
    buy('21', 'Binnenland 21 %'),
    buy('IC21', 'IC diensten, btw verlegd 21 %'),
    buy('ICG', 'IC goederen 21 %'),
    buy('CIC21', 'Creditnota IC diensten 21 %', 'buyCredit'),
    buy('ICV', 'IC diensten', 'sell'),
  ],
  accounts: [{ account: 613_000 }, { account: 613_100 }, { account: 499_100 }],
}

it('proposes the journal that bears the name, else the only one, and the code of reversed VAT on services', () => {
  expect(proposePosting(books, 'bol.com')).toMatchObject({
    journals: { purchases: 'A2', clearing: 'D1' },
    purchaseVat: [{ role: 'reverseCharge', code: 'IC21', creditCode: 'CIC21' }],
    accounts: { commission: 613_100, shipping: 613_000, clearing: 499_100, suspense: null },
  })
})

it('proposes nothing where two fit alike', () => {
  const two = [...books.vatCodes, buy('ICX', 'Prestations de services UE, autoliquidation')]
  const journals = [...books.journals, { key: 'D2', name: 'Andere', mode: 'entries' as const }]
  expect(proposePosting({ ...books, vatCodes: two, journals }, 'bol.com')).toMatchObject({
    journals: { purchases: 'A2', clearing: null },
    purchaseVat: [],
  })
})
