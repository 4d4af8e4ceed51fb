/** The user's decisions about booked orders and returns, and about orders that are to leave the books again. */
import { z } from 'zod'
import { decideReturn } from '../../app/decide/decide-return.ts'
import { previewUndo, undoOrders, type UndoSelection } from '../../app/decide/undo.ts'
import { packed } from '../../domain/message/message.ts'
import { isDate } from '../../domain/calendar.ts'
import { returnChoices } from '../../domain/order/return-choice.ts'
import { undoAnswer } from '../answers.ts'
import { bodyOf, companyOf, connectionOf, nameOf, Refused, type Route } from '../route.ts'

const text = z.string().trim().min(1).max(200)
const day = z.string().max(10).refine(isDate, 'no date')
const selection = z.union([
  z.strictObject({ order: text }),
  z.strictObject({ document: text }),
  z
    .strictObject({ from: day, to: day })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: packed('beforeFrom') }),
])
const decision = z.strictObject({ choice: z.enum(returnChoices), item: text.optional() })
const undo = z.strictObject({
  selection,
  /** Without it, only what would happen is counted. */
  reason: z.string().trim().min(1).max(500).optional(),
})

export const decisionRoutes = [
  {
    method: 'POST',
    path: '/returns/:return/decision',
    needs: 'member',
    about: "A person's decision on a return that waits for it.",
    body: decision,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { choice, item } = await bodyOf(asked, decision)
      const decided = await decideReturn(asked.ports, tenantId, {
        returnId: asked.context.req.param('return') ?? '',
        choice,
        ...(item === undefined ? {} : { orderItemId: item }),
        by: nameOf(asked.visitor),
      })
      if (decided.kind === 'done') return asked.context.json({ done: true })
      throw new Refused(decided.reason === 'unknownReturn' ? 404 : 409, [{ path: 'choice', message: decided.reason }])
    },
  },
  {
    method: 'POST',
    path: '/connections/:connection/undo',
    needs: 'member',
    about: 'Counts what would be taken out of the books, and with a reason does it: what was sent gets a credit.',
    body: undo,
    answers: undoAnswer,
    async answer(asked) {
      const company = await companyOf(asked)
      const at = { tenantId: company.tenantId, connectionId: await connectionOf(asked, company) }
      const { selection: wanted, reason } = await bodyOf(asked, undo)
      const chosen = selectionOf(wanted)
      const preview = await previewUndo(asked.ports, at, chosen)
      const undone = reason === undefined ? 0 : await undoOrders(asked.ports, at, { selection: chosen, reason })
      return asked.context.json({ ...preview, done: reason !== undefined, undone })
    },
  },
] as const satisfies readonly Route[]

function selectionOf(wanted: z.infer<typeof selection>): UndoSelection {
  if ('order' in wanted) return { kind: 'order', orderId: wanted.order }
  if ('document' in wanted) return { kind: 'document', id: wanted.document }
  return { kind: 'period', ...wanted }
}
