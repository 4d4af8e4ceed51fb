import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brusselsCalendar } from '../testkit.ts'
import { readOrderList } from './order-list.ts'
import { readOrder } from './order.ts'
import { readRetailer } from './retailer.ts'
import { readReturnList } from './return.ts'
import { readShipment, readShipmentList } from './shipment.ts'

// Goal: no answer, however strange, throws or brings a value that books or database cannot hold.
// Method: a good order in which any field at any depth is replaced by any JSON, and any JSON at all.

const calendar = brusselsCalendar()
const context = { calendar, hash: (text: string): string => text }

const GOOD = {
  orderId: 'A',
  pickupPoint: true,
  orderPlacedDateTime: '2026-11-23T10:00:00+01:00',
  shipmentDetails: { surname: 'Voorbeeld', zipCode: '1000', countryCode: 'BE', language: 'fr-BE' },
  billingDetails: { company: 'Test BV', vatNumber: 'BE0123456749', kvkNumber: '0123.456.749', countryCode: 'BE' },
  orderItems: [
    {
      orderItemId: '1',
      fulfilment: { method: 'FBR' },
      offer: { reference: 'x' },
      product: { ean: '9', title: 't' },
      quantity: 2,
      quantityShipped: 1,
      quantityCancelled: 0,
      unitPrice: 12.99,
      totalPrice: 25.98,
      discounts: [{ title: 'd', amount: 1 }],
      latestChangedDateTime: 1_795_000_000_000,
    },
  ],
}

function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))]
}

function replaceAt(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>
  copy[key] = replaceAt(copy[key], rest, by)
  return copy
}

const anyJson = fc.jsonValue({ noUnicodeString: false, maxDepth: 3 })
const strangeOrder = fc
  .tuple(
    fc.constantFrom(...placesOf(GOOD)),
    fc.oneof(anyJson, fc.constantFrom('\u0000', '\ud800', -1, 1e300, 0.001, '')),
  )
  .map(([path, by]) => replaceAt(GOOD, path, by))

describe('strange answers', () => {
  it('make an order that can be kept, or none', () => {
    fc.assert(
      fc.property(strangeOrder, (json) => {
        const answer = readOrder(json, 'raw', 'A', calendar)
        if (answer.kind !== 'ok') {
          expect(answer).toMatchObject({ cause: 'unreadable' })
          return
        }
        const { order, buyer } = answer.value
        expect(JSON.stringify([order, buyer])).not.toMatch(/\\u0000|\\ud[89a-f]/)
        for (const item of order.items) {
          for (const cents of [
            item.unitPriceCents,
            item.totalPriceCents,
            ...item.discounts.map((each) => each.cents),
          ]) {
            expect(cents === null || (Number.isSafeInteger(cents) && cents >= 0)).toBe(true)
          }
          expect(Number.isSafeInteger(item.quantity) && item.quantity >= 0).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('are refused as a value, not thrown', () => {
    const rows = fc.oneof(strangeOrder, anyJson)
    fc.assert(
      fc.property(anyJson, fc.array(rows, { maxLength: 3 }), (json, list) => {
        for (const value of [json, { orders: list }, { shipments: list }, { orders: json, shipments: json }]) {
          const answers = [
            readOrder(value, '', 'A', calendar),
            readOrderList(value, context),
            readShipmentList(value, 'seller', context),
            readReturnList(value, 'seller', context),
            readShipment(value, '', { shipmentId: 'A', known: undefined }, calendar),
            readRetailer(value),
          ]
          for (const answer of answers) expect(['ok', 'later']).toContain(answer.kind)
        }
      }),
      { numRuns: 300 },
    )
  })
})
