/** bol.com's invoices to the shops of a world: what it issues of its own truth, and what the product must have read and said of it. */
import { settledFacts } from '../../sandbox/bol/settle-orders.ts'
import { servedInvoice, type SettlementFacts, type SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import { localDate } from '../../sandbox/bol/local-time.ts'
import { firstDayOf, type Account, type Actors } from './actors.ts'
import type { Breach, Ended } from './check.ts'
import type { Act } from './story.ts'

/** A kind of charge that no list knows. */
const unknownType = 'CO2_CONTRIBUTION'

export function issueSettlement(actors: Actors, act: Extract<Act, { act: 'settle' }>): string {
  const { network, accounts } = actors
  const account = accounts[act.company ?? 0] as Account
  const { retailerId = '' } = network.bol.shops[account.shop] ?? {}
  const extra: SettlementLine[] =
    act.unknownCharge === true ? [{ type: unknownType, category: 'K', percent: 0, amount: 1.21 }] : []
  const facts = settledFacts(network.bol.truth(account.shop), {
    invoiceId: act.invoice,
    from: act.from,
    to: act.to,
    issueDate: localDate(network.timeline.now),
    reserveDays: act.reserveDays ?? 0,
    seller: { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId },
    ...(act.linesPerPage === undefined ? {} : { linesPerPage: act.linesPerPage }),
    extra,
  })
  if (facts.lines.length === 0) return 'nothing to settle'
  network.bol.issueInvoice(servedInvoice(facts), account.shop)
  actors.settlements.push({ account, facts })
  return `${facts.lines.length} lines`
}

interface Sides {
  /** Positive. */
  sold: number
  /** Positive. */
  refunded: number
}

/** Cents of each order that an invoice names. */
function settledOf(invoices: readonly SettlementFacts[]): Map<string, Sides> {
  const settled = new Map<string, Sides>()
  for (const { lines } of invoices)
    for (const { type, order, amount } of lines) {
      const cents = Math.round(amount * 100)
      if (type === 'TURNOVER') add(settled, order, { sold: -cents, refunded: 0 })
      if (type === 'CORRECTION_TURNOVER') add(settled, order, { sold: 0, refunded: cents })
    }
  return settled
}

function add(to: Map<string, Sides>, order: string | undefined, more: Sides): void {
  if (order === undefined) return
  const before = to.get(order) ?? { sold: 0, refunded: 0 }
  to.set(order, { sold: before.sold + more.sold, refunded: before.refunded + more.refunded })
}

const nothing: Sides = { sold: 0, refunded: 0 }
const owed = ({ sold, refunded }: Sides): number => sold - refunded

/** 16: each invoice is read whole, once, and to the cent per order. */
export async function settlementsRead({ actors, server }: Ended): Promise<Breach[]> {
  if (actors.settlements.length === 0) return []
  const rows = await server.asOwner<{ connectionId: string; invoiceId: string; state: string }>(
    'select connection_id as "connectionId", invoice_id as "invoiceId", state from settlement',
  )
  const orders = await server.asOwner<{ connectionId: string; invoiceId: string; orderId: string; settled: number }>(
    `select connection_id as "connectionId", invoice_id as "invoiceId", order_id as "orderId", (settled * 100)::float8 as settled
     from settlement_order where order_id <> ''`,
  )
  const issued = actors.settlements.flatMap(({ account, facts }): Breach[] => {
    const { invoiceId } = facts
    const isOf = (row: { connectionId: string; invoiceId: string }): boolean =>
      row.connectionId === account.connectionId && row.invoiceId === invoiceId
    const row = rows.find(isOf)
    if (row?.state !== 'complete') return [{ invariant: 16, text: `${invoiceId} is ${row?.state ?? 'not known'}` }]
    const truth = settledOf([facts])
    const read = orders.filter(isOf)
    const wrong = read.filter(({ orderId, settled }) => owed(truth.get(orderId) ?? nothing) !== Math.round(settled))
    if (wrong.length === 0 && read.length === truth.size) return []
    return [
      {
        invariant: 16,
        text: `${invoiceId}: ${read.length} of ${truth.size} orders, ${wrong.length} with other amounts than issued`,
      },
    ]
  })
  const more = rows.length - actors.settlements.length
  return more > 0 ? [...issued, { invariant: 16, text: `${more} settlements that nobody issued` }] : issued
}

const ofDifferences: ReadonlySet<string> = new Set(['UIT-ZONDER', 'UIT-OPEN', 'UIT-RETOUR', 'UIT-VERSCHIL'])

/** 17: an order that bol.com settles otherwise than it is booked is told, and nothing is told where nothing differs. */
export function differencesTold({ network, actors }: Ended, account: Account, told: ReadonlySet<string>): Breach[] {
  const own = actors.settlements.filter((one) => one.account === account).map(({ facts }) => facts)
  if (own.length === 0) return []
  const breaches: Breach[] = []
  const asksType = own.some(({ lines }) => lines.some(({ type }) => type === unknownType))
  if (told.has('UIT-LABEL') !== asksType)
    breaches.push({ invariant: 17, text: `UIT-LABEL is ${asksType ? 'not ' : ''}told` })
  const { had, touched, skipped, setting } = actors
  // A total of a day names no order; where hands and settings changed the books, what stands there is theirs.
  if (had.consumers.has('perDay') || had.startsAfterDays > 0 || touched.size > 0) return breaches
  if (own.some(({ from }) => from < firstDayOf(setting))) return breaches
  const booked = new Map<string, Sides>()
  for (const { madeBy, orderReference, amountCents } of network.octopus.ledger(account.dossierId))
    if (madeBy === 'api')
      add(booked, orderReference, { sold: Math.max(0, amountCents), refunded: Math.max(0, -amountCents) })
  const tolerance = had.targets.has('invoices') ? 4 : 0
  const settled = settledOf(own)
  // Sold or credited and not yet settled is a matter of time; the other way round is not.
  const less = [...settled].filter(([order, { sold, refunded }]) => {
    const there = booked.get(order) ?? nothing
    return sold - there.sold > tolerance || refunded - there.refunded > tolerance
  })
  const isTold = [...ofDifferences].some((code) => told.has(code))
  if (less.length > 0 && !isTold)
    breaches.push({ invariant: 17, text: `${less[0]?.[0]} is settled, less of it is booked, and nothing says so` })
  const orders = new Set([...settled.keys(), ...booked.keys()])
  const differs = [...orders].some(
    (order) => owed(settled.get(order) ?? nothing) !== owed(booked.get(order) ?? nothing),
  )
  if (!differs && skipped.size === 0 && isTold)
    breaches.push({
      invariant: 17,
      text: `${[...told].filter((code) => ofDifferences.has(code)).join(', ')} without a difference`,
    })
  return breaches
}
