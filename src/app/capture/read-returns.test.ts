/** Goal: credits come soon, and a poll in which nothing happened stays cheap. */
import { describe, expect, it } from 'vitest'
import { bolFacts } from '../../adapters/bol/facts.ts'
import { listsToRead } from './read-returns.ts'

const lists = bolFacts.returnLists
const now = Date.parse('2026-11-24T10:00:00Z')
const hour = 3_600_000
const day = { now, idle: true, night: false }

function readAgo(hours: { handled: number; unhandled: number }) {
  return (['seller', 'marketplace'] as const).flatMap((fulfilment) =>
    [true, false].map((handled) => ({
      fulfilment,
      handled,
      readAt: now - (handled ? hours.handled : hours.unhandled) * hour,
      sweptAt: now - hour,
    })),
  )
}

const namesOf = (due: ReturnType<typeof listsToRead>): string[] =>
  due.map(({ list, whole }) => `${list.fulfilment} ${list.handled ? 'handled' : 'open'}${whole ? ' whole' : ''}`)

describe('which lists of returns are read', () => {
  it('all of them, to their end, the first time', () => {
    expect(namesOf(listsToRead(lists, [], [], day)).toSorted()).toEqual([
      'marketplace handled whole',
      'marketplace open whole',
      'seller handled whole',
      'seller open whole',
    ])
  })

  it('the handled ones whenever somebody asks, the others once a day', () => {
    expect(namesOf(listsToRead(lists, readAgo({ handled: 0.1, unhandled: 23 }), [], day))).toEqual([
      'seller handled',
      'marketplace handled',
    ])
    expect(namesOf(listsToRead(lists, readAgo({ handled: 0.1, unhandled: 25 }), [], day))).toHaveLength(4)
  })

  it('that of the stock which the shop sells from comes first', () => {
    expect(namesOf(listsToRead(lists, readAgo({ handled: 1, unhandled: 1 }), ['marketplace'], day))[0]).toBe(
      'marketplace handled',
    )
  })

  it('a handled list to its end once a day, by night where the day is idle', () => {
    const read = readAgo({ handled: 1, unhandled: 1 }).map((row) => ({ ...row, sweptAt: now - 21 * hour }))
    expect(namesOf(listsToRead(lists, read, [], day))).toEqual(['seller handled', 'marketplace handled'])
    expect(namesOf(listsToRead(lists, read, [], { ...day, night: true }))[0]).toBe('seller handled whole')
    expect(namesOf(listsToRead(lists, read, [], { ...day, idle: false }))[0]).toBe('seller handled whole')
  })
})
