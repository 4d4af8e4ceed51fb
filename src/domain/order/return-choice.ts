/** What a person may do about a return that the rules leave to him. Pure. */

/**
 * `saleAndCredit`: the sale is from before the first day; both are booked. `creditOnly`: the sale stands in the books from somebody
 * else; only its credit is booked. `creditLeft`: what is left of the sale is credited, although more came back. `refunded`,
 * `notRefunded`: what the marketplace did not say. `ofItem`: the order item that came back. `ignore`: nothing is booked.
 */
export const returnChoices = [
  'saleAndCredit',
  'creditOnly',
  'creditLeft',
  'refunded',
  'notRefunded',
  'ofItem',
  'ignore',
] as const
export type ReturnChoice = (typeof returnChoices)[number]

/** @param known whether the order of the return is one of ours */
export function returnChoicesOf(code: string, known: boolean): ReturnChoice[] {
  if (code === 'RET-ZONDER') return known ? ['creditOnly', 'ignore'] : ['saleAndCredit', 'creditOnly', 'ignore']
  if (code === 'RET-KEUZE') return ['ofItem', 'ignore']
  if (code === 'RET-MEER') return ['creditLeft', 'ignore']
  if (code === 'RET-UITKOMST') return ['refunded', 'notRefunded', 'ignore']
  return []
}
