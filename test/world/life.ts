/**
 * One run of the program, from its start to its end or crash. A crash: its calls never come back, its memory is gone.
 * A pause: all its calls stand still and then go on, as on a laptop whose lid was closed.
 */
import { draw } from './chance.ts'
import type { Decision } from './decisions.ts'
import { Decider } from './decisions.ts'
import { Timeline } from './timeline.ts'

/** A promise that never settles: what a dead process waits for. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}

export interface Stage {
  seed: number
  timeline: Timeline
  decider: Decider
  trace(line: string): void
}

export class Life {
  alive = true
  readonly name: string
  /** Milliseconds that this machine's clock is off. */
  clockOffMs = 0
  /** When faults struck it: what it was told around then it may have forgotten. */
  private readonly strikes: number[] = []
  /** When it ended; what was on its way to it then reached nobody. */
  endedAt: number | null = null
  private pausedUntil = 0
  private readonly pauses: { from: number; until: number }[] = []
  private readonly stage: Stage
  private readonly ends: (() => void)[] = []
  private readonly immune: boolean
  private draws = 0

  /** @param immune no fault strikes this process (set-up, or a person's own computer) */
  constructor(stage: Stage, name: string, immune = false) {
    this.stage = stage
    this.name = name
    this.immune = immune
  }

  wasStruck(from: number, until: number): boolean {
    return this.strikes.some((at) => at >= from && at <= until)
  }

  onEnd(run: () => void): void {
    this.ends.push(run)
  }

  /** Passes when the process lives and is not paused. */
  async gate(): Promise<void> {
    if (!this.alive) await never()
    while (this.pausedUntil > this.stage.timeline.now) {
      await this.stage.timeline.sleepUntil(this.pausedUntil)
      if (!this.alive) await never()
    }
  }

  decide(point: string): Decision | null {
    const decision = this.immune ? null : this.stage.decider.at(point)
    if (decision !== null) this.strikes.push(this.stage.timeline.now)
    if (decision !== null) this.stage.trace(`${this.name} ${point} !! ${decision.fault} ${decision.value ?? ''}`)
    return decision
  }

  crash(): void {
    if (!this.alive) return
    this.alive = false
    this.endedAt = this.stage.timeline.now
    this.strikes.push(this.stage.timeline.now)
    this.stage.trace(`${this.name} crashed`)
    for (const end of this.ends.splice(0)) end()
  }

  /** It came to its end; what it left on its way goes with it. */
  leave(): void {
    if (!this.alive) return
    this.alive = false
    this.endedAt = this.stage.timeline.now
    for (const end of this.ends.splice(0)) end()
  }

  /** An ordered end: nothing of it is on its way any more, or it is taken for a crash. */
  isPaused(): boolean {
    return this.pausedUntil > this.stage.timeline.now
  }

  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.stage.timeline.now + ms)
    this.pauses.push({ from: this.stage.timeline.now, until: this.pausedUntil })
    this.stage.trace(`${this.name} paused for ${Math.round(ms / 60_000)} min`)
  }

  /** When it decided on what it did at a moment: before the pauses that ended less than a second earlier. */
  decidedAt(moment: number): number {
    return this.pauses.reduceRight(
      (at, { from, until }) => (until <= at && until >= at - 1000 ? Math.min(from, at) : at),
      moment,
    )
  }

  pausedTill(): number {
    return this.pausedUntil
  }

  /** A part of a whole, different at each call, the same for the same world. */
  fraction(what: string): number {
    this.draws += 1
    return draw(this.stage.seed, `${this.name} ${what} ${this.draws}`)
  }
}
