/** Members of companies: who takes part in a change of them waits for the one before it. */
import { sql, type RawBuilder } from 'kysely'
import { roleRanks, type CompanyRole } from '../../../domain/role.ts'
import type { MemberChange } from '../../../ports/people/accounts.ts'
import type { Database, Session } from '../database.ts'

/** Locks the members: until the transaction ends, no other process adds a member to the company, or removes one. */
export async function lockMembers(session: Session, tenantId: string): Promise<void> {
  await session.rows(sql`select from tenant where tenant_id = ${tenantId} for no key update`)
}

export function rankOf(role: string): RawBuilder<unknown> {
  const whens = Object.entries(roleRanks).map(([name, value]) => `when '${name}' then ${value}`)
  return sql.raw(`case ${role} ${whens.join(' ')} end`)
}

/**
 * Returns a condition: the maker of a row may still make it. An owner's row counts while its maker is an owner; the operator's while the
 * company has no owner; one without an account (the terminal's code) while there is no operator either.
 * @param table that has `tenant_id` and `account_id`
 */
export function makerMay(table: 'i' | 'a' | 'w'): RawBuilder<boolean> {
  return sql.raw(`case when exists (select from membership m where m.tenant_id = ${table}.tenant_id and m.role = 'owner')
  then exists (select from membership m join account o using (account_id)
    where m.tenant_id = ${table}.tenant_id and m.account_id = ${table}.account_id and m.role = 'owner' and not o.disabled)
  when ${table}.account_id is null then not exists (select from account where role = 'operator')
  else exists (select from account o where o.account_id = ${table}.account_id and o.role = 'operator' and not o.disabled) end`)
}

/**
 * In one transaction with the offers that it takes back. The rows of all members are locked: two owners who step down at once leave
 * one.
 */
export function changeMember(
  database: Database,
  { tenantId, accountId, role }: { tenantId: string; accountId: string; role: CompanyRole | null },
): Promise<MemberChange> {
  const written =
    role === null
      ? sql`delete from membership m using allowed where m.tenant_id = ${tenantId} and m.account_id = ${accountId} returning 1`
      : sql`update membership m set role = ${role} from allowed where m.tenant_id = ${tenantId} and m.account_id = ${accountId} returning 1`
  return database.together(async (session) => {
    await lockMembers(session, tenantId)
    const [answer] = await session.rows(sql<{ known: boolean; written: boolean }>`with locked as (
      select m.account_id, m.role, not a.disabled as active from membership m join account a using (account_id)
      where m.tenant_id = ${tenantId} order by m.account_id for update of m),
    mine as (select role from locked where account_id::text = ${accountId}),
    allowed as (select from mine where role <> 'owner' or ${role}::text is not distinct from 'owner'
      or exists (select from locked where role = 'owner' and active and account_id::text <> ${accountId})),
    done as (${written})
    select exists (select from mine) as known, exists (select from done) as written`)
    if (answer?.known !== true) return 'unknown'
    if (!answer.written) return 'lastOwner'
    await endOffers(session, { tenantId, accountId, role })
    return 'changed'
  })
}

/**
 * Ends offers when a role is lowered: an earlier offer to the account must not be accepted afterwards, and its own offers as an owner end.
 */
async function endOffers(
  session: Session,
  { tenantId, accountId, role }: { tenantId: string; accountId: string; role: CompanyRole | null },
): Promise<void> {
  const kept = role === null ? 0 : roleRanks[role]
  await session.run(sql`delete from invitation i using account a where i.tenant_id = ${tenantId} and a.account_id = ${accountId}
    and (i.email = a.email and ${rankOf('i.role')} > ${kept}::int or i.account_id = a.account_id and ${kept}::int < ${roleRanks.owner})`)
}
