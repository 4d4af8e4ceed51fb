/** Accounts, their companies, their sessions. Tables of the installation: no row of a company's books in them. */
import { sql, type RawBuilder } from 'kysely'
import type {
  Account,
  Accounts,
  Consent,
  ListedAccount,
  Member,
  MemberChange,
  Membership,
  OneTimeLink,
  OpenCompany,
  OpenSession,
  PendingSignUp,
  TwoFactor,
} from '../../../ports/people/accounts.ts'
import type { CompanyRole } from '../../../domain/role.ts'
import type { Session } from '../database.ts'
import { takeCalls } from './limits.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`a.account_id as "accountId", a.email, a.password_hash as "passwordHash", a.operator, a.disabled_at is not null as disabled,
  a.totp_since is not null or exists (select from passkey p where p.account_id = a.account_id) as "secondProof"`)
const linkColumns = sql.raw('purpose, account_id as "accountId", email, company, password_hash as "passwordHash"')

export function accountsOf(session: Session): Accounts {
  const one = async (statement: ReturnType<typeof sql>): Promise<Account | null> =>
    ((await session.rows(statement)) as Account[])[0] ?? null
  return {
    byEmail: (email) => one(sql`select ${columns} from account a where a.email = ${email}`),
    byId: (accountId) => one(sql`select ${columns} from account a where a.account_id = ${accountId}`),
    async add(account, when) {
      await session.run(sql`insert into account (account_id, email, password_hash, operator, created_at)
        values (${account.accountId}, ${account.email}, ${account.passwordHash}, ${account.operator}, ${at(when)}) on conflict (email) do nothing`)
    },
    async setPassword(accountId, passwordHash) {
      await session.run(sql`update account set password_hash = ${passwordHash} where account_id = ${accountId}`)
    },
    ...rolesOf(session),
    ...administrationOf(session),
    async openSession({ tokenHash, accountId, at: when, expiresAt }) {
      await session.run(sql`insert into web_session (token_hash, account_id, opened_at, expires_at)
        values (${tokenHash}, ${accountId}, ${at(when)}, ${at(expiresAt)})`)
      await session.run(sql`delete from web_session where expires_at < ${at(when)}`)
    },
    async bySession(tokenHash, now) {
      const [row] = await session.rows(sql<Partial<Account>>`select ${columns}
        from web_session s left join account a using (account_id) where s.token_hash = ${tokenHash} and s.expires_at > ${at(now)}
        and a.disabled_at is null`)
      if (row === undefined) return null
      return { account: row.accountId == null ? null : (row as Account) }
    },
    async closeTerminal() {
      await session.run(sql`delete from web_session where account_id is null`)
    },
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
    ...linksOf(session),
    ...consentOf(session),
    ...twoFactorOf(session),
    count: (key, limit, now) => takeCalls(session, { key, ...limit }, now),
  }
}

type RoleCalls =
  | 'setOperator'
  | 'addFirstOperator'
  | 'operators'
  | 'memberships'
  | 'members'
  | 'setRole'
  | 'changeMember'

function rolesOf(session: Session): Pick<Accounts, RoleCalls> {
  return {
    async setOperator(accountId) {
      await session.run(sql`update account set operator = true where account_id = ${accountId}`)
    },
    async addFirstOperator({ accountId, email, passwordHash }, when) {
      const written = await session.run(sql`insert into account (account_id, email, password_hash, operator, created_at)
        select ${accountId}::uuid, ${email}, ${passwordHash}, true, ${at(when)}::timestamptz
        where not exists (select from account where operator) on conflict (email) do nothing`)
      return written === 1
    },
    async operators() {
      const rows = await session.rows(
        sql<{
          email: string
        }>`select email from account where operator and disabled_at is null order by email limit 100`,
      )
      return rows.map((row) => row.email)
    },
    memberships: (accountId) =>
      session.rows(sql<Membership>`select m.tenant_id as "tenantId", t.name, m.role from membership m join tenant t using (tenant_id)
        where m.account_id = ${accountId} order by t.created_at, t.name`),
    members: (tenantId) =>
      session.rows(sql<Member>`select m.account_id as "accountId", a.email, m.role
        from membership m join account a using (account_id) where m.tenant_id = ${tenantId} order by a.email limit 1000`),
    async setRole(tenantId, accountId, role, when) {
      await session.run(sql`insert into membership (tenant_id, account_id, role, added_at) values (${tenantId}, ${accountId}, ${role}, ${at(when)})
        on conflict (tenant_id, account_id) do nothing`)
    },
    changeMember: (tenantId, accountId, role) => changeMember(session, { tenantId, accountId, role }),
  }
}

/** The rows of all members are locked: two owners who step down at once leave one. */
async function changeMember(
  session: Session,
  { tenantId, accountId, role }: { tenantId: string; accountId: string; role: CompanyRole | null },
): Promise<MemberChange> {
  const written =
    role === null
      ? sql`delete from membership m using allowed where m.tenant_id = ${tenantId} and m.account_id = ${accountId} returning 1`
      : sql`update membership m set role = ${role} from allowed where m.tenant_id = ${tenantId} and m.account_id = ${accountId} returning 1`
  const [answer] = await session.rows(sql<{ known: boolean; written: boolean }>`with locked as (
      select m.account_id, m.role, a.disabled_at is null as active from membership m join account a using (account_id)
      where m.tenant_id = ${tenantId} order by m.account_id for update of m),
    mine as (select role from locked where account_id::text = ${accountId}),
    allowed as (select from mine where role <> 'owner' or ${role}::text is not distinct from 'owner'
      or exists (select from locked where role = 'owner' and active and account_id::text <> ${accountId})),
    done as (${written})
    select exists (select from mine) as known, exists (select from done) as written`)
  if (answer?.known !== true) return 'unknown'
  return answer.written ? 'changed' : 'lastOwner'
}

function administrationOf(session: Session): Pick<Accounts, 'all' | 'setDisabled' | 'remove' | 'endLinks'> {
  return {
    all: () =>
      session.rows(sql<ListedAccount>`select a.account_id as "accountId", a.email, a.operator,
        a.totp_since is not null or exists (select from passkey p where p.account_id = a.account_id) as "secondProof", a.disabled_at is not null as disabled, coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'role', m.role) order by t.name)
          from membership m join tenant t using (tenant_id) where m.account_id = a.account_id), '[]') as companies
        from account a order by a.email`),
    async setDisabled(accountId, when) {
      const value = when === null ? null : at(when)
      await session.run(sql`update account set disabled_at = ${value}::timestamptz where account_id = ${accountId}`)
    },
    async remove(accountId) {
      const [answer] = await session.rows(sql<{ known: boolean; gone: boolean }>`with locked as (
          select m.tenant_id, m.account_id, m.role from membership m
          where m.tenant_id in (select o.tenant_id from membership o where o.account_id = ${accountId} and o.role = 'owner')
          order by m.tenant_id, m.account_id for update),
        alone as (select from locked l where l.account_id = ${accountId} and l.role = 'owner' and not exists (
          select from locked o where o.tenant_id = l.tenant_id and o.role = 'owner' and o.account_id <> ${accountId})),
        gone as (delete from account where account_id = ${accountId} and not exists (select from alone) returning 1)
        select exists (select from account where account_id = ${accountId}) as known, exists (select from gone) as gone`)
      if (answer?.known !== true) return 'unknown'
      return answer.gone ? 'changed' : 'lastOwner'
    },
    async endLinks({ accountId, email }) {
      await session.run(sql`with gone as (delete from one_time_link where account_id = ${accountId} or email = ${email})
        update account set totp_sealed = null where account_id = ${accountId} and totp_since is null and totp_sealed is not null`)
    },
  }
}

type TwoFactorCalls =
  | 'twoFactor'
  | 'prepareTwoFactor'
  | 'confirmTwoFactor'
  | 'endTwoFactor'
  | 'setRecoveryCodes'
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
          where account_id = ${accountId} and totp_sealed is not null and totp_since is null returning account_id),
        old as (delete from recovery_code using mine where recovery_code.account_id = mine.account_id)
        insert into recovery_code (account_id, code_hash) select account_id, unnest(${hashes}::text[]) from mine`)
    },
    async endTwoFactor(accountId) {
      await session.run(sql`with gone as (delete from recovery_code where account_id = ${accountId}
          and not exists (select from passkey p where p.account_id = ${accountId}))
        update account set totp_sealed = null, totp_since = null where account_id = ${accountId}`)
    },
    async setRecoveryCodes(accountId, hashes) {
      await session.run(sql`with old as (delete from recovery_code where account_id = ${accountId})
        insert into recovery_code (account_id, code_hash) select ${accountId}::uuid, unnest(${hashes}::text[])`)
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

type LinkCalls = 'addLink' | 'link' | 'takeLink' | 'forgetLinks' | 'pendingSignUps'

function linksOf(session: Session): Pick<Accounts, LinkCalls> {
  const taken = async (which: RawBuilder<unknown>, now: number): Promise<OneTimeLink | null> => {
    const [row] = await session.rows(sql<OneTimeLink & { expiresAt: number }>`delete from one_time_link where ${which}
      returning expires_at as "expiresAt", ${linkColumns}`)
    if (row === undefined || row.expiresAt <= now) return null
    const { expiresAt: _, ...link } = row
    return link
  }
  return {
    async addLink({ tokenHash, expiresAt, purpose, accountId, email, company, passwordHash }) {
      await session.run(sql`insert into one_time_link (token_hash, expires_at, purpose, account_id, email, company, password_hash)
        values (${tokenHash}, ${at(expiresAt)}, ${purpose}, ${accountId}, ${email}, ${company}, ${passwordHash})`)
    },
    async link(tokenHash, now) {
      const [row] = await session.rows(sql<OneTimeLink>`select ${linkColumns} from one_time_link
        where token_hash = ${tokenHash} and expires_at > ${at(now)}`)
      return row ?? null
    },
    async forgetLinks(now) {
      await session.run(sql`delete from one_time_link where expires_at <= ${at(now)}`)
    },
    takeLink: (tokenHash, now) => taken(sql`token_hash = ${tokenHash}`, now),
    pendingSignUps: (now, limit) =>
      session.rows(sql<PendingSignUp>`select email, company from one_time_link
        where purpose = 'verify' and expires_at > ${at(now)} order by expires_at desc limit ${limit}`),
  }
}

function consentOf(session: Session): Pick<Accounts, 'openToOperator' | 'consent' | 'setConsent'> {
  return {
    openToOperator: (accountId, now) =>
      session.rows(sql<OpenCompany>`with seen as (select t.tenant_id, t.name, t.created_at,
          not exists (select from membership m where m.tenant_id = t.tenant_id and m.role = 'owner')
          or exists (select from membership m where m.tenant_id = t.tenant_id and m.account_id = ${accountId}::uuid) as own,
          exists (select from operator_consent c where c.tenant_id = t.tenant_id and c.until > ${at(now)}) as consented from tenant t)
        select tenant_id as "tenantId", name, not own as "byConsent" from seen where own or consented order by created_at, name`),
    async consent(tenantId, now) {
      const [row] = await session.rows(sql<Consent>`select given_by as "givenBy", given_at as "givenAt", until
        from operator_consent where tenant_id = ${tenantId} and until > ${at(now)}`)
      return row ?? null
    },
    async setConsent(tenantId, consent) {
      await session.run(
        consent === null
          ? sql`delete from operator_consent where tenant_id = ${tenantId}`
          : sql`insert into operator_consent (tenant_id, given_by, given_at, until)
              values (${tenantId}, ${consent.givenBy}, ${at(consent.givenAt)}, ${at(consent.until)})
              on conflict (tenant_id) do update set given_by = excluded.given_by, given_at = excluded.given_at, until = excluded.until`,
      )
    },
  }
}
