/** How long an order may wait for its shipment before the user has to look. Pure. */
import { addDays, addMonths, type LocalDate } from '../calendar.ts'
import type { Order } from './order.ts'
import type { Coverage } from './shipping.ts'

/** The list of shipments follows the order within hours; a parcel that is still missing after this does not come by itself. */
const untoldDays = 7
/** An order without a date to be delivered by: most are within days. */
const deliveryMonths = 1
/** After the last day of delivery the marketplace cancels by itself what was not sent. */
const graceMonths = 1

export interface ShipmentWait {
  /** The last day on which it only waits. */
  until: LocalDate
  /** Units that the marketplace calls shipped and whose shipment it does not tell; null: they are not shipped yet. */
  untold: number | null
}

/** @param dayOf of an instant */
export function shipmentWait(
  order: Order,
  coverage: Coverage,
  dayOf: (instant: number) => LocalDate,
): ShipmentWait | null {
  const told = coverage.parts.reduce((sum, part) => sum + part.quantity, 0)
  const shipped = order.items.reduce((sum, item) => sum + item.quantityShipped, 0)
  const untold = shipped - told
  if (untold > 0) {
    const changes = order.items.flatMap((item) => (item.changedAt === null ? [] : [item.changedAt]))
    const since = changes.length > 0 ? dayOf(Math.max(...changes)) : order.placedOn
    return since === null ? null : { until: addDays(since, untoldDays), untold }
  }
  const deliverBy = order.deliverBy ?? (order.placedOn === null ? null : addMonths(order.placedOn, deliveryMonths))
  return deliverBy === null ? null : { until: addMonths(deliverBy, graceMonths), untold: null }
}
