/**
 * Writes one mail a day to each user, with the state of the books of all companies of that user. Without news there is no mail, unless the
 * user wants one every day.
 */
import { addDays, type LocalDate } from '../../domain/calendar.ts'
import { alarmText, digestMail, saysSomething, type DigestPart } from '../../domain/tell/notice.ts'
import type { Language } from '../../domain/language.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { NewMail } from '../../ports/tables/notices.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { Tx } from '../../ports/store.ts'
import { firstDayOf } from '../run/connection-context.ts'
import type { Company } from '../setup/connections.ts'
import type { Ports } from '../run/ports.ts'
import { newSettlementTitles } from '../settle/settlement-year.ts'
import { asMail } from './write-mail.ts'

/** When people sit down to their books; the night's checks are over by then. */
const fromTime = '07:00'
const causesMax = 10

interface Section {
  company: Company
  language: Language
  part: DigestPart
}

/** Every ten minutes; writes once a day, of the day before. */
export async function writeDigests(ports: Ports): Promise<void> {
  const now = await ports.clock.now()
  if (ports.calendar.isoText(now).slice(11, 16) < fromTime) return
  const { directory } = ports.store
  const day = addDays(ports.calendar.localDate(now), -1)
  if (await directory.mails.digestIsMade(day)) return
  const byPerson = new Map<string, Section[]>()
  for (const company of await directory.tenants()) {
    const sections = await sectionsOf(ports, company, day)
    if (sections.length === 0) continue
    for (const { email, role } of await directory.accounts.reached(company.tenantId))
      if (role === 'owner' || role === 'accountant') byPerson.set(email, [...(byPerson.get(email) ?? []), ...sections])
  }
  const mails = [...byPerson].map(([to, sections]) => digestOf(ports, { to, day }, sections))
  await directory.mails.addDigests(day, mails, now)
}

function digestOf(ports: Ports, { to, day }: { to: string; day: LocalDate }, sections: Section[]): NewMail {
  const companies = [...new Set(sections.map(({ company }) => company.name))]
  const language = sections[0]?.language ?? 'nl'
  const parts = sections.map(({ company, part }) =>
    companies.length === 1 ? part : { ...part, connection: `${company.name}: ${part.connection}` },
  )
  const company = companies.length === 1 ? (companies[0] as string) : 'Tentakel'
  const text = digestMail(parts, { company, day, language, publicUrl: ports.publicUrl })
  return asMail(ports, { kind: 'digest', key: `digest:${day}:${to}`, to, language, text })
}

async function sectionsOf(ports: Ports, company: Company, day: LocalDate): Promise<Section[]> {
  return ports.store.forTenant(company.tenantId).transaction(async (tx) => {
    const sections: Section[] = []
    for (const connection of await tx.connections.list()) {
      if (connection.state === 'removed') continue
      const { digest, language } = await tx.alarms.setting(connection.connectionId)
      if (digest === 'off') continue
      const part = await partOf(tx, ports, { company, connection, day, language })
      if (digest === 'daily' || saysSomething(part)) sections.push({ company, language, part })
    }
    return sections
  })
}

async function partOf(
  tx: Tx,
  ports: Ports,
  {
    company,
    connection,
    day,
    language,
  }: { company: Company; connection: Connection; day: LocalDate; language: Language },
): Promise<DigestPart> {
  const { connectionId, name, revision } = connection
  const settings = await tx.connections.settings(connectionId, revision)
  const counts = await tx.orders.count(connectionId, firstDayOf(settings, await tx.history.list(connectionId)))
  const codes = new Map<ProblemCode, number>()
  for (const { code } of await tx.problems.open(connectionId)) codes.set(code, (codes.get(code) ?? 0) + 1)
  const proof = await tx.completeness.newest(connectionId)
  const open = await tx.alarms.open(connectionId)
  const startOf = (local: LocalDate): number => ports.calendar.startOfDay(local)
  return {
    tenantId: company.tenantId,
    connection: name,
    booked: await tx.orderLists.bookedSince(connectionId, startOf(day), startOf(addDays(day, 1))),
    waiting: counts.waiting,
    blocked: counts.blocked,
    inDoubt: counts.inDoubt,
    causes: [...codes]
      .map(([code, count]) => ({ code, count }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, causesMax),
    proof:
      proof === null
        ? null
        : { from: proof.from, to: proof.to, orders: proof.counts.orders, missing: proof.missing.length },
    settlements: await newSettlementTitles(tx, connectionId, {
      settings,
      language,
      from: startOf(day),
      to: startOf(addDays(day, 1)),
    }),
    alarms: open.map(({ kind, subject, raisedAt }) => {
      const since = ports.calendar.isoText(raisedAt)
      return alarmText({ kind, subject, facts: {} }, language, since).title
    }),
  }
}
