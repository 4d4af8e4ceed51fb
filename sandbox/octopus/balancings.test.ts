/** Balancings: what is held against what, never for more than a line holds, and what the list tells of it. */

import { describe, expect, it } from 'vitest'
import { bodyOf, entry, testOctopus, type ErrorBody } from './test-client.ts'

const since = 'modifiedTimeStamp=1980-01-01%2000:00:00.000'
const key = (journalKey: string, documentSequenceNr: number, lineSequenceNr: number) => ({
  bookyearKey: { id: 2 },
  journalKey,
  documentSequenceNr,
  lineSequenceNr,
})

/** A sale of 29.99 and an entry that takes 10.00 off the same customer. */
function books() {
  const test = testOctopus()
  test.book(1)
  test.call('POST {d}/financialdiversbookings', { body: { financialDiversBookingServiceData: entry(1) } })
  const balance = (change: Record<string, unknown> = {}) =>
    test.call('POST {d}/balancings', {
      body: { debetKey: key('V5', 1, -1), creditKey: key('D2', 1, 1), balanceAmount: 10, ...change },
    })
  return { test, balance }
}

describe('a sale and a line of an entry', () => {
  it('are balanced in parts, and a full line is refused', () => {
    const { test, balance } = books()
    expect(balance({ balanceAmount: 4 }).status).toBe(201)
    expect(balance({ balanceAmount: 6.01 }).status).toBe(400)
    expect(balance({ balanceAmount: 6 }).status).toBe(201)
    const again = balance({ balanceAmount: 0.01 })
    expect(bodyOf<ErrorBody>(again).errorCode).toBe(-26)
    expect(bodyOf<ErrorBody>(again).technicalInfo).toContain('already balanced')
    expect(test.octopus.balancings().map(({ cents }) => cents)).toEqual([400, 600])
  })

  it.each([
    ['the sides turned', { debetKey: key('D2', 1, 1), creditKey: key('V5', 1, -1) }, -26],
    ['an amount of nothing', { balanceAmount: 0 }, -26],
    ['a part of a cent', { balanceAmount: 1.005 }, -26],
    ['a line of a sale', { debetKey: key('V5', 1, 1) }, -26],
    ['a line that is not there', { creditKey: key('D2', 1, 3) }, -26],
    ["the account, which is nobody's", { creditKey: key('D2', 1, 2) }, -26],
    ['a document that is not there', { debetKey: key('V5', 2, -1) }, -34],
    ['a journal that is not there', { debetKey: key('V77', 1, -1) }, -10],
    [
      'a key without a line',
      { debetKey: { bookyearKey: { id: 2 }, journalKey: 'V5', documentSequenceNr: 1 } },
      undefined,
    ],
    ['a property that is none', { remark: 'x' }, undefined],
  ])('refuses %s', (_, change, code) => {
    const { test, balance } = books()
    const answer = balance(change)
    expect([answer.status, bodyOf<ErrorBody>(answer).errorCode]).toEqual([400, code])
    expect(test.octopus.balancings()).toEqual([])
  })

  it('refuses accounts of VAT, and accounts altogether where the dossier does not balance them', () => {
    const { test } = books()
    const lines = (number: number, account: number) => ({
      bookingLines: [
        { type: 'A', accountKey: account, amount: 5 },
        { type: 'A', accountKey: account, amount: -5 },
      ],
      documentSequenceNr: number,
    })
    for (const [number, account] of [
      [2, 451000],
      [3, 499100],
    ] as const)
      test.call('POST {d}/financialdiversbookings', {
        body: { financialDiversBookingServiceData: entry(number, lines(number, account)) },
      })
    const balance = (number: number) =>
      test.call('POST {d}/balancings', {
        body: { debetKey: key('D2', number, 1), creditKey: key('D2', number, 2), balanceAmount: 5 },
      })
    expect(balance(2).status).toBe(400)
    test.octopus.admin('POST', '/settings', { accountsBalance: false })
    expect(balance(3).status).toBe(400)
    test.octopus.admin('POST', '/settings', { accountsBalance: true })
    expect(balance(3).status).toBe(201)
  })
})

it('the list tells what stands and what was undone, with both keys, and nothing is 404', () => {
  const { test, balance } = books()
  expect(test.call(`GET {d}/balancings/modified?${since}`).status).toBe(404)
  balance()
  const listed = test.read<{ modifiedBalancings: unknown[]; deletedBalancings: unknown[] }>(
    `{d}/balancings/modified?${since}`,
  )
  const row = {
    type: { type: 'C', relationKey: { id: 7 } },
    debetDocument: { balancingKey: key('V5', 1, -1), debetBookingAmount: 29.99 },
    creditDocument: { balancingKey: key('D2', 1, 1), creditBookingAmount: 10 },
    creditBalancedBookingAmount: 10,
  }
  expect(listed).toMatchObject({ modifiedBalancings: [row], deletedBalancings: [] })
  test.byHand({ action: 'unbalance', debet: 'V5/1/-1', credit: 'D2/1/1' })
  const after = test.read<{ modifiedBalancings: unknown[]; deletedBalancings: unknown[] }>(
    `{d}/balancings/modified?${since}`,
  )
  expect(after).toMatchObject({ modifiedBalancings: [], deletedBalancings: [{ debetDocument: row.debetDocument }] })
  test.byHand({ action: 'balance', debet: 'V5/1/-1', credit: 'D2/1/1', amountCents: 1000 })
  expect(test.octopus.balancings()).toMatchObject([{ cents: 1000, madeBy: 'bookkeeper' }])
})

it('is undone one by one, by line and by document; a document that goes takes its own along', () => {
  const { test, balance } = books()
  const pair = { debetKey: key('V5', 1, -1), creditKey: key('D2', 1, 1) }
  balance()
  expect(test.call('DELETE {d}/balancings/delete', { body: pair }).status).toBe(204)
  expect(test.call('DELETE {d}/balancings/delete', { body: pair }).status).toBe(400)
  balance()
  expect(test.call('DELETE {d}/balancings/bookingline/delete', { body: pair.creditKey }).status).toBe(204)
  balance()
  const document = { bookyearKey: { id: 2 }, journal: 'V5', documentSequenceNr: 1 }
  expect(test.call('DELETE {d}/balancings/document/delete', { body: document }).status).toBe(204)
  balance()
  test.byHand({ action: 'delete', journal: 'D2', number: 1 })
  expect(test.octopus.balancings()).toEqual([])
})

it('keeps to the calls of a day', () => {
  const { test, balance } = books()
  test.octopus.admin('POST', '/settings', { limits: { 'POST /dossiers/{dossierId}/balancings': 1 } })
  expect(balance({ balanceAmount: 1 }).status).toBe(201)
  expect(balance({ balanceAmount: 1 }).status).toBe(429)
})
