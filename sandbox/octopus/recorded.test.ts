/**
 * Goal: what was recorded from the real Octopus is answered alike, to the byte where the recording has the bytes.
 * Method: the recorded requests are sent to a world whose books are brought into the recorded state. The recordings
 * are read from outside the project and the tests are skipped by name where they are missing.
 */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import { bodyOf, entry, testOctopus } from './test-client.ts'
import type { TestOctopus } from './test-client.ts'

const FILE = new URL('../../../shared/apis/octopus/recorded_samples.json', import.meta.url)
const missing = !existsSync(FILE)

interface Sample {
  request: { path: string; body: Record<string, unknown> }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

const samples = (missing ? {} : JSON.parse(readFileSync(FILE, 'utf8'))) as Record<string, Sample>

function sample(name: string): Sample {
  const found = samples[name]
  if (!found) throw new Error(`no recording ${name}`)
  return found
}

/** The recorded dossier has the number 49555, six purchases in book year 1, and the relation 99999 in one of them. */
function recordedDossier(): TestOctopus {
  const test = testOctopus({ firstDossierId: 49555 })
  test.byHand({ action: 'addRelation', externalRelationId: 99999, fields: { name: 'Proef' } })
  return test
}

function sameAs(answer: SandboxResponse, name: string): void {
  const { status, headers, body } = sample(name).response
  expect({ status: answer.status, body: bodyOf(answer) }).toEqual({ status, body })
  const length = headers['Content-Length']
  if (length !== undefined) expect(Buffer.byteLength(String(answer.body))).toBe(Number(length))
}

/** Every key of a recorded row, in its order, and whether a number is written with a decimal. */
function layout(json: string): string[] {
  return [...json.matchAll(/"(\w+)":(-?\d+\.\d|-?\d)?/g)].map(([, key = '', number]) => {
    if (number === undefined) return key
    return `${key}:${number.includes('.') ? 'double' : 'int'}`
  })
}

describe.skipIf(missing)('recorded answers', () => {
  it('logs in with a token of the recorded length, and opens a dossier alike', () => {
    const test = recordedDossier()
    const login = test.logIn()
    expect(String(login.body)).toMatch(/^\{"token":"[\w.-]{225}"\}$/)
    const opened = test.send('POST /dossiers?dossierId=49555', { headers: { token: test.userToken() } })
    expect(String(opened.body)).toMatch(/^\{"Dossiertoken":"[\w.-]{257}"\}$/)
    expect([login, opened].map((answer) => Buffer.byteLength(String(answer.body)))).toEqual([237, 276])
  })

  it('counts a wrong password in the recorded words', () => {
    const test = recordedDossier()
    const recorded = sample('authentication_post_bad_password').response
    const { technicalInfo } = recorded.body as { technicalInfo: string }
    const words = technicalInfo.replace('<user>', test.octopus.access.user).replace('<ip>', '127.0.0.1')
    const answer = test.logIn('wrong')
    expect(answer.status).toBe(recorded.status)
    expect(bodyOf(answer)).toEqual({ technicalInfo: words })
  })

  it('refuses a wrong number with the recorded bytes, also when period and VAT code are wrong too', () => {
    const { body } = sample('buysellbooking_post_bad_number').request
    const test = recordedDossier()
    sameAs(test.call('POST {d}/buysellbookings', { body }), 'buysellbooking_post_bad_number')
  })

  it('refuses an unknown period of an invoice with the recorded bytes', () => {
    const { body } = sample('invoice_post_bad_period').request
    const test = recordedDossier()
    // The recorded journal was empty.
    test.byHand({ action: 'delete', bookyear: 1, journal: 'V2', number: 2 })
    test.byHand({ action: 'delete', bookyear: 1, journal: 'V2', number: 1 })
    sameAs(test.call('POST {d}/invoices', { body }), 'invoice_post_bad_period')
  })

  it('refuses a parameter that does not exist with the recorded bytes', () => {
    const test = recordedDossier()
    sameAs(test.call('GET {d}/invoices?bookyearKeyId=1'), 'wrong_query_parameter')
    expect(test.world.violations).toHaveLength(1)
  })

  it('says that nothing was modified in the recorded words', () => {
    const test = recordedDossier()
    const from = '2030-01-01%2000:00:00.000'
    const answer = test.call(`GET {d}/invoices/modified?bookyearId=1&modifiedTimeStamp=${from}`)
    sameAs(answer, 'invoices_modified_none')
  })

  it('makes a relation and fills it in as recorded', () => {
    const test = testOctopus()
    const { request, response } = sample('relations_put_create')
    const answer = test.call('PUT {d}/relations', { body: request.body })
    const recorded = response.body as { relationIdentificationServiceData: { relationKey: { id: number } } }
    const made = bodyOf<typeof recorded>(answer)
    // Only the key differs: it is the next one of the dossier.
    recorded.relationIdentificationServiceData.relationKey.id = made.relationIdentificationServiceData.relationKey.id
    expect(made).toEqual(recorded)
    expect(Buffer.byteLength(String(answer.body))).toBe(Number(response.headers['Content-Length']))
    expect(test.call('PUT {d}/relations', { body: request.body })).toMatchObject({ status: 204, body: '' })
  })

  it.each([
    ['dossiers_get', 'GET /dossiers'],
    ['bookyears_get', 'GET {d}/bookyears'],
    ['journals_get', 'GET {d}/bookyears/1/journals'],
  ])('%s: rows have the recorded keys in the recorded order', (name, call) => {
    const test = recordedDossier()
    const answer =
      call === 'GET /dossiers' ? test.send(call, { headers: { token: test.userToken() } }) : test.call(call)
    const recorded = new Set(layout(JSON.stringify(sample(name).response.body)))
    const ours = new Set(layout(String(answer.body)))
    expect([...ours].toSorted()).toEqual([...recorded].toSorted())
    expect(String(answer.body)).toBe(JSON.stringify(sortedKeys(bodyOf(answer))))
  })

  it('lists changed bookings with the recorded keys, purchases with their share of VAT, doubles with a decimal', () => {
    const test = recordedDossier()
    const from = '2000-01-01%2000:00:00.000'
    const answer = test.call(`GET {d}/buysellbookings/modified?bookyearId=1&modifiedTimeStamp=${from}`)
    const rows = sample('buysellbookings_modified').response.body as { journalKey: string }[]
    for (const letter of ['A', 'V']) {
      const like = (list: { journalKey: string }[]): string[] =>
        Object.keys(list.find((row) => row.journalKey.startsWith(letter)) ?? {})
      expect(like(bodyOf(answer))).toEqual(like(rows))
    }
    expect(String(answer.body)).toContain('"amount":321.0,')
    expect(String(answer.body)).toContain('"exchangeRate":1.0,')
    const keys = bodyOf<{ journalKey: string; documentSequenceNr: number }[]>(answer).map(
      (row) => `${row.journalKey}/${row.documentSequenceNr}`,
    )
    expect(keys).not.toEqual(keys.toSorted())
  })

  it('reads relations back as recorded: an absent country is two blanks, absent fields are left out', () => {
    const test = recordedDossier()
    const rows = test.read<Record<string, unknown>[]>(
      `/dossiers/${test.dossier}/relations?name=sterrenlicht%20producties`,
    )
    const recorded = (sample('relations_get_rows').response.body as Record<string, unknown>[])[1] ?? {}
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(recorded))
    expect(rows[0]?.['country']).toBe('  ')
  })

  it('lists a balancing with the recorded keys in the recorded order', () => {
    const test = testOctopus()
    test.book(1)
    test.call('POST {d}/financialdiversbookings', { body: { financialDiversBookingServiceData: entry(1) } })
    test.byHand({ action: 'balance', debet: 'V5/1/-1', credit: 'D2/1/1', amountCents: 1000 })
    const answer = test.call('GET {d}/balancings/modified?modifiedTimeStamp=2000-01-01%2000:00:00.000')
    const keysOf = (json: string): Set<string> => new Set([...json.matchAll(/"(\w+)":/g)].map(([, key = '']) => key))
    const recorded = sample('balancings_modified_first_rows').response.body
    expect([...keysOf(String(answer.body))]).toEqual([...keysOf(JSON.stringify(recorded))])
    expect(String(answer.body)).toContain('"creditBalancedBookingAmount":10.0,')
    expect(String(answer.body)).toContain('"debetBalancedBookingAmount":0.0,')
  })
})

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortedKeys(entry)]))
}
