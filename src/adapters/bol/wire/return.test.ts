/** Goal: no return is lost or read as another one, and none of the buyer's words is kept. Method: answers as bol.com gives them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brusselsCalendar } from '../testkit.ts'
import { readReturn, readReturnList } from './return.ts'

const context = { calendar: brusselsCalendar(), hash: (text: string) => text }

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
    const answer = readReturnList({ returns: [aRow()] }, 'seller', context)
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
    const answer = readReturnList({ returns: [aRow()] }, 'seller', context)
    const facts = answer.kind === 'ok' ? answer.value.rows.map((row) => row.items) : null
    expect(JSON.stringify(facts)).not.toContain('Peeters')
  })

  it('reads what is left out as absent, and a page past the end as empty', () => {
    const answer = readReturnList(
      { returns: [aRow({}, { handled: undefined, processingResults: undefined, returnReason: undefined })] },
      'seller',
      context,
    )
    expect(answer).toMatchObject({ kind: 'ok', value: { rows: [{ items: [{ handled: false, results: [] }] }] } })
    expect(readReturnList({}, 'seller', context)).toEqual({ kind: 'ok', value: { rows: [], bad: [], more: false } })
  })

  it.each([
    ['a row without a number', { returnId: undefined }, { named: false, orderId: 'C000TEST03', fault: 'returnId' }],
    [
      'an item without a number',
      { returnItems: [{ orderId: 'C000TEST03' }] },
      { key: '998000001', orderId: 'C000TEST03', fault: 'returnItems.rmaId' },
    ],
    ['items that are no list', { returnItems: 'none' }, { key: '998000001', fault: 'returnItems' }],
  ])('tells %s and reads the others', (_, change, told) => {
    const answer = readReturnList({ returns: [aRow(change), aRow({ returnId: '998000002' })] }, 'seller', context)
    const rows = answer.kind === 'ok' ? answer.value.rows.filter((row) => row.items.length > 0) : []
    expect(rows).toMatchObject([{ returnId: '998000002' }])
    expect(answer).toMatchObject({ value: { bad: [told] } })
  })

  it('takes a stock that nobody knows from the list that was asked for, and results that nobody knows as they are', () => {
    const odd = aRow(
      { fulfilmentMethod: 'FBX' },
      { processingResults: [{ quantity: 1, handlingResult: 'LOST_AT_SEA' }] },
    )
    expect(readReturnList({ returns: [odd] }, 'marketplace', context)).toMatchObject({
      value: { rows: [{ items: [{ fulfilment: 'marketplace', results: [{ handling: 'LOST_AT_SEA' }] }] }], bad: [] },
    })
  })

  it('told twice alike counts once; told twice otherwise, the return itself is to say', () => {
    expect(readReturnList({ returns: [aRow(), aRow()] }, 'seller', context)).toMatchObject({
      value: { rows: [{ returnId: '998000001' }], bad: [] },
    })
    expect(readReturnList({ returns: [aRow(), aRow({}, { handled: false })] }, 'seller', context)).toMatchObject({
      value: { rows: [], bad: [{ key: '998000001', fault: 'returnId twice' }] },
    })
  })

  it('goes on after a full page only', () => {
    const full = Array.from({ length: 50 }, (_, index) => aRow({ returnId: String(index) }))
    expect(readReturnList({ returns: full }, 'seller', context)).toMatchObject({ kind: 'ok', value: { more: true } })
  })

  const live = join(import.meta.dirname, '../../../../../shared/apis/bol/fixtures/dreambits-live/returns_list.json')
  it.skipIf(!existsSync(live))('as it was recorded in August 2026', () => {
    const { body } = JSON.parse(readFileSync(live, 'utf8')) as { body: { returns: { returnItems: unknown[] }[] } }
    const answer = readReturnList(body, 'seller', context)
    const items = answer.kind === 'ok' ? answer.value.rows.flatMap((row) => row.items) : []
    expect(items).toHaveLength(body.returns.flatMap((row) => row.returnItems).length)
    expect(items.every((item) => !item.handled && item.registeredAt !== null)).toBe(true)
  })
})

it('one return that answers for another is not taken', () => {
  const known = undefined
  expect(readReturn(aRow(), { returnId: '998000001', known }, context)).toMatchObject({ kind: 'ok' })
  expect(readReturn(aRow(), { returnId: '998000002', known }, context)).toMatchObject({
    kind: 'later',
    cause: 'unreadable',
  })
})
