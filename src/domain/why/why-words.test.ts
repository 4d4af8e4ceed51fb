import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeInWords, reasonInWords, roundingInWords } from './why-words.ts'

/** Files that decide and plan; what they write in capitals is a flag or a rule, or the name of a product class. */
const planning = /^(?:vat|amount|cross-border|credit-document|plan-line|plan-order|plan-credits)\.ts$/u
const classes = new Set(['SECOND_HAND_MARGIN'])

function codesOfPlanning(): string[] {
  const found = new Set<string>()
  const domain = path.resolve(import.meta.dirname, '..')
  const files = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => planning.test(path.basename(name)))) {
    const text = readFileSync(path.join(domain, file), 'utf8')
    for (const [, code] of text.matchAll(/['`]((?:[A-Z0-9]+|\$\{\w+\})(?:_(?:[A-Z0-9]+|\$\{\w+\}))+)['`]/gu))
      found.add((code as string).replaceAll(/\$\{\w+\}/gu, 'NL'))
  }
  return [...found].filter((code) => !classes.has(code))
}

describe('waarom, in words', () => {
  const codes = codesOfPlanning()

  it('finds the codes that the plan is made of', () => {
    expect(codes.length).toBeGreaterThan(45)
    expect(codes).toContain('VAT_CLASS_DEFAULTED')
    expect(codes).toContain('NL_VAT_RETURN')
  })

  it.each(['nl', 'fr', 'en'] as const)('has words for every flag and rule: %s', (language) => {
    expect(codes.filter((code) => codeInWords(code, language) === null)).toEqual([])
  })

  it('names the country that a code names', () => {
    expect(codeInWords('DE_VAT_RETURN', 'nl')).toBe(
      'Deze btw hoort in de aangifte van Duitsland, niet in de Belgische.',
    )
    expect(codeInWords('NO_NL_VAT_NUMBER', 'fr')).toContain('Pays-Bas')
  })

  it('says nothing of a code that it does not know', () => {
    expect(codeInWords('SOMETHING_ELSE', 'en')).toBeNull()
  })

  it('leaves what a person typed as it is', () => {
    expect(reasonInWords('al met de hand geboekt', 'nl')).toBe('al met de hand geboekt')
    expect(reasonInWords('notShipped', 'nl')).toBe('nog niet verzonden')
  })

  it('gives both amounts of a cent that differs', () => {
    const cent = { kind: 'invoiceCent', paidCents: 2999, invoiceCents: 3000 } as const
    expect(roundingInWords(cent, 'nl')).toContain('€ 29,99')
    expect(roundingInWords(cent, 'en')).toContain('€ 30.00')
  })
})
