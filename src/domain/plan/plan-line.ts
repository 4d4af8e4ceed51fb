/** One order line: its class, its treatment, its VAT code and account; or the problem that holds it. */
import type { RegisterAnswer } from '../order/buyer.ts'
import type { LocalDate } from '../calendar.ts'
import type { RelationVatType, VatCode } from '../ledger/ledger.ts'
import type { ProductClass, Settings, Treatment, VatCodeRule } from '../settings/mapping.ts'
import type { BasisPoints, Cents } from '../money.ts'
import type { Order, OrderItem } from '../order/order.ts'
import type { PlanStatus } from './plan-status.ts'
import type { PlannedProblem } from './plan-order.ts'
import { classOf } from '../vat/product-class.ts'
import { territoryNames } from '../vat/territory.ts'
import { decideVat, dispatchOf, type VatDecision, type VatInput } from '../vat/vat.ts'
import { rateText, saleCodeFor } from '../vat/vat-code.ts'

export interface LineDecision {
  status: PlanStatus
  productClass: ProductClass | null
  treatment: Treatment | null
  country: string | null
  rateBp: BasisPoints | null
  dispatch: string | null
  /** Position of the buyer for this sale; null where no decision was reached. */
  vatType: RelationVatType | null
  mapping: VatCodeRule | null
  rule: string
  place: string
  flags: string[]
  problem: PlannedProblem | null
}

/** When the line is supplied, and what the seller sold across borders before it. */
export interface LineMoment {
  supplyDate: LocalDate
  /** Cents without VAT: this calendar year before this sale, the year before, and what this sale itself adds. */
  crossBorder: { thisYear: Cents; lastYear: Cents; ofSale: Cents }
}

export function decideLine(
  input: {
    source: VatInput['source']
    order: Order
    settings: Settings
    ledger: { vatCodes: VatCode[] }
    register?: RegisterAnswer
  },
  item: OrderItem,
  moment: LineMoment,
): LineDecision {
  const { order, settings } = input
  const found = item.kind === undefined ? classOf(item, settings.vat) : ofNoProduct
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
    source: input.source,
    seller: settings.seller,
    settings: settings.vat,
    fulfilment: item.fulfilment,
    offerReference: item.offerReference,
    destination: order.destination,
    buyer: order.buyer,
    vies: input.register ?? 'notAsked',
    productClass: found.class,
    supplyDate: moment.supplyDate,
    crossBorderNetThisYear: moment.crossBorder.thisYear,
    crossBorderNetLastYear: moment.crossBorder.lastYear,
    crossBorderNetOfOrder: moment.crossBorder.ofSale,
  })
  const rateBp = vat.status === 'POST' && item.kind !== undefined ? rateOfCharge(item, vat) : vat.rateBp
  const decision: LineDecision = {
    ...undecided,
    status: vat.status,
    productClass: found.class,
    treatment: vat.treatment,
    country: vat.country,
    rateBp,
    dispatch: vat.dispatch,
    vatType: vat.vatType,
    rule: vat.rule,
    place: vat.place,
    flags: [...flags, ...vat.flags],
  }
  const { charged } = item
  if (vat.status === 'POST' && charged !== undefined && charged.rateBp !== rateBp) {
    const params = { ...paramsOf(vat), product: item.title, charged: rateText(charged.rateBp) }
    return { ...decision, status: 'HOLD', rule: 'CHARGED_OTHERWISE', problem: { code: 'BTW-WINKEL', params } }
  }
  if (vat.status === 'POST') return withMapping(input, decision, { ...vat, rateBp })
  const product = { product: item.title, ean: item.ean }
  const { rateTerritory } = order.destination
  const territory = rateTerritory === undefined ? null : territoryNames[rateTerritory]
  const params = { ...paramsOf(vat), ...product, ...(territory === null ? {} : { territory }) }
  return { ...decision, problem: { code: vat.problemCode ?? 'BTW-ICP', params } }
}

const ofNoProduct = { class: 'STANDARD', by: 'source' } as const

/** Shipping and fees carry a rate of the goods, which the source chose; a sale without VAT has none on them either. */
function rateOfCharge({ charged }: OrderItem, { rateBp }: VatDecision): BasisPoints | null {
  return rateBp === 0 || charged === undefined ? rateBp : charged.rateBp
}

const undecided: LineDecision = {
  status: 'POST',
  productClass: null,
  treatment: null,
  country: null,
  rateBp: null,
  dispatch: null,
  vatType: null,
  mapping: null,
  rule: '',
  place: '',
  flags: [],
  problem: null,
}

function paramsOf(vat: VatDecision): PlannedProblem['params'] {
  return {
    rule: vat.rule,
    treatment: vat.treatment,
    country: vat.country,
    rate: rateText(vat.rateBp),
    from: vat.dispatch,
    to: vat.destination,
    // Nothing is missing: the user has to choose the return in which the VAT is declared.
    ...(vat.rule === 'OSS_DESTINATION_IS_HOME_COUNTRY' ? { choice: 'return' } : {}),
  }
}

function withMapping(
  input: { settings: Settings; ledger: { vatCodes: VatCode[] } },
  decision: LineDecision,
  vat: VatDecision,
): LineDecision {
  const choice = saleCodeFor(input.settings.vat.codes, input.ledger.vatCodes, vat)
  if (choice.kind === 'code') return { ...decision, mapping: choice.rule }
  return {
    ...decision,
    status: 'BLOCK',
    problem: { code: choice.code, params: { ...paramsOf(vat), ...choice.params } },
  }
}

/**
 * How far the decision depends on the EU's register. `needed`: the VAT of a line depends on it and waits for the answer. This also holds
 * where the seller's missing VAT number blocks the sale, so that the user sees the treatment that will apply. `helps`: only whether the
 * buyer is booked as a business depends on it; without an answer the number's own check digits decide.
 */
export type RegisterNeed = 'needed' | 'helps' | 'no'

export function registerNeed(
  input: { source: VatInput['source']; order: Order; settings: Settings },
  supplyDate: LocalDate,
): RegisterNeed {
  const { source, order, settings } = input
  if (!order.buyer.hasVatNumber) return 'no'
  const crossBorder = { thisYear: 0, lastYear: 0, ofSale: 0 }
  const { seller } = settings
  const decisions = order.items.map((item) => {
    const dispatch = dispatchOf({ source, seller, fulfilment: item.fulfilment, offerReference: item.offerReference })
    const vatNumbers = { ...seller.vatNumbers, [dispatch]: 'as if there' }
    const asked = {
      source,
      order,
      settings: { ...settings, seller: { ...seller, vatNumbers } },
      ledger: { vatCodes: [] },
    }
    return decideLine(asked, item, { supplyDate, crossBorder })
  })
  if (decisions.some(({ status }) => status === 'RETRY')) return 'needed'
  return decisions.some(({ vatType }) => vatType?.startsWith('business') === true) ? 'helps' : 'no'
}
