/** A person's dossiers over all companies, worst first. Reads our own tables only, all of them at once whatever their number. */
import { addDays, type LocalDate } from '../../domain/calendar.ts'
import { isStandstill, problemActor, problemCodes, problemText, problemType } from '../../domain/problem/problem.ts'
import type { Language } from '../../domain/language.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { officeGroups, type OfficeGroup } from '../../domain/office-filter.ts'
import { roleRanks, type CompanyRole } from '../../domain/role.ts'
import type { OrderClass } from '../../domain/document/document-states.ts'
import type { OfficeLine, SettlementStanding } from '../../ports/office.ts'
import type { Ports } from '../run/ports.ts'
import { retryDocuments } from '../decide/retry.ts'
import { shownStanding, type ShownStanding } from './ledger-check.ts'

export interface OfficeRow {
  company: { id: string; name: string }
  connection: string
  name: string
  shopName: string | null
  ledgerId: number
  isPaused: boolean
  group: OfficeGroup
  /** The worst that waits, and how many others there are. */
  cause: { code: ProblemCode; title: string; orders: number; grossCents: number; since: string } | null
  otherCauses: number
  /** All orders that are blocked or in doubt. */
  stuck: { orders: number; grossCents: number }
  lastPollAt: string | null
  /** Orders placed on each of the last days, the oldest first. */
  days: number[]
  /** Booked this month, by the date of the documents. */
  booked: { orders: number; grossCents: number }
  /** The newest that was read whole. */
  settlement: SettlementStanding | null
  /** The ledger's documents beside our bookings, over all months. */
  ledger: ShownStanding
  /** Last month, for the VAT return. `ready`: of its orders nothing waits, none is missed, and the ledger holds what was sent, read back. */
  vat: { month: LocalDate; state: 'ready' | 'open' | 'none'; open: number }
  missing: number | null
  /** This person may decide about it, and not only look. */
  mayDecide: boolean
}

/** A company to which the user has access; without a role, as the operator. */
export interface OpenedCompany {
  tenantId: string
  name: string
  role?: CompanyRole
}

const chartDays = 12
const dayMs = 86_400_000

export async function officeOf(ports: Ports, companies: OpenedCompany[], language: Language): Promise<OfficeRow[]> {
  const now = await ports.clock.now()
  const today = ports.calendar.localDate(now)
  const thisMonth = firstOfMonth(today)
  const from = { lastMonth: firstOfMonth(addDays(thisMonth, -1)), thisMonth, days: addDays(today, 1 - chartDays) }
  const byId = new Map(companies.map((company) => [company.tenantId, company]))
  const lines = await ports.store.directory.office.lines([...byId.keys()], from, quietCodes)
  const rows = lines.flatMap((line) => {
    const company = byId.get(line.tenantId)
    return company === undefined ? [] : [{ line, row: rowOf(ports, line, { company, language, from }) }]
  })
  const weight = ({ causes, stuckCents }: OfficeLine): number => {
    const since = Math.min(now, ...causes.map((cause) => cause.since))
    return stuckCents * Math.max(1, (now - since) / dayMs)
  }
  return rows
    .toSorted(
      (a, b) =>
        officeGroups.indexOf(a.row.group) - officeGroups.indexOf(b.row.group) ||
        weight(b.line) - weight(a.line) ||
        a.row.company.name.localeCompare(b.row.company.name, 'nl'),
    )
    .map(({ row }) => row)
}

export interface FoundOrder {
  company: { id: string; name: string }
  connection: string
  orderId: string
  placedOn: LocalDate | null
  class: OrderClass
  grossCents: number | null
}

const searchMin = 3
const foundMax = 8

/** Returns the orders of this number over all companies, a whole number first, then the newest; of a text that is too short, none. */
export async function findOrders(ports: Ports, companies: OpenedCompany[], search: string): Promise<FoundOrder[]> {
  const text = search.trim()
  if (text.length < searchMin) return []
  const byId = new Map(companies.map((company) => [company.tenantId, company.name]))
  const found = await ports.store.directory.office.orders([...byId.keys()], text, foundMax)
  const isWhole = ({ orderId }: { orderId: string }): number => (orderId.toLowerCase() === text.toLowerCase() ? 1 : 0)
  return found
    .toSorted((a, b) => isWhole(b) - isWhole(a) || (b.placedOn ?? '').localeCompare(a.placedOn ?? ''))
    .slice(0, foundMax)
    .map(({ tenantId, connectionId, ...order }) => ({
      ...order,
      class: order.class ?? 'waiting',
      company: { id: tenantId, name: byId.get(tenantId) ?? '' },
      connection: connectionId,
    }))
}

