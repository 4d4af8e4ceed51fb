/**
 * Reads what the ledger made of the bank's statements, and recognises the marketplace's payouts in it. Nothing is ever written in a journal
 * of the bank.
 */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { BankLine } from '../../domain/bank/recognise.ts'
import { isAwaited } from '../../domain/bank/overdue.ts'
import { bankAwaitedEveryMs, bankEveryMs, ledgerClockMs } from '../../domain/delays.ts'
import type { BankDocument, DeletedDocument } from '../../domain/ledger/ledger.ts'
import type { SettlementSettings } from '../../domain/settings/mapping.ts'
import { possibleAccounts } from '../../domain/settlement/accounts.ts'
import { payoutsOf } from '../../domain/settlement/payout.ts'
import { settlementAccounts } from '../../domain/settlement/roles.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { BankPoll } from '../../ports/settle/bank.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import { hashOf } from '../plan/resolve-relation.ts'
import { postingOf } from '../post/posting-work.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import { isBeforeStart } from '../settle/load-check.ts'
import { keepReceipts, payoutSources } from './recognise-receipts.ts'
import { tellBank } from './tell-bank.ts'

/** Reads the bank where it is due, and recognises also what became known since without it. */
export async function watchBank(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, connection, settings, ports } = context
  const { connectionId } = connection
  const posting = postingOf(settings)
  if (posting === null) return
  const now = await ports.clock.now()
  const { poll, settlements, receipts } = await store.transaction(async (tx) => ({
    poll: await tx.bank.poll(connectionId),
    settlements: await tx.settlements.list(connectionId),
    receipts: await tx.bank.receipts(connectionId),
  }))
  const own = settlements.filter((one) => one.kind === 'settlement' && !isBeforeStart(one, settings))
  const [first] = own
  if (first === undefined) return
  const payouts = payoutsOf(payoutSources(settlements), receipts)
  const today = ports.calendar.localDate(now)
  const awaited = own.some(({ invoiceId }) => {
    const payout = payouts.get(invoiceId)
    return payout !== undefined && isAwaited(payout, today)
  })
  const isOpen = connection.ledgerRefusal === null && !(context.signal?.aborted ?? false)
  if (isOpen && isDue(poll, { now, revision: connection.revision, awaited }))
    await readBank(context, accounting, { posting, poll, first, now })
  await store.transaction(async (tx) => {
    const view = await keepReceipts(tx, { connectionId, settings, now })
    await tellBank(tx, context, { view, now })
  })
}

function isDue(poll: BankPoll | null, at: { now: Instant; revision: number; awaited: boolean }): boolean {
  // Other settings may count other lines.
  if (poll === null || poll.revision !== at.revision) return true
  return at.now - poll.readAt >= (at.awaited ? bankAwaitedEveryMs : bankEveryMs)
}

async function readBank(
  context: ConnectionContext,
  accounting: Accounting,
  at: { posting: SettlementSettings; poll: BankPoll | null; first: StoredSettlement; now: Instant },
): Promise<void> {
  const { store, connection, ports } = context
  const { connectionId, revision } = connection
  const { poll, first, now } = at
  const isSame = poll !== null && poll.revision === revision
  const since = isSame ? poll.readAt - ledgerClockMs : ports.calendar.startOfDay(first.issueDate)
  const answer = await whenAllowed(ports, () => accounting.bankDocumentsSince(since), context.signal)
  if (answer.kind !== 'ok') return
  const removed = await removedOnes(context, accounting, { since, found: answer.value })
  if (removed === null) return
  const isOurs = await ownPlaces(context, at.posting)
  const lines = answer.value.flatMap(({ lines: own, ...document }) =>
    own.map((line): BankLine => ({ ...document, ...line })).filter(isOurs),
  )
  await store.transaction(async (tx) => {
    const documents = [...answer.value, ...removed].map(keyOf)
    await tx.bank.saveLines(connectionId, documents, lines)
    await tx.bank.setPoll(connectionId, { readAt: now, revision, last: newest(answer.value, poll?.last ?? null) })
  })
}

function keyOf({ bookYearId, journalKey, number }: DeletedDocument): DeletedDocument {
  return { bookYearId, journalKey, number }
}

/** Asks for removed documents only where bank lines are known. @returns null: the ledger did not answer */
async function removedOnes(
  context: ConnectionContext,
  accounting: Accounting,
  at: { since: Instant; found: readonly BankDocument[] },
): Promise<DeletedDocument[] | null> {
  const { store, connection, ports } = context
  const known = await store.transaction((tx) => tx.bank.lines(connection.connectionId))
  const removed: DeletedDocument[] = []
  for (const bookYearId of new Set(known.map((line) => line.bookYearId))) {
    const answer = await whenAllowed(ports, () => accounting.deletedSince(bookYearId, 'bank', at.since), context.signal)
    if (answer.kind === 'ok') removed.push(...answer.value)
    else if (answer.kind !== 'notFound') return null
  }
  return removed
}

/** Lines of others' payments are not kept. */
async function ownPlaces(
  context: ConnectionContext,
  posting: SettlementSettings,
): Promise<(line: BankLine) => boolean> {
  const { store, connection, source } = context
  const supplierHash = hashOf(context, 'supplier', source.name)
  const known = await store.transaction((tx) => tx.bank.ownRelations(connection.connectionId, supplierHash))
  const ids = known.flatMap(({ relationId }) => (relationId === null ? [] : [relationId]))
  const relations = new Set([...ids, ...(posting.supplier === null ? [] : [posting.supplier])])
  const accounts = new Set(settlementAccounts.flatMap((role) => possibleAccounts(role, posting.accounts)))
  return ({ kind, target }) => (kind === 'A' ? accounts : relations).has(target)
}

function newest(found: readonly BankDocument[], before: BankPoll['last']): BankPoll['last'] {
  const all = [
    ...(before === null ? [] : [before]),
    ...found.map(({ journalKey, number, date }): { journal: string; number: number; date: LocalDate } => ({
      journal: journalKey,
      number,
      date,
    })),
  ]
  return all.toSorted((a, b) => (a.date === b.date ? a.number - b.number : a.date < b.date ? -1 : 1)).at(-1) ?? null
}
