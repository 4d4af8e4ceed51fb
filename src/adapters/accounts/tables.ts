/**
 * The library's tables are ours: its models by our names, and what it would keep besides (where a session was opened, with which browser) is
 * not kept. Secrets are keyed on their way in: the library looks for a session or a link by what the person holds, and the row has a hash.
 */
import { createAdapterFactory, type CleanedWhere, type CustomAdapter } from 'better-auth/adapters'
import { sql, type RawBuilder } from 'kysely'
import { Defect } from '../../domain/money.ts'
import type { Database, Session } from '../postgres/database.ts'

/** Names of columns by the library's name of each field; a field that is not here is not kept. */
export const tables = {
  user: {
    modelName: 'account',
    fields: {
      id: 'account_id',
      email: 'email',
      emailVerified: 'email_proven',
      createdAt: 'created_at',
      updatedAt: 'changed_at',
      role: 'role',
      banned: 'disabled',
      twoFactorEnabled: 'second_proof',
    },
  },
  account: {
    modelName: 'credential',
    fields: {
      id: 'credential_id',
      userId: 'account_id',
      accountId: 'account_id',
      providerId: 'provider',
      password: 'password_hash',
      createdAt: 'made_at',
      updatedAt: 'changed_at',
    },
  },
  session: {
    modelName: 'web_session',
    fields: {
      id: 'session_id',
      token: 'token_hash',
      userId: 'account_id',
      createdAt: 'opened_at',
      expiresAt: 'expires_at',
    },
  },
  verification: {
    modelName: 'pending_proof',
    fields: {
      id: 'pending_proof_id',
      identifier: 'name_hash',
      value: 'value',
      purpose: 'purpose',
      email: 'email',
      createdAt: 'made_at',
      expiresAt: 'expires_at',
    },
  },
  twoFactor: {
    modelName: 'second_proof',
    fields: {
      id: 'second_proof_id',
      userId: 'account_id',
      secret: 'secret_sealed',
      verified: 'confirmed',
      backupCodes: 'recovery_hashes',
    },
  },
} as const

/** The address once more, as the name for signing in: the library wants a column of its own for it. */
export const signInName = 'sign_in_name'

export interface Keeping {
  /** Keyed hash of what a person holds. */
  keyed(text: string): string
  /** The secret of a device. */
  sealed(secret: string, accountId: string): string
  /** In the library's form. */
  opened(sealed: string, accountId: string): Promise<string>
}

type Row = Record<string, unknown>
/** Of each table: its columns by the library's field, and the one whose value is only known by its hash. */
const columnsOf: Record<string, Record<string, string>> = Object.fromEntries(
  Object.values(tables).map(({ modelName, fields }) => [modelName, fields]),
)
const keyedColumns: Record<string, string> = { web_session: 'token_hash', pending_proof: 'name_hash' }

/** The library's way to our database; `transaction` sees no company's rows. */
export function tablesOf(database: Pick<Database, 'session' | 'transaction'>, keeping: Keeping) {
  const over = (session: Session, transaction: Parameters<typeof createAdapterFactory>[0]['config']['transaction']) =>
    createAdapterFactory({
      config: {
        adapterId: 'tentakel',
        supportsBooleans: true,
        supportsDates: true,
        supportsJSON: false,
        transaction,
        customTransformOutput: ({ data, fieldAttributes }) =>
          fieldAttributes.type === 'date' && typeof data === 'number' ? new Date(data) : data,
      },
      adapter: () => statementsOn(session, keeping),
    })
  return (options: Parameters<ReturnType<typeof over>>[0]) =>
    over(database.session, (work) => database.transaction(noCompany, (session) => work(over(session, false)(options))))(
      options,
    )
}

/** Sees no company's rows. */
const noCompany = '00000000-0000-0000-0000-000000000000'

