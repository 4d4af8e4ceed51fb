import { expect, it } from 'vitest'
import { readingsOf } from './readings.ts'

async function stateOf(reading: { abandoned: Promise<string> }): Promise<string> {
  return Promise.race([reading.abandoned, Promise.resolve('under way')])
}

it('gives up the oldest of whoever has too many, and nobody else’s', async () => {
  const readings = readingsOf({ ofOneMax: 2, bytesOfOneMax: 1000, bytesOfAllMax: 10_000 })
  const other = readings.begin('other')
  const [first, second, third] = [readings.begin('one'), readings.begin('one'), readings.begin('one')]
  expect(await Promise.all([other, first, second, third].map(stateOf))).toEqual([
    'under way',
    'abandoned',
    'under way',
    'under way',
  ])
  second.end()
  expect(await stateOf(readings.begin('one'))).toBe('under way')
  expect(await stateOf(third)).toBe('under way')
})

it('gives up the oldest of whoever has most under way, where all together have too much', async () => {
  const readings = readingsOf({ ofOneMax: 9, bytesOfOneMax: 1000, bytesOfAllMax: 1500 })
  const [small, large, larger] = [readings.begin('a'), readings.begin('b'), readings.begin('b')]
  small.given(300)
  large.given(500)
  larger.given(400)
  expect(await Promise.all([small, large, larger].map(stateOf))).toEqual(['under way', 'under way', 'under way'])
  small.given(400)
  expect(await Promise.all([small, large, larger].map(stateOf))).toEqual(['under way', 'abandoned', 'under way'])
  // What was given up counts no more.
  small.given(200)
  large.given(1000)
  expect(await Promise.all([small, larger].map(stateOf))).toEqual(['under way', 'under way'])
  larger.given(601)
  expect(await stateOf(larger)).toBe('abandoned')
})
