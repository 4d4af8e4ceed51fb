/** What the lists say in each language, also where nothing is in them, and how an answer is read. */
import { expect, it } from 'vitest'
import { languages } from '../../domain/language.ts'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { listText as problemsText } from './problems.ts'
import { listText as settlementsText, orderAnswer } from './settlements.ts'

it('an empty list is said in the language that is asked', () => {
  expect(languages.map((language) => problemsText([], language))).toEqual([
    'Geen meldingen.',
    'Aucun message.',
    'No problems.',
  ])
  expect(languages.map((language) => settlementsText([], language))).toEqual([
    'Geen afrekeningen.',
    'Aucun décompte.',
    'No settlements.',
  ])
})

it('and so are the orders of a problem', () => {
  const problem = {
    code: 'OCT-ONZEKER',
    type: 'O',
    count: 1,
    orders: ['C000ABC'],
    params: {},
  } as unknown as ListedProblem
  expect(problemsText([problem], 'nl')).toContain('bestellingen: C000ABC')
  expect(problemsText([problem], 'fr')).toContain('commandes: C000ABC')
  expect(problemsText([problem], 'en')).toContain('orders: C000ABC')
  const asked = { ...problem, code: 'UIT-LABEL', orders: [], params: { invoice: '3990000000001' } } as ListedProblem
  expect(problemsText([asked], 'nl')).toContain('$ settlement show 3990000000001')
})

it('the order of an answer may be pasted as a page shows it', () => {
  expect(orderAnswer('# C000 ABC = writeOff')).toEqual(['C000ABC', 'writeOff'])
  expect(orderAnswer('C000ABC=700000')).toEqual(['C000ABC', 700000])
})
