/** The queue's own tables and queues, made by the owner so that the application needs no right to make anything. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { escapeLiteral, type Client } from 'pg'
import type { PgBoss, Queue } from 'pg-boss'
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

const lasting: Omit<Queue, 'name'> = { retentionSeconds: 60 * 24 * 3600 }

/** Makes or changes the queues where they are not as this program wants them; a start usually finds them so, and needs no queue for that.
 *  @param client connected to the database as the owner of the tables  @param ownerUrl the same */
export async function installQueues(client: Client, ownerUrl: string): Promise<void> {
  const wanted = `as wanted by ${fingerprint()}`
  const { rows } = await client.query<{ found: string | null }>(
    `select obj_description(to_regnamespace($1), 'pg_namespace') as found`,
    [queueSchema],
  )
  if (rows[0]?.found === wanted) return
  await makeQueues(ownerUrl)
  await client.query(`comment on schema ${queueSchema} is ${escapeLiteral(wanted)}`)
}

/** Of what the queues are made of: the tables of this pg-boss, and our options. */
function fingerprint(): string {
  const library = path.dirname(createRequire(import.meta.url).resolve('pg-boss'))
  const { version } = JSON.parse(readFileSync(path.join(library, '../package.json'), 'utf8')) as { version: string }
  return createHash('sha256')
    .update(JSON.stringify([version, queueOptions, lasting]))
    .digest('hex')
}

async function makeQueues(ownerUrl: string): Promise<void> {
  const { PgBoss } = await import('pg-boss')
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
    await ensureQueue(boss, deadLetterQueue, lasting)
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
