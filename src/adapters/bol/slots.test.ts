import { describe, expect, it } from 'vitest'
import { createSlots } from './slots.ts'
import type { SlotAnswer } from './slots.ts'
import { memoryLimits, standingClock, START } from './testkit.ts'

const DETAIL = 'GET /retailer/orders/{id}'

function open(calls: number, windowMs: number) {
  const [clock, limits] = [standingClock(), memoryLimits()]
  const routeLimits = { [DETAIL]: { calls, windowMs } }
  return { clock, limits, slots: createSlots({ limits, clock, accountKey: 'acc', routeLimits }) }
}

function granted(answers: SlotAnswer[]): number {
  return answers.filter((answer) => answer.kind === 'granted').length
}

describe('slots of a real limit', () => {
  // Goal: never more calls than the limit, few statements. Method: callers at one moment, then one after the other.
  it('serves callers of one moment with one statement per ten', async () => {
    const { limits, slots } = open(25, 1_000)
    const answers = await Promise.all(Array.from({ length: 24 }, () => slots.take(DETAIL)))
    expect(granted(answers)).toBe(20)
    expect(answers.filter((answer) => answer.kind === 'wait')).toEqual(
      Array.from({ length: 4 }, () => ({ kind: 'wait', until: START + 1_050, blocked: false })),
    )
    expect(limits.taken.length).toBeLessThanOrEqual(4)
    expect(limits.taken[0]).toMatchObject({ key: 'bol:acc:GET /retailer/orders/{id}', limit: 20, windowMs: 1_050 })
  })

  it('takes nothing in advance: what is used late could meet the next window', async () => {
    const { limits, slots } = open(25, 1_000)
    for (let call = 0; call < 3; call++) await slots.take(DETAIL)
    expect(limits.taken.map((request) => request.wanted)).toEqual([1, 1, 1])
  })

  it('lets nobody wait for ever when the database is away', async () => {
    const { limits, slots } = open(25, 1_000)
    const take = limits.take.bind(limits)
    limits.take = async () => {
      throw new Error('database away')
    }
    const answers = await Promise.allSettled([slots.take(DETAIL), slots.take(DETAIL)])
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected'])
    limits.take = take
    expect(await slots.take(DETAIL)).toEqual({ kind: 'granted' })
  })
})

describe('slots of a lifted limit', () => {
  it('come ten at a time and are used for one second, then lost', async () => {
    const { clock, limits, slots } = open(100_000, 1_000)
    for (let call = 0; call < 20; call++) await slots.take(DETAIL)
    expect(limits.taken).toHaveLength(2)
    await slots.take(DETAIL)
    clock.at += 999
    await slots.take(DETAIL)
    expect(limits.taken).toHaveLength(3)
    clock.at += 1
    await slots.take(DETAIL)
    expect(limits.taken).toHaveLength(4)
  })

  it('are given up when the other side wants a pause', async () => {
    const { slots } = open(100_000, 1_000)
    await slots.take(DETAIL)
    await slots.block(DETAIL, START + 5_000)
    expect(await slots.take(DETAIL)).toEqual({ kind: 'wait', until: START + 5_000, blocked: true })
  })

  it('are not used after the clock was set back', async () => {
    const { clock, limits, slots } = open(100_000, 1_000)
    await slots.take(DETAIL)
    clock.at -= 10_000
    await slots.take(DETAIL)
    expect(limits.taken).toHaveLength(2)
  })
})
