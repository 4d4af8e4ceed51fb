import { unzipSync, strFromU8 } from 'fflate'
import { expect, it } from 'vitest'
import type { ReportRow } from '../../app/show/report.ts'
import { workbookOf } from './workbook.ts'

const row: ReportRow = {
  order: 'C000TEST01',
  placed: '2026-11-20',
  supplied: '2026-11-21',
  state: 'confirmed',
  treatment: '=HYPERLINK("http://dief.example")',
  country: 'BE',
  rate: 21,
  grossCents: 12_345,
  netCents: 10_202,
  vatCents: 2_143,
  kind: 'booking',
  journal: 'V5',
  number: 7,
  date: '2026-11-21',
}

it('holds amounts as numbers in euro, and no formula', async () => {
  const credit = { ...row, grossCents: -5, netCents: -4, vatCents: -1, number: null }
  const files = unzipSync(await workbookOf({ rows: [row, credit], unproven: [], totals: [] }))
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] as Uint8Array)
  expect(sheet).toContain('<v>123.45</v>')
  expect(sheet).toContain('<v>-0.05</v>')
  expect(sheet).not.toContain('<f>')
  expect(
    Object.values(files)
      .map((file) => strFromU8(file))
      .join(''),
  ).toContain('C000TEST01')
})