function statementsOn(session: Session, keeping: Keeping): CustomAdapter {
  const found = async <T>({ model, where, tail = sql`` }: Wanted & { tail?: RawBuilder<unknown> }): Promise<T[]> => {
    const rows = await session.rows(
      sql<Row>`select * from ${sql.table(model)} where ${matching({ model, where }, keeping)} ${tail}`,
    )
    return Promise.all(rows.map((row) => read<T>(row, { model, where }, keeping)))
  }
  const written = async <T>(wanted: Wanted, update: Row, limit?: 1): Promise<T[]> => {
    const { model } = wanted
    const which = matching(wanted, keeping)
    const rows =
      await session.rows(sql<Row>`update ${sql.table(model)} set ${assignments(kept(update, wanted, keeping))}
      where ${limit === 1 ? oneOf(model, which) : which} returning *`)
    return Promise.all(rows.map((row) => read<T>(row, wanted, keeping)))
  }
  const removed = (wanted: Wanted) =>
    session.run(sql`delete from ${sql.table(wanted.model)} where ${matching(wanted, keeping)}`)
  return {
    async create<T extends Row>({ model, data }: { model: string; data: T }): Promise<T> {
      const row = kept(data, { model, where: [] }, keeping)
      const [made] =
        await session.rows(sql<Row>`insert into ${sql.table(model)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(row))}) returning *`)
      if (made === undefined) throw new Defect(`nothing was written to ${model}`)
      // Only the caller that made it gets the secret; later it is never given out.
      const secret = keyedColumns[model]
      return {
        ...(await read<T>(made, { model, where: [] }, keeping)),
        ...(secret === undefined ? {} : { [secret]: data[secret] }),
      }
    },
    findOne: async <T>(wanted: Wanted) => (await found<T>({ ...wanted, tail: sql`limit 1` }))[0] ?? null,
    findMany: <T>({ model, where, limit, offset = 0, sortBy }: Wanted & Page) =>
      found<T>({
        model,
        where,
        tail: sql`${sortBy === undefined ? sql`` : sql`order by ${columnOf(model, sortBy.field)} ${sql.raw(sortBy.direction === 'asc' ? 'asc' : 'desc')}`}
          limit ${limit} offset ${offset}`,
      }),
    update: async <T>({ update, ...wanted }: Wanted & { update: T }) =>
      (await written<T>(wanted, update as Row, 1))[0] ?? null,
    updateMany: async ({ update, ...wanted }) => (await written(wanted, update)).length,
    async delete(wanted) {
      await removed(wanted)
    },
    deleteMany: removed,
    count: async (wanted) => (await found(wanted)).length,
    async consumeOne<T>(wanted: Wanted): Promise<T | null> {
      const which = oneOf(wanted.model, matching(wanted, keeping))
      const [row] = await session.rows(sql<Row>`delete from ${sql.table(wanted.model)} where ${which} returning *`)
      return row === undefined ? null : read<T>(row, wanted, keeping)
    },
    async incrementOne<T>({
      increment,
      set = {},
      ...wanted
    }: Wanted & { increment: Record<string, number>; set?: Row | undefined }): Promise<T | null> {
      if (Object.keys(increment).length > 0) throw new Defect('the library counts tries, which is ours')
      return (await written<T>(wanted, set, 1))[0] ?? null
    },
  }
}

interface Wanted {
  model: string
  where?: CleanedWhere[] | undefined
}

interface Page {
  limit: number
  offset?: number | undefined
  sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined
}

/** At most one row, and only while it is as it was asked for: of two callers at the same moment, the second finds nothing. */
function oneOf(model: string, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ctid = (select ctid from ${sql.table(model)} where ${which} limit 1 for update) and ${which}`
}

const operators: Record<string, string> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' }

function matching({ model, where = [] }: Wanted, keeping: Keeping): RawBuilder<unknown> {
  const conditions = where.map(({ field, value, operator, connector }) => {
    if (connector === 'OR') throw new Defect('the library asks for one or the other')
    const sign = operators[operator ?? 'eq']
    if (sign === undefined || value === null) throw new Defect(`the library compares by ${operator}`)
    const given = parameter(typeof value === 'string' && isKeyed(model, field) ? keeping.keyed(value) : value)
    return sql`${columnOf(model, field)} ${sql.raw(sign)} ${given}`
  })
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function nameOf(model: string, field: string): string | null {
  const columns = columnsOf[model] ?? {}
  if (field === signInName) return 'email'
  if (columns[field] !== undefined) return columns[field]
  return Object.values(columns).includes(field) ? field : null
}

function columnOf(model: string, field: string): RawBuilder<unknown> {
  const name = nameOf(model, field)
  if (name === null) throw new Defect(`the library asks for ${model}.${field}, which is not kept`)
  return sql.ref(name)
}

function isKeyed(model: string, field: string): boolean {
  return keyedColumns[model] === field
}

function parameter(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

function assignments(row: Row): RawBuilder<unknown> {
  return sql.join(Object.entries(row).map(([name, value]) => sql`${sql.ref(name)} = ${value}`))
}

/** Returns the part of the library's row that is kept, in the form in which it is kept. */
function kept(data: Row, { model, where }: Wanted, keeping: Keeping): Row {
  const row: Row = {}
  for (const [field, value] of Object.entries(data)) {
    const name = nameOf(model, field)
    if (name === null || value === undefined) continue
    row[name] = typeof value === 'string' && isKeyed(model, field) ? keeping.keyed(value) : parameter(value)
  }
  const secret = row['secret_sealed']
  if (model === 'second_proof' && typeof secret === 'string') {
    const whose = data['account_id'] ?? where?.find(({ field }) => field === 'account_id')?.value
    if (typeof whose !== 'string') throw new Defect('the secret of a device without its account')
    row['secret_sealed'] = keeping.sealed(secret, whose)
  }
  return row
}

/** A row as the library knows it: with the secret by which it was asked for, if it was. */
async function read<T>(row: Row, { model, where }: Wanted, keeping: Keeping): Promise<T> {
  const id = columnsOf[model]?.['id'] ?? 'id'
  const secret = keyedColumns[model]
  const asked = where?.find(({ field, operator }) => field === secret && operator === 'eq')?.value as string | undefined
  const device = row['secret_sealed']
  return {
    ...row,
    id: row[id],
    ...(secret !== undefined && asked !== undefined ? { [secret]: asked } : {}),
    ...(typeof device === 'string' ? { secret_sealed: await keeping.opened(device, String(row['account_id'])) } : {}),
  } as T
}
