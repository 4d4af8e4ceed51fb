/** Figures of one company for whoever watches the installation, each out of an index of what is open. */
import { sql } from 'kysely'
import type { CompanyFigures } from '../../../ports/figures.ts'
import type { Session } from '../database.ts'

/** By connection and state, as the index has them: what rests in day totals can be half a million. */
const moving = sql.raw(
  `'draft', 'ready', 'approval', 'inDay', 'sending', 'deferred', 'inDoubt', 'checking', 'cooling', 'quarantined', 'blocked', 'rejected', 'mismatch', 'duplicate'`,
)

export async function readFigures(session: Session): Promise<CompanyFigures> {
  const [documents, problems, rest] = await Promise.all([
    session.rows(sql<
      CompanyFigures['documents'][number]
    >`select state, count(*)::int as documents, min(state_since) as since
      from document where connection_id = any(array(select connection_id from connection)) and state in (${moving}) group by 1`),
    session.rows(sql<CompanyFigures['problems'][number]>`select code, count(*)::int as problems from problem
      where cleared_at is null group by 1`),
    session.rows(sql<Pick<CompanyFigures, 'polledAt' | 'trailBroken'>>`select
      (select min(last_poll_at) from connection where state = 'active') as "polledAt",
      (select broken from trail_check) as "trailBroken"`),
  ])
  return { documents, problems, polledAt: rest[0]?.polledAt ?? null, trailBroken: rest[0]?.trailBroken ?? null }
}
