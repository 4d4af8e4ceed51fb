/** The operator's view of the whole installation: companies, waiting work, queues. Counts and names, and no orders. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { PendingSignUp } from '../../ports/people/accounts.ts'
import type { ListedMail } from '../../ports/tables/notices.ts'
import type { Ports } from '../run/ports.ts'

export interface OperatorOverview {
  companies: OperatedCompany[]
  queues: { name: string; waiting: number; running: number; dead: number }[]
  pendingSignUps: PendingSignUp[]
  signUp: Ports['signUp']['mode']
  mailServer: boolean
}

export interface OperatedCompany {
  tenantId: string
  name: string
  trialUntil: LocalDate | null
  connections: number
  paused: number
  /** Open problems that stop a connection, or wait for a user. */
  problems: number
  lastPollAt: string | null
  /** Whether the operator may enter it. */
  open: boolean
}

const pendingMax = 100

export async function operatorOverview(ports: Ports, open: ReadonlySet<string>): Promise<OperatorOverview> {
  const { directory } = ports.store
  const now = await ports.clock.now()
  const companies: OperatedCompany[] = []
  for (const { tenantId, name, trialUntil } of await directory.tenants()) {
    const seen = await ports.store.forTenant(tenantId).transaction(async (tx) => ({
      connections: (await tx.connections.list()).filter(({ state }) => state !== 'removed'),
      problems: await tx.problems.countOpen(),
    }))
    const polls = seen.connections.flatMap(({ lastPollAt }) => (lastPollAt === null ? [] : [lastPollAt]))
    companies.push({
      tenantId,
      name,
      trialUntil,
      connections: seen.connections.length,
      paused: seen.connections.filter(({ state }) => state === 'paused').length,
      problems: seen.problems,
      lastPollAt: polls.length === 0 ? null : ports.calendar.isoText(Math.max(...polls)),
      open: open.has(tenantId),
    })
  }
  return {
    companies,
    queues: await directory.queueCounts(),
    pendingSignUps: await directory.accounts.pendingSignUps(now, pendingMax),
    signUp: ports.signUp.mode,
    mailServer: ports.mailer !== null,
  }
}

export interface ShownMail extends Omit<ListedMail, 'createdAt' | 'sentAt' | 'givenUpAt'> {
  createdAt: string
  sentAt: string | null
  givenUpAt: string | null
}

const mailsShown = 50

/** Newest first, without what they say; an address is shown by its first letter and its host. */
export async function shownMails(ports: Ports, before: Instant | null): Promise<ShownMail[]> {
  const iso = (instant: Instant | null): string | null => (instant === null ? null : ports.calendar.isoText(instant))
  return (await ports.store.directory.mails.newest(before, mailsShown)).map((mail) => ({
    ...mail,
    recipient: mail.recipient.replace(/^(.)[^@]*/u, '$1…'),
    createdAt: ports.calendar.isoText(mail.createdAt),
    sentAt: iso(mail.sentAt),
    givenUpAt: iso(mail.givenUpAt),
  }))
}
