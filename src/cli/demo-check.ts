/** Compares the sandbox's ledger with the sandbox's orders, by the sandbox's own arithmetic: not a word of our database decides. */
import type { Ports } from '../app/run/ports.ts'
import { readLedger, readSandbox, type Access, type SandboxDocument, type SandboxOrder } from './demo-world.ts'

/** @returns differences in words; none when the books agree to the cent, without gaps or doubles */
export async function checkBooks(
  ports: Ports,
  access: Access,
  targets: { tenantId: string; connectionId: string }[],
): Promise<string[]> {
  const { orders } = await readSandbox(access)
  const ours = (await readLedger(access)).filter((document) => document.madeBy === 'api')
  const booked = new Map<string, SandboxDocument[]>()
  for (const document of ours)
    booked.set(document.orderReference, [...(booked.get(document.orderReference) ?? []), document])
  const explained = await explainedOrders(ports, targets)
  const known = new Map(orders.map((order) => [order.orderId, order]))
  const differences = [...gaps(ours), ...doubles(ours)]
  for (const [orderId, documents] of booked) {
    const order = known.get(orderId)
    if (order === undefined) differences.push(`${orderId}: in the ledger, but no order`)
    else differences.push(...differenceOf(order, documents, explained.has(orderId)))
  }
  for (const order of orders) {
    if (!booked.has(order.orderId) && isShipped(order) && !explained.has(order.orderId))
      differences.push(`${order.orderId}: shipped, not in the ledger, and no problem says why`)
  }
  return differences
}

function isShipped(order: SandboxOrder): boolean {
  return order.items.some((item) => item.shipped > 0 && item.paidCents > 0)
}

/** An order of which a problem holds a part is booked for less than it is. */
function differenceOf(order: SandboxOrder, documents: SandboxDocument[], explained: boolean): string[] {
  const expected = order.items.reduce((sum, item) => sum + item.shippedPaidCents - refundedCents(order, item), 0)
  const found = documents.reduce((sum, document) => sum + document.amountCents, 0)
  return expected === found || (explained && found < expected)
    ? []
    : [`${order.orderId}: ledger ${found} cents, shipped, paid and not refunded ${expected} cents`]
}

/** Returns the cents of returned units for which the buyer got the money back. */
function refundedCents(order: SandboxOrder, item: SandboxOrder['items'][number]): number {
  const back = order.returns
    .filter((row) => row.handledAt !== null && ['RETURN_RECEIVED', 'STILL_APPROVED'].includes(row.handlingResult))
    .flatMap((row) => row.items)
    .filter((row) => row.orderItemId === item.orderItemId)
    .reduce((sum, row) => sum + row.quantity, 0)
  const units = Math.min(back, item.shipped)
  return item.shipped === 0 ? 0 : Math.floor((2 * item.shippedPaidCents * units + item.shipped) / (2 * item.shipped))
}

function gaps(documents: SandboxDocument[]): string[] {
  const byJournal = new Map<string, number[]>()
  for (const document of documents) {
    const key = `${document.year} ${document.journal}`
    byJournal.set(key, [...(byJournal.get(key) ?? []), document.number])
  }
  return [...byJournal].flatMap(([journal, numbers]) => {
    const sorted = numbers.toSorted((a, b) => a - b)
    const first = sorted[0] ?? 1
    return sorted.some((number, index) => number !== first + index)
      ? [`journal ${journal}: numbers ${sorted.join(', ')} are not consecutive`]
      : []
  })
}

function doubles(documents: SandboxDocument[]): string[] {
  const seen = new Set<string>()
  return documents.flatMap((document) => {
    const twice = seen.has(document.reference)
    seen.add(document.reference)
    return twice ? [`${document.orderReference}: booked twice under ${document.reference}`] : []
  })
}

async function explainedOrders(
  ports: Ports,
  targets: { tenantId: string; connectionId: string }[],
): Promise<Set<string>> {
  const explained = new Set<string>()
  for (const target of targets) {
    const open = await ports.store.forTenant(target.tenantId).transaction((tx) => tx.problems.open(target.connectionId))
    for (const problem of open) if (problem.orderId !== null) explained.add(problem.orderId)
  }
  return explained
}
