/**
 * What must hold in every world, by the worlds' own truth: the orders as the simulated bol.com knows them, the books as
 * the simulated Octopus keeps them, the requests as they left. Nothing of the product decides here what is right; its
 * database is read only where it makes a promise to a person (his list of problems, the path of a document).
 */
import type { LedgerDocument } from '../../sandbox/octopus/world.ts'
import type { TruthOrder } from '../../sandbox/bol/world.ts'
import type { Server } from './database.ts'
import { journals, type Account, type Actors } from './actors.ts'
import { eans } from './story.ts'
import { isDayTotal, refundedOf, totalsOfDays } from './check-days.ts'
import type { ShopTruth } from './paper/shop.ts'
import {
  differencesTold,
  isOfSettlements,
  markOf,
  postedTwice,
  salesIn,
  settlementsPosted,
  settlementsRead,
} from './settling.ts'
import { MatchesSent, matchCalls, matchedAll, matchedWrong } from './matching.ts'
import { bankUntouched, payoutsSeen } from './paying.ts'
import { keptCounts } from './tallies.ts'
import { booksOf, shopOf, type Network, type Sent } from './transport.ts'
import type { QueueOfWorld } from './queue.ts'
import type { ProblemCode } from '../../src/domain/problem/problem.ts'

export interface Breach {
  /** Number in the list of invariants. */
  invariant: number
  text: string
}

const day = 24 * 3_600_000

/** Percent by class and country, as the law had them in 2026; the checker's own list. */
export const rates: Record<string, { standard: number; book: number }> = {
  BE: { standard: 21, book: 6 },
  NL: { standard: 21, book: 9 },
  DE: { standard: 19, book: 7 },
  FR: { standard: 20, book: 5.5 },
  LU: { standard: 17, book: 3 },
}

/** Calls per day of the official document that this product makes, over one dossier. */
const perDay: Record<string, number> = {
  'POST /buysellbookings': 400,
  'POST /invoices': 400,
  'POST /financialdiversbookings': 400,
  'GET /financialdiversbookings/modified': 48,
  'GET /reports/accounts/history': 24,
  'GET /invoices': 400,
  'PUT /relations': 400,
  'GET /relations': 400,
  'GET /buysellbookings/modified': 48,
  'GET /invoices/modified': 48,
  'GET /relations/modified': 48,
  'GET /bookyears': 24,
  'GET /bookyears/{id}/journals': 24,
  'GET /bookyears/{id}/journals/V/{id}': 24,
  'GET /accounts': 2,
  'GET /vatcodes': 2,
  'POST /dossiers': 150,
  ...matchCalls,
}

// ── After every change (S) ─────────────────────────────────────────────────────────────────────────────────────────

export class Watch {
  readonly network: Network
  readonly actors: Actors
  private readonly bytes = new Map<string, string>()
  private readonly calls = new Map<string, Sent[]>()
  private readonly rests = new Map<string, Sent>()
  private readonly refusedLogins = new Map<string, Sent[]>()
  private readonly matches = new MatchesSent()
  private looked = 0
  private readonly booksEveryMs: number
  private booksAt = Number.NEGATIVE_INFINITY

  /** @param booksEveryMs the books are read whole; in a long life, not at each change */
  constructor(network: Network, actors: Actors, booksEveryMs = 0) {
    this.network = network
    this.actors = actors
    this.booksEveryMs = booksEveryMs
  }

  /** Looks at what happened since the last time. */
  look(): Breach | null {
    for (; this.looked < this.network.sent.length; this.looked += 1) {
      const breach = this.lookAt(this.network.sent[this.looked] as Sent)
      if (breach !== null) return breach
    }
    const { now } = this.network.timeline
    if (now - this.booksAt < this.booksEveryMs) return null
    this.booksAt = now
    return this.books()
  }

  private lookAt(sent: Sent): Breach | null {
    const dossier = /\/(?:dossiers|books)(?:\/|\?dossierId=)(\d+)/u.exec(sent.url)?.[1] ?? ''
    const key = `${dossier} ${sent.route}`
    // bol.com tells each shop by itself to wait; with several, a token says which one asks.
    const one = this.actors.accounts.length === 1
    const asked =
      one || (sent.side !== 'bol' && sent.side !== 'shop') ? key : `${key} ${sent.headers['authorization'] ?? ''}`
    return (
      this.sameBytes(sent) ??
      this.matches.look(sent) ??
      this.withinBudget(sent, key) ??
      this.rested(sent, asked) ??
      this.failedLogins(sent) ??
      this.secretInUrl(sent)
    )
  }

