/**
 * The database is lost, or the connection is removed and made anew, and `booking.on` is the other one now. What we booked before stands in
 * the ledger under marks of the other way: none of it is booked again, and what it does not hold is not forgotten.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'
import { openOutside, type Outside } from '../support/outside.ts'

const hour = 3_600_000
const day = 24 * hour
const startDate = '2026-11-15'
type File = Parameters<Outside['file']>[0]

let outside: Outside
let shop: Inside

beforeEach(async () => {
  outside = await openOutside({ now: '2026-11-24T10:00:00+01:00' })
})

afterEach(async () => {
  await shop.close()
  await outside.close()
})

const ways = {
  'the database is lost': async (file: File): Promise<void> => {
    await shop.close()
    shop = await openInside({ outside, file })
  },
  'the connection is made anew': (file: File): Promise<void> => shop.makeAnew(file),
}

async function amounts(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.amountCents)
}

/** That a journal holds documents which this database does not know is no more than the truth. */
async function codes(): Promise<string[]> {
  return (await shop.problems()).map((problem) => problem.code).filter((code) => code !== 'OCT-DAGBOEK-VREEMD')
}

async function twice(): Promise<void> {
  await shop.sync()
  await shop.outside.advance(hour)
  await shop.sync()
}

const targets = {
  bookings: { target: 'bookings' },
  invoices: { target: 'invoices', journals: { invoices: 'V6' } },
}

describe.each(Object.keys(targets) as (keyof typeof targets)[])('one document for each sale: %s', (target) => {
  const file = (on: 'shipment' | 'order', more: object = {}): File => ({
    booking: { startDate, on, ...targets[target], ...more },
  })

  describe.each(Object.entries(ways))('%s', (_, goOn) => {
    it('what was booked by its parcels goes on by them: the rest is booked when it is shipped', async () => {
      shop = await openInside({ outside, file: file('shipment') })
      const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1210 }] })
      await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
      await shop.sync()
      expect(await amounts(order)).toEqual([1210])

      await goOn(file('order'))
      await twice()
      expect(await amounts(order)).toEqual([1210])
      await shop.act(order, 'ship')
      await shop.outside.advance(hour)
      await twice()
      expect(await amounts(order)).toEqual([1210, 2420])

      await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
      await shop.outside.advance(hour)
      await twice()
      expect(await amounts(order)).toEqual([1210, 2420, -1210])
      expect(await codes()).toEqual([])
      expect(await shop.violations()).toEqual([])
    })

    it('what was booked whole stays so: no parcel is booked, and what comes back is credited', async () => {
      shop = await openInside({ outside, file: file('order') })
      const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1210 }] })
      await shop.sync()
      await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
      expect(await amounts(order)).toEqual([3630])

      await goOn(file('shipment'))
      await twice()
      await shop.act(order, 'ship')
      await shop.outside.advance(hour)
      await twice()
      expect(await amounts(order)).toEqual([3630])

      await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
      await shop.outside.advance(hour)
      await twice()
      expect(await amounts(order)).toEqual([3630, -1210])
      expect(await codes()).toEqual([])
      expect(await shop.violations()).toEqual([])
    })
  })
})

describe('an order of which one parcel was booked and came back', () => {
  it.each([
    ['under the same settings', { booking: { startDate } }],
    ['in another journal', { booking: { startDate, journals: { bookings: 'V1', invoices: 'V6' } } }],
    ['as invoices', { booking: { startDate, target: 'invoices', journals: { invoices: 'V6' } } }],
  ])('its other parcel is booked once by a new database, %s', async (_, file) => {
    shop = await openInside({ outside, file: { booking: { startDate } } })
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1210 }] })
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
    await shop.sync()
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await shop.outside.advance(hour)
    await twice()
    expect(await amounts(order)).toEqual([1210, -1210])

    await ways['the database is lost'](file)
    await twice()
    await shop.act(order, 'ship')
    await shop.outside.advance(hour)
    await twice()
    expect((await amounts(order)).toSorted((a, b) => a - b)).toEqual([-1210, 1210, 2420])
  })

  it('nothing is booked twice where the connection is made anew with another journal', async () => {
    shop = await openInside({ outside, file: { booking: { startDate } } })
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 1210 }] })
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
    await shop.sync()
    await shop.makeAnew({ booking: { startDate, on: 'order', journals: { bookings: 'V1', invoices: 'V6' } } })
    await twice()
    await shop.act(order, 'ship')
    await shop.outside.advance(hour)
    await twice()
    const entries = await shop.entries(order)
    expect(entries.map((entry) => entry.amountCents).toSorted((a, b) => a - b)).toEqual([1210, 2420])
    expect(await codes()).toEqual([])
  })
})

describe('one total for each day', () => {
  const file = (on: 'shipment' | 'order'): File => ({ booking: { startDate, on, consumers: 'perDay' } })

  async function totals(): Promise<[string, number][]> {
    const entries = await shop.outside.ledger()
    const own = entries.filter((entry) => entry.orderReference.startsWith('bol '))
    return own.map((entry) => [entry.orderReference, entry.amountCents])
  }

  /** Sold on one day, shipped on the next. */
  async function sold(unitCents: number): Promise<string> {
    const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents }] })
    await shop.sync()
    await shop.outside.advance(day)
    await shop.act(order, 'ship')
    await shop.sync()
    await shop.outside.advance(day)
    await shop.sync()
    return order
  }

  describe.each(Object.entries(ways))('%s', (name, goOn) => {
    it.each([
      ['shipment', 'order'],
      ['order', 'shipment'],
    ] as const)('a sale that the total of its other day may hold waits (from %s to %s)', async (before, after) => {
      shop = await openInside({ outside, file: file(before) })
      const order = await sold(1999)
      const booked = await totals()
      expect(booked).toEqual([[`bol 2026-11-${before === 'order' ? '24' : '25'} BE`, 1999]])

      await goOn(file(after))
      await twice()
      await shop.outside.advance(day)
      await twice()
      expect(await totals()).toEqual(booked)
      const isRemembered = name === 'the connection is made anew'
      expect(await codes()).toEqual(isRemembered ? [] : ['DAG-ONBEKEND'])
      expect(await shop.explain(order)).toMatchObject({ documents: [{ state: isRemembered ? 'confirmed' : 'inDay' }] })
      expect(await shop.violations()).toEqual([])
      if (isRemembered) return

      // A person takes that total out of the books: the sale goes into the total of its day.
      const entry = (await shop.outside.ledger()).find((row) => row.orderReference === booked[0]?.[0])
      const { dossierId } = shop.outside.access
      const removal = { action: 'delete', dossier: dossierId, bookyear: 2, journal: 'V5', number: entry?.number }
      await shop.outside.control('POST', '/octopus/bookkeeper', removal)
      await shop.outside.advance(day)
      await twice()
      // The journal went back by one number: the new total waits two hours for another.
      await shop.outside.advance(3 * hour)
      await twice()
      expect(await totals()).toEqual([[`bol 2026-11-${after === 'order' ? '24' : '25'} BE`, 1999]])
      expect(await codes()).toEqual([])
    })

    it('with the same settings each total is known again, and nobody is asked', async () => {
      shop = await openInside({ outside, file: file('shipment') })
      await sold(1999)
      await sold(500)
      const booked = await totals()
      expect(booked).toHaveLength(2)
      await goOn(file('shipment'))
      await twice()
      await shop.outside.advance(day)
      await twice()
      expect(await totals()).toEqual(booked)
      expect(await codes()).toEqual([])
    })
  })
})
