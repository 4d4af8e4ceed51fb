/** Tells people of payouts that the bank does not show, shows elsewhere, or shows in a way that only they understand. */
import type { Instant } from '../../domain/calendar.ts'
import { isOverdue } from '../../domain/bank/overdue.ts'
import { centsToText, type Cents } from '../../domain/money.ts'
import { isProblemCode } from '../../domain/problem/problem.ts'
import { payoutsOf } from '../../domain/settlement/payout.ts'
import type { Tx } from '../../ports/store.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { bankPrefix, isBeforeStart } from '../settle/load-check.ts'
import { clearingAccount, payoutSources, type BankView } from './recognise-receipts.ts'

export async function tellBank(
  tx: Tx,
  context: Pick<ConnectionContext, 'connection' | 'settings' | 'ports'>,
  { view, now }: { view: BankView; now: Instant },
): Promise<void> {
  const { connectionId } = context.connection
  const wanted = [...questionsOf(view), ...misplacedOf(context, view), ...overdueOf(context, view)].map(
    ({ invoice, code, params }): NewProblem => ({
      connectionId,
      code,
      subject: `${bankPrefix}${invoice}`,
      orderId: null,
      documentId: null,
      params: { invoice, ...params },
    }),
  )
  const open = await tx.problems.withPrefix(connectionId, bankPrefix)
  for (const old of open) {
    const still = wanted.some((one) => one.subject === old.subject && one.code === old.code)
    if (!still && isProblemCode(old.code)) await tx.problems.endOwn(connectionId, [old.code], now, [old.subject])
  }
  const isTold = (one: NewProblem): boolean =>
    open.some(
      (old) =>
        old.subject === one.subject &&
        old.code === one.code &&
        JSON.stringify(old.params) === JSON.stringify(one.params),
    )
  const fresh = wanted.filter((one) => !isTold(one))
  if (fresh.length > 0) await tx.problems.raise(fresh, now)
}

type Told = { invoice: string; code: NewProblem['code']; params: NewProblem['params'] }

function questionsOf({ questions }: BankView): Told[] {
  return questions.flatMap(({ journalKey, number, cents, options }) => {
    const invoice = options[0]?.payouts[0]
    const params = { journal: journalKey, number, amount: euro(cents), options: options.length }
    return invoice === undefined ? [] : [{ invoice, code: 'UIT-VERREKEND' as const, params }]
  })
}

function misplacedOf({ settings }: Pick<ConnectionContext, 'settings'>, { misplaced }: BankView): Told[] {
  const { settlement } = settings
  const wanted = settlement === undefined ? null : clearingAccount(settlement)
  return misplaced.flatMap(({ journalKey, number, cents, kind, target, payouts }) => {
    const [invoice] = payouts
    const stands = kind === 'A' ? { account: target } : { relation: target }
    const params = { journal: journalKey, number, amount: euro(cents), ...stands, wanted }
    return invoice === undefined ? [] : [{ invoice, code: 'UIT-PLAATS' as const, params }]
  })
}

function overdueOf({ settings, ports }: Pick<ConnectionContext, 'settings' | 'ports'>, view: BankView): Told[] {
  const { poll, settlements } = view
  const payouts = payoutsOf(payoutSources(settlements), view.receipts)
  const readOn = poll === null ? null : ports.calendar.localDate(poll.readAt)
  // A payout that was seen elsewhere, or that a question is open about, is reported as that.
  const told = new Set(
    [...view.misplaced, ...view.questions.flatMap(({ options }) => options)].flatMap((one) => one.payouts),
  )
  return settlements
    .filter((one) => !isBeforeStart(one, settings) && !view.elsewhere.has(one.invoiceId) && !told.has(one.invoiceId))
    .flatMap(({ invoiceId }) => {
      const payout = payouts.get(invoiceId)
      if (payout === undefined || !isOverdue(payout, readOn)) return []
      const { last = null } = poll ?? {}
      const seen = last === null ? {} : { journal: last.journal, number: last.number, day: last.date }
      const params = { amount: euro(payout.expectedCents), expected: payout.earliest, ...seen }
      return [{ invoice: invoiceId, code: 'UIT-BANK' as const, params }]
    })
}

function euro(value: Cents): string {
  return centsToText(value).replace('.', ',')
}
