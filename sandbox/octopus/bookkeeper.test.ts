/** Goal: what a person does by hand in the books shows where it should, and numbers behave. */

import { describe, expect, it } from 'vitest'
import { bodyOf, booking, bookingLine, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'
import type { LedgerDocument } from './world.ts'

function journal(test: TestOctopus, key: string): LedgerDocument[] {
  return test.octopus.ledger(test.dossier).filter((document) => document.journal === key && document.bookyearId === 2)
}

describe('booking by hand', () => {
  it('takes the next number in front of us', () => {
    const test = testOctopus()
    test.book(1)
    test.byHand({ action: 'book', journal: 'V5', amountCents: -1000, vatCode: '06', reference: 'hand' })
    expect(bodyOf<ErrorBody>(test.book(2)).errorCode).toBe(-13)
    expect(test.book(3).status).toBe(201)
    expect(journal(test, 'V5').map(({ number, madeBy, amountCents }) => [number, madeBy, amountCents])).toEqual([
      [1, 'api', 2999],
      [2, 'bookkeeper', -1000],
      [3, 'api', 2999],
    ])
  })

  it('books invoices in their journals, by amount', () => {
    const test = testOctopus()
    test.byHand({ action: 'book', journal: 'V7', amountCents: 2999 })
    test.byHand({ action: 'book', journal: 'V6', amountCents: 2999 })
    // In a VAT exclusive journal 29.99 cannot be reached.
    expect([journal(test, 'V7')[0]?.amountCents, journal(test, 'V6')[0]?.amountCents]).toEqual([2999, 3000])
  })
})

describe('deleting', () => {
  it('frees the number of the last document, and leaves a gap elsewhere', () => {
    const test = testOctopus()
    for (const number of [1, 2, 3]) test.book(number)
    test.byHand({ action: 'delete', journal: 'V5', number: 2 })
    expect(bodyOf<ErrorBody>(test.book(2)).errorCode).toBe(-13)
    test.byHand({ action: 'delete', journal: 'V5', number: 3 })
    // The gap went with it: the last one is number 1 again.
    expect(test.book(2, { comment: 'again' }).status).toBe(201)
    expect(journal(test, 'V5').map(({ number, comment }) => [number, comment])).toEqual([
      [1, 'bol.com C000TEST01'],
      [2, 'again'],
    ])
    const { deleted } = test.octopus.admin('GET', `/ledger/${test.dossier}`, undefined) as { deleted: unknown[] }
    expect(deleted).toHaveLength(2)
  })

  it('goes no lower than where the journal starts', () => {
    const test = testOctopus()
    test.byHand({ action: 'changeJournal', journal: 'V5', nextDocumentNumber: 100 })
    expect(bodyOf<ErrorBody>(test.book(1)).technicalInfo).toContain('Last Document = 99.')
    test.book(100)
    test.byHand({ action: 'delete', journal: 'V5', number: 100 })
    expect(test.book(100).status).toBe(201)
  })
})

describe('changing', () => {
  it('a text keeps the lines, an amount replaces them, and the ledger says who did it', () => {
    const test = testOctopus()
    test.book(1, { amount: 36.35, bookingLines: [bookingLine(24.79, 5.2), bookingLine(6, 0.36, '06')] })
    test.byHand({ action: 'change', journal: 'V5', number: 1, comment: 'nagekeken', orderReference: '' })
    expect(journal(test, 'V5')[0]).toMatchObject({ amountCents: 3635, comment: 'nagekeken', changedBy: 'bookkeeper' })
    expect(journal(test, 'V5')[0]?.lines).toHaveLength(2)
    const read = test.read<Record<string, unknown>>('{d}/buysellbookings?bookyearId=2&journalKey=V5&documentSeqNr=1')
    expect(read).toMatchObject({ comment: 'nagekeken', amount: 36.35 })
    expect(read).not.toHaveProperty('orderReference')
    test.byHand({ action: 'change', journal: 'V5', number: 1, amountCents: 3000 })
    expect(journal(test, 'V5')[0]).toMatchObject({ amountCents: 3000, lines: [{ vatCode: '21', vatCents: 521 }] })
  })

  it('a VAT code does not change what is booked', () => {
    const test = testOctopus()
    test.invoice(1)
    test.byHand({ action: 'setVatCode', code: '21', percentage: 22 })
    expect(journal(test, 'V6')[0]).toMatchObject({ amountCents: 3000, lines: [{ rateBp: 2100 }] })
    test.invoice(2)
    expect(journal(test, 'V6')[1]).toMatchObject({ amountCents: 3024, lines: [{ rateBp: 2200 }] })
    test.byHand({ action: 'removeVatCode', code: '21' })
    expect(bodyOf<ErrorBody>(test.invoice(3)).errorCode).toBe(-22)
    const codes = test.read<{ code: string }[]>('{d}/vatcodes').map(({ code }) => code)
    expect(codes).not.toContain('21')
    test.byHand({ action: 'change', journal: 'V6', number: 1, comment: 'code is weg' })
    expect(journal(test, 'V6')[0]).toMatchObject({ comment: 'code is weg', amountCents: 3000 })
  })

  it('adds codes for credit notes to a dossier that had none', () => {
    const test = testOctopus()
    test.byHand({ action: 'addCreditCodes' })
    expect(bodyOf<ErrorBody>(test.book(1, { amount: -29.99 })).errorCode).toBe(-75)
  })

  it('takes a book year away', () => {
    const test = testOctopus()
    test.byHand({ action: 'removeBookyear', bookyear: 2 })
    expect(bodyOf<ErrorBody>(test.book(1)).errorCode).toBe(-9)
  })
})

describe('wrong wishes', () => {
  it.each([
    [{ action: 'dance' }, 'unknown action dance'],
    [{ action: 'delete', journal: 'V5', number: 1 }, 'no document 1 in journal V5'],
    [{ action: 'delete', journal: 'V5', nummer: 1 }, 'unknown key nummer'],
    [{ action: 'book', journal: 'V99' }, 'no journal V99'],
    [{ action: 'book', journal: 'V5', vatCode: 'X' }, 'no VAT code X'],
    [{ action: 'book', journal: 'V5', date: '2024-01-01' }, 'lies outside book year 2'],
    [{ action: 'changeRelation', relation: 7, fields: { nom: 'x' } }, 'fields.nom is no property'],
    [{ action: 'closeJournal', dossier: 1 }, 'no dossier 1'],
  ])('%j', (action, text) => {
    const test = testOctopus()
    expect(() => test.octopus.admin('POST', '/bookkeeper', action)).toThrow(text)
  })

  it('change nothing in the settings', () => {
    const test = testOctopus()
    const before = structuredClone(test.octopus.settings)
    for (const change of [{ quotaAnswer: '418' }, { tokenSeconds: '1' }, { unknown: 1 }, { silentDossiers: 1 }]) {
      const wish = { failedCallsCount: false, ...change }
      expect(() => test.octopus.admin('POST', '/settings', wish)).toThrow(/must be|wrong value|unknown/)
    }
    expect(test.octopus.settings).toEqual(before)
  })
})

describe('looking at it all', () => {
  it('tells of dossiers, relations and one dossier alone', () => {
    const test = testOctopus({ dossiers: 2 })
    test.call('PUT {d}/buysellbookings', { body: booking(1) })
    const ask = (path: string): Record<string, unknown[]> =>
      test.octopus.admin('GET', path, undefined) as Record<string, unknown[]>
    expect(ask('/dossiers')['dossiers']).toHaveLength(2)
    expect(ask(`/dossiers/${test.dossier}`)['dossiers']).toHaveLength(1)
    expect(ask('/ledger')['documents']?.length).toBe(
      2 * (ask(`/ledger?dossier=${test.dossier}`)['documents']?.length ?? 0),
    )
    expect(ask('/relations')['relations']?.[0]).toMatchObject({ dossier: test.dossier, id: 1, madeBy: 'bookkeeper' })
    expect(test.octopus.admin('GET', '/nothing', undefined)).toBeUndefined()
  })
})
