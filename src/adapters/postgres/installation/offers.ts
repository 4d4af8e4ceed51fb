/** Invitations to a company. A table of the installation, because an offer is looked for by address, before its company is known. */
import { sql, type RawBuilder } from 'kysely'
import type { Offer, Offers } from '../../../ports/people/accounts.ts'
import type { Database, Session } from '../database.ts'
import { lockMembers, makerMay, rankOf } from './members.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`i.invitation_id as "invitationId", i.tenant_id as "tenantId", t.name as company, i.email, i.role,
  i.invited_by as "invitedBy", i.made_at as "madeAt", i.expires_at as "expiresAt"`)
const shownMax = 1000

export function offersOf(database: Database): Offers {
  const { session } = database
  const counts = sql`(i.vouched or ${makerMay('i')})`
  const open = (which: RawBuilder<unknown>, now: number): Promise<Offer[]> =>
    session.rows(sql<Offer>`select ${columns} from invitation i join tenant t using (tenant_id)
      where ${which} and i.expires_at > ${at(now)} and ${counts} order by i.made_at desc limit ${shownMax}`)
  return {
    async make({ tokenHash, invitationId, tenantId, email, role, invitedBy, accountId, vouched, madeAt, expiresAt }) {
      await session.run(sql`insert into invitation (invitation_id, tenant_id, email, role, token_hash, invited_by, account_id, vouched, made_at, expires_at)
        values (${invitationId}, ${tenantId}, ${email}, ${role}, ${tokenHash}, ${invitedBy}, ${accountId}, ${vouched}, ${at(madeAt)}, ${at(expiresAt)})
        on conflict (tenant_id, email) do update set invitation_id = excluded.invitation_id, role = excluded.role,
          token_hash = excluded.token_hash, invited_by = excluded.invited_by, account_id = excluded.account_id, vouched = excluded.vouched,
          made_at = excluded.made_at, expires_at = excluded.expires_at`)
    },
    ofCompany: (tenantId, now) => open(sql`i.tenant_id = ${tenantId}`, now),
    ofCompanies: (tenantIds, now) => open(sql`i.tenant_id = any(${tenantIds}::uuid[])`, now),
    ofAddress: (email, now) => open(sql`i.email = ${email}`, now),
    byToken: async (tokenHash, now) => (await open(sql`i.token_hash = ${tokenHash}`, now))[0] ?? null,
    accept: (invitationId, account, now) =>
      database.together((tx) => accept(tx, { invitationId, account, now, counts })),
    async decline(invitationId, email) {
      const gone = await session.run(
        sql`delete from invitation where invitation_id::text = ${invitationId} and email = ${email}`,
      )
      return gone > 0
    },
    async withdraw(tenantId, invitationId) {
      const gone = await session.run(
        sql`delete from invitation where tenant_id = ${tenantId} and invitation_id::text = ${invitationId}`,
      )
      return gone > 0
    },
    withdrawMadeBy: (accountId) => session.run(sql`delete from invitation where account_id = ${accountId}`),
    withdrawTo: (email) => session.run(sql`delete from invitation where email = ${email}`),
    async forget(now) {
      await session.run(sql`delete from invitation where expires_at <= ${at(now)}`)
    },
  }
}

interface Acceptance {
  invitationId: string
  account: { accountId: string; email: string }
  now: number
  /** Whether it counts still. */
  counts: RawBuilder<unknown>
}

/**
 * Waits for a process that changes the company's members or the account: an earlier offer must not restore a right that was taken away. An
 * offer only adds rights: an older one with fewer rights takes none away.
 */
async function accept(
  tx: Session,
  { invitationId, account: { accountId, email }, now, counts }: Acceptance,
): Promise<Offer | null> {
  const which = sql`i.invitation_id::text = ${invitationId} and i.email = ${email}`
  const [found] = await tx.rows(
    sql<{ tenantId: string }>`select i.tenant_id as "tenantId" from invitation i where ${which}`,
  )
  if (found === undefined) return null
  await lockMembers(tx, found.tenantId)
  await tx.rows(sql`select from account where account_id = ${accountId} for share`)
  const [row] = await tx.rows(sql<Offer>`with taken as (
      delete from invitation i where ${which} and i.expires_at > ${at(now)} and ${counts}
        and exists (select from account a where a.account_id = ${accountId} and a.email = i.email and not a.disabled) returning *),
    joined as (insert into membership (tenant_id, account_id, role, added_at)
      select taken.tenant_id, ${accountId}::uuid, taken.role, ${at(now)}::timestamptz from taken
      on conflict (tenant_id, account_id) do update set role = excluded.role where ${rankOf('excluded.role')} > ${rankOf('membership.role')})
    select ${columns} from taken i join tenant t using (tenant_id)`)
  return row ?? null
}