  /** 5: what goes under one document and number is the same each time. */
  private sameBytes(sent: Sent): Breach | null {
    if (!/^POST \/(?:buysellbookings|financialdiversbookings|invoices)$/u.test(sent.route)) return null
    const [reference, number, journal] = [
      '"reference":"([^"]*)"',
      '"documentSequenceNr":(\\d+)',
      '"journalKey":"([^"]*)"',
    ].map((pattern) => new RegExp(pattern, 'u').exec(sent.body)?.[1] ?? '')
    const key = `${sent.url}|${journal}|${number}|${reference}`
    const before = this.bytes.get(key)
    const refused = sent.status !== null && sent.status >= 400 && sent.status < 500
    // What was refused at its first send is not on its way: it may be made anew under the same number.
    if (before === undefined && !refused) this.bytes.set(key, sent.body)
    return before === undefined || before === sent.body
      ? null
      : { invariant: 5, text: `other bytes under ${journal} ${number} ${reference}` }
  }

  /** 6: in every window of 24 hours. */
  private withinBudget(sent: Sent, key: string): Breach | null {
    const limit = perDay[sent.route]
    if (limit === undefined || sent.side === 'paper') return null
    const calls = (this.calls.get(key) ?? []).filter(({ at }) => at > sent.at - day)
    calls.push(sent)
    this.calls.set(key, calls)
    // A process whose clock is ahead believes that the day is over: it cannot know better, and is answered with a rest.
    // One that stood still between its count of the call and the call itself counted it before.
    const ownTime = ({ at, clockOffMs, by }: Sent): number => by.decidedAt(at) + clockOffMs
    const count = calls.filter((call) => ownTime(call) > ownTime(sent) - day).length
    return count <= limit ? null : { invariant: 6, text: `${count} calls of ${key} within 24 hours` }
  }

  private rested(sent: Sent, key: string): Breach | null {
    const told = this.rests.get(`${sent.side} ${key}`)
    const until = told?.restUntil ?? 0
    if (sent.restUntil !== null && sent.restUntil > until) this.rests.set(`${sent.side} ${key}`, sent)
    // A second for clocks that are read a moment before the call leaves. Who was struck when he was told, or while the answer was
    // on its way, may not know, and a call that was on its way already is not called back.
    // The longest a slow answer is on its way.
    const endedAt = told?.by.endedAt ?? null
    const diedMeanwhile =
      told !== undefined && endedAt !== null && endedAt >= told.at - 1000 && endedAt <= told.at + 120_000
    const forgotten =
      told !== undefined &&
      (told.by.wasStruck(told.at, Infinity) || diedMeanwhile || told.clockOffMs !== 0 || sent.clockOffMs !== 0)
    return sent.at >= until - 1000 || forgotten || (told !== undefined && sent.calledAt - told.at < 1000)
      ? null
      : { invariant: 6, text: `${key} called ${Math.round((until - sent.at) / 1000)} s before its Retry-After ended` }
  }

  /** 6: a refused login is not tried again until the keys are saved again. */
  private failedLogins(sent: Sent): Breach | null {
    if (sent.status !== 401 || (sent.route !== 'POST /authentication' && sent.route !== 'POST /token')) return null
    const refused = [...(this.refusedLogins.get(sent.side) ?? []), sent]
    this.refusedLogins.set(sent.side, refused)
    const failures = refused.length
    // What a process was told while a fault struck it, or just before it could write it down, it may have forgotten.
    const excused = refused.filter(({ by, at }) => by.wasStruck(at - 1000, at + 1000)).length
    return failures <= this.actors.saves + excused + this.actors.accounts.length
      ? null
      : { invariant: 6, text: `${failures} refused logins at ${sent.side}, keys saved ${this.actors.saves} times` }
  }

