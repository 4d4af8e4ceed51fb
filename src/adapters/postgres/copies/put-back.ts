/**
 * Puts a copy back: in one transaction, so that a database is either as it was or as the copy says. Afterwards it does not know
 * what was sent since the copy was made: all that could be sent is to be looked for in the ledger first.
 */
import { Client, escapeIdentifier } from 'pg'
import type { Instant } from '../../../domain/calendar.ts'
import { hour } from '../../../domain/delays.ts'
import { sourcesOf, states } from '../../../domain/document/document-states.ts'
import { companiesOf, othersAtWork, quoted, seeCompany, tablesInOrder, type TableFacts } from '../catalogue.ts'
import { firstFormat, readCopyLine, type CopyHeader } from './copy-format.ts'
import { explained } from '../database-errors.ts'
import { applyKnown, dropOwn, lockMigrations, readApplied } from '../server/migrate.ts'
import { listOf } from '../books/state-steps.ts'
import { at } from '../values.ts'

export type PutBackAnswer =
  | { kind: 'ok'; rows: number; members: Member[] }
  /** The file is no copy, or it was cut off. */
  | { kind: 'faultyCopy'; detail: string }
  /** Made by another version of this program, whose tables this one does not know. */
  | { kind: 'unknownSchema'; names: string[] }
  /** The database has been brought further than the copy: it can only be put into an empty one. */
  | { kind: 'newerDatabase'; names: string[] }
  /** Other processes use the database. */
  | { kind: 'atWork'; processes: number }

/** A membership as the copy has it. It may have been revoked since. */
export interface Member {
  company: string
  email: string
  role: string
}

export interface PutBackOptions {
  ownerUrl: string
  appRole: string
  /** The marker of this installation. By typing it, the operator confirms that this is the right one. */
  marker: string
  now: Instant
  header: CopyHeader
  /** The lines after the first. */
  lines: AsyncIterable<string>
}

const rowsAtOnce = 500
/** Calls that were made stay counted: the present database's counts are newer than those of the copy. */
const counted = new Set(['call_counter', 'call_slot'])

