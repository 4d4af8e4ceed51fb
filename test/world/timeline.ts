/**
 * Virtual time: one heap of events ordered by moment and by when they were entered. The only real waiting is for the
 * database, and as long as a statement is on its way, time stands still; so a seed gives the same world every time.
 */
/** A world has some thousands. */
const eventsOfWorld = 300_000

export class Circle extends Error {}

export class Timeline {
  now: number
  private readonly heap: Entry[] = []
  private entered = 0
  private played = 0
  private onTheWay = 0
  private begun = 0
  private wake: (() => void) | null = null

  private readonly eventsMax: number

  constructor(start: number, eventsMax = eventsOfWorld) {
    this.now = start
    this.eventsMax = eventsMax
  }

  at(moment: number, run: () => void): void {
    this.entered += 1
    push(this.heap, { moment: Math.max(moment, this.now), order: this.entered, run })
  }

  sleepUntil(moment: number): Promise<void> {
    return new Promise((resolve) => this.at(moment, resolve))
  }

  sleep(ms: number): Promise<void> {
    return this.sleepUntil(this.now + ms)
  }

  /** Real work outside of this process, of which the end is waited for before time goes on. */
  async real<T>(work: () => Promise<T>): Promise<T> {
    this.onTheWay += 1
    this.begun += 1
    try {
      return await work()
    } finally {
      this.onTheWay -= 1
      this.wake?.()
    }
  }

  /** Plays all events up to that moment, or until `done` says so after one of them. */
  async play(until: number, done: () => boolean = () => false): Promise<void> {
    await this.quiet()
    for (;;) {
      const next = this.heap[0]
      if (next === undefined || next.moment > until || done()) break
      pop(this.heap)
      this.played += 1
      if (this.played > this.eventsMax)
        throw new Circle(`more than ${this.eventsMax} events: something turns in a circle`)
      this.now = next.moment
      next.run()
      await this.quiet()
    }
    if (!done()) this.now = Math.max(this.now, until)
  }

  /** Nothing runs and nothing is on its way: all that is left waits for a later moment. */
  private async quiet(): Promise<void> {
    for (;;) {
      const before = this.begun
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (this.onTheWay === 0 && this.begun === before) return
      if (this.onTheWay > 0) await new Promise<void>((resolve) => (this.wake = resolve))
      this.wake = null
    }
  }
}

interface Entry {
  moment: number
  order: number
  run: () => void
}

function before(a: Entry, b: Entry): boolean {
  return a.moment < b.moment || (a.moment === b.moment && a.order < b.order)
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length
  heap.push(entry)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(entry, heap[parent] as Entry)) break
    heap[at] = heap[parent] as Entry
    at = parent
  }
  heap[at] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry
  if (heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child += 1
    if (!before(heap[child] as Entry, last)) break
    heap[at] = heap[child] as Entry
    at = child
  }
  heap[at] = last
}
