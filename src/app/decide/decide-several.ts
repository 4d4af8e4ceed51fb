/** *Verwerk* and *Niet boeken* for orders that were chosen out of a list; each is decided by itself, so that one that fails keeps no other from it. */
import type { Ports } from '../run/ports.ts'
import { retryDocuments, type RetryResult } from './retry.ts'
import { skipOrder, type SkipResult } from './skip.ts'

export async function retryOrders(ports: Ports, tenantId: string, orderIds: readonly string[]): Promise<RetryResult> {
  const whole: RetryResult = { taken: 0, notTaken: [] }
  for (const orderId of new Set(orderIds)) {
    const { taken, notTaken } = await retryDocuments(ports, tenantId, { kind: 'order', orderId })
    whole.taken += taken
    whole.notTaken.push(...notTaken)
  }
  return whole
}

export interface SkippedOrders {
  skipped: number
  /** Those that were sent already, or are not known, each with its reason. */
  notSkipped: { order: string; message: string }[]
}

/** @returns faults where nothing was tried, because there is no reason */
export async function skipOrders(
  ports: Ports,
  tenantId: string,
  { orderIds, reason }: { orderIds: readonly string[]; reason: string },
): Promise<SkippedOrders | { faults: SkipResult['faults'] }> {
  const whole: SkippedOrders = { skipped: 0, notSkipped: [] }
  for (const orderId of new Set(orderIds)) {
    const { done, faults } = await skipOrder(ports, tenantId, null, { orderId, reason })
    const [fault] = faults
    if (done) whole.skipped += 1
    else if (fault?.path === 'reason') return { faults }
    else whole.notSkipped.push({ order: orderId, message: fault?.message ?? '' })
  }
  return whole
}
