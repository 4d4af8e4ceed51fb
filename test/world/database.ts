/**
 * The real SQL on one connection of a real PostgreSQL, one transaction after the other: which one comes first is decided
 * by virtual time, so that a world is the same at each run. Locks between transactions are the business of other tests.
 */
import type { Duplex } from 'node:stream'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'
import { DatabaseFull, DatabaseGone, explained, mayRunAgain } from '../../src/adapters/postgres/database-errors.ts'
import type { Session } from '../../src/adapters/postgres/database.ts'
import { valueTypes } from '../../src/adapters/postgres/values.ts'
import type { Decision } from './decisions.ts'
import { never, type Life } from './life.ts'
import type { Timeline } from './timeline.ts'

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

const truncateEvery = 20

/** One connection for all worlds of this process; statements keep their plans over all of them. */
export class Server {
  private readonly app: pg.Client
  private readonly owner: pg.Client
  private readonly names = new Map<string, string>()
  private tables = ''
  private deletes = ''
  private cleared = 0
  private uncommitted = false
  /** What was begun stays here until its first statement: each write wakes the server. */
  private readonly stream: Pick<Duplex, 'cork' | 'uncork'>
  private held = false

  private constructor(app: pg.Client, owner: pg.Client) {
    this.app = app
    this.owner = owner
    this.stream = (app as unknown as { connection: { stream: Duplex } }).connection.stream
  }

  static async open(appUrl: string, ownerUrl: string): Promise<Server> {
    const settings = { options: '-c DateStyle=ISO -c TimeZone=UTC', types: valueTypes }
    // As in the product, statements whose answers nobody needs in between leave together.
    const app = new pg.Client({ connectionString: appUrl, ...settings, pipeline: true })
    const owner = new pg.Client({ connectionString: ownerUrl, ...settings })
    await app.connect()
    await owner.connect()
    // Each statement is planned once for all worlds of this process: planning again and again is half of a world's time.
    await app.query('set plan_cache_mode = force_generic_plan')
    await app.query('set jit = off')
    const server = new Server(app, owner)
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not in ('migration', 'allowed_step', 'installation') order by relname`,
    )
    server.tables = rows.map((row) => row.name).join(', ')
    const sequences = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'`,
    )
    // References between tables are few; with them off the order does not matter. Numbers begin again, as they do when
    // the tables are truncated: the trail's links cover them.
    server.deletes = [
      'set session_replication_role = replica',
      ...rows.map((row) => `delete from ${row.name}`),
      ...sequences.rows.map((row) => `select setval('${row.name}', 1, false)`),
    ].join('; ')
    return server
  }

  /**
   * Begins a transaction, without a wait: it leaves together with its first statement. A commit is not sent at once but
   * together with what comes next: nothing of this schema can fail at the commit.
   */
  begin(text: string): void {
    // A connection that is lost fails the statement after it too.
    if (!this.held) this.stream.cork()
    this.held = true
    this.app.query(this.uncommitted ? `commit; ${text}` : text).catch(() => undefined)
    this.uncommitted = false
  }

  private leave(): void {
    if (this.held) this.stream.uncork()
    this.held = false
  }

  commitLater(): void {
    this.uncommitted = true
  }

  private async commitNow(): Promise<void> {
    if (!this.uncommitted) return
    this.uncommitted = false
    await this.send('commit')
  }

  async rollback(): Promise<void> {
    await this.send('rollback')
  }

  private send(query: string | pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = this.app.query(query)
    this.leave()
    return answer
  }

  /** A statement on its own. */
  async alone(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    await this.commitNow()
    return this.query(text, values)
  }

  async query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    let name = this.names.get(text)
    if (name === undefined) {
      name = `s${this.names.size + 1}`
      this.names.set(text, name)
    }
    return this.send({ text, values: [...values], name })
  }

  /** For the checker: all companies' rows. */
  async asOwner<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    await this.commitNow()
    return (await this.owner.query<T>(text, values)).rows
  }

  /** An empty database, the rows in the same places at each run. */
  async clear(): Promise<void> {
    await this.send('rollback')
    this.uncommitted = false
    this.cleared += 1
    // Emptied files forget all plans, rows that are only marked as deleted slow everything down: now the one, now the other.
    if (this.cleared % truncateEvery === 1) await this.owner.query(`truncate ${this.tables} restart identity`)
    else await this.owner.query(this.deletes)
  }

  async close(): Promise<void> {
    await this.app.end()
    await this.owner.end()
  }
}

