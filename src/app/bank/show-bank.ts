/** The bank's side of a settlement, as programs and users read it. Reads our own tables only. */
import { bankSplit } from '../../domain/bank/bank-split.ts'
import { lineName, optionText, type Misplaced, type Receipt } from '../../domain/bank/recognise.ts'
import { setOffLines } from '../../domain/bank/set-off.ts'
import { kindRow } from '../../domain/document/document-kinds.ts'
import { states } from '../../domain/document/document-states.ts'
import { addCents, type Cents } from '../../domain/money.ts'
import type { Instant } from '../../domain/calendar.ts'
import { roleInWords } from '../../domain/why/category-words.ts'
import type { AccountBalance } from '../../ports/settle/bank.ts'
import type { Language } from '../../domain/language.ts'
import type { SettlementSettings } from '../../domain/settings/mapping.ts'
import type { ShownLine } from '../../domain/settlement/clearing.ts'
import { toCents } from '../../domain/settlement/exact.ts'
import { payoutList } from '../../domain/settlement/payout.ts'
import { bankWords, spokenDay } from '../../domain/why/bank-words.ts'
import { amountText } from '../../domain/why/settlement-words.ts'
import type { StoredSettlement } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import { isBeforeStart, type CheckedSettlement, type Shared } from '../settle/load-check.ts'
import { shownLine } from '../settle/shown-documents.ts'
import { clearingAccount, payoutSources, type BankView } from './recognise-receipts.ts'

export interface ShownBankLine {
  journal: string
  number: number
  line: number
  date: string
  account: 'clearing' | 'split'
  /** The amount of the whole line, which may pay more than this settlement. */
  amountCents: Cents
}

/** In words, and its figures. `others`: documents of others on it. */
export interface ShownBalance {
  kind: 'A' | 'C' | 'S'
  target: number
  label: string
  /** The moment of the look-up. */
  at: string
  predictedCents: Cents
  ledgerCents: Cents
  others: { journal: string; number: number; cents: Cents }[]
  /** The account or relation, and the day: the text begins with them. */
  of: string
  text: string
}

export interface ShownBank {
  /** The line that pays this settlement; none: it was not seen. */
  bank: ShownBankLine[]
  /** Entries that set advertising off, booked or to be booked. */
  setOff: { invoice: string; documentDate: string; lines: ShownLine[] }[]
  /** The balance of the marketplace's debt account, after everything in this settlement and those before it. Debit positive. */
  clearingBalanceCents: Cents
  /** The message while the payout is expected; null: no payout is expected. */
  announcement: string | null
  /** A receipt on a place where it is not counted, and how to correct that. */
  misplaced: string | null
  /** The question to the user about a line of the bank. */
  bankQuestion: { line: string; journal: string; number: number; amountCents: Cents; options: string[] } | null
  /** The balances of the settlements' accounts, as the last look-up saw them. */
  balances: ShownBalance[]
  /** The payout to be split by hand; null: there is none, or it does not add up yet. */
  bankSplit: { totalCents: Cents; lines: ShownLine[] } | null
}

/** The line of one settlement, or of the settlement that one advertising invoice was held back from. */
export function bankLineOf(
  { receipts, settings }: Pick<Shared, 'receipts' | 'settings'>,
  invoiceId: string,
): ShownBankLine | null {
  const receipt = receipts.find(({ payouts }) => payouts.includes(invoiceId))
  if (receipt === undefined) return null
  const { journalKey, number, line, date, cents } = receipt
  const account = settings.settlement?.clearing === 'bankSplit' ? 'split' : 'clearing'
  return { journal: journalKey, number, line, date, account, amountCents: cents }
}

/** @param at.carried checks of the settlements whose payout is part of this one, itself last */
export function shownBank(
  shared: Shared,
  view: BankView,
  at: {
    settlement: StoredSettlement
    carried: CheckedSettlement[]
    balances: readonly ShownBalance[]
    language: Language
  },
): ShownBank {
  const { settlement, language } = at
  const { invoiceId } = settlement
  const line = bankLineOf(shared, invoiceId)
  const posting = shared.settings.settlement
  const misplaced = view.misplaced.find(({ payouts }) => payouts.includes(invoiceId))
  const question = view.questions.find(({ options }) => options.some(({ payouts }) => payouts.includes(invoiceId)))
  return {
    bank: line === null ? [] : [line],
    setOff: setOffsOf(shared, settlement),
    clearingBalanceCents: clearingBalance(shared, settlement),
    announcement: announcementOf(shared, settlement, language),
    misplaced: misplaced === undefined || posting === undefined ? null : misplacedText(misplaced, posting, language),
    bankQuestion:
      question === undefined
        ? null
        : {
            line: lineName(question),
            journal: question.journalKey,
            number: question.number,
            amountCents: question.cents,
            options: question.options.map(optionText),
          },
    balances: [...at.balances],
    bankSplit: splitOf(shared, at),
  }
}

function setOffsOf({ settings, receipts, all }: Shared, { invoiceId }: StoredSettlement): ShownBank['setOff'] {
  const { clearing, setOff } = settings.settlement ?? {}
  const receipt = receipts.find(({ payouts }) => payouts[0] === invoiceId)
  if (clearing !== 'settlementEntry' || setOff === 'off' || receipt === undefined) return []
  return receipt.advertising.flatMap((id) => {
    const ads = all.find((one) => one.invoiceId === id)
    if (ads === undefined) return []
    const documentDate = setOff === 'atIssue' ? ads.issueDate : receipt.date
    return [{ invoice: id, documentDate, lines: setOffLines(toCents(ads.totals.payable)) }]
  })
}

