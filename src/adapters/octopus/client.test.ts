import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { NewRelation } from '../../domain/ledger/ledger.ts'
import type { HttpOutcome } from '../../ports/http.ts'
import { answer, bookingDocument, createWorld, startAt } from './testkit.ts'

const base = '/dossiers/49555'

const buyer: NewRelation = {
  externalId: 1_000_000_042,
  name: 'Peeters',
  firstName: 'An',
  email: 'abc123@verkopen.bol.com',
  street: 'Teststraat 1',
  postcode: '1000',
  city: 'Brussel',
  country: 'BE',
  vatType: 'consumerBE',
  vatNumber: null,
  delivery: 'print',
  language: 'nl',
}

describe('readings', () => {
  it('list dossiers without the disabled ones', async () => {
    const world = createWorld()
    const open = { dossierKey: { id: 49555 }, dossierDescription: 'Winkel', vatNr: '', country: '  ' }
    world.script.set('GET /dossiers', answer(200, [open, { dossierDescription: 'Dicht' }]))
    expect(await world.octopus.listDossiers()).toEqual({
      kind: 'ok',
      value: [{ dossierId: 49555, name: 'Winkel', vatNumber: null, country: null }],
    })
    expect(world.requests[1]?.headers.Token).toBe('login-1')
  })

  // Goal: a journal of the wrong kind is never taken for ours. Method: each letter and insertion type.
  it.each([
    ['V1', 1, 'bookings'],
    ['V2', 2, 'invoicesExclusive'],
    ['V3', 3, 'invoicesInclusive'],
    ['V4', 4, 'other'],
    ['A1', 1, 'purchases'],
    ['D1', 1, 'entries'],
    ['F1', 1, 'other'],
    ['L1', 4, 'other'],
  ])('take journal %s with insertion type %i for %s', async (journalKey, insertionType, mode) => {
    const world = createWorld()
    const row = { bookyearKey: { id: 2 }, journalKey, name: 'x', closed: false, insertionType, protectedPeriod: 202603 }
    world.script.set(`GET ${base}/bookyears/2/journals`, answer(200, [row]))
    expect(await world.octopus.readJournals(2)).toMatchObject({
      value: [{ journalKey, mode, bookYearId: 2, lastNumber: 0, protectedPeriod: 202603, closedPeriod: 0 }],
    })
  })

  // Goal: only a scale that the official document knows is taken; anything else is not told, and never a guess.
  it.each([
    [{ invoicingServiceData: { unitPriceScale: 'TWO' } }, 2],
    [{ invoicingServiceData: { unitPriceScale: 'FOUR' } }, 4],
    [{ invoicingServiceData: { unitPriceScale: 'SIX' } }, null],
    [{ commonJournalServiceData: {} }, null],
  ])('tell the decimals of a unit price from %j', async (body, decimals) => {
    const world = createWorld()
    world.script.set(`GET ${base}/bookyears/2/journals/V/6`, answer(200, body))
    expect(await world.octopus.readPriceDecimals({ bookYearId: 2, journalKey: 'V6' })).toEqual({
      kind: 'ok',
      value: decimals,
    })
  })

  it('name accounts in the first language that is filled in', async () => {
    const world = createWorld()
    const rows = [
      {
        accountKey: { bookyearKey: { id: 2 }, id: 700000 },
        description: { description_NL: '', description_FR: 'Ventes' },
      },
      { accountKey: { bookyearKey: { id: 2 }, id: 700100 }, description: { description_NL: 'Verkopen' } },
      { accountKey: { id: 700200 } },
    ]
    world.script.set(`GET ${base}/accounts`, answer(200, rows))
    const answered = await world.octopus.readAccounts(2)
    expect(answered.kind === 'ok' && answered.value.map(({ account, name }) => [account, name])).toEqual([
      [700000, 'Ventes'],
      [700100, 'Verkopen'],
      [700200, ''],
    ])
    expect(world.requests.at(-1)?.url).toMatch(/\/accounts\?bookyearId=2$/)
  })

  // Goal: a rate is read exactly or not at all. Method: percentages as a Java server prints them.
  it('keep VAT codes as text with rates in basis points', async () => {
    const world = createWorld()
    const body =
      '[{"code":"06","description":"6 %","type":2,"basePercentage":6.0,"defaultSellBookingAccountNr":0},' +
      '{"code":"FR5","type":2,"basePercentage":5.5,"defaultSellBookingAccountNr":700100},' +
      '{"code":"C21","type":4,"basePercentage":21.0},{"code":"XX","type":9,"basePercentage":0.0},{"code":"??"}]'
    world.script.set(`GET ${base}/vatcodes`, answer(200, body))
    const answered = await world.octopus.readVatCodes()
    expect(answered.kind === 'ok' && answered.value.map((code) => Object.values(code))).toEqual([
      ['06', '6 %', 'sell', 600, null],
      ['FR5', '', 'sell', 550, 700100],
      ['C21', '', 'sellCredit', 2100, null],
      ['XX', '', 'unknown', 0, null],
    ])
  })

  it('ask for changes in Brussels’ local time, to the millisecond', async () => {
    const world = createWorld()
    world.script.set(`GET ${base}/relations/modified`, answer(404, { technicalInfo: 'No modified relations' }))
    expect(await world.octopus.relationsModifiedSince(startAt)).toEqual({
      kind: 'ok',
      value: { changed: [], deleted: [] },
    })
    await world.octopus.relationsModifiedSince(null)
    expect(world.requests.slice(-2).map(({ url }) => url.split('?')[1])).toEqual([
      'modifiedTimeStamp=2026-11-23%2010:00:00.250',
      'modifiedTimeStamp=1980-01-01%2000:00:00.000',
    ])
  })

  it('make an answer unreadable when a document in it has no key', async () => {
    const world = createWorld()
    world.script.set(
      `GET ${base}/buysellbookings/modified`,
      answer(200, [{ reference: '7K2MABCDEFGH', amount: 49.99 }]),
    )
    expect(await world.octopus.documentsModifiedSince('bookings', startAt)).toMatchObject({
      kind: 'later',
      cause: 'unreadable',
    })
    expect(world.requests.at(-1)?.url).toContain('bookyearId=-1&modifiedTimeStamp=')
  })

  it('survive fields and values that nobody announced', async () => {
    const world = createWorld()
    const row = {
      bookyearKey: { id: 1, more: [1] },
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      closed: null,
      ai: {},
    }
    world.script.set(`GET ${base}/bookyears`, answer(200, [row]))
    expect(await world.octopus.readBookYears()).toEqual({
      kind: 'ok',
      value: [{ bookYearId: 1, from: '2026-01-01', to: '2026-12-31', closed: false, periods: [] }],
    })
  })
})

