/** Calls the simulated Octopus in memory, for tests: no sockets, a clock that stands still. */

import { createWorld } from '../world.ts'
import type { SandboxResponse, World } from '../world.ts'
import type { BookingBody, BookingLineBody } from './bookings.ts'
import type { EntryBody } from './entries.ts'
import type { InvoiceBody, InvoiceLineBody } from './invoices.ts'
import { createOctopusWorld } from './world.ts'
import type { OctopusOptions, OctopusWorld } from './world.ts'

/** A Monday; book year 1 is 2025, book year 2 is 2026. */
export const START = Date.parse('2026-11-23T10:00:00+01:00')

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface Sent {
  headers?: Record<string, string>
  /** An object goes as JSON with its content type; a buffer as it is. */
  body?: unknown
}

export interface TestOctopus {
  world: World
  octopus: OctopusWorld
  dossier: number
  /** Without any header of its own. */
  send(call: string, sent?: Sent): SandboxResponse
  /** With the dossier's token; `{d}` in the target stands for its path. */
  call(call: string, sent?: Sent): SandboxResponse
  /** As `call`; the parsed body of an answer that must be 200. */
  read<T>(target: string): T
  logIn(password?: string): SandboxResponse
  userToken(): string
  dossierToken(dossier?: number): string
  advance(ms: number): void
  /** One action of the bookkeeper. */
  byHand(action: Record<string, unknown>): void
  book(number: number, change?: Partial<BookingBody>): SandboxResponse
  invoice(number: number, change?: Partial<InvoiceBody>): SandboxResponse
}

export function testOctopus(options: Partial<OctopusOptions> & { start?: number } = {}): TestOctopus {
  const { start = START, ...rest } = options
  const world = createWorld({ seed: 7, start, speed: 0 })
  const octopus = createOctopusWorld(world, { seed: 7, dossiers: 1, ...rest })
  const { access } = octopus
  const dossier = access.dossierIds[0] ?? 0
  const tokens = new Map<number, { token: string; until: number }>()

  const send: TestOctopus['send'] = (call, { headers = {}, body } = {}) => {
    const [method = '', target = ''] = call.split(' ')
    const [path = '', query = ''] = target.split('?')
    const isJson = body !== undefined && !Buffer.isBuffer(body)
    const type: Record<string, string> = isJson ? { 'content-type': 'application/json' } : {}
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body))
    return octopus.handle({
      method,
      path,
      query: new URLSearchParams(query),
      headers: { ...type, ...headers },
      body: bytes,
    })
  }
  const logIn = (password = access.userPassword): SandboxResponse =>
    send('POST /authentication', {
      headers: { softwarehouseuuid: access.softwareHouse },
      body: { user: access.user, password },
    })
  const userToken = (): string => bodyOf<{ token: string }>(logIn()).token
  const dossierToken = (id = dossier): string => {
    const now = world.clock.now()
    const known = tokens.get(id)
    if (known && known.until > now) return known.token
    const answer = send(`POST /dossiers?dossierId=${id}`, { headers: { token: userToken() } })
    const token = bodyOf<{ Dossiertoken: string }>(answer).Dossiertoken
    tokens.set(id, { token, until: now + 9 * MINUTE })
    return token
  }
  const call: TestOctopus['call'] = (text, sent = {}) => {
    const target = text.replace('{d}', `/dossiers/${dossier}`)
    const id = Number(/\/dossiers\/(\d+)/.exec(target)?.[1] ?? dossier)
    return send(target, { ...sent, headers: { dossiertoken: dossierToken(id), ...sent.headers } })
  }
  const read = <T>(target: string): T => {
    const answer = call(`GET ${target}`)
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${String(answer.body)}`)
    return bodyOf<T>(answer)
  }
  return {
    world,
    octopus,
    dossier,
    send,
    call,
    read,
    logIn,
    userToken,
    dossierToken,
    advance: (ms) => {
      world.clock.advance(ms)
    },
    byHand: (action) => {
      octopus.admin('POST', '/bookkeeper', action)
    },
    book: (number, change) =>
      call('POST {d}/buysellbookings', { body: { buySellBookingServiceData: booking(number, change) } }),
    invoice: (number, change) => call('POST {d}/invoices', { body: invoiceBody(number, change) }),
  }
}

export function bodyOf<T>(answer: SandboxResponse): T {
  return JSON.parse(String(answer.body)) as T
}

export interface ErrorBody {
  errorCode?: number
  errorMessage?: string
  technicalInfo?: string
}

/** A booking of 29.99 in the empty journal V5. */
export function booking(number: number, change: Partial<BookingBody> = {}): BookingBody {
  return {
    bookyearKey: { id: 2 },
    journalKey: 'V5',
    documentSequenceNr: number,
    relationIdentificationServiceData: { relationKey: { id: 7 } },
    bookyearPeriodeNr: 202611,
    documentDate: '2026-11-20',
    expiryDate: '2026-11-20',
    amount: 29.99,
    currencyCode: 'EUR',
    exchangeRate: 1,
    orderReference: 'C000TEST01',
    reference: 'ABCD2345EFGH',
    comment: 'bol.com C000TEST01',
    bookingLines: [bookingLine(24.79, 5.2)],
    ...change,
  }
}

/** An entry of 10.00 from a customer's relation to the account of the marketplace, in the empty journal D2. */
export function entry(number: number, change: Partial<EntryBody> = {}): EntryBody {
  return {
    bookyearKey: { id: 2 },
    journalKey: 'D2',
    documentSequenceNr: number,
    bookyearPeriodeNr: 202611,
    documentDate: '2026-11-20',
    exchangeRate: 1,
    bookingLines: [
      { type: 'C', relationId: 7, reference: 'ABCD2345EFGH 3990000000001', amount: -10 },
      { type: 'A', accountKey: 499100, reference: 'ABCD2345EFGH 3990000000001', amount: 10 },
    ],
    ...change,
  }
}

export function bookingLine(baseAmount: number, vatAmount: number, vatCodeKey = '21'): BookingLineBody {
  return { accountKey: 700000, baseAmount, vatCodeKey, vatAmount, comment: '1 × Beker' }
}

/** An invoice of one line, 24.79 without VAT, in the empty journal V6 (exclusive, four decimals). */
export function invoiceBody(number: number, change: Partial<InvoiceBody> = {}): InvoiceBody {
  return {
    bookyearKey: { id: 2 },
    journalKey: 'V6',
    documentSequenceNr: number,
    relationIdentificationServiceData: { relationKey: { id: 7 } },
    bookyearPeriodeNr: 202611,
    documentDate: '2026-11-20',
    expiryDate: '2026-11-20',
    currencyCode: 'EUR',
    exchangeRate: 1,
    orderReference: 'C000TEST01',
    reference: 'ABCD2345EFGH',
    invoiceLines: [invoiceLine(24.79)],
    ...change,
  }
}

export function invoiceLine(unitPrice: number, change: Partial<InvoiceLineBody> = {}): InvoiceLineBody {
  return {
    description: 'Beker',
    count: 1,
    unit: 'st',
    unitPrice,
    vatCodeKey: '21',
    bookingAccountNr: 700000,
    ...change,
  }
}
