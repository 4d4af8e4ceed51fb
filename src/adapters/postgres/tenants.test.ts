/** Goal: no company sees another's rows, whatever a query forgets. Method: the catalogue, and the application's own role. */
import { Client } from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealedColumns, sealedOfInstallation } from './copies/sealed-columns.ts'
import {
  aConnection,
  firstTenant,
  openTestStore,
  otherTenant,
  type TestStore,
} from '../../../test/support/test-store.ts'

let test: TestStore
let owner: Client

beforeAll(async () => {
  test = await openTestStore()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  const now = Date.parse('2026-11-24T10:00:00Z')
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, now)
  await test.store.directory.findOrAddTenant('Andere', otherTenant, now)
  await test.store.forTenant(firstTenant).transaction((tx) =>
    tx.connections.add({
      connectionId: aConnection,
      name: 'winkel ¤1¤',
      source: 'bol',
      ledger: 'octopus',
      dossierId: 1,
      createdAt: now,
    }),
  )
})

afterAll(async () => {
  await owner.end()
  await test.close()
})

/** Tables of the installation: no row of a company's books in them. */
const installationTables = [
  'access_change',
  'account',
  'allowed_step',
  'api_token',
  'call_counter',
  'call_slot',
  'connection_schedule',
  'credential',
  'digest_made',
  'guess',
  'installation',
  'invitation',
  'mail',
  'membership',
  'migration',
  'operator_consent',
  'passkey',
  'passkey_challenge',
  'password_asked',
  'pending_proof',
  'second_proof',
  'security_event',
  'seller_account',
  'support_inbox',
  'tenant',
  'terminal_session',
  'web_session',
]

describe('the catalogue', () => {
  it('has row-level security, forced and with a check, on every table but those of the installation', async () => {
    const { rows } = await owner.query<{
      name: string
      on: boolean
      forced: boolean
      policies: number
      checked: boolean
      column: boolean
    }>(`
      select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        (select bool_and(p.polwithcheck is not null and p.polqual is not null) from pg_policy p where p.polrelid = c.oid) as checked,
        exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as column
      from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`)
    const open = rows.filter((row) => !(row.on && row.forced && row.policies > 0 && row.checked)).map((row) => row.name)
    expect(open).toEqual(installationTables)
    expect(rows.filter((row) => row.on && !row.column)).toEqual([])
  })

  it('gives the application a role that is no superuser, passes by no policy, and owns nothing', async () => {
    const { rows } = await owner.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned from pg_roles r where rolname = 'tentakel_test'`,
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 }])
  })

  it('has no sealed column that a rotation of keys would forget', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname like '%sealed'
        and c.relname <> 'installation' order by 1`)
    const listed = [...sealedColumns, ...sealedOfInstallation].map(({ table, column }) => `${table}.${column}`)
    expect(listed.toSorted()).toEqual(rows.map((row) => row.name))
  })

  it('is what the application itself is held to: no superuser, and no way past the policies', async () => {
    const [role] = await test.database.session.rows(
      sql`select rolsuper, rolbypassrls, pg_has_role(current_user, 'pg_read_all_data', 'member') as "readsAll"
        from pg_roles where rolname = current_user`,
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, readsAll: false })
    for (const statement of [
      'set session_replication_role = replica',
      'alter table document disable row level security',
    ])
      await expect(test.database.session.run(sql.raw(statement))).rejects.toThrow(/permission denied|must be owner/u)
  })

  it('lets the application neither change nor remove what is append-only', async () => {
    const refused = [
      'update document_step set actor = actor',
      'delete from document_step',
      'delete from mapping_revision',
      'update order_version set facts = facts',
    ]
    for (const statement of refused) {
      await expect(
        test.database.transaction(firstTenant, (session) => session.run(sql.raw(statement))),
      ).rejects.toThrow('permission denied')
    }
  })
})

describe('a company', () => {
  it('sees its own rows and not those of another', async () => {
    const seen = (tenantId: string) =>
      test.store.forTenant(tenantId).transaction(async (tx) => (await tx.connections.list()).map((row) => row.name))
    expect(await seen(firstTenant)).toEqual(['winkel ¤1¤'])
    expect(await seen(otherTenant)).toEqual([])
  })

  it('cannot write a row of another, nor change one', async () => {
    const foreign = sql`insert into connection (tenant_id, connection_id, name, state, source, ledger, dossier_id, revision, created_at)
      values (${firstTenant}, gen_random_uuid(), 'x', 'active', 'bol', 'octopus', 1, 1, now())`
    await expect(test.database.transaction(otherTenant, (session) => session.run(foreign))).rejects.toThrow(
      'row-level security',
    )
    const changed = await test.database.transaction(otherTenant, (session) =>
      session.run(sql`update connection set name = 'gestolen'`),
    )
    expect(changed).toBe(0)
  })

  it('forgotten altogether is an error, not an empty list', async () => {
    await expect(test.database.session.rows(sql`select * from connection`)).rejects.toThrow(
      /tentakel\.tenant|invalid input syntax for type uuid/u,
    )
  })
})
