/** Settlements as programs and people read them. The keys of the JSON are those of the outside's promise. */
import {
  bankLineOf,
  carriedInto,
  shownBalances,
  shownBank,
  type ShownBank,
  type ShownBankLine,
} from '../bank/show-bank.ts'
import { viewBank } from '../bank/recognise-receipts.ts'
import { kindRow } from '../../domain/document/document-kinds.ts'
import { states } from '../../domain/document/document-states.ts'
import type { Cents } from '../../domain/money.ts'
import type { Language } from '../../domain/language.ts'
import type { Payout } from '../../domain/settlement/payout.ts'
import type { ClearingEntry, ShownLine } from '../../domain/settlement/clearing.ts'
import type { Purchase, Question } from '../../domain/settlement/purchase.ts'
import { roleOf, type ChargeRole } from '../../domain/settlement/roles.ts'
import { addSpecifications, type SumFault } from '../../domain/settlement/sums.ts'
import type { MatchingLine } from '../../domain/why/matching-words.ts'
import { shownMatching } from '../match/shown-matching.ts'
import { categoryName, settlementTitle } from '../../domain/why/settlement-words.ts'
import { toCents } from '../../domain/settlement/exact.ts'
import type { SettlementFile } from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'
import { closes, type CheckedOrder } from '../../domain/settlement/check-order.ts'
import { loadCheck, loadShared, type CheckedSettlement, type Shared } from './load-check.ts'
import { shownDocument, shownLine, stands, type ShownDocument } from './shown-documents.ts'

export interface ShownSettlement {
  id: string
  connection: string
  kind: 'settlement' | 'advertising'
  issueDate: string
  periodFrom: string
  periodTo: string
  state: string
  title: string
  differenceCents: Cents
  payableCents: Cents
  /** Counts up when the marketplace gives other amounts than before; 0 while it is read for the first time. */
  version: number
  payout: ReturnType<typeof shownPayout>
  /** The line of the bank that paid it; null: it was not seen. */
  received: ShownBankLine | null
  problems: string[]
  statementLines: {
    soldCents: Cents
    refundedCents: Cents
    costsCents: Cents
    compensationCents: Cents
    bookedCents: Cents
  }
  counts: {
    /** Orders on it, and those of them with something taken back. */
    orders: number
    corrections: number
    /** Orders with a difference that closes by itself, and those that a user has to look at. */
    explained: number
    differing: number
    questions: number
  }
}

export interface ShownOrder {
  order: string
  bookedCents: Cents
  settledCents: Cents
  differenceCents: Cents
  /** The worst of its reasons, by its public name. */
  category: string
  /** Where it has several. */
  reasons?: { category: string; differenceCents: Cents }[] | undefined
}

export interface ShownCheck extends ShownSettlement, ShownBank {
  /** Lines of its entries that settle others, and how much of each is matched in the ledger. */
  matching: MatchingLine[]
  purchase: ReturnType<typeof shownPurchase>
  clearing: { journal: 'clearing'; documentDate: string; lines: ShownLine[] } | null
  questions: Question[]
  sums: SumFault[]
  orders: ShownOrder[]
  carriedForwardCents: Cents
  statement: { state: string; differenceCents: Cents; title: string }
  openAtBolCents: Record<string, Cents>
  /** In the order of the invoice; positive: for the seller. `role`: null until a user answers the role of the charge. */
  charges: { type: string; description: string; role: ChargeRole | null; amountCents: Cents; vatCents: Cents }[]
  documents: ShownDocument[]
  /** The newest amounts that were cleared after the settlement's own entry. */
  supplement: { journal: 'clearing'; lines: ShownLine[] } | null
}

/** Newest first, of all connections of these companies, or of one. */
export async function listSettlements(
  ports: Ports,
  at: { tenantIds: string[]; connectionId: string | null; language: Language },
): Promise<ShownSettlement[]> {
  const shown: ShownSettlement[] = []
  for (const tenantId of at.tenantIds) {
    const found = await ports.store.forTenant(tenantId).transaction(async (tx) => {
      const rows: ShownSettlement[] = []
      for (const connectionId of await connectionsOf(tx, at.connectionId)) {
        const shared = await loadShared(tx, connectionId, await settingsOf(tx, connectionId))
        for (const settlement of shared.all)
          rows.push(shownSettlement(shared, await loadCheck(tx, shared, settlement), at.language))
      }
      return rows
    })
    shown.push(...found)
  }
  return shown.toSorted((a, b) =>
    a.issueDate === b.issueDate ? (a.id < b.id ? 1 : -1) : a.issueDate < b.issueDate ? 1 : -1,
  )
}

