import { describe, expect, it } from 'vitest'
import { problemCodes, problemText, type Language } from './problem.ts'

const languages: Language[] = ['nl', 'fr', 'en']

describe.each(languages)('the texts in %s', (language) => {
  it.each(problemCodes)('%s tells what happened, what it means and what to do, also without its parameters', (code) => {
    const text = problemText(code, language)
    for (const part of [text.title, text.what, text.meaning, text.remedy]) {
      expect(part.length).toBeGreaterThan(8)
      expect(part).not.toMatch(/[{}]|undefined|null/u)
    }
    expect(text.title).not.toMatch(/\b(?:4\d\d|5\d\d|HTTP)\b/u)
  })
})

it('names the order, journal and number that it is about', () => {
  expect(problemText('OCT-NUMMER', 'nl', { number: 14, journal: 'V5' }).title).toBe(
    'Documentnummer 14 in V5 was al in gebruik',
  )
  expect(
    problemText('BTW-NIETKLAAR', 'en', { order: 'C000TEST01', treatment: 'IC_SUPPLY', country: 'NL', rate: '0' }).what,
  ).toContain('IC_SUPPLY (NL, 0 %)')
})

it('says the same in three languages, each in its own words', () => {
  for (const code of problemCodes) {
    const titles = new Set(languages.map((language) => problemText(code, language).remedy))
    expect(titles.size).toBe(3)
  }
})
