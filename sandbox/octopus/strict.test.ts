/**
 * Goal: a request that breaks the official document is refused and kept, and one that does not is not.
 * Method: one request per rule, each right but for one thing; the rule that is kept must name that thing.
 */

import { describe, expect, it } from 'vitest'
import { bodyOf, booking, bookingLine, invoiceBody, testOctopus } from './test-client.ts'
import type { Sent } from './test-client.ts'

const SINCE = 'modifiedTimeStamp=2026-11-01%2000:00:00.000'
const REFUSED = { technicalInfo: 'Invalid or missing parameters passed' }

describe('requests that break the document', () => {
  it.each([
    ['a parameter that does not exist', 'GET {d}/vatcodes?page=1', 'query parameter page does not exist'],
    [
      'a parameter twice',
      'GET {d}/accounts?bookyearId=1&bookyearId=2',
      'query parameter bookyearId is given more than once',
    ],
    ['a missing parameter', 'GET {d}/accounts', 'query parameter bookyearId is required and missing'],
    [
      'a text for a number',
      'GET {d}/accounts?bookyearId=x',
      'query parameter bookyearId must be a whole number of 32 bits',
    ],
    [
      'a number beyond 32 bits',
      'GET {d}/accounts?bookyearId=2147483648',
      'query parameter bookyearId must be a whole number of 32 bits',
    ],
    [
      'a number in the path beyond 32 bits',
      'GET {d}/bookyears/4294967296',
      'a number in the path is larger than 32 bits',
    ],
    [
      'a date for a timestamp',
      'GET {d}/journals/modified?modifiedTimeStamp=2026-11-01',
      'query parameter modifiedTimeStamp must be yyyy-MM-dd HH:mm:ss.SSS',
    ],
    [
      'an ISO timestamp',
      'GET {d}/journals/modified?modifiedTimeStamp=2026-11-01T00:00:00.000',
      'query parameter modifiedTimeStamp must be yyyy-MM-dd HH:mm:ss.SSS',
    ],
    [
      'a day that does not exist',
      'GET {d}/journals/modified?modifiedTimeStamp=2026-02-29%2000:00:00.000',
      'query parameter modifiedTimeStamp must be yyyy-MM-dd HH:mm:ss.SSS',
    ],
    [
      'the name of another call',
      `GET {d}/bookyears/2/bookings/modified?journalTypeID=2&${SINCE}`,
      'query parameter journalTypeID does not exist; query parameter journalTypeId is required and missing',
    ],
  ])('%s', (_what, call, rule) => {
    const test = testOctopus()
    const answer = test.call(call)
    expect([answer.status, bodyOf(answer)]).toEqual([400, REFUSED])
    expect(test.world.violations.map((violation) => violation.rule)).toEqual([rule])
  })

  it.each<[string, string, Sent, string]>([
    ['a body where none belongs', 'GET {d}/vatcodes', { body: {} }, 'this call takes no body'],
    ['no content type', 'PUT {d}/relations', { body: Buffer.from('{}') }, 'content-type must be application/json'],
    [
      'another content type',
      'PUT {d}/relations',
      { body: {}, headers: { 'content-type': 'text/plain' } },
      'content-type must be application/json',
    ],
    [
      'another charset',
      'PUT {d}/relations',
      { body: {}, headers: { 'content-type': 'application/json; charset=latin1' } },
      'charset must be utf-8',
    ],
    [
      'no JSON',
      'PUT {d}/relations',
      { body: Buffer.from('{"name":'), headers: { 'content-type': 'application/json' } },
      'the body must be JSON in UTF-8',
    ],
    [
      'bytes that are no UTF-8',
      'PUT {d}/relations',
      { body: Buffer.from('{"name":"\u00e9"}', 'latin1'), headers: { 'content-type': 'application/json' } },
      'the body must be JSON in UTF-8',
    ],
    ['a list for an object', 'PUT {d}/relations', { body: [] }, 'body must be an object'],
    [
      'a missing header',
      'POST {d}/bookyears/2/bookings/attachements',
      { body: { fileName: 'a' }, headers: { journalkey: 'V5' } },
      'header documentSequennceNr is required and missing',
    ],
    [
      'a header of the wrong type',
      'POST {d}/bookyears/2/bookings/attachements',
      { body: { fileName: 'a' }, headers: { journalkey: 'V5', documentsequenncenr: 'one' } },
      'header documentSequennceNr must be a whole number of 32 bits',
    ],
    [
      'no base64',
      'POST {d}/bookyears/2/bookings/attachements',
      { body: { fileData: 'a b' }, headers: { journalkey: 'V5', documentsequenncenr: '1' } },
      'body.fileData must be base64',
    ],
    [
      'JSON for bytes',
      'POST {d}/invoices/attachments/upload?bookyearId=2&journal=V6&documentSeqNr=1',
      { body: {}, headers: { filename: 'a' } },
      'content-type must be application/octet-stream',
    ],
  ])('%s', (_what, call, sent, rule) => {
    const test = testOctopus()
    const answer = test.call(call, sent)
    expect([answer.status, bodyOf(answer)]).toEqual([400, REFUSED])
    expect(test.world.violations.map((violation) => violation.rule)).toEqual([rule])
  })

  it.each([
    ['an unknown property', { invoiceTotal: 1 }, 'body.invoiceTotal is no property of InvoiceServiceData'],
    [
      'one deep inside',
      { peppolFields: { buyerReference: { id: 'x' } } },
      'body.peppolFields.buyerReference.id is no property of BuyerReference',
    ],
    [
      'one on a line',
      { invoiceLines: [{ vatAmount: 1 }] },
      'body.invoiceLines[0].vatAmount is no property of InvoiceLineServiceData',
    ],
    ['null', { comment: null }, 'body.comment must be a text'],
    ['a text for a number', { documentSequenceNr: '1' }, 'body.documentSequenceNr must be a whole number of 32 bits'],
    [
      'a fraction for a whole number',
      { documentSequenceNr: 1.5 },
      'body.documentSequenceNr must be a whole number of 32 bits',
    ],
    ['a date with a time', { documentDate: '2026-11-20T00:00:00' }, 'body.documentDate must be a date YYYY-MM-DD'],
    ['a value without a meaning', { paymentMethod: 5 }, 'body.paymentMethod is no property of InvoiceServiceData'],
  ])('an invoice with %s', (_what, change, rule) => {
    const test = testOctopus()
    const answer = test.call('POST {d}/invoices', { body: { ...invoiceBody(1), ...change } })
    expect([answer.status, bodyOf(answer)]).toEqual([400, REFUSED])
    expect(test.world.violations.map((violation) => violation.rule)).toEqual([rule])
    expect(test.octopus.ledger().filter((document) => document.journal === 'V6')).toEqual([])
  })

  it('answers wrong elements of a booking with 500 and no body, unknown or missing ones with 400', () => {
    const test = testOctopus()
    const send = (change: Record<string, unknown>): [number, string] => {
      const body = { buySellBookingServiceData: { ...booking(1), ...change } }
      const answer = test.call('POST {d}/buysellbookings', { body })
      return [answer.status, String(answer.body)]
    }
    expect(send({ documentDate: '20/11/2026' })).toEqual([500, ''])
    expect(send({ amount: '29.99' })).toEqual([500, ''])
    expect(send({ orderNumber: 'x' })).toEqual([400, JSON.stringify(REFUSED)])
    expect(send({ paymentMethod: 14 })).toEqual([400, JSON.stringify(REFUSED)])
    // Nothing to book: senseless, but the document does not require the booking, so no violation.
    expect(bodyOf(test.call('POST {d}/buysellbookings', { body: { attachments: [] } }))).toEqual(REFUSED)
    expect(test.world.violations.map((violation) => violation.rule)).toEqual([
      'body.buySellBookingServiceData.documentDate must be a date YYYY-MM-DD',
      'body.buySellBookingServiceData.amount must be a number',
      'body.buySellBookingServiceData.orderNumber is no property of BuySellBookingServiceData',
      'body.buySellBookingServiceData.paymentMethod is a value without a meaning',
    ])
  })

  it.each([
    ['documentDate', -17],
    ['expiryDate', -18],
    ['bookyearPeriodeNr', undefined],
  ])('a booking without %s', (name, code) => {
    const test = testOctopus()
    const body = Object.fromEntries(Object.entries(booking(1)).filter(([key]) => key !== name))
    const answer = test.call('POST {d}/buysellbookings', { body: { buySellBookingServiceData: body } })
    expect(answer.status).toBe(400)
    expect(bodyOf<{ errorCode?: number }>(answer).errorCode).toBe(code)
    expect(test.world.violations).toHaveLength(1)
  })

  it('finds no other path and no other method', () => {
    const test = testOctopus()
    const answers = ['GET {d}/products', 'DELETE {d}/buysellbookings', 'GET {d}/bookyears/x'].map((call) =>
      test.call(call),
    )
    expect(answers.map((answer) => answer.status)).toEqual([404, 405, 404])
    expect(test.world.violations).toHaveLength(3)
  })

  it('keeps no value of a request', () => {
    const test = testOctopus()
    const secret = 'Jan Peeters jan@example.com'
    test.call('PUT {d}/relations', { body: { name: { text: secret }, vatType: 3 } })
    test.call(`GET {d}/relations?${encodeURIComponent(secret)}=1`)
    expect(test.world.violations).toHaveLength(2)
    expect(JSON.stringify(test.world.violations)).not.toContain('Peeters')
  })
})

describe('requests that keep to the document', () => {
  it('leave no violation', () => {
    const test = testOctopus()
    const opened = test.send('POST /dossiers?dossierId=49555&localeId=4', {
      headers: { token: test.userToken(), 'content-type': 'application/json' },
      body: Buffer.from('{}'),
    })
    expect(opened.status).toBe(200)
    const body = { ...booking(1), bookingLines: [{ ...bookingLine(24.79, 5.2), costCentreKey: { id: 1 } }] }
    const headers = { 'content-type': 'application/json; charset=UTF-8' }
    const answer = test.call('POST {d}/buysellbookings', { body: { buySellBookingServiceData: body }, headers })
    expect(answer).toMatchObject({ status: 201, body: '' })
    expect(test.world.violations).toEqual([])
  })
})
