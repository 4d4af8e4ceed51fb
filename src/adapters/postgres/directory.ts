/** Companies, when their connections want work, and whose seller's account is where. Tables of the installation: no company's own rows. */
import { sql } from 'kysely'
import type { Secrets } from '../../ports/secrets.ts'
import type { Directory } from '../../ports/store.ts'
import { accountsOf } from './accounts.ts'
import { apiTokensOf } from './api-tokens.ts'
import type { Session } from './database.ts'
import type { Processes } from './processes.ts'
import { mailsOf } from './mails.ts'
import { at } from './values.ts'

export function directoryOf(session: Session, processes: Processes, secrets: Secrets): Directory {
  return {
    accounts: accountsOf(session),
    apiTokens: apiTokensOf(session),
    mails: mailsOf(session, secrets),
    tenants: () =>
      session.rows(
        sql<{
          tenantId: string
          name: string
        }>`select tenant_id as "tenantId", name from tenant order by created_at, name`,
      ),
    async findOrAddTenant(name, tenantId, now) {
      await session.run(
        sql`insert into tenant (tenant_id, name, created_at) values (${tenantId}, ${name}, ${at(now)}) on conflict (name) do nothing`,
      )
      const [row] = await session.rows(
        sql<{ tenantId: string }>`select tenant_id as "tenantId" from tenant where name = ${name}`,
      )
      return row?.tenantId ?? tenantId
    },
    async tenantOfConnection(connectionId) {
      const [row] = await session.rows(
        sql<{
          tenantId: string
        }>`select tenant_id as "tenantId" from connection_schedule where connection_id = ${connectionId}`,
      )
      return row?.tenantId ?? null
    },
    ...schedulesOf(session),
    async claimAccount(retailerId, tenantId, connectionId) {
      await session.run(sql`insert into seller_account (retailer_id, tenant_id, connection_id) values (${retailerId}, ${tenantId}, ${connectionId})
        on conflict (retailer_id) do nothing`)
      const [row] = await session.rows(
        sql<{
          connectionId: string
        }>`select connection_id as "connectionId" from seller_account where retailer_id = ${retailerId}`,
      )
      return row?.connectionId === connectionId ? 'claimed' : 'taken'
    },
    async releaseAccount(connectionId) {
      await session.run(sql`delete from seller_account where connection_id = ${connectionId}`)
    },
    async restoredAt() {
      const [row] = await session.rows(
        sql<{ restoredAt: number | null }>`select restored_at as "restoredAt" from installation`,
      )
      return row?.restoredAt ?? null
    },
    processIsGone: (processId) => processes.isGone(processId),
    async forgetCalls(before) {
      await session.run(sql`delete from call_slot s using call_counter c where c.key = s.key and s.taken_at < ${at(before)}
        and s.seq < c.last_seq - 10000`)
    },
  }
}

function schedulesOf(session: Session): Pick<Directory, 'schedule' | 'due' | 'activeConnections'> {
  return {
    async schedule(entry) {
      await session.run(sql`insert into connection_schedule (connection_id, tenant_id, next_poll_at, active)
        values (${entry.connectionId}, ${entry.tenantId}, ${at(entry.nextPollAt)}, ${entry.active})
        on conflict (connection_id) do update set next_poll_at = excluded.next_poll_at, active = excluded.active`)
    },
    due: (now, limit) =>
      session.rows(sql<{
        connectionId: string
        tenantId: string
      }>`select connection_id as "connectionId", tenant_id as "tenantId" from connection_schedule
        where active and next_poll_at <= ${at(now)} order by next_poll_at limit ${limit}`),
    activeConnections: () =>
      session.rows(
        sql<{
          connectionId: string
          tenantId: string
        }>`select connection_id as "connectionId", tenant_id as "tenantId" from connection_schedule where active`,
      ),
  }
}
