/** Decides which lines of the bank are payouts, from the bank's lines, the settlements and the user's answers. Makes no call. */
import {
  lineName,
  recognise,
  type BankLine,
  type Misplaced,
  type Receipt,
  type ReceiptQuestion,
} from '../../domain/bank/recognise.ts'
import { addCents } from '../../domain/money.ts'
import type { SettlementSettings, Settings } from '../../domain/settings/mapping.ts'
import { possibleAccounts } from '../../domain/settlement/accounts.ts'
import { toCents } from '../../domain/settlement/exact.ts'
import type { PayoutSource } from '../../domain/settlement/payout.ts'
import type { BankPoll } from '../../ports/settle/bank.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import { isBeforeStart } from '../settle/load-check.ts'
import type { Tx } from '../../ports/store.ts'

/** The bank's side of one connection, as far as the bank was read. */
export interface BankView {
  poll: BankPoll | null
  settlements: StoredSettlement[]
  /** Valid ones, new and old. */
  receipts: Receipt[]
  fresh: Receipt[]
  questions: ReceiptQuestion[]
  misplaced: Misplaced[]
  /** Receipts whose line was removed or replaced. */
  lost: Receipt[]
  /** Settlements whose payout the user saw elsewhere. */
  elsewhere: ReadonlySet<string>
}

export const seenElsewhere = 'elsewhere'

export function payoutSources(settlements: readonly StoredSettlement[], settings?: Settings): PayoutSource[] {
  return settlements.map((one) => ({
    ...one,
    payableCents: toCents(one.totals.payable),
    isPast: settings !== undefined && isBeforeStart(one, settings),
  }))
}

export function clearingAccount({ accounts }: SettlementSettings): number {
  return possibleAccounts('clearing', accounts)[0] ?? 0
}

export async function viewBank(tx: Tx, at: { connectionId: string; settings: Settings }): Promise<BankView> {
  const { connectionId } = at
  const { settlement } = at.settings
  const [poll, lines, kept, others, settlements, answers] = await Promise.all([
    tx.bank.poll(connectionId),
    tx.bank.lines(connectionId),
    tx.bank.receipts(connectionId),
    tx.bank.takenByOthers(connectionId),
    tx.settlements.list(connectionId),
    tx.settlements.answers(connectionId),
  ])
  const taken = new Set(others.map(lineName))
  const { right, elsewhere } = sortedLines(
    lines.filter((line) => !taken.has(lineName(line))),
    settlement,
  )
  const stands = new Map(right.map((line) => [lineName(line), line]))
  const isValid = (receipt: Receipt): boolean => stands.get(lineName(receipt))?.cents === receipt.cents
  const said = answers.filter(({ about }) => about === 'receipt')
  const receipts = kept.filter(isValid)
  const found = recognise({
    invoices: payoutSources(settlements, at.settings),
    right,
    elsewhere,
    receipts,
    answers: new Map(said.map(({ subject, answer }) => [subject, answer])),
  })
  const seen = new Set(said.filter(({ answer }) => answer === seenElsewhere).map(({ subject }) => subject))
  return {
    poll,
    settlements,
    receipts: [...receipts, ...found.receipts],
    fresh: found.receipts,
    questions: found.questions,
    // Corrected by an entry of the bookkeeper's own, which only the user knows.
    misplaced: found.misplaced.filter(({ payouts }) => !payouts.some((invoiceId) => seen.has(invoiceId))),
    lost: kept.filter((receipt) => !isValid(receipt)),
    elsewhere: seen,
  }
}

/** Where a payout is split over relations by hand, all lines of its document are one receipt. */
function sortedLines(
  lines: readonly BankLine[],
  settlement: SettlementSettings | undefined,
): { right: BankLine[]; elsewhere: BankLine[] } {
  if (settlement?.clearing === 'bankSplit') {
    const documents = Map.groupBy(
      lines,
      ({ bookYearId, journalKey, number }) => `${bookYearId}|${journalKey}|${number}`,
    )
    const whole = [...documents.values()].flatMap((own) => {
      const [first, ...rest] = own.filter(({ kind }) => kind !== 'A')
      return first === undefined ? [] : [{ ...first, cents: addCents(first.cents, ...rest.map(({ cents }) => cents)) }]
    })
    return { right: whole, elsewhere: lines.filter(({ kind }) => kind === 'A') }
  }
  const account = settlement === undefined ? 0 : clearingAccount(settlement)
  const isRight = ({ kind, target }: BankLine): boolean => kind === 'A' && target === account
  return { right: lines.filter(isRight), elsewhere: lines.filter((line) => !isRight(line)) }
}

/** Keeps the receipts recognised now; later ones are compared with them. */
export async function keepReceipts(
  tx: Tx,
  at: { connectionId: string; settings: Settings; now: number },
): Promise<BankView> {
  const view = await viewBank(tx, at)
  await tx.bank.dropReceipts(at.connectionId, view.lost)
  await tx.bank.saveReceipts(at.connectionId, view.fresh, at.now)
  return view
}
