/** The lines of an invoice: stories with their numbers. Random ones, against every ledger: `test/invoice-sums.test.ts`. */
import { describe, expect, it } from 'vitest'
import { grossOf } from './invoice-arithmetic.ts'
import { asBooked, unitPrices } from './invoice-lines.ts'
import type { Journal } from '../ledger/ledger.ts'
import { withNets } from '../plan/planned-lines.ts'
import { aPlannedLine } from '../testkit.ts'

const exclusive = { mode: 'invoicesExclusive' } as const
const inclusive = { mode: 'invoicesInclusive' } as const

function invoice(
  lines: { gross: number; quantity?: number; rateBp?: number }[],
  journal: Pick<Journal, 'mode' | 'priceDecimals'>,
) {
  const planned = withNets(
    lines.map(({ gross, quantity = 1, rateBp = 2100 }, at) =>
      aPlannedLine({ orderItemId: `item-${at}`, grossCents: gross, quantity, rateBp }),
    ),
  )
  const booked = asBooked(planned, journal, { target: 'invoices', isCredit: false })
  return {
    ...booked,
    prices: unitPrices(booked.lines, journal).map((price) => [price.count, price.unitPriceMicros / 1e6]),
  }
}

describe('an invoice', () => {
  it.each([
    ['3 × 9.99', 2997, 3, 2, [1, 24.77]],
    ['3 × 9.99', 2997, 3, 4, [3, 8.2567]],
    ['3 × 9.99', 2997, 3, null, [1, 24.77]],
    ['250 × 1.39', 34_750, 250, 2, [1, 287.19]],
    ['250 × 1.39', 34_750, 250, 4, [1, 287.19]],
    ['999 × 1.40', 139_860, 999, 4, [1, 1155.87]],
  ] as const)('of %s comes to what was paid in a journal of %#', (_, gross, quantity, priceDecimals, price) => {
    const { amountCents, prices, flags } = invoice([{ gross, quantity }], { ...exclusive, priceDecimals })
    expect({ amountCents, prices, flags }).toEqual({ amountCents: gross, prices: [price], flags: [] })
  })

  it('of two articles gives the same whether VAT is rounded per line or per rate', () => {
    const { lines, amountCents, flags } = invoice([{ gross: 999 }, { gross: 999 }], exclusive)
    const nets = lines.map((line) => line.invoiceNetCents ?? line.netCents ?? 0)
    const perLine = nets.reduce((sum, net) => sum + net + Math.round(net * 0.21), 0)
    expect({ amountCents, perLine, flags }).toEqual({ amountCents: 1998, perLine: 1998, flags: [] })
    expect(lines.map((line) => line.netCents)).toEqual([826, 825])
  })

  it('is never more than a cent beside what was paid, with however many rates', () => {
    const { amountCents, flags } = invoice(
      [{ gross: 2999 }, { gross: 1199, rateBp: 1200 }, { gross: 2999, rateBp: 2101 }],
      exclusive,
    )
    expect(Math.abs(amountCents - 7197)).toBeLessThanOrEqual(1)
    expect(flags.includes('PEPPOL_CENT_DIFFERENCE')).toBe(amountCents !== 7197)
  })

  it('says where halves of a cent decide, which no other lines can help', () => {
    const { amountCents, ledger, flags } = invoice([{ gross: 1271 }], exclusive)
    expect(amountCents).toBe(1271)
    expect(ledger.ledger).toMatchObject({ sums: [{ baseCents: 1050, vatCents: 221 }], otherVatCents: 220 })
    expect(flags).toEqual(['LEDGER_ROUNDING_OPEN'])
  })

  it('with VAT in its prices comes to what was paid, discounts and all', () => {
    const { amountCents, prices, ledger } = invoice([{ gross: 2800, quantity: 3 }, { gross: 999 }], inclusive)
    expect({ amountCents, prices }).toEqual({
      amountCents: 3799,
      prices: [
        [1, 28],
        [1, 9.99],
      ],
    })
    expect(grossOf(ledger.ledger?.sums ?? [])).toBe(3799)
  })
})
