/** A page of a specification. Two equal lines, with one id, are two lines; names of properties come in Dutch or in English. */
import { JSONParser, TokenizerError, TokenParserError } from '@streamparser/json'
import { exactToText, type Exact } from '../../../domain/settlement/exact.ts'
import {
  chargeKeyText,
  type ChargeKey,
  type OrderMoney,
  type SpecificationSums,
} from '../../../domain/settlement/settlement.ts'
import { addDigests } from '../../../domain/settlement/sums.ts'
import { roleOf } from '../../../domain/settlement/roles.ts'
import { readRows } from '../wire/values.ts'
import { at, chargeOf, exactOf, listAt, textOf, UnreadableInvoice } from './wire-values.ts'

const orderNames = new Set(['bestelnummer', 'orderid', 'ordernumber', 'order id', 'order number'])

/** Parsed at once, and the longest that everything else in the process waits for it. */
const charactersAtOnce = 256 * 1024

/**
 * Reads a page line by line: of 25,000 lines, of a kilobyte each, only the sums are ever in memory.
 * @returns `sums`: null where the page has no lines. `digest`: the sum of the lines' hashes, so that neither their order nor the ends of
 *   pages change it
 * @throws UnreadableInvoice
 */
export async function readSpecification(
  text: string,
  invoiceId: string,
  hash: (text: string) => string,
): Promise<{ sums: SpecificationSums | null; digest: string }> {
  const page = createPage(invoiceId, hash)
  const parser = new JSONParser({ paths: ['$.invoiceSpecification.*'], keepStack: false })
  parser.onValue = ({ value, key }) => {
    if (typeof key !== 'number') throw new UnreadableInvoice('specification: no list')
    page.add(value)
  }
  for (let from = 0; from < text.length; from += charactersAtOnce) {
    if (from > 0) await new Promise(setImmediate)
    try {
      parser.write(text.slice(from, from + charactersAtOnce))
    } catch (error) {
      const isNoJson = error instanceof TokenizerError || error instanceof TokenParserError
      throw isNoJson ? new UnreadableInvoice('the answer is not JSON') : error
    }
  }
  if (!parser.isEnded) throw new UnreadableInvoice('the answer is not JSON')
  // A specification without lines is short: `{}`, an empty list, or no page at all.
  if (page.isEmpty() && readRows(JSON.parse(text), 'invoiceSpecification') === null)
    throw new UnreadableInvoice('specification: no list')
  return page.result()
}

function createPage(invoiceId: string, hash: (text: string) => string) {
  const charges = new Map<string, ChargeKey & { amount: Exact }>()
  const orders = new Map<string | null, OrderMoney>()
  let digest = '0'
  let lines = 0
  return {
    isEmpty: () => lines === 0,
    add(row: unknown): void {
      const charge = chargeOf(at(row, 'item'), 'specification.item')
      const amount = exactOf(at(row, 'lineExtensionAmount', 'value'), 'specification.lineExtensionAmount')
      const properties = listAt(row, 'item', 'AdditionalItemProperty').map((property) => [
        (textOf(at(property, 'Name', 'value')) ?? '').toLowerCase(),
        textOf(at(property, 'Value', 'value')),
      ])
      const orderId = properties.find(([name]) => orderNames.has(name ?? ''))?.[1] ?? null
      const key = chargeKeyText(charge)
      const line = [invoiceId, key, exactToText(amount), textOf(at(row, 'id')), properties]
      digest = addDigests(digest, hash(JSON.stringify(line)))
      lines += 1
      const sum = charges.get(key)
      if (sum === undefined) charges.set(key, { ...charge, amount })
      else sum.amount += amount
      addMoney(orders, orderId, charge.type, amount)
    },
    result: () => ({
      sums: lines === 0 ? null : { lines, charges: [...charges.values()], orders: [...orders.values()] },
      digest,
    }),
  }
}

function addMoney(orders: Map<string | null, OrderMoney>, orderId: string | null, type: string, amount: Exact): void {
  const found = roleOf(type, {})
  if (found.kind !== 'role' || (found.role !== 'turnover' && found.role !== 'correction')) return
  const order = orders.get(orderId) ?? { orderId, turnover: 0n, corrections: [] }
  if (found.role === 'turnover') order.turnover += amount
  else order.corrections.push(amount)
  orders.set(orderId, order)
}
