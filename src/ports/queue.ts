/** Work that waits its turn. A job is a wake-up, never the truth: the tables say which work is due. */
import type { Instant } from '../domain/calendar.ts'

export type JobName = 'tick' | 'poll' | 'book' | 'night' | 'watch' | 'mail'

export interface Job {
  name: JobName
  /** At most one job per name and key runs at a time, and at most one waits. */
  key: string
  data: { tenantId: string; connectionId: string; dueAt?: Instant } | Record<string, never>
}

export interface Queue {
  /** @param options.afterMs begins no sooner than so long from now, by the machine's own clock */
  enqueue(job: Job, options?: { afterMs?: number }): Promise<void>
  /** Runs `handle` for jobs of this name until `stop`; a throw is retried with a growing delay, then kept as a dead letter. */
  work(name: JobName, options: { concurrency: number }, handle: (job: Job) => Promise<void>): Promise<void>
  /** Wakes up `name` on a cron expression (Europe/Brussels). */
  every(name: JobName, cron: string): Promise<void>
  /** Lets running jobs end, takes no new ones. */
  stop(timeoutMs: number): Promise<void>
}
