/** bol.com pays the shops of a world, holds back its advertising, and the bank's statements come into the ledger. */
import { localDate } from '../../sandbox/bol/local-time.ts'
import { servedInvoice, type SettlementFacts } from '../../sandbox/bol/settlement-answers.ts'
import type { LedgerDocument } from '../../sandbox/octopus/world.ts'
import { hand, settlementJournals, type Account, type Actors } from './actors.ts'
import type { Breach, Ended } from './check.ts'
import { isPosting, seller, totalsOf } from './settled-facts.ts'
import type { Act } from './story.ts'

const bankJournal = 'F1'
const clearingAccount = 499_100
/** Another account of the settlements' own, where a payout is not looked for. */
const wrongAccount = 499_900

/** What bol.com paid of one settlement, and what of its advertising it held back. */
export interface Payment {
  account: Account
  invoice: string
  cents: number
  held: string[]
  /** Paid for otherwise, so never held back. */
  gone: string[]
  isRight: boolean
}

export function advertise(actors: Actors, act: Extract<Act, { act: 'advertise' }>): string {
  const { network, accounts } = actors
  const account = accounts[act.company ?? 0] as Account
  const today = localDate(network.timeline.now)
  const facts: SettlementFacts = {
    invoiceId: act.invoice,
    invoiceType: 'ADVERTISING_VIA_BOL',
    from: today,
    to: today,
    issueDate: today,
    seller: seller(network, account),
    lines: [{ type: 'SPONSORED_PRODUCTS', category: 'K', percent: 0, amount: act.cents / 100 }],
  }
  network.bol.issueInvoice(servedInvoice(facts), account.shop)
  actors.settlements.push({ account, facts })
  return `${act.cents} cents`
}

/** By bol.com's own account: what is owed of this settlement and of those it put off, less advertising that is open. */
export function pay(actors: Actors, act: Extract<Act, { act: 'pay' }>): string {
  const { network, payments } = actors
  const settled = actors.settlements.find(({ facts }) => facts.invoiceId === act.invoice)
  if (settled === undefined) return 'nothing was settled'
  const { account, facts } = settled
  const own = payments.filter((one) => one.account === account)
  const done = new Set(own.flatMap(({ held, gone }) => [...held, ...gone]))
  const ads = actors.settlements.filter(
    (one) =>
      one.account === account &&
      one.facts.invoiceType === 'ADVERTISING_VIA_BOL' &&
      one.facts.issueDate <= facts.issueDate &&
      !done.has(one.facts.invoiceId),
  )
  const open = ads.map((one) => ({ id: one.facts.invoiceId, cents: totalsOf(one.facts).payable }))
  const earned = -totalsOf(facts).payable
  const held = act.how === 'whole' ? [] : act.how === 'part' ? open.slice(0, 1) : open
  const cents = earned - held.reduce((sum, ad) => sum + ad.cents, 0)
  // What is put off comes with a later one, which these stories do not have.
  if (cents <= 0) return 'put off'
  const isRight = act.how !== 'elsewhere'
  const account0 = isRight ? clearingAccount : wrongAccount
  const date = localDate(network.timeline.now)
  hand(network, {
    action: 'bookEntry',
    dossier: account.dossierId,
    journal: bankJournal,
    date,
    lines: [{ type: 'A', account: account0, amountCents: cents }],
  })
  payments.push({
    account,
    invoice: act.invoice,
    cents,
    held: held.map(({ id }) => id),
    gone: act.how === 'whole' ? open.map(({ id }) => id) : [],
    isRight,
  })
  return `${cents} cents, ${held.length} held back`
}

/** A bookkeeper removes the newest statement and enters it anew, as it was or on the right account. */
export function enterAnew(actors: Actors): string {
  const { network, payments } = actors
  const payment = payments.at(-1)
  if (payment === undefined) return 'nothing to enter'
  const { dossierId } = payment.account
  const row = bankRows(network.octopus.ledger(dossierId)).at(-1)
  if (row === undefined) return 'nothing to enter'
  const { bookyearId: bookyear, number, date } = row
  hand(network, { action: 'delete', dossier: dossierId, bookyear, journal: bankJournal, number })
  hand(network, {
    action: 'bookEntry',
    dossier: dossierId,
    bookyear,
    journal: bankJournal,
    date,
    lines: [{ type: 'A', account: clearingAccount, amountCents: payment.cents }],
  })
  payment.isRight = true
  return `number ${number}`
}

function bankRows(rows: readonly LedgerDocument[]): LedgerDocument[] {
  return rows.filter(({ journal }) => journal === bankJournal)
}

