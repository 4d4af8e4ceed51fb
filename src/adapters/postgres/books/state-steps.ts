/** Statements that take many documents from one state to another at once. Which states those are says the table of the domain. */
import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../../domain/calendar.ts'
import type { DocumentKind } from '../../../domain/document/document-kinds.ts'
import { Defect } from '../../../domain/money.ts'
import { sourcesOf, type DocumentState, type StepEvent } from '../../../domain/document/document-states.ts'
import { at } from '../values.ts'

/** A set of states or kinds in the text of a statement: an index of some states serves only where they are known when the statement is planned. */
export function among(names: readonly (DocumentState | DocumentKind)[]): RawBuilder<unknown> {
  return sql.raw(listOf(names))
}

export function listOf(names: readonly (DocumentState | DocumentKind)[]): string {
  return `(${names.map((name) => `'${name}'`).join(', ')})`
}

/**
 * `from`: the states that the event may leave. `set`: the columns to write, without `not_before`.
 * @param cause as the path of the document shows it; the event's own name where no other is given
 */
export function stepTo(
  to: DocumentState,
  event: StepEvent,
  { at: when, cause = event }: { at: Instant; cause?: string },
) {
  const from = sourcesOf(event, to)
  if (from.length === 0) throw new Defect(`${event} leads nowhere to ${to}`)
  return {
    from: among(from),
    set: sql`state = ${to}, state_since = ${at(when)}, last_event = ${cause}, last_actor = 'tentakel'`,
  }
}