describe('relations', () => {
  it('are searched by one field at a time, never by none', async () => {
    const world = createWorld()
    world.script.set(`GET ${base}/relations`, answer(404, { technicalInfo: 'No relations found' }))
    const { octopus } = world
    const answers = [
      await octopus.findRelationsByName('Jansen & Zoon'),
      await octopus.findRelationsByVatNumber('be 0123.456.749'),
      await octopus.findRelationsByVatNumber('NL123456789B01'),
      await octopus.findRelationsByExternalId(1_000_000_042),
      await octopus.findRelationsByName('  '),
      await octopus.findRelationsByExternalId(0),
    ]
    expect(answers).toEqual(answers.map(() => ({ kind: 'ok', value: [] })))
    expect(world.requests.slice(2).map(({ url }) => url.split('?')[1])).toEqual([
      'name=Jansen%20%26%20Zoon',
      'vatNr=BE0123.456.749',
      'vatNr=NL123456789B01',
      'extRelationId=1000000042',
    ])
  })

  it('are saved without a word about what is empty', async () => {
    const world = createWorld()
    world.script.set(`PUT ${base}/relations`, answer(204))
    const relation: NewRelation = { ...buyer, firstName: '', email: null, country: null, vatNumber: ' ' }
    expect(await world.octopus.saveRelation(relation)).toEqual({ kind: 'saved', relation: null })
    expect(JSON.parse(String(world.requests.at(-1)?.body))).toEqual({
      relationIdentificationServiceData: { externalRelationId: 1_000_000_042 },
      name: 'Peeters',
      streetAndNr: 'Teststraat 1',
      postalCode: '1000',
      city: 'Brussel',
      client: true,
      supplier: false,
      active: true,
      currencyCode: 'EUR',
      vatType: 7,
      factLanguage: 0,
      invoiceDeliveryMethod: 0,
    })
    expect(world.taken.at(-1)).toMatchObject({ key: 'octopus:dossier:49555:PUT /relations', limit: 300 })
  })

  it('of businesses carry the number as the ledger writes it', async () => {
    const world = createWorld()
    world.script.set(`PUT ${base}/relations`, answer(204))
    const { octopus } = world
    await octopus.saveRelation({
      ...buyer,
      vatType: 'businessBE',
      vatNumber: 'BE0123456749',
      delivery: 'peppol',
      language: 'fr',
    })
    await octopus.saveRelation({
      ...buyer,
      vatType: 'businessEU',
      vatNumber: 'NL123456789B01',
      delivery: 'email',
      language: 'de',
    })
    expect(world.requests.slice(-2).map(({ body }) => JSON.parse(String(body)))).toMatchObject([
      { vatNr: 'BE0123.456.749', vatType: 1, invoiceDeliveryMethod: 3, factLanguage: 1 },
      { vatNr: 'NL123456789B01', vatType: 4, invoiceDeliveryMethod: 1, factLanguage: 3 },
    ])
  })

  // Goal: an unclear end is told as one, so that the upsert is made again. Method: the unclear ends.
  it.each([
    ['no answer', { kind: 'unknown', reason: 'reset' } as HttpOutcome, { kind: 'unknown' }],
    ['a 500', answer(500), { kind: 'unknown' }],
    ['a page instead of the relation', answer(201, '<html>'), { kind: 'unknown' }],
    ['nothing sent', { kind: 'notSent', reason: 'refused' } as HttpOutcome, { kind: 'later' }],
    ['bad content', answer(400, { errorCode: -7 }), { kind: 'contentRefused', problemCode: 'OCT-GEGEVENS' }],
  ])('after %s', async (_name, outcome, expected) => {
    const world = createWorld()
    world.script.set(`PUT ${base}/relations`, outcome)
    expect(await world.octopus.saveRelation(buyer)).toMatchObject(expected)
  })
})

