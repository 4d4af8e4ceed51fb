/**
 * A further entry for a settlement that is cleared: sales that were not in the books then and are now leave the suspense account, and what a
 * person placed or wrote off follows. At most one a day for each settlement, the morning after.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { OrderAnswer, SupplementInput } from '../../domain/settlement/supplement.ts'
import { supplementOf } from '../../domain/settlement/supplement.ts'
import { states } from '../../domain/document/document-states.ts'
import { entryLines } from '../../domain/settlement/entry-lines.ts'
import type { EntryLine } from '../../domain/settlement/clearing.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { loadOrderAnswers, standingIn } from '../settle/load-check.ts'
import { accountAt, mayGo, noPlace, nothing, placeIn, type Planned, type Run } from './posting-run.ts'
import { isPlannedAnew, postingOf, type PostingState } from './posting-work.ts'
import { entryDocument, type Making } from './settlement-document.ts'

export interface SupplementWork {
  settlement: StoredSettlement
  /** Planned before and not sent. */
  before: StoredDocument | undefined
  sequence: number
  /** Its order numbers; a written-off order has a mark before its number. */
  orders: string[]
  lines: EntryLine[]
}

const writtenOff = 'writeOff:'

/** Returns the amounts that cleared settlements must still book with an entry. */
export async function supplementsDue(
  tx: Tx,
  context: ConnectionContext,
  state: PostingState,
): Promise<SupplementWork[]> {
  const posting = postingOf(context.settings)
  if (posting?.clearing !== 'settlementEntry') return []
  const answers = await loadOrderAnswers(tx, context.connection.connectionId)
  const works: SupplementWork[] = []
  const seen = new Set<string>()
  // An order's write-off belongs to the newest settlement that it is in.
  for (const settlement of state.settlements.toReversed()) {
    const work = await workOf(tx, context, { settlement, state, answers, seen })
    if (work !== null) works.push(work)
  }
  return works.toReversed()
}

async function workOf(
  tx: Tx,
  context: ConnectionContext,
  at: {
    settlement: StoredSettlement
    state: PostingState
    answers: Map<string, { answer: OrderAnswer; at: Instant }>
    seen: Set<string>
  },
): Promise<SupplementWork | null> {
  const { settlement, state, answers, seen } = at
  const { connectionId } = context.connection
  const { invoiceId } = settlement
  const own = state.documents.filter(({ plan }) => plan.settlement?.invoiceId === invoiceId)
  const clearing = own.filter(({ kind }) => kind === 'clearing')
  if (clearing.length === 0 || !clearing.every(({ progress }) => states.inLedger.includes(progress.state))) return null
  // One that a user removed from the ledger is not booked again by itself.
  const all = own.filter(({ kind }) => kind === 'supplement')
  const supplements = all.filter(({ progress }) => progress.state !== 'skipped')
  const before = supplements.find((row) => isPlannedAnew(context, row, null))
  const others = supplements.filter((row) => row !== before)
  if (before === undefined && (await isToday(context, others))) return null
  const done = new Set(others.flatMap(({ plan }) => plan.settlement?.orders ?? []))
  const absent = (clearing[0]?.plan.settlement?.orders ?? []).filter((order) => !done.has(order))
  const offs = [...answers].flatMap(([order, { answer }]) =>
    answer.kind === 'writeOff' && !done.has(`${writtenOff}${order}`) && !seen.has(order) ? [order] : [],
  )
  if (absent.length + offs.length === 0) return null
  const ids = [...new Set([...absent, ...offs])]
  const money = (await tx.settlements.moneyOf(connectionId, ids)).filter((row) => row.invoiceId === invoiceId)
  const bookings = await tx.settlements.bookingsOf(connectionId, ids)
  const standings = standingIn(bookings, context.settings)
  const bookedAt = new Map(bookings.map((row) => [row.orderId, row.confirmedAt ?? 0]))
  const known: Instant[] = []
  const input: SupplementInput = { booked: [], placed: [], writtenOff: [] }
  const orders: string[] = []
  for (const one of money) {
    const order = one.orderId ?? ''
    const standing = standings.get(order)
    const { answer, at: answeredAt = 0 } = answers.get(order) ?? {}
    const isAbsent = absent.includes(order)
    if (isAbsent && standing !== undefined) input.booked.push({ money: one, standing })
    else if (isAbsent && answer?.kind === 'account') input.placed.push({ money: one, account: answer.account })
    else if (offs.includes(order) && standing !== undefined && answer?.kind === 'writeOff') {
      seen.add(order)
      input.writtenOff.push({ standing, cents: answer.cents })
    } else continue
    const isOff = !isAbsent && answer?.kind === 'writeOff'
    orders.push(isOff ? `${writtenOff}${order}` : order)
    known.push(isAbsent && standing !== undefined ? (bookedAt.get(order) ?? 0) : answeredAt)
  }
  // Amounts that become known during a day go together, the morning after.
  if (before === undefined && !(await isBeforeToday(context, known))) return null
  const lines = supplementOf(input)
  return lines.length === 0 ? null : { settlement, before, sequence: all.length + 1, orders, lines }
}

async function isBeforeToday({ ports }: ConnectionContext, moments: readonly Instant[]): Promise<boolean> {
  const today = ports.calendar.startOfDay(ports.calendar.localDate(await ports.clock.now()))
  return moments.some((moment) => moment < today)
}

async function isToday({ ports }: ConnectionContext, supplements: readonly StoredDocument[]): Promise<boolean> {
  const today = ports.calendar.localDate(await ports.clock.now())
  return supplements.some(({ queueAt }) => ports.calendar.localDate(queueAt) === today)
}

export function planSupplement(run: Run, work: SupplementWork): Planned {
  const { context, posting, accounting, now } = run
  const { settlement, before, sequence, orders } = work
  if (!mayGo(run, 'entrySign', before)) return nothing
  const date = context.ports.calendar.localDate(now)
  const at = placeIn(run, { date, journal: posting.journals.clearing, mode: 'entries' })
  if (at.kind === 'problem') return noPlace(at)
  const made = entryLines(work.lines, { supplier: null, accountOf: (role) => accountAt(run, at, role) })
  if (made.kind === 'missing') return { kind: 'problem', code: 'AANK-INSTELLING', params: made.params }
  const [account = 0] = made.lines.flatMap(({ to }) => ('account' in to ? [to.account] : []))
  const making: Making = { accounting, now, settlement, place: at, before }
  const document = entryDocument(context, making, {
    kind: 'supplement',
    businessKey: before?.businessKey ?? `${settlement.invoiceId}|s${sequence}`,
    about: settlement.invoiceId,
    lines: made.lines,
    account,
    buyerHash: null,
    orders,
    shown: work.lines,
  })
  return { kind: 'documents', documents: [document] }
}
