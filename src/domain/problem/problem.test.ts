/** Goal: every problem reads well in three languages, with and without its parameters. Method: all texts, and the forms of parameters by name. */
import { describe, expect, it } from 'vitest'
import type { Language } from '../language.ts'
import { isDoubt, isReadAgain, isStandstill, problemCodes, problemText, questionsOf, wantsKeys } from './problem.ts'

const languages: Language[] = ['nl', 'fr', 'en']

describe.each(languages)('the texts in %s', (language) => {
  it.each(problemCodes)('%s tells what happened, what it means and what to do, also without its parameters', (code) => {
    const text = problemText(code, language)
    for (const part of [text.title, text.what, text.meaning, text.remedy]) {
      expect(part.length).toBeGreaterThan(8)
      expect(part).not.toMatch(/[{}]|undefined|null/u)
    }
    expect(text.title).not.toMatch(/\b(?:4\d\d|5\d\d|HTTP)\b/u)
    expect(Object.values(text).join(' ')).not.toMatch(
      /#|\|| {2}| [.,]|(?:onbekend|inconnu|unknown)e? (?:onbekend|inconnu|unknown)/u,
    )
  })
})

it('names the order, journal and number that it is about, and speaks of them all without', () => {
  expect(problemText('OCT-NUMMER', 'nl', { number: 14, journal: 'V5' }).title).toBe(
    'Documentnummer 14 in V5 was al in gebruik',
  )
  expect(problemText('OCT-DUBBEL', 'fr', { order: 'C000TEST01' }).title).toBe(
    'La commande C000TEST01 se trouve déjà dans Octopus',
  )
  expect(problemText('OCT-DUBBEL', 'fr').title).toBe('Des commandes se trouvent déjà dans Octopus')
})

it('calls treatments, rates, days and times as a person does', () => {
  const params = { order: 'C000TEST01', treatment: 'IC_SUPPLY', country: 'NL', rate: '5,5', from: 'BE', to: 'NL' }
  expect(problemText('BTW-ICP', 'en', params).what).toContain('intra-Community supply (IC_SUPPLY)')
  expect(problemText('BTW-LAND', 'nl', { treatment: 'OSS', country: 'FR', rate: '5,5' }).title).toBe(
    'Geen btw-code ingesteld voor OSS, FR 5,5 %',
  )
  expect(problemText('OCT-LIMIET', 'nl', { until: '2026-11-21T00:10:00+01:00' }).what).toContain(
    'We gaan verder op 21/11/2026 om 00:10.',
  )
  expect(problemText('OCT-PERIODE', 'fr', { date: '2026-03-31' }).title).toBe('La période du 31/03/2026 est clôturée')
})

it('takes what buyers and sellers type as it is', () => {
  const product = 'Boek {order} #1 | $& 50%'
  expect(problemText('BTW-EAN', 'nl', { product }).title).toBe(`Btw-tarief onbekend voor “${product}”`)
})

it('says the same in three languages, each in its own words', () => {
  for (const code of problemCodes) {
    for (const part of ['title', 'what', 'remedy'] as const)
      expect(new Set(languages.map((language) => problemText(code, language)[part])).size).toBe(3)
  }
})

it('what the rows say together: who stands still, what is in doubt, where keys are asked, what is read again', () => {
  expect(problemCodes.filter(isStandstill)).toEqual([
    'BOL-LOGIN',
    'BOL-RECHT',
    'BOL-VERBINDING',
    'OCT-LOGIN',
    'OCT-DOSSIER',
    'OCT-RECHT',
    'OCT-SOFTWAREHUIS',
    'OCT-VERBINDING',
  ])
  expect(problemCodes.filter(isDoubt)).toEqual(['OCT-NUMMER', 'OCT-ONZEKER', 'OCT-QUARANTAINE'])
  expect(problemCodes.filter(wantsKeys)).toEqual(['BOL-LOGIN', 'BOL-RECHT', 'OCT-LOGIN', 'OCT-DOSSIER'])
  expect(problemCodes.filter(isReadAgain).toSorted()).toEqual([
    'BOL-BEDRAG',
    'BOL-FACTUURGEG',
    'BOL-ONLEESBAAR',
    'BOL-ONVOLLEDIG',
    'BOL-VERZENDING',
    'BTW-EAN',
    'BTW-GEBIED',
    'BTW-ICP',
    'BTW-LAND',
    'BTW-WINKEL',
    'OCT-GEGEVENS',
    'REL-NAAM',
    'RET-KEUZE',
    'RET-MEER',
    'RET-UITKOMST',
  ])
})

it('stock abroad asks for the number that is missing, or for the return where a person has to choose it', () => {
  const from = { from: 'NL', to: 'BE' }
  const missing = { ...from, rule: 'NO_NL_VAT_NUMBER' }
  expect(questionsOf('BTW-LVB', missing)).toEqual(['vatNumbers'])
  expect(problemText('BTW-LVB', 'nl', missing).what).toContain('ontbreekt het btw-nummer')
  const open = { ...from, rule: 'OSS_DESTINATION_IS_HOME_COUNTRY', choice: 'return' }
  expect(questionsOf('BTW-LVB', open)).toEqual(['ossHome'])
  const { what, remedy } = problemText('BTW-LVB', 'nl', open)
  expect(what).toBe(
    'De goederen vertrekken uit NL naar BE. De btw daarvan past in twee aangiften, de Belgische en die van OSS. Er is nog niet gekozen.',
  )
  expect(remedy).not.toContain('btw-nummer')
})

it.each(problemCodes)('%s tells a reader of a screen what to do there: no command, and no key of a file', (code) => {
  for (const language of ['nl', 'fr', 'en'] as const) {
    const { title, what, meaning, remedy } = problemText(code, language)
    expect(`${title} ${what} ${meaning} ${remedy}`).not.toMatch(
      /\b(?:settlements?|connection) (?:show|check|answer|test|update)\b|[“«‘] ?settlement/u,
    )
  }
})
