/** The first page: the state of each connection, and the reason. Reads our own tables only, never the two sides. */
import { addDays, type LocalDate } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import type { Language } from '../../domain/language.ts'
import { isStandstill, problemText, problemType, type ProblemCode } from '../../domain/problem/problem.ts'
import type { ClassSum, DaySum, ReadBack } from '../../ports/tables/order-lists.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { OrderCounts } from '../../ports/tables/orders.ts'
import type { ProblemAmount, ProblemGroup } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import { firstDayOf } from '../run/connection-context.ts'
import type { Ports } from '../run/ports.ts'
import { ledgerStanding, type ShownStanding } from './ledger-check.ts'

export interface ConnectionOverview extends OrderCounts {
  id: string
  name: string
  shopName: string | null
  dossierId: number
  state: Connection['state']
  /** red: stopped until a user acts · amber: some orders need a user, or are in doubt · green: all well. */
  light: 'green' | 'amber' | 'red'
  /** Title of what made it red or amber, or null. */
  reason: string | null
  lastPollAt: string | null
  nextAttentionAt: string | null
  /** The newest proof that nothing was missed; null before the first night. */
  completeness: { from: LocalDate; to: LocalDate; orders: number; missing: number } | null
  /** Documents of the dossier in the last 24 hours, beside what Octopus takes. `nearLimit`: totals of days would end the waiting. */
  budget: { sent: number; waiting: number; limit: number; nearLimit: boolean }
  bookedToday: { documents: number; amountCents: number }
  /** Orders placed this month, in what buyers are to pay; and whether the ledger holds what was sent of its days. */
  month: { from: LocalDate; classes: ClassSum[]; readBack: ReadBack }
  /** The ledger's documents beside our bookings, over all months. */
  ledger: ShownStanding
  /** `grossCents`: of the orders that it holds up. */
  causes: { code: ProblemCode; title: string; count: number; grossCents: number; since: string }[]
  days: DaySum[]
}

/** Days in the chart of orders and turnover. */
const chartDays = 30

export async function overviewOf(ports: Ports, tenantId: string, language: Language): Promise<ConnectionOverview[]> {
  const now = await ports.clock.now()
  const today = ports.calendar.localDate(now)
  const startOfDay = ports.calendar.startOfDay(today)
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const rows: ConnectionOverview[] = []
    for (const connection of await tx.connections.list()) {
      if (connection.state !== 'removed')
        rows.push(await oneOf(tx, ports, connection, { now, today, startOfDay, language }))
    }
    return rows
  })
}

async function oneOf(
  tx: Tx,
  ports: Ports,
  connection: Connection,
  at: { now: number; today: LocalDate; startOfDay: number; language: Language },
): Promise<ConnectionOverview> {
  const { connectionId } = connection
  const settings = await tx.connections.settings(connectionId, connection.revision)
  const counts = await tx.orders.count(connectionId, firstDayOf(settings, await tx.history.list(connectionId)))
  const groups = await tx.problems.groups(connectionId, 0)
  const causes = causesOf(ports, groups, { amounts: await tx.problems.amounts(connectionId), language: at.language })
  const monthFrom = `${at.today.slice(0, 8)}01`
  const light = lightOf(connection, counts, causes)
  const proof = await tx.completeness.newest(connectionId)
  const next = await tx.documents.nextAttention(connectionId)
  return {
    ...counts,
    id: connectionId,
    name: connection.name,
    shopName: connection.shopName,
    dossierId: connection.dossierId,
    state: connection.state,
    light,
    reason: light === 'green' ? null : (causes[0]?.title ?? null),
    lastPollAt: connection.lastPollAt === null ? null : ports.calendar.isoText(connection.lastPollAt),
    nextAttentionAt: next === null ? null : ports.calendar.isoText(next),
    completeness:
      proof === null
        ? null
        : { from: proof.from, to: proof.to, orders: proof.counts.orders, missing: proof.missing.length },
    budget: budgetOf(
      await tx.orderLists.documentsOfDay(connection.dossierId, at.now - 24 * hour),
      ports.kinds.ledger(connection.ledger).documentsPerDay(settings.booking.target),
      settings.booking.consumers === 'perOrder' && settings.booking.target === 'bookings',
    ),
    bookedToday: await tx.orderLists.bookedSince(connectionId, at.startOfDay),
    month: {
      from: monthFrom,
      classes: await tx.orderLists.classSums(connectionId, monthFrom),
      readBack: await tx.orderLists.readBack(connectionId, monthFrom),
    },
    ledger: await ledgerStanding(tx, ports, connectionId),
    causes,
    days: await tx.orderLists.days(connectionId, addDays(at.today, 1 - chartDays), at.today),
  }
}

/** From this share of the day's documents on, day totals are offered: before anything waits. */
const nearShare = 0.8

function budgetOf(
  { sent, waiting }: { sent: number; waiting: number },
  limit: number,
  mayChange: boolean,
): ConnectionOverview['budget'] {
  return { sent, waiting, limit, nearLimit: mayChange && sent + waiting >= nearShare * limit }
}

/** Lists causes that stop everything first, then those with the most orders. */
function causesOf(
  ports: Ports,
  groups: ProblemGroup[],
  { amounts, language }: { amounts: ProblemAmount[]; language: Language },
): ConnectionOverview['causes'] {
  return groups
    .map((group) => {
      const params = group.problems === 1 ? group.params : {}
      return {
        code: group.code,
        title: problemText(group.code, language, params).title,
        count: group.problems,
        grossCents: amounts.find(({ code }) => code === group.code)?.grossCents ?? 0,
        since: ports.calendar.isoText(group.since),
      }
    })
    .toSorted((a, b) => Number(isStandstill(b.code)) - Number(isStandstill(a.code)) || b.count - a.count)
}

function lightOf(
  connection: Connection,
  counts: OrderCounts,
  causes: ConnectionOverview['causes'],
): ConnectionOverview['light'] {
  if (connection.state === 'paused' || causes.some((cause) => isStandstill(cause.code))) return 'red'
  const toAct = causes.some(({ code }) => !['T', 'L'].includes(problemType(code)))
  return counts.blocked > 0 || counts.inDoubt > 0 || toAct ? 'amber' : 'green'
}
