/** Nightly: each sealed value that names a person goes on its day. The list of them is the store's (`sealed-columns.ts`), not the orders'. */
import { hour } from '../../domain/delays.ts'
import type { Ports } from '../run/ports.ts'

const dayMs = 24 * hour
/** Of each column and transaction. */
const batchSize = 500

/** @returns values that were removed */
export async function removePersonalData(ports: Ports): Promise<number> {
  const now = await ports.clock.now()
  const today = ports.calendar.localDate(now)
  let removed = await ports.store.directory.removePersonalData(today)
  for (const { tenantId } of await ports.store.directory.tenants()) {
    const store = ports.store.forTenant(tenantId)
    for (;;) {
      const counts = Object.values(await store.transaction((tx) => tx.personalData.remove(today, batchSize)))
      removed += counts.reduce((sum, count) => sum + count, 0)
      if (counts.every((count) => count < batchSize)) break
    }
  }
  await ports.store.directory.forgetCalls(now - 2 * dayMs)
  return removed
}
