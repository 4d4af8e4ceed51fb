/** Goal: finding, making and merging customers as the document says, with the awkward parts left awkward. */

import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import { bodyOf, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

interface Row {
  name: string
  active: boolean
  relationIdentificationServiceData: { relationKey: { id: number }; externalRelationId: number }
  [field: string]: unknown
}

const PERSON = { name: 'Proef Persoon', client: true, currencyCode: 'EUR' }

function put(test: TestOctopus, identification: unknown, fields: Record<string, unknown> = PERSON): SandboxResponse {
  return test.call('PUT {d}/relations', { body: { relationIdentificationServiceData: identification, ...fields } })
}

function found(test: TestOctopus, query: string): Row[] {
  return test.read<Row[]>(`{d}/relations?${query}`)
}

function keyOf(row: Row | undefined): number {
  return row?.relationIdentificationServiceData.relationKey.id ?? 0
}

function keysOf(rows: Row[]): number[] {
  return rows.map(keyOf).toSorted((a, b) => a - b)
}

describe('searching', () => {
  it('finds all that meet one condition, active or not; nothing is 404', () => {
    const test = testOctopus()
    expect(keysOf(found(test, 'name=jan%20PEETERS'))).toEqual([7, 8])
    expect(
      found(test, 'name=Els%20Wouters&extRelationId=4711')
        .map((row) => row.name)
        .toSorted(),
    ).toEqual(['Els Wouters', 'Fatima El Amrani'])
    expect(found(test, 'vatNr=BE1000.000.120&relationId=1')).toHaveLength(3)
    const absent = ['name=Peeters', 'extRelationId=0', 'vatNr=', 'relationId=99'].map((query) =>
      test.call(`GET {d}/relations?${query}`),
    )
    expect(absent.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
  })

  it('without conditions lists the active ones only', () => {
    const test = testOctopus()
    const rows = found(test, '')
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter((row) => !row.active)).toEqual([])
  })
})

describe('upserting', () => {
  it('by an external id makes one relation and merges into it: what is not sent stays', () => {
    const test = testOctopus()
    const made = put(test, { externalRelationId: 1_000_000_001 }, { ...PERSON, email: 'a@example.com', country: 'BE' })
    const merged = put(test, { externalRelationId: 1_000_000_001 }, { name: 'Nieuw', currencyCode: 'EUR' })
    expect([made.status, merged.status, String(merged.body)]).toEqual([201, 204, ''])
    const rows = found(test, 'extRelationId=1000000001')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ name: 'Nieuw', email: 'a@example.com', country: 'BE', expirationDays: 30 })
  })

  it('by key can give an external id; a key that does not exist makes a new relation with another', () => {
    const test = testOctopus()
    expect(
      put(test, { relationKey: { id: 9 }, externalRelationId: 55 }, { name: 'An', currencyCode: 'EUR' }).status,
    ).toBe(204)
    expect(found(test, 'extRelationId=55').map(keyOf)).toEqual([9])
    const made = put(test, { relationKey: { id: 900 } })
    expect(made.status).toBe(201)
    expect(keyOf(bodyOf<Row>(made))).toBe(32)
  })

  it('follows an external id that changes hands', () => {
    const test = testOctopus()
    put(test, { relationKey: { id: 9 }, externalRelationId: 55 })
    put(test, { relationKey: { id: 9 }, externalRelationId: 56 })
    put(test, { externalRelationId: 55 })
    expect(found(test, 'extRelationId=55').map(keyOf)).toEqual([32])
    expect(found(test, 'extRelationId=56').map(keyOf)).toEqual([9])
  })

  it.each([
    ['no name', { name: '' }, -7],
    ['neither customer nor supplier', { client: false }, -7],
    ['an empty country', { country: '' }, -7],
    ['a country in full', { country: 'België' }, -7],
    ['a Belgian VAT number without dots', { vatNr: 'BE0123456749' }, -7],
    ['a currency that does not exist', { currencyCode: 'EURO' }, -19],
  ])('refuses %s', (_what, change, code) => {
    const test = testOctopus()
    const answer = put(test, { externalRelationId: 77 }, { ...PERSON, ...change })
    expect([answer.status, bodyOf<ErrorBody>(answer).errorCode]).toEqual([400, code])
    expect(test.call('GET {d}/relations?extRelationId=77').status).toBe(404)
  })

  it('never gives a key twice', () => {
    const test = testOctopus()
    const key = (): number => keyOf(bodyOf<Row>(put(test, {})))
    const first = key()
    test.byHand({ action: 'deleteRelation', relation: first })
    expect(key()).toBe(first + 1)
  })
})

describe('changes since', () => {
  it('lists made, changed and deleted ones from the given local time on, and 404 when there are none', () => {
    const test = testOctopus()
    const since = (time: string): SandboxResponse =>
      test.call(`GET {d}/relations/modified?modifiedTimeStamp=2026-11-23%20${time}`)
    expect(since('09:59:00.000').status).toBe(404)
    put(test, { externalRelationId: 1 })
    test.advance(60_000)
    test.byHand({ action: 'changeRelation', relation: 9, fields: { email: 'nieuw@example.com' } })
    test.byHand({ action: 'deleteRelation', relation: 10 })
    const lists = bodyOf<{ modified: Row[]; deleted: Row[] }>(since('10:00:00.000'))
    expect(keysOf(lists.modified)).toEqual([9, 32])
    expect(lists.deleted.map(keyOf)).toEqual([10])
    const later = bodyOf<{ modified: Row[] }>(since('10:00:00.001'))
    expect(later.modified.map((row) => row['email'])).toEqual(['nieuw@example.com'])
  })

  it('without a time lists everything', () => {
    const test = testOctopus()
    expect(test.read<{ modified: Row[] }>('{d}/relations/modified').modified).toHaveLength(31)
  })
})
