/** Things that no document knows, now and then: bol.com adds fields and enumeration values without notice. */

import type { OrderFact } from './facts.ts'
import { isoWithOffset } from './local-time.ts'
import type { BolSettings } from './settings.ts'

export type OddKind = 'field' | 'language' | 'delivery' | 'item'

const KINDS: readonly OddKind[] = ['field', 'language', 'delivery', 'item']

/** What is odd about an order; the same order is always odd in the same way. */
export function oddKind(order: OrderFact, settings: BolSettings): OddKind | undefined {
  if (order.oddity / 0x100000000 >= settings.oddities) return undefined
  return KINDS[order.oddity % KINDS.length]
}

export type WriteTime = (instant: number) => string | number

/** ISO time with offset, or epoch milliseconds as bol.com wrote them by mistake in August 2025. */
export function timeWriter(order: OrderFact, settings: BolSettings): WriteTime {
  const asNumber = settings.times === 'epochMs' || (settings.times === 'mixed' && (order.oddity & 8) !== 0)
  // Whole seconds in both forms: bol.com does not show more.
  return asNumber ? (instant) => Math.floor(instant / 1000) * 1000 : isoWithOffset
}
