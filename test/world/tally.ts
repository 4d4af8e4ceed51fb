/** What a run has met, so that a test which meets nothing does not pass for a good one. */
import { allFaults } from './decisions.ts'
import type { Played } from './world.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

/** What some hundred random worlds meet for certain, dozens of times. */
const steps = [
  'new → ready',
  'ready → sending',
  'ready → checking',
  'sending → confirmed',
  'sending → inDoubt',
  'sending → deferred',
  'deferred → sending',
  'sending → ready',
  'inDoubt → sending',
  'inDoubt → checking',
  'checking → confirmed',
  'checking → inDoubt',
  'checking → cooling',
  'checking → ready',
  'cooling → ready',
  'confirmed → verified',
]
/** An order must change in the minutes in which its document waits: some thousand worlds meet it. */
const rareSteps = ['ready → blocked', 'blocked → ready']
const worldsForRare = 3000
const problems: ProblemCode[] = [
  'BOL-STORING',
  'BOL-DRUK',
  'BTW-LAND',
  'BTW-LVB',
  'OCT-STORING',
  'OCT-ONZEKER',
  'OCT-NUMMER',
  'OCT-DAGBOEK-DICHT',
  'OCT-DOSSIER',
  'OCT-LIMIET',
]

export class Tally {
  worlds = 0
  readonly faults = new Map<string, number>()
  readonly steps = new Map<string, number>()
  readonly problems = new Map<ProblemCode, number>()
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

  /** As it goes from one process to another. */
  toJson() {
    const { worlds, statements, requests } = this
    return {
      worlds,
      statements,
      requests,
      faults: [...this.faults],
      steps: [...this.steps],
      problems: [...this.problems],
    }
  }

  addJson(other: ReturnType<Tally['toJson']>): void {
    this.worlds += other.worlds
    this.statements += other.statements
    this.requests += other.requests
    for (const [fault, times] of other.faults) count(this.faults, fault, times)
    for (const [step, times] of other.steps) count(this.steps, step, times)
    for (const [code, times] of other.problems) count(this.problems, code, times)
  }

  /** Every fault, and the steps and problems that no long run can miss. */
  neverMet(): string[] {
    const missing = (what: string, wanted: readonly string[], met: Map<string, number>): string[] =>
      wanted.filter((name) => !met.has(name)).map((name) => `${what} ${name}`)
    return [
      ...missing('fault', allFaults, this.faults),
      ...missing('step', steps, this.steps),
      ...(this.worlds < worldsForRare ? [] : missing('step', rareSteps, this.steps)),
      ...missing('problem', problems, this.problems),
    ]
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

function count(map: Map<string, number>, name: string, times = 1): void {
  map.set(name, (map.get(name) ?? 0) + times)
}

function listed(map: Map<string, number>): string {
  return [...map]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
    .join(', ')
}
