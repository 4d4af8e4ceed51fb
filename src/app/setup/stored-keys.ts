/** A file in which one of a pair of keys was left empty: it stays as it is stored. A new password alone is a new password. */
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import { keyPairs } from './kinds-in-file.ts'
import type { Ports } from '../run/ports.ts'

type Side = Record<string, unknown>

/** Another login, or another dossier. A new password of the same login leads where the old one led. */
export async function leadsElsewhere(
  ports: Ports,
  { tenantId, connectionId }: { tenantId: string; connectionId: string },
  { settings, credentials: { marketplace, ledger } }: { settings: Settings; credentials: Partial<Credentials> },
): Promise<boolean> {
  const [saved, connection] = await ports.store
    .forTenant(tenantId)
    .transaction((tx) => Promise.all([tx.connections.credentials(connectionId), tx.connections.get(connectionId)]))
  return (
    settings.dossierId !== connection?.dossierId ||
    (marketplace ?? saved?.marketplace)?.clientId !== saved?.marketplace.clientId ||
    (ledger ?? saved?.ledger)?.user !== saved?.ledger.user
  )
}

/** A value that is not a file stays as it is; the reader of the file says what is wrong with it. */
export async function fileWithStoredKeys(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  file: unknown,
): Promise<unknown> {
  if (!isSide(file)) return file
  const stored = await ports.store
    .forTenant(at.tenantId)
    .transaction((tx) => tx.connections.credentials(at.connectionId))
  if (stored === null) return file
  const filled = keyPairs.flatMap(({ side, long, of, name, secret }) =>
    [side, long].flatMap((written) => {
      const given = file[written]
      return isSide(given) ? [[written, filledSide(given, stored[of], { name, secret })] as const] : []
    }),
  )
  // A side of which nothing is left is not said at all: its keys stay.
  const emptied = filled.flatMap(([side, value]) => (value === undefined ? [side as string] : []))
  const whole = { ...file, ...Object.fromEntries(filled) }
  return Object.fromEntries(Object.entries(whole).filter(([side]) => !emptied.includes(side)))
}

function filledSide(given: Side, stored: Side, { name, secret }: { name: string; secret: string }): Side | undefined {
  const isEmpty = (key: string): boolean => given[key] === undefined || given[key] === ''
  if (isEmpty(name) && isEmpty(secret)) {
    const rest = Object.fromEntries(Object.entries(given).filter(([key]) => key !== name && key !== secret))
    return Object.keys(rest).length === 0 ? undefined : rest
  }
  // Another user with the password of the one before would be a guess.
  if (isEmpty(secret)) return given[name] === stored[name] ? { ...given, [secret]: stored[secret] } : given
  return isEmpty(name) ? { ...given, [name]: stored[name] } : given
}

function isSide(value: unknown): value is Side {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