/** Null: no company has an invoice of this number. */
export async function showSettlement(
  ports: Ports,
  at: { tenantIds: string[]; invoiceId: string; language: Language },
): Promise<ShownCheck | null> {
  for (const tenantId of at.tenantIds) {
    const found = await ports.store.forTenant(tenantId).transaction(async (tx) => {
      for (const connectionId of await connectionsOf(tx, null)) {
        const shared = await loadShared(tx, connectionId, await settingsOf(tx, connectionId))
        const settlement = shared.all.find((one) => one.invoiceId === at.invoiceId)
        if (settlement === undefined) continue
        const checked = await loadCheck(tx, shared, settlement)
        const cleared: string[] = []
        for (const one of shared.all) {
          if (one.kind !== 'settlement' || one.issueDate > settlement.issueDate) continue
          const other = one === settlement ? checked : await loadCheck(tx, shared, one)
          if (other.check !== null && other.check.clearing !== null) cleared.push(one.invoiceId)
        }
        const { periodTo } = settlement
        const open = await tx.settlements.openByCountry(connectionId, { cleared, periodTo })
        const files = await tx.settlements.files(checked.documents.map((document) => document.documentId))
        const bank = await loadBank(tx, shared, { checked, language: at.language, calendar: ports.calendar })
        const matching = await shownMatching(tx, {
          connectionId,
          documents: documentsOf(shared, checked),
          setting: shared.settings.settlement?.matching ?? 'off',
        })
        return shownCheck(shared, checked, at.language, { open, files, bank, matching })
      }
      return null
    })
    if (found !== null) return found
  }
  return null
}

async function loadBank(
  tx: Tx,
  shared: Shared,
  { checked, language, calendar }: { checked: CheckedSettlement; language: Language; calendar: Calendar },
): Promise<ShownBank> {
  const { connectionId, settings, all } = shared
  const { settlement } = checked
  const view = await viewBank(tx, { connectionId, settings })
  const carried: CheckedSettlement[] = []
  for (const invoiceId of carriedInto(shared, settlement.invoiceId)) {
    const other = all.find((one) => one.invoiceId === invoiceId)
    if (other !== undefined) carried.push(await loadCheck(tx, shared, other))
  }
  const kept = await tx.bank.balances(connectionId)
  const balances = shownBalances(kept, language, (at) => calendar.isoText(at))
  return shownBank(shared, view, { settlement, carried: [...carried, checked], balances, language })
}

async function connectionsOf(tx: Tx, only: string | null): Promise<string[]> {
  const all = await tx.connections.list()
  return all
    .filter(({ state, connectionId }) => (only === null ? state !== 'removed' : connectionId === only))
    .map(({ connectionId }) => connectionId)
}

async function settingsOf(tx: Tx, connectionId: string): ReturnType<Tx['connections']['settings']> {
  const connection = await tx.connections.get(connectionId)
  return tx.connections.settings(connectionId, connection?.revision ?? 1)
}

export function shownSettlement(shared: Shared, checked: CheckedSettlement, language: Language): ShownSettlement {
  const { settlement, check, payout, documents } = checked
  const { invoiceId, kind, issueDate, periodFrom, periodTo } = settlement
  const state = check?.state ?? settlement.state
  const title = settlementTitle(
    {
      invoiceId,
      kind,
      state: check?.state ?? 'reading',
      questions: check?.questions.length ?? 0,
      differenceCents: check?.differenceCents ?? 0,
      differingOrders: check?.differingOrders ?? 0,
      isPosted: documents.some(({ kind: of, progress }) => of === 'purchase' && stands.includes(progress.state)),
    },
    language,
  )
  return {
    id: invoiceId,
    connection: shared.connectionId,
    kind,
    issueDate,
    periodFrom,
    periodTo,
    state,
    title,
    differenceCents: check?.differenceCents ?? 0,
    payableCents: toCents(settlement.totals.payable),
    version: settlement.version,
    payout: shownPayout(payout),
    received: bankLineOf(shared, invoiceId),
    problems: [
      ...problemsOf(checked),
      ...(checked.isChanged ? ['UIT-GEWIJZIGD'] : []),
      ...(shared.bankProblems.get(invoiceId) ?? []),
    ].toSorted(),
    statementLines: statementLines(checked),
    counts: countsOf(checked),
  }
}

function countsOf({ check, reading }: CheckedSettlement): ShownSettlement['counts'] {
  const named = addSpecifications(reading?.pages.map((page) => page.sums) ?? []).orders.filter(
    ({ orderId }) => orderId !== null,
  )
  return {
    orders: named.length,
    corrections: named.filter(({ corrections }) => corrections.length > 0).length,
    explained: (check?.orders ?? []).filter(({ reasons, category }) => reasons.length > 0 && closes(category)).length,
    differing: check?.differingOrders ?? 0,
    questions: check?.questions.length ?? 0,
  }
}

