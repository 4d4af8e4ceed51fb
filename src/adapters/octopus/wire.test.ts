import { describe, expect, it } from 'vitest'
import { accountRows, bookYearRows, bookingRows, journalRows, readAs, syncRelations, vatCodeRows } from './wire.ts'

const code = { code: '21', type: 2, basePercentage: 21 }
const booking = { bookyearKey: { id: 2 }, journalKey: 'V5', documentSequenceNr: 7 }

function read<T>(schema: Parameters<typeof readAs<T>>[0], value: unknown): T | null {
  return readAs(schema, JSON.stringify(value))
}

describe('a list of the dossier', () => {
  it('is read without the one record that cannot be read', () => {
    expect(read(vatCodeRows, [{ type: 2 }, code, null, 7, { ...code, code: '' }])).toMatchObject([{ code: '21' }])
    const account = { accountKey: { id: 700000 } }
    expect(read(accountRows, [{ accountKey: {} }, account, { accountKey: { id: 'x' } }])).toHaveLength(1)
    const journal = { bookyearKey: { id: 2 }, journalKey: 'V5', insertionType: 99 }
    expect(read(journalRows, [{ ...journal, journalKey: null }, journal])).toMatchObject([{ journalKey: 'V5' }])
    const period = { bookyearPeriod: 202601, startDate: '2026-01-01', endDate: '2026-01-31' }
    const year = { bookyearKey: { id: 2 }, startDate: '2026-01-01', endDate: '2026-12-31', periods: [period, null] }
    expect(read(bookYearRows, [{ ...year, startDate: 'soon' }, year])).toMatchObject([{ periods: [period] }])
    const relation = { name: null, relationIdentificationServiceData: { relationKey: { id: 4 } } }
    expect(read(syncRelations, { modified: [null, relation], deleted: null })?.modified).toHaveLength(1)
  })

  it('counts what it names twice once, the first one', () => {
    expect(read(vatCodeRows, [code, { ...code, basePercentage: 6 }])).toMatchObject([{ basePercentage: '21' }])
  })

  it('of which nothing can be read is not taken for an empty one', () => {
    expect(read(vatCodeRows, [{ type: 2 }])).toBeNull()
    expect(read(vatCodeRows, { code: '21' })).toBeNull()
    expect(read(vatCodeRows, [])).toEqual([])
  })
})

it('a list of documents is read whole or not: a row left out would look like proof that it is not there', () => {
  expect(read(bookingRows, [booking])).toHaveLength(1)
  expect(read(bookingRows, [booking, { ...booking, documentSequenceNr: null }])).toBeNull()
})
