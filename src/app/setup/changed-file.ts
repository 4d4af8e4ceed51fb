/** The file of a change. A first day that is left out stays: it was the default of the day on which the connection was made. */
import { parseConnectionFile, type ParsedFile } from './connection-file.ts'
import type { Ports } from '../run/ports.ts'

export async function readChange(
  ports: Ports,
  { tenantId, connectionId }: { tenantId: string; connectionId: string },
  json: unknown,
): Promise<ParsedFile> {
  const today = ports.calendar.localDate(await ports.clock.now())
  const firstDay = await ports.store.forTenant(tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(connectionId)
    return connection === null
      ? today
      : (await tx.connections.settings(connectionId, connection.revision)).booking.startDate
  })
  return parseConnectionFile(json, { today, firstDay, secrets: 'optional', kinds: ports.kinds })
}
