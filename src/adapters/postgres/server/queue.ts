/** The queue on pg-boss: retries, dead letters, cron; at most one job of a key runs and one waits. */
import { PgBoss, type Job as BossJob } from 'pg-boss'
import type { Job, Queue } from '../../../ports/queue.ts'
import { queueSchema } from './queue-schema.ts'

const zone = 'Europe/Brussels'
const pollSeconds = 2

export async function startQueue(url: string, onError: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: queueSchema,
    migrate: false,
    max: 4,
    application_name: 'tentakel queue',
  })
  boss.on('error', onError)
  await boss.start()
  return {
    async enqueue(job, options = {}) {
      const startAfter = options.afterMs === undefined ? {} : { startAfter: Math.ceil(options.afterMs / 1000) }
      await boss.send(job.name, job.data, { singletonKey: job.key, ...startAfter })
    },
    async work(name, { concurrency }, handle) {
      await boss.work<Job['data']>(
        name,
        { localConcurrency: concurrency, batchSize: 1, pollingIntervalSeconds: pollSeconds },
        async ([job]: BossJob<Job['data']>[]) => {
          if (job !== undefined) await handle({ name, key: keyOf(job), data: job.data })
        },
      )
    },
    async every(name, cron) {
      await boss.schedule(name, cron, {}, { tz: zone })
    },
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs, close: true }),
  }
}

function keyOf(job: BossJob<Job['data']>): string {
  return job.data.connectionId ?? ''
}
