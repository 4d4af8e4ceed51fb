/** Tells people what keeps an invoice of the marketplace from being posted, and ends what no longer is so. */
import type { Instant } from '../../domain/calendar.ts'
import { isProblemCode, type ProblemCode } from '../../domain/problem/problem.ts'
import type { Missing } from '../../domain/settlement/purchase-lines.ts'
import type { Tx } from '../../ports/store.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import type { PostingState } from './posting-work.ts'

const prefix = 'posting:'

export interface PostingProblem {
  invoiceId: string
  code: ProblemCode
  params: Missing
}

/** @param at.problems of this run */
export async function tellPosting(
  tx: Tx,
  { connection }: ConnectionContext,
  at: { problems: PostingProblem[]; state: PostingState; now: Instant },
): Promise<void> {
  const { connectionId } = connection
  const { state, now } = at
  const wanted = [...at.problems, ...wrongOf(state)].map(({ invoiceId, code, params }): NewProblem => ({
    connectionId,
    code,
    subject: `${prefix}${invoiceId}`,
    orderId: null,
    documentId: null,
    params: { invoice: invoiceId, ...params },
  }))
  const open = await tx.problems.withPrefix(connectionId, prefix)
  for (const old of open) {
    const still = wanted.some((one) => one.subject === old.subject && one.code === old.code)
    if (!still && isProblemCode(old.code)) await tx.problems.endOwn(connectionId, [old.code], now, [old.subject])
  }
  const fresh = wanted.filter(
    (one) =>
      !open.some(
        (old) =>
          old.subject === one.subject &&
          old.code === one.code &&
          JSON.stringify(old.params) === JSON.stringify(one.params),
      ),
  )
  if (fresh.length > 0) await tx.problems.raise(fresh, now)
}

/** Returns a problem where the first document of its kind turned out wrong: all others wait. */
function wrongOf({ documents, proofs }: PostingState): PostingProblem[] {
  return proofs
    .filter(({ isRight }) => !isRight)
    .flatMap(({ what, documentId }) => {
      const document = documents.find((row) => row.documentId === documentId)
      const invoiceId = document?.plan.settlement?.invoiceId
      if (document === undefined) return []
      const params = { journal: document.journalKey, number: document.progress.number }
      return [
        {
          invoiceId: invoiceId ?? document.businessKey,
          code: what === 'entrySign' ? ('UIT-TEKEN' as const) : ('AANK-VERLEGD' as const),
          params,
        },
      ]
    })
}
