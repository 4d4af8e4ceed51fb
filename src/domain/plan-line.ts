/** One order line: its class, its treatment, its VAT code and account; or the problem that holds it. */
import type { LocalDate } from './calendar.ts'
import type { VatCode } from './ledger.ts'
import type { ProductClass, Settings, Treatment, VatCodeRule } from './mapping.ts'
import type { BasisPoints } from './money.ts'
import type { Order, OrderItem } from './order.ts'
import type { PlanStatus } from './plan.ts'
import type { PlannedProblem } from './plan-order.ts'
import { classOf } from './product-class.ts'
import { decideVat, type VatDecision } from './vat.ts'

export interface LineDecision {
  status: PlanStatus
  productClass: ProductClass | null
  treatment: Treatment | null
  country: string | null
  rateBp: BasisPoints | null
  dispatch: string | null
  mapping: VatCodeRule | null
  rule: string
  place: string
  flags: string[]
  problem: PlannedProblem | null
}

/** What this version books; every other treatment is named in its problem, and waits. */
const bookable: readonly Treatment[] = ['DOMESTIC', 'OSS']

export function decideLine(
  input: { order: Order; settings: Settings; ledger: { vatCodes: VatCode[] } },
  item: OrderItem,
  supplyDate: LocalDate,
): LineDecision {
  const { order, settings } = input
  const found = classOf(item, settings.vat)
  const flags = found?.by === 'default' ? ['VAT_CLASS_DEFAULTED'] : []
  if (found === null) {
    const params = { product: item.title, ean: item.ean }
    return {
      ...undecided,
      status: 'HOLD',
      rule: 'PRODUCT_CLASS_UNKNOWN',
      place: 'vat 1.4',
      flags,
      problem: { code: 'BTW-EAN', params },
    }
  }
  const vat = decideVat({
    seller: settings.seller,
    settings: settings.vat,
    fulfilment: item.fulfilment,
    offerReference: item.offerReference,
    destination: order.destination,
    buyer: order.buyer,
    vies: 'notAsked',
    productClass: found.class,
    supplyDate,
    crossBorderNetThisYear: settings.seller.crossBorderNetElsewhere[supplyDate.slice(0, 4)] ?? 0,
    crossBorderNetLastYear: settings.seller.crossBorderNetElsewhere[String(Number(supplyDate.slice(0, 4)) - 1)] ?? 0,
  })
  const decision = {
    ...undecided,
    status: vat.status,
    productClass: found.class,
    treatment: vat.treatment,
    country: vat.country,
    rateBp: vat.rateBp,
    dispatch: vat.dispatch,
    rule: vat.rule,
    place: vat.place,
    flags: [...flags, ...vat.flags],
  }
  const problem = notBookable(vat, item)
  if (problem !== null) return { ...decision, problem }
  return withMapping(input, decision, vat)
}

const undecided: LineDecision = {
  status: 'POST',
  productClass: null,
  treatment: null,
  country: null,
  rateBp: null,
  dispatch: null,
  mapping: null,
  rule: '',
  place: '',
  flags: [],
  problem: null,
}

function notBookable(vat: VatDecision, item: OrderItem): PlannedProblem | null {
  const params = {
    rule: vat.rule,
    treatment: vat.treatment,
    country: vat.country,
    rate: rateText(vat.rateBp),
    from: vat.dispatch,
    to: vat.destination,
    product: item.title,
    ean: item.ean,
  }
  if (vat.rateBp === null && vat.status === 'BLOCK') return { code: vat.problemCode ?? 'BTW-TARIEF', params }
  const ownStock = item.fulfilment === 'seller'
  if (
    vat.status === 'POST' &&
    vat.treatment !== null &&
    bookable.includes(vat.treatment) &&
    (vat.treatment === 'DOMESTIC' || ownStock)
  )
    return null
  if (vat.status === 'POST' || vat.status === 'RETRY') return { code: 'BTW-NIETKLAAR', params }
  return { code: vat.problemCode ?? 'BTW-NIETKLAAR', params }
}

/** The dossier's VAT code for this treatment, country and rate: chosen by the user, checked against the dossier. */
function withMapping(
  input: { settings: Settings; ledger: { vatCodes: VatCode[] } },
  decision: LineDecision,
  vat: VatDecision,
): LineDecision {
  const params = {
    treatment: vat.treatment,
    country: vat.country,
    rate: rateText(vat.rateBp),
    from: vat.dispatch,
    to: vat.destination,
  }
  const rule = input.settings.vat.codes.find(
    (row) => row.treatment === vat.treatment && row.country === vat.country && row.rateBp === vat.rateBp,
  )
  const blocked = (code: string, more: PlannedProblem['params'] = {}): LineDecision => ({
    ...decision,
    status: 'BLOCK',
    problem: { code, params: { ...params, ...more } },
  })
  if (rule === undefined) return blocked('BTW-LAND')
  const code = input.ledger.vatCodes.find((row) => row.code === rule.code)
  if (code === undefined) return blocked('BTW-CODE-WEG', { code: rule.code })
  if (code.rateBp !== rule.rateBp || code.type !== 'sell')
    return blocked('BTW-CODE-ANDERS', { code: rule.code, found: rateText(code.rateBp) })
  return { ...decision, mapping: rule }
}

function rateText(rateBp: BasisPoints | null): string | null {
  if (rateBp === null) return null
  const rest = rateBp % 100
  return rest === 0
    ? String(rateBp / 100)
    : `${Math.trunc(rateBp / 100)},${String(rest).padStart(2, '0').replace(/0$/u, '')}`
}
