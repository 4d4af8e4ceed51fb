import { describe, expect, it } from 'vitest'
import { BOL_LIMITS, parseBolLimits, slotRule } from './limits.ts'

describe('parseBolLimits', () => {
  // Goal: an operator can raise or lower a limit, and a slip of the pen does not pass for a limit.
  it('lays the operator’s numbers over the shipped ones, under any name in the braces', () => {
    const answer = parseBolLimits({
      'GET /retailer/orders/{id}': [25_000, '1s'],
      'GET /retailer/shipments/{shipment-id}': [5, '2m'],
      'POST /token': [10, '500ms'],
    })
    expect(answer).toEqual({
      kind: 'ok',
      limits: {
        ...BOL_LIMITS,
        'GET /retailer/orders/{id}': { calls: 25_000, windowMs: 1_000 },
        'GET /retailer/shipments/{id}': { calls: 5, windowMs: 120_000 },
        'POST /token': { calls: 10, windowMs: 500 },
      },
    })
  })

  it('keeps the shipped limits when there is nothing', () => {
    expect(parseBolLimits(undefined)).toEqual({ kind: 'ok', limits: BOL_LIMITS })
    expect(parseBolLimits({})).toEqual({ kind: 'ok', limits: BOL_LIMITS })
  })

  it('tells every fault at its place', () => {
    const answer = parseBolLimits({
      'GET /retailer/order': [25, '1s'],
      'GET /retailer/orders': [0, '1m'],
      'GET /retailer/shipments': [25, '1 day'],
      'GET /retailer/returns': { calls: 25 },
      'GET /retailer/orders/{id}': [25, '1s'],
      toString: [1, '1s'],
    })
    expect(answer.kind === 'faults' && answer.faults.map((fault) => fault.path)).toEqual([
      'GET /retailer/order',
      'GET /retailer/orders',
      'GET /retailer/shipments',
      'GET /retailer/returns',
      'toString',
    ])
    expect(parseBolLimits([25, '1s']).kind).toBe('faults')
    expect(parseBolLimits(null).kind).toBe('faults')
  })
})

describe('slotRule', () => {
  it('takes 80 % and waits a little longer than a window', () => {
    expect(slotRule({ calls: 25, windowMs: 60_000 })).toEqual({ calls: 20, windowMs: 61_000, spareMs: 0 })
    expect(slotRule({ calls: 25, windowMs: 1_000 })).toEqual({ calls: 20, windowMs: 1_050, spareMs: 0 })
    expect(slotRule({ calls: 9, windowMs: 60_000 })).toMatchObject({ calls: 7 })
    expect(slotRule({ calls: 1, windowMs: 1_000 })).toMatchObject({ calls: 1 })
  })

  it('leaves a lifted limit as it is, and lets slots be taken in advance there', () => {
    expect(slotRule({ calls: 1_000, windowMs: 1_000 })).toEqual({ calls: 1_000, windowMs: 2_050, spareMs: 1_000 })
    expect(slotRule({ calls: 999, windowMs: 1_000 })).toMatchObject({ calls: 799, spareMs: 0 })
  })
})