  private secretInUrl(sent: Sent): Breach | null {
    const found = secretsOf(this.network).find((secret) => sent.url.includes(secret))
    return found === undefined ? null : { invariant: 8, text: `a secret in the URL of ${sent.route}` }
  }

  private books(): Breach | null {
    const { network, actors } = this
    for (const account of actors.accounts) {
      const rows = booksOf(network, account.dossierId)
      const breach =
        doubled(salesIn(rows), this, account) ??
        postedTwice(rows) ??
        bankUntouched(actors, account, rows) ??
        numbered(rows, this, account) ??
        matchedWrong(rows, actors, account)
      if (breach !== null) return breach
    }
    return null
  }
}

export function secretsOf(network: Network): string[] {
  const ofLedger = network.paper?.access.token ?? network.octopus.access.userPassword
  const ofShops =
    network.shop?.access.map((shop) => shop.consumerSecret) ?? network.bol.shops.map((shop) => shop.clientSecret)
  return [...ofShops, ofLedger]
}

/** 1: no sale has two live documents; and the books never hold more of an order than was paid for it. */
function doubled(rows: LedgerDocument[], { network, actors }: Watch, account: Account): Breach | null {
  const byReference = new Set<string>()
  const byOrder = new Map<string, LedgerDocument[]>()
  for (const row of rows) {
    if (row.madeBy !== 'api') continue
    if (byReference.has(row.reference)) return { invariant: 1, text: `${row.reference} stands twice in the books` }
    byReference.add(row.reference)
    if (isDayTotal(row)) continue
    byOrder.set(row.orderReference, [...(byOrder.get(row.orderReference) ?? []), row])
  }
  const several = [...byOrder].filter(([order, own]) => own.length > 1 || actors.touched.has(order))
  if (several.length === 0) return null
  const truth = new Map(
    shopOf(network)
      .truth(account.shop)
      .map((order) => [order.orderId, order]),
  )
  for (const [orderId, own] of several) {
    const order = truth.get(orderId)
    if (order === undefined) return { invariant: 1, text: `${orderId} is booked and was never ordered` }
    const most = actors.had.on.has('shipment') || order.business ? Math.max(1, order.shipments.length) : 1
    const sales = own.filter((row) => row.amountCents > 0).length
    // What is made from its parcels grows by each: more of an item, and each other item, by a document of its own.
    const isRebuilt = network.sick.some((one) => one.order === orderId && one.how === '404')
    const grown = isRebuilt ? order.items.length + order.shipments.length : 0
    // A price that rose after the booking is booked by a document of its own; the sums hold it to the cent.
    if (sales > most + grown + (actors.repriced.has(orderId) ? 1 : 0))
      return { invariant: 1, text: `${orderId} has ${sales} documents, ${most} at most` }
    const credits = own.length - sales
    const back = order.returns.length + order.items.filter((item) => item.cancelled > 0).length
    if (credits > back) return { invariant: 1, text: `${orderId} has ${credits} credits, ${back} at most` }
  }
  return null
}

function isOurJournal(journal: string, { setting }: Actors): boolean {
  return (
    isOfSettlements(journal) ||
    journal === journals.bookings ||
    journal === journals.invoices ||
    journal === setting.journal
  )
}

/** 4: numbers without repeat, and without a gap that no person made. */
function numbered(rows: LedgerDocument[], { network, actors }: Watch, account: Account): Breach | null {
  // It numbers them itself.
  if (network.paper !== null) return null
  const { deleted } = network.octopus.admin('GET', `/ledger/${account.dossierId}`, undefined) as {
    deleted: { bookyearId: number; journal: string; number: number }[]
  }
  const seen = new Map<string, Set<number>>()
  for (const row of rows) {
    if (!isOurJournal(row.journal, actors)) continue
    const key = `${row.bookyearId} ${row.journal}`
    const numbers = seen.get(key) ?? new Set<number>()
    if (numbers.has(row.number) && actors.setting.octopus['invoicesEnforceNumber'] !== 'acceptsTwice')
      return { invariant: 4, text: `number ${row.number} twice in ${key}` }
    numbers.add(row.number)
    seen.set(key, numbers)
  }
  for (const [key, numbers] of seen) {
    for (let number = 1; number <= Math.max(...numbers); number += 1) {
      if (numbers.has(number)) continue
      if (deleted.some((row) => `${row.bookyearId} ${row.journal}` === key && row.number === number)) continue
      return { invariant: 4, text: `number ${number} is missing in ${key}` }
    }
  }
  return null
}

