/**
 * Plans an entry for each advertising invoice that the marketplace held back from a payout: once the bank shows it, or on its day of issue.
 * An invoice that was paid in another way has no entry.
 */
import { setOffLines } from '../../domain/bank/set-off.ts'
import type { LocalDate } from '../../domain/calendar.ts'
import { entryLines } from '../../domain/settlement/entry-lines.ts'
import { toCents } from '../../domain/settlement/exact.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { isBeforeStart } from '../settle/load-check.ts'
import { accountAt, mayGo, noPlace, nothing, placeIn, type Planned, type Run } from './posting-run.ts'
import { isPlannedAnew, isSettled, postingOf, type PostingState } from './posting-work.ts'
import { entryDocument, type Making } from './settlement-document.ts'
import type { SupplierAnswer } from './supplier.ts'

export interface SetOffWork {
  settlement: StoredSettlement
  date: LocalDate
  /** Planned before and not sent. */
  before: StoredDocument | undefined
}

export function setOffsDue(context: ConnectionContext, state: PostingState): SetOffWork[] {
  const wanted = wantedSetOffs(context, state)
  return state.settlements.flatMap((settlement) => {
    const date = wanted.get(settlement.invoiceId)
    if (date === undefined || settlement.version === 0) return []
    const own = state.documents.filter(({ plan }) => plan.settlement?.invoiceId === settlement.invoiceId)
    const before = own.find(({ kind }) => kind === 'setOff')
    if (before !== undefined && !isPlannedAnew(context, before, settlement)) return []
    const purchase = own.find(({ kind }) => kind === 'purchase')
    const books = postingOf(context.settings)?.purchases !== 'off'
    return books && !isSettled(purchase, state) ? [] : [{ settlement, date, before }]
  })
}

/** Not sent yet, and no longer to be: its receipt is another one by now, or the settings want none. */
export function setOffsOver(context: ConnectionContext, state: PostingState): StoredDocument[] {
  const wanted = wantedSetOffs(context, state)
  return state.documents.filter(
    ({ kind, progress, plan }) =>
      kind === 'setOff' && progress.state === 'ready' && !wanted.has(plan.settlement?.invoiceId ?? ''),
  )
}

/** Day of the entry, by advertising invoice. */
function wantedSetOffs({ settings }: ConnectionContext, state: PostingState): Map<string, LocalDate> {
  const posting = postingOf(settings)
  if (posting?.clearing !== 'settlementEntry' || posting.setOff === 'off') return new Map()
  const invoices = state.settlements.filter(
    (one) =>
      one.kind === 'advertising' && one.state === 'complete' && !isBeforeStart(one, settings) && centsOf(one) !== 0,
  )
  if (posting.setOff === 'atIssue') return new Map(invoices.map(({ invoiceId, issueDate }) => [invoiceId, issueDate]))
  const seenOn = new Map(
    state.receipts.flatMap(({ advertising, date }) => advertising.map((id) => [id, date] as const)),
  )
  return new Map(
    invoices.flatMap(({ invoiceId }) => {
      const date = seenOn.get(invoiceId)
      return date === undefined ? [] : [[invoiceId, date] as const]
    }),
  )
}

function centsOf({ totals }: StoredSettlement): number {
  return toCents(totals.payable)
}

export function planSetOff(
  run: Run,
  work: SetOffWork,
  supplier: Extract<SupplierAnswer, { kind: 'supplier' }>,
): Planned {
  const { context, posting, accounting, now } = run
  const { settlement, before, date } = work
  if (!mayGo(run, 'entrySign', before)) return nothing
  const at = placeIn(run, { date, journal: posting.journals.clearing, mode: 'entries' })
  if (at.kind === 'problem') return noPlace(at)
  const shown = setOffLines(centsOf(settlement))
  const made = entryLines(shown, {
    supplier: supplier.reference,
    accountOf: (role) => accountAt(run, at, role),
  })
  if (made.kind === 'missing') return { kind: 'problem', code: 'AANK-INSTELLING', params: made.params }
  const making: Making = { accounting, now, settlement, place: at, before }
  const { invoiceId } = settlement
  const document = entryDocument(context, making, {
    kind: 'setOff',
    businessKey: invoiceId,
    about: invoiceId,
    lines: made.lines,
    account: accountAt(run, at, 'clearing').account ?? 0,
    buyerHash: supplier.buyerHash,
    shown,
  })
  return { kind: 'documents', documents: [document] }
}
