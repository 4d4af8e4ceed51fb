/** A file in which one of a pair of keys was left empty: it stays as it is stored. A new password alone is a new password. */
import { loginOf, type CredentialField, type Keys } from '../../domain/kinds.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Connection, Credentials } from '../../ports/tables/connections.ts'
import { fieldsOf, placeInFile, sides } from './kinds-in-file.ts'
import type { Ports } from '../run/ports.ts'

type Side = Record<string, unknown>
type At = { tenantId: string; connectionId: string }

/** Another login, or other books. A new password of the same login leads where the old one led. */
export async function leadsElsewhere(
  ports: Ports,
  at: At,
  { settings, credentials }: { settings: Settings; credentials: Partial<Credentials> },
): Promise<boolean> {
  const { connection, stored } = await storedAt(ports, at)
  if (connection === null) return true
  return (
    settings.dossierId !== connection.dossierId ||
    sides.some(({ side, of }) => {
      const fields = fieldsOf(ports.kinds, side, connection[side])
      const given = credentials[of]
      return given !== undefined && (stored === null || loginOf(fields, given) !== loginOf(fields, stored[of]))
    })
  )
}

/**
 * A value that is not a file stays as it is; the reader of the file says what is wrong with it.
 * @returns the file, and the keys that it was completed with; null: with none
 */
export async function fileWithStoredKeys(
  ports: Ports,
  at: At,
  file: unknown,
): Promise<{ file: unknown; completedWith: Credentials | null }> {
  if (!isSide(file)) return { file, completedWith: null }
  const { connection, stored } = await storedAt(ports, at)
  if (connection === null || stored === null) return { file, completedWith: null }
  const filled = sides.flatMap(({ side, of }) =>
    [placeInFile(ports.kinds, side, ports.kinds.usual[side]), side].flatMap((written) => {
      const given = file[written]
      if (!isSide(given)) return []
      return [[written, filledSide(given, stored[of], fieldsOf(ports.kinds, side, connection[side]))] as const]
    }),
  )
  // A side of which nothing is left is not said at all: its keys stay.
  const emptied = filled.flatMap(([side, value]) => (value === undefined ? [side] : []))
  const whole = { ...file, ...Object.fromEntries(filled) }
  const completed = Object.fromEntries(Object.entries(whole).filter(([side]) => !emptied.includes(side)))
  return { file: completed, completedWith: stored }
}

async function storedAt(
  ports: Ports,
  { tenantId, connectionId }: At,
): Promise<{ connection: Connection | null; stored: Credentials | null }> {
  const [connection, stored] = await ports.store
    .forTenant(tenantId)
    .transaction((tx) => Promise.all([tx.connections.get(connectionId), tx.connections.credentials(connectionId)]))
  return { connection, stored }
}

function filledSide(given: Side, stored: Keys, fields: readonly CredentialField[]): Side | undefined {
  const isEmpty = ({ name }: CredentialField): boolean => given[name] === undefined || given[name] === ''
  if (fields.every(isEmpty)) {
    const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !fields.some(({ name }) => name === key)))
    return Object.keys(rest).length === 0 ? undefined : rest
  }
  const filled = (some: readonly CredentialField[]): Side =>
    Object.fromEntries(some.filter(isEmpty).map(({ name }) => [name, stored[name]]))
  const open = fields.filter(({ secret }) => !secret)
  const secrets = fields.filter(({ secret }) => secret)
  const named = { ...given, ...(secrets.some(isEmpty) ? {} : filled(open)) }
  // Another user with the password of the one before would be a guess.
  return open.every(({ name }) => named[name] === stored[name]) ? { ...named, ...filled(secrets) } : named
}

function isSide(value: unknown): value is Side {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
