/** Shipments of orders that are known. */
import type { Instant } from '../../domain/calendar.ts'
import type { Shipment } from '../../domain/order/order.ts'

export interface StoredShipment extends Shipment {
  hasDetail: boolean
}

export interface Shipments {
  /** The stocks that anything was ever shipped from. */
  stocks(connectionId: string): Promise<('seller' | 'marketplace')[]>
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredShipment[]>
  /** Only shipments of orders that we know; answers the order ids that got something new. */
  save(
    connectionId: string,
    rows: { shipment: Shipment; hasDetail: boolean; rawSealed: string | null; seenAt: Instant }[],
  ): Promise<string[]>
}
