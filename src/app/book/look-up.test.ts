/** Goal: a total of a day that we do not remember holds back each sale that may be in it, also one that is booked in another way now. */
import { expect, it } from 'vitest'
import type { FoundDocument } from '../../domain/ledger/ledger.ts'
import type { DocumentPlan } from '../../domain/plan/plan.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import { findInLedger, indexOf, type LedgerView } from './look-up.ts'

const shop = { name: 'bol', label: 'bol.com' }
const total = { reference: 'ABCDEFGHIJKL', orderReference: 'bol 2026-11-21 BE', comment: '' } as FoundDocument
const view: LedgerView = { documents: [total], lastNumbers: new Map(), below: new Map() }

function isHeld(plan: Partial<DocumentPlan>): boolean {
  const document = {
    kind: 'booking',
    orderId: 'C000TEST01',
    businessKey: 'C000TEST01',
    reference: 'MNOPQRSTUVWX',
    bookAnyway: false,
    plan: { supplyDate: '2026-11-19', consumerIn: 'BE', ...plan },
    progress: { sendsOfNumber: 0, number: null },
  } as StoredDocument
  return findInLedger(document, view, indexOf(view, new Set(), shop)).unknownTotal === true
}

it('holds a sale of the day of the total, of a day of its parcel, and one whose parcels nobody knows', () => {
  expect(isHeld({ supplyDate: '2026-11-21' })).toBe(true)
  expect(isHeld({ mayStandOn: ['2026-11-21'] })).toBe(true)
  expect(isHeld({ mayStandFrom: '2026-11-19' })).toBe(true)
})

it('lets go what cannot be in it: another day, another country, ordered after it', () => {
  expect(isHeld({})).toBe(false)
  expect(isHeld({ mayStandOn: ['2026-11-20'] })).toBe(false)
  expect(isHeld({ mayStandOn: ['2026-11-21'], consumerIn: 'NL' })).toBe(false)
  expect(isHeld({ mayStandFrom: '2026-11-22' })).toBe(false)
})

it('takes a reference that only looks like ours for somebody else’s: ours says bol.com and the order number', () => {
  const found = { ...total, orderReference: '', comment: 'factuur C000TEST01' }
  const own = { ...total, orderReference: 'C000TEST01', comment: 'bol.com C000TEST01 (2)' }
  const marks = indexOf({ ...view, documents: [found] }, new Set(), shop)
  expect(marks.foreignWords.has('C000TEST01')).toBe(true)
  expect(indexOf({ ...view, documents: [own] }, new Set(), shop).unknownMarks.get('C000TEST01')).toEqual([own])
})
