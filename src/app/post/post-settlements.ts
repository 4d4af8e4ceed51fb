/**
 * Plans the documents for the marketplace's invoices: a purchase for each, then an entry that clears the buyers' payments. From here on
 * both are handled like every document. Nothing is sent here, and nothing is planned while a question to the user is open.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { SettlementCheck } from '../../domain/settlement/check-settlement.ts'
import { balancedParts, entryLines } from '../../domain/settlement/entry-lines.ts'
import { paysDaily } from '../../domain/settlement/paid-entry.ts'
import { purchaseLines, type Missing } from '../../domain/settlement/purchase-lines.ts'
import type { EntryLine } from '../../domain/settlement/clearing.ts'
import type { SettlementInvoice } from '../../domain/settlement/settlement.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Tx } from '../../ports/store.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import { ledgerCopy, type ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerFailure } from '../run/connection-refusal.ts'
import { loadCheck, loadShared } from '../settle/load-check.ts'
import {
  isBare,
  isPlannedAnew,
  isSettled,
  loadPosting,
  postingOf,
  workOf,
  type SettlementWork,
} from './posting-work.ts'
import { attachInvoices, isFileMissing } from './attach-invoices.ts'
import { provePostings, unproven } from './prove-postings.ts'
import { entryDocument, purchaseDocument, type Making } from './settlement-document.ts'
import { findSupplier, type SupplierAnswer } from './supplier.ts'
import { isPaidAnew, planPaid, unpaidDocuments } from './plan-paid.ts'
import { followRelations } from './moved-relations.ts'
import { planSetOff, setOffsDue, setOffsOver } from './plan-set-off.ts'
import { planSupplement, supplementsDue } from './plan-supplement.ts'
import { accountAt, mayGo, noPlace, nothing, placeIn, type Planned, type Run } from './posting-run.ts'
import { tellPosting, type PostingProblem } from './tell-posting.ts'

/**
 * A larger file is added once the booking exists, because the largest file that the ledger takes with a booking is not known. Characters of
 * base64.
 */
const fileWithBookingMax = 4_000_000

/** Whether a run has something to post, or to take back. */
export async function postingIsDue(context: ConnectionContext): Promise<boolean> {
  return context.store.transaction(async (tx) => {
    const posting = postingOf(context.settings)
    if (posting === null) return tx.documents.anyOfSettlements(context.connection.connectionId, ['ready'])
    const state = await loadPosting(tx, context)
    if (unproven(state).length > 0 || isFileMissing(state)) return true
    if (await anyToBook(tx, context, workOf(context, posting, state))) return true
    if ((await supplementsDue(tx, context, state)).length > 0) return true
    if (setOffsDue(context, state).length + setOffsOver(context, state).length > 0) return true
    return state.documents.some((row) => isPaidAnew(context, row)) || (await unpaidDocuments(tx, context, 1)).length > 0
  })
}

/** A settlement whose amounts are all 0 has no entry: it gives no work, however often it is looked at. */
async function anyToBook(tx: Tx, context: ConnectionContext, works: readonly SettlementWork[]): Promise<boolean> {
  const posting = postingOf(context.settings)
  if (posting === null || works.length === 0) return works.length > 0
  const shared = await loadShared(tx, context.connection.connectionId, context.settings)
  for (const work of works) {
    const { check } = await loadCheck(tx, shared, work.settlement)
    if (check === null || !isBare(context, posting, work, check)) return true
  }
  return false
}

/** @returns how many documents were planned, or let go by what one before them showed */
export async function postSettlements(
  context: ConnectionContext,
  accounting: Accounting,
  /** The sales of this run were sent, so a document that is still not in the books is late. */
  { salesSent }: { salesSent: boolean },
): Promise<number> {
  if (context.signal?.aborted === true || !(await postingIsDue(context))) return 0
  const state = await context.store.transaction((tx) => loadPosting(tx, context))
  const proven = await provePostings(context, accounting, state)
  await attachInvoices(context, accounting, state)
  return proven + (await planSettlements(context, accounting, salesSent))
}

