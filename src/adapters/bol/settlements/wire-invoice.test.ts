/** Rows of the list of invoices: a bad one, and a list of another shape. */
import { expect, it } from 'vitest'
import { createHash } from 'node:crypto'
import type { Calendar } from '../../../ports/clock.ts'
import { servedInvoice } from '../../../../sandbox/bol/settlement-answers.ts'
import { readInvoiceList } from './wire-invoice.ts'

const calendar = { localDate: (at: number) => new Date(at + 7_200_000).toISOString().slice(0, 10) } as Calendar
const context = { calendar, hash: (text: string) => createHash('sha256').update(text).digest('hex') }

function row(invoiceId: string): Record<string, unknown> {
  return servedInvoice({
    invoiceId,
    invoiceType: 'ALL_IN_ONE',
    issueDate: '2026-09-01',
    from: '2026-08-01',
    to: '2026-08-31',
    seller: { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId: '1234567' },
    lines: [{ type: 'COMMISSION', category: 'K', percent: 0, amount: 6 }],
  }).list
}

it('a row of an unknown kind holds itself alone', () => {
  const odd = { ...row('3990000000002'), invoiceType: 'SOMETHING_NEW' }
  const read = readInvoiceList([row('3990000000001'), odd, row('3990000000003')], context)
  expect(read.listed.map(({ invoiceId }) => invoiceId)).toEqual(['3990000000001', '3990000000003'])
  expect(read.bad).toMatchObject([{ key: '3990000000002', named: true, fault: 'invoices.invoiceType' }])
})

it('a list without one row that has as much as a number is no list; its only invoice may be a bad one', () => {
  expect(() => readInvoiceList([{ name: '1' }, {}], context)).toThrow('invoices.invoiceId')
  const odd = { ...row('3990000000002'), issueDate: 'yesterday' }
  expect(readInvoiceList([odd], context)).toMatchObject({ listed: [], bad: [{ key: '3990000000002' }] })
  expect(readInvoiceList([], context)).toEqual({ listed: [], bad: [] })
})
