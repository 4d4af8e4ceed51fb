/** The table of all jobs. A job is a wake-up: the tables say which work is due, so a lost or doubled job does no harm. */
import { busyAgainMs, dayPollMs, jobLostAfterMs, nightPollMs, startEveryMs } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { Job, JobName, Queue } from '../../ports/queue.ts'
import { daysOfPoll, readHistory } from '../capture/backfill.ts'
import { confirmDocuments } from '../book/confirm-documents.ts'
import { openConnection, type ConnectionContext } from './connection-context.ts'
import { workOnLedger } from '../book/ledger-work.ts'
import { captureSettlements } from '../settle/capture-settlements.ts'
import { tellAgain } from '../settle/tell-settlements.ts'
import { matchBooks } from '../match/match-books.ts'
import { captureMarketplace } from '../capture/marketplace-work.ts'
import type { Ports } from './ports.ts'
import { holdsBackAfterRestore } from './restore-mode.ts'
import { forgetDecisions } from '../people/security-events.ts'
import { forgetRequests } from '../tell/support.ts'
import { removePersonalData } from '../privacy/remove-personal-data.ts'
import { verifyDocuments } from '../book/verify-documents.ts'
import { sealTrails, watchTrails } from './trail.ts'
import { endWork, pushOpensAt } from './waits.ts'
import { watchAlarms } from '../tell/watch-alarms.ts'
import { watchBalances } from '../bank/watch-balances.ts'
import { watchBank } from '../bank/watch-bank.ts'
import { watchLedger } from '../book/watch-ledger.ts'
import { sendCalls } from '../tell/webhook-calls.ts'
import { writeDigests } from '../tell/write-digests.ts'
import { forgetWizardDrafts } from '../setup/wizard-draft.ts'
import { mailAskedPasswords } from '../people/sign-up.ts'
import { forgetMails, sendMails } from '../tell/write-mail.ts'

/** By name: how the job is woken up, how many run at once, and its work. */
export const jobTable: {
  name: JobName
  cron: string | null
  atOnce: number
  run: (ports: Ports, queue: Queue, job: Job) => Promise<void>
}[] = [
  { name: 'tick', cron: '* * * * *', atOnce: 1, run: (ports, queue) => wakeConnections(ports, queue) },
  { name: 'poll', cron: null, atOnce: 16, run: pollJob },
  { name: 'book', cron: null, atOnce: 8, run: bookJob },
  { name: 'night', cron: '20 3 * * *', atOnce: 1, run: (ports) => tidyUp(ports) },
  { name: 'watch', cron: '*/10 * * * *', atOnce: 1, run: (ports) => watch(ports) },
  { name: 'mail', cron: '* * * * *', atOnce: 1, run: (ports) => mail(ports) },
]

/** Of a few connections; of many so many that all begin in time after an outage. */
const startsPerTick = 100
const allWithinMinutes = 15
const tickEveryMs = 60_000

export async function startWorker(ports: Ports, queue: Queue): Promise<{ stop(timeoutMs: number): Promise<void> }> {
  for (const row of jobTable) {
    await queue.work(row.name, { concurrency: row.atOnce }, (job) => row.run(ports, queue, job))
    if (row.cron !== null) await queue.every(row.name, row.cron)
  }
  await wakeConnections(ports, queue)
  return { stop: (timeoutMs) => queue.stop(timeoutMs) }
}

async function mail(ports: Ports): Promise<void> {
  await mailAskedPasswords(ports)
  await sendMails(ports)
}

async function tidyUp(ports: Ports): Promise<void> {
  await removePersonalData(ports)
  await forgetMails(ports)
  await forgetDecisions(ports)
  await forgetRequests(ports)
  await forgetWizardDrafts(ports)
  await watchTrails(ports)
}

/** Writes messages for users, and makes the calls that announce them. Mails that it writes are sent with the next minute. */
async function watch(ports: Ports): Promise<void> {
  await watchAlarms(ports)
  await sendCalls(ports)
  await writeDigests(ports)
  await sealTrails(ports)
}

/**
 * Runs every minute: starts polls that are due, and connections whose documents can go on. A connection that already waits its turn is left
 * alone.
 */
export async function wakeConnections(ports: Ports, queue: Queue): Promise<void> {
  const now = await ports.clock.now()
  const { directory } = ports.store
  const limit = Math.max(startsPerTick, Math.ceil((await directory.countActive()) / allWithinMinutes))
  const everyMs = Math.min(startEveryMs, Math.floor(tickEveryMs / limit))
  const due = await directory.duePolls({ now, until: now + longestWaitMs(ports, now), limit })
  await directory.planPolls(
    due.map(({ connectionId }) => ({
      connectionId,
      nextPollAt: nextPollAt(ports, connectionId, now),
      workAt: now + jobLostAfterMs,
    })),
  )
  for (const [place, { connectionId, tenantId, dueAt }] of due.entries())
    await queue.enqueue(
      { name: 'poll', key: connectionId, data: { connectionId, tenantId, dueAt } },
      turn(place, everyMs),
    )
  const wanted = await directory.dueWork(now, limit)
  for (const [place, { connectionId, tenantId }] of wanted.entries())
    await queue.enqueue({ name: 'book', key: connectionId, data: { connectionId, tenantId } }, turn(place, everyMs))
}

