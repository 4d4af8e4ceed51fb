/** Goal: the rules under which Octopus takes a document. Method: one wrong thing at a time, then two, for the order. */

import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import type { BookingBody } from './bookings.ts'
import { bodyOf, booking, bookingLine, invoiceBody, invoiceLine, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

function verdict(answer: SandboxResponse): (number | undefined)[] {
  return String(answer.body) === '' ? [answer.status] : [answer.status, bodyOf<ErrorBody>(answer).errorCode]
}

function inJournal(test: TestOctopus, journal: string): number[] {
  return test.octopus
    .ledger()
    .filter((document) => document.journal === journal && document.bookyearId === 2)
    .map((document) => document.number)
}

describe('numbers', () => {
  it('must be the last one plus one, per journal and book year; a number that is taken books nothing twice', () => {
    const test = testOctopus()
    const sent = [2, 1, 1, 3, 2, 3].map((number) => verdict(test.book(number)))
    expect(sent).toEqual([[400, -13], [201], [400, -13], [400, -13], [201], [201]])
    expect(inJournal(test, 'V5')).toEqual([1, 2, 3])
    const lastYear = { bookyearKey: { id: 1 }, bookyearPeriodeNr: 202511, documentDate: '2025-11-20' }
    expect(verdict(test.book(1, lastYear))).toEqual([201])
  })

  it('are told in both wordings, or not at all', () => {
    const test = testOctopus()
    test.book(1)
    const wordings = ['equals', 'colon', 'none'].map((numberWording) => {
      test.octopus.admin('POST', '/settings', { numberWording })
      return bodyOf<ErrorBody>(test.book(1)).technicalInfo
    })
    expect(wordings).toEqual([
      'Unable to insert booking in dossier 49555.  Illegal document seq Nr.  Last Document = 1.  New Document = 1. ',
      'Unable to insert booking in dossier 49555.  Illegal document sequence nr.  Last Document : 1',
      'Unable to insert booking in dossier 49555.  Illegal document sequence nr.',
    ])
  })
})

describe('what is looked at, in its order', () => {
  const wrongs: [what: string, change: Partial<BookingBody>, verdict: number[]][] = [
    ['book year', { bookyearKey: { id: 9 } }, [400, -9]],
    ['journal', { journalKey: 'V99' }, [400, -10]],
    ['letter of the journal', { journalKey: 'F1' }, [400, -38]],
    ['mode of the journal', { journalKey: 'V6' }, [400, -29]],
    ['number', { documentSequenceNr: 5 }, [400, -13]],
    ['period', { bookyearPeriodeNr: 11 }, [400, -14]],
    ['relation', { relationIdentificationServiceData: { relationKey: { id: 999 } } }, [400, -16]],
    ['no relation', { relationIdentificationServiceData: {} }, [400, -16]],
    ['account', { bookingLines: [{ ...bookingLine(24.79, 5.2), accountKey: 712345 }] }, [400, -21]],
    ['group account', { bookingLines: [{ ...bookingLine(24.79, 5.2), accountKey: 709000 }] }, [400, -50]],
    ['VAT code', { bookingLines: [bookingLine(24.79, 5.2, '99')] }, [400, -22]],
    ['VAT code of a purchase', { bookingLines: [bookingLine(24.79, 5.2, 'D21')] }, [400, -75]],
    ['signs', { bookingLines: [bookingLine(24.79, -5.2)] }, [400, -23]],
    ['currency', { currencyCode: 'XXX' }, [400, -19]],
    ['exchange rate', { exchangeRate: 1.1 }, [400, -20]],
    ['sum', { amount: 30 }, [400, -24]],
    ['decimals', { amount: 29.995, bookingLines: [bookingLine(24.795, 5.2)] }, [400, -24]],
  ]

  it.each(wrongs)('%s', (_what, change, expected) => {
    const test = testOctopus()
    expect(verdict(test.book(1, change))).toEqual(expected)
    expect(inJournal(test, 'V5')).toEqual([])
    expect(test.world.violations).toEqual([])
  })

  it('looks at the earlier one first when two are wrong', () => {
    const test = testOctopus()
    // The lines of some of them exclude each other; the others are laid over each other from the end.
    const chain = ['number', 'period', 'relation', 'account', 'currency', 'sum']
    const steps = chain.map((name) => wrongs.find(([what]) => what === name))
    const codes = steps.map((_, first) => {
      const changes = steps.slice(first).map((step) => step?.[1] ?? {})
      return verdict(test.book(1, Object.assign({}, ...changes) as Partial<BookingBody>))[1]
    })
    expect(codes).toEqual([-13, -14, -16, -21, -19, -24])
  })

  it('refuses invoices in a journal of bookings or of purchases', () => {
    const test = testOctopus()
    expect(verdict(test.invoice(1, { journalKey: 'V5' }))).toEqual([400, -29])
    expect(verdict(test.invoice(7, { journalKey: 'A1' }))).toEqual([400, -38])
  })
})

describe('closed doors', () => {
  it('are told by number, or by 403 where the settings say so', () => {
    const test = testOctopus()
    test.byHand({ action: 'protectPeriod', journal: 'V5', period: 202611 })
    expect(verdict(test.book(1))).toEqual([400, -15])
    test.byHand({ action: 'reopenJournal', journal: 'V5' })
    test.byHand({ action: 'closePeriod', journal: 'V5', period: 202610 })
    expect(verdict(test.book(1, { bookyearPeriodeNr: 202610 }))).toEqual([403, -11])
    expect(verdict(test.book(1))).toEqual([201])
    test.octopus.admin('POST', '/settings', { closedPeriodMeans: 'from', closedAnswer: '400' })
    expect(verdict(test.book(2))).toEqual([400, -11])
    test.byHand({ action: 'reopenJournal', journal: 'V5' })
    test.byHand({ action: 'closeBookyear', bookyear: 2 })
    expect(verdict(test.book(2))).toEqual([400, -11])
  })

  it('a journal that is open on a screen answers 403 until it is left, also to a wrong number', () => {
    const test = testOctopus()
    test.byHand({ action: 'openOnScreen', journal: 'V5', minutes: 5 })
    expect(verdict(test.book(4))).toEqual([403, -12])
    expect(verdict(test.call('PUT {d}/buysellbookings', { body: booking(1) }))).toEqual([403, -12])
    test.advance(5 * 60_000)
    expect(verdict(test.book(1))).toEqual([201])
    test.byHand({ action: 'openOnScreen' })
    expect(verdict(test.invoice(1))).toEqual([403, -12])
    test.byHand({ action: 'leaveScreen' })
    expect(verdict(test.invoice(1))).toEqual([201])
  })

  it('a date outside its period passes unless the settings say otherwise', () => {
    const test = testOctopus()
    expect(verdict(test.book(1, { documentDate: '2026-03-01' }))).toEqual([201])
    test.octopus.admin('POST', '/settings', { dateMustFitPeriod: true })
    expect(verdict(test.book(2, { documentDate: '2026-03-01' }))).toEqual([400, -14])
  })
})

describe('credits of bookings', () => {
  it('have a negative total and positive lines, and count against the sale', () => {
    const test = testOctopus()
    expect(verdict(test.book(1, { amount: -29.99, bookingLines: [bookingLine(-24.79, -5.2)] }))).toEqual([400, -24])
    expect(verdict(test.book(1, { amount: -29.99 }))).toEqual([201])
    const [credit] = test.octopus.ledger().filter((document) => document.journal === 'V5')
    expect(credit).toMatchObject({ amountCents: -2999, lines: [{ baseCents: -2479, vatCents: -520, rateBp: 2100 }] })
  })

  it('want codes for credit notes where the dossier has them', () => {
    const test = testOctopus({ creditCodes: true })
    const credit = (code: string): Partial<BookingBody> => ({
      amount: -29.99,
      bookingLines: [bookingLine(24.79, 5.2, code)],
    })
    expect(verdict(test.book(1, credit('21')))).toEqual([400, -75])
    expect(verdict(test.book(1, { bookingLines: [bookingLine(24.79, 5.2, 'C21')] }))).toEqual([400, -75])
    expect(verdict(test.book(1, credit('C21')))).toEqual([201])
  })
})

describe('switches on amounts', () => {
  it('take a total that is not the sum, and refuse VAT that is off', () => {
    const test = testOctopus({ settings: { refuseUnequalTotal: false, vatToleranceCents: 1 } })
    expect(verdict(test.book(1, { amount: 30 }))).toEqual([201])
    // 24.79 at 21 % is 5.21: one cent is allowed, two are not.
    expect(verdict(test.book(2))).toEqual([201])
    expect(verdict(test.book(3, { bookingLines: [bookingLine(24.79, 5.19)] }))).toEqual([400, -24])
  })
})

describe('changing and reading one document', () => {
  it('changes what is there, and nothing else', () => {
    const test = testOctopus()
    test.book(1)
    const changed = booking(1, { comment: 'anders' })
    expect(verdict(test.call('PUT {d}/buysellbookings', { body: booking(2) }))).toEqual([400, -34])
    expect(verdict(test.call('PUT {d}/buysellbookings', { body: changed }))).toEqual([204])
    const read = test.read<BookingBody>('{d}/buysellbookings?bookyearId=2&journalKey=V5&documentSeqNr=1')
    const expected = {
      ...changed,
      paymentMethod: 0,
      relationIdentificationServiceData: { externalRelationId: 0, relationKey: { id: 7 } },
    }
    expect(read).toEqual(expected)
    const absent = test.call('GET {d}/buysellbookings?bookyearId=2&journalKey=V5&documentSeqNr=2')
    expect([absent.status, inJournal(test, 'V5')]).toEqual([404, [1]])
  })

  it('changes and reads invoices alike', () => {
    const test = testOctopus()
    test.invoice(1)
    expect(verdict(test.call('PUT {d}/invoices', { body: invoiceBody(2) }))).toEqual([400, -61])
    const body = invoiceBody(1, { invoiceLines: [invoiceLine(10)] })
    expect(verdict(test.call('PUT {d}/invoices', { body }))).toEqual([204])
    expect(test.octopus.ledger().find((document) => document.journal === 'V6')).toMatchObject({
      amountCents: 1210,
      versions: 2,
    })
    const booked = test.call('GET {d}/buysellbookings?bookyearId=2&journalKey=V6&documentSeqNr=1')
    expect(booked.status).toBe(404)
  })
})

describe('attachments', () => {
  it('come with a booking, or later; not without its document, nor without the right', () => {
    const test = testOctopus()
    const file = (fileName: string): Record<string, string> => ({ fileName, fileData: 'SGFsbG8=' })
    const body = { buySellBookingServiceData: booking(1), attachments: [file('a.csv')] }
    test.call('POST {d}/buysellbookings', { body })
    const later = (number: number): SandboxResponse =>
      test.call('POST {d}/bookyears/2/bookings/attachements', {
        headers: { journalkey: 'V5', documentsequenncenr: String(number) },
        body: file('b.csv'),
      })
    expect([later(1), later(2)].map(verdict)).toEqual([[204], [400, -34]])
    test.invoice(1)
    const upload = (number: number): SandboxResponse =>
      test.call(`POST {d}/invoices/attachments/upload?bookyearId=2&journal=V6&documentSeqNr=${number}`, {
        headers: { filename: 'c.pdf', 'content-type': 'application/octet-stream' },
        body: Buffer.from('Hallo'),
      })
    expect([upload(1), upload(2)].map(verdict)).toEqual([[204], [400, -61]])
    const kept = test.octopus.ledger().flatMap(({ attachments }) => attachments)
    expect(kept).toEqual(['a.csv', 'b.csv', 'c.pdf'].map((fileName) => ({ fileName, bytes: 5, base64: 'SGFsbG8=' })))
    test.byHand({ action: 'setDossier', dmsAccess: false })
    expect(upload(1).status).toBe(403)
  })
})
