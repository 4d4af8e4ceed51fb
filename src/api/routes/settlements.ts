/** Settlements of the marketplace: the list, one of them, its questions, and both as a workbook. No call waits for the marketplace. */
import { z } from 'zod'
import { answerSettlement } from '../../app/settle/answer-settlement.ts'
import { newestSettlements, settlementYear } from '../../app/settle/settlement-year.ts'
import { showSettlement, type ShownCheck } from '../../app/settle/show-settlements.ts'
import { startAnswers } from '../../domain/settlement/purchase.ts'
import { answerRoles, vatAnswers } from '../../domain/settlement/roles.ts'
import { settlementPdf } from '../files/settlement-pdf.ts'
import { settlementWorkbook, yearWorkbook } from '../files/settlement-workbook.ts'
import { type Asked, bodyOf, companyOf, connectionOf, languageOf, nameOf, Refused, type Route } from '../route.ts'

const answerShape = z.strictObject({
  types: z.record(z.string().min(1).max(100), z.enum(answerRoles)).optional(),
  vat: z.union([z.enum(vatAnswers), z.record(z.string().min(1).max(100), z.enum(vatAnswers))]).optional(),
  start: z.enum(startAnswers).optional(),
  orders: z
    .record(z.string().min(1).max(100), z.union([z.literal('writeOff'), z.int().min(1).max(99_999_999)]))
    .optional(),
  receipt: z.string().min(1).max(500).optional(),
  leave: z.literal(true).optional(),
})
const fileTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const

async function yearOf(asked: Asked): ReturnType<typeof settlementYear> {
  const company = await companyOf(asked)
  const connectionId = await connectionOf(asked, company)
  const year = asked.context.req.query('year') ?? null
  return settlementYear(asked.ports, company.tenantId, { connectionId, year, language: languageOf(asked) })
}

async function settlementOf(asked: Asked): Promise<ShownCheck> {
  const { tenantId } = await companyOf(asked)
  const invoiceId = asked.context.req.param('settlement') ?? ''
  const found = await showSettlement(asked.ports, { tenantIds: [tenantId], invoiceId, language: languageOf(asked) })
  if (found === null) throw new Refused(404)
  return found
}

function workbook(asked: Asked, name: string, bytes: Uint8Array<ArrayBuffer>): Response {
  return download(asked, { name, as: 'xlsx', bytes })
}

function download(
  asked: Asked,
  { name, as, bytes }: { name: string; as: keyof typeof fileTypes; bytes: Uint8Array<ArrayBuffer> },
): Response {
  asked.context.header('content-type', fileTypes[as])
  asked.context.header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w-]/gu, '')}.${as}"`)
  return asked.context.body(bytes)
}

export const settlementRoutes = [
  {
    method: 'GET',
    path: '/settlements/newest',
    needs: 'reader',
    about: 'The newest settlement of each connection: state, payout, difference.',
    query: { language: 'nl, fr or en.' },
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      return asked.context.json(await newestSettlements(asked.ports, tenantId, languageOf(asked)))
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/settlements',
    needs: 'reader',
    about: 'Settlements that were issued in a year, the newest first.',
    query: { year: 'Four digits; default: the newest year with one.', language: 'nl, fr or en.' },
    async answer(asked) {
      return asked.context.json(await yearOf(asked))
    },
  },
  {
    method: 'GET',
    path: '/connections/:connection/settlements.xlsx',
    needs: 'reader',
    about: 'The settlements of a year as a workbook.',
    query: { year: 'Four digits.', language: 'nl, fr or en.' },
    async answer(asked) {
      const found = await yearOf(asked)
      const bytes = await yearWorkbook(found.settlements, languageOf(asked))
      return workbook(asked, `tentakel-${found.year ?? ''}`, bytes)
    },
  },
  {
    method: 'GET',
    path: '/settlements/:settlement',
    needs: 'reader',
    about: 'One settlement: its statement, its orders against the books, what it asks, and what would be booked of it.',
    query: { language: 'nl, fr or en.' },
    async answer(asked) {
      return asked.context.json(await settlementOf(asked))
    },
  },
  {
    method: 'POST',
    path: '/settlements/:settlement/answer',
    needs: 'member',
    about: 'Answers what it asks; remembered for this one and for all that come.',
    body: answerShape,
    async answer(asked) {
      const { tenantId } = await companyOf(asked)
      const given = await bodyOf(asked, answerShape)
      const { types = {}, vat = null, start = null, orders = {}, receipt = null, leave = false } = given
      const invoiceId = asked.context.req.param('settlement') ?? ''
      const result = await answerSettlement(asked.ports, [tenantId], {
        invoiceId,
        types,
        vat,
        start,
        orders,
        receipt,
        leave,
        by: nameOf(asked.visitor),
      })
      if (result.faults.some(({ path }) => path === 'id')) throw new Refused(404)
      if (!result.done) throw new Refused(409, result.faults)
      return asked.context.json({ done: true })
    },
  },
  {
    method: 'GET',
    path: '/settlements/:settlement/workbook',
    needs: 'reader',
    about: 'One settlement as a workbook: statement, orders, charges, and what would be booked.',
    query: { language: 'nl, fr or en.' },
    async answer(asked) {
      const found = await settlementOf(asked)
      return workbook(asked, `tentakel-${found.id}`, await settlementWorkbook(found, languageOf(asked)))
    },
  },
  {
    method: 'GET',
    path: '/settlements/:settlement/statement.pdf',
    needs: 'reader',
    about: 'The statement of one settlement as a PDF, with the orders that differ.',
    query: { language: 'nl, fr or en.' },
    async answer(asked) {
      const found = await settlementOf(asked)
      const { name } = await companyOf(asked)
      const day = asked.ports.calendar.localDate(await asked.ports.clock.now())
      const bytes = await settlementPdf(found, languageOf(asked), { day, company: name })
      return download(asked, { name: `tentakel-${found.id}`, as: 'pdf', bytes })
    },
  },
] as const satisfies readonly Route[]
