/** Tokens of companies' scripts. A table of the installation: no row of a company's books in it. */
import { sql } from 'kysely'
import type { ApiToken, ApiTokens, TokenBearer } from '../../../ports/people/api-tokens.ts'
import type { Session } from '../database.ts'
import { takeCalls } from './limits.ts'
import { makerMay } from './members.ts'
import { at } from '../values.ts'

/** Two a second on average; a page of orders is fifty of them. */
const callsMax = 120
const callsWindowMs = 60_000

export function apiTokensOf(session: Session): ApiTokens {
  return {
    async add({ tokenHash, tokenId, tenantId, accountId, name, scope, madeBy, madeAt, expiresAt }) {
      await session.run(sql`insert into api_token (token_hash, token_id, tenant_id, account_id, name, scope, made_by, made_at, expires_at)
        values (${tokenHash}, ${tokenId}, ${tenantId}, ${accountId}, ${name}, ${scope}, ${madeBy}, ${at(madeAt)}, ${at(expiresAt)})`)
    },
    list: (tenantId) =>
      session.rows(sql<ApiToken>`select token_id as "tokenId", name, scope, made_by as "madeBy", made_at as "madeAt",
        expires_at as "expiresAt", suspended_at as "suspendedAt", last_used_on as "lastUsedOn", not ${makerMay('a')} as "makerGone"
        from api_token a where tenant_id = ${tenantId} order by made_at desc limit 1000`),
    async hasOf(tenantId, accountId) {
      const rows = await session.rows(
        sql`select from api_token where tenant_id = ${tenantId} and account_id = ${accountId} limit 1`,
      )
      return rows.length > 0
    },
    async confirm(tenantId, tokenId, accountId) {
      const written = await session.run(sql`update api_token a set suspended_at = null, account_id = ${accountId}
        where tenant_id = ${tenantId} and token_id::text = ${tokenId} and suspended_at is not null and (account_id is null or ${makerMay('a')})`)
      return written > 0
    },
    async rest(accountId, when) {
      const rows = await session.rows(sql<{ tenantId: string }>`with resting as (
          update api_token set suspended_at = ${at(when)} where account_id = ${accountId} and suspended_at is null returning tenant_id)
        select distinct tenant_id as "tenantId" from resting order by 1`)
      return rows.map(({ tenantId }) => tenantId)
    },
    async remove(tenantId, tokenId) {
      const gone = await session.rows(
        sql`delete from api_token where tenant_id = ${tenantId} and token_id::text = ${tokenId} returning token_id`,
      )
      return gone.length > 0
    },
    async bearer(tokenHash, { now, today }) {
      const [row] = await session.rows(sql<
        TokenBearer & { used: boolean }
      >`select a.token_id as "tokenId", a.tenant_id as "tenantId",
        t.name as company, a.name, a.scope, a.last_used_on is not distinct from ${today}::date as used
        from api_token a join tenant t using (tenant_id)
        where a.token_hash = ${tokenHash} and a.suspended_at is null and a.expires_at > ${at(now)} and ${makerMay('a')}`)
      if (row === undefined) return null
      const { used, ...bearer } = row
      if (!used) await session.run(sql`update api_token set last_used_on = ${today} where token_hash = ${tokenHash}`)
      return bearer
    },
    countCall: (tokenId, now) =>
      takeCalls(session, { key: `api:${tokenId}`, limit: callsMax, windowMs: callsWindowMs }, now),
  }
}
