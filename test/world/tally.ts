/** What a run has met, so that a test which meets nothing does not pass for a good one. */
import type { Played } from './world.ts'

export class Tally {
  worlds = 0
  readonly faults = new Map<string, number>()
  readonly steps = new Map<string, number>()
  readonly problems = new Map<string, number>()
  statements = 0
  requests = 0

  add(played: Played): void {
    this.worlds += 1
    this.statements += played.counts['statements'] ?? 0
    this.requests += played.counts['requests'] ?? 0
    for (const { fault } of played.decisions) count(this.faults, fault)
    for (const step of played.steps) count(this.steps, step)
    for (const code of played.problems) count(this.problems, code)
  }

  lines(): string[] {
    return [
      `faults: ${listed(this.faults)}`,
      `steps: ${listed(this.steps)}`,
      `problems: ${listed(this.problems)}`,
      `${this.statements} statements, ${this.requests} requests`,
    ]
  }
}

function count(map: Map<string, number>, name: string): void {
  map.set(name, (map.get(name) ?? 0) + 1)
}

function listed(map: Map<string, number>): string {
  return [...map]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
    .join(', ')
}