// ── When all is healed (L) ─────────────────────────────────────────────────────────────────────────────────────────

interface DocumentRow {
  documentId: string
  connectionId: string
  orderId: string | null
  reference: string
  state: string
  number: number | null
  journal: string
  amount: number
  since: number
}

interface ProblemRow {
  code: ProblemCode
  subject: string
  orderId: string | null
  connectionId: string
}

export interface Ended {
  network: Network
  actors: Actors
  server: Server
  queue: QueueOfWorld
  logged: string[]
  /** Faults that struck. */
  struck: ReadonlySet<string>
}

export const openStates = ['ready', 'sending', 'deferred', 'inDoubt', 'checking', 'cooling']

export function documentsOf(server: Server): Promise<DocumentRow[]> {
  return server.asOwner<DocumentRow>(
    `select document_id as "documentId", connection_id as "connectionId", order_id as "orderId", reference, state, number, journal_key as journal,
       amount_cents as amount, (extract(epoch from state_since) * 1000)::float8 as since
     from document order by queue_at, reference`,
  )
}

export async function checkEnd(ended: Ended): Promise<Breach[]> {
  const documents = await documentsOf(ended.server)
  const problems = await ended.server.asOwner<ProblemRow>(
    `select code, subject, order_id as "orderId", connection_id as "connectionId" from problem where cleared_at is null order by code, subject`,
  )
  return [
    ...ended.actors.accounts.flatMap((account) => [
      ...complete(ended, account, { documents, problems }),
      ...sums(ended, account),
      ...mapped(ended, account, documents),
      ...differencesTold(ended, account, codesOf(problems, account)),
    ]),
    ...(await apart(ended)),
    ...settledAll(documents),
    ...leftToPerson(documents, problems),
    ...(await settlementsRead(ended)),
    ...(await payoutsSeen(
      ended,
      problems.map(({ code }) => code),
    )),
    ...settlementsPosted(
      ended,
      problems.map(({ code }) => code),
    ),
    ...(await matchedAll(
      ended,
      problems.map(({ code }) => code),
    )),
    ...solved(ended, problems, documents),
    ...(await paths(ended.server)),
    ...(await keptCounts(ended.server)),
    ...(await secretsAtRest(ended)),
    ...noSecretLogged(ended),
    ...(await lateSends(ended)),
    ...(ended.queue.longest > 50 ? [{ invariant: 14, text: `${ended.queue.longest} jobs waited` }] : []),
  ]
}

function codesOf(problems: ProblemRow[], { connectionId }: Account): Set<string> {
  return new Set(problems.filter((row) => row.connectionId === connectionId).map(({ code }) => code))
}

/** 2: each sale is booked, or stands in the list of a person with its reason. */
function complete(
  { network, actors }: Ended,
  account: Account,
  { documents, problems }: { documents: DocumentRow[]; problems: ProblemRow[] },
): Breach[] {
  const rows = salesIn(booksOf(network, account.dossierId)).filter((row) => row.madeBy === 'api')
  const healthy = healthyAgain(network)
  const told = new Set(
    problems.flatMap(({ orderId, code }) =>
      orderId === null || noteCodes.has(code) || (healthy.has(orderId) && ofBadData.has(code)) ? [] : [orderId],
    ),
  )
  const orders = shopOf(network).truth(account.shop)
  const { had, touched, skipped } = actors
  const mixed = had.consumers.has('perDay')
  const isLoose = (order: TruthOrder): boolean =>
    skipped.has(order.orderId) || told.has(order.orderId) || beganLater(actors, order)
  // It tells nobody that a person removed a sale, so what comes back of it is credited all the same.
  if (mixed && network.paper !== null && touched.size > 0) return []
  if (mixed) {
    const loose = touched.size > 0 || rows.some((row) => row.changedBy !== 'api') || orders.some(isLoose)
    return totalsOfDays(rows, orders, { loose, invoices: had.targets.has('invoices') })
  }
  return orders.flatMap((order) => {
    const { orderId } = order
    const expected = order.items.reduce((sum, item) => sum + item.shippedPaidCents, 0)
    const found = rows.filter((row) => row.orderReference === orderId).reduce((sum, row) => sum + row.amountCents, 0)
    if (touched.has(orderId)) return []
    const own = documents.filter((row) => row.orderId === orderId)
    // An invoice of net prices may be a cent beside, per rate of each document.
    const tolerance = had.targets.has('invoices') || order.business ? 2 * Math.max(1, own.length) : 0
    // A return that was handled in the last hours may not be read yet: its credit may be there or not.
    const least = isLoose(order) ? 0 : expected - refundedOf(order)
    // What waits for a person may be booked whole before its credit, never twice.
    const paid = order.items.reduce((sum, item) => sum + item.paidCents, 0)
    const most = isLoose(order) ? paid : expected - longRefunded(order)
    if (found <= most + tolerance && found >= least - tolerance) return []
    const states = own.map((row) => row.state).join(', ')
    return [
      { invariant: 2, text: `${orderId}: ${found} of ${expected} cents booked (${states}), and no problem says why` },
    ]
  })
}