/** 20, at every moment: nobody but people and their bank writes in its journal, and no advertising invoice is set off twice. */
export function bankUntouched(actors: Actors, account: Account, rows: readonly LedgerDocument[]): Breach | null {
  const ours = bankRows(rows).filter(({ madeBy }) => madeBy === 'api')
  if (ours.length > 0) return { invariant: 20, text: `${ours.length} documents of the bank are made by the product` }
  for (const { facts } of adsOf(actors, account)) {
    const { length } = setOffs(rows, facts.invoiceId)
    if (length > 1) return { invariant: 20, text: `${facts.invoiceId} is set off ${length} times` }
  }
  return null
}

function adsOf(actors: Actors, account: Account): Actors['settlements'] {
  return actors.settlements.filter((one) => one.account === account && one.facts.invoiceType === 'ADVERTISING_VIA_BOL')
}

function setOffs(rows: readonly LedgerDocument[], invoiceId: string): LedgerDocument[] {
  return rows.filter(
    ({ journal, entryLines = [] }) =>
      journal === settlementJournals.clearing &&
      entryLines.some(({ reference }) => reference.endsWith(` ${invoiceId}`)),
  )
}

interface ReceiptRow {
  connectionId: string
  cents: number
  invoices: string[]
}

/** 20, in the end: each payout is seen on its line, no more are seen than came, and what was held back is set off to the cent. */
export async function payoutsSeen(ended: Ended, told: readonly string[]): Promise<Breach[]> {
  const { actors, server, network } = ended
  if (actors.settlements.length === 0) return []
  const receipts = await server.asOwner<ReceiptRow>(
    `select connection_id as "connectionId", cents::float8 as cents,
       array(select invoice_id from bank_receipt_invoice i where i.receipt_id = r.receipt_id order by 1) as invoices from bank_receipt r`,
  )
  return actors.accounts.flatMap((account) => {
    const seen = receipts.filter(({ connectionId }) => connectionId === account.connectionId)
    const right = actors.payments.filter((one) => one.account === account && one.isRight)
    const breach = (text: string): Breach => ({ invariant: 20, text })
    if (seen.length > right.length) return [breach(`${seen.length} receipts of ${right.length} that came`)]
    const counted = new Set(seen.flatMap(({ invoices }) => invoices))
    if (counted.size < seen.flatMap(({ invoices }) => invoices).length) return [breach('an invoice is paid twice')]
    if (!isPosting(actors) || told.includes('UIT-VERREKEND')) return []
    const rows = network.octopus.ledger(account.dossierId)
    return [
      ...right.flatMap((payment) => missing(payment, seen).map(breach)),
      ...adsOf(actors, account).flatMap(({ facts }) => {
        const isHeld = right.some(({ held }) => held.includes(facts.invoiceId))
        const entries = setOffs(rows, facts.invoiceId)
        if (isHeld && entries.length === 0 && !isAsked(told))
          return [breach(`${facts.invoiceId} was held back, and is not set off`)]
        if (!isHeld && entries.length > 0 && !isMoved(actors))
          return [breach(`${facts.invoiceId} was not held back, and is set off`)]
        const lines = entries.flatMap(({ entryLines = [] }) => entryLines)
        const cents = lines
          .filter(({ account: number }) => number === clearingAccount)
          .reduce((sum, line) => sum + line.cents, 0)
        const owed = totalsOf(facts).payable
        return entries.length === 0 || cents === -owed
          ? []
          : [breach(`${facts.invoiceId} is set off by ${-cents} cents of ${owed}`)]
      }),
    ]
  })
}

/** Something keeps entries from being booked, and a person is told. */
function isAsked(told: readonly string[]): boolean {
  return told.some(
    (code) => code.startsWith('AANK-') || code === 'UIT-TEKEN' || code === 'OCT-GEGEVENS' || code === 'UIT-SOM',
  )
}

/** A statement that was removed may have been set off before. */
function isMoved({ payments }: Actors): boolean {
  return payments.some(({ isRight }) => !isRight)
}

function missing({ invoice, cents, held }: Payment, seen: readonly ReceiptRow[]): string[] {
  const found = seen.find(({ invoices }) => invoices.includes(invoice))
  if (found === undefined) return [`the payout of ${invoice} is not seen`]
  const wanted = [invoice, ...held].toSorted().join(' ')
  const own = found.invoices.join(' ')
  return found.cents === cents && own === wanted ? [] : [`the payout of ${invoice} is seen as ${own}, it was ${wanted}`]
}

/** What the bank shows of it on the clearing account. */
export function receivedOnClearing(rows: readonly LedgerDocument[]): number {
  return bankRows(rows)
    .flatMap(({ entryLines = [] }) => entryLines)
    .filter(({ account }) => account === clearingAccount)
    .reduce((sum, { cents }) => sum + cents, 0)
}
