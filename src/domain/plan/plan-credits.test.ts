/** Goal: every change after booking is credited once, to the cent, with the sale's own VAT, and never more than was sold. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { casesOf } from '../../../test/support/case-files.ts'
import { splitVat } from '../money.ts'
import type { OrderItem } from '../order/order.ts'
import type { PlannedLine } from './plan.ts'
import { planCredits, type CreditInput, type CreditPart, type CreditPlan, type KnownReturn } from './plan-credits.ts'
import type { BookedCredit, BookedSale } from './sale-lines.ts'
import { aShop, anItem, anOrder, someSettings } from '../testkit.ts'

const day = '2026-11-24'

function aLine(change: Partial<PlannedLine> = {}): PlannedLine {
  const grossCents = change.grossCents ?? 2997
  const { baseCents, vatCents } = splitVat(grossCents, change.rateBp ?? 2100)
  return {
    orderItemId: 'item-1',
    ean: '8712345678906',
    description: 'Koffiemok',
    quantity: 3,
    productClass: 'STANDARD',
    treatment: 'DOMESTIC',
    country: 'BE',
    rateBp: 2100,
    grossCents,
    netCents: baseCents,
    vatCents,
    vatCode: '21',
    account: 700000,
    rule: 'DOMESTIC',
    place: 'vat 3.4',
    ...change,
  }
}

function aSale(change: Partial<BookedSale> = {}): BookedSale {
  return {
    businessKey: 'shipment-1',
    target: 'bookings',
    standing: 'booked',
    inDay: false,
    journal: 'V5',
    number: 12,
    documentDate: '2026-11-20',
    supplyDate: '2026-11-20',
    lines: [aLine()],
    ...change,
  }
}

function aReturn(
  rmaId: string,
  quantity: number,
  change: Partial<KnownReturn> = {},
  handling = 'RETURN_RECEIVED',
): KnownReturn {
  const processedAt = Date.parse('2026-11-23T12:00:00+01:00') + Number(rmaId.replaceAll(/\D/gu, ''))
  return {
    rmaId,
    returnId: `return of ${rmaId}`,
    orderId: 'C000TEST01',
    ean: '8712345678906',
    fulfilment: 'seller',
    registeredAt: processedAt,
    expectedQuantity: quantity,
    handled: true,
    mainReason: null,
    results: [{ quantity, processing: 'ACCEPTED', handling, processedAt, processedOn: '2026-11-23' }],
    decision: null,
    ...change,
  }
}

const sold = anItem({ quantity: 3, quantityShipped: 3, unitPriceCents: 999, totalPriceCents: 2997 })

function plan(change: Partial<CreditInput> = {}, items: OrderItem[] = [sold]): CreditPlan {
  return planCredits({
    source: aShop,
    order: anOrder({ items }),
    itemsThen: new Map(items.map((item) => [item.orderItemId, item])),
    settings: someSettings(),
    sales: [aSale()],
    credits: [],
    returns: [],
    changedOn: new Map(),
    today: day,
    moreToCome: false,
    ...change,
  })
}

const amountOf = (part: CreditPart | undefined) => {
  const lines = (part?.lines ?? []).map((row) => row.line)
  const sum = (of: (line: PlannedLine) => number | null): number =>
    lines.reduce((all, line) => all + (of(line) ?? 0), 0)
  return [sum((line) => line.grossCents), sum((line) => line.netCents), sum((line) => line.vatCents)]
}

/** The credit once it is in the books. */
const asBooked = (part: CreditPart): BookedCredit => ({
  businessKey: part.businessKey,
  cause: part.cause,
  lines: part.lines.map((row) => row.line),
})