/** The first goes at once. */
function turn(place: number, everyMs: number): { afterMs?: number } {
  return place === 0 ? {} : { afterMs: place * everyMs }
}

/**
 * No poll is planned further ahead than this. One that is was planned by a clock that ran ahead and has been set right: how far the poll
 * before it reached is not known, and by the time it is due nothing would show that any more.
 */
function longestWaitMs(ports: Ports, now: Instant): number {
  // The last poll of the night plans until the hour after it.
  const wallHour = wallHourOf(ports, now)
  return wallHour >= 8 && wallHour < 23 ? dayPollMs : nightPollMs
}

function wallHourOf(ports: Ports, now: Instant): number {
  return Number(ports.calendar.isoText(now).slice(11, 13))
}

/** Every half hour by day, hourly by night, at a second of the connection's own, so that not all come at once. */
export function nextPollAt(ports: Ports, connectionId: string, now: Instant): Instant {
  const wallHour = wallHourOf(ports, now)
  const every = wallHour >= 7 && wallHour < 23 ? dayPollMs : nightPollMs
  const slot = (Number.parseInt(ports.digest(connectionId).slice(0, 8), 16) % (every / 1000)) * 1000
  return Math.floor((now - slot) / every + 1) * every + slot
}

async function pollJob(ports: Ports, queue: Queue, job: Job): Promise<void> {
  await onConnection(ports, queue, job, async (context) => {
    const { dueAt } = job.data
    // Planned ahead of now by a clock that was wrong: not late.
    if (dueAt !== undefined) ports.meters.pollBegan(Math.max(0, (await ports.clock.now()) - dueAt))
    const captured = await captureMarketplace(context)
    await readHistory(context, daysOfPoll)
    await captureSettlements(context)
    return captured > 0 || isHourly(ports, await ports.clock.now())
  })
}

/** By day the ledger's side is looked at with every second poll where nothing happened, because its lists change in hours. */
function isHourly(ports: Ports, now: Instant): boolean {
  const wallHour = wallHourOf(ports, now)
  return wallHour < 8 || wallHour >= 23 || Math.floor(now / dayPollMs) % 2 === 0
}

async function bookJob(ports: Ports, queue: Queue, job: Job): Promise<void> {
  await onConnection(ports, queue, job, async (context, isOpen) => {
    if (isOpen) {
      await workOnLedger(context, { dryRun: false })
      await tellAgain(context)
    } else if (context.accounting !== null && !(await holdsBackAfterRestore(context)))
      await confirmDocuments(context, context.accounting)
    if (context.accounting !== null) await verifyDocuments(context, context.accounting)
    if (context.accounting !== null) await watchLedger(context, context.accounting)
    if (context.accounting !== null) await watchBank(context, context.accounting)
    if (context.accounting !== null) await watchBalances(context, context.accounting)
    // Matching comes last: only documents that are in the ledger as they were sent are matched.
    if (context.accounting !== null && isOpen) await matchBooks(context, context.accounting)
    return false
  })
}

/**
 * One works on a connection at a time. A job that finds another there comes back: its turn in the schedule is over, and given up it would
 * not be due before the next half hour's poll, which may meet the same work.
 * @param work `isOpen`: documents may be sent now. Answers whether documents are to be worked on next
 */
async function onConnection(
  ports: Ports,
  queue: Queue,
  job: Job,
  work: (context: ConnectionContext, isOpen: boolean) => Promise<boolean>,
): Promise<void> {
  const { tenantId, connectionId } = job.data
  if (tenantId === undefined || connectionId === undefined) return
  const context = await openConnection(ports, { tenantId, connectionId })
  if (context === null || context.connection.pauseCause === 'person') return
  const { store, settings } = context
  const { kind } = await store.exclusively(`connection:${connectionId}`, async () => {
    // Read before any work: a wish that comes in from here on is not taken for the work of this job.
    const seen = await store.transaction((tx) => tx.schedule.of(connectionId))
    const now = await ports.clock.now()
    const isOpen = seen.askedAt !== null || pushOpensAt(ports.calendar, settings, now) <= now
    const goesOn = await work(context, isOpen)
    // The job that sends also does the work that a user asked for.
    const askedAt = job.name === 'book' ? null : seen.askedAt
    const { workAt, toPlan } = await endWork(context, { seen, askedAt, now })
    const isWanted = goesOn || toPlan || (workAt !== null && workAt <= now)
    if (job.name === 'poll' && isOpen && isWanted) await queue.enqueue({ name: 'book', key: job.key, data: job.data })
  })
  if (kind === 'busy') await queue.enqueue(job, { afterMs: busyAgainMs })
}