function chargesOf({ answers }: Shared, { reading }: CheckedSettlement): ShownCheck['charges'] {
  return (reading?.invoice.lines ?? []).map(({ type, description, amount, vat }) => {
    const found = roleOf(type, answers.types)
    const role = found.kind === 'role' ? found.role : null
    return { type, description, role, amountCents: -toCents(amount) || 0, vatCents: -toCents(vat) || 0 }
  })
}

function problemsOf({ check, settlement }: CheckedSettlement): string[] {
  return check?.problems ?? (settlement.state === 'unavailable' ? ['UIT-ONVOLLEDIG'] : [])
}

function shownCheck(
  shared: Shared,
  checked: CheckedSettlement,
  language: Language,
  at: {
    open: { country: string; openCents: Cents }[]
    files: SettlementFile[]
    bank: ShownBank
    matching: MatchingLine[]
  },
): ShownCheck {
  const { open, files, bank, matching } = at
  const { check } = checked
  const shown = shownSettlement(shared, checked, language)
  return {
    ...shown,
    ...bank,
    charges: chargesOf(shared, checked),
    purchase: shownPurchase(check?.purchase ?? null),
    clearing: shownClearing(check?.clearing ?? null),
    questions: check?.questions.map(({ ...question }) => question) ?? [],
    sums: check?.faults ?? [],
    orders: (check?.orders ?? []).map(shownOrder),
    carriedForwardCents: check?.carriedForwardCents ?? 0,
    statement: { state: shown.state, differenceCents: shown.differenceCents, title: shown.title },
    openAtBolCents: {
      ...Object.fromEntries(
        open.map(({ country, openCents }) => [country, openCents - (check?.writtenOff[country] ?? 0)]),
      ),
      ...check?.ownOpen,
    },
    documents: documentsOf(shared, checked).map((document) => shownDocument(document, files)),
    supplement: shownSupplement(checked),
    matching,
  }
}

/** With the advertising that was held back from its payout, and what its buyers paid by entries of their own. */
function documentsOf(
  { documents, receipts }: Shared,
  { settlement, documents: own }: CheckedSettlement,
): StoredDocument[] {
  const { kind, invoiceId, periodFrom, periodTo } = settlement
  if (kind !== 'settlement') return own
  const held = receipts.find(({ payouts }) => payouts[0] === invoiceId)?.advertising ?? []
  return documents.filter(({ kind: of, plan, businessKey }) => {
    const { settles } = kindRow(of)
    if (settles === 'advertising') return held.includes(plan.settlement?.invoiceId ?? '')
    const day = businessKey.slice(0, 10)
    return settles === 'day' ? day >= periodFrom && day <= periodTo : plan.settlement?.invoiceId === invoiceId
  })
}

function shownOrder({ orderId, reasons, category, ...order }: CheckedOrder): ShownOrder {
  const named = reasons.map((reason) => ({ ...reason, category: categoryName(reason.category) }))
  return { order: orderId, ...order, category: categoryName(category), ...(named.length > 1 ? { reasons: named } : {}) }
}

function shownClearing(clearing: ClearingEntry | null): ShownCheck['clearing'] {
  if (clearing === null) return null
  const lines = clearing.lines.map(shownLine)
  return { journal: 'clearing', documentDate: clearing.documentDate, lines }
}

function shownSupplement({ documents }: CheckedSettlement): ShownCheck['supplement'] {
  const last = documents.findLast(
    ({ kind, progress }) => kind === 'supplement' && !states.over.includes(progress.state),
  )
  const lines = last?.plan.settlement?.shown
  return lines === undefined ? null : { journal: 'clearing', lines: lines.map(shownLine) }
}

function shownPurchase(purchase: Purchase | null) {
  if (purchase === null) return null
  return {
    journal: 'purchases',
    ...purchase,
    lines: purchase.lines.map(({ percentBp, ...line }) => ({ ...line, percent: percentBp / 100 })),
  }
}

function shownPayout(payout: Payout | null) {
  if (payout === null) return null
  const { carriedCents, carriedInCents, ...shown } = payout
  const carried = carriedCents === 0 ? carriedInCents : carriedCents
  return carried === 0 ? shown : { ...shown, carriedCents: carried }
}

/** The statement's figures, as the marketplace has them; booked: for the same orders. */
function statementLines({ settlement, check }: CheckedSettlement): ShownCheck['statementLines'] {
  const bookedCents = check?.bookedHereCents ?? 0
  const money = check?.money ?? { soldCents: 0, refundedCents: 0, compensationCents: 0 }
  const paidCents = -toCents(settlement.totals.payable) || 0
  const costsCents = paidCents - money.soldCents - money.refundedCents - money.compensationCents
  return { ...money, costsCents, bookedCents }
}