describe('returns', () => {
  it('are credited at the day of their processing, with the rate, code and account of the sale', () => {
    const { parts, problems } = plan({ returns: [aReturn('1', 1)] })
    expect(problems).toEqual([])
    expect(parts).toMatchObject([{ businessKey: '1', cause: 'return', direction: 'credit', date: '2026-11-23' }])
    expect(parts[0]?.lines[0]?.line).toMatchObject({
      units: 1,
      vatCode: '21',
      account: 700000,
      rateBp: 2100,
      saleKey: 'shipment-1',
    })
  })

  it('that come again and again never make more than the sale, and end on nothing', () => {
    const first = plan({ returns: [aReturn('1', 2)] })
    const again = plan({ returns: [aReturn('1', 2)], credits: first.parts.map(asBooked) })
    expect(again.parts).toEqual([])
    const later = plan({ returns: [aReturn('1', 2), aReturn('2', 1)], credits: first.parts.map(asBooked) })
    expect(amountOf(first.parts[0])).toEqual([1998, 1651, 347])
    expect(amountOf(later.parts[0])).toEqual([999, 826, 173])
    const tooMany = plan({ returns: [aReturn('1', 2), aReturn('2', 1), aReturn('3', 1)] })
    expect(tooMany.parts).toHaveLength(2)
    expect(tooMany.problems).toMatchObject([{ code: 'RET-MEER', subject: '3' }])
  })

  it('that were processed in two steps make two credits', () => {
    const step = aReturn('1', 1).results
    const first = plan({ returns: [aReturn('1', 2, { results: step })] })
    const both = plan({
      returns: [aReturn('1', 2, { results: [...step, ...step] })],
      credits: first.parts.map(asBooked),
    })
    expect(both.parts).toMatchObject([{ businessKey: '1|1' }])
    expect(amountOf(both.parts[0])[0]).toBe(999)
  })

  it.each(['EXCHANGE_PRODUCT', 'REPAIR_PRODUCT', 'RETURN_DOES_NOT_MEET_CONDITIONS', 'CUSTOMER_KEEPS_PRODUCT_PAID'])(
    'that pay nothing back make nothing, and say so: %s',
    (handling) => {
      expect(plan({ returns: [aReturn('1', 1, {}, handling)] })).toMatchObject({
        parts: [],
        problems: [],
        flags: ['RETURN_NOT_REFUNDED'],
      })
    },
  )

  it('with a result that nobody explains wait for a person, and go his way', () => {
    const strange = aReturn('1', 1, {}, 'SOMETHING_NEW')
    expect(plan({ returns: [strange] })).toMatchObject({
      parts: [],
      problems: [{ code: 'RET-UITKOMST', subject: '1' }],
    })
    const decided = (decision: 'refunded' | 'notRefunded' | 'ignored' | 'creditAnyway') =>
      plan({ returns: [{ ...strange, decision: { decision, orderItemId: null } }] })
    expect(decided('refunded').parts).toHaveLength(1)
    expect(decided('notRefunded')).toMatchObject({ parts: [], problems: [] })
    expect(decided('ignored')).toMatchObject({ parts: [], problems: [] })
  })

  it('that nobody handled make nothing', () => {
    expect(plan({ returns: [aReturn('1', 1, { handled: false, results: [] })] })).toMatchObject({
      parts: [],
      problems: [],
    })
  })

  describe('of units that went in parcels with other VAT', () => {
    const item = anItem({ quantity: 2, quantityShipped: 2, unitPriceCents: 999, totalPriceCents: 1998 })
    const parcel = (businessKey: string, rateBp: number): BookedSale =>
      aSale({ businessKey, lines: [aLine({ quantity: 1, grossCents: 999, rateBp, vatCode: String(rateBp) })] })
    const sales = [parcel('february', 1200), parcel('march', 2100)]
    const chosen = (orderItemId: string) => ({
      decision: { decision: 'undecided' as const, orderItemId, reason: 'ofItem', at: 0 },
    })
    const ratesOf = ({ parts }: CreditPlan) => parts.flatMap(({ lines }) => lines.map(({ line }) => line.rateBp))

    it('ask which parcel, and take the one that is named', () => {
      const asked = plan({ sales, returns: [aReturn('1', 1)] }, [item])
      expect(asked).toMatchObject({ parts: [], problems: [{ code: 'RET-KEUZE', params: { several: true } }] })
      expect(plan({ sales, returns: [aReturn('1', 1, chosen('item-1'))] }, [item]).problems).toHaveLength(1)
      expect(ratesOf(plan({ sales, returns: [aReturn('1', 1, chosen('item-1|march'))] }, [item]))).toEqual([2100])
      expect(ratesOf(plan({ sales, returns: [aReturn('1', 1, chosen('item-1|february'))] }, [item]))).toEqual([1200])
    })

    it('ask nothing where all of them came back', () => {
      const all = plan({ sales, returns: [aReturn('1', 2)] }, [item])
      expect(all.problems).toEqual([])
      expect(ratesOf(all)).toEqual([1200, 2100])
    })

    it('are raised each by its share where the price rises', () => {
      const dearer = { ...item, unitPriceCents: 1099, totalPriceCents: 2198 }
      const { parts } = plan({ sales, itemsThen: new Map([['item-1', item]]) }, [dearer])
      expect(parts.map(({ direction }) => direction)).toEqual(['increase'])
      expect(parts[0]?.lines.map(({ line }) => [line.rateBp, line.grossCents, line.vatCents])).toEqual([
        [1200, 100, 11],
        [2100, 100, 17],
      ])
    })
  })

  it('of units that went in several parcels come off the oldest first, each with its own document', () => {
    const sales = [
      aSale({ lines: [aLine({ quantity: 1, grossCents: 999 })] }),
      aSale({ businessKey: 'shipment-2', number: 15, lines: [aLine({ quantity: 2, grossCents: 1998 })] }),
    ]
    const { parts } = plan({ sales, returns: [aReturn('1', 2)] })
    expect(parts[0]?.lines.map(({ line }) => [line.saleKey, line.units, line.grossCents])).toEqual([
      ['shipment-1', 1, 999],
      ['shipment-2', 1, 999],
    ])
  })

  it.each([
    ['3 × 9.99 less 5.00', [1665, 832], [2, 1]],
    ['8 × 0.88 less 1.72', [67, 465], [1, 7]],
  ])(
    'of one item in parcels whose cents differ (%s) are credited one by one, together exactly the sale',
    (_, gross, units) => {
      const whole = gross.reduce((sum, cents) => sum + cents, 0)
      const count = units.reduce((sum, unit) => sum + unit, 0)
      const sales = gross.map((grossCents, index) =>
        aSale({ businessKey: `shipment-${index}`, lines: [aLine({ quantity: units[index] as number, grossCents })] }),
      )
      const item = { ...sold, quantity: count, quantityShipped: count, totalPriceCents: whole }
      const returns: KnownReturn[] = []
      const credits: BookedCredit[] = []
      let credited = 0
      for (let one = 1; one <= count; one += 1) {
        returns.push(aReturn(String(one), 1))
        const { parts, problems } = plan({ sales, returns, credits }, [item])
        expect({ problems, parts: parts.length }).toEqual({ problems: [], parts: 1 })
        credited += amountOf(parts[0])[0] as number
        credits.push(asBooked(parts[0] as CreditPart))
      }
      expect(credited).toBe(whole)
    },
  )

  it('of the only item of an order need no product number, and one that is written otherwise is the same', () => {
    expect(amountOf(plan({ sales: [aSale()], returns: [aReturn('1', 1, { ean: null })] }).parts[0])[0]).toBe(999)
    const item = { ...sold, ean: '0036000291452' }
    const upc = aReturn('1', 1, { ean: '036000291452' })
    expect(amountOf(plan({ sales: [aSale()], returns: [upc] }, [item]).parts[0])[0]).toBe(999)
  })

  it('of a product that stands twice in the order at different prices are not guessed', () => {
    const items = [sold, { ...sold, orderItemId: 'item-2', unitPriceCents: 500, totalPriceCents: 1500 }]
    const sales = [aSale({ lines: [aLine(), aLine({ orderItemId: 'item-2', grossCents: 1500 })] })]
    expect(plan({ sales, returns: [aReturn('1', 1)] }, items)).toMatchObject({
      parts: [],
      problems: [{ code: 'RET-KEUZE', subject: '1' }],
    })
    const chosen = aReturn('1', 1, { decision: { decision: 'undecided', orderItemId: 'item-2' } })
    expect(amountOf(plan({ sales, returns: [chosen] }, items).parts[0])[0]).toBe(500)
    // All of it came back: then it makes no difference.
    expect(amountOf(plan({ sales, returns: [aReturn('1', 6)] }, items).parts[0])[0]).toBe(4497)
  })

  it('of a product that stands twice at one price come off either line', () => {
    const items = [sold, { ...sold, orderItemId: 'item-2' }]
    const sales = [aSale({ lines: [aLine(), aLine({ orderItemId: 'item-2' })] })]
    expect(amountOf(plan({ sales, returns: [aReturn('1', 4)] }, items).parts[0])[0]).toBe(3996)
  })

  it('wait for a sale that is still on its way, and for one in doubt', () => {
    expect(plan({ sales: [aSale({ standing: 'open' })], returns: [aReturn('1', 1)] })).toMatchObject({
      parts: [],
      problems: [],
      waits: true,
    })
  })

  it('of a sale that somebody else booked are asked about; of one that nobody wanted booked they make nothing', () => {
    expect(plan({ sales: [aSale({ standing: 'foreign' })], returns: [aReturn('1', 1)] }).problems).toMatchObject([
      { code: 'RET-ZONDER', subject: '1' },
    ])
    expect(plan({ sales: [aSale({ standing: 'notBooked' })], returns: [aReturn('1', 1)] })).toMatchObject({
      parts: [],
      problems: [],
      flags: ['RETURN_OF_UNBOOKED'],
    })
  })

  it('are never dated before their sale', () => {
    const { parts } = plan({ sales: [aSale({ documentDate: '2026-12-01' })], returns: [aReturn('1', 1)] })
    expect(parts[0]?.date).toBe('2026-12-01')
  })
})

