/** Plays one world: a story, the faults that strike it, the healing, and the verdict. */
import { createHash } from 'node:crypto'
import { createBolWorld } from '../../sandbox/bol/world.ts'
import { createOctopusWorld } from '../../sandbox/octopus/world.ts'
import { createWorld, type World } from '../../sandbox/world.ts'
import { connect, perform } from './acting.ts'
import type { Actors } from './actors.ts'
import { checkEnd, checkFresh, documentsOf, Watch, type Breach, type Ended, rates } from './check.ts'
import { draw } from './chance.ts'
import { DatabaseOfWorld, type Server } from './database.ts'
import { Decider, type Decision } from './decisions.ts'
import { Life, type Stage } from './life.ts'
import { isOfDatabase, portsFor, startProcess, type Shared } from './process.ts'
import { PaperLedger } from './paper/ledger.ts'
import { PaperShop } from './paper/shop.ts'
import { QueueOfWorld } from './queue.ts'
import { eans, inWords, lastMinute, type Story } from './story.ts'
import { Synced } from './syncing.ts'
import { Circle, Timeline } from './timeline.ts'
import { shopOf, type Network } from './transport.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

export interface Played {
  breaches: Breach[]
  decisions: Decision[]
  visits: Map<string, number>
  /** Of the whole trace. */
  hash: string
  trace: string[]
  told: string[]
  counts: Record<string, number>
  steps: string[]
  problems: string[]
  /** Codes of the problems that are open at the end. */
  open: ProblemCode[]
}

const minute = 60_000
const hour = 60 * minute
/** What the ledger refused is tried again a day later. */
const healMaxMs = 30 * hour

export interface PlayOptions {
  decisions?: readonly Decision[] | null
  keepTrace?: boolean
  /** A life of many days: looked at by this at each midnight of UTC, besides what is looked at in every world. */
  daily?: (ended: Ended) => Promise<Breach[]>
  eventsMax?: number
}

export async function play(server: Server, story: Story, options: PlayOptions = {}): Promise<Played> {
  await server.clear()
  const run = new Run(server, story, options)
  return run.play()
}

function paperOf(world: World, setting: Story['setting'], bookIds: readonly number[]): PaperLedger | null {
  const settings = setting.paper ?? { lagSeconds: 0, freesKeys: false }
  return setting.ledger === 'paper' ? new PaperLedger(world, { bookIds, settings }) : null
}

function shopOnPaper(world: World, { seed, setting }: Story): PaperShop | null {
  const shop = { seed, shops: setting.companies ?? 1, rates: { book: eans[0] as string, percent: rates } }
  return setting.source === 'shop' ? new PaperShop(world, shop) : null
}

class Run {
  private readonly story: Story
  private readonly server: Server
  private readonly timeline: Timeline
  private readonly decider: Decider
  private readonly stage: Stage
  private readonly shared: Shared
  private readonly network: Network
  private readonly actors: Actors
  private watch: Watch | null = null
  private readonly workers: Life[] = []
  private readonly breaches: Breach[] = []
  private readonly trace: string[] = []
  private readonly told: string[] = []
  private readonly hash = createHash('sha256')
  private readonly options: PlayOptions
  private readonly synced: Synced
  private incarnations = 0
  private healing = false
  private healedAt = 0

