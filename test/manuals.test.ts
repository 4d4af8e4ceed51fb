/**
 * Goal: whoever reads a manual finds the same in each language, and finds its words on his screen. Method: the manuals beside
 * each other, and what they print in italics against the words of the screens. In bold is what is only stressed.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Language } from '../src/domain/language.ts'
import { problemCodes } from '../src/domain/problem/problem.ts'
import { bankWords, spokenDay } from '../src/domain/why/bank-words.ts'
import { matchingWords } from '../src/domain/why/matching-words.ts'
import { euroText } from '../src/domain/why/settlement-words.ts'
import { answers } from '../src/web/faq.ts'
import { english } from '../src/web/words/en.ts'
import { french } from '../src/web/words/fr.ts'
import { blocksOf, spansOf, type Block } from '../src/web/manuals/blocks.ts'
import { manualFiles, manualNames, manualOf } from '../src/web/manuals/manuals.ts'
import { dutch, type Words } from '../src/web/words/nl.ts'
import { englishPages } from '../src/web/words/pages/en.ts'
import { frenchPages } from '../src/web/words/pages/fr.ts'
import { dutchPages } from '../src/web/words/pages/nl.ts'

const docs = path.resolve(import.meta.dirname, '../docs')
const languages = ['nl', 'fr', 'en'] as const
const screens: Record<Language, Words> = {
  nl: { ...dutch, ...dutchPages },
  fr: { ...french, ...frenchPages },
  en: { ...english, ...englishPages },
}
function textOf(file: string): string {
  return readFileSync(path.join(docs, file), 'utf8')
}

/** `#`, `##`, `|` and the like, one for each heading, paragraph, row and item; pictures stand where their language wants them. */
function shapeOf(text: string): string[] {
  const blocks = text.split(/\n(?=#|\s*- |\d+\. |\|)|\n\n/u).map((block) => block.trim())
  return blocks
    .filter((block) => block !== '' && !block.startsWith('!['))
    .map((block) => /^(?:#+|- |\d+\.|\||```)/u.exec(block)?.[0].trim() ?? 'text')
}

/** What stands between backticks and is the same in each language. */
function namesOf(text: string): string[] {
  const spans = [...text.replaceAll(/```[^]*?```/gu, '').matchAll(/`([^`]+)`/gu)].map(([, span]) => span as string)
  return [...new Set(spans.filter((span) => !/<|^bol\.com/u.test(span)))].toSorted()
}

/** A block as a reader sees it. */
function shownOf(block: Block): string {
  if (block.kind === 'code') return block.text
  if (block.kind === 'picture') return block.text
  const texts =
    block.kind === 'list' ? block.items : block.kind === 'table' ? [...block.head, ...block.rows.flat()] : [block.text]
  const spans = texts.map((text) => spansOf(text))
  for (const span of spans.flat()) if (span.kind === 'link') expect(manualOf(span.to), span.to).not.toBeNull()
  return spans.map((row) => row.map(({ text }) => text).join('')).join(' ')
}

interface Stressed {
  text: string
  /** In italics: it is said to stand on a screen. */
  onScreen: boolean
}

function stressedIn(text: string): Stressed[] {
  const plain = text.replaceAll(/```[^]*?```|`[^`]*`/gu, '')
  return [...plain.matchAll(/(\*{1,2})([^*]+)\1/gu)]
    .map(([, mark, inside]) => ({ text: inside as string, onScreen: mark === '*' }))
    .filter(({ text: inside }) => !inside.includes(']('))
}

/** Without what a screen fills in, in small letters. */
function bare(text: string): string {
  const oneLine = text
    .replaceAll(/\{\w+\}/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll("'", '’')
    .toLowerCase()
  return oneLine.replaceAll(/^[ :().]+|[ :().]+$/gu, '')
}

/** @returns the names under which the screens have a text */
function wordsFor(text: string, language: Language): Set<string> {
  const all: [string, string][] = [
    ...Object.entries(screens[language]),
    ['matchingTitle', matchingWords[language].title],
  ]
  return new Set(all.filter(([, word]) => bare(word) === bare(text)).map(([name]) => name))
}

/** Of a stressed text in each language: do the screens know all of them, as one word? */
function isOneWord(texts: Record<Language, Stressed>): boolean {
  const [nl, fr, en] = languages.map((language) => wordsFor(texts[language].text, language)) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  if (!texts.nl.onScreen && nl.size + fr.size + en.size === 0) return true
  return [...nl].some((name) => fr.has(name) && en.has(name))
}

describe.each(manualNames)('%s', (name) => {
  const files = manualFiles[name]
  const texts = { nl: textOf(files.nl), fr: textOf(files.fr), en: textOf(files.en) }

  it('has the same headings, rows and items in each language', () => {
    expect(shapeOf(texts.fr)).toEqual(shapeOf(texts.nl))
    expect(shapeOf(texts.en)).toEqual(shapeOf(texts.nl))
  })

  it('names the same settings, commands and problems, and those that there are', () => {
    expect(namesOf(texts.fr)).toEqual(namesOf(texts.nl))
    expect(namesOf(texts.en)).toEqual(namesOf(texts.nl))
    const codes = [...texts.nl.matchAll(/\b(?:AANK|AFP|BOL|BTW|OCT|REL|RET|SYS|UIT)-[A-Z]+(?:-[A-Z]+)*/gu)]
    expect(codes.map(([code]) => code).filter((code) => !problemCodes.includes(code as never))).toEqual([])
  })

  it('stresses the same things, and says in italics only what the screens say', () => {
    const stressed = { nl: stressedIn(texts.nl), fr: stressedIn(texts.fr), en: stressedIn(texts.en) }
    const wrong = stressed.nl.flatMap((nl, at) => {
      const [fr, en] = [stressed.fr[at], stressed.en[at]]
      const same = fr !== undefined && en !== undefined && nl.onScreen === fr.onScreen && nl.onScreen === en.onScreen
      return same && isOneWord({ nl, fr, en }) ? [] : [[nl.text, fr?.text, en?.text]]
    })
    expect(wrong).toEqual([])
    expect([stressed.fr.length, stressed.en.length]).toEqual([stressed.nl.length, stressed.nl.length])
  })

  it.each(languages)('in %s stands whole on its page, under the title that leads to it', (language) => {
    const blocks = blocksOf(texts[language])
    expect(blocks[0]).toEqual({ kind: 'heading', level: 1, text: screens[language][`manual_${name}`] })
    const shown = blocks.map(shownOf).join(' ')
    expect(shown).not.toMatch(/\*\*|`|\]\(|(?:^|\s)[|#]/u)
    const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []
    const written = texts[language].replaceAll(/```json|\]\([^)]+\)|^\d+\. /gmu, ' ')
    expect(wordsOf(shown)).toEqual(wordsOf(written))
  })

  it('leads to files that are there', () => {
    const missing = languages.flatMap((language) =>
      [...texts[language].matchAll(/\]\(([^)#]+)\)/gu)]
        .map(([, to]) => path.join(docs, path.dirname(files[language]), to as string))
        .filter((to) => !existsSync(to)),
    )
    expect(missing).toEqual([])
  })
})

it.each(languages)('the manual in %s announces a payout as the page does', (language) => {
  const [net, earned, advertising] = [9725, 12_750, 3025].map((cents) => euroText(cents, language)) as [
    string,
    string,
    string,
  ]
  const parts = bankWords[language].parts(earned, advertising)
  const day = spokenDay('2026-09-02', language)
  expect(textOf(manualFiles.bookkeeper[language]).replaceAll(/\s+/gu, ' ')).toContain(
    bankWords[language].announced({ day, net, parts, account: 499_100 }),
  )
})

it('an answer to sellers names the same pages and buttons in each language', () => {
  const names = ['overview', 'problems', 'report', 'settlements', 'settings', 'pastOrders', 'retry'] as const
  const named = (language: Language): string[] =>
    answers[language].map(([, answer]) =>
      names.filter((name) => new RegExp(`(?<!\\p{L})${screens[language][name]}(?!\\p{L})`, 'u').test(answer)).join(' '),
    )
  expect(named('nl')[0]).toBe('overview problems report pastOrders')
  expect(named('fr')).toEqual(named('nl'))
  expect(named('en')).toEqual(named('nl'))
})
