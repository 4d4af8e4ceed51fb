/**
 * A connection that lives by `sync` alone: somebody types it now and then, and at the moment that the last one named. That moment is a
 * promise: never past, never missing while something has its hour, more is done at it, and nothing just before it.
 */
import { runSync, type SyncConnection } from '../../src/app/run/sync.ts'
import type { Account, Actors } from './actors.ts'
import type { Breach } from './check.ts'
import type { Server } from './database.ts'
import { Life } from './life.ts'
import { isOfDatabase, portsFor, type Shared } from './process.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

const second = 1000
const minute = 60_000
const hour = 60 * minute
/** In a healed world nobody types without need, beside this. */
const restMs = 3 * hour

interface Of {
  everyMinutes: number
  server: Server
  /** When people do something, or the world does it for them. */
  acts: number[]
  breach(breach: Breach): void
  defect(error: unknown): void
}

/** What the last whole run of a connection left. */
interface Told {
  at: number
  next: number | null
  /** Of the tables, so that a run that does something is told from one that does not. */
  state: string
  /** bol.com asked for patience, did not answer, or was not asked. */
  marketplaceWaits: boolean
  /** Something struck it: what it says is as good as what it knew. */
  struck: boolean
}

export class Synced {
  private readonly shared: Shared
  private readonly actors: Actors
  private readonly of: Of
  private readonly told = new Map<string, Told>()
  private runs = 0
  private busy = false
  private begun = false
  private healing = false
  private planned = Number.POSITIVE_INFINITY

  constructor(shared: Shared, actors: Actors, of: Of) {
    this.shared = shared
    this.actors = actors
    this.of = of
  }

  begin(): void {
    this.begun = true
    this.plan(this.now())
  }

  /** From now on somebody types when the last one said so. */
  heal(): void {
    if (!this.begun) return
    this.healing = true
    this.told.clear()
    this.plan(this.now() + minute)
  }

  private now(): number {
    return this.shared.stage.timeline.now
  }

  private plan(at: number): void {
    this.planned = at
    this.shared.stage.timeline.at(at, () => {
      if (this.planned === at && !this.busy) void this.typed()
    })
  }

  private async typed(): Promise<void> {
    this.busy = true
    this.runs += 1
    const life = new Life(this.shared.stage, `sync${this.runs}`)
    const at = this.now()
    // Also where it died: somebody types again.
    life.onEnd(() => {
      this.outdate(life)
      this.after(at)
    })
    try {
      await this.run(life, at)
    } catch (error) {
      if (isOfDatabase(error)) this.told.clear()
      else this.of.defect(error)
    }
    life.leave()
  }

  /** A side asked a run for patience, or did not answer it: the run may have died before it told so. */
  private outdate(life: Life): void {
    const refused = this.shared.network.sent.some(
      (one) => one.by === life && (one.status === null || one.status >= 400),
    )
    if (refused && life.wasStruck(0, Number.POSITIVE_INFINITY))
      for (const told of this.told.values()) told.struck = true
  }

  private after(at: number): void {
    this.busy = false
    const nexts = [...this.told.values()].flatMap(({ next }) => (next === null ? [] : [next]))
    const regular = at + (this.healing ? restMs : this.of.everyMinutes * minute)
    const wanted = this.told.size < this.actors.accounts.length ? this.now() + minute : Math.min(regular, ...nexts)
    // Half a minute before a moment that was named nothing more is done.
    const named = nexts.includes(wanted) && wanted - this.now() > 2 * minute
    this.plan(Math.max(named && !this.wasBefore(wanted) ? wanted - 30 * second : wanted, this.now() + second))
  }

  private wasBefore(next: number): boolean {
    return [...this.told.values()].some((told) => told.next === next && next - told.at < minute)
  }

  private async run(life: Life, at: number): Promise<void> {
    const ports = portsFor(this.shared, life)
    const sentBefore = this.shared.network.sent.length
    const targets = this.actors.accounts.map(({ company, connectionId }) => ({
      tenantId: company.tenantId,
      connectionId,
    }))
    const report = await runSync(ports, { targets, waitMs: 0, dryRun: false })
    for (const account of this.actors.accounts) {
      const said = report.connections.find((one) => one.id === account.connectionId)
      if (said !== undefined) await this.judge(account, said, { life, at, sentBefore })
    }
  }

