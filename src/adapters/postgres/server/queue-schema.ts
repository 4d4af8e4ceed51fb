/** The queue's own tables and queues, made by the owner so that the application needs no right to make anything. */
import { PgBoss, type Queue } from 'pg-boss'
import type { JobName } from '../../../ports/queue.ts'

export const queueSchema = 'pgboss'
export const deadLetterQueue = 'dead'

/** At most one job of a key runs and one waits (`stately`: one per state); a worker that is killed is noticed by its silence. */
const usual: Omit<Queue, 'name'> = {
  policy: 'stately',
  deadLetter: deadLetterQueue,
  heartbeatSeconds: 30,
  // The first poll of a large shop takes hours; a dead worker is noticed by its heartbeat, not by this.
  expireInSeconds: 12 * 3600,
  retryLimit: 8,
  retryDelay: 15,
  retryBackoff: true,
  retryDelayMax: 15 * 60,
  deleteAfterSeconds: 24 * 3600,
}

export const queueOptions: Record<JobName, Omit<Queue, 'name'>> = {
  tick: usual,
  poll: usual,
  book: usual,
  night: usual,
  watch: usual,
  mail: usual,
}

/** @param ownerUrl the owner of the tables */
export async function installQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: queueSchema,
    max: 1,
    supervise: false,
    schedule: false,
    migrate: true,
  })
  boss.on('error', () => undefined)
  try {
    await boss.start()
    await ensureQueue(boss, deadLetterQueue, { retentionSeconds: 60 * 24 * 3600 })
    for (const [name, options] of Object.entries(queueOptions)) await ensureQueue(boss, name, options)
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
}

async function ensureQueue(boss: PgBoss, name: string, options: Omit<Queue, 'name'>): Promise<void> {
  if ((await boss.getQueue(name)) === null) return boss.createQueue(name, options)
  const { policy: _policy, partition: _partition, ...changeable } = options
  return boss.updateQueue(name, changeable)
}
