import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { settlementWorkbook, yearWorkbook } from './settlement-workbook.ts'
import { aSettlement as found } from './testkit.ts'

async function sheetsOf(bytes: Promise<Uint8Array>): Promise<string[]> {
  const files = unzipSync(await bytes)
  return Object.keys(files)
    .filter((name) => name.startsWith('xl/worksheets/sheet') || name === 'xl/sharedStrings.xml')
    .toSorted()
    .map((name) => strFromU8(files[name] as Uint8Array))
}

it('a settlement: euro as numbers, days as days, words of the language, what differs first, no formula', async () => {
  const [strings = '', , orders = '', , toBook = ''] = await sheetsOf(settlementWorkbook(found, 'fr'))
  expect(strings).toContain('Pas comptabilisée : attend une décision')
  expect(strings).not.toContain('notBooked')
  // The one that differs is in the second row, and the sums are below.
  expect(/<row r="2".*?<\/row>/su.exec(orders)?.[0]).toContain('<v>-20</v>')
  expect(/<row r="4".*?<\/row>/su.exec(orders)?.[0]).toContain('<v>59.9</v>')
  expect(toBook).toContain('<v>40.77</v>')
  for (const sheet of await sheetsOf(settlementWorkbook(found, 'nl'))) expect(sheet).not.toContain('<f>')
})

it('the entries: the name of their sheet says what is so, and later ones stand there too', async () => {
  const namesOf = async (documents: (typeof found)['documents']): Promise<string> =>
    strFromU8(unzipSync(await settlementWorkbook({ ...found, documents }, 'nl'))['xl/workbook.xml'] as Uint8Array)
  const document = { id: 'd', journal: 'D2', number: 1, bookYear: 2026, date: '2026-09-01', amountCents: 4077 }
  const purchase = { ...document, kind: 'purchase' as const, state: 'verified' as const }
  const clearing = { ...purchase, kind: 'clearing' as const }
  expect(await namesOf([])).toContain('name="Proef, niets geboekt"')
  expect(await namesOf([purchase])).toContain('name="Wordt geboekt"')
  expect(await namesOf([purchase, { ...clearing, state: 'ready' }])).toContain('name="Wordt geboekt"')
  const booked = await namesOf([purchase, clearing])
  expect(booked).toContain('name="Geboekt"')
  expect(booked).not.toContain('Proef')
  const lines = [{ kind: 'A' as const, account: 'suspense' as const, why: 'explained', amountCents: -1234 }]
  const later = { ...clearing, kind: 'supplement' as const, lines }
  const sheets = await sheetsOf(settlementWorkbook({ ...found, documents: [purchase, clearing, later] }, 'nl'))
  expect(sheets[0]).toContain('Latere diverse post')
  expect(sheets[4]).toContain('<v>12.34</v>')
})

it('a year: its sums stand under its rows', async () => {
  const [, sheet = ''] = await sheetsOf(yearWorkbook([found, { ...found, id: '3990000000401' }], 'nl'))
  expect(/<row r="4".*?<\/row>/su.exec(sheet)?.[0]).toContain('<v>179.7</v>')
  expect(/<row r="4".*?<\/row>/su.exec(sheet)?.[0]).toContain('<v>81.54</v>')
})
