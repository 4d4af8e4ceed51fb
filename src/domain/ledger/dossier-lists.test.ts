import { describe, expect, it } from 'vitest'
import { areYearsDue, isLookDue, listsToRead, type CopiedList, type ListAge, type ReadList } from './dossier-lists.ts'
import { hour, minute } from '../delays.ts'
import type { ProblemCode } from '../problem/problem.ts'
import type { BookYear } from './ledger.ts'

const now = Date.parse('2026-12-15T10:00:00+01:00')

function year(bookYearId: number, text: string, closed = false): BookYear {
  return { bookYearId, from: `${text}-01-01`, to: `${text}-12-31`, closed, periods: [] }
}

function read(list: CopiedList, agoMs: number, isDoubted = false): ReadList {
  return { list, readAt: now - agoMs, isDoubted }
}

const known = [
  read('bookYears', hour),
  read('vatCodes', hour),
  read('journals:2', hour),
  read('accounts:2', 30 * 24 * hour),
]
const changed = read('changedAccounts', hour)
const years = [year(1, '2025', true), year(2, '2026'), year(3, '2027')]

function wanted(
  lists: ReadList[],
  more: { problemCodes?: ProblemCode[]; all?: boolean; today?: string } = {},
): string[] {
  const at = {
    now,
    lists,
    problemCodes: [],
    soon: true,
    today: '2026-12-15',
    firstDay: '2026-11-01',
    all: false,
    ...more,
  }
  return listsToRead(years, at).map(({ list }) => list)
}

describe('the lists of a dossier', () => {
  it('of a book year that nobody told about yet come first, and the accounts of a known one are never asked for again', () => {
    expect(wanted([...known, changed])).toEqual(['journals:3', 'accounts:3'])
    expect(wanted([])).toEqual(['vatCodes', 'journals:2', 'journals:3', 'accounts:2', 'accounts:3'])
    expect(wanted([], { today: '2027-01-02' })).toEqual([
      'vatCodes',
      'journals:3',
      'journals:2',
      'accounts:3',
      'accounts:2',
    ])
  })

  it('are brought up to date once a day after that, the oldest first; accounts by what changed', () => {
    const old = [read('vatCodes', 21 * hour), read('journals:2', 30 * hour), read('accounts:2', 300 * hour)]
    const rest = [read('journals:3', hour), read('accounts:3', hour)]
    expect(wanted([...old, ...rest])).toEqual(['changedAccounts', 'journals:2', 'vatCodes'])
    expect(wanted([...old, ...rest, changed])).toEqual(['journals:2', 'vatCodes'])
  })

  it('are looked at again soon where a problem would end there, the rare ones a few times a day', () => {
    const all = [...known, changed, read('journals:3', hour), read('accounts:3', hour)]
    expect(wanted(all)).toEqual([])
    expect(wanted(all, { problemCodes: ['OCT-DAGBOEK-DICHT'] })).toEqual(['journals:2', 'journals:3'])
    expect(wanted(all, { problemCodes: ['OCT-REKENING'] })).toEqual(['changedAccounts'])
    expect(wanted(all, { problemCodes: ['BTW-CODE-WEG'] })).toEqual([])
    const doubted = all.map((row) => (row.list === 'vatCodes' ? { ...row, isDoubted: true } : row))
    expect(wanted(doubted)).toEqual(['vatCodes'])
  })

  it('are all looked at when a person tests, but for what may be asked twice a day', () => {
    const all = [...known, changed, read('journals:3', 5 * minute), read('accounts:3', hour)]
    expect(wanted(all, { all: true })).toEqual(['journals:2', 'changedAccounts'])
  })

  it('wait for a day when nobody needs them, whatever somebody set the clock to in between', () => {
    const at: Omit<ListAge, 'lists'> = { now, problemCodes: ['OCT-PERIODE'], soon: false }
    expect(isLookDue({ ...at, lists: [read('journals:2', hour)] })).toBe(false)
    expect(isLookDue({ ...at, lists: [read('journals:2', 3 * hour)] })).toBe(true)
    expect(isLookDue({ ...at, lists: [read('journals:2', -hour)] })).toBe(true)
    expect(isLookDue({ ...at, problemCodes: ['BOL-BEDRAG'], lists: [read('journals:2', 3 * hour)] })).toBe(false)
  })

  it('that may be asked twice a day are not tried on a dossier that has not answered for an hour', () => {
    const at = { now, problemCodes: [], soon: true, today: '2026-12-15', firstDay: '2026-11-01', all: false }
    const fresh = [read('bookYears', minute), ...known.slice(1), changed]
    expect(areYearsDue(years, { ...at, lists: fresh })).toBe(false)
    expect(areYearsDue(years, { ...at, lists: [...known, changed] })).toBe(true)
    expect(
      areYearsDue(years, { ...at, lists: [...known, changed, read('journals:3', 0), read('accounts:3', 0)] }),
    ).toBe(false)
  })
})