/** Returns the balance up to a settlement: the entries on the account, less the bank's receipts on it. */
function clearingBalance({ all, documents, receipts, settings }: Shared, settlement: StoredSettlement): Cents {
  const upTo = new Set(all.slice(0, all.findIndex((one) => one.invoiceId === settlement.invoiceId) + 1).map(idOf))
  // Advertising is held back from payouts, also where it was issued with the settlement itself.
  for (const one of all)
    if (one.kind === 'advertising' && one.issueDate <= settlement.issueDate) upTo.add(one.invoiceId)
  const isIn = ({ kind, businessKey, plan, progress }: StoredDocument): boolean =>
    states.inLedger.includes(progress.state) &&
    (kindRow(kind).settles === 'day'
      ? businessKey.slice(0, 10) <= settlement.periodTo
      : upTo.has(plan.settlement?.invoiceId ?? ''))
  const booked = documents.filter(isIn).map(onClearing)
  const received =
    settings.settlement?.clearing === 'bankSplit'
      ? []
      : receipts.filter(({ payouts }) => payouts.some((id) => upTo.has(id))).map(({ cents }: Receipt) => -cents)
  return addCents(...booked, ...received)
}

function idOf({ invoiceId }: StoredSettlement): string {
  return invoiceId
}

/** For an entry of later orders, its lines give the sum; for the others, the kept sum of the account itself. */
export function onClearing({ kind, plan }: StoredDocument): Cents {
  const { clearing, shown = [] } = plan.settlement ?? {}
  if (kindRow(kind).settles !== 'laterOrders') return clearing?.cents ?? 0
  return addCents(
    ...shown.filter((line) => line.kind === 'A' && line.account === 'clearing').map(({ amountCents }) => amountCents),
  )
}

export function announcementOf(
  { settings, payouts }: Shared,
  settlement: StoredSettlement,
  language: Language,
): string | null {
  const payout = payouts.get(settlement.invoiceId)
  const posting = settings.settlement
  if (isBeforeStart(settlement, settings)) return null
  const words = bankWords[language]
  if (payout?.status === 'owed') return words.owed(amountText(-payout.carriedCents, language))
  if (payout?.status !== 'expected' || posting?.active !== true) return null
  const { expectedCents, advertisingCents, earliest } = payout
  const text = (cents: Cents): string => amountText(cents, language)
  return words.announced({
    day: spokenDay(earliest, language),
    net: text(expectedCents),
    parts: advertisingCents === 0 ? '' : words.parts(text(expectedCents + advertisingCents), text(advertisingCents)),
    account: posting.clearing === 'bankSplit' ? null : clearingAccount(posting),
  })
}

function misplacedText(
  { kind, target, journalKey, number }: Misplaced,
  posting: SettlementSettings,
  language: Language,
): string {
  const words = bankWords[language]
  const stands = kind === 'A' ? words.account(target) : words.relation(target)
  return words.misplaced({ journal: journalKey, number, stands, account: clearingAccount(posting) })
}

function splitOf(
  { payouts, settings }: Shared,
  { settlement, carried }: { settlement: StoredSettlement; carried: CheckedSettlement[] },
): ShownBank['bankSplit'] {
  const payout = payouts.get(settlement.invoiceId)
  if (settings.settlement?.clearing !== 'bankSplit' || payout === undefined) return null
  if (payout.status !== 'expected' && payout.status !== 'received') return null
  const cleared = carried.map(({ check }) => check?.split ?? null)
  if (cleared.includes(null)) return null
  const lines = bankSplit({
    cleared: cleared.map((entry) => entry?.lines ?? []),
    advertisingCents: payout.advertisingCents,
    receivedCents: payout.expectedCents,
  })
  return lines === null ? null : { totalCents: payout.expectedCents, lines: lines.map(shownLine) }
}

/** Settlements before this one whose earnings or debts are part of its payout, the oldest first. */
export function carriedInto(
  { all, receipts }: Pick<Shared, 'all' | 'receipts' | 'settings'>,
  invoiceId: string,
): string[] {
  const list = payoutList(payoutSources(all), receipts)
  const at = list.findIndex((one) => one.invoiceId === invoiceId)
  let from = at
  while (from > 0 && list[from]?.payout.carriedInCents !== 0) from -= 1
  return at < 0 ? [] : list.slice(from, at).map((one) => one.invoiceId)
}

/** @param isoText how a moment is written */
export function shownBalances(
  balances: readonly AccountBalance[],
  language: Language,
  isoText: (at: Instant) => string,
): ShownBalance[] {
  const words = bankWords[language]
  return balances.map(({ readAt, ...balance }) => {
    const { kind, label, target, predictedCents, ledgerCents, others } = balance
    const at = isoText(readAt)
    const name =
      kind === 'A'
        ? `${roleInWords(label, language) ?? ''} ${target}`.trim()
        : kind === 'S'
          ? (roleInWords('supplier', language) ?? '')
          : `${roleInWords('customers', language) ?? ''} ${label}`.trim()
    const of = words.balanceOf({ name, day: spokenDay(at.slice(0, 10), language) })
    const text = words.balance({
      of,
      predicted: amountText(predictedCents, language),
      ledger: amountText(ledgerCents, language),
    })
    const foreign = others.map(({ journal, number, cents }) => `${journal} ${number}: ${amountText(cents, language)}`)
    const isEqual = predictedCents === ledgerCents
    return { ...balance, at, of, text: isEqual || foreign.length === 0 ? text : `${text} (${foreign.join(', ')})` }
  })
}
