import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Defect } from '../../../domain/money.ts'
import { bytesOf, renderDocument } from './render.ts'
import { bookingDocument, invoiceDocument } from '../testkit.ts'

describe('the bytes of a booking', () => {
  // Goal: what was agreed with the ledger's document, to the letter. Method: the whole text.
  it('are these', () => {
    expect(bytesOf(renderDocument(bookingDocument()), 14)).toBe(
      '{"buySellBookingServiceData":{"bookyearKey":{"id":27},"journalKey":"V5","documentSequenceNr":14,' +
        '"bookyearPeriodeNr":202611,"documentDate":"2026-11-20","expiryDate":"2026-11-20",' +
        '"relationIdentificationServiceData":{"relationKey":{"id":16}},"amount":49.99,"currencyCode":"EUR",' +
        '"exchangeRate":1.0,"comment":"bol.com C000TEST01","orderReference":"C000TEST01","reference":"7K2MABCDEFGH",' +
        '"paymentMethod":5,"bookingLines":[{"accountKey":700000,"baseAmount":41.31,"vatCodeKey":"21","vatAmount":8.68,' +
        '"comment":"1 x Mok (EAN 1)"}]}}',
    )
  })

  it('have a negative total over positive lines on a credit note', () => {
    const credit = bookingDocument({ kind: 'creditNote', amountCents: -4999 })
    const body = JSON.parse(bytesOf(renderDocument(credit), 1)).buySellBookingServiceData
    expect(body.amount).toBe(-49.99)
    expect(body.bookingLines[0]).toMatchObject({ baseAmount: 41.31, vatAmount: 8.68 })
  })

  it('are not made when a cent is missing, or a credit is written as a sale', () => {
    expect(() => renderDocument(bookingDocument({ amountCents: 5000 }))).toThrow(Defect)
    expect(() => renderDocument(bookingDocument({ kind: 'creditNote' }))).toThrow(Defect)
    expect(() => renderDocument(bookingDocument({ amountCents: -4999 }))).toThrow(Defect)
  })

  it('carry an attachment beside the booking', () => {
    const document = bookingDocument({ attachment: { fileName: 'dag.csv', contentBase64: 'YQ==' } })
    expect(JSON.parse(bytesOf(renderDocument(document), 1)).attachments).toEqual([
      { fileName: 'dag.csv', fileData: 'YQ==' },
    ])
  })
})

describe('the bytes of an invoice', () => {
  it('are these', () => {
    const document = invoiceDocument({ buyerReference: 'PO-7' })
    expect(bytesOf(renderDocument(document), 3)).toBe(
      '{"bookyearKey":{"id":27},"journalKey":"V6","documentSequenceNr":3,"bookyearPeriodeNr":202611,' +
        '"documentDate":"2026-11-20","expiryDate":"2026-11-20",' +
        '"relationIdentificationServiceData":{"externalRelationId":1000000042},"currencyCode":"EUR","exchangeRate":1.0,' +
        '"comment":"bol.com C000TEST01","orderReference":"C000TEST01","reference":"7K2MABCDEFGH",' +
        '"peppolFields":{"buyerReference":{"value":"PO-7"}},"invoiceLines":[{"description":"Mok (EAN 9789463105156)",' +
        '"count":3,"unitPrice":8.256667,"vatCodeKey":"21","bookingAccountNr":700000}]}',
    )
  })

  it('have negative counts at positive prices on a credit note, whichever sign the count came with', () => {
    for (const count of [2, -2]) {
      const line = { description: 'Mok', ean: null, count, unitPriceMicros: 8_250_000, vatCode: '21', account: 700000 }
      const credit = invoiceDocument({ kind: 'creditNote', invoiceLines: [line] })
      const body = JSON.parse(bytesOf(renderDocument(credit), 1))
      expect(body.invoiceLines[0]).toMatchObject({ count: -2, unitPrice: 8.25 })
    }
  })
})

describe('rendering', () => {
  // Goal: a buyer cannot move our number or break our bytes with a text of their own. Method: any text, and the worst ones.
  it('puts the number in its one place whatever the texts are', () => {
    const worst = ['{{number}}', '"documentSequenceNr":0', '","documentSequenceNr":0,"a":"', '\u0000\u2028\ud800']
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...worst)),
        fc.integer({ min: 1, max: 0x7fffffff }),
        (text, number) => {
          for (const document of [bookingDocument({ comment: text }), invoiceDocument({ buyerReference: text })]) {
            const rendered = renderDocument(document)
            expect(rendered.template.split('{{number}}').length).toBe(2)
            const bytes = bytesOf(rendered, number)
            const body = JSON.parse(bytes)
            expect((body.buySellBookingServiceData ?? body).documentSequenceNr).toBe(number)
            expect(bytesOf(renderDocument(document), number)).toBe(bytes)
          }
        },
      ),
    )
  })

  it('cuts a long comment between characters', () => {
    const body = JSON.parse(bytesOf(renderDocument(bookingDocument({ comment: '😀'.repeat(400) })), 1))
    expect(body.buySellBookingServiceData.comment).toBe('😀'.repeat(250))
  })

  it('refuses what is no document number', () => {
    const rendered = renderDocument(bookingDocument())
    for (const number of [0, -1, 1.5, Number.NaN, 2 ** 31]) expect(() => bytesOf(rendered, number)).toThrow(Defect)
  })
})
