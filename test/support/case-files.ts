/** The worked cases of `test/cases`: what a rule says, in exact cents, one row each. */
import { readFileSync } from 'node:fs'

export type CaseRow = Readonly<Record<string, string>>

type CaseFile = 'vat-cases.csv' | 'vat-rates.csv' | 'vat-refund-cases.csv' | 'vat-rounding-cases.csv'

export function casesOf(name: CaseFile): CaseRow[] {
  const text = readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')
  const [names = [], ...rows] = text.trim().split(/\r?\n/u).map(cellsOf)
  return rows.map((cells) => Object.fromEntries(names.map((column, index) => [column, cells[index] ?? ''])))
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu)].map((match) => match[1] ?? match[2] ?? '')
}
