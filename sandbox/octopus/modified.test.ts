/** Goal: what lists of changes show, when, and what they never show. */

import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import { DAY, HOUR, MINUTE, bodyOf, booking, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

interface Row {
  journalKey: string
  documentSequenceNr: number
  comment: string
}

interface Report {
  modifiedBookings: { documentSequenceNr: number; accountKey: number; bookingAmount: number }[]
  deletedBookings: {
    bookyearKey: { id: number }
    journalType: number
    journalSequenceNr: number
    documentSequenceNr: number
  }[]
}

function changed(test: TestOctopus, since: string, more = '&journalKey=V5'): SandboxResponse {
  const time = encodeURIComponent(since)
  return test.call(`GET {d}/buysellbookings/modified?bookyearId=-1&modifiedTimeStamp=${time}${more}`)
}

function numbers(answer: SandboxResponse): number[] {
  if (answer.status === 404) return []
  return bodyOf<Row[]>(answer)
    .map((row) => row.documentSequenceNr)
    .toSorted((a, b) => a - b)
}

function report(test: TestOctopus, since: string, place = { year: -1, type: -1 }): SandboxResponse {
  const query = `journalTypeId=${place.type}&modifiedTimeStamp=${encodeURIComponent(since)}`
  return test.call(`GET {d}/bookyears/${place.year}/bookings/modified?${query}`)
}

describe('local time', () => {
  it('is Brussels time in winter and in summer', () => {
    const winter = testOctopus({ start: Date.parse('2026-01-15T09:30:00Z') })
    winter.book(1, { bookyearPeriodeNr: 202601, documentDate: '2026-01-15' })
    expect([
      numbers(changed(winter, '2026-01-15 10:30:00.000')),
      numbers(changed(winter, '2026-01-15 10:30:00.001')),
    ]).toEqual([[1], []])
    const summer = testOctopus({ start: Date.parse('2026-07-15T09:30:00Z') })
    summer.book(1, { bookyearPeriodeNr: 202607, documentDate: '2026-07-15' })
    expect([
      numbers(changed(summer, '2026-07-15 11:30:00.000')),
      numbers(changed(summer, '2026-07-15 11:30:00.001')),
    ]).toEqual([[1], []])
  })

  it('runs twice through an hour in October: a change in the second pass can lie before the asked time', () => {
    // 02:50 summer time, then 40 minutes later 02:30 winter time.
    const test = testOctopus({ start: Date.parse('2026-10-25T00:50:00Z') })
    test.advance(40 * MINUTE)
    test.book(1, { bookyearPeriodeNr: 202610, documentDate: '2026-10-25' })
    expect(numbers(changed(test, '2026-10-25 02:50:00.000'))).toEqual([])
    expect(numbers(changed(test, '2026-10-25 02:30:00.000'))).toEqual([1])
  })
})

describe('what changed', () => {
  it('is told by book year and journal, or for all of them', () => {
    const test = testOctopus()
    test.book(1)
    const always = '1980-01-01 00:00:00.000'
    expect(numbers(changed(test, always))).toEqual([1])
    const all = bodyOf<Row[]>(changed(test, always, ''))
    // Two years of six purchases and three sales, and ours; invoices are not among them.
    expect(all).toHaveLength(19)
    expect(new Set(all.map((row) => row.journalKey))).toEqual(new Set(['A1', 'V1', 'V5']))
    const none = changed(test, always, '&journalKey=V99')
    expect(bodyOf<ErrorBody>(none).technicalInfo).toBe(
      'No modified Buy/Sell Bookings found in dossier 49555bookyearId: -1, Journal Key: V99 ',
    )
  })

  it('shows after the lag only, a change as well; one document by number shows at once', () => {
    const test = testOctopus({ settings: { visibilityLagSeconds: 60 } })
    const since = '2026-11-23 00:00:00.000'
    const comments = (): string[] => {
      const answer = changed(test, since)
      return answer.status === 404 ? [] : bodyOf<Row[]>(answer).map((row) => row.comment)
    }
    test.book(1)
    const before = comments()
    expect(test.call('GET {d}/buysellbookings?bookyearId=2&journalKey=V5&documentSeqNr=1').status).toBe(200)
    test.advance(MINUTE)
    test.call('PUT {d}/buysellbookings', { body: booking(1, { comment: 'anders' }) })
    const between = comments()
    test.advance(MINUTE)
    expect({ before, between, after: comments() }).toEqual({
      before: [],
      between: ['bol.com C000TEST01'],
      after: ['anders'],
    })
  })

  it('does not tell of deletions: the document is just not there any more', () => {
    const test = testOctopus()
    test.book(1)
    test.book(2)
    test.byHand({ action: 'delete', journal: 'V5', number: 2 })
    expect(numbers(changed(test, '2026-11-23 00:00:00.000'))).toEqual([1])
  })
})

describe('bookings/modified', () => {
  it('tells of deletions, after the lag, by kind of journal', () => {
    const test = testOctopus()
    const since = '2026-11-23 00:00:00.000'
    test.book(1)
    test.octopus.admin('POST', '/settings', { visibilityLagSeconds: 60 })
    test.byHand({ action: 'delete', journal: 'V5', number: 1 })
    test.byHand({ action: 'delete', journal: 'A1', number: 6, bookyear: 1 })
    expect(bodyOf<Report>(report(test, since)).deletedBookings).toEqual([])
    test.advance(MINUTE)
    const sale = { bookyearKey: { id: 2 }, journalType: 2, journalSequenceNr: 5, documentSequenceNr: 1 }
    const purchase = { bookyearKey: { id: 1 }, journalType: 1, journalSequenceNr: 1, documentSequenceNr: 6 }
    expect(bodyOf<Report>(report(test, since)).deletedBookings).toEqual([purchase, sale])
    expect(bodyOf<Report>(report(test, since, { year: 2, type: 2 })).deletedBookings).toEqual([sale])
    expect(report(test, since, { year: 2, type: 3 }).status).toBe(404)
  })

  it('gives the entry of a booking: its amounts are in balance', () => {
    const test = testOctopus()
    test.book(1)
    const { modifiedBookings } = bodyOf<Report>(report(test, '2026-11-23 00:00:00.000'))
    expect(modifiedBookings.map((line) => [line.accountKey, line.bookingAmount])).toEqual([
      [400000, 29.99],
      [700000, -24.79],
      [451000, -5.2],
    ])
  })

  it('lists deleted invoices, or not, and stops at a time that is given', () => {
    const test = testOctopus()
    test.invoice(1)
    test.byHand({ action: 'delete', journal: 'V6', number: 1 })
    const since = '2026-11-23 00:00:00.000'
    expect(bodyOf<Report>(report(test, since)).deletedBookings).toHaveLength(1)
    const until = encodeURIComponent('2026-11-23 09:00:00.000')
    const query = `journalTypeId=-1&modifiedTimeStamp=${encodeURIComponent(since)}&modifiedTimeStampTo=${until}`
    expect(test.call(`GET {d}/bookyears/-1/bookings/modified?${query}`).status).toBe(404)
    test.octopus.admin('POST', '/settings', { deletedInvoicesListed: false })
    expect(report(test, since).status).toBe(404)
  })
})

describe('reference data', () => {
  it('tells of accounts that were made or went out of use, and of journals that were closed', () => {
    const test = testOctopus()
    test.advance(HOUR)
    test.byHand({ action: 'setAccount', account: 700777, bookyear: 2, description: 'Nieuw' })
    test.byHand({ action: 'setAccount', account: 700000, bookyear: 2, active: false })
    test.byHand({ action: 'closeJournal', journal: 'V5' })
    const since = encodeURIComponent('2026-11-23 10:30:00.000')
    interface Account {
      accountKey: { id: number }
    }
    const accounts = test.read<{ modified: Account[]; deleted: Account[] }>(
      `{d}/accounts/modified?modifiedTimeStamp=${since}`,
    )
    expect(accounts.modified.map(({ accountKey }) => accountKey.id)).toEqual([700777])
    expect(accounts.deleted.map(({ accountKey }) => accountKey.id)).toEqual([700000])
    const journals = test.read<{ modifiedJournalServiceDataList: unknown[] }>(
      `{d}/journals/modified?modifiedTimeStamp=${since}`,
    )
    expect(journals.modifiedJournalServiceDataList).toMatchObject([
      { journalKeyServiceData: { journalTypeCode: 'V', sequenceNumber: 5 }, closed: true },
    ])
    const left = test.read<Account[]>('{d}/accounts?bookyearId=2').map(({ accountKey }) => accountKey.id)
    expect(left).toContain(700777)
    expect(left).not.toContain(700000)
    expect(bodyOf<ErrorBody>(test.book(1)).errorCode).toBe(-11)
    test.byHand({ action: 'reopenJournal', journal: 'V5' })
    expect(bodyOf<ErrorBody>(test.book(1)).errorCode).toBe(-21)
  })

  it('opens the next book year on 1 December, with the same journals, empty', () => {
    const test = testOctopus({ start: Date.parse('2026-11-30T22:59:00Z') })
    const years = (): unknown[] =>
      test.read<{ bookyearKey: { id: number } }[]>('{d}/bookyears').map((year) => year.bookyearKey.id)
    test.book(1)
    expect(years()).toEqual([1, 2])
    test.advance(MINUTE)
    expect(years()).toEqual([1, 2, 3])
    const january = { bookyearKey: { id: 3 }, bookyearPeriodeNr: 202701, documentDate: '2027-01-02' }
    expect([test.book(1, january).status, test.book(2).status]).toEqual([201, 201])
    test.advance(400 * DAY)
    expect(years()).toEqual([1, 2, 3, 4])
  })

  it('does not open it when the settings say so, until the bookkeeper does', () => {
    const test = testOctopus({ settings: { autoBookyears: false } })
    test.advance(30 * DAY)
    expect(bodyOf<ErrorBody>(test.book(1, { bookyearKey: { id: 3 } })).errorCode).toBe(-9)
    test.byHand({ action: 'addBookyear', periodType: 'QUARTER' })
    const periods = test.read<{ periods: unknown[] }[]>('{d}/bookyears').at(-1)?.periods
    expect(periods).toEqual([
      { bookyearPeriod: 202701, startDate: '2027-01-01', endDate: '2027-03-31' },
      { bookyearPeriod: 202702, startDate: '2027-04-01', endDate: '2027-06-30' },
      { bookyearPeriod: 202703, startDate: '2027-07-01', endDate: '2027-09-30' },
      { bookyearPeriod: 202704, startDate: '2027-10-01', endDate: '2027-12-31' },
    ])
  })
})
