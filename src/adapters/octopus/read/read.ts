/** The two ways of asking: for a list, where "nothing found" is an empty list, and for one thing. */
import type { z } from 'zod'
import type { Answer } from '../../../ports/answer.ts'
import { answerOf } from '../outcomes.ts'
import type { Call, Session } from '../session.ts'
import { readAs } from '../wire.ts'

export type Question = Pick<Call, 'route' | 'path' | 'query' | 'spare' | 'limit'>

export async function readList<W, T>(
  session: Session,
  question: Question,
  schema: z.ZodType<W>,
  translate: (wire: W) => T,
): Promise<Answer<T | []>> {
  const answer = await readOne(session, question, schema, translate)
  return answer.kind === 'notFound' ? { kind: 'ok', value: [] } : answer
}

export async function readOne<W, T>(
  session: Session,
  question: Question,
  schema: z.ZodType<W>,
  translate: (wire: W) => T,
): Promise<Answer<T>> {
  const sent = await session.dossierCall({ ...question, kind: 'read' })
  const answer = answerOf('read', sent, (body) => readAs(schema, body))
  return answer.kind === 'ok' ? { kind: 'ok', value: translate(answer.value) } : answer
}
