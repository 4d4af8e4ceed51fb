/**
 * Proposes the dossier's VAT codes and accounts for the sales that are to be expected. A proposal is for a person to
 * confirm: the ledger does not show which box of the return a code fills. Where nothing fits, or two fit alike, nothing
 * is proposed and the person chooses from `candidates`.
 */
import { countriesIn, plainText } from './country-words.ts'
import type { LedgerAccount, VatCode } from '../ledger/ledger.ts'
import type { LikelyRule } from './likely-rules.ts'
import type { Treatment } from './mapping.ts'

export interface CodeProposal extends LikelyRule {
  code: string | null
  /** Null where the dossier keeps no codes for credits: the sales code serves. */
  creditCode: string | null
  /** A credit code has to be chosen by hand before the first credit. */
  creditCodeOpen: boolean
  account: number | null
  /** All sales codes of this percentage, the most likely first. */
  candidates: string[]
}

export interface ProposalBooks {
  vatCodes: readonly VatCode[]
  accounts: readonly LedgerAccount[]
}

/** @param home the seller's country: a code without any country has its VAT */
export function proposeCodes(rules: readonly LikelyRule[], books: ProposalBooks, home: string): CodeProposal[] {
  return rules.map((rule) => proposeCode(rule, books, home))
}

function proposeCode(rule: LikelyRule, books: ProposalBooks, home: string): CodeProposal {
  const sales = ranked(rule, { codes: books.vatCodes, type: 'sell', home })
  const best = onlyBest(sales)
  const credit = best === null ? null : creditFor(rule, best, { books, home })
  return {
    ...rule,
    code: best?.code ?? null,
    creditCode: credit?.code ?? null,
    creditCodeOpen: credit === null && books.vatCodes.some((code) => code.type === 'sellCredit'),
    account: accountFor(best, books.accounts),
    candidates: sales.map(({ code }) => code.code),
  }
}

interface Ranked {
  code: VatCode
  /** 0 = nothing speaks for it but its percentage. */
  points: number
}

function ranked(rule: LikelyRule, among: { codes: readonly VatCode[]; type: VatCode['type']; home: string }): Ranked[] {
  return among.codes
    .filter((code) => code.type === among.type && code.rateBp === rule.rateBp)
    .map((code) => ({ code, points: pointsOf(rule, code, among.home) }))
    .toSorted((a, b) => b.points - a.points || (a.code.code < b.code.code ? -1 : 1))
}

function onlyBest([first, second]: Ranked[]): VatCode | null {
  if (first === undefined || first.points === 0) return null
  return second !== undefined && second.points === first.points ? null : first.code
}

// ── What speaks for a code ─────────────────────────────────────────────────────────────────────────────────────────

type Kind = 'home' | 'oss' | 'local' | 'intra' | 'reverse' | 'exempt'

/** Null: nothing is known of how such a code would be called, or the sale gets no code. */
const kinds: Record<Treatment, Kind | null> = {
  DOMESTIC: 'home',
  DISTANCE_BELOW_THRESHOLD: 'home',
  DESTINATION_VAT_HOME: 'home',
  OSS: 'oss',
  DESTINATION_LOCAL_VAT: 'local',
  LOCAL_FOREIGN_VAT: 'local',
  IC_SUPPLY: 'intra',
  LOCAL_REVERSE_CHARGE_NL: 'reverse',
  LOCAL_REVERSE_CHARGE_BE: 'reverse',
  DOMESTIC_SMALL_EXEMPT: 'exempt',
  DISTANCE_BELOW_THRESHOLD_SMALL_EXEMPT: 'exempt',
  DESTINATION_VAT_UNREGISTERED: null,
  MARGIN_SCHEME: null,
  NON_EU_DESTINATION: null,
  SELLER_OUTSIDE_EU: null,
  SPECIAL_TERRITORY: null,
  TAXABLE_BUYER_NO_IC: null,
}

/** Words (without accents) by which a description names one of the special treatments; the first that fits tells it. */
const words: [Kind | 'other', RegExp][] = [
  ['oss', /\b(?:oss|moss|one.?stop|eenloket|een-loket|guichet)\b/u],
  ['reverse', /verleg|autoliquid|reverse|medecontract|cocontract/u],
  ['intra', /intracom|intra-com|\bic\b|\bicl\b|\bicp\b/u],
  ['other', /uitvoer|export|\bmarge|buiten de eu|hors ue|onroerend|dienst|service/u],
  ['exempt', /vrijstel|vrijgesteld|franchise|exempt|kleine ondernem|\bkor\b/u],
]

export function kindOfTreatment(treatment: Treatment): Kind | null {
  return kinds[treatment]
}

/** Null: the words name no special treatment. */
export function kindToldBy({ code, description }: Pick<VatCode, 'code' | 'description'>): Kind | 'other' | null {
  const text = plainText(`${description} ${/^OSS/iu.test(code) ? 'oss' : ''}`)
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

function pointsOf(rule: LikelyRule, code: VatCode, home: string): number {
  const told = kindToldBy(code)
  const countries = countriesIn(code.code, code.description)
  const foreign = [...countries].some((country) => country !== rule.country)
  if (foreign) return 0
  const named = countries.has(rule.country)
  const wanted = kindOfTreatment(rule.treatment)
  switch (wanted) {
    case 'home':
      if (told !== null || (!named && rule.country !== home)) return 0
      return 1 + (named ? 1 : 0) + (isPercentage(code.code, rule.rateBp) ? 2 : 0)
    case 'oss':
      return named && (told === 'oss' || told === null) ? (told === 'oss' ? 2 : 1) : 0
    case 'local':
      return named && told === null ? 1 : 0
    case 'intra':
    case 'reverse':
      return told === wanted && (named || rule.country === home) ? (named ? 2 : 1) : 0
    case 'exempt':
      return told === 'exempt' ? 1 : 0
    default:
      return 0
  }
}

/** `21`, `06`, `6`, `5.5` and the like: the plain code of a percentage. */
function isPercentage(code: string, rateBp: number): boolean {
  return /^\d{1,2}(?:[.,]\d{1,2})?$/u.test(code) && Math.round(Number(code.replace(',', '.')) * 100) === rateBp
}

// ── Credits and accounts ───────────────────────────────────────────────────────────────────────────────────────────

/** The code for credits that is named after the sales code (`21` → `C21`), else the one that its own words speak for. */
function creditFor(rule: LikelyRule, sale: VatCode, at: { books: ProposalBooks; home: string }): VatCode | null {
  const credits = at.books.vatCodes.filter((code) => code.type === 'sellCredit' && code.rateBp === rule.rateBp)
  const named = credits.filter((code) => {
    const rest = code.code.toUpperCase().split(sale.code.toUpperCase())
    return rest.length === 2 && /^(?:CN?|K|KN|NC|CR)?[-_ ]?$/u.test(rest.join(''))
  })
  if (named.length === 1) return named[0] ?? null
  return onlyBest(ranked(rule, { codes: credits, type: 'sellCredit', home: at.home }))
}

/** The code's own account, else the first of the sales accounts (class 70 of the Belgian chart); only one that exists. */
function accountFor(code: VatCode | null, accounts: readonly LedgerAccount[]): number | null {
  const own = code?.defaultAccount ?? null
  if (own !== null && (accounts.length === 0 || accounts.some((row) => row.account === own))) return own
  const sales = accounts.map((row) => row.account).filter((account) => String(account).startsWith('70'))
  return sales.length === 0 ? null : Math.min(...sales)
}
