import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { budgetKey, newRelationLimit, overlayBudgets, postLimit, shippedBudgets } from './budget.ts'

const official = '../shared/apis/octopus/daily_limits.json'

describe('budgets', () => {
  // Goal: no figure of ours is above the vendor's. Method: the shipped table against the official one, route by route.
  it.skipIf(!existsSync(official))('equal the official daily limits for every call that we make', () => {
    interface Operation {
      method: string
      path: string
      maxCallsPerDay: number | null | { withSearchParameters: number }
    }
    const { operations } = JSON.parse(readFileSync(official, 'utf8')) as { operations: Operation[] }
    const limits = new Map(
      operations.map(({ method, path, maxCallsPerDay: limit }) => [
        `${method} ${path.replace(/^\/dossiers\/\{dossierId\}(?=\/)/, '')}`,
        typeof limit === 'object' && limit !== null ? limit.withSearchParameters : limit,
      ]),
    )
    const ours = Object.entries(shippedBudgets.perDay)
    expect(ours.filter(([route]) => !limits.has(route))).toEqual([])
    const different = ours.filter(([route, limit]) => limits.get(route) !== null && limits.get(route) !== limit)
    expect(different).toEqual([])
    const unpublished = ours.filter(([route]) => limits.get(route) === null).map(([route]) => route)
    expect(unpublished).toEqual(['POST /authentication', 'POST /invoices/attachments/upload'])
  })

  it('keeps 25 of 400 documents for probes, 25 for a person, and a call for each however small the budget', () => {
    const purposes = ['document', 'probe', 'person'] as const
    expect(purposes.map((purpose) => postLimit(400, purpose))).toEqual([350, 375, 400])
    expect(purposes.map((purpose) => postLimit(10, purpose))).toEqual([8, 9, 10])
    expect(purposes.map((purpose) => postLimit(1, purpose))).toEqual([1, 1, 1])
    expect([newRelationLimit(400), newRelationLimit(1)]).toEqual([300, 1])
  })

  // Goal: calls are counted together exactly as the operator says. Method: the key of one call under each scope.
  it('names a key by scope', () => {
    const owner = { dossierId: 49555, accountKeys: { login: 'l', user: 'u', softwareHouse: 's' } }
    expect(budgetKey('dossier', 'POST /buysellbookings', owner)).toBe('octopus:dossier:49555:POST /buysellbookings')
    expect(budgetKey('dossier', 'POST /dossiers', owner)).toBe('octopus:dossier:49555:u:POST /dossiers')
    expect(budgetKey('user', 'POST /buysellbookings', owner)).toBe('octopus:user:u:POST /buysellbookings')
    expect(budgetKey('softwareHouse', 'POST /invoices', owner)).toBe('octopus:softwareHouse:s:POST /invoices')
    expect(budgetKey('dossier', 'GET /dossiers', { ...owner, dossierId: null })).toBe('octopus:user:u:GET /dossiers')
    expect(budgetKey('softwareHouse', 'POST /authentication', owner)).toBe('octopus:user:l:POST /authentication')
  })
})

describe('the operator’s limits', () => {
  it('are laid over the shipped ones, short or long', () => {
    const answer = overlayBudgets(shippedBudgets, {
      scope: 'user',
      octopus: { 'POST /buysellbookings': 100_000, 'PUT /dossiers/{dossierId}/relations': 7, 'POST /dossiers': 3 },
    })
    expect(answer).toMatchObject({ kind: 'budgets', ignored: [], budgets: { scope: 'user' } })
    const perDay = answer.kind === 'budgets' ? answer.budgets.perDay : shippedBudgets.perDay
    expect(perDay).toEqual({
      ...shippedBudgets.perDay,
      'POST /buysellbookings': 100_000,
      'PUT /relations': 7,
      'POST /dossiers': 3,
    })
  })

  // Goal: a slip is told with its place, and never quietly without effect. Method: one fault of each kind at once.
  it('are refused with every fault at its place', () => {
    const answer = overlayBudgets(shippedBudgets, {
      scope: 'world',
      octopus: { 'POST /buysellboking': 400, 'POST /invoices': '400', 'PUT /relations': 0, 'post /invoices': 1 },
    })
    expect(answer.kind === 'faults' ? answer.faults.map(({ path }) => path) : []).toEqual([
      'scope',
      'octopus.POST /buysellboking',
      'octopus.POST /invoices',
      'octopus.PUT /relations',
      'octopus.post /invoices',
    ])
    expect(overlayBudgets(shippedBudgets, { octopus: [400] })).toMatchObject({ kind: 'faults' })
  })

  it('names calls of the ledger that are never made, instead of refusing the file', () => {
    const answer = overlayBudgets(shippedBudgets, { octopus: { 'GET /currencies': 2 } })
    expect(answer).toEqual({ kind: 'budgets', budgets: shippedBudgets, ignored: ['GET /currencies'] })
  })
})