  constructor(server: Server, story: Story, options: PlayOptions) {
    this.server = server
    this.story = story
    this.options = options
    const { setting, seed } = story
    this.timeline = new Timeline(Date.parse(setting.start), options.eventsMax)
    this.decider = new Decider(seed, story.swarm, options.decisions ?? null)
    this.stage = { seed, timeline: this.timeline, decider: this.decider, trace: (line) => this.note(line) }
    const world = createWorld({ seed: seed >>> 0, start: this.timeline.now, speed: 0 })
    const companies = setting.companies ?? 1
    const bol = createBolWorld(world, { shops: companies, settings: setting.bol })
    const octopus = createOctopusWorld(world, { seed: seed >>> 0, dossiers: companies, settings: setting.octopus })
    this.network = {
      timeline: this.timeline,
      world,
      bol,
      octopus,
      paper: paperOf(world, setting, octopus.access.dossierIds),
      shop: shopOnPaper(world, story),
      outages: [],
      sick: [],
      sent: [],
      changed: () => this.changed(),
    }
    this.shared = {
      stage: this.stage,
      network: this.network,
      database: new DatabaseOfWorld(server, this.timeline),
      queue: new QueueOfWorld(this.timeline),
      softwareHouse: octopus.access.softwareHouse,
      invoicesEnforceNumber: setting.enforceKnown ? 'yes' : 'unknown',
      logged: [],
      lives: new Map(),
      locks: new Map(),
      tokenLocks: new Map(),
    }
    this.actors = {
      network: this.network,
      setting: { ...setting },
      accounts: [],
      ports: portsFor(this.shared, new Life(this.stage, 'person', true)),
      stop: (worker) => this.workers[worker % this.workers.length]?.crash(),
      jumpClock: (worker, minutes) => {
        const life = this.workers[worker % this.workers.length]
        if (life !== undefined) life.clockOffMs = minutes * minute
      },
      touched: new Set(),
      repriced: new Set(),
      saves: 0,
      skipped: new Set(),
      unmatched: new Set(),
      settlements: [],
      payments: [],
      had: {
        changes: 0,
        on: new Set([setting.on]),
        targets: new Set([setting.target]),
        consumers: new Set([setting.consumers ?? 'perOrder']),
        startsAfterDays: 0,
      },
      mends: new Set(),
    }
    this.synced = this.syncs()
  }

  private syncs(): Synced {
    return new Synced(this.shared, this.actors, {
      everyMinutes: this.story.setting.tickMinutes,
      server: this.server,
      acts: this.story.acts.map((act) => Date.parse(this.story.setting.start) + act.at * minute),
      breach: (breach) => this.breach(breach),
      defect: (error) => this.defect(error, 'a sync'),
    })
  }

  async play(): Promise<Played> {
    try {
      await this.live()
    } catch (error) {
      if (!(error instanceof Circle)) throw error
      this.defect(error, 'the world')
    }
    return this.verdict()
  }

  private async live(): Promise<void> {
    await this.setUp()
    const start = Date.parse(this.story.setting.start)
    if (this.breaches.length > 0) return
    for (const act of this.story.acts) this.timeline.at(start + act.at * minute, () => this.act(act))
    for (let nth = 0; nth < this.story.setting.workers; nth += 1) this.begin(nth)
    if (this.story.setting.workers === 0) this.synced.begin()
    else this.tick()
    this.look()
    const last = lastMinute(this.story) + (this.story.setting.awayMinutes ?? 0)
    await this.timeline.play(start + (last + 30) * minute, () => this.breaches.length > 0)
    if (this.breaches.length === 0) await this.heal()
  }

  private async setUp(): Promise<void> {
    const done = this.connectAll().then(
      () => (this.watch = new Watch(this.network, this.actors, this.options.daily === undefined ? 0 : hour)),
      (error: unknown) => this.defect(error, 'the making of a connection'),
    )
    await this.timeline.play(this.timeline.now + 5 * minute, () => this.watch !== null || this.breaches.length > 0)
    await done
  }

  private async connectAll(): Promise<void> {
    for (const [shop, dossierId] of this.network.octopus.access.dossierIds.entries())
      this.actors.accounts.push(await connect(this.actors.ports, this.network, this.story.setting, { shop, dossierId }))
  }

  private act(act: Story['acts'][number]): void {
    this.tell(inWords(act))
    void perform(this.actors, act).then(
      (result) => this.note(`${act.act}: ${result}`),
      (error: unknown) => this.defect(error, `a person's ${act.act}`),
    )
  }

  /** A process; when it dies, its supervisor starts the next one. */
  private begin(nth: number): void {
    this.incarnations += 1
    const life = new Life(this.stage, `worker${nth + 1}.${this.incarnations}`)
    this.workers[nth] = life
    life.onEnd(() => {
      const { awayMinutes } = this.story.setting
      const soon = 1000 + draw(this.story.seed, `restart ${this.incarnations}`) * 59_000
      const wait = awayMinutes === undefined ? soon : awayMinutes * minute
      this.timeline.at(this.timeline.now + Math.floor(wait), () => this.begin(nth))
    })
    startProcess(this.shared, life).catch((error: unknown) => {
      if (isOfDatabase(error)) life.crash()
      else this.defect(error, 'the start of a worker')
    })
  }

