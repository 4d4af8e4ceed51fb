import { z } from 'zod'
import { showProblems } from '../../app/show/list-problems.ts'
import { retryDocuments, type RetryResult, type RetrySelection } from '../../app/decide/retry.ts'
import { retryOrders, skipOrders } from '../../app/decide/decide-several.ts'
import { problemsAnswer, retryAnswer, skipAnswer } from '../answers.ts'
import { bodyOf, companyOf, languageOf, Refused, type Route } from '../route.ts'

/** The number of orders named on the screen; their count is given beside them. */
const ordersShownMax = 100
const text = z.string().min(1).max(200)
const chosenOrders = z.array(text).min(1).max(ordersShownMax)
const retryShape = z.union([
  z.strictObject({ order: text }),
  z.strictObject({ orders: chosenOrders }),
  z.strictObject({ problem: text }),
  z.strictObject({ all: z.literal(true) }),
])
const reason = z.string().max(500)
const skipShape = z.union([z.strictObject({ order: text, reason }), z.strictObject({ orders: chosenOrders, reason })])

function tried({ taken, notTaken }: RetryResult): RetryResult {
  return { taken, notTaken: notTaken.filter(({ reason }) => reason !== 'nothingFound') }
}

export const problemRoutes = [
  {
    method: 'GET',
    path: '/problems',
    needs: 'reader',
    about: 'Open problems, one entry per cause and connection, with what to do.',
    query: { language: 'nl, fr or en.' },
    answers: problemsAnswer,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const scope = { tenantId, language: languageOf(asked), ordersMax: ordersShownMax }
      return asked.context.json(await showProblems(asked.ports, scope))
    },
  },
  {
    method: 'POST',
    path: '/retry',
    needs: 'member',
    about: 'Verwerk: tries again, safely; sends nothing by itself.',
    body: retryShape,
    answers: retryAnswer,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const body = await bodyOf(asked, retryShape)
      if ('orders' in body) return asked.context.json(tried(await retryOrders(asked.ports, tenantId, body.orders)))
      const selection: RetrySelection =
        'order' in body
          ? { kind: 'order', orderId: body.order }
          : 'problem' in body
            ? { kind: 'problem', code: body.problem }
            : { kind: 'all' }
      return asked.context.json(tried(await retryDocuments(asked.ports, tenantId, selection)))
    },
  },
  {
    method: 'POST',
    path: '/skip',
    needs: 'member',
    about: 'Niet boeken: remembered for good, with a reason.',
    body: skipShape,
    answers: skipAnswer,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const body = await bodyOf(asked, skipShape)
      const orderIds = 'orders' in body ? body.orders : [body.order]
      const result = await skipOrders(asked.ports, tenantId, { orderIds, reason: body.reason })
      if ('faults' in result) throw new Refused(409, result.faults)
      const faults = result.notSkipped.map(({ message }) => ({ path: 'order', message }))
      // One order is skipped or refused; of several, the answer says which were.
      if ('order' in body && faults.length > 0) throw new Refused(409, faults)
      return asked.context.json({ done: faults.length === 0, skipped: result.skipped, faults })
    },
  },
] as const satisfies readonly Route[]