function firstOfMonth(day: LocalDate): LocalDate {
  return `${day.slice(0, 8)}01`
}

function rowOf(
  ports: Ports,
  line: OfficeLine,
  {
    company,
    language,
    from,
  }: { company: OpenedCompany; language: Language; from: { lastMonth: LocalDate; days: LocalDate } },
): OfficeRow {
  const causes = line.causes.toSorted(
    (a, b) => rankOf(a.code) - rankOf(b.code) || b.grossCents - a.grossCents || b.orders - a.orders,
  )
  const [worst] = causes.filter(({ code }) => rankOf(code) < restRank)
  const byDay = new Map(line.days)
  return {
    company: { id: company.tenantId, name: company.name },
    connection: line.connectionId,
    name: line.name,
    shopName: line.shopName,
    ledgerId: line.ledgerId,
    isPaused: line.state === 'paused',
    group: groupOf(line),
    cause:
      worst === undefined
        ? null
        : {
            code: worst.code,
            title: problemText(worst.code, language, worst.problems === 1 ? worst.params : {}).title,
            orders: worst.orders,
            grossCents: worst.grossCents,
            since: ports.calendar.isoText(worst.since),
          },
    otherCauses: Math.max(causes.filter(({ code }) => rankOf(code) < restRank).length - 1, 0),
    stuck: { orders: line.blocked + line.inDoubt, grossCents: line.stuckCents },
    lastPollAt: line.lastPollAt === null ? null : ports.calendar.isoText(line.lastPollAt),
    days: Array.from({ length: chartDays }, (_, index) => byDay.get(addDays(from.days, index)) ?? 0),
    booked: { orders: line.booked.orders, grossCents: line.booked.cents },
    settlement: line.settlement,
    ledger: shownStanding(
      ports,
      { differing: line.ledger.differing, differenceCents: line.ledger.cents, unread: line.ledger.unread },
      line.ledger.lookedAt,
    ),
    vat: vatOf(line, from.lastMonth),
    missing: line.missing,
    mayDecide: company.role === undefined || roleRanks[company.role] >= roleRanks.member,
  }
}

const restRank = 3
const quietCodes = problemCodes.filter((code) => rankOf(code) === restRank)

/** First causes that stop all, then the user's decisions, our own work, and hints. */
function rankOf(code: ProblemCode): number {
  if (isStandstill(code)) return 0
  if (problemType(code) === 'L') return restRank
  return problemType(code) !== 'T' && problemActor(code) !== 'wait' ? 1 : 2
}

function groupOf({ state, causes, blocked, inDoubt }: OfficeLine): OfficeGroup {
  const worst = Math.min(restRank, ...causes.map(({ code }) => rankOf(code)))
  if (state === 'paused' || worst === 0) return 'stopped'
  if (worst === 1 || blocked > 0) return 'yours'
  return worst === 2 || inDoubt > 0 ? 'ours' : 'runs'
}

function vatOf({ openBefore, unreadBefore, missing, booked }: OfficeLine, month: LocalDate): OfficeRow['vat'] {
  const open = openBefore + unreadBefore + (missing ?? 0)
  if (open > 0) return { month, state: 'open', open }
  return { month, state: booked.lastMonth ? 'ready' : 'none', open: 0 }
}

export interface OfficeRetry {
  taken: number
  notTaken: number
  /** Dossiers of which this person may only look. */
  refused: number
  /** Ids of those where something was tried. */
  companies: string[]
}

/** *Verwerk* for whole dossiers; each is tried by itself, so that one that fails keeps no other from it. */
export async function retryOffice(
  ports: Ports,
  companies: OpenedCompany[],
  connectionIds: ReadonlySet<string>,
): Promise<OfficeRetry> {
  const done: OfficeRetry = { taken: 0, notTaken: 0, refused: 0, companies: [] }
  for (const { connection, company, mayDecide } of await officeOf(ports, companies, 'nl')) {
    if (!connectionIds.has(connection)) continue
    if (!mayDecide) {
      done.refused += 1
      continue
    }
    const { taken, notTaken } = await retryDocuments(ports, company.id, { kind: 'all', connectionId: connection })
    done.taken += taken
    if (!done.companies.includes(company.id)) done.companies.push(company.id)
    done.notTaken += notTaken.filter(({ reason }) => reason !== 'nothingFound').length
  }
  return done
}
