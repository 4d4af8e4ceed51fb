/** Goal: the same seed gives the same world, every call is counted, and a fresh dossier is what checkers rely on. */

import { describe, expect, it } from 'vitest'
import { MINUTE, bodyOf, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

/** A busy hour; returns every answer, and the books at the end. */
function story(seed: number): string {
  const test = testOctopus({ seed, dossiers: 2, settings: { visibilityLagSeconds: 60 } })
  test.world.faults.add({ api: 'octopus', route: 'POST*', kind: 'loseAnswer', probability: 0.3 })
  const answers: unknown[] = [test.octopus.access]
  for (let number = 1; number <= 20; number += 1) {
    try {
      answers.push(test.book(number))
      const since = encodeURIComponent('2026-11-23 00:00:00.000')
      answers.push(String(test.call(`GET {d}/buysellbookings/modified?bookyearId=-1&modifiedTimeStamp=${since}`).body))
    } catch (error) {
      answers.push(String(error))
    }
    test.advance(MINUTE / 2)
  }
  return JSON.stringify([answers, test.octopus.ledger(), test.world.calls])
}

describe('the world', () => {
  it('is decided by its seed', () => {
    expect(story(1)).toBe(story(1))
    expect(story(1)).not.toBe(story(2))
  })

  it('counts each call under its route, refused ones too', () => {
    const test: TestOctopus = testOctopus()
    test.book(1)
    test.book(1)
    test.call('GET {d}/nowhere')
    expect(test.world.calls.map(({ route, status }) => `${route} ${status}`)).toEqual([
      'POST /authentication 200',
      'POST /dossiers 200',
      'POST /dossiers/{dossierId}/buysellbookings 201',
      'POST /dossiers/{dossierId}/buysellbookings 400',
      'GET (unknown path) 404',
    ])
  })

  it('tells its version in plain text and any error by number', () => {
    const test = testOctopus()
    expect(test.send('GET /about/version')).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } })
    const error = bodyOf<ErrorBody>(test.send('GET /error?errorCode=-14&localeId=1'))
    expect(error.errorMessage).toBe('De gebruikte boekjaar periode bestaat niet in het boekjaar.')
    expect(bodyOf<ErrorBody>(test.send('GET /error?errorCode=-120'))).toEqual({
      errorCode: -120,
      technicalInfo: 'Sample error',
    })
  })
})

describe('a fresh dossier', () => {
  it('has empty journals for us, full ones for others, and two book years', () => {
    const test = testOctopus()
    const rows = test.read<Record<string, unknown>[]>('{d}/bookyears/2/journals')
    const journals = rows.map((row) => [row['journalKey'], row['insertionType'], row['lastBookedDocumentNr']].join(' '))
    expect(journals.toSorted()).toEqual([
      'A1 1 6',
      'A2 1 0',
      'D1 1 0',
      'D2 1 0',
      'F1 1 0',
      'V1 1 3',
      'V2 2 2',
      'V3 3 1',
      'V5 1 0',
      'V6 2 0',
      'V7 3 0',
    ])
    const years = test.read<Record<string, unknown>[]>('{d}/bookyears')
    expect(years.map((year) => year['bookyearDescription'])).toEqual(['2025', '2026'])
  })

  it('holds documents that add up, none dated later than today', () => {
    const test = testOctopus({ start: Date.parse('2026-01-10T10:00:00+01:00') })
    const documents = test.octopus.ledger()
    expect(documents).toHaveLength(24)
    for (const { amountCents, lines, date } of documents) {
      expect(lines.reduce((sum, line) => sum + line.baseCents + line.vatCents, 0)).toBe(amountCents)
      expect(date <= '2026-01-10').toBe(true)
    }
  })

  it('has the same id for the same place, and company numbers with right check digits', () => {
    const test = testOctopus({ dossiers: 6, firstDossierId: 50_000 })
    expect(test.octopus.access.dossierIds).toEqual([50_000, 50_001, 50_002, 50_003, 50_004, 50_005])
    const rows = bodyOf<{ vatNr: string; dossierDescription: string }[]>(
      test.send('GET /dossiers', { headers: { token: test.userToken() } }),
    )
    for (const { vatNr } of rows) {
      const digits = vatNr.replaceAll(/\D/g, '')
      expect(vatNr).toMatch(/^BE0\d{3}\.\d{3}\.\d{3}$/)
      expect(97 - (Number(digits.slice(0, 8)) % 97)).toBe(Number(digits.slice(8)))
    }
    expect(new Set(rows.map((row) => row.dossierDescription)).size).toBe(6)
  })
})
