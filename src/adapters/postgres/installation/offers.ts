/** Invitations to a company. A table of the installation: who is offered what must be known before the company is looked into. */
import { sql, type RawBuilder } from 'kysely'
import { roleRanks } from '../../../domain/role.ts'
import type { Offer, Offers } from '../../../ports/people/accounts.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`i.invitation_id as "invitationId", i.tenant_id as "tenantId", t.name as company, i.email, i.role,
  i.invited_by as "invitedBy", i.made_at as "madeAt", i.expires_at as "expiresAt"`)
const shownMax = 1000

/** An offer gives more or nothing: an older one, of less, takes nothing away. */
function rank(role: 'excluded.role' | 'membership.role'): RawBuilder<unknown> {
  const whens = Object.entries(roleRanks).map(([name, value]) => `when '${name}' then ${value}`)
  return sql.raw(`case ${role} ${whens.join(' ')} end`)
}

export function offersOf(session: Session): Offers {
  const open = (which: RawBuilder<unknown>, now: number): Promise<Offer[]> =>
    session.rows(sql<Offer>`select ${columns} from invitation i join tenant t using (tenant_id)
      where ${which} and i.expires_at > ${at(now)} order by i.made_at desc limit ${shownMax}`)
  return {
    async make({ tokenHash, invitationId, tenantId, email, role, invitedBy, madeAt, expiresAt }) {
      await session.run(sql`insert into invitation (invitation_id, tenant_id, email, role, token_hash, invited_by, made_at, expires_at)
        values (${invitationId}, ${tenantId}, ${email}, ${role}, ${tokenHash}, ${invitedBy}, ${at(madeAt)}, ${at(expiresAt)})
        on conflict (tenant_id, email) do update set invitation_id = excluded.invitation_id, role = excluded.role,
          token_hash = excluded.token_hash, invited_by = excluded.invited_by, made_at = excluded.made_at, expires_at = excluded.expires_at`)
    },
    ofCompany: (tenantId, now) => open(sql`i.tenant_id = ${tenantId}`, now),
    ofAddress: (email, now) => open(sql`i.email = ${email}`, now),
    byToken: async (tokenHash, now) => (await open(sql`i.token_hash = ${tokenHash}`, now))[0] ?? null,
    async accept(invitationId, { accountId, email }, now) {
      const [row] = await session.rows(sql<Offer>`with i as (
          delete from invitation where invitation_id::text = ${invitationId} and email = ${email} and expires_at > ${at(now)} returning *),
        joined as (insert into membership (tenant_id, account_id, role, added_at)
          select i.tenant_id, a.account_id, i.role, ${at(now)}::timestamptz from i, account a
          where a.account_id = ${accountId} and a.email = i.email and not a.disabled
          on conflict (tenant_id, account_id) do update set role = excluded.role where ${rank('excluded.role')} > ${rank('membership.role')})
        select ${columns} from i join tenant t using (tenant_id)`)
      return row ?? null
    },
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
    async forget(now) {
      await session.run(sql`delete from invitation where expires_at <= ${at(now)}`)
    },
  }
}
