/** bol.com's invoices to the shops of a world: what it issues of its own truth, and what the product must have read and said of it. */
import { settledFacts } from '../../sandbox/bol/settle-orders.ts'
import { servedInvoice, type SettlementFacts, type SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import { localDate } from '../../sandbox/bol/local-time.ts'
import type { LedgerDocument } from '../../sandbox/octopus/world.ts'
import { firstDayOf, settlementJournals, type Account, type Actors } from './actors.ts'
import type { Breach, Ended } from './check.ts'
import { receivedOnClearing } from './paying.ts'
import { isPosting, seller, totalsOf } from './settled-facts.ts'
import type { Act } from './story.ts'

/** A kind of charge that no list knows. */
const unknownType = 'CO2_CONTRIBUTION'

export function issueSettlement(actors: Actors, act: Extract<Act, { act: 'settle' }>): string {
  const { network, accounts } = actors
  const account = accounts[act.company ?? 0] as Account
  const extra: SettlementLine[] =
    act.unknownCharge === true ? [{ type: unknownType, category: 'K', percent: 0, amount: 1.21 }] : []
  const facts = settledFacts(network.bol.truth(account.shop), {
    invoiceId: act.invoice,
    from: act.from,
    to: act.to,
    issueDate: localDate(network.timeline.now),
    reserveDays: act.reserveDays ?? 0,
    seller: seller(network, account),
    ...(act.linesPerPage === undefined ? {} : { linesPerPage: act.linesPerPage }),
    extra,
  })
  if (facts.lines.length === 0) return 'nothing to settle'
  network.bol.issueInvoice(servedInvoice(facts), account.shop)
  actors.settlements.push({ account, facts })
  return `${facts.lines.length} lines`
}

interface Sides {
  /** Positive. */
  sold: number
  /** Positive. */
  refunded: number
}

/** Cents of each order that an invoice names. */
function settledOf(invoices: readonly SettlementFacts[]): Map<string, Sides> {
  const settled = new Map<string, Sides>()
  for (const { lines } of invoices)
    for (const { type, order, amount } of lines) {
      const cents = Math.round(amount * 100)
      if (type === 'TURNOVER') add(settled, order, { sold: -cents, refunded: 0 })
      if (type === 'CORRECTION_TURNOVER') add(settled, order, { sold: 0, refunded: cents })
    }
  return settled
}

function add(to: Map<string, Sides>, order: string | undefined, more: Sides): void {
  if (order === undefined) return
  const before = to.get(order) ?? { sold: 0, refunded: 0 }
  to.set(order, { sold: before.sold + more.sold, refunded: before.refunded + more.refunded })
}

const nothing: Sides = { sold: 0, refunded: 0 }
const owed = ({ sold, refunded }: Sides): number => sold - refunded

/** 16: each invoice is read whole, once, and to the cent per order. */
export async function settlementsRead({ actors, server }: Ended): Promise<Breach[]> {
  if (actors.settlements.length === 0) return []
  const rows = await server.asOwner<{ connectionId: string; invoiceId: string; state: string }>(
    'select connection_id as "connectionId", invoice_id as "invoiceId", state from settlement',
  )
  const orders = await server.asOwner<{ connectionId: string; invoiceId: string; orderId: string; settled: number }>(
    `select connection_id as "connectionId", invoice_id as "invoiceId", order_id as "orderId", (settled * 100)::float8 as settled
     from settlement_order where order_id <> ''`,
  )
  const issued = actors.settlements.flatMap(({ account, facts }): Breach[] => {
    const { invoiceId } = facts
    const isOf = (row: { connectionId: string; invoiceId: string }): boolean =>
      row.connectionId === account.connectionId && row.invoiceId === invoiceId
    const row = rows.find(isOf)
    if (row?.state !== 'complete') return [{ invariant: 16, text: `${invoiceId} is ${row?.state ?? 'not known'}` }]
    const truth = settledOf([facts])
    const read = orders.filter(isOf)
    const wrong = read.filter(({ orderId, settled }) => owed(truth.get(orderId) ?? nothing) !== Math.round(settled))
    if (wrong.length === 0 && read.length === truth.size) return []
    return [
      {
        invariant: 16,
        text: `${invoiceId}: ${read.length} of ${truth.size} orders, ${wrong.length} with other amounts than issued`,
      },
    ]
  })
  const more = rows.length - actors.settlements.length
  return more > 0 ? [...issued, { invariant: 16, text: `${more} settlements that nobody issued` }] : issued
}

const ofDifferences: ReadonlySet<string> = new Set(['UIT-ZONDER', 'UIT-OPEN', 'UIT-RETOUR', 'UIT-VERSCHIL'])

/** 17: an order that bol.com settles otherwise than it is booked is told, and nothing is told where nothing differs. */
export function differencesTold({ network, actors }: Ended, account: Account, told: ReadonlySet<string>): Breach[] {
  const own = actors.settlements.filter((one) => one.account === account).map(({ facts }) => facts)
  if (own.length === 0) return []
  const breaches: Breach[] = []
  const asksType = own.some(({ lines }) => lines.some(({ type }) => type === unknownType))
  // One from before a first day that was set later asks nothing any more.
  const mayAskNothing = actors.had.startsAfterDays > 0
  if (told.has('UIT-LABEL') !== asksType && !(asksType && mayAskNothing))
    breaches.push({ invariant: 17, text: `UIT-LABEL is ${asksType ? 'not ' : ''}told` })
  const { had, touched, skipped, setting } = actors
  // A total of a day names no order; where hands and settings changed the books, what stands there is theirs.
  if (had.consumers.has('perDay') || had.startsAfterDays > 0 || touched.size > 0) return breaches
  if (own.some(({ from }) => from < firstDayOf(setting))) return breaches
  const booked = new Map<string, Sides>()
  for (const { madeBy, orderReference, amountCents } of salesIn(network.octopus.ledger(account.dossierId)))
    if (madeBy === 'api')
      add(booked, orderReference, { sold: Math.max(0, amountCents), refunded: Math.max(0, -amountCents) })
  const tolerance = had.targets.has('invoices') ? 4 : 0
  const settled = settledOf(own)
  // Sold or credited and not yet settled is a matter of time; the other way round is not.
  const less = [...settled].filter(([order, { sold, refunded }]) => {
    const there = booked.get(order) ?? nothing
    // Sold and come back before it could be booked is no difference.
    if (Math.abs(sold - refunded - (there.sold - there.refunded)) <= tolerance) return false
    return sold - there.sold > tolerance || refunded - there.refunded > tolerance
  })
  const isTold = [...ofDifferences].some((code) => told.has(code))
  if (less.length > 0 && !isTold)
    breaches.push({ invariant: 17, text: `${less[0]?.[0]} is settled, less of it is booked, and nothing says so` })
  const orders = new Set([...settled.keys(), ...booked.keys()])
  const differs = [...orders].some(
    (order) => owed(settled.get(order) ?? nothing) !== owed(booked.get(order) ?? nothing),
  )
  if (!differs && skipped.size === 0 && isTold)
    breaches.push({
      invariant: 17,
      text: `${[...told].filter((code) => ofDifferences.has(code)).join(', ')} without a difference`,
    })
  return breaches
}

// ── What is booked of them ─────────────────────────────────────────────────────────────────────────────────────────

export function isOfSettlements(journal: string): boolean {
  return journal === settlementJournals.purchases || journal === settlementJournals.clearing
}

function isOfBank(journal: string): boolean {
  return journal.startsWith('F')
}

export function salesIn(rows: readonly LedgerDocument[]): LedgerDocument[] {
  return rows.filter(({ journal }) => !isOfSettlements(journal) && !isOfBank(journal))
}

/** The id under which the product knows a document that it made. */
export function markOf({ journal, reference, orderReference, entryLines }: LedgerDocument): string {
  if (journal === settlementJournals.purchases) return orderReference
  return journal === settlementJournals.clearing ? (entryLines?.[0]?.reference.split(' ')[0] ?? '') : reference
}

/** 1: no invoice of bol.com is booked twice, and no entry stands twice. */
export function postedTwice(rows: readonly LedgerDocument[]): Breach | null {
  const seen = new Set<string>()
  for (const row of rows) {
    if (row.madeBy !== 'api' || !isOfSettlements(row.journal)) continue
    const mark = row.journal === settlementJournals.purchases ? row.reference : markOf(row)
    const key = `${row.dossier} ${row.journal} ${mark}`
    if (seen.has(key)) return { invariant: 1, text: `${mark} stands twice in ${row.journal}` }
    seen.add(key)
    const sum = (row.entryLines ?? []).reduce((all, { cents }) => all + cents, 0)
    if (sum !== 0) return { invariant: 3, text: `the entry ${mark} is ${sum} cents beside 0` }
  }
  return null
}

const clearingAccount = 499_100
const suspenseAccount = 499_900

/** 18: each invoice is booked to the cent, or somebody is asked: its costs, what buyers paid, and what bol.com owes. */
export function settlementsPosted({ network, actors }: Ended, told: readonly string[]): Breach[] {
  if (!isPosting(actors)) return []
  const asked = told.some((code) => code.startsWith('UIT-') || code.startsWith('AANK-') || code === 'OCT-GEGEVENS')
  return actors.settlements.flatMap(({ account, facts }): Breach[] => {
    const { invoiceId } = facts
    const rows = network.octopus.ledger(account.dossierId).filter(({ madeBy }) => madeBy === 'api')
    const { payable, costs } = totalsOf(facts)
    const purchase = rows.find(
      ({ journal, reference }) => journal === settlementJournals.purchases && reference === invoiceId,
    )
    const lines = rows
      .flatMap(({ entryLines = [] }) => entryLines)
      .filter(({ reference }) => reference.endsWith(` ${invoiceId}`))
    if (purchase === undefined && lines.length === 0)
      return asked || costs === 0 ? [] : [{ invariant: 18, text: `${invoiceId} is not booked, and nothing says why` }]
    const breach = (text: string): Breach[] => [{ invariant: 18, text: `${invoiceId}: ${text}` }]
    if ((purchase?.amountCents ?? 0) !== costs)
      return breach(`${purchase?.amountCents} cents of ${costs} are booked as costs`)
    // Advertising is set off once the bank shows that it was held back.
    if (facts.invoiceType === 'ADVERTISING_VIA_BOL') return []
    if (lines.length === 0) return asked ? [] : breach('nothing is cleared, and nothing says why')
    const supplier = lines.filter(({ type }) => type === 'S').reduce((sum, { cents }) => sum + cents, 0)
    if (supplier !== costs) return breach(`${supplier} cents of ${costs} are cleared with the supplier`)
    // Sales on relations of their own pass the account beside the payout.
    if (payable !== 0 && !lines.some(({ account: number, cents }) => number === clearingAccount && cents === -payable))
      return breach(`no line says that bol.com owes ${-payable} cents`)
    // What was never booked and is refunded by a later settlement comes to nothing over both.
    const suspense = rows
      .flatMap(({ entryLines = [] }) => entryLines)
      .filter(({ account: number }) => number === suspenseAccount)
      .reduce((sum, { cents }) => sum + cents, 0)
    return suspense === 0 || asked ? [] : breach(`${suspense} cents stay in suspense, and nothing says why`)
  })
}

/**
 * 19: at each moment the clearing account is what bol.com owes by the settlements that are cleared, less what the bank received and what is
 * set off, where no sale stands on a relation of its own.
 */
export function clearingOwed({ network, actors }: Ended): Breach[] {
  return actors.accounts.flatMap((account) => {
    const rows = network.octopus.ledger(account.dossierId)
    const received = receivedOnClearing(rows)
    const lines = rows.filter(({ journal }) => isOfSettlements(journal)).flatMap(({ entryLines = [] }) => entryLines)
    const balance =
      lines.filter(({ account: number }) => number === clearingAccount).reduce((sum, { cents }) => sum + cents, 0) -
      received
    const owed = actors.settlements
      .filter((one) => one.account === account)
      .filter(({ facts }) => lines.some(({ reference }) => reference.endsWith(` ${facts.invoiceId}`)))
      .reduce((sum, { facts }) => sum - totalsOf(facts).payable, -paidBy(actors, account))
    return balance === owed ? [] : [{ invariant: 19, text: `${clearingAccount} is ${balance} cents, ${owed} are owed` }]
  })
}

/** By bol.com's own account, as far as it was entered where it belongs. */
function paidBy({ payments }: Actors, account: Account): number {
  return payments.filter((one) => one.account === account && one.isRight).reduce((sum, { cents }) => sum + cents, 0)
}
