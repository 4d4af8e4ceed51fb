import { z } from 'zod'
import { listProblems } from '../../app/show/list-problems.ts'
import { retryDocuments, type RetrySelection } from '../../app/decide/retry.ts'
import { skipOrder } from '../../app/decide/skip.ts'
import { problemsAnswer, retryAnswer, skipAnswer } from '../answers.ts'
import { bodyOf, companyOf, languageOf, Refused, type Route } from '../route.ts'

/** The number of orders named on the screen; their count is given beside them. */
const ordersShownMax = 100
const text = z.string().min(1).max(200)
const retryShape = z.union([
  z.strictObject({ order: text }),
  z.strictObject({ problem: text }),
  z.strictObject({ all: z.literal(true) }),
])
const skipShape = z.strictObject({ order: text, reason: z.string().max(500) })

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
      const scope = {
        tenantIds: [tenantId],
        connectionId: null,
        language: languageOf(asked),
        ordersMax: ordersShownMax,
      }
      return asked.context.json(await listProblems(asked.ports, scope))
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
      const selection: RetrySelection =
        'order' in body
          ? { kind: 'order', orderId: body.order }
          : 'problem' in body
            ? { kind: 'problem', code: body.problem }
            : { kind: 'all' }
      const { taken, notTaken } = await retryDocuments(asked.ports, tenantId, selection)
      return asked.context.json({ taken, notTaken: notTaken.filter((row) => row.reason !== 'nothingFound') })
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
      const { order, reason } = await bodyOf(asked, skipShape)
      const result = await skipOrder(asked.ports, tenantId, null, { orderId: order, reason })
      if (!result.done) throw new Refused(409, result.faults)
      return asked.context.json(result)
    },
  },
] as const satisfies readonly Route[]