/** @returns how many documents were planned */
async function planSettlements(
  context: ConnectionContext,
  accounting: Accounting,
  salesSent: boolean,
): Promise<number> {
  const { store, settings, ports } = context
  const now = await ports.clock.now()
  const posting = postingOf(settings)
  const [state, copy] = await store.transaction((tx) =>
    Promise.all([loadPosting(tx, context), ledgerCopy(tx, context)]),
  )
  if (posting === null) return takeBack(context, state.documents, now)
  if (copy === null) return 0
  const run: Run = { context, accounting, posting, copy, state, now }
  const problems: PostingProblem[] = []
  let planned = 0
  for (const work of workOf(context, posting, state)) {
    const result = await planWork(run, work)
    if (result === 'sideClosed') return planned
    problems.push(...result.problems)
    planned += result.saved
  }
  const setOffs = await planSetOffs(run)
  if (setOffs === 'sideClosed') return planned
  problems.push(...setOffs.problems)
  planned += setOffs.saved
  const supplements = salesSent ? await store.transaction((tx) => supplementsDue(tx, context, run.state)) : []
  for (const work of supplements) {
    const made = planSupplement(run, work)
    const { invoiceId } = work.settlement
    if (made.kind === 'problem') problems.push({ ...made, invoiceId })
    else if (made.documents.length > 0) {
      const followed = await follow(run, invoiceId, work.lines)
      if (followed === 'sideClosed') return planned
      if ('problems' in followed) problems.push(...followed.problems)
      // On another relation by now: the next run plans it there.
      else if (followed.kind === 'stands') planned += await saveEntry(run, made.documents)
    }
  }
  const paid = await planPaid(run)
  if (paid === 'sideClosed') return planned
  planned += paid.saved
  if (paid.problem !== null) problems.push({ ...paid.problem, invoiceId: 'paid' })
  await store.transaction((tx) => tellPosting(tx, context, { problems, state, now }))
  return planned
}

async function planSetOffs(run: Run): Promise<WorkResult> {
  const { context, now } = run
  const result = { problems: [] as PostingProblem[], saved: 0 }
  const over = setOffsOver(context, run.state)
  if (over.length > 0) await withdraw(context, over, 'settlementWaits', now)
  for (const work of setOffsDue(context, run.state)) {
    const { invoiceId, version } = work.settlement
    const { connectionId } = context.connection
    const reading = await context.store.transaction((tx) => tx.settlements.reading(connectionId, invoiceId, version))
    if (reading === null) continue
    const supplier = await findSupplier(context, run.accounting, reading.invoice)
    if (supplier.kind === 'refused') {
      await noteLedgerFailure(context, supplier.refusal)
      return 'sideClosed'
    }
    const made = supplier.kind === 'problem' ? supplier : planSetOff(run, work, supplier)
    if (made.kind === 'problem') result.problems.push({ ...made, invoiceId })
    else result.saved += await saveEntry(run, made.documents)
  }
  return result
}

/** The user switched posting off: documents that were not sent yet are withdrawn. */
async function takeBack(context: ConnectionContext, documents: StoredDocument[], at: Instant): Promise<0> {
  const unsent = documents.filter(({ progress }) => progress.state === 'ready')
  if (unsent.length > 0) await withdraw(context, unsent, 'notActive', at)
  return 0
}

async function withdraw(
  { store }: ConnectionContext,
  documents: StoredDocument[],
  event: string,
  at: Instant,
): Promise<void> {
  const ids = documents.map((row) => row.documentId)
  await store.transaction((tx) => tx.documents.withdraw(ids, 'blocked', event, at))
}

type WorkResult = { problems: PostingProblem[]; saved: number } | 'sideClosed'

async function planWork(run: Run, work: SettlementWork): Promise<WorkResult> {
  const { context } = run
  const { settlement } = work
  const read = await readWork(run, work)
  const waits =
    settlement.state !== 'complete' || read === null || (read.check.purchase ?? read.check.clearing) === null
  if (waits) {
    await withdrawUnsent(run, [work.purchase, ...work.clearing])
    return { problems: [], saved: 0 }
  }
  const supplier = await findSupplier(context, run.accounting, read.invoice)
  if (supplier.kind === 'refused') {
    await noteLedgerFailure(context, supplier.refusal)
    return 'sideClosed'
  }
  if (supplier.kind === 'problem') return told(settlement.invoiceId, supplier)
  if (isPurchaseDue(run, work, read.check)) {
    const made = planPurchase(run, work, { ...read, supplier })
    if (made.kind === 'problem') return told(settlement.invoiceId, made)
    return { problems: [], saved: await save(run, work, made.documents) }
  }
  const made = planClearing(run, work, { ...read, supplier })
  if (made.kind === 'problem') return told(settlement.invoiceId, made)
  if (made.documents.length === 0) {
    if (read.check.clearing === null) await withdrawUnsent(run, work.clearing)
    return { problems: [], saved: 0 }
  }
  const followed = await follow(run, settlement.invoiceId, read.check.clearing?.lines ?? [])
  if (followed === 'sideClosed' || 'problems' in followed) return followed
  if (followed.kind === 'stands') return { problems: [], saved: await save(run, work, made.documents) }
  const again = await readWork(run, work)
  const anew = again === null ? nothing : planClearing(run, work, { ...again, supplier })
  return anew.kind === 'problem'
    ? told(settlement.invoiceId, anew)
    : { problems: [], saved: await save(run, work, anew.documents) }
}

