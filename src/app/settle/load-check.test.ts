/** Goal: which settlements count for an order. Method: a store that answers by hand. */
import { expect, it } from 'vitest'
import type { SettlementReading, StoredSettlement } from '../../ports/settle/settlements.ts'
import type { Tx } from '../../ports/store.ts'
import { loadCheck, type Shared } from './load-check.ts'

const totals = { lineExtension: 0n, taxExclusive: 0n, taxInclusive: 0n, payable: 0n }

function settlement(invoiceId: string, [periodFrom, periodTo, issueDate]: string[], version: number): StoredSettlement {
  return { invoiceId, kind: 'settlement', periodFrom, periodTo, issueDate, totals, version } as StoredSettlement
}

const [august, september] = [
  ['2026-08-01', '2026-08-31', '2026-09-01'],
  ['2026-09-01', '2026-09-30', '2026-10-01'],
] as [string[], string[]]

/** A sale of August that no settlement has, seen from the one of September. */
async function categoryWith(all: StoredSettlement[]): Promise<string | undefined> {
  const own = all.find(({ invoiceId }) => invoiceId === '2') as StoredSettlement
  const reading = {
    invoice: {
      ...own,
      dueDate: null,
      supplier: { name: '', vatNumber: null },
      sellerCountry: 'BE',
      lines: [],
      taxes: [],
    },
    pages: [],
    faults: [],
  } as unknown as SettlementReading
  const booking = { orderId: 'A', supplyDate: '2026-08-20', amountCents: 1000, paidCents: 1000, centralCountry: 'BE' }
  const settlements = {
    reading: () => Promise.resolve(reading),
    ordersToCheck: () => Promise.resolve(['A']),
    bookingsOf: () => Promise.resolve([{ ...booking, relationId: 1, externalId: null, discountCents: 0 }]),
    factsOf: () => Promise.resolve([]),
    moneyOf: () => Promise.resolve([]),
  }
  const shared = {
    connectionId: 'c',
    settings: { settlement: null, booking: { startDate: '2026-08-01' } },
    all,
    answers: { types: {}, vat: {} },
    orderAnswers: new Map(),
    leftAs: new Map(),
    payouts: new Map(),
    documents: [],
  } as unknown as Shared
  const { check } = await loadCheck({ settlements } as unknown as Tx, shared, own)
  return check?.orders[0]?.category
}

it('a sale is missing at the marketplace after two settlements that were read; one that is only listed does not count', async () => {
  const read = [settlement('1', august, 1), settlement('2', september, 1)]
  expect(await categoryWith(read)).toBe('missingAtSource')
  expect(await categoryWith([settlement('1', august, 0), settlement('2', september, 1)])).toBe('timing')
})
