/** Finds the VAT class of a product: the seller's own rule, else the connection's visible default. Never a guess. */
import type { ProductClass, ProductRule, VatSettings } from '../settings/mapping.ts'
import type { OrderItem } from '../order/order.ts'
import { comparableText, productNumbersOf } from './product-number.ts'

export interface FoundClass {
  class: ProductClass
  by: 'ean' | 'offerReference' | 'title' | 'default'
}

/**
 * Returns the first match in this order of kinds: EAN, offer reference, words of the title; then the default. Null where the user must
 * choose.
 */
export function classOf(
  item: Pick<OrderItem, 'ean' | 'offerReference' | 'title'>,
  settings: Pick<VatSettings, 'default' | 'products'>,
): FoundClass | null {
  const { byKey, titles } = indexOf(settings.products)
  const [ean] = item.ean === null ? [] : eanKeys(item.ean).flatMap((key) => byKey.get(key) ?? [])
  if (ean !== undefined) return { class: ean, by: 'ean' }
  const own = item.offerReference === null ? undefined : byKey.get(ownKey(item.offerReference))
  if (own !== undefined) return { class: own, by: 'offerReference' }
  const title = comparableText(item.title ?? '')
  const named = titles.find(({ words }) => title.includes(words))
  if (named !== undefined) return { class: named.class, by: 'title' }
  return settings.default === null || settings.default === 'ask' ? null : { class: settings.default, by: 'default' }
}

/**
 * Returns the keys by which a rule is found. Two rules with a key in common are about the same product. Empty: the rule can never match.
 */
export function ruleKeys(rule: ProductRule): string[] {
  if ('ean' in rule) return productNumbersOf(rule.ean).map((number) => `ean ${number}`)
  const key = 'offerReference' in rule ? ownKey(rule.offerReference) : `title ${comparableText(rule.titleContains)}`
  return key.endsWith(' ') ? [] : [key]
}

/** Text that is not a product number is kept as written: an article may have an unchecked number. */
function eanKeys(ean: string): string[] {
  const numbers = productNumbersOf(ean)
  return (numbers.length > 0 ? numbers : [comparableText(ean)]).map((number) => `ean ${number}`)
}

function ownKey(offerReference: string): string {
  return `own ${comparableText(offerReference)}`
}

interface RuleIndex {
  byKey: ReadonlyMap<string, ProductClass>
  titles: { words: string; class: ProductClass }[]
}

/** A seller may have rules by the thousand, and each line of each order is compared with them. */
const indexes = new WeakMap<readonly ProductRule[], RuleIndex>()

function indexOf(rules: readonly ProductRule[]): RuleIndex {
  const known = indexes.get(rules)
  if (known !== undefined) return known
  const byKey = new Map<string, ProductClass>()
  const titles: RuleIndex['titles'] = []
  for (const rule of rules) {
    if ('titleContains' in rule) {
      const words = comparableText(rule.titleContains)
      if (words !== '') titles.push({ words, class: rule.class })
      continue
    }
    const keys = 'ean' in rule ? eanKeys(rule.ean) : [ownKey(rule.offerReference)]
    for (const key of keys) if (!byKey.has(key)) byKey.set(key, rule.class)
  }
  const index = { byKey, titles }
  indexes.set(rules, index)
  return index
}