/** Whether there is something in the database that a copy would replace. @throws DatabaseGone */
export async function holdsCompanies(ownerUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await hasCompanies(client)
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function hasCompanies(client: Client): Promise<boolean> {
  const [table] = (await client.query(`select 1 where to_regclass('tenant') is not null`)).rows
  return table !== undefined && (await companiesOf(client)).length > 0
}

/** @throws DatabaseGone, DatabaseFull */
export async function putBack(options: PutBackOptions): Promise<PutBackAnswer> {
  const client = new Client({ connectionString: options.ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // A process that starts meanwhile waits for this lock before it looks at a table.
    await lockMigrations(client)
    const processes = await othersAtWork(client, options.appRole)
    if (processes > 0) return { kind: 'atWork', processes }
    await client.query('begin')
    const answer = await replaceAll(client, options)
    await client.query(answer.kind === 'ok' ? 'commit' : 'rollback')
    return answer
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function replaceAll(client: Client, options: PutBackOptions): Promise<PutBackAnswer> {
  const { header } = options
  if (!(await hasCompanies(client))) await dropOwn(client)
  const beyond = [...(await readApplied(client)).keys()].filter(
    (name) => !header.migrations.some((row) => row.name === name),
  )
  if (beyond.length > 0) return { kind: 'newerDatabase', names: beyond }
  const schema = await applyKnown(client, header.migrations, options.now)
  if (schema.kind === 'unknown') return { kind: 'unknownSchema', names: schema.names }
  const tables = await tablesInOrder(client)
  const strange = header.tables.filter((name) => !tables.some((table) => table.name === name))
  if (strange.length > 0)
    return { kind: 'faultyCopy', detail: `it names tables that do not exist: ${strange.join(', ')}` }
  // Emptied and filled as one: what refers to it is emptied with it, and the rows of a company come from the copy alone.
  const keepCounts = (await client.query('select 1 from call_counter limit 1')).rows.length > 0
  const filled = tables.filter(
    (table) => header.tables.includes(table.name) && !(keepCounts && counted.has(table.name)),
  )
  await client.query(`truncate ${quoted(filled.map((table) => table.name))}`)
  // The rows have been through these triggers once.
  for (const table of filled) await client.query(`alter table ${escapeIdentifier(table.name)} disable trigger user`)
  const insert: TakeRows = (table, rows) => insertRows(client, table, rows, header)
  const loaded = await load(client, options.lines, new Map(filled.map((table) => [table.name, table])), insert)
  if (loaded.kind !== 'ok') return loaded
  for (const table of filled) await client.query(`alter table ${escapeIdentifier(table.name)} enable trigger user`)
  await moveSequences(client)
  await markAsPutBack(client, options)
  return { ...loaded, members: await endAccess(client, options) }
}

type TakeRows = (table: TableFacts, rows: string[]) => Promise<void>
type Loaded = { kind: 'ok'; rows: number } | { kind: 'faultyCopy'; detail: string }

/**
 * Reads a copy as the database that it was made of would, and writes nothing: for a role that may make no database to put it into.
 * @throws what PostgreSQL says of a value that fits no column
 */
export async function readThrough(
  ownerUrl: string,
  { header, lines }: Pick<PutBackOptions, 'header' | 'lines'>,
): Promise<Loaded> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin read only')
    const tables = new Map((await tablesInOrder(client)).map((table) => [table.name, table]))
    return await load(client, lines, tables, async (table, rows) => {
      const missing = table.required.map((column) => `${escapeIdentifier(column)} is null`).join(' or ')
      const { rowCount } = await client.query(
        `select 1 from (${rowsOf(table, header)}) t where ${missing === '' ? 'false' : missing}`,
        [`[${rows.join(',')}]`],
      )
      if (rowCount !== 0) throw new Error(`a row of ${table.name} without a value that it must have`)
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function load(
  client: Client,
  lines: AsyncIterable<string>,
  tables: Map<string, TableFacts>,
  take: TakeRows,
): Promise<Loaded> {
  let current: { table: TableFacts | null; rows: string[] } = { table: null, rows: [] }
  let read = 0
  const flush = async (): Promise<void> => {
    const { table, rows } = current
    if (table !== null && rows.length > 0) await take(table, rows)
    current = { table, rows: [] }
  }
  for await (const text of lines) {
    const line = readCopyLine(text)
    if (line === null || line.kind === 'header')
      return { kind: 'faultyCopy', detail: `line ${read + 2} is not of a copy` }
    if (line.kind === 'row') {
      read += 1
      current.rows.push(line.row)
      if (current.rows.length >= rowsAtOnce) await flush()
      continue
    }
    await flush()
    if (line.kind === 'end')
      return line.rows === read
        ? { kind: 'ok', rows: read }
        : { kind: 'faultyCopy', detail: `it has ${read} rows and should have ${line.rows}` }
    current = { table: tables.get(line.table) ?? null, rows: [] }
    if (line.tenantId !== null) await seeCompany(client, line.tenantId)
  }
  return { kind: 'faultyCopy', detail: 'it ends in the middle' }
}

async function insertRows(client: Client, table: TableFacts, rows: string[], header: CopyHeader): Promise<void> {
  const name = escapeIdentifier(table.name)
  const columns = quoted(table.columns)
  await client.query(
    `insert into ${name} (${columns}) overriding system value
     ${rowsOf(table, header)}`,
    [`[${rows.join(',')}]`],
  )
}

/** `$1` is the list of the rows. Of the first format's nulls only a column that takes none tells which one was meant. */
function rowsOf(table: TableFacts, { format }: CopyHeader): string {
  const values = table.columns.map((column) => {
    const name = escapeIdentifier(column)
    if (!table.json.includes(column)) return name
    if (format !== firstFormat) return `${name} -> 0 as ${name}`
    return table.required.includes(column) ? `coalesce(${name}, 'null') as ${name}` : name
  })
  return `select ${values.join(', ')} from json_populate_recordset(null::${escapeIdentifier(table.name)}, $1::json)`
}

/** Numbers that the database gives go on after the last one of the copy. */
async function moveSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string; company: boolean }>(`
    select c.relname as table, a.attname as column, c.relrowsecurity as company,
      pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attidentity <> ''`)
  const tenants = await companiesOf(client)
  for (const { table, column, sequence, company } of rows) {
    let last = 0n
    for (const tenantId of company ? tenants : [null]) {
      if (tenantId !== null) await seeCompany(client, tenantId)
      const found = await client.query<{ last: string }>(
        `select coalesce(max(${escapeIdentifier(column)}), 0)::text as last from ${escapeIdentifier(table)}`,
      )
      const value = BigInt(found.rows[0]?.last ?? '0')
      if (value > last) last = value
    }
    await client.query('select setval($1, $2::bigint)', [sequence, String(last + 1n)])
  }
}

/** A copy made at `takenAt` knows nothing of later sends: every document that could go out is to be looked for before it does. */
async function markAsPutBack(client: Client, { marker, now, header }: PutBackOptions): Promise<void> {
  const takenAt = Date.parse(header.takenAt)
  const columns = await client.query(
    `select 1 from pg_attribute where attrelid = 'installation'::regclass and attname = 'restored_at' and not attisdropped`,
  )
  // A copy from before the columns gets them, and with them these values, from its migration and the next start.
  if (columns.rows.length === 0)
    await client.query(
      'alter table installation add column restored_at timestamptz, add column copy_taken_at timestamptz',
    )
  await client.query('update installation set marker = $1, restored_at = $2, copy_taken_at = $3', [
    marker,
    at(now),
    at(takenAt),
  ])
  // It is not known whether a mail of the copy was sent since. It is not sent again, so that no recipient gets it twice.
  if (header.tables.includes('mail'))
    await client.query(`update mail set given_up_at = $1, last_failure = 'restored' where sent_at is null`, [at(now)])
  for (const tenantId of await companiesOf(client)) {
    await seeCompany(client, tenantId)
    await client.query(
      `update document set state = 'inDoubt', last_event = 'restored', last_actor = 'operator', state_since = $2,
         doubt_since = coalesce(doubt_since, last_sent_at, $2), last_answer = 'silence', silent_sends = silent_sends + 1
       where tenant_id = $1 and state in ${listOf(sourcesOf('restored', 'inDoubt'))}`,
      [tenantId, at(now)],
    )
    // These are not sent again before a user looked, because their fate since the copy is not known.
    await client.query(
      `update document set state = 'checking', last_event = 'restored', last_actor = 'operator', state_since = $2,
         doubt_since = coalesce(doubt_since, last_sent_at, $2)
       where tenant_id = $1 and state in ${listOf(sourcesOf('restored', 'checking'))}`,
      [tenantId, at(now)],
    )
    await client.query(
      `update document set must_look = true where tenant_id = $1 and state in ${listOf(states.queued)}`,
      [tenantId],
    )
    await client.query(`update ledger_sweep set swept_until = least(swept_until, $2) where tenant_id = $1`, [
      tenantId,
      at(takenAt - 24 * hour),
    ])
    // Read again before anything is planned: the journals' last numbers have gone on.
    await client.query(`update ledger_copy set read_at = 'epoch' where tenant_id = $1`, [tenantId])
    await client.query(`update ledger_journal set read_at = 'epoch' where tenant_id = $1`, [tenantId])
  }
  await client.query('update connection_schedule set next_poll_at = $1 where active', [at(now)])
}

/**
 * Rights that were revoked after the copy must give no access again: sessions and links end, tokens and webhooks rest until an owner
 * confirms them.
 */
async function endAccess(client: Client, { now, header }: PutBackOptions): Promise<Member[]> {
  const has = (table: string): boolean => header.tables.includes(table)
  const ended = [
    'web_session',
    'terminal_session',
    'pending_proof',
    'one_time_link',
    'passkey_challenge',
    'password_asked',
    'invitation',
    'operator_consent',
  ].filter(has)
  if (ended.length > 0) await client.query(`truncate ${quoted(ended)}`)
  const tokensRest = await hasColumn(client, 'api_token', 'suspended_at')
  // A copy from before tokens could rest comes back without them; one from before webhooks could, with those switched off.
  if (has('api_token') && !tokensRest) await client.query('truncate api_token')
  const resting = [
    ...(tokensRest ? ['update api_token set suspended_at = coalesce(suspended_at, $2) where tenant_id = $1'] : []),
    ...(await restOfWebhooks(client, has('webhook'))),
  ]
  const members: Member[] = []
  for (const tenantId of await companiesOf(client)) {
    await seeCompany(client, tenantId)
    for (const statement of resting) await client.query(statement, [tenantId, at(now)])
    if (!has('membership')) continue
    const { rows } = await client.query<Member>(
      `select t.name as company, a.email, m.role from membership m join account a using (account_id) join tenant t using (tenant_id)
       where tenant_id = $1 order by a.email`,
      [tenantId],
    )
    members.push(...rows)
  }
  return members
}

async function restOfWebhooks(client: Client, there: boolean): Promise<string[]> {
  if (!there) return []
  return (await hasColumn(client, 'webhook', 'rests_at'))
    ? ['update webhook set rests_at = coalesce(rests_at, $2) where tenant_id = $1']
    : [`update webhook set off_at = $2, off_reason = 'restored' where tenant_id = $1 and off_at is null`]
}

async function hasColumn(client: Client, table: string, column: string): Promise<boolean> {
  const { rows } = await client.query(
    'select 1 from pg_attribute where attrelid = to_regclass($1) and attname = $2 and not attisdropped',
    [table, column],
  )
  return rows.length > 0
}