  private async judge(
    account: Account,
    said: SyncConnection,
    run: { life: Life; at: number; sentBefore: number },
  ): Promise<void> {
    const { stage, network } = this.shared
    const now = this.now()
    const next = said.next === null ? null : Date.parse(said.next)
    const sent = network.sent.slice(run.sentBefore).filter((one) => one.by === run.life)
    const bol = sent.filter((one) => one.side === 'bol').at(-1)
    const facts = await stage.timeline.real(() => factsOf(this.of.server, account.connectionId))
    const before = this.told.get(account.connectionId)
    const told: Told = {
      at: now,
      next,
      state: facts.state,
      marketplaceWaits: bol === undefined || bol.status === null || bol.status >= 400,
      struck: run.life.wasStruck(0, Number.POSITIVE_INFINITY),
    }
    this.told.set(account.connectionId, told)
    const say = (text: string): void => this.of.breach({ invariant: 16, text: `sync at ${iso(run.at)}: ${text}` })
    // What stood still after it had looked at the clock tells what was so then.
    const looked = told.struck || this.actors.accounts.length > 1 ? run.at : now
    if (next !== null && next < looked - second) say(`next ${said.next} is past`)
    if (next === null && facts.waiting !== '' && !facts.closed && said.id === account.connectionId)
      say(`next is null while ${facts.waiting} wait`)
    // Of several shops the last call may be another's.
    const alone = this.actors.accounts.length === 1
    // The proof of yesterday, once a day after all is read, is made up for with the next poll.
    const read = sent.findIndex(({ route }) => route === 'GET /retailer/returns')
    const isProof = read >= 0 && sent.slice(read).some(({ route }) => route === 'GET /retailer/orders')
    if (next === null && alone && !isProof && (bol?.restUntil ?? 0) > now + second && !facts.closedAtShop)
      say(`next is null though bol.com said when`)
    if (before === undefined || before.struck || told.struck) return
    const moved = before.state !== facts.state
    const octopus = sent.some((one) => one.side === 'octopus')
    if (before.next !== null && run.at >= before.next && !before.marketplaceWaits && !moved && !octopus)
      say(`nothing more is done at the moment that was named, ${iso(before.next)}`)
    // A sync may wait for a limit of its own until then.
    const isEarly = before.next !== null && now < before.next - 5 * second && before.next - run.at <= 31 * second
    if (isEarly && facts.deeds !== deedsIn(before.state) && this.isQuiet(before.at, now))
      say(`more is done before the moment that was named, ${iso(before.next ?? 0)}`)
  }

  /** Nobody did anything, and no side went away or came back. */
  private isQuiet(from: number, until: number): boolean {
    const { network, stage } = this.shared
    const within = (at: number): boolean => at >= from - minute && at <= until
    const doings = [
      ...this.of.acts,
      ...network.outages.flatMap((one) => [one.from, one.until]),
      ...network.sick.flatMap((one) => [one.from, one.until]),
      ...network.bol
        .truth()
        .flatMap((order) => [
          ...order.shipments.map((shipment) => Date.parse(shipment.at)),
          ...order.returns.flatMap((row) => [
            Date.parse(row.registeredAt),
            Date.parse(row.handledAt ?? row.registeredAt),
          ]),
        ]),
    ]
    return !doings.some(within) && this.actors.mends.size === 0 && stage.timeline.now >= from
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** The number of deeds comes first. */
function deedsIn(state: string): number {
  return Number(state.split(' ')[0])
}

interface Facts {
  state: string
  /** Steps of documents, but for looks at what is booked: nobody waits for those. */
  deeds: number
  /** What is on its way to the books, in words; empty: nothing. */
  waiting: string
  /** Until a person acts. */
  closed: boolean
  closedAtShop: boolean
}

const closing: ProblemCode[] = [
  'OCT-LOGIN',
  'OCT-DOSSIER',
  'OCT-RECHT',
  'OCT-SOFTWAREHUIS',
  'OCT-VERBINDING',
  'SYS-PAUZE',
  'SYS-PROEF',
]
const closingShop: ProblemCode[] = ['BOL-LOGIN', 'BOL-RECHT', 'BOL-VERBINDING', 'SYS-PAUZE']

async function factsOf(server: Server, connectionId: string): Promise<Facts> {
  const [row] = await server.asOwner<{ state: string; deeds: number; waiting: string; codes: ProblemCode[] }>(
    `select deeds, waiting, codes, concat_ws(' ', deeds, steps, sends, orders, shipments, problems, lists, codes::text) as state from (select
       (select count(*)::int from document_step where event <> 'readBack') as deeds,
       (select count(*) from document_step) as steps,
       (select count(*) from attempt_send) as sends,
       (select md5(coalesce(string_agg(concat_ws('|', order_id, version, standing, needs_plan, plan_again_at, credit_waits), ',' order by order_id), '')) from marketplace_order where connection_id = $1) as orders,
       (select count(*) from marketplace_shipment where connection_id = $1) as shipments,
       (select md5(coalesce(string_agg(concat_ws('|', code, subject, cleared_at), ',' order by problem_id), '')) from problem where connection_id = $1) as problems,
       (select md5(coalesce(string_agg(concat_ws('|', call, until), ',' order by call), '')) from ledger_rest) as lists,
       (select coalesce(string_agg(distinct state, ', '), '') from document where connection_id = $1
          and state in ('ready', 'inDay', 'sending', 'deferred', 'inDoubt', 'checking', 'cooling')) as waiting,
       (select coalesce(array_agg(distinct code), '{}') from problem where connection_id = $1 and cleared_at is null) as codes) f`,
    [connectionId],
  )
  const { state, deeds, waiting, codes } = row as NonNullable<typeof row>
  return {
    state,
    deeds,
    waiting,
    closed: codes.some((code) => closing.includes(code)),
    closedAtShop: codes.some((code) => closingShop.includes(code)),
  }
}
