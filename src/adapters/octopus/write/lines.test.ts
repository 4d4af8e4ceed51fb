import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerDocument } from '../../../domain/ledger/ledger.ts'
import { foundBooking, foundInvoice } from '../read/found-document.ts'
import { invoiceSumsOf, totalOf, linesHashOf, type InvoiceLookups } from './lines.ts'
import { bytesOf, renderDocument } from './render.ts'
import { bookingDocument, invoiceDocument } from '../testkit.ts'
import { bookingRow, invoiceRow, readAs, type InvoiceRow } from '../wire.ts'

const lookups: InvoiceLookups = {
  journalModeOf: (_year, journal) => (journal === 'V6' ? 'invoicesExclusive' : 'invoicesInclusive'),
  rateOf: (code) => (code === '21' ? 2100 : code === '06' ? 600 : null),
}

/** What a ledger that keeps everything gives back for the bytes we sent. */
function readBack(document: LedgerDocument): { linesHash: string; amountCents: number | null } {
  const bytes = bytesOf(renderDocument(document), 5)
  if (document.target === 'invoices') {
    const row = readAs(invoiceRow, bytes)
    if (row === null) throw new Error('our own bytes cannot be read')
    return foundInvoice(row, lookups)
  }
  const row = readAs(bookingRow, JSON.stringify(JSON.parse(bytes).buySellBookingServiceData))
  if (row === null) throw new Error('our own bytes cannot be read')
  return foundBooking(row)
}

function invoiceOf(journalKey: string, lines: [vatCode: string, count: string, unitPrice: string][]): InvoiceRow {
  const invoiceLines = lines.map(([vatCodeKey, count, unitPrice]) => ({ vatCodeKey, count, unitPrice }))
  const head = { bookyearKey: { id: 1 }, journalKey, documentSequenceNr: 1 }
  const row = readAs(invoiceRow, JSON.stringify({ ...head, invoiceLines }))
  if (row === null) throw new Error('not an invoice')
  return row
}

describe('the hash of a document’s lines', () => {
  // Goal: an untouched document never looks changed. Method: any lines, sent and read back, also in another order.
  it('is the same when the ledger gives the lines back', () => {
    const cents = fc.integer({ min: 0, max: 9_999_999 })
    const line = fc.record({
      account: fc.integer({ min: 700000, max: 709999 }),
      vatCode: fc.constantFrom('06', '21', '00'),
      baseCents: cents,
      vatCents: cents,
      comment: fc.string(),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), fc.boolean(), (bookingLines, isCredit) => {
        const sum = bookingLines.reduce((total, { baseCents, vatCents }) => total + baseCents + vatCents, 0)
        const kind = isCredit ? 'creditNote' : 'booking'
        const document = bookingDocument({ kind, amountCents: isCredit ? 0 - sum : sum, bookingLines })
        const found = readBack(document)
        expect(found.linesHash).toBe(linesHashOf(document))
        expect(found.amountCents).toBe(document.amountCents)
        expect(linesHashOf({ ...document, bookingLines: bookingLines.toReversed() })).toBe(found.linesHash)
      }),
    )
  })

  it('is the same for invoices and their credit notes, and shows a change of price, code or account', () => {
    const sale = invoiceDocument()
    const credit = invoiceDocument({ kind: 'creditNote' })
    expect(readBack(sale).linesHash).toBe(linesHashOf(sale))
    expect(readBack(credit).linesHash).toBe(linesHashOf(credit))
    expect(linesHashOf(credit)).not.toBe(linesHashOf(sale))
    for (const change of [{ unitPriceMicros: 8_300_000 }, { vatCode: '06' }, { account: 700001 }, { count: 4 }]) {
      const changed = invoiceDocument({ invoiceLines: sale.invoiceLines.map((line) => ({ ...line, ...change })) })
      expect(linesHashOf(changed), JSON.stringify(change)).not.toBe(linesHashOf(sale))
    }
  })

  it('is part of what is frozen when a document is rendered', () => {
    expect(renderDocument(bookingDocument()).linesHash).toBe(linesHashOf(bookingDocument()))
  })
})

describe('the total of an invoice', () => {
  // Goal: the cent that a net invoice cannot reach is known before a person asks. Method: the known cases.
  it.each([
    ['V6', [['21', '1', '24.79']], 3000],
    ['V6', [['21', '3', '8.256667']], 2997],
    ['V6', [['21', '-1', '24.79']], -3000],
    [
      'V6',
      [
        ['21', '1', '10.00'],
        ['06', '1', '10.00'],
      ],
      2270,
    ],
    ['V7', [['21', '1', '29.99']], 2999],
    ['V7', [['21', '2', '0.995']], 199],
  ] as [string, [string, string, string][], number][])('in %s of %j is %i cents', (journal, lines, total) => {
    expect(totalOf(invoiceSumsOf(invoiceOf(journal, lines), lookups))).toBe(total)
  })

  it('is not guessed without the journal’s mode, a rate or a price', () => {
    expect(totalOf(invoiceSumsOf(invoiceOf('V6', [['99', '1', '10.00']]), lookups))).toBeNull()
    expect(totalOf(invoiceSumsOf(invoiceOf('V7', [['21', '1', 'x']]), lookups))).toBeNull()
    const blind = { ...lookups, journalModeOf: () => null }
    expect(totalOf(invoiceSumsOf(invoiceOf('V7', [['21', '1', '10.00']]), blind))).toBeNull()
  })
})
