import { describe, expect, it } from 'vitest'
import { octopusFacts } from '../../adapters/octopus/facts.ts'
import { usualKinds } from '../../../test/support/kinds.ts'
import { connectionFileOf, parseConnectionFile, readConnectionJson } from './connection-file.ts'

const today = '2026-11-24'
const kinds = usualKinds
const required = { today, secrets: 'required' as const, kinds }

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

  it('of a connection that is there leaves its first day where it is', () => {
    const change = { today, firstDay: '2026-10-05', secrets: 'optional' as const, kinds }
    const startDate = '2026-10-01'
    expect(parseConnectionFile(file(), change)).toMatchObject({ settings: { booking: { startDate: '2026-10-05' } } })
    expect(parseConnectionFile(file({ booking: { startDate } }), change)).toMatchObject({
      settings: { booking: { startDate } },
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

  it('is written without its secrets, and read back as the same settings, whatever its keys say', () => {
    const code = { treatment: 'DOMESTIC', country: 'BE', rate: 5.5, code: 'x', account: 1 }
    const given = file({
      seller: {
        country: 'BE',
        vatNumbers: { BE: 'BE0123456749' },
        scheme: 'small',
        oss: { active: true, from: '2026-01-01', to: null },
        shipsFrom: 'NL',
        offersShipFrom: [{ offerReference: 'SKU-1', country: 'NL' }],
        thresholdPassed: false,
        crossBorderNetElsewhere: { 2026: 9958.69 },
      },
      booking: {
        startDate: '2026-11-01',
        on: 'order',
        target: 'invoices',
        consumers: 'perOrder',
        businesses: 'ownBooking',
        push: 'daily@06:30',
        dayTotalAt: '05:00',
        journals: { bookings: 'V5', invoices: 'V6' },
        closedPeriod: 'hold',
        cancellations: 'auto',
        discounts: 'full',
        paymentMethod: 0,
      },
      relations: { consumers: 'central', centralName: 'Klanten' },
      vat: {
        default: 'ask',
        products: [
          { ean: '9789463105156', class: 'BOOK' },
          { offerReference: 'SKU-2', class: 'FOOD' },
          { titleContains: 'kookboek', class: 'BOOK' },
        ],
        codes: [code, { ...code, country: 'NL', creditCode: 'C', invoiceAccount: 2 }],
      },
    })
    const parsed = parseConnectionFile(given, required)
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
    expect(parsed.settings).toMatchObject({ booking: given['booking'] as object, relations: given['relations'] })
    const written = connectionFileOf(parsed.settings, parsed.kinds, kinds)
    expect(JSON.stringify(written)).not.toMatch(/geheim|verkoper/u)
    const again = parseConnectionFile(JSON.parse(JSON.stringify(written)), { today, secrets: 'optional', kinds })
    expect(again).toEqual({ kind: 'ok', kinds: parsed.kinds, settings: parsed.settings, credentials: {} })
  })
})

describe('a faulty file', () => {
  it('says which of its keys are given twice', () => {
    const text = '{"name":"a","vat":{"codes":[{"rate":21},{"rate":21,"rate":6}]},"name":"b"}'
    expect(readConnectionJson(text)).toMatchObject({
      kind: 'faults',
      faults: [
        { path: 'vat.codes[1].rate', message: 'is given twice' },
        { path: 'name', message: 'is given twice' },
      ],
    })
  })

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
      'a number that is not there',
      { vat: { codes: [{ treatment: 'DOMESTIC', country: 'BE', rate: 21, code: '21' }] } },
      'vat.codes[0].account: is missing',
    ],
    [
      'too fine a percentage',
      { vat: { codes: [{ treatment: 'DOMESTIC', country: 'BE', rate: 21.123, code: '21', account: 1 }] } },
      'vat.codes[0].rate: has more than 2 decimals',
    ],
    [
      'a rule for products that names two things',
      { vat: { products: [{ ean: '1', offerReference: '2', class: 'BOOK' }] } },
      'vat.products[0]: must have one of ean, offerReference and titleContains',
    ],
    [
      'a name that would write on somebody’s screen',
      { name: 'Winkel\u001b[31m' },
      'name: holds a character that cannot be printed',
    ],
    [
      'half of a character, which no database takes',
      { name: 'Winkel \ud800' },
      'name: holds a character that cannot be printed',
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
      'a mapping given twice in two spellings of its country',
      {
        vat: {
          codes: ['GR', ' el'].map((country) => ({ treatment: 'OSS', country, rate: 24, code: '24', account: 1 })),
        },
      },
      'vat.codes[1]: repeats vat.codes[0]: same treatment, country and rate',
    ],
    [
      'two VAT numbers of one country',
      { seller: { country: 'BE', vatNumbers: { BE: 'BE0123456749', be: 'BE0123456749' } } },
      'seller.vatNumbers.be: is given twice',
    ],
    [
      'two roles of one type of charge',
      { settlement: { types: ['CO2', ' co2 '].map((type) => ({ type, role: 'otherFees' })) } },
      'settlement.types[1]: is given twice',
    ],
    [
      'two VAT codes of one role',
      { settlement: { purchaseVat: ['21', 'D21'].map((code) => ({ role: 'reverseCharge', code })) } },
      'settlement.purchaseVat[1]: is given twice',
    ],
    [
      'a key that no reader would see',
      JSON.parse('{"seller":{"country":"BE","vatNumbers":{"__proto__":"BE0123456749"}}}') as Record<string, unknown>,
      'seller.vatNumbers.__proto__: is not a key of a connection file',
    ],
    [
      'a year that no reader would see',
      JSON.parse('{"seller":{"country":"BE","crossBorderNetElsewhere":{"__proto__":1}}}') as Record<string, unknown>,
      'seller.crossBorderNetElsewhere.__proto__: is not a key of a connection file',
    ],
    [
      'an end before the beginning',
      { seller: { country: 'BE', oss: { active: true, from: '2026-02-01', to: '2026-01-01' } } },
      'seller.oss.to: lies before seller.oss.from',
    ],
  ])('%s', (_, change, expected) => {
    expect(faultsOf(file(change))).toContain(expected)
  })

  it('is told what does not fit together also when its form is wrong elsewhere', () => {
    const code = { treatment: 'DOMESTIC', country: 'BE', rate: 21, code: '21', account: 700000 }
    const faults = faultsOf(
      file({
        name: 5,
        seller: {
          country: 'BE',
          scheme: 'none',
          vatNumbers: { NL: 'NL1' },
          oss: { active: true, from: '2026-02-01', to: '2026-01-01' },
        },
        booking: { startDate: '2028-01-01', dayTotalAt: '4:00' },
        vat: { codes: [code, code, { ...code, rate: '6' }] },
      }),
    )
    expect(faults.toSorted()).toEqual([
      'booking.dayTotalAt: must be an hour of the day, e.g. 04:00',
      'booking.startDate: lies more than a year ahead',
      'name: must be a text',
      'seller.oss.to: lies before seller.oss.from',
      'seller.scheme: must be one of normal, small',
      'seller.vatNumbers.NL: is not a VAT number of NL',
      'vat.codes[1]: repeats vat.codes[0]: same treatment, country and rate',
      'vat.codes[2].rate: must be a number',
    ])
  })

  it('that changes one of a pair of keys must bring both, or the other would be left out without a word', () => {
    const octopus = { user: 'verkoper', dossierId: 49555 }
    expect(parseConnectionFile(file({ octopus }), { today, secrets: 'optional', kinds })).toEqual({
      kind: 'faults',
      faults: [{ path: 'octopus.password', message: 'is missing', code: 'missing', params: {} }],
    })
  })

  it('that is no object at all is told that alone', () => {
    for (const json of [null, [], 'text', 5]) expect(faultsOf(json)).toEqual([': must be an object'])
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
    expect(readConnectionJson('{\n"name": 1,\n}')).toEqual({
      kind: 'faults',
      faults: [
        { path: '', message: 'is not JSON: look at line 3, column 1', code: 'notJson', params: { line: 3, column: 1 } },
      ],
    })
  })
})

