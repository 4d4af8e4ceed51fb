/** The history of a connection's settings: users and moments. */
import type { Ports } from '../run/ports.ts'

export interface ListedRevision {
  revision: number
  savedAt: string
  savedBy: string
  reason: string | null
}

export async function listRevisions(ports: Ports, tenantId: string, connectionId: string): Promise<ListedRevision[]> {
  const rows = await ports.store.forTenant(tenantId).transaction((tx) => tx.orderLists.revisions(connectionId))
  return rows.map(({ savedAt, ...row }) => ({ ...row, savedAt: ports.calendar.isoText(savedAt) }))
}
