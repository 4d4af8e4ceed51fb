/** Rows of the list of invoices: a bad one, and a list of another shape. */
import { expect, it } from 'vitest'
import type { Calendar } from '../../../ports/clock.ts'
import { servedInvoice } from '../../../../sandbox/bol/settlement-answers.ts'
import { readInvoiceList } from './wire-invoice.ts'

const calendar = { localDate: (at: number) => new Date(at + 7_200_000).toISOString().slice(0, 10) } as Calendar

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
  const read = readInvoiceList([row('3990000000001'), odd, row('3990000000003')], calendar)
  expect(read.listed.map(({ invoiceId }) => invoiceId)).toEqual(['3990000000001', '3990000000003'])
  expect(read.faults).toEqual(['invoices.invoiceType'])
})

it('a list without one row that can be read is no list', () => {
  expect(() => readInvoiceList([{ invoiceId: '1' }, {}], calendar)).toThrow('invoices.invoiceType')
  expect(readInvoiceList([], calendar)).toEqual({ listed: [], faults: [] })
})