describe('settlements in a file', () => {
  it('keep what is said of accounts and codes, and come back as they were', () => {
    const settlement = {
      active: false,
      startDate: '2026-12-01',
      journals: { purchases: 'A2', clearing: 'D2' },
      accounts: { commission: 613_100, clearing: 499_100 },
      purchaseVat: [{ role: 'reverseCharge', code: 'IC21', creditCode: null }],
      types: [{ type: 'CO2_CONTRIBUTION', role: 'otherFees' }],
      advertising: { setOff: 'atIssue' },
      invoices: { book: 'off', send: 'off', from: null },
    }
    const parsed = parseConnectionFile(file({ settlement }), required)
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
    const { invoices: _, ...kept } = settlement
    expect(connectionFileOf(parsed.settings, parsed.kinds, kinds)['settlement']).toMatchObject(kept)
    const none = parseConnectionFile(file(), required)
    expect(none.kind === 'ok' && 'settlement' in connectionFileOf(none.settings, none.kinds, kinds)).toBe(false)
  })

  it('are refused by name where they ask for what cannot be done yet', () => {
    const settlement = {
      invoices: { send: 'auto' },
      smallDifferenceCents: 5,
      reverseChargeVat: 'computed',
    }
    const words = 'is not yet supported'
    const paths = ['smallDifferenceCents', 'invoices.send', 'reverseChargeVat']
    expect(faultsOf(file({ settlement })).toSorted()).toEqual(
      paths.map((path) => `settlement.${path}: ${words}`).toSorted(),
    )
  })
})

