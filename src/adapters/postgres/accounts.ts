/** Accounts, their companies, their sessions. Tables of the installation: no row of a company's books in them. */
import { sql } from 'kysely'
import type { Account, Accounts, Member, Membership, OpenSession, TwoFactor } from '../../ports/accounts.ts'
import type { Session } from './database.ts'
import { takeCalls } from './limits.ts'
import { at } from './values.ts'

const columns = sql.raw('a.account_id as "accountId", a.email, a.password_hash as "passwordHash", a.operator')
const triesMax = 10
const triesWindowMs = 15 * 60_000

export function accountsOf(session: Session): Accounts {
  const one = async (statement: ReturnType<typeof sql>): Promise<Account | null> =>
    ((await session.rows(statement)) as Account[])[0] ?? null
  return {
    byEmail: (email) => one(sql`select ${columns} from account a where a.email = ${email}`),
    async add(account, when) {
      await session.run(sql`insert into account (account_id, email, password_hash, operator, created_at)
        values (${account.accountId}, ${account.email}, ${account.passwordHash}, ${account.operator}, ${at(when)}) on conflict (email) do nothing`)
    },
    async setPassword(accountId, passwordHash) {
      await session.run(sql`update account set password_hash = ${passwordHash} where account_id = ${accountId}`)
    },
    async setOperator(accountId) {
      await session.run(sql`update account set operator = true where account_id = ${accountId}`)
    },
    async operators() {
      const rows = await session.rows(
        sql<{ email: string }>`select email from account where operator order by email limit 100`,
      )
      return rows.map((row) => row.email)
    },
    memberships: (accountId) =>
      session.rows(sql<Membership>`select m.tenant_id as "tenantId", t.name, m.role from membership m join tenant t using (tenant_id)
        where m.account_id = ${accountId} order by t.created_at, t.name`),
    members: (tenantId) =>
      session.rows(sql<Member>`select m.account_id as "accountId", a.email, m.role, a.password_hash is not null as active
        from membership m join account a using (account_id) where m.tenant_id = ${tenantId} order by a.email limit 1000`),
    async setRole(tenantId, accountId, role, when) {
      await session.run(sql`insert into membership (tenant_id, account_id, role, added_at) values (${tenantId}, ${accountId}, ${role}, ${at(when)})
        on conflict (tenant_id, account_id) do update set role = excluded.role`)
    },
    async removeMember(tenantId, accountId) {
      await session.run(sql`delete from membership where tenant_id = ${tenantId} and account_id = ${accountId}`)
    },
    async openSession({ tokenHash, accountId, at: when, expiresAt }) {
      await session.run(sql`insert into web_session (token_hash, account_id, opened_at, expires_at)
        values (${tokenHash}, ${accountId}, ${at(when)}, ${at(expiresAt)})`)
      await session.run(sql`delete from web_session where expires_at < ${at(when)}`)
    },
    bySession: (tokenHash, now) =>
      one(
        sql`select ${columns} from web_session s join account a using (account_id) where s.token_hash = ${tokenHash} and s.expires_at > ${at(now)}`,
      ),
    sessions: (accountId, now) =>
      session.rows(sql<OpenSession>`select left(token_hash, 12) as id, opened_at as "openedAt", expires_at as "expiresAt" from web_session
        where account_id = ${accountId} and expires_at > ${at(now)} order by opened_at desc limit 100`),
    async closeSession(tokenHash) {
      await session.run(sql`delete from web_session where token_hash = ${tokenHash}`)
    },
    async closeOthers(accountId, tokenHash) {
      await session.run(
        sql`delete from web_session where account_id = ${accountId} and token_hash is distinct from ${tokenHash}`,
      )
    },
    async closeOne(accountId, id) {
      await session.run(sql`delete from web_session where account_id = ${accountId} and left(token_hash, 12) = ${id}`)
    },
    async addLink({ tokenHash, accountId, expiresAt }) {
      await session.run(
        sql`insert into one_time_link (token_hash, account_id, expires_at) values (${tokenHash}, ${accountId}, ${at(expiresAt)})`,
      )
    },
    takeLink: (tokenHash, now) =>
      one(sql`with taken as (delete from one_time_link where token_hash = ${tokenHash} returning account_id, expires_at)
        select ${columns} from taken join account a using (account_id) where taken.expires_at > ${at(now)}`),
    ...twoFactorOf(session),
    countTry: (key, now) => takeCalls(session, { key, limit: triesMax, windowMs: triesWindowMs }, now),
  }
}

type TwoFactorCalls =
  | 'twoFactor'
  | 'prepareTwoFactor'
  | 'confirmTwoFactor'
  | 'endTwoFactor'
  | 'takeStep'
  | 'takeRecoveryCode'

function twoFactorOf(session: Session): Pick<Accounts, TwoFactorCalls> {
  return {
    async twoFactor(accountId) {
      const [row] = await session.rows(sql<TwoFactor>`select totp_sealed as sealed, totp_since as since from account
        where account_id = ${accountId} and totp_sealed is not null`)
      return row ?? null
    },
    async prepareTwoFactor(accountId, sealed) {
      await session.run(
        sql`update account set totp_sealed = ${sealed} where account_id = ${accountId} and totp_since is null`,
      )
    },
    async confirmTwoFactor(accountId, { at: when, step, hashes }) {
      await session.run(sql`with mine as (
          update account set totp_since = ${at(when)}, totp_step = ${step}
          where account_id = ${accountId} and totp_sealed is not null and totp_since is null returning account_id)
        insert into recovery_code (account_id, code_hash) select account_id, unnest(${hashes}::text[]) from mine`)
    },
    async endTwoFactor(accountId) {
      await session.run(sql`with gone as (delete from recovery_code where account_id = ${accountId})
        update account set totp_sealed = null, totp_since = null where account_id = ${accountId}`)
    },
    async takeStep(accountId, step) {
      const taken = await session.rows(
        sql`update account set totp_step = ${step} where account_id = ${accountId} and totp_step < ${step} returning 1`,
      )
      return taken.length > 0
    },
    async takeRecoveryCode(accountId, hash) {
      const taken = await session.rows(
        sql`delete from recovery_code where account_id = ${accountId} and code_hash = ${hash} returning 1`,
      )
      return taken.length > 0
    },
  }
}
