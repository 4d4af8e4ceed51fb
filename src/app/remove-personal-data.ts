/** Nightly: the buyer's data goes 60 days after an order's last change, of blocked orders after 120 at the latest. */
import { hour } from '../domain/document.ts'
import type { Ports } from './ports.ts'

const dayMs = 24 * hour
const keptDays = 60
const keptWhileBlockedDays = 120
const batchSize = 500

/** @returns orders whose data was removed */
export async function removePersonalData(ports: Ports): Promise<number> {
  const now = await ports.clock.now()
  let removed = 0
  for (const tenant of await ports.store.directory.tenants()) {
    const store = ports.store.forTenant(tenant.tenantId)
    for (;;) {
      const count = await store.transaction((tx) =>
        tx.orders.removePersonalData(now - keptDays * dayMs, now - keptWhileBlockedDays * dayMs, now, batchSize),
      )
      removed += count
      if (count < batchSize) break
    }
  }
  await ports.store.directory.forgetCalls(now - 2 * dayMs)
  return removed
}
