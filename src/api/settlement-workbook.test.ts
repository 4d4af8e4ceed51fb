import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import type { ShownCheck } from '../app/settle/show-settlements.ts'
import { settlementWorkbook, yearWorkbook } from './settlement-workbook.ts'

const found: ShownCheck = {
  id: '3990000000301',
  connection: 'c',
  kind: 'settlement',
  issueDate: '2026-09-01',
  periodFrom: '2026-08-01',
  periodTo: '2026-08-31',
  state: 'difference',
  title: 'Afrekening 3990000000301: -20,00 verschil, 1 bestelling',
  differenceCents: -2000,
  payableCents: -4077,
  version: 1,
  payout: null,
  problems: ['UIT-ZONDER'],
  statementLines: { soldCents: 8985, refundedCents: -2995, costsCents: -1913, compensationCents: 0, bookedCents: 3990 },
  counts: { orders: 2, corrections: 1, explained: 0, differing: 1, questions: 0 },
  documents: [],
  purchase: {
    journal: 'purchases',
    kind: 'invoice',
    amountCents: 1913,
    documentDate: '2026-09-01',
    expiryDate: '2026-09-01',
    lines: [
      {
        type: 'COMMISSION',
        category: 'K',
        percent: 0,
        account: 'commission',
        vat: 'reverseCharge',
        baseCents: 1913,
        vatCents: 0,
      },
    ],
  },
  clearing: {
    journal: 'clearing',
    documentDate: '2026-09-01',
    lines: [
      { kind: 'C', relation: 'BE', why: 'turnover', amountCents: -5990 },
      { kind: 'S', relation: 'bol.com', why: 'purchase', amountCents: 1913 },
      { kind: 'A', account: 'clearing', why: 'payout', amountCents: 4077 },
    ],
  },
  questions: [],
  sums: [],
  orders: [
    { order: 'C000TEST01', bookedCents: 3990, settledCents: 3990, differenceCents: 0, category: 'ok' },
    { order: 'C000TEST02', bookedCents: 0, settledCents: 2000, differenceCents: -2000, category: 'notBooked:blocked' },
  ],
  carriedForwardCents: 0,
  statement: { state: 'difference', differenceCents: -2000, title: '' },
  openAtBolCents: {},
  charges: [
    { type: 'X', description: '=HYPERLINK("http://dief.example")', role: 'turnover', amountCents: 5990, vatCents: 0 },
  ],
}

async function sheetsOf(bytes: Promise<Uint8Array>): Promise<string[]> {
  const files = unzipSync(await bytes)
  return Object.keys(files)
    .filter((name) => name.startsWith('xl/worksheets/sheet') || name === 'xl/sharedStrings.xml')
    .toSorted()
    .map((name) => strFromU8(files[name] as Uint8Array))
}

it('a settlement: euro as numbers, days as days, words of the language, what differs first, no formula', async () => {
  const [strings = '', , orders = '', , toBook = ''] = await sheetsOf(settlementWorkbook(found, 'fr'))
  expect(strings).toContain('Pas comptabilisée : attend une décision')
  expect(strings).not.toContain('notBooked')
  // The one that differs stands in the second row, and the sums below.
  expect(/<row r="2".*?<\/row>/su.exec(orders)?.[0]).toContain('<v>-20</v>')
  expect(/<row r="4".*?<\/row>/su.exec(orders)?.[0]).toContain('<v>59.9</v>')
  expect(toBook).toContain('<v>40.77</v>')
  for (const sheet of await sheetsOf(settlementWorkbook(found, 'nl'))) expect(sheet).not.toContain('<f>')
})

it('a year: its sums stand under its rows', async () => {
  const [, sheet = ''] = await sheetsOf(yearWorkbook([found, { ...found, id: '3990000000401' }], 'nl'))
  expect(/<row r="4".*?<\/row>/su.exec(sheet)?.[0]).toContain('<v>179.7</v>')
  expect(/<row r="4".*?<\/row>/su.exec(sheet)?.[0]).toContain('<v>81.54</v>')
})