/** Of a shop that tells amounts: what it paid back more than three hours ago is credited by now. */
function longRefunded(order: TruthOrder): number {
  const { refundedCents = 0, refundedLately = 0 } = order as Partial<ShopTruth>
  return refundedCents - refundedLately
}

/** What bol.com's data alone are the cause of. */
const ofBadData: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'BOL-BEDRAG',
  'BOL-ONVOLLEDIG',
  'BOL-ONLEESBAAR',
  'BTW-GEBIED',
])

/** Orders that were told badly for a while, or with no more than what floats leave behind an amount. */
function healthyAgain({ sick }: Network): Set<string> {
  const isIll = (one: Network['sick'][number]): boolean => one.until === Infinity && one.how !== 'noisyPrice'
  const ill = new Set(sick.filter(isIll).map((one) => one.order))
  return new Set(sick.map((one) => one.order).filter((order) => !ill.has(order)))
}

/** Something to know; the order goes its way all the same. */
const noteCodes: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['BOL-ANNUL', 'BOL-GEMIST', 'OCT-AFROND'])

/** The first day was moved behind it for a while: what was not begun then is in books that somebody else keeps. */
function beganLater({ had, setting }: Actors, order: TruthOrder): boolean {
  if (had.startsAfterDays <= 0) return false
  const firstDay = Date.parse(`${setting.start.slice(0, 10)}T12:00:00Z`) + had.startsAfterDays * day
  return order.placedDate < new Date(firstDay).toISOString().slice(0, 10)
}

/** 3: each document is the sum of its lines, at the rate of the land it went to. */
function sums({ network }: Ended, account: Account): Breach[] {
  const truth = new Map(
    shopOf(network)
      .truth(account.shop)
      .map((order) => [order.orderId, order]),
  )
  return salesIn(booksOf(network, account.dossierId)).flatMap((row) => {
    if (row.madeBy !== 'api' || row.changedBy !== 'api' || isDayTotal(row)) return []
    const order = truth.get(row.orderReference)
    if (order === undefined) return [{ invariant: 3, text: `${row.reference} names no order` }]
    const lines = row.lines.reduce((sum, line) => sum + line.baseCents + line.vatCents, 0)
    if (lines !== row.amountCents)
      return [{ invariant: 3, text: `${row.reference}: lines ${lines}, total ${row.amountCents}` }]
    return [...rateBreaches(row, order), ...ratesOfBooking(row, network.shop !== null)]
  })
}

