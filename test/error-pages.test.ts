/** One page per problem in `docs/errors`, the same text as on every screen. `./tentakel test test/error-pages.test.ts -u` writes them anew. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Language } from '../src/domain/language.ts'
import {
  problemActor,
  problemCodes,
  problemText,
  problemType,
  type ProblemCode,
} from '../src/domain/problem/problem.ts'

const folder = path.resolve(import.meta.dirname, '../docs/errors')
const languages: [Language, heading: string][] = [
  ['nl', 'Nederlands'],
  ['fr', 'Français'],
  ['en', 'English'],
]
const kinds = {
  T: 'tijdelijk · temporaire · temporary',
  G: 'geweigerd · refusé · refused',
  O: 'onzeker · incertain · uncertain',
  I: 'instelling · paramètre · setting',
  L: 'let op · attention · note',
}
const actors = { wait: 'Tentakel', you: 'jij · vous · you', operator: 'beheerder · exploitant · operator' }

/** Invented values, so that the sentences read as they do in life. */
const sample = {
  order: 'C000TEST01',
  journal: 'V5',
  number: 14,
  date: '2026-11-20',
  year: '2027',
  product: 'Koffiemok',
  ean: '8712345678906',
  treatment: 'OSS',
  country: 'NL',
  rate: '21',
  from: 'BE',
  to: 'NL',
  code: 'NL21',
  found: '9',
  dossier: 49555,
  account: 700000,
  until: '2026-11-21T00:10:00+01:00',
}

function page(code: ProblemCode): string {
  const sections = languages.map(([language, heading]) => {
    const { title, what, meaning, remedy } = problemText(code, language, sample)
    return `## ${heading}\n\n**${title}**\n\n${what}\n\n${meaning}\n\n→ ${remedy}\n`
  })
  return `# ${code}\n\n${kinds[problemType(code)]} — ${actors[problemActor(code)]}\n\n${sections.join('\n')}`
}

it.each(problemCodes)('%s has its page', async (code) => {
  await expect(page(code)).toMatchFileSnapshot(path.join(folder, `${code}.md`))
})

it('no page speaks of a problem that does not exist', () => {
  const known = new Set(problemCodes.map((code) => `${code}.md`))
  expect(readdirSync(folder).filter((name) => !known.has(name))).toEqual([])
})
