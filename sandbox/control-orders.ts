/** Orders by hand: placed, made in numbers, shipped, cancelled, returned, re-priced; and the truth about them. */

import type { OrderSpec, PartSpec, ReturnSpec } from './bol/world.ts'
import type { Spoil } from './bol/spoils.ts'
import { ControlError, instantOf, numberOf, objectOf } from './control-input.ts'
import type { Json } from './control-input.ts'
import type { Sides } from './sides.ts'

const DAY = 24 * 3_600_000

export interface OrderCall {
  method: string
  /** `/orders`, `/orders/{id}/{action}` */
  path: string
  query: URLSearchParams
  body: unknown
}

export function orderActions(sides: Sides, call: OrderCall): unknown {
  const [, , orderId, action, ...rest] = call.path.split('/')
  if (orderId === undefined) {
    if (call.method === 'GET') return { orders: sides.bol.truth(shopOf(call.query.get('shop'))) }
    return call.method === 'POST' ? place(sides, call.body) : undefined
  }
  if (call.method !== 'POST' || rest.length > 0) return undefined
  return act(sides, { orderId: decodeURIComponent(orderId), action: action ?? '', body: call.body ?? {} })
}

function shopOf(text: string | null): number | undefined {
  return text === null ? undefined : numberOf(Number(text), 'shop')
}

const SPEC_KEYS = [
  'shop',
  'orderId',
  'placedAt',
  'country',
  'shipTo',
  'billTo',
  'business',
  'pickupPointName',
  'items',
] as const

/** `{"populate":{"orders":…}}` for many, otherwise one order by its specification. */
function place(sides: Sides, body: unknown): { orderIds: string[] } {
  const { bol, world } = sides
  const order = objectOf(body ?? {}, ['populate', ...SPEC_KEYS])
  if (order['populate'] !== undefined) {
    const wanted = objectOf(order['populate'], ['orders', 'from', 'to', 'days', 'shop'])
    const to = wanted['to'] === undefined ? world.clock.now() : instantOf(wanted['to'], 'to')
    const days = wanted['days'] === undefined ? 7 : numberOf(wanted['days'], 'days')
    const from = wanted['from'] === undefined ? to - days * DAY : instantOf(wanted['from'], 'from')
    const shop = wanted['shop'] === undefined ? 0 : numberOf(wanted['shop'], 'shop')
    return { orderIds: bol.populate({ orders: numberOf(wanted['orders'], 'orders'), from, to, shop }) }
  }
  const { shop, placedAt, ...spec } = order
  const time = placedAt === undefined ? {} : { placedAt: instantOf(placedAt, 'placedAt') }
  const index = shop === undefined ? 0 : numberOf(shop, 'shop')
  return { orderIds: [bol.placeOrder({ ...(spec as OrderSpec), ...time }, index)] }
}

function act(sides: Sides, wanted: { orderId: string; action: string; body: unknown }): unknown {
  const { bol, world } = sides
  const { orderId, action } = wanted
  switch (action) {
    case 'ship': {
      const body = objectOf(wanted.body, ['items', 'at'])
      return { shipmentIds: bol.ship(orderId, partsOf(body), atOf(body, world.clock.now())) }
    }
    case 'cancel': {
      const body = objectOf(wanted.body, ['items', 'at', 'requestOnly'])
      const at = atOf(body, world.clock.now())
      if (body['requestOnly'] === true) bol.requestCancellation(orderId, partsOf(body), at)
      else bol.cancel(orderId, partsOf(body), at)
      return {}
    }
    case 'return': {
      const keys = ['item', 'quantity', 'mainReason', 'handledAfterMinutes', 'handlingResult', 'at']
      const { at, ...spec } = objectOf(wanted.body, keys)
      return { returnId: bol.return(orderId, spec as ReturnSpec, atOf({ at }, world.clock.now())) }
    }
    case 'hide': {
      const { where } = objectOf(wanted.body, ['where'])
      if (where !== 'lists' && where !== 'everywhere' && where !== 'nowhere')
        throw new ControlError('where must be lists, everywhere or nowhere')
      bol.hide(orderId, where)
      return {}
    }
    case 'spoil': {
      const keys = ['where', 'path', 'value', 'twice', 'gone', 'status', 'body', 'delivery']
      bol.spoil(orderId, objectOf(wanted.body, keys) as unknown as Spoil)
      return {}
    }
    case 'mend': {
      bol.mend(orderId)
      return {}
    }
    case 'price': {
      const body = objectOf(wanted.body, ['item', 'unitCents', 'at'])
      const item = body['item'] as string | number | undefined
      const unitCents = numberOf(body['unitCents'], 'unitCents')
      bol.changePrice(orderId, { ...(item === undefined ? {} : { item }), unitCents }, atOf(body, world.clock.now()))
      return {}
    }
    default:
      return undefined
  }
}

function partsOf(body: Json): PartSpec[] {
  const { items } = body
  if (items === undefined) return []
  if (!Array.isArray(items)) throw new ControlError('items must be a list')
  return items.map((entry: unknown) => objectOf(entry, ['item', 'quantity']))
}

function atOf(body: Json, now: number): number {
  return body['at'] === undefined ? now : instantOf(body['at'], 'at')
}