/** VAT is computed once on the sum of a rate; the ledger's own arithmetic decides that of an invoice. */
/** @param isCharged the shop rounds each line by itself, and that is what its buyer read */
function ratesOfBooking(row: LedgerDocument, isCharged: boolean): Breach[] {
  if (row.kind !== 'booking') return []
  const rows = new Map<number, { base: number; gross: number }>()
  for (const line of row.lines) {
    const sum = rows.get(line.rateBp) ?? { base: 0, gross: 0 }
    rows.set(line.rateBp, { base: sum.base + line.baseCents, gross: sum.gross + line.baseCents + line.vatCents })
  }
  return [...rows].flatMap(([rateBp, { base, gross }]) => {
    // Half a cent goes up on the VAT (vat-rules.md 6.1), so the base goes down.
    const expected = gross - Math.floor((2 * gross * rateBp + 10_000 + rateBp) / (2 * (10_000 + rateBp)))
    // A credit, and what is booked beside a sale later, is cumulative over the sale (vat-rules.md 6.6): its own split may be a cent away per line.
    const slack = row.amountCents < 0 || row.comment.includes('correctie') || isCharged ? row.lines.length : 0
    return Math.abs(base - expected) <= slack
      ? []
      : [
          {
            invariant: 3,
            text: `${row.reference}: base ${base}, ${expected} is right (${row.amountCents} cents, ${row.comment})`,
          },
        ]
  })
}

/** No request leaves later than a minute after it was decided; a pause in the very moment of leaving is nobody's to prevent. */
async function lateSends(ended: Ended): Promise<Breach[]> {
  // A document that is planned anew has another reference than the sends before; its order stays.
  const sends = await ended.server.asOwner<{ reference: string; orderId: string | null; at: number }>(
    `select d.reference, d.order_id as "orderId", s.sent_at as at from attempt_send s join attempt a using (tenant_id, attempt_id)
       join document d on d.tenant_id = a.tenant_id and d.document_id = a.document_id`,
  )
  return ended.network.sent.flatMap((sent) => {
    if (!/^POST \/(?:buysellbookings|invoices|sales)$/u.test(sent.route) || sent.pausedBefore) return []
    const reference = /"(?:reference|key)":"([^"]*)"/u.exec(sent.body)?.[1]
    const order = /"(?:orderReference|order)":"([^"]*)"/u.exec(sent.body)?.[1]
    // A total that was opened again goes under another one.
    const ofDay = order !== undefined && /^(?:bol|shop) /u.test(order)
    const own = sends.filter(
      (row) =>
        row.reference === reference ||
        row.reference === order ||
        row.orderId === order ||
        (ofDay && row.orderId === null),
    )
    const decided =
      own.some((row) => Math.abs(sent.at - row.at) <= 62_000) || sent.by.clockOffMs !== 0 || sent.clockOffMs !== 0
    return decided ? [] : [{ invariant: 15, text: `${reference} was sent long after it was decided` }]
  })
}

function rateBreaches(row: LedgerDocument, order: TruthOrder): Breach[] {
  const rate = rates[order.country]
  if (rate === undefined) return [{ invariant: 3, text: `${row.reference}: booked for ${order.country}` }]
  const allowed = new Set(order.items.map((item) => 100 * (item.ean === eans[0] ? rate.book : rate.standard)))
  return row.lines.flatMap((line) => {
    if (!allowed.has(line.rateBp))
      return [{ invariant: 3, text: `${row.reference}: ${line.rateBp} basis points in ${order.country}` }]
    const exact = (line.baseCents * line.rateBp) / 10_000
    // Nets are shared out over the lines of a rate: each is within a cent of its own.
    return Math.abs(exact - line.vatCents) > 1.5
      ? [{ invariant: 3, text: `${row.reference}: VAT ${line.vatCents} on ${line.baseCents}` }]
      : []
  })
}

/** 4: what we say is booked under a number is what stands there. */
function mapped({ network, actors }: Ended, account: Account, documents: DocumentRow[]): Breach[] {
  const rows = booksOf(network, account.dossierId)
  // What went into a total of its day has no number of its own.
  const own = documents.filter((document) => document.connectionId === account.connectionId && document.number !== null)
  return own.flatMap((document) => {
    if (document.state !== 'confirmed' && document.state !== 'verified') return []
    if (document.orderId !== null && actors.touched.has(document.orderId)) return []
    const there = rows.filter((row) => markOf(row) === document.reference)
    const [row] = there
    if (there.length === 1 && row?.number === document.number && row?.journal === document.journal) return []
    return [
      {
        invariant: 4,
        text: `${document.reference} is ${document.state} as ${document.journal} ${document.number}, the books have ${row === undefined ? 'nothing' : `${row.journal} ${row.number}`}`,
      },
    ]
  })
}