describe('matches', () => {
  const line = { bookYearId: 1, journalKey: 'V1', number: 1, line: null }
  const entry = { bookYearId: 1, journalKey: 'F1', number: 2, line: 1 }
  const until = { deadlineMonotonicMs: 61_000 }
  const match = { debit: line, credit: entry, cents: 254_400 }

  // Goal: the bytes of the recorded request. Method: the recording's own keys and amount.
  it('are sent as they were recorded, a document itself as line -1', async () => {
    const world = createWorld()
    world.script.set(`POST ${base}/balancings`, answer(201))
    expect(await world.octopus.matchLines(match, until)).toEqual({ kind: 'created' })
    expect(world.requests.at(-1)?.body).toBe(
      '{"debetKey":{"bookyearKey":{"id":1},"journalKey":"V1","documentSequenceNr":1,"lineSequenceNr":-1},' +
        '"creditKey":{"bookyearKey":{"id":1},"journalKey":"F1","documentSequenceNr":2,"lineSequenceNr":1},"balanceAmount":2544.00}',
    )
  })

  // Goal: nothing that may have been carried out is taken for a no. Method: each answer, and how often it was sent.
  it.each([
    [answer(400, { errorCode: -26, technicalInfo: 'Booking line is already balanced' }), 'refused'],
    [answer(400, { technicalInfo: 'Maximum allowed calls per day reached' }), 'unknown'],
    [answer(401, { errorCode: -1 }), 'unknown'],
    [answer(403, { errorCode: -3 }), 'unknown'],
    [answer(500), 'unknown'],
    [answer(404), 'unknown'],
    [answer(200, {}), 'unknown'],
  ])('answered %o are %s, and sent once', async (response, kind) => {
    const world = createWorld()
    world.script.set(`POST ${base}/balancings`, response)
    expect(await world.octopus.matchLines(match, until)).toMatchObject({ kind })
    expect(world.names().filter((name) => name.includes('balancings'))).toHaveLength(1)
  })

  it('are told by the keys of both lines, what was undone too; a list of which a row has no key proves nothing', async () => {
    const world = createWorld()
    const key = (journalKey: string, documentSequenceNr: number, lineSequenceNr: number) => ({
      balancingKey: { bookyearKey: { id: 1 }, journalKey, documentSequenceNr, lineSequenceNr },
    })
    const row = { debetDocument: key('V1', 1, -1), creditDocument: key('F1', 2, 1), creditBalancedBookingAmount: 2544 }
    const list = (modifiedBalancings: unknown[], deletedBalancings: unknown[]) =>
      world.script.set(`GET ${base}/balancings/modified`, answer(200, { modifiedBalancings, deletedBalancings }))
    list([row], [row, { type: {} }])
    const told = { debit: line, credit: entry }
    expect(await world.octopus.matchesSince(startAt)).toEqual({
      kind: 'ok',
      value: { standing: [told], undone: [told] },
    })
    list([row, { creditDocument: key('F1', 2, 1) }], [])
    expect(await world.octopus.matchesSince(startAt)).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })
})

