/** Entries: the number rule in their own words, lines that balance, what lists and reports show of them. */

import { describe, expect, it } from 'vitest'
import { bodyOf, booking, entry, testOctopus, type ErrorBody } from './test-client.ts'
import type { EntryBody } from './entries.ts'

const since = 'modifiedTimeStamp=1980-01-01%2000:00:00.000'

function posted(test: ReturnType<typeof testOctopus>, body: EntryBody) {
  return test.call('POST {d}/financialdiversbookings', { body: { financialDiversBookingServiceData: body } })
}

describe('an entry in a D journal', () => {
  it('takes the next number and nothing else, and says the last one in its own words', () => {
    const test = testOctopus()
    expect(posted(test, entry(1)).status).toBe(201)
    const again = posted(test, entry(1))
    expect([again.status, bodyOf<ErrorBody>(again).errorCode]).toEqual([400, -13])
    expect(bodyOf<ErrorBody>(again).technicalInfo).toContain('Last Document : 1')
    expect(posted(test, entry(2)).status).toBe(201)
  })

  it.each([
    ['lines that do not balance', { bookingLines: [{ type: 'A', accountKey: 499100, amount: 1 }] }, -24],
    ['an account that is not there', { bookingLines: [{ type: 'A', accountKey: 499555, amount: 0 }] }, -21],
    ['a relation that is not there', { bookingLines: [{ type: 'C', relationId: 999, amount: 0 }] }, -16],
    ['a customer as supplier', { bookingLines: [{ type: 'S', relationId: 7, amount: 0 }] }, -16],
    ['a kind of line that nobody knows', { bookingLines: [{ type: 'X', amount: 0 }] }, -25],
    ['a period that is not there', { bookyearPeriodeNr: 11 }, -14],
    ['a sales journal', { journalKey: 'V5' }, -38],
  ])('refuses %s', (_, change, code) => {
    const answer = posted(testOctopus(), entry(1, change))
    expect(bodyOf<ErrorBody>(answer).errorCode).toBe(code)
  })

  it('shows in the list of entries, not among bookings, and with its side in the history of an account', () => {
    const test = testOctopus()
    posted(test, entry(1))
    const rows = test.read<Record<string, unknown>[]>(`{d}/financialdiversbookings/modified?bookyearId=-1&${since}`)
    expect(rows).toMatchObject([
      { journalKey: 'D2', documentSequenceNr: 1, bookingLines: [{ type: 'C' }, { type: 'A' }] },
    ])
    const body = { fromBookyearKey: { id: 2 }, toBookyearKey: { id: 2 }, accountNr: 499100 }
    const history = test.call('POST {d}/reports/accounts/history', { body })
    expect(bodyOf(history)).toMatchObject([{ journalKey: 'D2', debetBookingAmount: 10, creditBookingAmount: 0 }])
    test.byHand({ action: 'delete', journal: 'D2', number: 1 })
    const deleted = test.read<{ deletedBookings: unknown[] }>(
      `{d}/bookyears/2/bookings/modified?journalTypeId=4&${since}`,
    )
    expect(deleted.deletedBookings).toMatchObject([{ journalType: 4, journalSequenceNr: 2, documentSequenceNr: 1 }])
  })

  it('may mean the other side by the same sign', () => {
    const test = testOctopus()
    test.octopus.admin('POST', '/settings', { entrySign: 'creditPositive' })
    posted(test, entry(1))
    const history = test.call('POST {d}/reports/accounts/history', { body: { accountNr: 499100 } })
    expect(bodyOf(history)).toMatchObject([{ debetBookingAmount: 0, creditBookingAmount: 10 }])
  })
})

it('a receipt that a person enters in a bank journal stands on its account with the bank behind it', () => {
  const test = testOctopus()
  test.byHand({ action: 'bookEntry', journal: 'F1', lines: [{ type: 'A', account: 499100, amountCents: 4077 }] })
  const history = test.call('POST {d}/reports/accounts/history', { body: { accountNr: 499100 } })
  expect(bodyOf(history)).toMatchObject([{ journalKey: 'F1', creditBookingAmount: 40.77 }])
  const bank = test.call('POST {d}/reports/accounts/history', {
    body: { accountNr: 550000, fromBookyearKey: { id: 2 } },
  })
  expect(bodyOf(bank)).toMatchObject([{ debetBookingAmount: 40.77 }])
})

it('a purchase with VAT reversed to the buyer owes it and recovers it, and the supplier gets the base', () => {
  const test = testOctopus()
  const line = { accountKey: 613100, baseAmount: 100, vatCodeKey: 'D21IC', vatAmount: 0, comment: 'COMMISSION' }
  const body = booking(1, { journalKey: 'A2', amount: 100, bookingLines: [line] })
  expect(test.call('POST {d}/buysellbookings', { body: { buySellBookingServiceData: body } }).status).toBe(201)
  const { modifiedBookings } = test.read<{ modifiedBookings: { accountKey: number; bookingAmount: number }[] }>(
    `{d}/bookyears/2/bookings/modified?journalTypeId=1&modifiedTimeStamp=2026-11-01%2000:00:00.000`,
  )
  expect(modifiedBookings.map((row) => [row.accountKey, row.bookingAmount])).toEqual([
    [440000, -100],
    [613100, 100],
    [411000, 21],
    [451000, -21],
  ])
})