  /** Every so many minutes, as the schedule of the queue does, and once a night. */
  private tick(): void {
    const every = (this.healing ? 30 : this.story.setting.tickMinutes) * minute
    this.shared.queue.add({ name: 'tick', key: '', data: {} }, this.timeline.now)
    const next = (Math.floor(this.timeline.now / every) + 1) * every
    const night = Math.floor((this.timeline.now - 140 * minute) / (24 * hour))
    if (Math.floor((next - 140 * minute) / (24 * hour)) > night)
      this.shared.queue.add({ name: 'night', key: '', data: {} }, next)
    this.timeline.at(next, () => this.tick())
  }

  /** At each midnight of a long life. */
  private look(): void {
    const { daily } = this.options
    if (daily === undefined || this.healing) return
    const midnight = (Math.floor(this.timeline.now / (24 * hour)) + 1) * 24 * hour
    this.timeline.at(midnight, () => {
      void this.timeline
        .real(() => daily(this.ended()))
        .then((breaches) => breaches.forEach((breach) => this.breach(breach)))
      this.look()
    })
  }

  /** No fault strikes any more, what is open is shipped, closed doors are opened; then 26 hours at most. */
  private async heal(): Promise<void> {
    this.healing = true
    this.decider.quiet = true
    this.tell('healing')
    this.network.outages.length = 0
    for (const one of this.network.sick)
      if (one.until !== Number.POSITIVE_INFINITY) one.until = Math.min(one.until, this.timeline.now)
    for (const mend of this.actors.mends) mend()
    for (const life of this.workers) life.clockOffMs = 0
    for (const order of shopOf(this.network).truth()) {
      if (order.open) this.act({ at: 0, act: 'ship', order: order.orderId, parts: 'all' })
    }
    this.healedAt = this.timeline.now
    this.synced.heal()
    for (;;) {
      await this.timeline.play(this.timeline.now + hour, () => this.breaches.length > 0)
      if (this.breaches.length > 0 || this.timeline.now - this.healedAt >= this.healMaxMs()) return
      const healthy = this.timeline.now - this.healedAt
      if (healthy === 3 * hour) {
        for (const breach of await this.timeline.real(() => checkFresh(this.ended()))) this.breach(breach)
      }
      if (healthy >= 3 * hour && this.breaches.length === 0 && (await this.isDone())) return
    }
  }

  /** A day is closed on the morning after, and what is told later goes a morning later. */
  private healMaxMs(): number {
    // Calls that were refused by a limit rest for a day and an hour, and an order of after that for another.
    if (this.story.setting.octopus.limits !== undefined) return 60 * hour
    // What a closed period holds is dated on the first day after it, and that day closes on the morning after.
    const isHeldByPeriod = this.story.acts.some(({ act }) => act === 'closePeriod')
    if (isHeldByPeriod && this.actors.had.consumers.has('perDay')) return 78 * hour
    // What becomes known after a settlement was cleared goes a morning later too.
    return this.actors.had.consumers.has('perDay') || this.story.setting.posting === true ? 54 * hour : healMaxMs
  }

  /** All promises hold and all documents were read back; what a side asked us to wait for can take hours. */
  private async isDone(): Promise<boolean> {
    const documents = await this.timeline.real(() => documentsOf(this.server))
    if (documents.some((row) => row.state === 'confirmed') && this.timeline.now - this.healedAt < 6 * hour) return false
    return (await this.timeline.real(() => checkEnd(this.ended()))).length === 0
  }

  private ended(): Ended {
    const { network, actors, server, shared, decider } = this
    const struck = new Set(decider.made.map((one) => one.fault))
    return { network, actors, server, queue: shared.queue, logged: shared.logged, struck }
  }

  private changed(): void {
    if (this.watch === null || this.breaches.length > 0) return
    const breach = this.watch.look()
    if (breach !== null) this.breach(breach)
  }

  private breach(breach: Breach): void {
    this.breaches.push(breach)
    this.note(`BREACH ${breach.invariant}: ${breach.text}`)
  }

