/** Goal: credits come soon, and a poll in which nothing happened stays cheap. */
import { describe, expect, it } from 'vitest'
import { listsToRead } from './read-returns.ts'

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

const namesOf = (lists: ReturnType<typeof listsToRead>): string[] =>
  lists.map(({ list, whole }) => `${list.fulfilment} ${list.handled ? 'handled' : 'open'}${whole ? ' whole' : ''}`)

describe('which lists of returns are read', () => {
  it('all of them, to their end, the first time', () => {
    expect(namesOf(listsToRead([], [], day)).toSorted()).toEqual([
      'marketplace handled whole',
      'marketplace open whole',
      'seller handled whole',
      'seller open whole',
    ])
  })

  it('the handled ones whenever somebody asks, the others once a day', () => {
    expect(namesOf(listsToRead(readAgo({ handled: 0.1, unhandled: 23 }), [], day))).toEqual([
      'seller handled',
      'marketplace handled',
    ])
    expect(namesOf(listsToRead(readAgo({ handled: 0.1, unhandled: 25 }), [], day))).toHaveLength(4)
  })

  it('that of the stock which the shop sells from comes first', () => {
    expect(namesOf(listsToRead(readAgo({ handled: 1, unhandled: 1 }), ['marketplace'], day))[0]).toBe(
      'marketplace handled',
    )
  })

  it('a handled list to its end once a day, by night where the day is idle', () => {
    const read = readAgo({ handled: 1, unhandled: 1 }).map((row) => ({ ...row, sweptAt: now - 21 * hour }))
    expect(namesOf(listsToRead(read, [], day))).toEqual(['seller handled', 'marketplace handled'])
    expect(namesOf(listsToRead(read, [], { ...day, night: true }))[0]).toBe('seller handled whole')
    expect(namesOf(listsToRead(read, [], { ...day, idle: false }))[0]).toBe('seller handled whole')
  })
})
