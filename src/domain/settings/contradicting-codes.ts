/** Finds rules whose VAT code, by its own words in the dossier, is meant for other sales: "OSS Nederland 21 %" on a local sale. */
import type { VatCode } from '../ledger/ledger.ts'
import { countriesIn, plainText } from './country-words.ts'
import type { VatCodeRule } from './mapping.ts'
import { kindOfTreatment, kindToldBy } from './propose-codes.ts'

export interface ContradictingCode extends Pick<VatCodeRule, 'treatment' | 'country' | 'rateBp'> {
  code: string
  description: string
}

/** Sales codes and credit codes, each with the rule that uses it. A code that the dossier does not have is told elsewhere. */
export function contradictingCodes(
  rules: readonly VatCodeRule[],
  codes: readonly VatCode[],
  home: string,
): ContradictingCode[] {
  return rules.flatMap(({ treatment, country, rateBp, ...rule }) =>
    [rule.code, rule.creditCode].flatMap((name) => {
      const found = codes.find(({ code }) => code === name)
      if (found === undefined || !contradicts({ treatment, country }, found, home)) return []
      return [{ treatment, country, rateBp, code: found.code, description: found.description }]
    }),
  )
}

/** Only what the words say plainly: a description that names no kind of sale and no country contradicts nothing. */
function contradicts(rule: Pick<VatCodeRule, 'treatment' | 'country'>, code: VatCode, home: string): boolean {
  const wanted = kindOfTreatment(rule.treatment)
  if (wanted === null) return false
  const told = kindToldBy(code)
  // Exports, services and margins are recognised by words that also appear beside ordinary sales.
  if (told !== null && told !== 'other' && told !== wanted) return true
  if (wanted !== 'home' && wanted !== 'oss' && wanted !== 'local') return false
  const countries = countriesIn(code.code, code.description)
  if (countries.size > 0) return !countries.has(rule.country)
  return rule.country !== home && /\b(?:binnenland|national|domestic|interieur)/u.test(plainText(code.description))
}
