/** What the lists say in each language, also where nothing is in them, and how an answer is read. */
import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { statementOf } from '../../app/capture/completeness.ts'
import { languages } from '../../domain/language.ts'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { backfillCommand } from './backfill.ts'
import { completenessCommand } from './completeness.ts'
import { connectionCommand } from './connection.ts'
import { demoCommand } from './demo.ts'
import { explainCommand } from './explain.ts'
import { explanationText } from './explain-text.ts'
import { listText as problemsText, problemsCommand } from './problems.ts'
import { reportCommand } from './report.ts'
import { retryCommand } from './retry.ts'
import { listText as settlementsText, orderAnswer, settlementCommand, settlementsCommand } from './settlements.ts'
import { skipCommand } from './skip.ts'
import { forPeople, syncCommand } from './sync.ts'
import { undoCommand } from './undo.ts'

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

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

it('each command about orders, books and connections speaks all languages', () => {
  const made = [
    backfillCommand,
    completenessCommand,
    connectionCommand,
    demoCommand,
    explainCommand,
    problemsCommand,
    reportCommand,
    retryCommand,
    settlementCommand,
    settlementsCommand,
    skipCommand,
    syncCommand,
    undoCommand,
  ].flatMap((make) => leaves(make(() => Promise.resolve())))
  for (const command of made) {
    const found = command.options.find(({ long }) => long === '--lang')
    expect([command.name(), found?.argChoices, found?.defaultValue]).toEqual([command.name(), languages, 'nl'])
  }
})

it('what a run did is said in the language that is asked', () => {
  const connection = {
    id: 'a',
    name: 'Winkel',
    orders: 3,
    captured: 1,
    booked: 1,
    credited: 0,
    waiting: 1,
    blocked: 1,
    skipped: 0,
    inDoubt: 0,
    next: null,
    calls: { bol: 2, octopus: 1 },
  }
  const report = { connections: [connection], problems: [{ code: 'BTW-LVB', count: 1 }] } as Parameters<
    typeof forPeople
  >[0]
  expect(forPeople(report, 'nl')).toMatch(/^koppeling[^]+meldingen: BTW-LVB × 1/u)
  expect(forPeople(report, 'fr')).toMatch(/^connexion[^]+messages: BTW-LVB × 1/u)
  expect(forPeople(report, 'en')).toMatch(/^connection[^]+problems: BTW-LVB × 1/u)
  const period = { from: '2026-11-01', to: '2026-11-30', missing: [] }
  expect(languages.map((language) => statementOf(period, language))).toEqual([
    '0 bestellingen gemist van 01/11/2026 tot en met 30/11/2026.',
    '0 commande manquée du 01/11/2026 au 30/11/2026 inclus.',
    '0 orders missed from 01/11/2026 up to and with 30/11/2026.',
  ])
})

it('an amount is written as the language writes it', () => {
  const nothing = { lines: [], flags: [], roundings: [], documents: [], problems: [] }
  const order = { ...nothing, order: 'C000ABC', state: 'booked', status: 'POST', facts: { grossCents: 1299 } }
  const inWords = (language: (typeof languages)[number]): string =>
    explanationText(order as unknown as Parameters<typeof explanationText>[0], language)
  expect(inWords('nl')).toContain('bedrag € 12,99')
  expect(inWords('en')).toContain('amount € 12.99')
})
