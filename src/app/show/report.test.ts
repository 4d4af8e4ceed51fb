import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reportAsCsv, type ReportRow } from './report.ts'

const row: ReportRow = {
  order: 'C000TEST01',
  placed: '2026-11-19',
  supplied: '2026-11-20',
  state: 'confirmed',
  treatment: 'DOMESTIC',
  country: 'BE',
  rate: 21,
  grossCents: -4999,
  netCents: -4131,
  vatCents: -868,
  kind: 'booking',
  journal: 'V5',
  number: 7,
  date: '2026-11-20',
}

it('opens in a spreadsheet as it is: BOM, semicolons, one line a row', () => {
  expect(reportAsCsv([row])).toBe(
    '\uFEFForder;placed;supplied;state;treatment;country;rate;grossCents;netCents;vatCents;kind;journal;number;date\r\n' +
      'C000TEST01;2026-11-19;2026-11-20;confirmed;DOMESTIC;BE;21;-4999;-4131;-868;booking;V5;7;2026-11-20\r\n',
  )
})

it('never hands a spreadsheet a formula, and never breaks a row', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `=${text}`),
        fc.string().map((text) => `@${text};"\n`),
      ),
      (order) => {
        const lines = reportAsCsv([{ ...row, order }])
        const cell = /^\uFEFF[^\r]*\r\n("(?:[^"]|"")*"|[^;]*);/u.exec(lines)?.[1] ?? ''
        const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(shown === order || shown === `'${order}`).toBe(true)
        expect(shown).not.toMatch(/^[=+\-@\t\r]/u)
      },
    ),
    { numRuns: 2000, seed: 1 },
  )
})