describe('cancelled after booking', () => {
  const order = 'C000TEST01'
  const whole = aSale({ businessKey: order })

  it('exactly the cancelled part is credited, once', () => {
    const now = { ...sold, quantityShipped: 2, quantityCancelled: 1 }
    const first = plan({ sales: [whole], itemsThen: new Map([['item-1', sold]]) }, [now])
    expect(first.parts).toMatchObject([{ businessKey: 'item-1|1', cause: 'cancellation' }])
    expect(amountOf(first.parts[0])).toEqual([999, 826, 173])
    expect(plan({ sales: [whole], credits: first.parts.map(asBooked) }, [now]).parts).toEqual([])
    const all = { ...sold, quantityShipped: 0, quantityCancelled: 3 }
    const second = plan({ sales: [whole], credits: first.parts.map(asBooked) }, [all])
    expect(second.parts).toMatchObject([{ businessKey: 'item-1|3' }])
    expect(amountOf(second.parts[0])).toEqual([1998, 1651, 347])
  })

  it('a request alone changes nothing', () => {
    expect(plan({ sales: [whole] }, [{ ...sold, cancellationRequested: true }]).parts).toEqual([])
  })

  it('what the buyer still pays decides, where a discount belonged to the whole', () => {
    const then = { ...sold, unitPriceCents: 1000, totalPriceCents: 2500, discounts: [{ title: 'actie', cents: 500 }] }
    const now = { ...then, quantityCancelled: 1, totalPriceCents: 1500 }
    const sales = [aSale({ businessKey: order, lines: [aLine({ grossCents: 2500 })] })]
    expect(amountOf(plan({ sales, itemsThen: new Map([['item-1', then]]) }, [now]).parts[0])[0]).toBe(1000)
  })

  it('units of a parcel that is booked stay, whatever of the rest is cancelled', () => {
    const sales = [aSale({ lines: [aLine({ quantity: 2, grossCents: 1998 })] })]
    expect(plan({ sales }, [{ ...sold, quantityShipped: 2, quantityCancelled: 1 }]).parts).toEqual([])
  })

  it('makes nothing while the sale is in doubt', () => {
    const now = { ...sold, quantityCancelled: 1 }
    expect(plan({ sales: [{ ...whole, standing: 'open' }] }, [now])).toMatchObject({ parts: [], problems: [] })
  })
})

