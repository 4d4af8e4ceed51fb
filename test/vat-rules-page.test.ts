/** Goal: whoever reads a rule's number, in `explain` or in a comment, finds it. Method: all numbers in the program's text, against the page. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const page = readFileSync(path.join(root, 'docs/contributor/vat-rules.md'), 'utf8')
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/u.test(name))
  .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
  .join('\n')

function numbers(text: RegExp): string[] {
  return [...new Set([...sources.matchAll(text)].map((match) => match[1] as string))]
}

const section = (number: string): boolean =>
  page.includes(`**${number} `) || page.includes(`**${number}**`) || page.includes(`## ${number} `)

it('each place that a decision tells stands on the page', () => {
  const places = numbers(/place: 'vat ([^']+)'/gu)
  expect(places.length).toBeGreaterThan(12)
  const found = (place: string): boolean => {
    const [number = '', kind, which = ''] = place.split(' ')
    if (!section(number)) return false
    return kind === undefined || new RegExp(`^\\| (?:\\d+, )?${which}(?:, \\d+)? \\|`, 'mu').test(page)
  }
  expect(places.filter((place) => !found(place))).toEqual([])
  expect(found('3.4 step 9z')).toBe(false)
})

it('each number that a comment names stands on the page', () => {
  const cited = numbers(/vat-rules\.md (\d(?:\.\d)?)/gu)
  expect(cited.length).toBeGreaterThan(8)
  expect(cited.filter((number) => !section(number))).toEqual([])
})