async function withdrawUnsent({ context, now }: Run, rows: readonly (StoredDocument | undefined)[]): Promise<void> {
  const unsent = rows.filter((row) => row?.progress.state === 'ready').filter((row) => row !== undefined)
  await withdraw(context, unsent, 'settlementWaits', now)
}

/** Checks, before an entry is kept, that it names the present relations of its sales. */
async function follow(
  { context, accounting }: Run,
  invoiceId: string,
  lines: readonly EntryLine[],
): Promise<WorkResult | { kind: 'stands' | 'moved' }> {
  const customers = lines.flatMap((line) =>
    line.kind === 'C' && line.at !== undefined ? [{ relation: line.relation, at: line.at }] : [],
  )
  const followed = await followRelations(context, accounting, customers)
  if (followed.kind === 'refused') {
    await noteLedgerFailure(context, followed.refusal)
    return 'sideClosed'
  }
  if (followed.kind === 'lost')
    return told(invoiceId, { code: 'AANK-INSTELLING', params: { customer: followed.relation } })
  return followed
}

function told(invoiceId: string, problem: { code: ProblemCode; params: Missing }): WorkResult {
  return { problems: [{ invoiceId, code: problem.code, params: problem.params }], saved: 0 }
}

interface ReadWork {
  check: SettlementCheck
  invoice: SettlementInvoice
  pdf: string | null
}

async function readWork({ context }: Run, { settlement }: SettlementWork): Promise<ReadWork | null> {
  const { connectionId } = context.connection
  const { invoiceId, version } = settlement
  return context.store.transaction(async (tx) => {
    const shared = await loadShared(tx, connectionId, context.settings)
    const current = shared.all.find((one) => one.invoiceId === invoiceId)
    if (current === undefined || current.version !== version) return null
    const { check } = await loadCheck(tx, shared, current)
    const reading = await tx.settlements.reading(connectionId, invoiceId, version)
    if (check === null || reading === null) return null
    return { check, invoice: reading.invoice, pdf: await tx.settlements.pdf(connectionId, invoiceId) }
  })
}

function isPurchaseDue(
  { context, posting }: Run,
  { settlement, purchase }: SettlementWork,
  check: SettlementCheck,
): boolean {
  if (posting.purchases === 'off' || check.purchase === null) return false
  return purchase === undefined || isPlannedAnew(context, purchase, settlement)
}

type Supplier = Extract<SupplierAnswer, { kind: 'supplier' }>

function planPurchase(run: Run, work: SettlementWork, of: ReadWork & { supplier: Supplier }): Planned {
  const { context, posting, copy } = run
  const { purchase } = of.check
  if (purchase === null) return nothing
  const reversed = purchase.lines.some(({ vat }) => vat === 'reverseCharge')
  if (reversed && !mayGo(run, 'reverseCharge', work.purchase)) return nothing
  const at = placeIn(run, { date: purchase.documentDate, journal: posting.journals.purchases, mode: 'purchases' })
  if (at.kind === 'problem') return noPlace(at)
  const lines = purchaseLines(purchase, {
    settings: posting,
    vatCodes: copy.vatCodes,
    accountOf: (role) => accountAt(run, at, role),
  })
  if (lines.kind === 'missing') return { kind: 'problem', code: 'AANK-INSTELLING', params: lines.params }
  const before = work.purchase
  // Refused once with the file: the booking goes without, and the file follows.
  const isAgain =
    before !== undefined &&
    (before.version > 1 || before.progress.state === 'draft' || before.progress.state === 'rejected')
  const pdf = of.pdf === null ? 'none' : isAgain || of.pdf.length > fileWithBookingMax ? 'later' : 'inBooking'
  const making: Making = { accounting: run.accounting, now: run.now, settlement: work.settlement, place: at, before }
  const document = purchaseDocument(context, making, {
    invoice: of.invoice,
    purchase,
    lines: lines.lines,
    supplier: of.supplier,
    pdf: { state: pdf, base64: of.pdf },
  })
  return { kind: 'documents', documents: [document] }
}

