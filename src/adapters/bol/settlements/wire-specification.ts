/** A page of a specification. Two equal lines, with one id, are two lines; names of properties come in Dutch or in English. */
import { exactToText, type Exact } from '../../../domain/settlement/exact.ts'
import {
  chargeKeyText,
  type ChargeKey,
  type OrderMoney,
  type SpecificationSums,
} from '../../../domain/settlement/settlement.ts'
import { addDigests } from '../../../domain/settlement/sums.ts'
import { roleOf } from '../../../domain/settlement/roles.ts'
import { at, chargeOf, exactOf, listAt, textOf } from './wire-values.ts'

const orderNames = new Set(['bestelnummer', 'orderid', 'ordernumber', 'order id', 'order number'])

/** `digest`: the sum of the lines' hashes, so that neither their order nor the ends of pages change it. */
export function readSpecification(
  rows: unknown[],
  invoiceId: string,
  hash: (text: string) => string,
): { sums: SpecificationSums | null; digest: string } {
  if (rows.length === 0) return { sums: null, digest: '0' }
  const charges = new Map<string, ChargeKey & { amount: Exact }>()
  const orders = new Map<string | null, OrderMoney>()
  let digest = '0'
  for (const row of rows) {
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
    const sum = charges.get(key)
    if (sum === undefined) charges.set(key, { ...charge, amount })
    else sum.amount += amount
    addMoney(orders, orderId, charge.type, amount)
  }
  return {
    sums: { lines: rows.length, charges: [...charges.values()], orders: [...orders.values()] },
    digest,
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
