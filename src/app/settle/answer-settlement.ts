/** A person's answer to what a settlement asks. It is remembered, for this settlement and all that come. */
import { lineName, optionText } from '../../domain/bank/recognise.ts'
import { closes, isNotInBooks, openCentsOf, type CheckedOrder } from '../../domain/settlement/check-order.ts'
import { orderAnswerText, type OrderAnswer } from '../../domain/settlement/supplement.ts'
import { answerRoles, vatName } from '../../domain/settlement/roles.ts'
import { startAnswers, type Question } from '../../domain/settlement/purchase.ts'
import type { Payout } from '../../domain/settlement/payout.ts'
import { keepReceipts, seenElsewhere, viewBank, type BankView } from '../bank/recognise-receipts.ts'
import { tellBank } from '../bank/tell-bank.ts'
import type { Ports } from '../run/ports.ts'
import { loadCheck, loadShared } from './load-check.ts'
import { tellAll } from './tell-settlements.ts'

export interface AnswerWish {
  invoiceId: string
  /** The role of each type of charge. */
  types: Record<string, string>
  /** VAT that was not expected, by its name (`S21`): as Belgian VAT, or as a part of the cost. One answer: for all that is asked. */
  vat: string | Record<string, string> | null
  /** Whether a settlement that begins before the first day is booked: `book`, `leave`. */
  start?: string | null
  /** For each order that differs: `writeOff`, or the account on which the order is booked. */
  orders?: Record<string, 'writeOff' | number>
  /**
   * The bank line that pays the settlement, as the question offers it; or `elsewhere`: the user saw the payout in a place where we do not
   * look.
   */
  receipt?: string | null
  /** It was booked before the marketplace changed it, and the books stay as they are. */
  leave?: boolean
  by: string
}

export interface AnswerResult {
  done: boolean
  faults: { path: string; message: string }[]
}

export async function answerSettlement(ports: Ports, tenantIds: string[], wish: AnswerWish): Promise<AnswerResult> {
  const now = await ports.clock.now()
  for (const tenantId of tenantIds) {
    const result = await ports.store.forTenant(tenantId).transaction(async (tx): Promise<AnswerResult | null> => {
      for (const connection of await tx.connections.list()) {
        const { connectionId, revision, state } = connection
        if (state === 'removed') continue
        const settings = await tx.connections.settings(connectionId, revision)
        const shared = await loadShared(tx, connectionId, settings)
        const settlement = shared.all.find((one) => one.invoiceId === wish.invoiceId)
        if (settlement === undefined) continue
        const { check, payout, isChanged } = await loadCheck(tx, shared, settlement)
        const orders = orderAnswersIn(wish, check?.orders ?? [])
        const bank = { connectionId, settings, now }
        const receipt = receiptAnswerIn(wish, await viewBank(tx, bank), payout)
        const left = wish.leave === true && !isChanged ? [{ path: 'leave', message: 'was not changed' }] : []
        const faults = [...faultsOf(wish, check?.questions ?? []), ...orders.faults, ...receipt.faults, ...left]
        if (faults.length > 0) return { done: false, faults }
        const given = { at: now, by: wish.by }
        if (wish.leave === true) {
          const answer = String(settlement.version)
          await tx.settlements.answer(connectionId, { about: 'version', subject: wish.invoiceId, answer, ...given })
        }
        for (const one of receipt.answers)
          await tx.settlements.answer(connectionId, { about: 'receipt', ...one, ...given })
        for (const [subject, answer] of Object.entries(wish.types))
          await tx.settlements.answer(connectionId, { about: 'type', subject, answer, ...given })
        for (const [subject, answer] of vatAnswersIn(wish, check?.questions ?? []))
          await tx.settlements.answer(connectionId, { about: 'vat', subject, answer, ...given })
        if (wish.start != null)
          await tx.settlements.answer(connectionId, {
            about: 'start',
            subject: wish.invoiceId,
            answer: wish.start,
            ...given,
          })
        for (const [subject, answer] of orders.answers)
          await tx.settlements.answer(connectionId, {
            about: 'order',
            subject,
            answer: orderAnswerText(answer),
            ...given,
          })
        await tx.schedule.ask([connectionId], now)
        await tellAll(tx, { connectionId, settings, now, today: ports.calendar.localDate(now) })
        if (receipt.answers.length > 0)
          await tellBank(tx, { connection, settings, ports }, { view: await keepReceipts(tx, bank), now })
        return { done: true, faults: [] }
      }
      return null
    })
    if (result !== null) return result
  }
  return { done: false, faults: [{ path: 'id', message: `No settlement ${wish.invoiceId} is known.` }] }
}

