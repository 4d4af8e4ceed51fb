import { describe, expect, it } from 'vitest'
import { upgradeChecks, type UpgradeState } from './upgrade.ts'

const now = 1_800_000_000_000
const hour = 3_600_000
const mebibyte = 1_048_576
const ready: UpgradeState = {
  now,
  schema: { pending: ['0200_new.sql'], alone: [], unknown: [], changed: null },
  disk: { folder: '/var/lib/tentakel', freeBytes: 2048 * mebibyte, neededBytes: 1024 * mebibyte },
  work: { processes: 2, jobsRunning: 1 },
  copy: { at: now - hour, withinMs: 24 * hour },
}

function failing(change: Partial<UpgradeState>): string[] {
  return upgradeChecks({ ...ready, ...change })
    .filter(({ ok }) => !ok)
    .map(({ name, says }) => `${name}: ${says}`)
}

describe('an upgrade', () => {
  it('may go on beside processes of before, with a copy and room', () => {
    expect(failing({})).toEqual([])
    expect(upgradeChecks(ready).map(({ says }) => says)).toEqual([
      'The next start applies 1: 0200_new.sql.',
      '2048 MiB are free in /var/lib/tentakel.',
      '2 processes run, with 1 job at work. They may be replaced one after the other.',
      'The last copy that was found good is 1 hour old.',
    ])
  })

  it('is none onto a program that is older than the database, or has other files', () => {
    expect(failing({ schema: { ...ready.schema, unknown: ['0300_later.sql'] } })).toEqual([
      expect.stringMatching(/^schema: .*0300_later\.sql.*Use that version/u),
    ])
    expect(failing({ schema: { ...ready.schema, changed: '0001_start.sql' } })).toEqual([
      expect.stringMatching(/^schema: 0001_start\.sql/u),
    ])
  })

  it('waits for processes to be stopped where a step of the schema allows none beside it', () => {
    const schema = { ...ready.schema, alone: ['0200_new.sql'] }
    expect(failing({ schema })).toEqual([expect.stringMatching(/^work: 2 processes run.*Stop them all first: 0200/u)])
    expect(failing({ schema, work: { processes: 0, jobsRunning: 0 } })).toEqual([])
  })

  it('wants a copy of the last day, and room', () => {
    expect(failing({ copy: { at: null, withinMs: 24 * hour } })).toEqual([expect.stringMatching(/^copy: No copy/u)])
    expect(failing({ copy: { at: now - 25 * hour, withinMs: 24 * hour } })).toEqual([
      expect.stringMatching(/^copy: .*25 hours old.*Make one/u),
    ])
    expect(failing({ disk: { ...ready.disk, freeBytes: 10 * mebibyte } })).toEqual([
      expect.stringMatching(/^disk: 10 MiB are free.*1024 MiB/u),
    ])
  })
})
