/** The VAT class of a product: what the seller said of it, else the connection's visible default. Never a guess. */
import type { ProductClass, ProductRule, VatSettings } from './mapping.ts'
import type { OrderItem } from './order.ts'

export interface FoundClass {
  class: ProductClass
  by: 'ean' | 'offerReference' | 'title' | 'default'
}

/** First match in this order of kinds: EAN, offer reference, words of the title; then the default. Null where a person must say. */
export function classOf(
  item: Pick<OrderItem, 'ean' | 'offerReference' | 'title'>,
  settings: Pick<VatSettings, 'default' | 'products'>,
): FoundClass | null {
  const kinds: [FoundClass['by'], (rule: ProductRule) => boolean][] = [
    ['ean', (rule) => 'ean' in rule && rule.ean === item.ean],
    ['offerReference', (rule) => 'offerReference' in rule && rule.offerReference === item.offerReference],
    [
      'title',
      (rule) => 'titleContains' in rule && (item.title ?? '').toLowerCase().includes(rule.titleContains.toLowerCase()),
    ],
  ]
  for (const [by, matches] of kinds) {
    const rule = settings.products.find(matches)
    if (rule !== undefined) return { class: rule.class, by }
  }
  return settings.default === null || settings.default === 'ask' ? null : { class: settings.default, by: 'default' }
}
