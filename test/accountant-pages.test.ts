/**
 * The accountant's pages are made of the worked cases as the product plans them, so that no number in them can differ
 * from what it books. `./tentakel test test/accountant-pages.test.ts -u` writes them anew.
 */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { accountantPage, centsOfCase } from './support/accountant-page.ts'
import { planOfCase, readVatCases } from './support/vat-cases.ts'

const folder = path.resolve(import.meta.dirname, '../docs/accountant')
const cases = readVatCases()

describe('worked cases', () => {
  it.each(cases.map((row) => [row['case_id'] ?? '', row['description'] ?? '', row] as const))('%s %s', (_, __, row) => {
    const { explanation } = planOfCase(row)
    const [line] = explanation.lines
    const sign = row['kind'] === 'CREDIT' ? -1 : 1
    const cents = (name: string) => (row[name] === '' ? null : sign * centsOfCase(row, name))
    expect({
      status: explanation.status,
      treatment: line?.treatment,
      country: line?.country,
      rate: line?.rateBp ?? null,
      gross: line?.grossCents,
      net: line?.netCents ?? null,
      vat: line?.vatCents ?? null,
    }).toEqual({
      status: row['status'],
      treatment: row['treatment'],
      country: row['vat_country'],
      rate: row['rate_percent'] === '' ? null : Math.round(Number(row['rate_percent']) * 100),
      gross: cents('gross'),
      net: cents('net'),
      vat: cents('vat'),
    })
    const flags = (row['flags'] ?? '')
      .split(' ')
      .filter((flag) => !['', 'USE_ORIGINAL_RATE_AND_TREATMENT'].includes(flag))
    expect(explanation.flags.toSorted()).toEqual(flags.toSorted())
  })
})

describe('docs/accountant', () => {
  it.each([
    ['nl', 'hoe-elk-geval-wordt-geboekt.md'],
    ['fr', 'comment-chaque-cas-est-comptabilise.md'],
    ['en', 'how-each-case-is-booked.md'],
  ] as const)('%s', async (language, file) => {
    await expect(accountantPage(language, cases)).toMatchFileSnapshot(path.join(folder, file))
  })
})