describe('corrections', () => {
  const then = new Map([['item-1', sold]])

  it('a lower price is a credit for the difference, a higher one a further sale', () => {
    const cheaper = { ...sold, unitPriceCents: 899, totalPriceCents: 2697 }
    const lower = plan({ itemsThen: then }, [cheaper])
    expect(lower.parts).toMatchObject([{ businessKey: 'item-1|price|1', cause: 'correction', direction: 'credit' }])
    expect(amountOf(lower.parts[0])[0]).toBe(300)
    const dearer = plan({ itemsThen: then }, [{ ...sold, unitPriceCents: 1099, totalPriceCents: 3297 }])
    expect(dearer.parts).toMatchObject([{ businessKey: 'item-1|price|1', direction: 'increase' }])
    expect(amountOf(dearer.parts[0])).toEqual([300, 248, 52])
  })

  it('a price that goes down and up again ends on what was sold', () => {
    const cheaper = { ...sold, unitPriceCents: 899, totalPriceCents: 2697 }
    const down = plan({ itemsThen: then }, [cheaper]).parts.map(asBooked)
    const up = plan({ itemsThen: new Map([['item-1', cheaper]]), credits: down }, [sold])
    expect(up.parts).toMatchObject([{ businessKey: 'item-1|price|2', direction: 'increase' }])
    expect(amountOf(up.parts[0])[0]).toBe(300)
  })

  it('a change of the settings alone corrects nothing', () => {
    const discounted = { ...sold, totalPriceCents: 2497, discounts: [{ title: 'actie', cents: 500 }] }
    const sales = [aSale({ lines: [aLine({ grossCents: 2497 })] })]
    const settings = someSettings({ booking: { discounts: 'full' } })
    expect(plan({ sales, settings }, [discounted])).toMatchObject({ parts: [], problems: [] })
  })

  it('an amount that became unreadable holds the order, and books nothing', () => {
    const now = { ...sold, totalPriceCents: null, unitPriceCents: null, unreadableAmount: '9.999' }
    expect(plan({ itemsThen: then }, [now])).toMatchObject({ parts: [], problems: [{ code: 'BOL-BEDRAG' }] })
  })

  it('an order that was booked as a whole grows with its quantity', () => {
    const now = { ...sold, quantity: 4, totalPriceCents: 3996 }
    const { parts } = plan({ sales: [aSale({ businessKey: 'C000TEST01' })], itemsThen: then }, [now])
    expect(parts).toMatchObject([{ businessKey: 'item-1|more|1', direction: 'increase' }])
    expect(amountOf(parts[0])[0]).toBe(999)
  })
})

