/** One run of posting: its tools, the place of a document, and whether the document may be sent yet. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { states } from '../../domain/document/document-states.ts'
import type { JournalMode } from '../../domain/ledger/ledger.ts'
import { accountIn, placeOf, type NoPlace, type Place } from '../../domain/ledger/period.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { SettlementSettings } from '../../domain/settings/mapping.ts'
import { accountOf, wantedAccount, type AccountRole } from '../../domain/settlement/accounts.ts'
import type { Missing } from '../../domain/settlement/purchase-lines.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { SettlementProof } from '../../ports/settle/settlements.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { LedgerCopy, StoredJournal } from '../../ports/tables/ledger.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import type { PostingState } from './posting-work.ts'
import { isAlike, shows } from './prove-postings.ts'

export interface Run {
  context: ConnectionContext
  accounting: Accounting
  posting: SettlementSettings
  copy: LedgerCopy
  /** The state as last read. */
  state: PostingState
  now: Instant
}

export type Planned =
  | { kind: 'documents'; documents: NewDocument[] }
  | { kind: 'problem'; code: ProblemCode; params: Missing }

export const nothing: Planned = { kind: 'documents', documents: [] }

/**
 * Returns whether a document may be sent. The first of its kind is read back before a second one is sent. Where the ledger booked it
 * otherwise, other settings give one more document a try.
 */
export function mayGo(
  { context, state }: Run,
  what: SettlementProof['what'],
  own: StoredDocument | undefined,
): boolean {
  const { revision } = context.connection
  const proof = state.proofs.find((row) => row.what === what)
  if (proof?.isRight === true) return true
  const wrong = state.documents.find((row) => row.documentId === proof?.documentId)
  if (wrong?.revision === revision) return false
  const alike = state.documents.filter(
    (row) =>
      isAlike(row, what) &&
      shows(row, what) &&
      !states.over.includes(row.progress.state) &&
      (proof === undefined || row.revision === revision),
  )
  return alike.every((row) => row.documentId === own?.documentId)
}

export function placeIn(
  { context, copy }: Run,
  wish: { date: LocalDate; journal: string | null; mode: JournalMode },
): Place<StoredJournal> | NoPlace {
  const { closedPeriod } = context.settings.booking
  return placeOf(copy, { date: wish.date, journalKey: wish.journal ?? '', modes: [wish.mode], closedPeriod })
}

/** Waits where the place was not read yet; otherwise a user must mend the dossier or the settings. */
export function noPlace(at: NoPlace): Planned {
  if (at.waits === true) return nothing
  const { journal = null, date = null, month = null } = at.params
  return { kind: 'problem', code: 'AANK-INSTELLING', params: { journal, date, ...(month === null ? {} : { month }) } }
}

export function accountAt(
  { copy, posting }: Run,
  { bookYear }: Place<StoredJournal>,
  role: AccountRole,
): { account: number | null; wanted: number } {
  const known = (account: number): boolean => accountIn(copy, bookYear, account).kind === 'known'
  return { account: accountOf(role, posting.accounts, known), wanted: wantedAccount(role, posting.accounts) }
}
