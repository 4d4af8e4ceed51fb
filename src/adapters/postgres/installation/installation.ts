/** The marker that ties a database to an installation, and the key of its hashes. */
import { sql } from 'kysely'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export interface InstallationRow {
  marker: string
  fingerprintKeySealed: string
}

/** Writes the row on the first start; afterwards returns the existing row, whatever was asked. */
export async function readInstallation(
  session: Session,
  first: InstallationRow,
  now: number,
): Promise<InstallationRow> {
  await session.run(sql`insert into installation (marker, fingerprint_key_sealed, created_at)
    values (${first.marker}, ${first.fingerprintKeySealed}, ${at(now)}) on conflict (only_one) do nothing`)
  const [row] = await session.rows(
    sql<InstallationRow>`select marker, fingerprint_key_sealed as "fingerprintKeySealed" from installation`,
  )
  return row ?? first
}