/** Who may use the connection now; the others wait in line. */
class Line {
  private busy = false
  private readonly waiting: (() => void)[] = []

  async enter(): Promise<void> {
    if (this.busy) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.busy = true
  }

  leave(): void {
    this.busy = false
    const next = this.waiting.shift()
    if (next !== undefined) {
      this.busy = true
      next()
    }
  }
}

export interface WorldDatabase {
  session: Session
  transaction<T>(tenantId: string, work: (session: Session) => Promise<T>): Promise<T>
  atOnce<T>(tenantId: string, work: (session: Session) => Promise<T>): Promise<T>
}

export class DatabaseOfWorld {
  private readonly line = new Line()
  private readonly server: Server
  private readonly timeline: Timeline
  transactions = 0
  statements = 0

  constructor(server: Server, timeline: Timeline) {
    this.server = server
    this.timeline = timeline
  }

  /** The database as one process sees it. */
  seenBy(life: Life): WorldDatabase {
    return {
      session: {
        rows: async <T>(statement: RawBuilder<T>) => (await this.single(life, statement)).rows as T[],
        run: async (statement) => (await this.single(life, statement)).rowCount ?? 0,
      },
      transaction: (tenantId, work) => this.transaction(life, tenantId, work),
      atOnce: (tenantId, work) =>
        this.transaction(life, tenantId, (session) => {
          // What is sent after the first wait would come after the commit.
          let isOpen = true
          const open = async <R>(send: () => Promise<R>): Promise<R> => {
            if (!isOpen) throw new Error('a statement after the commit of its transaction')
            return send()
          }
          const answer = work({
            rows: (statement) => open(() => session.rows(statement)),
            run: (statement) => open(() => session.run(statement)),
          })
          isOpen = false
          return answer
        }),
    }
  }

  /**
   * For tokens: a login happens inside the transaction that holds the token's row, and the one connection must not stand
   * still meanwhile. The row's lock is played by a list of names, each statement is a transaction of its own.
   */
  tokensSeenBy(life: Life, held: Map<string, Promise<void>>): WorldDatabase {
    const seen = this.seenBy(life)
    return {
      ...seen,
      transaction: async (tenantId, work) => {
        // A process that ended while it waited takes no lock any more.
        do {
          while (held.has(tenantId)) await held.get(tenantId)
          await life.gate()
        } while (held.has(tenantId))
        let free = (): void => undefined
        held.set(tenantId, new Promise<void>((resolve) => (free = resolve)))
        const release = (): void => {
          held.delete(tenantId)
          free()
        }
        life.onEnd(release)
        try {
          return await work({
            rows: async <T>(statement: RawBuilder<T>) =>
              this.transaction(life, tenantId, (session) => session.rows(statement)),
            run: async (statement) => this.transaction(life, tenantId, (session) => session.run(statement)),
          })
        } finally {
          if (life.alive) release()
        }
      },
    }
  }

  private async send(statement: RawBuilder<unknown>, alone = false): Promise<pg.QueryResult> {
    const { sql, parameters } = statement.compile(compiler)
    this.statements += 1
    return this.timeline.real(() => (alone ? this.server.alone(sql, parameters) : this.server.query(sql, parameters)))
  }

  private async rollback(): Promise<void> {
    await this.timeline.real(() => this.server.rollback())
  }

  private async single(life: Life, statement: RawBuilder<unknown>): Promise<pg.QueryResult> {
    await life.gate()
    const decision = life.decide(pointOf(statement.compile(compiler).sql))
    await strikeBefore(life, decision)
    await this.timeline.sleep(1 + Math.floor(life.fraction('db') * 4))
    await life.gate()
    await this.line.enter()
    let result: pg.QueryResult
    try {
      result = await this.send(statement, true)
    } catch (error) {
      throw explained(error)
    } finally {
      this.line.leave()
    }
    await strikeAfter(life, decision)
    return result
  }

