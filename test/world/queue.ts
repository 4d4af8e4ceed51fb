/**
 * The queue on virtual time, with the policies of the real one: of a name and key at most one job runs, one waits and one
 * waits for its next try; a throw is tried again 15 seconds and twice as long later, eight times; a worker whose process
 * is gone or stands still is noticed by its silence.
 */
import type { Job, JobName, Queue } from '../../src/ports/queue.ts'
import { strikeAfter, strikeBefore } from './database.ts'
import type { Life } from './life.ts'
import type { Timeline } from './timeline.ts'

interface Entry {
  job: Job
  state: 'created' | 'retry' | 'active' | 'over'
  notBefore: number
  tries: number
  by: Life | null
  /** Counts its runs: a run that was given up says nothing any more. */
  turn: number
}

interface Worker {
  life: Life
  concurrency: number
  running: number
  handle: (job: Job) => Promise<void>
}

const lookEveryMs = 2000
const retriesMax = 8
const retryDelayMs = 15_000
const retryDelayMaxMs = 15 * 60_000
const heartbeatMs = 30_000

export class QueueOfWorld {
  readonly dead: { job: Job; error: unknown }[] = []
  readonly failures: { job: Job; error: unknown; by: string; at: number }[] = []
  private readonly entries: Entry[] = []
  private readonly workers = new Map<JobName, Worker[]>()
  private readonly looks = new Set<number>()
  private readonly timeline: Timeline
  longest = 0

  constructor(timeline: Timeline) {
    this.timeline = timeline
  }

  seenBy(life: Life): Queue {
    life.onEnd(() => this.noticeGone(life))
    return {
      enqueue: async (job, options = {}) => {
        await life.gate()
        const decision = life.decide(`queue ${job.name}`)
        await strikeBefore(life, decision)
        await this.timeline.sleep(1 + Math.floor(life.fraction('queue') * 4))
        this.add(job, this.timeline.now + (options.afterMs ?? 0))
        await strikeAfter(life, decision)
      },
      work: (name, { concurrency }, handle) => {
        const list = this.workers.get(name) ?? []
        list.push({ life, concurrency, running: 0, handle })
        this.workers.set(name, list)
        return Promise.resolve()
      },
      every: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }
  }

  /** What a schedule does. */
  add(job: Job, notBefore: number): void {
    const same = this.entries.some(
      (entry) => entry.state === 'created' && entry.job.name === job.name && entry.job.key === job.key,
    )
    if (same) return
    this.entries.push({ job, state: 'created', notBefore, tries: 0, by: null, turn: 0 })
    this.longest = Math.max(this.longest, this.entries.length)
    this.later(notBefore)
  }

  idle(): boolean {
    return this.entries.length === 0
  }

  /** Workers look every two seconds. */
  private later(notBefore: number): void {
    const moment = Math.ceil((Math.max(notBefore, this.timeline.now) + 1) / lookEveryMs) * lookEveryMs
    if (this.looks.has(moment)) return
    this.looks.add(moment)
    this.timeline.at(moment, () => {
      this.looks.delete(moment)
      this.dispatch()
    })
  }

  private dispatch(): void {
    for (const entry of this.entries) {
      if (entry.state === 'active' || entry.notBefore > this.timeline.now) continue
      const { name, key } = entry.job
      const taken = this.entries.some(
        (other) => other.state === 'active' && other.job.name === name && other.job.key === key,
      )
      if (taken) continue
      const free = (this.workers.get(name) ?? []).filter(
        (worker) => worker.life.alive && !worker.life.isPaused() && worker.running < worker.concurrency,
      )
      const worker = free[(this.timeline.now / lookEveryMs) % free.length]
      if (worker === undefined) {
        this.later(this.timeline.now + 5 * lookEveryMs)
        continue
      }
      this.run(worker, entry)
    }
  }

  private run(worker: Worker, entry: Entry): void {
    entry.state = 'active'
    entry.by = worker.life
    worker.running += 1
    entry.turn += 1
    const { turn } = entry
    this.watch(worker.life, entry, turn)
    worker.handle(entry.job).then(
      () => this.ended(worker, entry, turn),
      (error: unknown) => this.failed(worker, entry, { error, turn }),
    )
  }

  private ended(worker: Worker, entry: Entry, turn: number): void {
    worker.running -= 1
    if (entry.turn !== turn || entry.state !== 'active') return
    this.remove(entry)
  }

  private failed(worker: Worker, entry: Entry, { error, turn }: { error: unknown; turn: number }): void {
    worker.running -= 1
    this.failures.push({ job: entry.job, error, by: worker.life.name, at: this.timeline.now })
    if (entry.turn === turn && entry.state === 'active') this.again(entry, error)
  }

  private again(entry: Entry, error: unknown): void {
    entry.by = null
    if (entry.tries >= retriesMax) {
      this.dead.push({ job: entry.job, error })
      return this.remove(entry)
    }
    const waiting = this.entries.some(
      (other) => other.state === 'retry' && other.job.name === entry.job.name && other.job.key === entry.job.key,
    )
    if (waiting) return this.remove(entry)
    entry.state = 'retry'
    entry.notBefore = this.timeline.now + Math.min(retryDelayMs * 2 ** entry.tries, retryDelayMaxMs)
    entry.tries += 1
    this.later(entry.notBefore)
  }

  private remove(entry: Entry): void {
    if (entry.state === 'over') return
    entry.state = 'over'
    this.entries.splice(this.entries.indexOf(entry), 1)
    this.later(this.timeline.now)
  }

  /** A process that stands still longer than its heartbeat loses its job to another one, and does not know it. */
  private watch(life: Life, entry: Entry, turn: number): void {
    this.timeline.at(this.timeline.now + heartbeatMs, () => {
      if (entry.state !== 'active' || entry.turn !== turn) return
      if (life.alive && life.pausedTill() < this.timeline.now + heartbeatMs) return this.watch(life, entry, turn)
      this.again(entry, new Error('heartbeat lost'))
    })
  }

  private noticeGone(life: Life): void {
    for (const list of this.workers.values()) {
      const at = list.findIndex((worker) => worker.life === life)
      if (at >= 0) list.splice(at, 1)
    }
  }
}
