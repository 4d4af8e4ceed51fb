/** Open problems, one entry per cause and connection, with their texts for the user. */
import type { StoredDocument } from '../../ports/tables/documents.ts'
import { vatOf } from '../../domain/plan/sale-lines.ts'
import { returnedFromText } from '../../domain/order/returned-from.ts'
import { states } from '../../domain/document/document-states.ts'
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import type { Language } from '../../domain/language.ts'
import { problemActor, problemText, problemType, type ProblemCode } from '../../domain/problem/problem.ts'
import type { ProblemActor, ProblemType } from '../../domain/problem/problem-row.ts'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { OrderItem } from '../../domain/order/order.ts'
import { returnChoicesOf, type ReturnChoice } from '../../domain/order/return-choice.ts'
import type { NamedSale } from '../../ports/tables/order-lists.ts'
import type { OpenProduct, ProblemAmount, ProblemGroup, StoredProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'

export interface ListedProblem {
  code: ProblemCode
  type: ProblemType
  connection: string
  count: number
  orders: string[]
  /** The sum of the orders that it holds up. */
  grossCents: number
  since: string
  title: string
  what: string
  meaning: string
  remedy: string
  actor: ProblemActor
  params: StoredProblem['params']
  /** Products that wait for their class, each once. */
  products: OpenProduct[]
  /** Returns that wait for the user's decision, at most `returnsMax` of them. */
  returns: OpenReturn[]
  /** When an uncertain document that settles by itself is looked at next. */
  nextCheck: string | null
}

export interface OpenReturn {
  return: string
  order: string
  choices: ReturnChoice[]
  /** The order's items, where the user is to choose one. */
  items: ReturnedItem[]
}

interface ReturnedItem {
  id: string
  ean: string | null
  title: string | null
  quantity: number
  unitCents: number | null
  /** Of one parcel among several with other VAT. */
  parcel: { supplied: LocalDate; rate: number | null; country: string | null } | null
}

/** As a page shows it. */
export interface ShownProblem extends ListedProblem {
  /** Its `orders` with what they are of; one of which nothing is known is left out. */
  waiting: NamedSale[]
}

/** Answered on one screen; the next ones come when these are decided. */
const returnsMax = 50
const productOrdersMax = 200

export async function listProblems(
  ports: Ports,
  scope: { tenantIds: string[]; connectionId: string | null; language: Language; ordersMax?: number },
): Promise<ListedProblem[]> {
  const listed: ListedProblem[] = []
  for (const tenantId of scope.tenantIds) {
    const open = await ports.store.forTenant(tenantId).transaction(async (tx) => {
      const groups = await tx.problems.groups(scope.connectionId, scope.ordersMax ?? null)
      return {
        groups,
        products: await openProducts(tx, groups),
        returns: await openReturns(tx, groups),
        checks: await nextChecks(tx, groups),
        amounts: await tx.problems.amounts(scope.connectionId),
      }
    })
    for (const group of open.groups) {
      const products = open.products.get(group) ?? []
      const returns = open.returns.get(group) ?? []
      const nextCheck = open.checks.get(group) ?? null
      const isIts = (one: ProblemAmount): boolean => one.connectionId === group.connectionId && one.code === group.code
      const grossCents = open.amounts.find(isIts)?.grossCents ?? 0
      listed.push(entry(ports, group, { language: scope.language, products, returns, nextCheck, grossCents }))
    }
  }
  return listed.toSorted((a, b) => b.count - a.count)
}

/** @param scope with `ordersMax`, above which an entry names no more of its orders */
export async function showProblems(
  ports: Ports,
  scope: { tenantId: string; language: Language; ordersMax: number },
): Promise<ShownProblem[]> {
  const { tenantId, ...rest } = scope
  const list = await listProblems(ports, { ...rest, tenantIds: [tenantId], connectionId: null })
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const named = new Map<string, Map<string, NamedSale>>()
    for (const [connection, own] of Map.groupBy(list, (problem) => problem.connection)) {
      const sales = await tx.orderLists.named(connection, [...new Set(own.flatMap(({ orders }) => orders))])
      named.set(connection, new Map(sales.map((sale) => [sale.orderId, sale])))
    }
    return list.map((problem) => ({
      ...problem,
      waiting: problem.orders.flatMap((order) => named.get(problem.connection)?.get(order) ?? []),
    }))
  })
}

