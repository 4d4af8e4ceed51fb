import type { Instant } from '../../../domain/calendar.ts'
import type { RelationChanges } from '../../../ports/accounting.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { readOne } from './read.ts'
import { relationsOf } from '../relation-row.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { syncRelations } from '../wire.ts'

/** Relations changed or deleted since then, unsorted and in one answer; `since` null: all of them. */
export async function relationsModifiedSince(
  session: Session,
  calendar: Calendar,
  since: Instant | null,
): Promise<Answer<RelationChanges>> {
  const query = { modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  const question = { route: 'GET /relations/modified', path: '/relations/modified', query } as const
  const answer = await readOne(session, question, syncRelations, ({ modified, deleted }) => ({
    changed: relationsOf(modified ?? []),
    deleted: relationsOf(deleted ?? []).map(({ relationId }) => relationId),
  }))
  return answer.kind === 'notFound' ? { kind: 'ok', value: { changed: [], deleted: [] } } : answer
}