/** 7: nothing of one company reaches the dossier of another, nor its rows. */
async function apart({ network, actors, server }: Ended): Promise<Breach[]> {
  if (actors.accounts.length < 2) return []
  const rows = await server.asOwner<{ orderId: string; tenantId: string; connectionId: string; of: string }>(
    `select order_id as "orderId", tenant_id as "tenantId", connection_id as "connectionId", 'orders' as of from marketplace_order
     union all select order_id, tenant_id, connection_id, 'documents' from document where order_id is not null
     union all select order_id, tenant_id, connection_id, 'problems' from problem where order_id is not null`,
  )
  return actors.accounts.flatMap((account) => {
    const others = actors.accounts
      .filter((other) => other !== account)
      .flatMap((other) =>
        shopOf(network)
          .truth(other.shop)
          .map((order) => order.orderId),
      )
    const sent = network.sent.filter(
      ({ url, body }) =>
        new RegExp(`/(?:dossiers|books)/${account.dossierId}/`, 'u').test(url) &&
        others.some((orderId) => `${url} ${body}`.includes(orderId)),
    )
    const kept = rows.filter(
      (row) =>
        (row.tenantId === account.company.tenantId || row.connectionId === account.connectionId) &&
        others.includes(row.orderId),
    )
    return [
      ...sent.map(({ route }) => ({
        invariant: 7,
        text: `${route} of ${account.company.name} names another company's order`,
      })),
      ...kept.map((row) => ({
        invariant: 7,
        text: `${row.orderId} stands among the ${row.of} of ${account.company.name}`,
      })),
    ]
  })
}

/** 10: nothing is on its way or in doubt any more. */
function settledAll(documents: DocumentRow[]): Breach[] {
  return documents
    .filter((document) => openStates.includes(document.state))
    .map((document) => ({
      invariant: 10,
      text: `${document.reference} of ${document.orderId} is still ${document.state}`,
    }))
}

const statesOfPerson = ['rejected', 'mismatch', 'duplicate', 'quarantined']

/** 10: what goes on only with a person stands in his list. */
function leftToPerson(documents: DocumentRow[], problems: ProblemRow[]): Breach[] {
  const told = new Set(problems.flatMap(({ subject, orderId }) => (orderId === null ? [subject] : [subject, orderId])))
  return documents
    .filter(({ state }) => statesOfPerson.includes(state))
    .filter(({ documentId, orderId }) => !told.has(documentId) && (orderId === null || !told.has(orderId)))
    .map(({ reference, orderId, state }) => ({
      invariant: 10,
      text: `${reference} of ${orderId} is ${state}, and nobody is told`,
    }))
}

/** Problems that speak of a moment: they are over when the world is healed. */
const passing: ProblemCode[] = [
  'BOL-STORING',
  'BOL-DRUK',
  'BOL-RECHT',
  'BOL-LOGIN',
  'OCT-STORING',
  'OCT-LIMIET',
  'OCT-LOGIN',
  'OCT-DOSSIER',
  'OCT-DAGBOEK-DICHT',
  'OCT-ANTWOORD',
  'OCT-ONZEKER',
  'OCT-NUMMER',
  // What the dossier lacked was mended with the rest.
  'OCT-REKENING',
  'OCT-BOEKJAAR',
  'BTW-CODE-WEG',
  'BTW-CODE-ANDERS',
  'UIT-ONVOLLEDIG',
  'UIT-SOM',
]

/** 9: what is over is said no longer, and what bol.com tells well again is not called unreadable. */
function solved({ network, actors, struck }: Ended, problems: ProblemRow[], documents: DocumentRow[]): Breach[] {
  const entries = new Set(documents.filter(({ journal }) => isOfSettlements(journal)).map((row) => row.documentId))
  const isSick = (orderId: string | null): boolean =>
    network.sick.some((one) => one.order === orderId && one.until === Infinity)
  // What the ledger refuses by itself is mended by us; what it was made to refuse, a person may have to look at.
  const isRefused = [...struck].some((fault) => fault.startsWith('400'))
  return problems
    .filter(
      ({ code, orderId, subject }) =>
        passing.includes(code) ||
        // An entry names the relation of its sales, which a bookkeeper may have removed.
        (code === 'OCT-GEGEVENS' && !isRefused && !entries.has(subject)) ||
        // Nobody changed it, and nothing struck: then it is we who sent something else than we know.
        (code === 'OCT-ANDERS' && struck.size === 0 && actors.touched.size === 0) ||
        // It tells amounts, and no word that nobody knows.
        (code === 'RET-UITKOMST' && network.shop !== null) ||
        ((code === 'BOL-ONVOLLEDIG' || code === 'BOL-ONLEESBAAR') && !isSick(orderId)),
    )
    .map((problem) => ({ invariant: 9, text: `${problem.code} (${problem.subject}) is still open in a healed world` }))
}

