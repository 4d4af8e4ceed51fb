/** Connections, their settings revision by revision, and their sealed keys. */
import { sql, type RawBuilder } from 'kysely'
import type { Keys } from '../../../domain/kinds.ts'
import type { Settings } from '../../../domain/settings/mapping.ts'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Connection, Connections, Credentials } from '../../../ports/tables/connections.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`connection_id as "connectionId", name, state, source, ledger, pause_cause as "pauseCause", retailer_id as "retailerId",
  shop_name as "shopName", dossier_id as "dossierId", revision, marketplace_refusal as "marketplaceRefusal",
  ledger_refusal as "ledgerRefusal", credentials_version as "credentialsVersion", source_cursor as cursor, polled_until as "polledUntil",
  last_poll_at as "lastPollAt", created_at as "createdAt"`)

const changeable: Record<string, string> = {
  name: 'name',
  state: 'state',
  pauseCause: 'pause_cause',
  retailerId: 'retailer_id',
  shopName: 'shop_name',
  dossierId: 'dossier_id',
  revision: 'revision',
  marketplaceRefusal: 'marketplace_refusal',
  ledgerRefusal: 'ledger_refusal',
  credentialsVersion: 'credentials_version',
  cursor: 'source_cursor',
  polledUntil: 'polled_until',
  lastPollAt: 'last_poll_at',
}
const instants = new Set(['polledUntil', 'lastPollAt'])
/** A list that was read is read again by the new connection. */
const ofReturns = ['marketplace_return', 'return_decision']
const sides = ['marketplace', 'ledger'] as const satisfies readonly (keyof Credentials)[]

export function connectionsOf(session: Session, tenantId: string, secrets: Secrets): Connections {
  const context = (field: string, connectionId: string): string =>
    `${tenantId}|connection_secret.${field}|${connectionId}`
  return {
    list: () => session.rows(sql<Connection>`select ${columns} from connection order by created_at, connection_id`),
    async get(connectionId) {
      const [row] = await session.rows(
        sql<Connection>`select ${columns} from connection where connection_id = ${connectionId}`,
      )
      return row ?? null
    },
    async add(connection) {
      await session.run(sql`insert into connection (tenant_id, connection_id, name, state, source, ledger, dossier_id, revision, created_at)
        values (current_tenant(), ${connection.connectionId}, ${connection.name}, 'active', ${connection.source}, ${connection.ledger}, ${connection.dossierId}, 1, ${at(connection.createdAt)})`)
    },
    async change(connectionId, change) {
      const sets = Object.entries(change).flatMap(([key, value]) => {
        const column = changeable[key]
        return column === undefined || value === undefined
          ? []
          : [sql`${sql.ref(column)} = ${instants.has(key) ? at(value as number | null) : value}`]
      })
      // Its keys were deleted, and its shop may be another connection's: whoever read it before it was removed does not bring it back.
      const where = change.state === undefined ? sql`` : sql` and state <> 'removed'`
      if (sets.length > 0)
        await session.run(sql`update connection set ${sql.join(sets)} where connection_id = ${connectionId}${where}`)
    },
    async saveRevision(entry) {
      await session.run(sql`insert into mapping_revision (tenant_id, connection_id, revision, settings, saved_at, saved_by, reason)
        values (current_tenant(), ${entry.connectionId}, ${entry.revision}, ${JSON.stringify(entry.settings)}::jsonb, ${at(entry.savedAt)}, ${entry.savedBy}, ${entry.reason})`)
    },
    async settings(connectionId, revision) {
      const [row] = await session.rows(
        sql<{
          settings: Settings
        }>`select settings from mapping_revision where connection_id = ${connectionId} and revision = ${revision}`,
      )
      if (row === undefined) throw new Error(`connection ${connectionId} has no revision ${revision}`)
      return row.settings
    },
    holdRevision: (connectionId) => lockedRevision(session, connectionId, sql`pg_advisory_xact_lock_shared`),
    lockRevision: (connectionId) => lockedRevision(session, connectionId, sql`pg_advisory_xact_lock`),
    opened: (connectionId) => readOpened(session, connectionId),
    saveCredentials: (connectionId, credentials, savedAt) =>
      saveCredentials(session, { connectionId, credentials, savedAt, secrets, context }),
    credentials: (connectionId) => readCredentials(session, { connectionId, secrets, context }),
    async forgetCredentials(connectionId) {
      await session.run(sql`delete from connection_secret where connection_id = ${connectionId}`)
    },
    async forgetTokens(prefixes, what) {
      for (const prefix of prefixes)
        await session.run(
          sql`delete from access_token where starts_with(name, ${prefix}) and (${what === 'all'} or refused_at is not null)`,
        )
    },
    takeOver: (from, to) => takeOver(session, from, to),
  }
}

/** Two statements: the second one sees what was saved while the first one waited. */
async function lockedRevision(session: Session, connectionId: string, lock: RawBuilder<unknown>): Promise<number> {
  // They leave together. The second begins, and looks, once the lock is held.
  const [, [row]] = await Promise.all([
    session.rows(sql`select ${lock}(hashtextextended(${`settings:${connectionId}`}, 0))`),
    session.rows(sql<{ revision: number }>`select revision from connection where connection_id = ${connectionId}`),
  ])
  return row?.revision ?? 0
}

async function readOpened(
  session: Session,
  connectionId: string,
): Promise<{ connection: Connection; settings: Settings } | null> {
  const [row] = await session.rows(sql<Connection & { settings: Settings }>`select ${columns},
      (select m.settings from mapping_revision m where m.connection_id = c.connection_id and m.revision = c.revision) as settings
    from connection c where c.connection_id = ${connectionId}`)
  if (row === undefined) return null
  const { settings, ...connection } = row
  return { connection, settings }
}

type Sealing = { connectionId: string; secrets: Secrets; context: (field: string, connectionId: string) => string }

async function saveCredentials(
  session: Session,
  save: Sealing & { credentials: Credentials; savedAt: number },
): Promise<void> {
  const fields = sides.flatMap((side) =>
    Object.entries(save.credentials[side]).map(([name, value]) => [`${side}.${name}`, value] as const),
  )
  for (const [field, value] of fields) {
    const sealed = save.secrets.seal(value, save.context(field, save.connectionId))
    await session.run(sql`insert into connection_secret (tenant_id, connection_id, field, sealed, saved_at)
      values (current_tenant(), ${save.connectionId}, ${field}, ${sealed}, ${at(save.savedAt)})
      on conflict (tenant_id, connection_id, field) do update set sealed = excluded.sealed, saved_at = excluded.saved_at`)
  }
}

async function readCredentials(session: Session, read: Sealing): Promise<Credentials | null> {
  const rows = await session.rows(
    sql<{
      field: string
      sealed: string
    }>`select field, sealed from connection_secret where connection_id = ${read.connectionId} order by field`,
  )
  if (rows.length === 0) return null
  const keysOf = (side: keyof Credentials): Keys => {
    const own = rows.filter(({ field }) => field.startsWith(`${side}.`))
    const opened = own.map(({ field, sealed }) => {
      const value = read.secrets.open(sealed, read.context(field, read.connectionId))
      return [field.slice(side.length + 1), value] as const
    })
    return Object.fromEntries(opened)
  }
  return { marketplace: keysOf('marketplace'), ledger: keysOf('ledger') }
}

async function takeOver(session: Session, from: string, to: string): Promise<void> {
  for (const table of [
    'marketplace_order',
    'order_version',
    'marketplace_shipment',
    ...ofReturns,
    'document',
    'problem',
    // Their counts go along, and what they are found by.
    'order_touched',
    'order_class',
    'order_amount',
    'order_article',
    'order_part',
    'sold_article',
    'order_tally',
    'booked_tally',
  ]) {
    await session.run(sql`update ${sql.table(table)} set connection_id = ${to} where connection_id = ${from}`)
  }
  await session.run(sql`update history_import h set connection_id = ${to} where connection_id = ${from} and not exists (
    select from history_import o where o.tenant_id = h.tenant_id and o.connection_id = ${to} and o.from_day = h.from_day and o.to_day = h.to_day)`)
}