describe('in all cases', () => {
  it('credits of any split add up to the sale, and no line ever changes its sign', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 500_000 }),
        fc.constantFrom(0, 550, 600, 900, 1200, 2100),
        fc.integer({ min: -1, max: 1 }),
        (returned, gross, rateBp, cent) => {
          const quantity = returned.reduce((sum, units) => sum + units, 0)
          const { baseCents, vatCents } = splitVat(gross, rateBp)
          // Largest remainder may have put a cent of the document on this line.
          const off = rateBp === 0 || vatCents + cent < 0 || baseCents - cent < 0 ? 0 : cent
          const line = aLine({
            quantity,
            grossCents: gross,
            rateBp,
            netCents: baseCents - off,
            vatCents: vatCents + off,
          })
          const item = { ...sold, quantity, quantityShipped: quantity, unitPriceCents: null, totalPriceCents: gross }
          const returns: KnownReturn[] = []
          const credits: BookedCredit[] = []
          let left = gross
          for (const [index, units] of returned.entries()) {
            returns.push(aReturn(`${index + 1}`, units))
            const { parts, problems } = plan({ sales: [aSale({ lines: [line] })], returns, credits }, [item])
            expect(problems).toEqual([])
            for (const part of parts) {
              const [g, n, v] = amountOf(part)
              expect([g, n, v].every((value) => (value ?? -1) >= 0)).toBe(true)
              expect((n ?? 0) + (v ?? 0)).toBe(g)
              left -= g ?? 0
              expect(left).toBeGreaterThanOrEqual(0)
              credits.push(asBooked(part))
            }
          }
          const lines = credits.flatMap((credit) => credit.lines)
          expect(lines.reduce((sum, row) => sum + (row.grossCents ?? 0), 0)).toBe(gross)
          expect(lines.reduce((sum, row) => sum + (row.vatCents ?? 0), 0)).toBe(vatCents + off)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('cancellations, returns and prices in any order never take more than was sold', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('cancel' as const) }),
      fc.record({ kind: fc.constant('return' as const), units: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('price' as const), cents: fc.integer({ min: 0, max: 3000 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let item: OrderItem = { ...sold, quantity: 5, totalPriceCents: 4995 }
        const sales = [aSale({ businessKey: 'C000TEST01', lines: [aLine({ quantity: 5, grossCents: 4995 })] })]
        const returns: KnownReturn[] = []
        const credits: BookedCredit[] = []
        let balance = 4995
        steps.forEach((move, index) => {
          const then = new Map([['item-1', item]])
          if (move.kind === 'cancel' && item.quantityCancelled < 5)
            item = { ...item, quantityCancelled: item.quantityCancelled + 1 }
          if (move.kind === 'price') item = { ...item, unitPriceCents: move.cents, totalPriceCents: move.cents * 5 }
          if (move.kind === 'return') returns.push(aReturn(`${index + 1}`, move.units))
          const { parts } = plan({ sales, returns, credits, itemsThen: then }, [item])
          for (const part of parts) {
            const [g = 0] = amountOf(part)
            balance += part.direction === 'credit' ? -g : g
            if (part.direction === 'credit') credits.push(asBooked(part))
            else sales.push(aSale({ businessKey: part.businessKey, lines: part.lines.map((row) => row.line) }))
          }
          expect(balance).toBeGreaterThanOrEqual(0)
        })
      }),
      { numRuns: 400 },
    )
  })
})

describe('the worked refund cases', () => {
  const cases = Map.groupBy(casesOf('vat-refund-cases.csv'), (row) => row['case_id'] ?? '')
  it.each([...cases])('%s', (_, own) => {
    const cents = (text: string | undefined): number => Math.round(Number(text) * 100)
    const gross = cents(own[0]?.['original_gross'])
    // One unit a cent, so that any part of the price is a number of units.
    const item = { ...sold, quantity: gross, quantityShipped: gross, unitPriceCents: 1, totalPriceCents: gross }
    const sales = [aSale({ lines: [aLine({ quantity: gross, grossCents: gross })] })]
    const returns: KnownReturn[] = []
    const credits: BookedCredit[] = []
    for (const row of own) {
      returns.push(aReturn(`${returns.length + 1}`, -cents(row['credit_gross'])))
      const [part] = plan({ sales, returns, credits }, [item]).parts
      expect(amountOf(part).map((value) => -value)).toEqual(
        ['credit_gross', 'credit_net', 'credit_vat'].map((name) => cents(row[name])),
      )
      if (part !== undefined) credits.push(asBooked(part))
    }
  })
})