interface StepRow {
  documentId: string
  from: string | null
  to: string
  event: string
  actor: string
  last: string
}

/** 11 and 12: each document's path is whole, and never leads from certainty back to a send. */
async function paths(server: Server): Promise<Breach[]> {
  const steps = await server.asOwner<StepRow>(
    `select s.document_id as "documentId", s.from_state as "from", s.to_state as "to", s.event, s.actor, d.state as last
     from document_step s join document d using (tenant_id, document_id) order by s.document_id, s.step_id`,
  )
  const breaches: Breach[] = []
  let before: StepRow | null = null
  for (const step of steps) {
    const first: boolean = before === null || before.documentId !== step.documentId
    if (first && before !== null && before.to !== before.last)
      breaches.push({ invariant: 12, text: `${before.documentId} is ${before.last}, its path ends at ${before.to}` })
    if (!first && before !== null && before.to !== step.from)
      breaches.push({ invariant: 12, text: `${step.documentId}: ${before.to}, then from ${step.from}` })
    if (step.event === '' || step.actor === '')
      breaches.push({ invariant: 12, text: `${step.documentId}: a step of nobody` })
    if (
      ['confirmed', 'verified', 'changed'].includes(step.from ?? '') &&
      ['ready', 'sending', 'deferred', 'inDoubt', 'draft'].includes(step.to)
    )
      breaches.push({ invariant: 11, text: `${step.documentId}: from ${step.from} to ${step.to}` })
    if (
      step.from === 'sending' &&
      step.to === 'ready' &&
      !['notSent', 'loginRefused', 'forbidden'].includes(step.event)
    )
      breaches.push({ invariant: 11, text: `${step.documentId}: back to the queue by ${step.event}` })
    before = step
  }
  return breaches
}

/** 8: no key or password stands in the database as it is. */
async function secretsAtRest(ended: Ended): Promise<Breach[]> {
  const tables = await ended.server.asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname in
      ('connection', 'connection_secret', 'mapping_revision', 'access_token', 'attempt_send', 'problem')`,
  )
  const secrets = secretsOf(ended.network)
  const breaches: Breach[] = []
  for (const { name } of tables) {
    const rows = await ended.server.asOwner<{ text: string }>(`select t::text as text from ${name} t`)
    if (rows.some((row) => secrets.some((secret) => row.text.includes(secret))))
      breaches.push({ invariant: 8, text: `a secret stands in ${name}` })
  }
  return breaches
}

function noSecretLogged(ended: Ended): Breach[] {
  const secrets = secretsOf(ended.network)
  return ended.logged.some((line) => secrets.some((secret) => line.includes(secret)))
    ? [{ invariant: 8, text: 'a secret in a log line' }]
    : []
}

/** 2, sooner: with bol.com answering for three hours, each of its orders is known. A lost one that some later sweep finds by luck was lost. */
export async function checkFresh(ended: Ended): Promise<Breach[]> {
  const { network, actors, server } = ended
  const [trouble] = await server.asOwner<{ code: string }>(
    `select code from problem where cleared_at is null and code like 'BOL-%' limit 1`,
  )
  if (trouble !== undefined) return []
  // One whose record is bad is known by that.
  const known = await server.asOwner<{ orderId: string }>(
    'select order_id as "orderId" from marketplace_order union select order_id from held_record where order_id is not null',
  )
  return actors.accounts
    .flatMap((account) => shopOf(network).truth(account.shop))
    .filter((order) => !beganLater(actors, order))
    .filter((order) => !known.some((row) => row.orderId === order.orderId))
    .map((order) => ({ invariant: 2, text: `${order.orderId} is not known after three healthy hours` }))
}
