/** The calls of bol.com, one method each: one value is one seller's account. */
import type { CallLimits } from '../../ports/call-limits.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Http, HttpOutcome } from '../../ports/http.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import type { Answer } from '../../ports/answer.ts'
import type { ListedOrder, Page, Source } from '../../ports/source.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { getOrder } from './read/get-order.ts'
import { getReturn } from './read/get-return.ts'
import { getShipment } from './read/get-shipment.ts'
import { identify } from './read/identify.ts'
import type { BolLimits } from './limits.ts'
import { getInvoice, getInvoicePdf, getSpecification, listInvoices } from './settlements/read-invoices.ts'
import { listOrders } from './read/list-orders.ts'
import { listReturns } from './read/list-returns.ts'
import { listShipments, listShipmentsOfOrder } from './read/list-shipments.ts'
import { createSession } from './session.ts'
import { createSlots } from './slots.ts'
import { rebuildOrder } from './read/rebuild-order.ts'
import { createTurning } from './read/turning.ts'
import { login } from './token.ts'

export type ChangeWindow = { changedWithinMinutes: number } | { changedOn: LocalDate }

export interface BolApi extends Omit<Source, 'changes' | 'sweep'> {
  /** All orders (any status, any stock) with a change in the window, newest first. Pages start at 1. */
  listOrders(window: ChangeWindow, page: number): Promise<Answer<Page<ListedOrder>>>
}

export interface BolOptions {
  http: Http
  clock: Clock
  calendar: Calendar
  limits: CallLimits
  tokens: Tokens
  credentials: { clientId: string; clientSecret: string }
  /**
   * Part of the keys of limits, and so in the database: never a secret. It stays the same after a change of the secret, because used calls
   * stay used.
   */
  accountKey: string
  /** Stands in the keys of logins and tokens, as opaque: another secret is another login. */
  loginKey: string
  /** `https://login.bol.com`; a path is allowed, a trailing slash is ignored. */
  loginUrl: string
  /** `https://api.bol.com`; the same. */
  apiUrl: string
  routeLimits: BolLimits
  /** Text to hex. */
  hash: (text: string) => string
}

export function createBolApi(options: BolOptions): BolApi {
  const { http, clock, calendar, limits, tokens, accountKey, loginKey, routeLimits, hash } = options
  let calls = 0
  const onOutcome = (outcome: HttpOutcome): void => {
    if (outcome.kind !== 'notSent') calls++
  }
  const loginUrl = withoutSlash(options.loginUrl)
  const loginOptions = {
    http,
    clock,
    limits,
    routeLimits,
    credentials: options.credentials,
    loginKey,
    loginUrl,
    onOutcome,
  }
  const session = createSession({
    http,
    clock,
    slots: createSlots({ limits, clock, routeLimits, accountKey }),
    tokens,
    tokenName: `bol:${loginKey}`,
    login: () => login(loginOptions),
    apiUrl: withoutSlash(options.apiUrl),
    onOutcome,
  })
  const context = { calendar, hash }
  const turning = createTurning()
  return {
    identify: () => identify(session),
    listOrders: async (window, page) =>
      turning(
        `orders ${JSON.stringify(window)}`,
        page,
        await listOrders(session, context, window, page),
        (row) => row.orderId,
      ),
    getOrder: (orderId) => getOrder(session, calendar, orderId),
    rebuildOrder: (orderId) => rebuildOrder(session, context, orderId),
    listShipments: async (fulfilment, page) =>
      turning(
        `shipments ${fulfilment}`,
        page,
        await listShipments(session, context, fulfilment, page),
        (row) => row.shipment.shipmentId,
      ),
    listShipmentsOfOrder: (orderId, page) => listShipmentsOfOrder(session, context, orderId, page),
    getShipment: (shipmentId, known) => getShipment(session, calendar, { shipmentId, known }),
    listReturns: async (list, page) =>
      turning(
        `returns ${JSON.stringify(list)}`,
        page,
        await listReturns(session, context, list, page),
        (row) => row.returnId,
      ),
    getReturn: (returnId, known) => getReturn(session, context, { returnId, known }),
    listInvoices: (window) => listInvoices(session, { calendar, hash }, window),
    getInvoice: (invoiceId) => getInvoice(session, calendar, invoiceId),
    getInvoicePdf: (invoiceId) => getInvoicePdf(session, invoiceId),
    getSpecification: (invoiceId, page) => getSpecification(session, { calendar, hash }, invoiceId, page),
    callsMade: () => calls,
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
