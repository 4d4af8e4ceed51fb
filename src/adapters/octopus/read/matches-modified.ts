/** Returns the dossier's matches and undone matches since a moment, whoever made them: we, a user, or Octopus itself. */
import type { Instant } from '../../../domain/calendar.ts'
import type { LedgerLine, LedgerMatch } from '../../../domain/ledger/ledger.ts'
import type { MatchChanges } from '../../../ports/accounting.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { lookLimit } from '../budget.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { syncMatches, type MatchRow } from '../wire.ts'
import { documentItself } from '../write/match-lines.ts'
import { readOne } from './read.ts'

export async function matchesModifiedSince(
  session: Session,
  calendar: Calendar,
  { since, perDay }: { since: Instant; perDay: number },
): Promise<Answer<MatchChanges>> {
  const query = { modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  const path = '/balancings/modified'
  const question = { route: `GET ${path}`, path, query, limit: lookLimit(perDay) } as const
  const answer = await readOne(session, question, syncMatches, (wire) => ({
    standing: (wire.modifiedBalancings ?? []).map(matchOf),
    undone: (wire.deletedBalancings ?? []).map(matchOf),
  }))
  return answer.kind === 'notFound' ? { kind: 'ok', value: { standing: [], undone: [] } } : answer
}

function matchOf({ debetDocument, creditDocument }: MatchRow): LedgerMatch {
  return { debit: lineOf(debetDocument), credit: lineOf(creditDocument) }
}

function lineOf({ balancingKey }: MatchRow['debetDocument']): LedgerLine {
  const { bookyearKey, journalKey, documentSequenceNr, lineSequenceNr } = balancingKey
  const line = lineSequenceNr === documentItself ? null : lineSequenceNr
  return { bookYearId: bookyearKey.id, journalKey, number: documentSequenceNr, line }
}
