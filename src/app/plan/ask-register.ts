/**
 * Asks the EU's register for the VAT numbers on which a decision hangs, before these orders are planned. No order waits for
 * another one's answer, and silence is never taken for a "no".
 */
import type { RegisterAnswer } from '../../domain/order/buyer.ts'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { registerNeed, type RegisterNeed } from '../../domain/plan/plan-line.ts'
import { answerNow, nextQuestionAt, noHistory, planAgainAt } from '../../domain/vat/register.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import type { Tx } from '../../ports/store.ts'
import { openBuyer } from '../privacy/buyer-data.ts'
import { vatNumberOf } from './buyer-vat.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { sideProblem } from '../run/connection-refusal.ts'
import { endProblems } from '../run/problem-ends.ts'
import { inParallel } from '../run/when-allowed.ts'

/** The register is shared by all of Europe. */
const questionsAtOnce = 2

export async function askRegister(context: ConnectionContext, orders: StoredOrder[]): Promise<void> {
  const { store, ports } = context
  const today = ports.calendar.localDate(await ports.clock.now())
  const numbers = new Map<string, { number: string; mayWait: boolean }>()
  for (const stored of orders) {
    const asked = numberInQuestion(context, stored, today)
    if (asked === null || asked.number === null) continue
    const hash = numberHash(context, asked.number)
    const mayWait = asked.need === 'needed' || numbers.get(hash)?.mayWait === true
    numbers.set(hash, { number: asked.number, mayWait })
  }
  if (numbers.size === 0) return
  const now = await ports.clock.now()
  const due = await store.transaction(async (tx) => {
    const hashes: string[] = []
    for (const hash of numbers.keys()) {
      const next = nextQuestionAt(await tx.vatChecks.history(hash), now)
      if (next !== null && next <= now) hashes.push(hash)
    }
    return hashes
  })
  let silent = false
  await inParallel(due, questionsAtOnce, async (hash) => {
    const { number, mayWait } = numbers.get(hash) as { number: string; mayWait: boolean }
    // Orders that do not wait for the answer are not held up by a register that is down.
    if (silent && !mayWait) return
    if (!(await askOne(context, hash, number))) silent = true
  })
}

/** @returns whether the register answered */
async function askOne(context: ConnectionContext, hash: string, number: string): Promise<boolean> {
  const { ports, settings, store } = context
  const requester = settings.seller.vatNumbers[settings.seller.country] ?? null
  const reply = await ports.vatRegister.check({ number, requester })
  const askedAt = await ports.clock.now()
  await store.transaction(async (tx) => {
    await tx.vatChecks.save({
      numberHash: hash,
      requester,
      askedAt,
      answer: reply.kind,
      consultation: reply.kind === 'unavailable' ? null : reply.consultation,
      detail: reply.kind === 'unavailable' ? reply.detail : null,
    })
    const lasting = reply.kind === 'unavailable' && reply.lasting ? reply.detail : null
    if (lasting !== null)
      await tx.problems.raise([sideProblem(context, 'BTW-VIES-VERBINDING', { detail: lasting })], askedAt)
    else await endProblems(tx, context.connection.connectionId, 'registerAnswered', { now: askedAt })
  })
  return reply.kind !== 'unavailable'
}

/** Returns the number and how far the decision depends on it; null where it does not. `number` null: the buyer's data was deleted. */
function numberInQuestion(
  context: ConnectionContext,
  stored: StoredOrder,
  today: LocalDate,
): { number: string | null; need: RegisterNeed } | null {
  const { order } = stored
  if (order === null || !order.buyer.hasVatNumber || !order.buyer.vatNumberValid) return null
  const need = registerNeed({ source: context.source, order, settings: context.settings }, order.placedOn ?? today)
  if (need === 'no') return null
  const buyer = openBuyer(context, stored.orderId, stored.buyerSealed)
  return { number: buyer === null ? null : vatNumberOf(buyer), need }
}

function numberHash(context: ConnectionContext, number: string): string {
  return context.ports.secrets.fingerprint(`vat:${number}`, `${context.tenantId}|register`)
}

export interface KnownAnswer {
  answer: RegisterAnswer
  /** When the order is to be planned again, while it waits for the register. */
  planAgainAt: Instant
}

/**
 * Returns the register's answer that counts for this order; null where no decision depends on it. Where the buyer's number was deleted, the
 * answer is `gaveUp`.
 */
export async function registerAnswer(
  tx: Tx,
  context: ConnectionContext,
  stored: StoredOrder,
  now: Instant,
): Promise<KnownAnswer | null> {
  const asked = numberInQuestion(context, stored, context.ports.calendar.localDate(now))
  if (asked === null) return null
  if (asked.number === null) return asked.need === 'needed' ? { answer: 'gaveUp', planAgainAt: now } : null
  const history = (await tx.vatChecks.history(numberHash(context, asked.number))) ?? noHistory
  const at = { now, since: stored.firstSeenAt }
  return { answer: answerNow(history, at), planAgainAt: planAgainAt(history, at) }
}
