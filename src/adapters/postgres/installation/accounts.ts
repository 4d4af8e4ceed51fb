/**
 * Accounts and their companies. Tables of the installation: they hold no row of a company's books. The proofs of an account are in
 * `adapters/accounts`.
 */
import { sql, type RawBuilder } from 'kysely'
import type {
  Account,
  Accounts,
  Consent,
  ListedAccount,
  Member,
  Membership,
  OpenCompany,
  PendingSignUp,
} from '../../../ports/people/accounts.ts'
import type { Database, Session } from '../database.ts'
import { takeCalls } from './limits.ts'
import { changeMember } from './members.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`a.account_id as "accountId", a.email, c.password_hash as "passwordHash", a.role = 'operator' as operator, a.disabled,
  a.second_proof as "secondProof" from account a join credential c using (account_id)`)

export function accountsOf(database: Database): Accounts {
  const { session } = database
  const one = async (statement: ReturnType<typeof sql>): Promise<Account | null> =>
    ((await session.rows(statement)) as Account[])[0] ?? null
  return {
    byEmail: (email) => one(sql`select ${columns} where a.email = ${email}`),
    byId: (accountId) => one(sql`select ${columns} where a.account_id = ${accountId}`),
    ...rolesOf(database),
    ...administrationOf(database),
    ...terminalOf(session),
    ...consentOf(session),
    pendingSignUps: (now, limit) =>
      session.rows(sql<PendingSignUp>`select email, value::json->>'company' as company, value::json->>'by' as by from pending_proof
        where purpose in ('verify', 'signup') and expires_at > ${at(now)} order by expires_at desc limit ${limit}`),
    count: (key, limit, now) => takeCalls(session, { key, ...limit }, now),
  }
}

type RoleCalls =
  | 'makeFirstOperator'
  | 'operators'
  | 'memberships'
  | 'members'
  | 'reached'
  | 'member'
  | 'setRole'
  | 'changeMember'

function rolesOf(database: Database): Pick<Accounts, RoleCalls> {
  const { session } = database
  return {
    async makeFirstOperator(accountId) {
      const [row] = await session.rows(sql<{ made: boolean }>`select make_first_operator(${accountId}) as made`)
      return row?.made === true
    },
    async operators() {
      const rows = await session.rows(
        sql<{
          email: string
        }>`select email from account where role = 'operator' and not disabled order by email limit 100`,
      )
      return rows.map((row) => row.email)
    },
    memberships: (accountId) =>
      session.rows(sql<Membership>`select m.tenant_id as "tenantId", t.name, m.role from membership m join tenant t using (tenant_id)
        where m.account_id = ${accountId} order by t.created_at, t.name`),
    members: (tenantId) => session.rows(sql<Member>`${membersOf(tenantId)} ${ownersFirst}`),
    reached: (tenantId) => session.rows(sql<Member>`${membersOf(tenantId)} and not a.disabled ${ownersFirst}`),
    async member(tenantId, who) {
      const isIt = 'email' in who ? sql`a.email = ${who.email}` : sql`m.account_id::text = ${who.accountId}`
      const [row] = await session.rows(sql<Member>`${membersOf(tenantId)} and ${isIt}`)
      return row ?? null
    },
    async setRole(tenantId, accountId, role, when) {
      await session.run(sql`insert into membership (tenant_id, account_id, role, added_at) values (${tenantId}, ${accountId}, ${role}, ${at(when)})
        on conflict (tenant_id, account_id) do nothing`)
    },
    changeMember: (tenantId, accountId, role) => changeMember(database, { tenantId, accountId, role }),
  }
}

function membersOf(tenantId: string): RawBuilder<unknown> {
  return sql`select m.account_id as "accountId", a.email, m.role
    from membership m join account a using (account_id) where m.tenant_id = ${tenantId}`
}

const ownersFirst = sql`order by m.role <> 'owner', a.email limit 1000`

function administrationOf(database: Database): Pick<Accounts, 'all' | 'remove'> {
  return {
    all: () =>
      database.session
        .rows(sql<ListedAccount>`select a.account_id as "accountId", a.email, a.role = 'operator' as operator,
        a.second_proof as "secondProof", a.disabled, coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'role', m.role) order by t.name)
          from membership m join tenant t using (tenant_id) where m.account_id = a.account_id), '[]') as companies
        from account a order by a.email`),
    remove: (accountId) =>
      database.together(async (session) => {
        // A caller who accepts an offer for the account waits here, and then finds neither.
        const [known] = await session.rows(
          sql<{ email: string }>`select email from account where account_id = ${accountId} for update`,
        )
        if (known === undefined) return 'unknown'
        const [answer] = await session.rows(sql<{ gone: boolean }>`with locked as (
          select m.tenant_id, m.account_id, m.role from membership m
          where m.tenant_id in (select o.tenant_id from membership o where o.account_id = ${accountId} and o.role = 'owner')
          order by m.tenant_id, m.account_id for update),
        alone as (select from locked l where l.account_id = ${accountId} and l.role = 'owner' and not exists (
          select from locked o where o.tenant_id = l.tenant_id and o.role = 'owner' and o.account_id <> ${accountId})),
        gone as (delete from account where account_id = ${accountId} and not exists (select from alone) returning 1)
        select exists (select from gone) as gone`)
        if (answer?.gone !== true) return 'lastOwner'
        // Once the account is gone, an offer to it would be an offer to any reader of its mails.
        await session.run(sql`delete from invitation where email = ${known.email}`)
        return 'changed'
      }),
  }
}

function terminalOf(session: Session): Pick<Accounts, 'openTerminal' | 'isTerminal' | 'closeTerminal'> {
  return {
    async openTerminal({ tokenHash, at: when, expiresAt }) {
      await session.run(sql`insert into terminal_session (token_hash, opened_at, expires_at)
        values (${tokenHash}, ${at(when)}, ${at(expiresAt)})`)
    },
    async isTerminal(tokenHash, now) {
      const rows = await session.rows(
        sql`select 1 from terminal_session where token_hash = ${tokenHash} and expires_at > ${at(now)}`,
      )
      return rows.length > 0
    },
    async closeTerminal(tokenHash) {
      const which = tokenHash === undefined ? sql`true` : sql`token_hash = ${tokenHash}`
      await session.run(sql`delete from terminal_session where ${which}`)
    },
  }
}

/** An owner's consent counts while its giver is an owner. */
const giverMay = sql<boolean>`exists (select from membership g join account o using (account_id)
  where g.tenant_id = c.tenant_id and g.account_id = c.account_id and g.role = 'owner' and not o.disabled)`

function consentOf(session: Session): Pick<Accounts, 'openToOperator' | 'consent' | 'setConsent'> {
  return {
    openToOperator: (accountId, now) =>
      session.rows(sql<OpenCompany>`with seen as (select t.tenant_id, t.name, t.created_at,
          not exists (select from membership m where m.tenant_id = t.tenant_id and m.role = 'owner')
          or exists (select from membership m where m.tenant_id = t.tenant_id and m.account_id = ${accountId}::uuid) as own,
          exists (select from operator_consent c where c.tenant_id = t.tenant_id and c.until > ${at(now)} and ${giverMay}) as consented from tenant t)
        select tenant_id as "tenantId", name, not own as "byConsent" from seen where own or consented order by created_at, name`),
    async consent(tenantId, now) {
      const [row] =
        await session.rows(sql<Consent>`select c.account_id as "accountId", c.given_by as "givenBy", c.given_at as "givenAt", c.until
        from operator_consent c where c.tenant_id = ${tenantId} and c.until > ${at(now)} and ${giverMay}`)
      return row ?? null
    },
    async setConsent(tenantId, consent) {
      await session.run(
        consent === null
          ? sql`delete from operator_consent where tenant_id = ${tenantId}`
          : sql`insert into operator_consent (tenant_id, account_id, given_by, given_at, until)
              values (${tenantId}, ${consent.accountId}, ${consent.givenBy}, ${at(consent.givenAt)}, ${at(consent.until)})
              on conflict (tenant_id) do update set account_id = excluded.account_id, given_by = excluded.given_by, given_at = excluded.given_at, until = excluded.until`,
      )
    },
  }
}
