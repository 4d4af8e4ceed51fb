/**
 * Reports at once, and only once, every cause that stops the books: an alarm is an episode, which ends when its cause is over. Its mails
 * are written before it is noted, under the episode's own key, so that a crash in between neither loses nor doubles one.
 */
import { alarmCauses, flowDays, silenceCode, watchedCodes, type AlarmCause } from '../../domain/tell/alarm.ts'
import { addMonths, type Instant, type LocalDate } from '../../domain/calendar.ts'
import { overduePeriod } from '../../domain/settlement/when.ts'
import { bankPrefix } from '../settle/load-check.ts'
import { settlementSubject } from '../settle/tell-settlements.ts'
import { day, hour } from '../../domain/delays.ts'
import { alarmMail } from '../../domain/tell/notice.ts'
import type { Alarm, NoticeSetting } from '../../ports/tables/notices.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { Company } from '../setup/connections.ts'
import type { Ports } from '../run/ports.ts'
import { addCall } from './webhook-calls.ts'
import { writeMail } from './write-mail.ts'

/** A first settlement that never came is reported for sales of the last months only. */
const settledMonthsBack = 3

/** Every ten minutes, over all companies. */
export async function watchAlarms(ports: Ports): Promise<void> {
  for (const company of await ports.store.directory.tenants()) {
    const store = ports.store.forTenant(company.tenantId)
    const connections = await store.transaction((tx) => tx.connections.list())
    for (const connection of connections)
      if (connection.state !== 'removed') await watchConnection(ports, company, connection)
  }
}

/** Returns the recipients for a company: its owners; where it has none, the operators. */
export async function toldOf(ports: Ports, company: Company): Promise<string[]> {
  const { accounts } = ports.store.directory
  const members = await accounts.reached(company.tenantId)
  const owners = members.filter(({ role }) => role === 'owner').map(({ email }) => email)
  return owners.length > 0 ? owners : accounts.operators()
}

async function watchConnection(ports: Ports, company: Company, connection: Connection): Promise<void> {
  const { connectionId } = connection
  const now = await ports.clock.now()
  const store = ports.store.forTenant(company.tenantId)
  const seen = await store.transaction(async (tx) => ({
    causes: alarmCauses(await watchedOf(tx, ports, { connection, now })),
    open: await tx.alarms.open(connectionId),
    setting: await tx.alarms.setting(connectionId),
  }))
  const same = (alarm: Alarm, cause: AlarmCause): boolean =>
    alarm.kind === cause.kind && alarm.subject === cause.subject
  for (const cause of seen.causes.filter((one) => !seen.open.some((alarm) => same(alarm, one))))
    await raise(ports, { company, connection, setting: seen.setting, now }, cause)
  for (const alarm of seen.open.filter((one) => !seen.causes.some((cause) => same(one, cause))))
    await store.transaction(async (tx) => {
      await tx.alarms.clear(alarm, now)
      if (alarm.kind === 'silence') await tx.problems.endOwn(connectionId, [silenceCode], now)
      await addCall(ports, tx, { event: 'alarm.over', tenantId: company.tenantId, connection, alarm, at: now })
    })
}

async function watchedOf(
  tx: Tx,
  ports: Ports,
  { connection, now }: { connection: Connection; now: Instant },
): Promise<Parameters<typeof alarmCauses>[0]> {
  const { connectionId, polledUntil, state, pauseCause } = connection
  const today = ports.calendar.localDate(now)
  return {
    now,
    today,
    problems: await tx.alarms.problems(connectionId, watchedCodes),
    flow: await tx.alarms.orderFlow(connectionId, now - 24 * hour, flowDays),
    polledUntil,
    polledOn: polledUntil === null ? null : ports.calendar.localDate(polledUntil),
    paused: state === 'paused' ? pauseCause : null,
    source: ports.kinds.source(connection.source),
    unsettledFrom: await unsettledFrom(tx, connectionId, { now, today }),
    differing: await differing(tx, connectionId),
    unpaid: await unpaid(tx, connectionId),
  }
}