  private async transaction<T>(life: Life, tenantId: string, work: (session: Session) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      await life.gate()
      await this.timeline.sleep(1 + Math.floor(life.fraction('db') * 4))
      await life.gate()
      await this.line.enter()
      if (!life.alive) {
        this.line.leave()
        await never()
      }
      const run = await this.attempt(life, tenantId, work)
      if (run.kind === 'again' && tries < 3) {
        if (run.resumeAt !== null) await life.gate()
        continue
      }
      if (run.kind === 'done') {
        await strikeAfter(life, run.decision)
        return run.value
      }
      if (run.kind === 'died') return never()
      throw run.kind === 'failed' ? run.error : new DatabaseGone('The transaction was in the way of others three times')
    }
  }

  /** One try of a transaction; leaves the line in any case. */
  private async attempt<T>(life: Life, tenantId: string, work: (session: Session) => Promise<T>): Promise<Run<T>> {
    this.transactions += 1
    let decision: Decision | null = null
    let first = true
    const ended = { over: false }
    const died = async (): Promise<never> => {
      if (!ended.over) {
        ended.over = true
        await this.rollback()
        this.line.leave()
      }
      return never()
    }
    const statement = async (given: RawBuilder<unknown>): Promise<pg.QueryResult> => {
      if (!life.alive || ended.over) return died()
      if (first) {
        first = false
        decision = life.decide(pointOf(given.compile(compiler).sql))
        const struck = struckInside(decision)
        if (struck !== null) throw struck
        if (decision?.fault === 'crashBefore') {
          life.crash()
          return died()
        }
      }
      try {
        return await this.send(given)
      } catch (error) {
        throw explained(error)
      }
    }
    const session: Session = {
      rows: async <R>(given: RawBuilder<R>) => (await statement(given)).rows as R[],
      run: async (given) => (await statement(given)).rowCount ?? 0,
    }
    try {
      this.server.begin(`begin; set local tentakel.tenant = '${tenantId}'`)
      const value = await work(session)
      const fault = (decision as Decision | null)?.fault
      if (!life.alive) return await died()
      if (fault === 'goneBeforeCommit') throw new DatabaseGone('08006 before the commit')
      this.server.commitLater()
      ended.over = true
      this.line.leave()
      return { kind: 'done', value, decision }
    } catch (error) {
      if (ended.over) return { kind: 'died' }
      ended.over = true
      await this.rollback()
      this.line.leave()
      if (error instanceof Paused) {
        life.pause(error.ms)
        return { kind: 'again', resumeAt: life.pausedTill() }
      }
      return error instanceof Conflict || mayRunAgain(error)
        ? { kind: 'again', resumeAt: null }
        : { kind: 'failed', error }
    }
  }
}

type Run<T> =
  | { kind: 'done'; value: T; decision: Decision | null }
  | { kind: 'again'; resumeAt: number | null }
  | { kind: 'failed'; error: unknown }
  | { kind: 'died' }

class Conflict extends Error {}
class Paused extends Error {
  readonly ms: number
  constructor(ms: number) {
    super('paused')
    this.ms = ms
  }
}

function struckInside(decision: Decision | null): Error | null {
  switch (decision?.fault) {
    case 'gone':
      return new DatabaseGone('08006 at the first statement')
    case 'full':
      return new DatabaseFull('53100')
    case 'conflict':
      return new Conflict('40001')
    case 'pauseBefore':
      return new Paused(Number(decision.value))
    default:
      return null
  }
}

export async function strikeBefore(life: Life, decision: Decision | null): Promise<void> {
  switch (decision?.fault) {
    case 'crashBefore':
      life.crash()
      return never()
    case 'pauseBefore':
      life.pause(Number(decision.value))
      return life.gate()
    case 'gone':
    case 'goneBeforeCommit':
    case 'conflict':
      throw new DatabaseGone('08006')
    case 'full':
      throw new DatabaseFull('53100')
    default:
  }
}

export async function strikeAfter(life: Life, decision: Decision | null): Promise<void> {
  if (!life.alive) return never()
  switch (decision?.fault) {
    case 'crashAfter':
      life.crash()
      return never()
    case 'pauseAfter':
      life.pause(Number(decision.value))
      return life.gate()
    case 'committedButGone':
      throw new DatabaseGone('08006 after the commit')
    default:
      return life.gate()
  }
}

const points = new Map<string, string>()

/** `db update document`: what the first statement does, and to which table. */
function pointOf(sql: string): string {
  let point = points.get(sql)
  if (point === undefined) {
    const verb = /\b(insert into|update|delete from)\s+(\w+)/iu.exec(sql)
    const read = /\bfrom\s+(\w+)/iu.exec(sql)
    point = `db ${verb === null ? `read ${read?.[1] ?? 'nothing'}` : `${verb[1]?.split(' ')[0]?.toLowerCase()} ${verb[2]}`}`
    points.set(sql, point)
  }
  return point
}
