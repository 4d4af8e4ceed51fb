import { z } from 'zod'
import { decideDocument } from '../../app/decide/decide-document.ts'
import { explainOrder } from '../../app/show/explain-order.ts'
import { listOrders, listVatSums, listVatSumsOf, meaningsOf, type SaleFilter } from '../../app/show/list-orders.ts'
import { csvPages, report, reportPages } from '../../app/show/report.ts'
import { retryDocuments } from '../../app/decide/retry.ts'
import { addDays, isDate } from '../../domain/calendar.ts'
import { verdicts } from '../../domain/document/verdict.ts'
import { explanationAnswer, ordersAnswer, retryAnswer, vatSumsAnswer } from '../answers.ts'
import { workbookOf, workbookRowsMax } from '../files/workbook.ts'
import { type Asked, bodyOf, companyOf, connectionOf, idOf, nameOf, Refused, type Route } from '../route.ts'

const classes = ['booked', 'waiting', 'blocked', 'skipped', 'inDoubt'] as const
const day = z.string().max(10).refine(isDate).nullable().catch(null)
const filter = z.strictObject({
  class: z.enum(classes).nullable().catch(null),
  from: day,
  to: day,
  search: z.string().max(100).catch(''),
  after: z.string().max(150).nullable().catch(null),
})
/** `basis=placed`: of the orders of the list, with all its filters; else of documents by their own date. */
function salesOf(asked: Asked, connectionId: string): SaleFilter | null {
  if (asked.context.req.query('basis') !== 'placed') return null
  const { after: _, search, ...rest } = filterOf(asked)
  return { ...rest, connectionId, search: meaningsOf(search) }
}

function rangeOf(asked: Asked, tenantId: string, connectionId: string): Parameters<typeof report>[1] {
  const sales = salesOf(asked, connectionId)
  const { from, to } = filterOf(asked)
  const range = { tenantIds: [tenantId], connectionId }
  return sales === null ? { ...range, from, to } : { ...range, from: null, to: null, orders: sales }
}

const basisQuery = {
  from: 'A date.',
  to: 'A date.',
  basis: '`placed`: of the orders of the list, by the day on which they were placed; else by date of the document.',
  class: 'With `basis=placed`, as in the list of orders.',
  search: 'With `basis=placed`, as in the list of orders.',
}
const verdictShape = z.strictObject({ verdict: z.enum(verdicts) })
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

/** Page by page, as fast as it is read. */
function streamOf(pages: AsyncIterable<string>) {
  const reading = pages[Symbol.asyncIterator]()
  const texts = new ReadableStream<string>(
    {
      async pull(controller) {
        const next = await reading.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await reading.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  return texts.pipeThrough(new TextEncoderStream())
}

export const orderRoutes = [
  {
    method: 'GET',
    path: '/connections/:connection/orders',
    needs: 'reader',
    about: 'Orders with their documents, newest first, fifty at a time.',
    query: {
      class: 'booked, waiting, blocked, skipped or inDoubt.',
      from: 'A date: placed on or after it.',
      to: 'A date: placed on or before it.',
      search:
        'A part of an order number, or of the title, EAN or reference of an article; a document number (V5 12) or an amount (25,50).',
      after: 'The `next` of the page before.',
    },
    answers: ordersAnswer,
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
    about: 'Sums by month and VAT code of what stands in the ledger.',
    query: { ...basisQuery, from: 'A date; default: three months ago, without `basis`.' },
    answers: vatSumsAnswer,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const sales = salesOf(asked, connectionId)
      if (sales !== null) return asked.context.json(await listVatSumsOf(asked.ports, company.tenantId, sales))
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
    about: 'One row per order, document and rate, as CSV.',
    query: basisQuery,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const pages = csvPages(reportPages(asked.ports, rangeOf(asked, company.tenantId, connectionId)))
      asked.context.header('content-type', 'text/csv; charset=utf-8')
      asked.context.header('content-disposition', 'attachment; filename="tentakel-rapport.csv"')
      return asked.context.body(streamOf(pages))
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/report.xlsx',
    needs: 'reader',
    about: 'The same as a workbook, with the sums; at most 100,000 rows.',
    query: basisQuery,
    async answer(asked) {
      const company = await companyOf(asked)
      const connectionId = await connectionOf(asked, company)
      const found = await report(asked.ports, rangeOf(asked, company.tenantId, connectionId))
      if (found.rows.length > workbookRowsMax) throw new Refused(409, [{ path: 'from', message: 'tooManyRows' }])
      asked.context.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      asked.context.header('content-disposition', 'attachment; filename="tentakel-rapport.xlsx"')
      return asked.context.body(await workbookOf(found))
    },
  },
  {
    /** Takes the user's decision on a document that waits for it. */
    method: 'POST',
    path: '/documents/:document/verdict',
    needs: 'member',
    about: "A person's verdict on a document that waits for him.",
    body: verdictShape,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const { verdict } = await bodyOf(asked, verdictShape)
      const documentId = idOf(asked, 'document')
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
    about: 'Why: the facts of an order, the rule of each line, its documents and every send of them.',
    answers: explanationAnswer,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const explanation = await explainOrder(asked.ports, [tenantId], asked.context.req.param('order') ?? '')
      if (explanation === null) throw new Refused(404)
      return asked.context.json(explanation)
    },
  },
  {
    method: 'POST',
    path: '/orders/:order/reread',
    needs: 'member',
    about: 'Reads the order with its shipments and returns from bol.com once more; it is planned anew after that.',
    answers: retryAnswer,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const orderId = asked.context.req.param('order') ?? ''
      const result = await retryDocuments(asked.ports, tenantId, { kind: 'order', orderId, reread: true })
      if (result.taken === 0) throw new Refused(404)
      return asked.context.json(result)
    },
  },
] as const satisfies readonly Route[]
