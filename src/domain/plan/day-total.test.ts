/** Goal: the parts of a total's key can be read out of it again, so that no other code has to know how it is put together. */
import { expect, it } from 'vitest'
import { groupOf, readTotalKey, totalKey } from './day-total.ts'

it('of a total gives back its day, its destination, its group and its place among those of the group', () => {
  const total = { treatment: 'DOM', vatCountry: 'BE', rateBp: 2100, credit: true }
  const of = { date: '2026-11-20', destination: 'BE', ...total }
  const key = totalKey(of, 12)
  expect(key).toBe('2026-11-20|BE|DOM|BE|2100|credit|12')
  expect(readTotalKey(key)).toEqual({ group: groupOf(of), date: '2026-11-20', destination: 'BE', sequence: 12 })
  expect(readTotalKey(totalKey({ ...of, credit: false }, 12)).group).not.toBe(groupOf(of))
})
