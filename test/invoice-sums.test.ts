/**
 * No cent appears or vanishes between what buyers paid and what stands on an invoice, whatever the ledger's journal keeps and however it
 * rounds. Out of the bytes, by arithmetic that shares nothing with the product.
 */
import { describe, expect, it } from 'vitest'
import { checkInvoices } from './support/random-invoices.ts'

describe('random invoices and all their credits come to the same in every ledger, or say so', () => {
  it.each([
    ['net prices of two decimals', { inclusive: false, scale: 2, isTold: true }],
    ['net prices of four decimals', { inclusive: false, scale: 4, isTold: true }],
    ['net prices, and the journal does not tell its decimals', { inclusive: false, scale: 2, isTold: false }],
    ['prices with VAT, two decimals', { inclusive: true, scale: 2, isTold: true }],
    ['prices with VAT, four decimals', { inclusive: true, scale: 4, isTold: true }],
  ] as const)(
    '%s',
    (_, kind) => {
      const checked = checkInvoices(1500, 2026, kind)
      expect(checked.differences).toEqual([])
      expect(checked.invoices).toBeGreaterThan(1500)
      expect(checked.credits).toBeGreaterThan(5000)
    },
    180_000,
  )
})
