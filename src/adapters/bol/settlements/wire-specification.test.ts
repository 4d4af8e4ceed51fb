/** Pages of a specification: a long one in parts, and what is no page. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { readSpecification } from './wire-specification.ts'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const read = (text: string): ReturnType<typeof readSpecification> => readSpecification(text, '3990000000001', hash)

function row(order: string, amount: number, title = 'Lamp “één”'): Record<string, unknown> {
  return {
    id: '1',
    item: {
      Name: { value: 'TURNOVER' },
      ClassifiedTaxCategory: [{ ID: { value: 'O' }, Percent: { value: 0 } }],
      AdditionalItemProperty: [
        { Name: { value: 'Bestelnummer' }, Value: { value: order } },
        { Name: { value: 'Titel' }, Value: { value: title } },
      ],
    },
    lineExtensionAmount: { value: amount, currencyID: 'EUR' },
  }
}

it('reads a page of many parts to the cent, wherever a part ends', async () => {
  // Signs of two halves each: an end falls between halves in one of two pages.
  const rows = Array.from({ length: 2_000 }, (_, place) => row(`A0001${place}`, -10.25, '💡'.repeat(500)))
  const pages = await Promise.all(
    [0, 1].map((blanks) => read(' '.repeat(blanks) + JSON.stringify({ invoiceSpecification: rows }))),
  )
  for (const { sums } of pages) {
    expect(sums?.lines).toBe(2_000)
    expect(sums?.orders.length).toBe(2_000)
    expect(sums?.charges).toMatchObject([{ type: 'TURNOVER', amount: -2_050_000_000_000n }])
  }
  // The hash holds each text of each line: a sign that was cut in two would change it.
  const whole = await Promise.all(rows.map((one) => read(JSON.stringify({ invoiceSpecification: [one] }))))
  const sum = whole.reduce((found, { digest }) => (found + BigInt(`0x${digest}`)) % (1n << 256n), 0n)
  expect(new Set(pages.map(({ digest }) => digest))).toEqual(new Set([sum.toString(16)]))
})

it('finds nothing behind the last page', async () => {
  for (const text of ['{}', '{"invoiceSpecification":[]}', '{"invoiceSpecification":null}'])
    expect(await read(text)).toEqual({ sums: null, digest: '0' })
})

it.each([
  ['a problem told with status 200', '{"title":"Too many","status":429}'],
  ['a list that is none', '{"invoiceSpecification":{"a":1}}'],
  ['an answer that is cut off', JSON.stringify({ invoiceSpecification: [row('A1', 1)] }).slice(0, -3)],
  ['something behind the end', `${JSON.stringify({ invoiceSpecification: [row('A1', 1)] })}{}`],
  [
    'a line without an amount',
    JSON.stringify({ invoiceSpecification: [{ ...row('A1', 1), lineExtensionAmount: {} }] }),
  ],
  ['a page of a proxy', '<html></html>'],
  ['nothing at all', ''],
])('refuses %s', async (_, text) => {
  await expect(read(text)).rejects.toThrow(/specification|JSON/)
})

it('gives a defect of ours as what it is, and not as an answer that cannot be read', async () => {
  const defect = new Error('a defect')
  const read = readSpecification(JSON.stringify({ invoiceSpecification: [row('A1', 1)] }), '3990000000001', () => {
    throw defect
  })
  await expect(read).rejects.toBe(defect)
})