/** When what is uncertain is looked at next: something of its connection, which is all one journal at a time. */
async function nextChecks(tx: Tx, groups: ProblemGroup[]): Promise<Map<ProblemGroup, Instant | null>> {
  const checks = new Map<ProblemGroup, Instant | null>()
  for (const group of groups)
    if (problemType(group.code) === 'O' && problemActor(group.code) === 'wait')
      checks.set(group, await tx.documents.nextAttention(group.connectionId))
  return checks
}

async function openProducts(tx: Tx, groups: ProblemGroup[]): Promise<Map<ProblemGroup, OpenProduct[]>> {
  const open = new Map<ProblemGroup, OpenProduct[]>()
  for (const group of groups.filter(({ code }) => code === 'BTW-EAN'))
    open.set(group, await tx.problems.openProducts(group.connectionId, productOrdersMax))
  return open
}

async function openReturns(tx: Tx, groups: ProblemGroup[]): Promise<Map<ProblemGroup, OpenReturn[]>> {
  const open = new Map<ProblemGroup, OpenReturn[]>()
  const asked = groups.filter((group) => group.orders > 0 && returnChoicesOf(group.code, true).length > 0)
  for (const [connectionId, own] of Map.groupBy(asked, (group) => group.connectionId)) {
    const codes = own.map((group) => group.code)
    const some = await tx.problems.withCodes(connectionId, codes, returnsMax)
    const ofOrders = some.flatMap((problem) =>
      problem.orderId === null ? [] : [{ problem, orderId: problem.orderId }],
    )
    const ids = ofOrders.map(({ orderId }) => orderId)
    const known = new Map((await tx.orders.known(connectionId, ids)).map((order) => [order.orderId, order]))
    const documents = Map.groupBy(await tx.documents.ofOrders(connectionId, ids), (row) => row.orderId)
    for (const { problem, orderId } of ofOrders) {
      const group = own.find((one) => one.code === problem.code)
      const order = known.get(orderId)
      const choices = returnChoicesOf(problem.code, order !== undefined)
      const items = choices.includes('ofItem') ? (order?.order?.items ?? []) : []
      const sales = (documents.get(orderId) ?? []).filter(isSaleThere)
      const shown = {
        return: problem.subject,
        order: orderId,
        choices,
        items: items.flatMap((item) => shownItems(item, sales)),
      }
      if (group !== undefined) open.set(group, [...(open.get(group) ?? []), shown])
    }
  }
  return open
}

function isSaleThere({ kind, progress }: StoredDocument): boolean {
  return !isCreditKind(kind) && states.inLedger.includes(progress.state)
}

/** One choice per item; one per parcel where it matters to the books which of them came back. */
function shownItems(item: OrderItem, sales: readonly StoredDocument[]): ReturnedItem[] {
  const { orderItemId, ean, title, quantity, unitPriceCents } = item
  const own = sales.flatMap(({ businessKey, plan }) =>
    plan.lines
      .filter((line) => line.orderItemId === orderItemId && line.saleKey === undefined)
      .map((line) => ({ line, saleKey: businessKey, supplied: plan.supplyDate })),
  )
  if (new Set(own.map(({ line }) => vatOf(line))).size <= 1)
    return [{ id: orderItemId, ean, title, quantity, unitCents: unitPriceCents, parcel: null }]
  const byDay = own.toSorted((a, b) => a.supplied.localeCompare(b.supplied))
  return byDay.map(({ line, saleKey, supplied }) => ({
    id: returnedFromText({ orderItemId, saleKey }),
    ean,
    title,
    quantity: line.quantity,
    unitCents: unitPriceCents,
    parcel: { supplied, rate: line.rateBp === null ? null : line.rateBp / 100, country: line.country },
  }))
}

function entry(
  ports: Ports,
  group: ProblemGroup,
  at: {
    language: Language
    products: OpenProduct[]
    returns: OpenReturn[]
    nextCheck: Instant | null
    grossCents: number
  },
): ListedProblem {
  const { params } = group
  const { language, products, returns, nextCheck, grossCents } = at
  const { code } = group
  return {
    code,
    type: problemType(code),
    connection: group.connectionId,
    count: Math.max(group.orders, 1),
    orders: group.orderIds.toSorted(),
    grossCents,
    since: ports.calendar.isoText(group.since),
    // Of several orders, or products, the text speaks of them all.
    ...problemText(code, language, {
      ...params,
      ...(group.orders > 1 ? { order: null } : {}),
      ...(group.problems > 1 ? { shipment: null, return: null, rows: null, field: null } : {}),
      ...(products.length > 1 ? { product: null, ean: null } : {}),
    }),
    actor: problemActor(code),
    params,
    products,
    returns,
    nextCheck: nextCheck === null ? null : ports.calendar.isoText(nextCheck),
  }
}
