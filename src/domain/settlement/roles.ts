/** The role of each kind of charge in the books. For an unknown kind the user is asked; it is never guessed. */
import type { BasisPoints } from '../money.ts'

export const costRoles = ['commission', 'shipping', 'logistics', 'returnLabels', 'otherFees', 'advertising'] as const
export type CostRole = (typeof costRoles)[number]
/** `turnover`, `correction`: customers' money that is passed on. `compensation`: income, never VAT. */
export type ChargeRole = CostRole | 'turnover' | 'correction' | 'compensation'
/** The roles that a user may answer for a kind. */
export const answerRoles = [...costRoles, 'compensation'] as const
export type AnswerRole = (typeof answerRoles)[number]

/** Ledger accounts that a settlement needs, by what they are for. */
export const settlementAccounts = [...answerRoles, 'clearing', 'suspense', 'paymentLoss', 'paymentGain'] as const

/** Roles by type, from the settings or the user. */
export type TypeRoles = Readonly<Record<string, AnswerRole>>

const known: Record<string, ChargeRole> = {
  TURNOVER: 'turnover',
  COMMISSION: 'commission',
  DISTRIBUTION_BY_BOLCOM_LABEL: 'shipping',
  SHIPMENT_LABEL: 'shipping',
  SHIPMENT_LABEL_POST: 'shipping',
  OUTBOUND: 'shipping',
  PICK_PACK: 'logistics',
  INBOUND: 'logistics',
  FIRST_MILE: 'logistics',
  LOGISTICAL_CHARGE: 'logistics',
  STOCK: 'logistics',
  NCK_STOCK: 'logistics',
  RETURN_STOCK: 'logistics',
  PLAZA_RETURN_SHIPPING_LABEL: 'returnLabels',
  SPONSORED_PRODUCTS: 'advertising',
  BRANDED_SHELVES: 'advertising',
  DAY_OFFER_BOOSTER: 'advertising',
  ONLINE_MAGAZINES: 'advertising',
  PROMO_BOOSTER_PLUS: 'advertising',
  PROMO_BOOSTER_PLUS_HALF: 'advertising',
  SOCIAL_ADVERTISING: 'advertising',
}
/** Known kinds that the user confirms once for this seller. */
const askedOnce: Record<string, AnswerRole> = {
  RETAILER_AUTHORIZATION: 'otherFees',
  COMPENSATION: 'compensation',
  COMPENSATION_LOST_GOODS: 'compensation',
}

export type RoleAnswer =
  | { kind: 'role'; role: ChargeRole }
  /** `type` is what the answer is remembered for; `proposal` where there is a likely one. */
  | { kind: 'ask'; type: string; proposal: AnswerRole | null }

export function roleOf(type: string, answers: TypeRoles): RoleAnswer {
  const answered = Object.hasOwn(answers, type) ? answers[type] : undefined
  if (answered !== undefined) return { kind: 'role', role: answered }
  const listed = Object.hasOwn(known, type) ? known[type] : type.startsWith('DISPLAY_') ? 'advertising' : undefined
  if (listed !== undefined) return { kind: 'role', role: listed }
  if (Object.hasOwn(askedOnce, type)) return { kind: 'ask', type, proposal: askedOnce[type] ?? null }
  const base = correctedType(type)
  if (base === null) return { kind: 'ask', type, proposal: null }
  const found = roleOf(base, answers)
  if (found.kind === 'role') return found.role === 'turnover' ? { kind: 'role', role: 'correction' } : found
  // An answer about the base counts for the base; of an unknown base nothing is inferred.
  return found.proposal === null ? { kind: 'ask', type, proposal: null } : found
}

function correctedType(type: string): string | null {
  if (type === 'CORRECTION_CORRECTION') return null
  const match = /^CORRECTION_(.+)$/u.exec(type) ?? /^(.+)_(?:CORRECTION|DISCOUNT)$/u.exec(type)
  return match?.[1] ?? null
}

/** Which VAT code a cost takes. */
export type VatRole = 'reverseCharge' | 'noVat' | 'dutch21' | 'belgian21'

/** How VAT that was not expected is booked: as Belgian VAT, or as a part of the cost. */
export const vatAnswers = ['belgian21', 'cost'] as const
export type VatAnswer = (typeof vatAnswers)[number]
/** The user's answers, by `vatName`. */
export type VatAnswers = Readonly<Record<string, VatAnswer>>

export interface VatOfCharge {
  category: string
  percentBp: BasisPoints
}

/** `S21`: the name under which VAT that was not expected is asked about and answered. */
export function vatName({ category, percentBp }: VatOfCharge): string {
  return `${category}${percentBp / 100}`
}

/** Null: a charge that is not expected of this seller; the user names its role, and nothing is booked before. */
export function vatRoleOf(
  sellerCountry: string | null,
  vat: VatOfCharge,
  answers: VatAnswers,
): VatRole | VatAnswer | null {
  const { category, percentBp } = vat
  const zero = percentBp === 0
  if (category === 'O' && zero && (sellerCountry === 'BE' || sellerCountry === 'NL')) return 'noVat'
  if (sellerCountry === 'BE' && (category === 'K' || category === 'AE') && zero) return 'reverseCharge'
  if (sellerCountry === 'NL' && isStandard(vat)) return 'dutch21'
  return vatAnswersFor(sellerCountry, vat).find((answer) => answer === answers[vatName(vat)]) ?? null
}

/** Only 21 % can be Belgian VAT. */
export function vatAnswersFor(sellerCountry: string | null, vat: VatOfCharge): readonly VatAnswer[] {
  return sellerCountry === 'BE' && isStandard(vat) ? vatAnswers : ['cost']
}

function isStandard({ category, percentBp }: VatOfCharge): boolean {
  return category === 'S' && percentBp === 2100
}
