/** Connections to PostgreSQL: a pool, transactions bound to one company, and statements written as SQL. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import { Client, type ClientConfig, Pool, type PoolClient, type QueryConfig, type QueryResult } from 'pg'
import { Defect } from '../../domain/money.ts'
import { explained, mayRunAgain } from './database-errors.ts'
import { onlyReads } from './reads.ts'
import { createTurnSocket } from './socket.ts'
import { valueTypes } from './values.ts'

/** Runs statements; inside a transaction on its one connection. */
export interface Session {
  rows<T>(statement: RawBuilder<T>): Promise<T[]>
  /** How many rows were written. */
  run(statement: RawBuilder<unknown>): Promise<number>
}

export interface Database {
  /** Each statement on its own; for what belongs to no company. */
  session: Session
  /**
   * Runs `work` in one transaction that sees only this company's rows, and once more (three times at most) when another
   * transaction got in its way. A throw rolls back.
   * @throws DatabaseGone, DatabaseFull
   */
  transaction<T>(tenantId: string, work: (session: Session) => Promise<T>): Promise<T>
  /** The same for what belongs to no company: none of their rows is seen. */
  together<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Like `transaction`, in one round trip: the commit is sent with the statements that `work` sends before it first waits. A later
   * statement is a defect.
   */
  atOnce<T>(tenantId: string, work: (session: Session) => Promise<T>): Promise<T>
  /** A connection outside of the pool, for locks that live as long as it does. */
  connect(onLost: () => void): Promise<OwnConnection>
  /** Told after each transaction and statement that went through: the server answers. */
  onAnswer(listener: () => void): void
  close(): Promise<void>
}

export interface OwnConnection {
  session: Session
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections of the pool; 10 serve a worker on two cores. */
  connectionsMax?: number
  /** Seen in the server's list of sessions. */
  applicationName?: string
  /** The server ends a transaction that is idle for this long, so that it holds up no other: default 30 s. */
  idleInTransactionMs?: number
}

const triesMax = 3
const connectTimeoutMs = 10_000
/** Nothing of ours takes as long, except for statements that wait for a lock of a stuck process. */
const statementTimeoutMs = 60_000
/** All statements of this program are fewer; the bound keeps a mistake from filling the server's memory. */
const namesMax = 1000

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const config = clientConfig(url, options)
  const pool = new Pool({ ...config, max: options.connectionsMax ?? 10 })
  // A connection that breaks is replaced at the next use, and its statements tell of it. Without a listener it would end the process: an idle
  // one by the pool, one at work by itself.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const listeners: (() => void)[] = []
  const answered = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    session: sessionOn(pool, answered),
    transaction: async (tenantId, work) => runTransaction(pool, { opening: openingFor(tenantId), answered }, work),
    together: (work) => runTransaction(pool, { opening: 'begin', answered }, work),
    atOnce: async (tenantId, work) =>
      runTransaction(pool, { opening: openingFor(tenantId), answered, isAtOnce: true }, work),
    connect: (onLost) => ownConnection(config, onLost),
    onAnswer: (listener) => void listeners.push(listener),
    close: () => pool.end(),
  }
}

function clientConfig(url: string, options: DatabaseOptions): ClientConfig {
  return {
    connectionString: url,
    application_name: options.applicationName ?? 'tentakel',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 30_000,
    // Statements here are small and many: compiling one costs more than it ever saves.
    options: '-c DateStyle=ISO -c TimeZone=UTC -c jit=off',
    // Statements whose answers are not needed in between are sent together: a round trip costs more than most of them.
    pipeline: true,
    stream: createTurnSocket,
    keepAlive: true,
    types: valueTypes,
  }
}

async function ownConnection(config: ClientConfig, onLost: () => void): Promise<OwnConnection> {
  const client = new Client({ ...config, statement_timeout: 0 })
  let closing = false
  client.on('error', () => undefined)
  client.on('end', () => {
    if (!closing) onLost()
  })
  try {
    await client.connect()
  } catch (error) {
    closing = true
    throw explained(error)
  }
  return {
    session: sessionOn(client, () => undefined),
    async close() {
      closing = true
      await client.end()
    },
  }
}

