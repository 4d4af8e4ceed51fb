/** Goal: no return is lost or read as another one, and none of the buyer's words is kept. Method: answers as bol.com gives them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brusselsCalendar } from './testkit.ts'
import { readReturn, readReturnList } from './wire-return.ts'

const calendar = brusselsCalendar()

function aRow(change: object = {}, item: object = {}): object {
  return {
    returnId: '998000001',
    registrationDateTime: '2026-11-16T13:57:25+01:00',
    fulfilmentMethod: 'FBB',
    returnItems: [
      {
        rmaId: '964000001',
        orderId: 'C000TEST03',
        ean: '9780471117094',
        expectedQuantity: 2,
        returnReason: { mainReason: 'Klacht over artikel', customerComments: 'Bel mij: Jan Peeters' },
        handled: true,
        processingResults: [
          {
            quantity: 1,
            processingResult: 'ACCEPTED',
            handlingResult: 'RETURN_RECEIVED',
            processingDateTime: '2026-11-20T23:30:00Z',
          },
        ],
        ...item,
      },
    ],
    ...change,
  }
}

describe('a list of returns', () => {
  it('tells order, product, quantity and the day of its processing in Brussels', () => {
    const answer = readReturnList({ returns: [aRow()] }, calendar)
    expect(answer).toMatchObject({
      kind: 'ok',
      value: {
        more: false,
        rows: [
          {
            returnId: '998000001',
            items: [
              {
                rmaId: '964000001',
                orderId: 'C000TEST03',
                fulfilment: 'marketplace',
                handled: true,
                expectedQuantity: 2,
                results: [{ quantity: 1, processing: 'ACCEPTED', processedOn: '2026-11-21' }],
              },
            ],
          },
        ],
      },
    })
  })

  it('keeps none of the buyer’s own words among the facts', () => {
    const answer = readReturnList({ returns: [aRow()] }, calendar)
    const facts = answer.kind === 'ok' ? answer.value.rows.map((row) => row.items) : null
    expect(JSON.stringify(facts)).not.toContain('Peeters')
  })

  it('reads what is left out as absent, and a page past the end as empty', () => {
    const answer = readReturnList(
      { returns: [aRow({}, { handled: undefined, processingResults: undefined, returnReason: undefined })] },
      calendar,
    )
    expect(answer).toMatchObject({ kind: 'ok', value: { rows: [{ items: [{ handled: false, results: [] }] }] } })
    expect(readReturnList({}, calendar)).toEqual({ kind: 'ok', value: { rows: [], more: false } })
  })

  it.each([
    ['a row without a number', { returnId: undefined }],
    ['a stock that nobody knows', { fulfilmentMethod: 'FBX' }],
    ['an item without a number', { returnItems: [{ orderId: 'C000TEST03' }] }],
  ])('is unreadable as a whole with %s: passing it over would lose a credit', (_, change) => {
    expect(readReturnList({ returns: [aRow(change)] }, calendar)).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })

  it('goes on after a full page only', () => {
    const full = Array.from({ length: 50 }, (_, index) => aRow({ returnId: String(index) }))
    expect(readReturnList({ returns: full }, calendar)).toMatchObject({ kind: 'ok', value: { more: true } })
  })

  const live = join(import.meta.dirname, '../../../../shared/apis/bol/fixtures/dreambits-live/returns_list.json')
  it.skipIf(!existsSync(live))('as it was recorded in August 2026', () => {
    const { body } = JSON.parse(readFileSync(live, 'utf8')) as { body: { returns: { returnItems: unknown[] }[] } }
    const answer = readReturnList(body, calendar)
    const items = answer.kind === 'ok' ? answer.value.rows.flatMap((row) => row.items) : []
    expect(items).toHaveLength(body.returns.flatMap((row) => row.returnItems).length)
    expect(items.every((item) => !item.handled && item.registeredAt !== null)).toBe(true)
  })
})

it('one return that answers for another is not taken', () => {
  expect(readReturn(aRow(), '998000001', calendar)).toMatchObject({ kind: 'ok' })
  expect(readReturn(aRow(), '998000002', calendar)).toMatchObject({ kind: 'later', cause: 'unreadable' })
})
