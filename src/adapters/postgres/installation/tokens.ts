/** Access tokens, sealed, one login at a time over all processes. A refused login is remembered and not repeated. */
import { sql } from 'kysely'
import type { Refusal } from '../../../ports/answer.ts'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Token, TokenAnswer, Tokens } from '../../../ports/tokens.ts'
import type { Database, Session } from '../database.ts'
import { at } from '../values.ts'

/** A token is not handed out in its last minute. */
const earlyMs = 60_000

interface Row {
  sealed: string | null
  expiresAt: number | null
  refusal: string | null
}

export function createTokens(database: Pick<Database, 'transaction'>, tenantId: string, secrets: Secrets): Tokens {
  const held = new Map<string, Token>()
  const underWay = new Map<string, Promise<TokenAnswer>>()
  const usable = (token: Token | undefined, options: { now: number; stale?: string }): token is Token =>
    token !== undefined && token.token !== options.stale && token.expiresAt - earlyMs > options.now
  return {
    async get(name, options, login) {
      const present = held.get(name)
      if (usable(present, options)) return { kind: 'token', token: present }
      const running = underWay.get(name)
      if (running !== undefined) {
        const answer = await running
        if (answer.kind === 'failed' || usable(answer.token, options)) return answer
      }
      const started = database
        .transaction(tenantId, (session) => renew(session, { tenantId, secrets, name, options, login, usable }))
        .finally(() => underWay.delete(name))
      underWay.set(name, started)
      const answer = await started
      if (answer.kind === 'token') held.set(name, answer.token)
      return answer
    },
  }
}

interface Renewal {
  tenantId: string
  secrets: Secrets
  name: string
  options: { now: number; stale?: string }
  login: () => Promise<TokenAnswer>
  usable: (token: Token | undefined, options: { now: number; stale?: string }) => boolean
}

/** The row stays locked while we log in, so that no other process does the same. */
async function renew(session: Session, renewal: Renewal): Promise<TokenAnswer> {
  const { name, secrets, options } = renewal
  const context = `${renewal.tenantId}|access_token.sealed|${name}`
  const row = (await locked(session, name)) ?? (await made(session, name))
  if (row?.refusal != null) return { kind: 'failed', refusal: { kind: 'loginRefused', detail: row.refusal } }
  if (row?.sealed != null && row.expiresAt !== null) {
    const token = { token: secrets.open(row.sealed, context), expiresAt: row.expiresAt }
    if (renewal.usable(token, options)) return { kind: 'token', token }
  }
  const told = await renewal.login()
  const answer = told.kind === 'token' ? { ...told, token: forHalfItsLife(told.token, options.now) } : told
  if (answer.kind === 'token') {
    await session.run(sql`update access_token set sealed = ${secrets.seal(answer.token.token, context)}, expires_at = ${at(answer.token.expiresAt)}
      where name = ${name}`)
  } else if (isRefused(answer.refusal)) {
    await session.run(
      sql`update access_token set refused_at = ${at(options.now)}, refusal = ${answer.refusal.detail}, sealed = null where name = ${name}`,
    )
  }
  return answer
}

/** A short-lived token is handed out for half its life: without a life before its last minute, each call would cost a login. */
function forHalfItsLife(token: Token, now: number): Token {
  const lifeMs = token.expiresAt - now
  return lifeMs >= 2 * earlyMs ? token : { ...token, expiresAt: now + Math.floor(lifeMs / 2) + earlyMs }
}

async function locked(session: Session, name: string): Promise<Row | undefined> {
  const [row] = await session.rows(
    sql<Row>`select sealed, expires_at as "expiresAt", refusal from access_token where name = ${name} for update`,
  )
  return row
}

/** The first login under this name. */
async function made(session: Session, name: string): Promise<Row | undefined> {
  await session.run(
    sql`insert into access_token (tenant_id, name) values (current_tenant(), ${name}) on conflict (tenant_id, name) do nothing`,
  )
  return locked(session, name)
}

function isRefused(refusal: Refusal): refusal is Extract<Refusal, { kind: 'loginRefused' }> {
  return refusal.kind === 'loginRefused'
}
