/** The dossier's VAT code for a treatment, country and rate: chosen by the user, checked against the dossier. */
import type { VatCode } from '../ledger/ledger.ts'
import type { Treatment, VatCodeRule } from '../settings/mapping.ts'
import type { BasisPoints } from '../money.ts'

export interface VatCodeKey {
  treatment: Treatment | null
  country: string | null
  rateBp: BasisPoints | null
}

type CodesOfRule = Pick<VatCodeRule, 'code' | 'creditCode' | 'rateBp'>

export type CodeChoice<R extends CodesOfRule = VatCodeRule> =
  | { kind: 'code'; code: string; rule: R }
  | {
      kind: 'problem'
      code: 'BTW-LAND' | 'BTW-CODE-WEG' | 'BTW-CODE-ANDERS' | 'BTW-CODE-CREDIT'
      params: Record<string, string | null>
    }

export function ruleFor(rules: readonly VatCodeRule[], key: VatCodeKey): VatCodeRule | undefined {
  return rules.find(
    (row) => row.treatment === key.treatment && row.country === key.country && row.rateBp === key.rateBp,
  )
}

/** Returns the code of a sale: a sales code of exactly this percentage. */
export function saleCodeFor(rules: readonly VatCodeRule[], codes: readonly VatCode[], key: VatCodeKey): CodeChoice {
  const rule = ruleFor(rules, key)
  if (rule === undefined) return problem('BTW-LAND', {})
  return checked(rule, codes, { code: rule.code, types: ['sell'] })
}

/** Returns the VAT code of a credit under the rules as saved. */
export function creditCodeFor(rules: readonly VatCodeRule[], codes: readonly VatCode[], key: VatCodeKey): CodeChoice {
  const rule = ruleFor(rules, key)
  return rule === undefined ? problem('BTW-LAND', {}) : creditCodeOf(rule, codes)
}

/**
 * Returns the chosen credit code, of the same percentage. Where none is chosen and the dossier keeps no credit codes (type 4) at all, the
 * sales code serves. Where the dossier keeps them, the user must choose.
 */
export function creditCodeOf<R extends CodesOfRule>(rule: R, codes: readonly VatCode[]): CodeChoice<R> {
  if (rule.creditCode !== null) return checked(rule, codes, { code: rule.creditCode, types: ['sellCredit', 'sell'] })
  if (codes.some((code) => code.type === 'sellCredit')) return problem('BTW-CODE-CREDIT', { code: rule.code })
  return checked(rule, codes, { code: rule.code, types: ['sell'] })
}

function checked<R extends CodesOfRule>(
  rule: R,
  codes: readonly VatCode[],
  wish: { code: string; types: readonly VatCode['type'][] },
): CodeChoice<R> {
  const found = codes.find((row) => row.code === wish.code)
  if (found === undefined) return problem('BTW-CODE-WEG', { code: wish.code })
  if (found.rateBp !== rule.rateBp || !wish.types.includes(found.type))
    return problem('BTW-CODE-ANDERS', { code: wish.code, found: rateText(found.rateBp) })
  return { kind: 'code', code: wish.code, rule }
}

function problem(
  code: Extract<CodeChoice, { kind: 'problem' }>['code'],
  params: Record<string, string | null>,
): Extract<CodeChoice, { kind: 'problem' }> {
  return { kind: 'problem', code, params }
}

/** Percent as a person writes it: `25,5`. */
export function rateText(rateBp: BasisPoints | null): string | null {
  if (rateBp === null) return null
  const rest = rateBp % 100
  return rest === 0
    ? String(rateBp / 100)
    : `${Math.trunc(rateBp / 100)},${String(rest).padStart(2, '0').replace(/0$/u, '')}`
}
