/** Figures of one company for monitoring the installation, each from an index of open rows. */
import { sql } from 'kysely'
import { states, statesIn } from '../../../domain/document/document-states.ts'
import type { CompanyFigures } from '../../../ports/figures.ts'
import { knownCode } from '../books/problems.ts'
import { among } from '../books/state-steps.ts'
import type { Session } from '../database.ts'

/** By connection and state, as the index has them: what rests in day totals can be half a million. */
const open = among(statesIn('plan', 'send', 'person', 'refused'))

/** In the queue of a journal, or sent and not settled. */
const onItsWay = among(['ready', ...states.unsettled])

export async function readFigures(session: Session): Promise<CompanyFigures> {
  const [documents, problems, rest] = await Promise.all([
    session.rows(sql<
      CompanyFigures['documents'][number]
    >`select state, count(*)::int as documents, min(state_since) as since
      from document where connection_id = any(array(select connection_id from connection)) and state in ${open} group by 1`),
    session.rows(sql<CompanyFigures['problems'][number]>`select code, count(*)::int as problems from problem
      where cleared_at is null group by 1`),
    session.rows(sql<Pick<CompanyFigures, 'oldestQueuedAt' | 'polledAt' | 'trailBroken'>>`select
      (select min(last_poll_at) from connection where state = 'active') as "polledAt",
      (select min(queue_at) from document where connection_id = any(array(select connection_id from connection))
        and state in ${onItsWay} and priority >= 0) as "oldestQueuedAt",
      (select broken from trail_check) as "trailBroken"`),
  ])
  const { oldestQueuedAt = null, polledAt = null, trailBroken = null } = rest[0] ?? {}
  return {
    documents,
    oldestQueuedAt,
    problems: problems.map(({ code, problems: count }) => ({ code: knownCode(code), problems: count })),
    polledAt,
    trailBroken,
  }
}