describe('attachments', () => {
  it('are added to what stands in the ledger', async () => {
    const world = createWorld()
    world.script.set(`POST ${base}/bookyears/27/bookings/attachements`, answer(204))
    world.script.set(`POST ${base}/invoices/attachments/upload`, answer(403, { technicalInfo: 'No DMS access' }))
    const file = { fileName: 'dag 20/11.csv', contentBase64: Buffer.from('a;b').toString('base64') }
    const at = { bookYearId: 27, journalKey: 'V5', number: 3 }
    expect(await world.octopus.attachToBooking(at, file)).toEqual({ kind: 'ok', value: null })
    expect(await world.octopus.attachToInvoice(at, file)).toMatchObject({ kind: 'forbidden' })
    expect(world.requests.at(-1)?.headers.fileName).toBe('dag_20_11.csv')
    expect(String(world.requests.at(-1)?.body)).toBe('a;b')
  })
})

const samplesFile = '../shared/apis/octopus/recorded_samples.json'

// Goal: answers that the real ledger gave are read right. Method: each recorded one, served to the client.
describe.skipIf(!existsSync(samplesFile))('recorded answers', () => {
  interface Sample {
    request: { path: string; body: { buySellBookingServiceData: Record<string, unknown> } }
    response: { status: number; body: unknown }
  }
  const samples = (existsSync(samplesFile) ? JSON.parse(readFileSync(samplesFile, 'utf8')) : {}) as Record<
    string,
    Sample
  >

  function recorded(name: string): HttpOutcome {
    const sample = samples[name]
    if (sample === undefined) throw new Error(`No sample ${name}`)
    return answer(sample.response.status, sample.response.body ?? '')
  }

  it('open a dossier and list what is in it', async () => {
    const world = createWorld()
    world.script.set('POST /authentication', answer(200, { token: 'a'.repeat(225) }))
    world.script.set('GET /dossiers', recorded('dossiers_get'))
    world.script.set(`GET ${base}/bookyears`, recorded('bookyears_get'))
    world.script.set(`GET ${base}/bookyears/1/journals`, recorded('journals_get'))
    expect(await world.octopus.listDossiers()).toMatchObject({
      value: [{ dossierId: 49555, name: 'by2.be', vatNumber: 'BE0000.000.097', country: 'BE' }],
    })
    const years = await world.octopus.readBookYears()
    expect(years).toMatchObject({ value: [{ bookYearId: 1, from: '2000-01-01', to: '2000-12-31', closed: false }] })
    expect(years.kind === 'ok' && years.value[0]?.periods[11]).toEqual({
      period: 200012,
      from: '2000-12-01',
      to: '2000-12-31',
    })
    const journals = await world.octopus.readJournals(1)
    const modes = journals.kind === 'ok' ? journals.value.map((one) => [one.journalKey, one.mode, one.lastNumber]) : []
    expect(modes).toEqual([
      ['D1', 'entries', 1],
      ['F1', 'other', 5],
      ['D2', 'entries', 1],
      ['V2', 'invoicesExclusive', 0],
      ['A1', 'purchases', 6],
      ['V1', 'bookings', 2],
    ])
  })

  it('give relations with their blanks taken away', async () => {
    const world = createWorld()
    world.script.set(`GET ${base}/relations`, recorded('relations_get_rows'))
    const found = await world.octopus.findRelationsByName('x')
    expect(
      found.kind === 'ok' && found.value.map((one) => [one.relationId, one.externalId, one.country, one.vatNumber]),
    ).toEqual([
      [13, null, 'NL', 'NL1633.92.705 B01'],
      [26, null, null, null],
    ])
    world.script.set(`PUT ${base}/relations`, recorded('relations_put_create'))
    expect(await world.octopus.saveRelation(buyer)).toMatchObject({
      kind: 'saved',
      relation: { relationId: 28, externalId: 99999, active: true, firstName: null, city: 'Brussel' },
    })
  })

  it('give bookings with their cents', async () => {
    const world = createWorld()
    world.script.set(`GET ${base}/buysellbookings/modified`, recorded('buysellbookings_modified'))
    const found = await world.octopus.documentsModifiedSince('bookings', 0)
    expect(found.kind === 'ok' && found.value.map((one) => [one.journalKey, one.number, one.amountCents])).toEqual([
      ['A1', 6, 570_612],
      ['V1', 1, 254_400],
      ['A1', 1, 49_610],
      ['A1', 2, 32_100],
      ['V1', 2, 43_560],
      ['A1', 5, 0],
      ['A1', 3, 3_400],
      ['A1', 4, 67_900],
    ])
    world.script.set(`GET ${base}/invoices/modified`, recorded('invoices_modified_none'))
    expect(await world.octopus.documentsModifiedSince('invoices', 0)).toEqual({ kind: 'ok', value: [] })
  })

  it('refuse a number, a period and a parameter', async () => {
    const world = createWorld()
    const post = async (target: 'bookings' | 'invoices'): Promise<unknown> =>
      world.octopus.postDocument(target, '{}', { deadlineMonotonicMs: 61_000 })
    world.script.set(`POST ${base}/buysellbookings`, recorded('buysellbooking_post_bad_number'))
    expect(await post('bookings')).toMatchObject({ kind: 'wrongNumber', lastNumber: 6 })
    world.script.set(`POST ${base}/buysellbookings`, recorded('financialdiversbooking_post_bad_number'))
    expect(await post('bookings')).toMatchObject({ kind: 'wrongNumber', lastNumber: 5 })
    world.script.set(`POST ${base}/invoices`, recorded('invoice_post_bad_period'))
    expect(await post('invoices')).toMatchObject({ kind: 'contentRefused', problemCode: 'OCT-PERIODE', errorCode: -14 })
    world.script.set(`GET ${base}/invoices`, recorded('wrong_query_parameter'))
    expect(await world.octopus.getInvoice({ bookYearId: 1, journalKey: 'V2', number: 1 })).toMatchObject({
      kind: 'badRequest',
    })
    const locked = createWorld()
    locked.script.set('POST /authentication', recorded('authentication_post_bad_password'))
    expect(await locked.octopus.readVatCodes()).toMatchObject({ kind: 'loginRefused' })
  })

  // Goal: our booking says what a recorded one says. Method: the same facts, rendered, and compared as values.
  it('were asked for with the bytes that we would send', () => {
    const sent = samples.buysellbooking_post_bad_number?.request.body
    const { octopus } = createWorld()
    const document = bookingDocument({
      bookYearId: 1,
      journalKey: 'A1',
      period: 1,
      date: '2026-05-11',
      dueDate: '2026-06-10',
      relation: { externalId: 99999 },
      amountCents: 12_100,
      reference: 'DOK-INT-TEST',
      comment: 'Integration test booking',
      bookingLines: [{ account: 600000, vatCode: '21', baseCents: 10_000, vatCents: 2_100, comment: 'Test line' }],
    })
    const ours = JSON.parse(octopus.bytesOf(octopus.render(document), 1)).buySellBookingServiceData
    const { orderReference: _order, paymentMethod: _method, ...same } = ours
    expect(same).toEqual(sent?.buySellBookingServiceData)
  })
})
