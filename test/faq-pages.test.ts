/** The questions of sellers stand in the app and in `docs/seller/faq`: the same texts. `UPDATE_PAGES=1` writes the pages. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { answers } from '../src/web/faq.ts'

const folder = path.resolve(import.meta.dirname, '../docs/seller/faq')
const titles = { nl: 'Vragen van verkopers', fr: 'Questions des vendeurs', en: 'Questions of sellers' } as const

it.each(['nl', 'fr', 'en'] as const)('docs/seller/faq/%s.md says what the app says', (language) => {
  const parts = answers[language].map(([question, answer]) => `## ${question}\n\n${answer}\n`)
  const page = `# ${titles[language]}\n\n${parts.join('\n')}`
  const file = path.join(folder, `${language}.md`)
  if (process.env['UPDATE_PAGES'] === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, page)
  }
  expect(readFileSync(file, 'utf8')).toBe(page)
})
