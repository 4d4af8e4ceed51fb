/** Keeps an order that a list named: its facts as a version, its buyer's data sealed. */
import type { Instant } from '../../domain/calendar.ts'
import { withParcels, type Buyer, type Order } from '../../domain/order/order.ts'
import { coverShipments } from '../../domain/order/shipping.ts'
import type { FetchedOrder, ListedOrder } from '../../ports/source.ts'
import type { SeenOrder, StoredOrder } from '../../ports/tables/orders.ts'
import type { StoredShipment } from '../../ports/tables/shipments.ts'
import { buyerContext, mergeBuyer } from '../privacy/buyer-data.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { needsShipments } from './read-shipments.ts'

interface Seen {
  row: ListedOrder
  fetched: FetchedOrder | null
  /** It was asked for, and could not be read. */
  failed: boolean
  before: StoredOrder | undefined
  shipments: StoredShipment[]
  seenAt: Instant
}

export function seenOrder(context: ConnectionContext, seen: Seen): SeenOrder {
  const { row, fetched, before, seenAt } = seen
  const placedAt = fetched?.order.placedAt ?? row.placedAt ?? before?.placedAt ?? null
  const base = {
    orderId: row.orderId,
    placedAt,
    placedOn: placedAt === null ? null : context.ports.calendar.localDate(placedAt),
    seenAt,
    listHash: row.fingerprint,
    listedItems: row.items,
  }
  if (fetched === null) {
    return {
      ...base,
      changedAt: placedAt ?? seenAt,
      wantsDetail: true,
      detailFailed: seen.failed,
      version: null,
      wantsShipments: null,
    }
  }
  const read = mergeBuyer(context, row.orderId, fetched, before)
  const earlier = before?.order ?? null
  const isAdded = read.order.rebuilt === true && earlier !== null
  const merged = isAdded ? { ...read, order: withParcels(earlier, read.order) } : read
  const hash = context.ports.secrets.fingerprint(JSON.stringify([merged.order, merged.buyer]), 'order version')
  const version = before?.versionHash === hash ? null : sealedVersion(context, { ...merged, hash, raw: fetched.raw })
  const own = seen.shipments.filter((shipment) => shipment.orderId === row.orderId)
  // Any change may mean another parcel, unless the known ones leave no doubt.
  const wantsShipments =
    version === null
      ? (before?.wantsShipments ?? false)
      : // An order that was begun by its shipments goes on so, whatever the settings say now.
        (needsShipments(context, merged.order) || own.length > 0) && !coverShipments(merged.order, own).certain
  return {
    ...base,
    changedAt: lastChange(merged.order) ?? placedAt ?? seenAt,
    wantsDetail: false,
    detailFailed: false,
    version,
    wantsShipments,
  }
}

function sealedVersion(
  context: ConnectionContext,
  found: { order: Order; buyer: Buyer; hash: string; raw: string },
): NonNullable<SeenOrder['version']> {
  const { secrets } = context.ports
  const { orderId } = found.order
  return {
    order: found.order,
    hash: found.hash,
    buyerSealed: secrets.seal(JSON.stringify(found.buyer), buyerContext(context.tenantId, orderId)),
    rawSealed: secrets.seal(found.raw, `${context.tenantId}|order_version.raw|${orderId}`),
  }
}

function lastChange(order: Order): Instant | null {
  let last: Instant | null = null
  for (const item of order.items)
    if (item.changedAt !== null && (last === null || item.changedAt > last)) last = item.changedAt
  return last
}