function planClearing(run: Run, work: SettlementWork, of: ReadWork & { supplier: Supplier }): Planned {
  const { context, posting, state } = run
  const { clearing } = of.check
  const isGone = work.clearing.some((row) => !isPlannedAnew(context, row, work.settlement))
  if (clearing === null || isGone || !mayGo(run, 'entrySign', work.clearing[0])) return nothing
  const books = posting.purchases !== 'off' && of.check.purchase !== null
  if (books && !isSettled(work.purchase, state)) return nothing
  const at = placeIn(run, { date: clearing.documentDate, journal: posting.journals.clearing, mode: 'entries' })
  if (at.kind === 'problem') return noPlace(at)
  const lines = entryLines(clearing.lines, {
    supplier: of.supplier.reference,
    accountOf: (role) => accountAt(run, at, role),
  })
  if (lines.kind === 'missing') return { kind: 'problem', code: 'AANK-INSTELLING', params: lines.params }
  const { account, wanted } = accountAt(run, at, 'clearing')
  if (account === null) return { kind: 'problem', code: 'AANK-INSTELLING', params: { account: wanted } }
  const named = lines.lines.some(({ to }) => 'supplier' in to) ? of.supplier.buyerHash : null
  const { invoiceId } = work.settlement
  const documents = balancedParts(lines.lines, account).map((part, index) => {
    const making: Making = {
      accounting: run.accounting,
      now: run.now,
      settlement: work.settlement,
      place: at,
      before: work.clearing[index],
    }
    return entryDocument(context, making, {
      kind: 'clearing',
      businessKey: index === 0 ? invoiceId : `${invoiceId}|${index + 1}`,
      about: invoiceId,
      lines: part,
      account,
      buyerHash: named,
      ...(index === 0 ? { orders: of.check.absent } : {}),
    })
  })
  return { kind: 'documents', documents }
}

/** With other settings, or another reading of the invoice, than it was planned with nothing is kept. */
async function save({ context, now }: Run, work: SettlementWork, documents: NewDocument[]): Promise<number> {
  if (documents.length === 0) return 0
  const { connectionId, revision } = context.connection
  const rejected = [work.purchase, ...work.clearing].filter((row) => row?.progress.state === 'rejected')
  return context.store.transaction(async (tx) => {
    if ((await tx.connections.holdRevision(connectionId)) !== revision) return 0
    const current = (await tx.settlements.list(connectionId)).find((one) => one.invoiceId === work.settlement.invoiceId)
    if (current?.version !== work.settlement.version) return 0
    const ids = rejected.flatMap((row) => (row === undefined ? [] : [row.documentId]))
    if (ids.length > 0) {
      // Its next version is planned in the next pass, from what it is then.
      await tx.documents.withdraw(ids, 'draft', 'withoutFile', now)
      return ids.length
    }
    await tx.documents.savePlanned(documents)
    await noteCleared(tx, context, documents)
    return documents.length
  })
}

/** Later entries of this run are compared with it. */
async function saveEntry(run: Run, documents: NewDocument[]): Promise<number> {
  if (documents.length === 0) return 0
  const { context } = run
  const { connectionId, revision } = context.connection
  return context.store.transaction(async (tx) => {
    if ((await tx.connections.holdRevision(connectionId)) !== revision) return 0
    await tx.documents.savePlanned(documents)
    await noteCleared(tx, context, documents)
    run.state = await loadPosting(tx, context)
    return documents.length
  })
}

/** An entry that was not sent follows the settings: without daily entries it clears relations of single buyers, with them it does not. */
async function noteCleared(tx: Tx, context: ConnectionContext, documents: readonly NewDocument[]): Promise<void> {
  const { connectionId } = context.connection
  for (const { kind, documentId: entryId, plan } of documents) {
    const { invoiceId = null, orders = [] } = plan.settlement ?? {}
    if ((kind !== 'clearing' && kind !== 'supplement') || invoiceId === null) continue
    await tx.settlements.forgetCleared(connectionId, entryId)
    const cleared = { invoiceId, entryId, orderIds: kind === 'clearing' ? null : orders }
    if (!paysDaily(context.settings)) await tx.settlements.saveCleared(connectionId, cleared)
  }
}