// ── Transactions ───────────────────────────────────────────────────────────────────────────────────────────────────

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One round trip: begins, and says whose rows are seen. The setting ends with the transaction. */
function openingFor(tenantId: string): string {
  if (!uuid.test(tenantId)) throw new Defect('a company id that is no uuid')
  return `begin; set local tentakel.tenant = '${tenantId}'`
}

/** What of one transaction has left. It begins with its first statement: one that asks nothing costs nothing. */
interface Sending extends Queryable {
  /** Null while nothing was sent. */
  opened: Promise<unknown> | null
  /** Each statement only read, and was answered: nothing hangs on the commit. */
  isDone(): boolean
}

function sendingOn(client: PoolClient, opening: string): Sending {
  let waitsFor = 0
  let onlyRead = true
  const sending: Sending = {
    opened: null,
    isDone: () => onlyRead && waitsFor === 0,
    async query(statement) {
      if (sending.opened === null) {
        // Not waited for: it leaves together with the first statement, which fails with it.
        sending.opened = client.query(opening)
        sending.opened.catch(() => undefined)
      }
      waitsFor += 1
      onlyRead &&= statement.onlyReads
      // A failure stays among what is waited for: the commit is to tell of it.
      const result = await client.query(statement)
      waitsFor -= 1
      return result
    },
  }
  return sending
}

async function runTransaction<T>(
  pool: Pool,
  { opening, answered, isAtOnce = false }: { opening: string; answered: () => void; isAtOnce?: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const client = await checkOut(pool)
    const sending = sendingOn(client, opening)
    let usable = true
    try {
      let isOpen = true
      const answer = work(
        sessionOn(
          sending,
          () => undefined,
          () => isOpen,
        ),
      )
      let commit: Promise<QueryResult> | null = null
      if (isAtOnce) {
        isOpen = false
        if (sending.opened !== null) commit = commitOf(client)
      }
      const value = await answer
      if (sending.opened !== null) {
        await sending.opened
        await ended(client, sending, commit)
        answered()
      }
      return value
    } catch (error) {
      if (sending.opened !== null) usable = await rolledBack(client)
      if (!mayRunAgain(error) || tries >= triesMax) throw explained(error)
    } finally {
      client.release(!usable)
    }
  }
}

function commitOf(client: PoolClient): Promise<QueryResult> {
  const commit = client.query('commit')
  // The first failure is the one that is reported.
  commit.catch(() => undefined)
  return commit
}

/** Waits for the commit, but not of a transaction that only read: the next one leaves behind it on the same connection. */
async function ended(client: PoolClient, sending: Sending, commit: Promise<QueryResult> | null): Promise<void> {
  const end = commit ?? commitOf(client)
  if (sending.isDone()) return
  // The server answers a commit of a failed transaction with a rollback, and with no error.
  if ((await end).command !== 'COMMIT') throw new Defect('a transaction went on after one of its statements had failed')
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw explained(error)
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}

// ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Turns `sql` templates into text and parameters; it never connects. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

interface Prepared extends QueryConfig {
  onlyReads: boolean
}

/** Statements by their text, each with a name, so that the server parses and plans it once per connection. */
const known = new Map<string, Pick<Prepared, 'name' | 'onlyReads'>>()

interface Queryable {
  query(statement: Prepared): Promise<{ rows: unknown[]; rowCount: number | null }>
}

function sessionOn(queryable: Queryable, answered: () => void, isOpen: () => boolean = () => true): Session {
  const send = async (statement: RawBuilder<unknown>): Promise<{ rows: unknown[]; rowCount: number | null }> => {
    if (!isOpen()) throw new Defect('a statement after the commit of its transaction')
    try {
      const result = await queryable.query(prepared(statement))
      answered()
      return result
    } catch (error) {
      throw explained(error)
    }
  }
  return {
    rows: async <T>(statement: RawBuilder<T>) => (await send(statement)).rows as T[],
    run: async (statement) => (await send(statement)).rowCount ?? 0,
  }
}

function prepared(statement: RawBuilder<unknown>): Prepared {
  const { sql: text, parameters } = statement.compile(compiler)
  let about = known.get(text)
  if (about === undefined && known.size < namesMax) {
    about = { name: `s${known.size + 1}`, onlyReads: onlyReads(text) }
    known.set(text, about)
  }
  return { text, values: [...parameters], onlyReads: false, ...about }
}