/** Only what was asked can be answered: a mistyped name would be remembered for nothing. */
function faultsOf(wish: AnswerWish, questions: Question[]): AnswerResult['faults'] {
  const { types, vat, start = null, orders = {}, receipt = null, leave = false } = wish
  const asked = questions.flatMap((question) => (question.kind === 'type' ? [question.type] : []))
  const ofTypes = Object.entries(types).flatMap(([type, role]) => {
    const path = `types.${type}`
    if (!asked.includes(type)) return [{ path, message: 'is not asked' }]
    return (answerRoles as readonly string[]).includes(role)
      ? []
      : [{ path, message: `must be one of ${answerRoles.join(', ')}` }]
  })
  const chosen = (path: string, answer: string, offered: readonly string[] | null): AnswerResult['faults'] => {
    if (offered === null) return [{ path, message: 'is not asked' }]
    if (offered.includes(answer)) return []
    const message = offered.length === 0 ? 'only another invoice ends it' : `must be one of ${offered.join(', ')}`
    return [{ path, message }]
  }
  const vats = vatQuestions(questions)
  const ofVat =
    typeof vat === 'string' && vats.length === 0
      ? chosen('vat', vat, null)
      : vatAnswersIn(wish, questions).flatMap(([name, answer]) => {
          const question = vats.find((one) => vatName(one) === name)
          return chosen(typeof vat === 'string' ? 'vat' : `vat.${name}`, answer, question?.answers ?? null)
        })
  const asksStart = questions.some(({ kind }) => kind === 'start')
  const ofStart = start === null ? [] : chosen('start', start, asksStart ? startAnswers : null)
  const named = Object.keys({ ...types, ...orders }).length
  const hasVat = typeof vat === 'string' || Object.keys(vat ?? {}).length > 0
  const none = named === 0 && !hasVat && start === null && receipt === null && !leave
  if (none) return [{ path: '', message: 'nothing was answered' }]
  return [...ofTypes, ...ofVat, ...ofStart]
}

type VatQuestion = Extract<Question, { kind: 'vat' }>

function vatQuestions(questions: Question[]): VatQuestion[] {
  return questions.filter((question) => question.kind === 'vat')
}

/** Returns each VAT with its answer; one answer without a name goes to all that is asked. */
function vatAnswersIn({ vat }: AnswerWish, questions: Question[]): [name: string, answer: string][] {
  if (typeof vat === 'string') return vatQuestions(questions).map((question) => [vatName(question), vat])
  return Object.entries(vat ?? {})
}

const accountMax = 99_999_999

/** A write-off is about what differs now; an account is for what is not in the books at all. */
function orderAnswersIn(
  { orders = {} }: AnswerWish,
  checked: readonly CheckedOrder[],
): { answers: [string, OrderAnswer][]; faults: AnswerResult['faults'] } {
  const answers: [string, OrderAnswer][] = []
  const faults: AnswerResult['faults'] = []
  for (const [orderId, wish] of Object.entries(orders)) {
    const path = `orders.${orderId}`
    const order = checked.find((one) => one.orderId === orderId)
    const open = (order?.reasons ?? []).filter(({ category }) => !closes(category))
    const isAbsent = open.every(({ category }) => isNotInBooks(category))
    if (order === undefined || open.length === 0) faults.push({ path, message: 'does not differ' })
    else if (wish === 'writeOff' && isAbsent) faults.push({ path, message: 'is not in the books: name its account' })
    else if (wish === 'writeOff') answers.push([orderId, { kind: 'writeOff', cents: openCentsOf(order) }])
    else if (!isAbsent) faults.push({ path, message: 'is in the books: it can only be written off' })
    else if (!Number.isSafeInteger(wish) || wish < 1 || wish > accountMax)
      faults.push({ path, message: 'must be an account number, or writeOff' })
    else answers.push([orderId, { kind: 'account', account: wish }])
  }
  return { answers, faults }
}

function receiptAnswerIn(
  { invoiceId, receipt = null }: AnswerWish,
  { questions, receipts }: BankView,
  payout: Payout | null,
): { answers: { subject: string; answer: string }[]; faults: AnswerResult['faults'] } {
  const path = 'receipt'
  if (receipt === null) return { answers: [], faults: [] }
  const isPaid = receipts.some(({ payouts }) => payouts.includes(invoiceId))
  if (receipt === seenElsewhere)
    return payout?.status === 'expected' && !isPaid
      ? { answers: [{ subject: invoiceId, answer: seenElsewhere }], faults: [] }
      : { answers: [], faults: [{ path, message: 'is not expected' }] }
  const asked = questions.find(({ options }) => options.some(({ payouts }) => payouts.includes(invoiceId)))
  if (asked === undefined) return { answers: [], faults: [{ path, message: 'is not asked' }] }
  const options = asked.options.map(optionText)
  return options.includes(receipt)
    ? { answers: [{ subject: lineName(asked), answer: receipt }], faults: [] }
    : { answers: [], faults: [{ path, message: `must be one of ${options.join(', ')}` }] }
}
