/** Octopus' balancings. A document itself is line -1 there. */
import type { LedgerLine, LedgerMatch } from '../../../domain/ledger/ledger.ts'
import type { MatchOutcome } from '../../../ports/accounting.ts'
import { matchLimit } from '../budget.ts'
import { centsText } from '../decimal.ts'
import { matchOutcomeOf } from '../outcomes.ts'
import type { Session } from '../session.ts'
import { rawNumber } from './render.ts'

export const documentItself = -1

/** Sent once, whatever comes back: only its caller decides whether it may go again. */
export async function matchLines(
  session: Session,
  { debit, credit, cents }: LedgerMatch & { cents: number },
  options: { perDay: number; deadlineMonotonicMs: number },
): Promise<MatchOutcome> {
  const body = { debetKey: keyOf(debit), creditKey: keyOf(credit), balanceAmount: rawNumber(centsText(cents)) }
  const sent = await session.dossierCall({
    kind: 'match',
    route: 'POST /balancings',
    path: '/balancings',
    body: JSON.stringify(body),
    limit: matchLimit(options.perDay),
    deadlineMonotonicMs: options.deadlineMonotonicMs,
  })
  return matchOutcomeOf(sent)
}

function keyOf({ bookYearId, journalKey, number, line }: LedgerLine): object {
  return {
    bookyearKey: { id: bookYearId },
    journalKey,
    documentSequenceNr: number,
    lineSequenceNr: line ?? documentItself,
  }
}
