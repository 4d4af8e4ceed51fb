/** Calls the simulated bol.com in memory, for tests: no sockets, a clock that stands still. */

import { createWorld } from '../world.ts'
import type { SandboxRequest, SandboxResponse, World } from '../world.ts'
import { createBolWorld } from './world.ts'
import type { BolOptions, BolWorld } from './world.ts'

export interface TestBol {
  world: World
  bol: BolWorld
  /** GET with a fresh token of the shop. */
  get: (target: string, shop?: number) => SandboxResponse
  /** As `get`, the body parsed. */
  read: <T>(target: string, shop?: number) => T
  send: (request: Partial<SandboxRequest> & { target: string }) => SandboxResponse
  login: (shop?: number) => string
}

export const START = Date.parse('2026-11-23T10:00:00+01:00')

/** Rate limits are lifted, nothing is odd, unless the options say otherwise. */
export function testBol(options: BolOptions & { seed?: number; start?: number } = {}): TestBol {
  const world = createWorld({ seed: options.seed ?? 7, start: options.start ?? START, speed: 0 })
  const settings = { limits: 'none', oddities: 0, tokenCallsMax: 1_000_000, ...options.settings }
  const bol = createBolWorld(world, { ...options, settings })
  const login = (shop = 0): string => {
    const response = bol.handleLogin(tokenRequest(bol, shop))
    return (JSON.parse(String(response.body)) as { access_token: string }).access_token
  }
  const send: TestBol['send'] = ({ target, ...rest }) => bol.handle(requestOf(target, rest))
  const get = (target: string, shop = 0): SandboxResponse =>
    send({ target, headers: { authorization: `Bearer ${login(shop)}`, accept: 'application/vnd.retailer.v10+json' } })
  const read = <T>(target: string, shop = 0): T => {
    const response = get(target, shop)
    if (response.status !== 200) throw new Error(`${target}: ${response.status} ${String(response.body)}`)
    return JSON.parse(String(response.body)) as T
  }
  return { world, bol, get, read, send, login }
}

export function tokenRequest(bol: BolWorld, shop = 0, secret?: string): SandboxRequest {
  const { clientId, clientSecret } = bol.shops[shop] ?? { clientId: '', clientSecret: '' }
  const basic = Buffer.from(`${clientId}:${secret ?? clientSecret}`).toString('base64')
  return requestOf('/token', {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('grant_type=client_credentials'),
  })
}

export function requestOf(target: string, rest: Partial<SandboxRequest>): SandboxRequest {
  const [path = '/', query = ''] = target.split('?')
  return { method: 'GET', path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0), ...rest }
}

/** What a list shows, as far as tests look at it. */
export interface ListedOrders {
  orders?: {
    orderId: string
    orderPlacedDateTime: string | number
    orderItems: {
      orderItemId: string
      fulfilmentMethod: string
      fulfilmentStatus: string
      quantity: number
      quantityShipped: number
      quantityCancelled: number
      cancellationRequest: boolean
      latestChangedDateTime: string | number
    }[]
  }[]
}

export function orderIds(list: ListedOrders): string[] {
  return (list.orders ?? []).map((order) => order.orderId)
}
