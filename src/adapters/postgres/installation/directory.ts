/** Companies, when their connections want work, and whose seller's account is where. Tables of the installation: no company's own rows. */
import { officeOf } from '../books/office.ts'
import { schedulesOf } from '../books/schedule.ts'
import { sql } from 'kysely'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Directory } from '../../../ports/store.ts'
import { accountsOf } from './accounts.ts'
import { apiTokensOf } from './api-tokens.ts'
import type { Database, Session } from '../database.ts'
import { guessesOf } from './guesses.ts'
import { offersOf } from './offers.ts'
import { passkeysOf } from './passkeys.ts'
import { securityEventsOf } from './security-events.ts'
import { removeOfInstallation } from '../copies/personal-data.ts'
import type { Processes } from './processes.ts'
import { askedPasswordsOf, mailsOf } from './mails.ts'
import { inboxOf } from './support.ts'
import { deadLetterQueue, queueSchema } from '../server/queue-schema.ts'
import { at } from '../values.ts'

/** Of more, those used last say enough: each is read back over its calls of a day. */
const budgetsMax = 1000

export function directoryOf(database: Database, processes: Processes, secrets: Secrets): Directory {
  const { session } = database
  return {
    accounts: accountsOf(database),
    offers: offersOf(database),
    askedPasswords: askedPasswordsOf(database.session),
    guesses: guessesOf(session),
    passkeys: passkeysOf(session),
    securityEvents: securityEventsOf(session),
    apiTokens: apiTokensOf(session),
    mails: mailsOf(session, secrets),
    inbox: inboxOf(session),
    office: officeOf(session),
    ...companiesOf(session),
    queueCounts: () =>
      session.rows(sql<{ name: string; waiting: number; running: number; dead: number }>`
        select coalesce(case when name = ${deadLetterQueue} then data->>'name' end, name) as name,
          (count(*) filter (where name <> ${deadLetterQueue} and state in ('created', 'retry')))::int as waiting,
          (count(*) filter (where name <> ${deadLetterQueue} and state = 'active'))::int as running,
          (count(*) filter (where name = ${deadLetterQueue} and state = 'created'))::int as dead
        from ${sql.table(`${queueSchema}.job`)} where state in ('created', 'retry', 'active') group by 1 order by 1`),
    // Calls of a budget are numbered without gaps, so the difference of the numbers since then is the use.
    busiestBudgets: (routes, since) =>
      session.rows(sql<{ route: string; used: number }>`
        with recent as (select key, last_seq, substring(key from '[^:]*$') as route from call_counter
          where last_taken_at > ${at(since)} and substring(key from '[^:]*$') = any(${routes})
          order by last_taken_at desc limit ${budgetsMax})
        select route, max(last_seq - coalesce(
          (select s.seq from call_slot s where s.key = recent.key and s.taken_at <= ${at(since)} order by s.seq desc limit 1),
          (select s.seq - 1 from call_slot s where s.key = recent.key order by s.seq limit 1), last_seq))::int as used
        from recent group by route`),
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
    ...copiesOf(session),
    processIsGone: (processId) => processes.isGone(processId),
    removePersonalData: (today) => removeOfInstallation(session, today),
    async forgetCalls(before) {
      await session.run(sql`delete from call_slot s using call_counter c where c.key = s.key and s.taken_at < ${at(before)}
        and s.seq < c.last_seq - 10000`)
      // Removes counters of unused names: each address that was ever tried has one.
      await session.run(sql`with idle as (
          select c.key from call_counter c where coalesce(c.last_taken_at, '-infinity') < ${at(before)} and coalesce(c.blocked_until, '-infinity') < ${at(before)}
          for update skip locked),
        gone as (delete from call_slot s using idle where s.key = idle.key)
        delete from call_counter c using idle where c.key = idle.key`)
    },
  }
}

type CompanyCalls = 'tenants' | 'findOrAddTenant' | 'addTenant' | 'trialUntil' | 'setTrial'

function companiesOf(session: Session): Pick<Directory, CompanyCalls> {
  return {
    tenants: () =>
      session.rows(
        sql<{
          tenantId: string
          name: string
          trialUntil: string | null
          signedUp: boolean
        }>`select tenant_id as "tenantId", name,
          trial_until as "trialUntil", signed_up as "signedUp" from tenant order by created_at, name, tenant_id`,
      ),
    async findOrAddTenant(name, tenantId, now) {
      await session.run(sql`insert into tenant (tenant_id, name, created_at)
        values (${tenantId}, ${name}, ${at(now)}) on conflict (name) where not signed_up do nothing`)
      const [row] = await session.rows(
        sql<{ tenantId: string }>`select tenant_id as "tenantId" from tenant where name = ${name} and not signed_up`,
      )
      return row?.tenantId ?? tenantId
    },
    async addTenant(name, tenantId, { now, trialUntil }) {
      await session.run(sql`insert into tenant (tenant_id, name, created_at, trial_until, signed_up)
        values (${tenantId}, ${name}, ${at(now)}, ${trialUntil}::date, true)`)
    },
    async trialUntil(tenantId) {
      const [row] = await session.rows(
        sql<{ until: string | null }>`select trial_until as until from tenant where tenant_id = ${tenantId}`,
      )
      return row?.until ?? null
    },
    async setTrial(tenantId, until) {
      await session.run(sql`update tenant set trial_until = ${until}::date where tenant_id = ${tenantId}`)
    },
  }
}

/** When the installation was last copied, and put back. */
function copiesOf(session: Session): Pick<Directory, 'copiedAt' | 'restoredAt'> {
  return {
    async copiedAt() {
      const [row] = await session.rows(
        sql<{ copiedAt: number | null }>`select copied_at as "copiedAt" from installation`,
      )
      return row?.copiedAt ?? null
    },
    async restoredAt() {
      const [row] = await session.rows(
        sql<{ restoredAt: number | null }>`select restored_at as "restoredAt" from installation`,
      )
      return row?.restoredAt ?? null
    },
  }
}