describe('settlements that are to be posted', () => {
  const whole = {
    active: true,
    journals: { purchases: 'A2', clearing: 'D2' },
    purchaseVat: [{ role: 'reverseCharge', code: 'IC21' }],
  }

  it('are taken with their journals and codes, and come back as they were', () => {
    const parsed = parseConnectionFile(file({ settlement: { ...whole, purchases: 'perAccount' } }), required)
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
    expect(connectionFileOf(parsed.settings, parsed.kinds, kinds)['settlement']).toMatchObject({
      active: true,
      purchases: 'perAccount',
    })
  })

  it.each([
    [{ active: true }, ['journals.purchases: is missing', 'journals.clearing: is missing', 'purchaseVat: is missing']],
    [{ active: true, purchases: 'off', clearing: 'off' }, []],
    [{ ...whole, clearing: 'bankSplit', journals: { purchases: 'A2' } }, []],
    [
      { ...whole, journals: { purchases: 'V5', clearing: 'F1' } },
      [
        'journals.purchases: must be a journal whose key begins with A',
        'journals.clearing: must be a journal whose key begins with D',
      ],
    ],
  ])('are refused by the place of what they cannot be posted without: %j', (settlement, faults) => {
    expect(faultsOf(file({ settlement }))).toEqual(faults.map((text) => `settlement.${text}`))
  })
})

describe('what people paste into a file', () => {
  it('loses the blanks and line ends around it, before it is sent anywhere', () => {
    const parsed = parseConnectionFile(
      file({
        bol: { clientId: ' id\n', clientSecret: '\u00A0geheim\u200B' },
        octopus: { user: ' verkoper ', password: 'ge heim\r\n', dossierId: 49555 },
        seller: {
          country: 'be ',
          vatNumbers: { nl: '4495445B01' },
          offersShipFrom: [{ offerReference: ' A ', country: 'nl' }],
        },
        booking: { startDate: ' 2026-11-01', journals: { bookings: ' v5' } },
      }),
      required,
    )
    expect(parsed).toMatchObject({
      kind: 'ok',
      credentials: {
        marketplace: { clientId: 'id', clientSecret: 'geheim' },
        // A blank inside may be meant.
        ledger: { user: 'verkoper', password: 'ge heim' },
      },
      settings: {
        seller: {
          country: 'BE',
          vatNumbers: { NL: 'NL004495445B01' },
          offersShipFrom: [{ offerReference: 'A', country: 'NL' }],
        },
        booking: { startDate: '2026-11-01', journals: { bookings: 'V5' } },
      },
    })
  })

  it('is a fault where it cannot be a key', () => {
    expect(faultsOf(file({ bol: { clientId: 'a b', clientSecret: 'x\ny' } }))).toEqual([
      'bol.clientId: holds a blank',
      'bol.clientSecret: holds a line end or another character that cannot be printed',
      'bol.clientSecret: holds a blank',
    ])
    expect(faultsOf(file({ octopus: { user: ' ', password: 'x', dossierId: '49555' } }))).toEqual([
      'octopus.user: may not be empty',
      'octopus.dossierId: must be a whole number from 1 to 2147483647',
    ])
  })

  it('as a rule that can never match, or that says two things of one product, is refused with its path', () => {
    const products = [
      { ean: '9789463105157', class: 'BOOK' },
      { ean: '9.78946E+12', class: 'BOOK' },
      { titleContains: '\u200B', class: 'BOOK' },
      { ean: '978-94-6310-515-6', class: 'BOOK' },
      { ean: '9789463105156', class: 'BOOK' },
      { ean: '94-6310-515-8', class: 'FOOD' },
      { offerReference: 'sku 1', class: 'FOOD' },
      { offerReference: 'SKU\u00A01', class: 'BOOK' },
    ]
    const number = 'is no EAN, UPC or ISBN: it needs 8 to 14 digits, of which the last one checks the others'
    expect(faultsOf(file({ vat: { products } }))).toEqual([
      `vat.products[0].ean: ${number}`,
      `vat.products[1].ean: ${number}`,
      'vat.products[2].titleContains: may not be empty',
      'vat.products[5]: contradicts vat.products[3]: the same product, told otherwise',
      'vat.products[7]: contradicts vat.products[6]: the same product, told otherwise',
    ])
  })
})

