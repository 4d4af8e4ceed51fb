import { describe, expect, it } from 'vitest'
import { connectionFileOf, parseConnectionFile, readJson } from './connection-file.ts'

const today = '2026-11-24'
const required = { today, secrets: 'required' as const }

function file(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'Mijn winkel',
    bol: { clientId: 'id', clientSecret: 'geheim' },
    octopus: { user: 'verkoper', password: 'geheim', dossierId: 49555 },
    seller: { country: 'BE', vatNumbers: { BE: 'BE 0123.456.749' } },
    ...change,
  }
}

function faultsOf(json: unknown): string[] {
  const parsed = parseConnectionFile(json, required)
  return parsed.kind === 'faults' ? parsed.faults.map((fault) => `${fault.path}: ${fault.message}`) : []
}

describe('a connection file', () => {
  it('fills in what is left out, and never what must be chosen', () => {
    const parsed = parseConnectionFile(file(), required)
    expect(parsed).toMatchObject({
      kind: 'ok',
      settings: {
        seller: {
          vatNumbers: { BE: 'BE0123456749' },
          scheme: 'normal',
          oss: { active: false },
          shipsFrom: 'BE',
          thresholdPassed: null,
        },
        booking: {
          startDate: today,
          on: 'shipment',
          target: 'bookings',
          businesses: 'ownBooking',
          journals: { bookings: null, invoices: null },
          paymentMethod: 5,
        },
        relations: { consumers: 'central', centralName: 'bol.com particulieren' },
        vat: { default: null, products: [], codes: [] },
      },
      credentials: { marketplace: { clientId: 'id' }, ledger: { user: 'verkoper' } },
    })
  })

  it('takes its other defaults from the target', () => {
    const parsed = parseConnectionFile(file({ booking: { target: 'invoices' } }), required)
    expect(parsed).toMatchObject({
      settings: { booking: { businesses: 'ownInvoice' }, relations: { consumers: 'perBuyer' } },
    })
  })

  it('reads percentages and euros without a rounding of ours', () => {
    const code = { treatment: 'OSS', country: 'FI', rate: 25.5, code: 'FI255', account: 700000 }
    const parsed = parseConnectionFile(
      file({ seller: { country: 'BE', crossBorderNetElsewhere: { 2026: 9958.69 } }, vat: { codes: [code] } }),
      required,
    )
    expect(parsed).toMatchObject({
      settings: {
        seller: { crossBorderNetElsewhere: { 2026: 995869 } },
        vat: { codes: [{ rateBp: 2550, invoiceAccount: 700000, creditCode: null }] },
      },
    })
  })

  it('is written without its secrets, and read back as the same settings', () => {
    const given = file({
      vat: {
        default: 'STANDARD',
        products: [{ titleContains: 'kookboek', class: 'BOOK' }],
        codes: [{ treatment: 'DOMESTIC', country: 'BE', rate: 5.5, code: 'x', account: 1 }],
      },
    })
    const parsed = parseConnectionFile(given, required)
    if (parsed.kind !== 'ok') throw new Error('the file is right')
    const written = connectionFileOf(parsed.settings)
    expect(JSON.stringify(written)).not.toContain('geheim')
    expect(parseConnectionFile(written, { today, secrets: 'optional' })).toMatchObject({
      kind: 'ok',
      settings: parsed.settings,
    })
  })
})

describe('a faulty file', () => {
  it('is told all its faults at once, each with its path', () => {
    const faults = faultsOf({
      name: '',
      octopus: { dossierId: 'x' },
      seller: { country: 'belgie' },
      booking: { push: 'soms', startDate: '2026-02-30' },
      vat: { codes: [{}] },
    })
    for (const place of [
      'name:',
      'octopus.dossierId:',
      'seller.country:',
      'booking.push:',
      'booking.startDate:',
      'vat.codes[0].treatment:',
      'bol.clientId: is missing',
      'octopus.password: is missing',
    ]) {
      expect(faults.some((fault) => fault.startsWith(place))).toBe(true)
    }
  })

  it.each([
    [
      'an unknown key, at any depth',
      { booking: { jounals: {} } },
      'booking.jounals: is not a key of a connection file',
    ],
    [
      'a value of a later version',
      { booking: { consumers: 'perDay' } },
      'booking.consumers: "perDay" is not yet supported',
    ],
    [
      'too fine a percentage',
      { vat: { codes: [{ treatment: 'DOMESTIC', country: 'BE', rate: 21.123, code: '21', account: 1 }] } },
      'vat.codes[0].rate: has more than 2 decimals',
    ],
    [
      'a VAT number that fails its check',
      { seller: { country: 'BE', vatNumbers: { BE: 'BE0123456789' } } },
      'seller.vatNumbers.BE: is not a VAT number of BE',
    ],
    [
      'a mapping given twice',
      {
        vat: { codes: [1, 2].map(() => ({ treatment: 'DOMESTIC', country: 'BE', rate: 21, code: '21', account: 1 })) },
      },
      'vat.codes[1]: repeats vat.codes[0]: same treatment, country and rate',
    ],
    [
      'an end before the beginning',
      { seller: { country: 'BE', oss: { active: true, from: '2026-02-01', to: '2026-01-01' } } },
      'seller.oss.to: lies before seller.oss.from',
    ],
  ])('%s', (_, change, expected) => {
    expect(faultsOf(file(change))).toContain(expected)
  })

  it('never repeats a secret', () => {
    expect(
      faultsOf(
        file({
          bol: { clientId: 5, clientSecret: 'SECRET-1' },
          octopus: { user: 'u', password: 'SECRET-2', dossierId: 0 },
        }),
      ).join(),
    ).not.toContain('SECRET')
  })

  it('that is no JSON says where', () => {
    expect(readJson('{"name": 1,}')).toMatchObject({
      kind: 'faults',
      faults: [{ path: '', message: expect.stringContaining('position') as string }],
    })
  })
})
