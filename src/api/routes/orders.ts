import { z } from 'zod'
import { decideDocument } from '../../app/decide-document.ts'
import { explainOrder } from '../../app/explain-order.ts'
import { listOrders, listVatSums } from '../../app/list-orders.ts'
import { csvPages, reportPages } from '../../app/report.ts'
import { addDays, isDate } from '../../domain/calendar.ts'
import { verdicts } from '../../domain/verdict.ts'
import { bodyOf, companyOf, connectionOf, nameOf, Refused, type Asked, type Route } from '../route.ts'

const classes = ['booked', 'waiting', 'blocked', 'skipped', 'inDoubt'] as const
const day = z.string().refine(isDate).nullable().catch(null)
const filter = z.object({
  class: z.enum(classes).nullable().catch(null),
  from: day,
  to: day,
  search: z.string().max(100).catch(''),
  after: z.string().max(150).nullable().catch(null),
})
/** Without a range: the last three months. */
const sumDays = 92

function filterOf({ context }: Asked): z.output<typeof filter> {
  const read = (name: string): string | null => context.req.query(name) || null
  return filter.parse({
    class: read('class'),
    from: read('from'),
    to: read('to'),
    search: read('search') ?? '',
    after: read('after'),
  })
}

export const orderRoutes: Route[] = [
  {
    method: 'GET',
    path: '/connections/:connection/orders',
    needs: 'reader',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      return asked.context.json(await listOrders(asked.ports, company.tenantId, { ...filterOf(asked), connectionId }))
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/vat-sums',
    needs: 'reader',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const wanted = filterOf(asked)
      const to = wanted.to ?? asked.ports.calendar.localDate(await asked.ports.clock.now())
      const from = wanted.from ?? addDays(to, -sumDays)
      return asked.context.json(await listVatSums(asked.ports, company.tenantId, { connectionId, from, to }))
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/report.csv',
    needs: 'reader',
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const { from, to } = filterOf(asked)
      const pages = csvPages(reportPages(asked.ports, { tenantIds: [company.tenantId], connectionId, from, to }))
      asked.context.header('content-type', 'text/csv; charset=utf-8')
      asked.context.header('content-disposition', 'attachment; filename="tentakel-rapport.csv"')
      return asked.context.body(ReadableStream.from(pages).pipeThrough(new TextEncoderStream()))
    },
  },
  {
    /** A person's verdict on a document that waits for him. */
    method: 'POST',
    path: '/documents/:document/verdict',
    needs: 'member',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { verdict } = await bodyOf(asked, z.object({ verdict: z.enum(verdicts) }))
      const documentId = asked.context.req.param('document') ?? ''
      const decided = await decideDocument(asked.ports, tenantId, { documentId, verdict, by: nameOf(asked.visitor) })
      if (decided.kind === 'done') return asked.context.json({ state: decided.state })
      throw new Refused(decided.reason === 'unknownDocument' ? 404 : 409, [
        { path: 'verdict', message: decided.reason },
      ])
    },
  },
  {
    method: 'GET',
    path: '/orders/:order',
    needs: 'reader',
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const explanation = await explainOrder(asked.ports, [tenantId], asked.context.req.param('order') ?? '')
      if (explanation === null) throw new Refused(404)
      return asked.context.json(explanation)
    },
  },
]
