/**
 * Goal: Octopus' own arithmetic on invoices, and the three ways in which it may treat a number that is taken.
 * Method: expected amounts are written out by hand.
 */

import { describe, expect, it } from 'vitest'
import type { InvoiceBody, InvoiceLineBody } from './invoices.ts'
import { bodyOf, invoiceLine, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

function amountOf(test: TestOctopus, journalKey: string, lines: InvoiceLineBody[]): number | undefined {
  const journals = test.octopus.ledger().filter((document) => document.journal === journalKey)
  const number = journals.filter((document) => document.bookyearId === 2).length + 1
  const answer = test.invoice(number, { journalKey, invoiceLines: lines })
  if (answer.status !== 201) throw new Error(String(answer.body))
  const made = test.octopus
    .ledger()
    .find((document) => document.journal === journalKey && document.number === number && document.bookyearId === 2)
  const sum = made?.lines.reduce((total, line) => total + line.baseCents + line.vatCents, 0)
  expect(sum).toBe(made?.amountCents)
  return made?.amountCents
}

describe('VAT exclusive journal', () => {
  it.each<[string, InvoiceLineBody[], number]>([
    ['24.79 at 21 % cannot reach 29.99', [invoiceLine(24.79)], 3000],
    ['1.64 at 21 % gives 1.98, not 1.99', [invoiceLine(1.64)], 198],
    [
      'VAT on the total, not per line: 10 × 0.82 gives 9.92, not 9.90',
      Array.from({ length: 10 }, () => invoiceLine(0.82)),
      992,
    ],
    ['a tie at 12 % goes up: 12.375 gives VAT 1.485', [invoiceLine(12.38, { vatCodeKey: '12' })], 1387],
    ['two rates stand apart', [invoiceLine(10), invoiceLine(10, { vatCodeKey: '06' })], 2270],
    ['5.5 % is 550 basis points', [invoiceLine(100, { vatCodeKey: 'FR055' })], 10_550],
    ['count times price is rounded once: 3 × 8.2567 is 24.7701', [invoiceLine(8.2567, { count: 3 })], 2997],
    ['half a cent of a line goes up: 0.5 × 0.01', [invoiceLine(0.01, { count: 0.5, vatCodeKey: '00' })], 1],
    [
      'a discount of 33.33 % on 2 × 10',
      [invoiceLine(10, { count: 2, discountPercentage: 33.33, vatCodeKey: '00' })],
      1333,
    ],
    ['a discount line', [invoiceLine(10), invoiceLine(-2.5)], 908],
    ['a credit', [invoiceLine(24.79, { count: -1 })], -3000],
    ['doubles do not show: 0.1 × 3 at 0 %', [invoiceLine(0.1, { count: 3, vatCodeKey: '00' })], 30],
  ])('%s', (_what, lines, cents) => {
    expect(amountOf(testOctopus(), 'V6', lines)).toBe(cents)
  })

  it('keeps four or two decimals of a unit price, as the journal says', () => {
    const test = testOctopus()
    expect(amountOf(test, 'V6', [invoiceLine(8.25666, { count: 3, vatCodeKey: '00' })])).toBe(2477)
    test.byHand({ action: 'changeJournal', journal: 'V6', unitPriceDecimals: 2 })
    expect(amountOf(test, 'V6', [invoiceLine(8.25666, { count: 3, vatCodeKey: '00' })])).toBe(2478)
    const read = (number: number): InvoiceBody =>
      test.read(`{d}/invoices?bookyearId=2&journalKey=V6&documentSeqNr=${number}`)
    expect([1, 2].map((number) => read(number).invoiceLines?.[0]?.unitPrice)).toEqual([8.2567, 8.26])
    const journal = test.read<{ invoicingServiceData: unknown }>('{d}/bookyears/2/journals/V/6')
    expect(journal.invoicingServiceData).toMatchObject({ unitPriceScale: 'TWO' })
  })
})

describe('VAT inclusive journal', () => {
  it.each<[string, InvoiceLineBody[], number, number]>([
    ['29.99 stays 29.99', [invoiceLine(29.99)], 2999, 520],
    ['VAT comes out of the total: 10 × 0.99', Array.from({ length: 10 }, () => invoiceLine(0.99)), 990, 172],
    ['a tie at 12 %: 13.86 holds 1.485', [invoiceLine(13.86, { vatCodeKey: '12' })], 1386, 149],
    ['a credit', [invoiceLine(-29.99)], -2999, -520],
  ])('%s', (_what, lines, cents, vatCents) => {
    const test = testOctopus()
    expect(amountOf(test, 'V7', lines)).toBe(cents)
    const made = test.octopus.ledger().find((document) => document.journal === 'V7')
    expect(made?.lines.reduce((sum, line) => sum + line.vatCents, 0)).toBe(vatCents)
  })
})

describe('what an invoice may hold', () => {
  it('refuses a credit with a positive line, a line without a price, and VAT codes of credits on a sale', () => {
    const test = testOctopus({ creditCodes: true })
    const codes = [
      [invoiceLine(-10, { vatCodeKey: 'C21' }), invoiceLine(2, { vatCodeKey: 'C21' })],
      [{ description: 'x', count: 1, vatCodeKey: '21' }],
      [invoiceLine(10, { vatCodeKey: 'C21' })],
      [invoiceLine(-10)],
    ].map((invoiceLines) => bodyOf<ErrorBody>(test.invoice(1, { invoiceLines })).errorCode)
    expect(codes).toEqual([-37, -37, -75, -75])
  })

  it('chooses the account when none or 0 is given', () => {
    const test = testOctopus()
    test.byHand({ action: 'changeRelation', relation: 9, fields: { defaultBookingAccountClient: 700220 } })
    const line = { ...invoiceLine(1), bookingAccountNr: 0 }
    test.invoice(1, { invoiceLines: [line, { ...line, vatCodeKey: 'NL21' }, { ...line, vatCodeKey: '06' }] })
    test.invoice(2, { invoiceLines: [line], relationIdentificationServiceData: { relationKey: { id: 9 } } })
    const accounts = test.octopus.ledger().flatMap(({ journal, lines }) => (journal === 'V6' ? lines : []))
    expect(accounts.map(({ account }) => account)).toEqual([700000, 700210, 700100, 700220])
  })

  it('needs the charged module', () => {
    const test = testOctopus()
    test.byHand({ action: 'setDossier', invoicingModule: false })
    expect([test.invoice(1).status, test.book(1).status]).toEqual([403, 201])
  })

  it('takes and gives back the Peppol fields', () => {
    const test = testOctopus()
    const peppolFields = {
      buyerReference: { value: 'PO-7' },
      delivery: { actualDeliveryDate: { value: '2026-11-20' } },
    }
    expect(test.invoice(1, { peppolFields }).status).toBe(201)
    const read = test.read<InvoiceBody>('{d}/invoices?bookyearId=2&journalKey=V6&documentSeqNr=1')
    expect(read.peppolFields).toEqual(peppolFields)
  })
})

describe('a number that is taken', () => {
  const again = (mode: string): { test: TestOctopus; statuses: number[]; comments: string[] } => {
    const test = testOctopus({ settings: { invoicesEnforceNumber: mode } })
    const statuses = [
      test.invoice(1, { comment: 'first' }),
      test.invoice(1, { comment: 'second' }),
      test.invoice(3, { comment: 'gap' }),
    ].map((answer) => answer.status)
    const made = test.octopus.ledger().filter((document) => document.journal === 'V6')
    return { test, statuses, comments: made.map((document) => `${document.number} ${document.comment}`) }
  }

  it('is refused', () => {
    expect(again('enforces')).toMatchObject({ statuses: [201, 400, 400], comments: ['1 first'] })
  })

  it('is overwritten', () => {
    const { test, statuses, comments } = again('overwrites')
    expect({ statuses, comments }).toEqual({ statuses: [201, 201, 400], comments: ['1 second'] })
    // Also when it was somebody else's.
    test.invoice(1, { journalKey: 'V2', comment: 'ours' })
    const foreign = test.octopus
      .ledger()
      .find(({ journal, number, bookyearId }) => journal === 'V2' && number === 1 && bookyearId === 2)
    expect(foreign).toMatchObject({ madeBy: 'bookkeeper', changedBy: 'api', comment: 'ours' })
  })

  it('is accepted twice', () => {
    expect(again('acceptsTwice')).toMatchObject({ statuses: [201, 201, 400], comments: ['1 first', '1 second'] })
  })

  it('does not change the rule for bookings', () => {
    const test = testOctopus({ settings: { invoicesEnforceNumber: 'acceptsTwice' } })
    expect([test.book(1).status, test.book(1).status]).toEqual([201, 400])
  })
})

describe('concepts', () => {
  it('count as booked in the list of journals, or do not', () => {
    const test = testOctopus()
    test.invoice(1)
    const last = (): unknown[] => {
      const rows = test.read<{ journalKey: string; lastBookedDocumentNr: number }[]>('{d}/bookyears/2/journals')
      const detail = test.read<{ commonJournalServiceData: { nextDocumentNumber: number } }>(
        '{d}/bookyears/2/journals/V/6',
      )
      const row = rows.find((candidate) => candidate.journalKey === 'V6')
      return [row?.lastBookedDocumentNr, detail.commonJournalServiceData.nextDocumentNumber]
    }
    expect(last()).toEqual([1, 2])
    test.octopus.admin('POST', '/settings', { conceptsCountAsBooked: false })
    expect(last()).toEqual([0, 2])
  })
})