const broken: unknown = {
  name: '',
  extra: 1,
  bol: { clientId: 'x' },
  octopus: { dossierId: 1.5, user: 'x'.repeat(600) },
  seller: {
    country: 'Belgium',
    vatNumbers: { BE: 'BE0000000000' },
    scheme: 'other',
    oss: { active: 'yes', from: '2026-02-30' },
    crossBorderNetElsewhere: { last: -1, 2025: 1.234 },
  },
  booking: { startDate: '2029-01-01', push: 'now', dayTotalAt: '25:00', journals: { bookings: '5V' }, on: 3 },
  vat: {
    products: [{ class: 'BOOK' }],
    codes: [
      { treatment: 'OSS', country: 'NL', rate: 21, code: 'a', account: 700_000 },
      { treatment: 'OSS', country: 'NL', rate: 21, code: 'a', account: 700_000 },
      { treatment: 'OSS', country: 'NL', rate: 101, code: 'a\u0000', account: 0 },
      { treatment: 'OSS', country: 'NL', rate: -1, code: 'a', account: 'x' },
      { treatment: 'OSS', country: 'NL', rate: 2.345, code: 'a', account: 1 },
    ],
  },
}

it('no fault of a connection file is left in the words of a library', () => {
  const parsed = parseConnectionFile(broken, required)
  if (parsed.kind !== 'faults') throw new Error('read without a fault')
  expect(parsed.faults.length).toBeGreaterThan(20)
  expect(parsed.faults.filter(({ code }) => code === 'asItIs')).toEqual([])
})

describe('the kinds of a file', () => {
  const long = (change: Record<string, unknown> = {}): Record<string, unknown> => {
    const { bol, octopus, ...rest } = file() as { bol: object; octopus: object }
    return { ...rest, source: { kind: 'bol', ...bol }, ledger: { kind: 'octopus', ...octopus }, ...change }
  }

  it('are those of the short forms where none is named; both ways of writing are one file', () => {
    expect(parseConnectionFile(long(), required)).toEqual(parseConnectionFile(file(), required))
    expect(parseConnectionFile(file(), required)).toMatchObject({ kinds: { source: 'bol', ledger: 'octopus' } })
  })

  it('have their faults told where they were written', () => {
    const ledger = { kind: 'octopus', user: 'verkoper', dossierId: 0 }
    expect(faultsOf(long({ ledger })).map((text) => text.split(':')[0])).toEqual([
      'ledger.dossierId',
      'ledger.password',
    ])
    expect(faultsOf(long({ source: { kind: 'markt', clientId: 'id', clientSecret: 'geheim' } }))).toEqual([
      'source.kind: must be one of bol',
    ])
    expect(faultsOf({ ...long(), bol: { clientId: 'id', clientSecret: 'geheim' } })[0]).toMatch(/^bol: /u)
  })

  it('are written back: the first ones in their short form, another by its name', () => {
    const parsed = parseConnectionFile(long({ ledger: { kind: 'papier', user: 'u', password: 'p', dossierId: 7 } }), {
      ...required,
      kinds: { ...kinds, ledgers: [...kinds.ledgers, { ...octopusFacts, name: 'papier' }] },
    })
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.faults))
    const written = connectionFileOf(parsed.settings, parsed.kinds, kinds)
    expect(written).toMatchObject({ ledger: { kind: 'papier', dossierId: 7 } })
    expect(written).not.toHaveProperty('octopus')
  })
})
