/**
 * Plans refused documents anew once something changed that may have caused the refusal: the settings, or the dossier as our copy has it.
 * The plan then finds another day, account or code, or names the problem. Nothing is sent here.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { Journal } from '../../domain/ledger/ledger.ts'
import type { LedgerCopy } from '../../ports/tables/ledger.ts'
import type { Tx } from '../../ports/store.ts'
import { takeUpAgain } from '../decide/retry.ts'

export async function replanRejected(tx: Tx, connectionId: string, at: Instant): Promise<void> {
  for (const document of await tx.documents.inState(connectionId, ['rejected']))
    await takeUpAgain(tx, document, 'mayBeMended', at)
}

/** Whether something of the dossier is another than before, but for the numbers that are given out all the time. */
export function isOtherDossier(before: LedgerCopy | null, after: LedgerCopy): boolean {
  return before !== null && textOf(before) !== textOf(after)
}

function textOf({ bookYears, journals, accounts, vatCodes }: LedgerCopy): string {
  const lists: object[][] = [bookYears, journals.map(withoutNumber), accounts, vatCodes]
  return JSON.stringify(lists.map((rows) => rows.map(rowText).toSorted()))
}

function withoutNumber(journal: Journal): object {
  return { ...journal, lastNumber: 0 }
}

/** The same text whatever the order of the fields. */
function rowText(row: object): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
