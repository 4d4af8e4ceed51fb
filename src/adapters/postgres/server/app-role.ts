/** The role that the application connects as: no superuser, owner of nothing, with exactly the rights that it needs. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { codeOf } from '../database-errors.ts'
import { queueSchema } from './queue-schema.ts'

export type AppRoleAnswer = { kind: 'ok'; appUrl: string } | { kind: 'cannotCreateRole'; role: string; reason: string }

/** Tables whose rows are written once and never changed. Of an order's version, only personal data and its owner may be removed. */
const rights: Record<string, string> = {
  migration: 'select',
  installation: 'select, insert, update (fingerprint_key_sealed)',
  tenant: 'select, insert, update (trial_until)',
  operator_act: 'select, insert',
  security_event: 'select, insert, update (times), delete',
  trail_link: 'select, insert',
  trail_seal: 'select, insert',
  access_change: 'select, insert',
  allowed_step: 'select',
  mapping_revision: 'select, insert',
  document_step: 'select, insert',
  vat_number_check: 'select, insert',
  order_version: 'select, insert, update (connection_id, buyer_sealed, raw_sealed)',
  marketplace_return: 'select, insert, update (connection_id, raw_sealed)',
  return_decision: 'select, insert, update (connection_id)',
}
const usualRights = 'select, insert, update, delete'

interface RoleFacts {
  name: string
  superuser: boolean
  mayCreate: boolean
  ignoresRowSecurity: boolean
}

/** Makes or mends the role, and gives it its rights. Runs under the lock of the migrations. */
export async function prepareAppRole(
  client: Client,
  options: { ownerUrl: string; appRole: string; appPassword: string },
): Promise<AppRoleAnswer> {
  const owner = await factsOf(client, null)
  if (owner === null) throw new Error('the database does not know the role that it let in')
  const { appRole } = options
  if (!owner.mayCreate) {
    // Row-level security is forced, so that it holds for the owner of the tables too; only these roles are above it.
    if (!owner.ignoresRowSecurity) return { kind: 'ok', appUrl: options.ownerUrl }
    const reason = `${owner.name} may see all rows (BYPASSRLS) and may not make a role that may not`
    return { kind: 'cannotCreateRole', role: appRole, reason }
  }
  const existing = await factsOf(client, appRole)
  if (existing !== null && (existing.superuser || existing.ignoresRowSecurity || existing.mayCreate)) {
    const reason = `a role ${appRole} exists and has more rights than the application may have`
    return { kind: 'cannotCreateRole', role: appRole, reason }
  }
  const appUrl = urlOf(options)
  if (existing === null || !(await letsIn(appUrl))) await savePassword(client, options)
  await grantRights(client, appRole)
  return { kind: 'ok', appUrl }
}

/** @param name null: the role of this connection */
async function factsOf(client: Client, name: string | null): Promise<RoleFacts | null> {
  const { rows } = await client.query<RoleFacts>(
    `select rolname as name, rolsuper as superuser, rolsuper or rolcreaterole as "mayCreate",
       rolsuper or rolbypassrls as "ignoresRowSecurity"
     from pg_roles where rolname = coalesce($1, current_user)`,
    [name],
  )
  return rows[0] ?? null
}

function urlOf(options: { ownerUrl: string; appRole: string; appPassword: string }): string {
  const url = new URL(options.ownerUrl)
  url.username = encodeURIComponent(options.appRole)
  url.password = encodeURIComponent(options.appPassword)
  return url.href
}

/** Whether the password is the role's already: then nothing is changed, also not for another database of the same server. */
async function letsIn(appUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const triesMax = 5

/** Roles belong to the server: another database's migration may write the same one at this moment. */
async function savePassword(client: Client, options: { appRole: string; appPassword: string }): Promise<void> {
  const role = escapeIdentifier(options.appRole)
  const password = escapeLiteral(scramVerifier(options.appRole, options.appPassword))
  for (let tries = 1; ; tries += 1) {
    try {
      const exists = (await factsOf(client, options.appRole)) !== null
      const plain = 'login nosuperuser nobypassrls nocreatedb nocreaterole'
      await client.query(
        exists ? `alter role ${role} login password ${password}` : `create role ${role} ${plain} password ${password}`,
      )
      return
    } catch (error) {
      // Made a moment ago, or "tuple concurrently updated".
      const passing = error instanceof Error && ['42710', '23505', 'XX000'].includes(codeOf(error))
      if (!passing || tries >= triesMax) throw error
    }
  }
}

/** Returns the server's own form of the password (RFC 5803), so that the password itself appears in no statement and no log. */
function scramVerifier(role: string, password: string): string {
  const rounds = 4096
  // The salt need not be secret or random, only of its own for each password.
  const salt = createHmac('sha256', password).update(`salt of ${role}`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, rounds, 32, 'sha256')
  const storedKey = createHash('sha256')
    .update(createHmac('sha256', salted).update('Client Key').digest())
    .digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/** A database that was put back from an older copy lacks a column until its migration comes. */
function rightsOn(name: string, columns: string[]): string {
  return (rights[name] ?? usualRights).replaceAll(/, update \(([^)]+)\)/gu, (_, named: string) => {
    const there = named.split(', ').filter((column) => columns.includes(column))
    return there.length === 0 ? '' : `, update (${there.join(', ')})`
  })
}

async function grantRights(client: Client, appRole: string): Promise<void> {
  const role = escapeIdentifier(appRole)
  const { rows } = await client.query<{ name: string; schema: string; database: string; columns: string[] }>(
    `select c.relname as name, current_schema() as schema, current_database() as database,
       (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v')`,
  )
  const [first] = rows
  if (first === undefined) throw new Error('there are no tables to give rights on')
  const schema = escapeIdentifier(first.schema)
  await client.query(
    [
      'begin',
      `grant connect on database ${escapeIdentifier(first.database)} to ${role}`,
      `grant usage on schema ${schema}, ${queueSchema} to ${role}`,
      `revoke all on all tables in schema ${schema} from ${role}`,
      ...rows.map(({ name, columns }) => `grant ${rightsOn(name, columns)} on ${escapeIdentifier(name)} to ${role}`),
      `grant usage on all sequences in schema ${schema}, ${queueSchema} to ${role}`,
      `grant execute on all functions in schema ${schema}, ${queueSchema} to ${role}`,
      `grant ${usualRights} on all tables in schema ${queueSchema} to ${role}`,
      'commit',
    ].join('; '),
  )
}
