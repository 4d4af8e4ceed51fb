/** How both sides on paper receive a call: a fault at the door, the work, a fault on the way back. */
import { atTheDoor, onTheWayBack, slowCommit } from '../../../sandbox/octopus/faults.ts'
import type { Fault, SandboxResponse } from '../../../sandbox/world.ts'

export function json(status: number, body: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Work that is done after its answer was lost. */
export class Pending {
  private readonly list: { due: number; run: () => void }[] = []

  add(due: number, run: () => void): void {
    this.list.push({ due, run })
    this.list.sort((a, b) => a.due - b.due)
  }

  catchUp(now: number): void {
    while ((this.list[0]?.due ?? Infinity) <= now) this.list.shift()?.run()
  }
}

export function received(
  fault: Fault | undefined,
  at: { now: number; pending: Pending; work: (now: number) => SandboxResponse },
): SandboxResponse {
  const { now, pending, work } = at
  pending.catchUp(now)
  const door = fault === undefined ? undefined : atTheDoor(fault, now)
  if (door !== undefined) return door
  if (fault?.kind === '500') return json(500, { code: 'INTERNAL' })
  if (fault?.kind === 'slowCommit') {
    const { due, response } = slowCommit(fault, now)
    pending.add(due, () => void work(due))
    return response
  }
  const first = work(now)
  if (fault?.kind !== 'deliverTwice') return fault === undefined ? first : onTheWayBack(fault, first, now)
  const second = work(now)
  return fault.settings?.['answer'] === 'first' ? first : second
}