/** First day of a period that was sold in, and that the marketplace should have settled by now. Null also while it does not tell. */
async function unsettledFrom(
  tx: Tx,
  connectionId: string,
  { now, today }: { now: Instant; today: LocalDate },
): Promise<LocalDate | null> {
  const poll = await tx.settlements.poll(connectionId)
  if (poll === null || !poll.walkedOnce || poll.failedAt !== null || now - (poll.listedAt ?? 0) > day) return null
  const settled = (await tx.settlements.list(connectionId)).filter(({ kind }) => kind === 'settlement')
  const last = settled.toSorted((a, b) => (a.periodTo < b.periodTo ? -1 : 1)).at(-1)
  const first = async (): Promise<LocalDate | null> =>
    tx.settlements.firstBookedDay(connectionId, { from: addMonths(today, -settledMonthsBack), to: today })
  const period =
    last === undefined
      ? overduePeriod(null, await first(), today)
      : overduePeriod({ from: last.periodFrom, to: last.periodTo }, null, today)
  return period === null ? null : tx.settlements.firstBookedDay(connectionId, period)
}

async function differing(
  tx: Tx,
  connectionId: string,
): Promise<{ invoice: string; firstAt: Instant; problems: number }[]> {
  const open = await tx.problems.withPrefix(connectionId, settlementSubject(''))
  const bySubject = Map.groupBy(open, ({ subject }) => subject)
  return [...bySubject].map(([subject, problems]) => ({
    invoice: subject.slice(settlementSubject('').length),
    firstAt: Math.min(...problems.map(({ firstAt }) => firstAt)),
    problems: problems.length,
  }))
}

async function unpaid(tx: Tx, connectionId: string): Promise<{ invoice: string; day: LocalDate }[]> {
  const open = await tx.problems.withPrefix(connectionId, bankPrefix)
  return open.flatMap(({ code, subject, params }) => {
    const day = params['expected']
    return code === 'UIT-BANK' && typeof day === 'string' ? [{ invoice: subject.slice(bankPrefix.length), day }] : []
  })
}

interface Told {
  company: Company
  connection: Connection
  setting: NoticeSetting
  now: Instant
}

async function raise(ports: Ports, told: Told, cause: AlarmCause): Promise<void> {
  const { company, connection, setting, now } = told
  const { connectionId } = connection
  const of = { connectionId, kind: cause.kind, subject: cause.subject }
  const store = ports.store.forTenant(company.tenantId)
  const episode = (await store.transaction((tx) => tx.alarms.episodes(of))) + 1
  const { since } = cause.facts
  const text = alarmMail(cause, {
    tenantId: company.tenantId,
    connection: connection.name,
    language: setting.language,
    since: since === undefined ? null : ports.calendar.isoText(since),
    publicUrl: ports.publicUrl,
  })
  if (!setting.alarmsOff.includes(cause.kind))
    for (const to of await toldOf(ports, company)) {
      const key = `alarm:${connectionId}:${cause.kind}:${cause.subject}:${episode}:${to}`
      await writeMail(ports, { kind: 'alarm', key, to, language: setting.language, text })
    }
  await store.transaction(async (tx) => {
    const alarm = await tx.alarms.raise(of, now)
    if (alarm === null) return
    if (cause.kind === 'silence') await tx.problems.raise([silenceProblem(connectionId, cause)], now)
    await addCall(ports, tx, { event: 'alarm.raised', tenantId: company.tenantId, connection, alarm, at: now })
  })
}

function silenceProblem(connectionId: string, { facts }: AlarmCause): NewProblem {
  const { hours = null, perDay = null } = facts
  return {
    connectionId,
    code: silenceCode,
    subject: 'connection',
    orderId: null,
    documentId: null,
    params: { hours, perDay },
  }
}