  /** An exception that no fault explains. */
  private defect(error: unknown, where: string): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.breach({ invariant: 0, text: `defect in ${where}: ${text}` })
  }

  private async verdict(): Promise<Played> {
    for (const failure of this.shared.queue.failures) {
      if (!isOfDatabase(failure.error)) this.defect(failure.error, `job ${failure.job.name} of ${failure.by}`)
    }
    if (this.breaches.length === 0) {
      this.breaches.push(...(await checkEnd(this.ended())))
      const [unknown] = [...(this.network.paper?.violations ?? []), ...(this.network.shop?.violations ?? [])]
      if (unknown !== undefined)
        this.breach({ invariant: 0, text: `a request that nothing on paper knows: ${unknown}` })
      const [violation] = this.network.world.violations
      if (violation !== undefined)
        this.breach({
          invariant: 0,
          text: `a request against the official document: ${violation.method} ${violation.path}: ${violation.rule}`,
        })
    }
    for (const life of this.workers) life.alive = false
    if (this.options.keepTrace === true) await this.traceWhatWasDone()
    const { rows: steps, problems, open } = await this.met()
    const { database } = this.shared
    return {
      breaches: this.breaches,
      decisions: this.decider.made,
      visits: this.decider.visits,
      hash: this.hash.digest('hex'),
      trace: this.trace,
      told: this.told,
      counts: {
        hours: this.healedAt === 0 ? 0 : Math.round((this.timeline.now - this.healedAt) / hour),
        refused: this.refusedByLimit(),
        transactions: database.transactions,
        statements: database.statements,
        requests: this.network.sent.length,
      },
      steps,
      problems,
      open,
    }
  }

  /** Requests, steps of documents and problems, at their place among the faults. */
  private async traceWhatWasDone(): Promise<void> {
    for (const { at, by, side, route, status } of this.network.sent)
      this.trace.push(`${new Date(at).toISOString()} ${by.name} ${side} ${route}: ${status ?? 'no answer'}`)
    const rows = await this.server.asOwner<{ at: string; text: string }>(
      `select s.at, d.reference || ' of ' || coalesce(d.order_id, d.business_key) || ': ' || coalesce(s.from_state, 'new') || ' → '
          || s.to_state || ' (' || s.event || ')' as text
        from document_step s join document d using (tenant_id, document_id)
      union all select x.sent_at, d.reference || ' left under number ' || coalesce(a.document_number::text, 'of its own') || ': ' || coalesce(x.outcome, 'no outcome')
          || coalesce(' ' || x.detail, '')
        from attempt_send x join attempt a using (tenant_id, attempt_id) join document d using (tenant_id, document_id)
      union all select p.first_at, p.code || ' of ' || p.subject || coalesce(', cleared ' || p.cleared_at, ', open') from problem p`,
    )
    for (const { at, text } of rows) this.trace.push(`${new Date(at).toISOString()} ${text}`)
    this.trace.sort()
  }

  /** Calls that Octopus refused for its daily limit. */
  private refusedByLimit(): number {
    const { refused } = this.network.octopus.admin('GET', '/counters', undefined) as { refused: unknown[] }
    return refused.length
  }

  private async met(): Promise<{ rows: string[]; problems: ProblemCode[]; open: ProblemCode[] }> {
    const rows = await this.server.asOwner<{ step: string }>(
      `select distinct coalesce(from_state, 'new') || ' → ' || to_state as step from document_step`,
    )
    const problems = await this.server.asOwner<{ code: ProblemCode; open: boolean }>(
      'select code, bool_or(cleared_at is null) as open from problem group by code order by code',
    )
    return {
      rows: rows.map((row) => row.step),
      problems: problems.map((row) => row.code),
      open: problems.filter((row) => row.open).map((row) => row.code),
    }
  }

  private tell(text: string): void {
    this.told.push(`${new Date(this.timeline.now).toISOString()} ${text}`)
    this.note(text)
  }

  private note(text: string): void {
    const line = `${new Date(this.timeline.now).toISOString()} ${text}`
    this.hash.update(line)
    if (this.options.keepTrace === true) this.trace.push(line)
  }
}
