/**
 * Reads the balances of the settlements' accounts and relations, twice a week and after each posting, and keeps them beside the balances by
 * our own documents. A difference is shown with the documents of others; nothing is corrected.
 */
import { balanceOf, predicted, type BalanceTarget } from '../../domain/bank/balance.ts'
import type { Instant } from '../../domain/calendar.ts'
import { balancesAfterPostingMs, balancesEveryMs, seenForCertainMs } from '../../domain/delays.ts'
import { states } from '../../domain/document/document-states.ts'
import type { BookYear, PostedRow } from '../../domain/ledger/ledger.ts'
import { addCents, type Cents } from '../../domain/money.ts'
import { possibleAccounts } from '../../domain/settlement/accounts.ts'
import type { Accounting, PeriodRange } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { AccountBalance, CentralSum } from '../../ports/settle/bank.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import { centralHash, hashOf } from '../plan/resolve-relation.ts'
import { postingOf } from '../post/posting-work.ts'
import { ledgerCopy, type ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** A look costs a report for each of them, of which there are 24 a day of each kind. */
const relationsMax = 5

export async function watchBalances(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, connection, settings, ports } = context
  const { connectionId } = connection
  const posting = postingOf(settings)
  if (posting === null || connection.ledgerRefusal !== null) return
  const now = await ports.clock.now()
  const { kept, documents } = await store.transaction(async (tx) => ({
    kept: await tx.bank.balances(connectionId),
    documents: await tx.documents.ofSettlements(connectionId),
  }))
  const standing = documents.filter(({ progress }) => states.inLedger.includes(progress.state))
  if (!isDue(kept, standing, now)) return
  const { copy, central, lines, receipts } = await store.transaction(async (tx) => ({
    copy: await ledgerCopy(tx, context),
    central: await tx.bank.centralSums(connectionId),
    lines: await tx.bank.lines(connectionId),
    receipts: await tx.bank.receipts(connectionId),
  }))
  const range =
    copy === null ? null : rangeOf(copy.bookYears, settings.settlement?.startDate ?? settings.booking.startDate)
  if (range === null) return
  const seen = new Set(
    receipts.map(({ bookYearId, journalKey, number }) => placeOf({ bookYearId, journalKey, number })),
  )
  const received = lines.filter((line) => seen.has(placeOf(line)))
  const ours = new Set([...standing.map(placeOfDocument), ...seen])
  const isOurs = (row: PostedRow): boolean => ours.has(placeOf(row)) || isSale(row, settings.booking.journals)
  const balances: AccountBalance[] = []
  for (const { booked, ...target } of await targetsOf(context, { standing, central })) {
    const answer = await whenAllowed(ports, () => read(accounting, target, range), context.signal)
    // An empty report proves nothing, and the reports of a day are few: the missing ones are asked for next time.
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') return
    const entries = standing.map(({ plan }) => ({ lines: plan.settlement?.entry ?? [] }))
    const { kind, target: number, label } = target
    const found = balanceOf(answer.kind === 'ok' ? answer.value : [], isOurs)
    balances.push({
      kind,
      target: number,
      label,
      readAt: now,
      predictedCents: predicted(target, { entries, booked, received }),
      ...found,
    })
  }
  await store.transaction((tx) => tx.bank.saveBalances(connectionId, balances))
}

/** A document that was just booked may not be shown yet. */
function isDue(kept: readonly AccountBalance[], standing: readonly StoredDocument[], now: Instant): boolean {
  const postedAt = Math.max(0, ...standing.map(({ confirmedAt }) => confirmedAt ?? 0))
  if (postedAt === 0 || now - postedAt < seenForCertainMs) return false
  const readAt = Math.max(0, ...kept.map((balance) => balance.readAt))
  return now - readAt >= balancesEveryMs || (postedAt > readAt && now - readAt >= balancesAfterPostingMs)
}

function placeOf({ bookYearId, journalKey, number }: Pick<PostedRow, 'bookYearId' | 'journalKey' | 'number'>): string {
  return `${bookYearId}|${journalKey}|${number}`
}

function placeOfDocument({ bookYearId, journalKey, progress }: StoredDocument): string {
  return `${bookYearId ?? 0}|${journalKey}|${progress.number ?? 0}`
}

/** A central relation has sales by the hundred: those of our own journals are not listed one by one. */
function isSale({ journalKey }: PostedRow, journals: { bookings?: string | null; invoices?: string | null }): boolean {
  return journalKey === journals.bookings || journalKey === journals.invoices
}

function rangeOf(bookYears: readonly BookYear[], from: string): PeriodRange | null {
  const first = bookYears.find((year) => year.from <= from && year.to >= from)
  const last = bookYears.toSorted((a, b) => (a.to < b.to ? -1 : 1)).at(-1)
  const period = first?.periods.find((one) => one.from <= from && one.to >= from)
  const until = last?.periods.at(-1)
  if (first === undefined || last === undefined || period === undefined || until === undefined) return null
  return {
    bookYearId: first.bookYearId,
    period: period.period,
    until: { bookYearId: last.bookYearId, period: until.period },
  }
}

async function targetsOf(
  context: ConnectionContext,
  { standing, central }: { standing: readonly StoredDocument[]; central: readonly CentralSum[] },
): Promise<(BalanceTarget & { booked: Cents })[]> {
  const { store, connection, settings, source } = context
  const { accounts, supplier: stated = null } = settings.settlement ?? { accounts: {} }
  const account = (role: 'clearing' | 'suspense') => {
    const target = possibleAccounts(role, accounts)[0] ?? 0
    return { kind: 'A' as const, target, externalId: null, label: role, booked: 0 }
  }
  const hash = hashOf(context, 'supplier', source.name)
  const own = await store.transaction((tx) => tx.bank.ownRelations(connection.connectionId, hash))
  const known = own.find(({ isSupplier }) => isSupplier)
  const supplierId = stated ?? known?.relationId ?? null
  const purchases = standing.filter(({ kind }) => kind === 'purchase')
  const spent = addCents(...purchases.map(({ ledgerCents, amountCents }) => -(ledgerCents ?? amountCents)))
  const supplier = { kind: 'S' as const, externalId: known?.externalId ?? null, label: 'supplier', booked: spent }
  return [
    account('clearing'),
    account('suspense'),
    ...(supplierId === null ? [] : [{ ...supplier, target: supplierId }]),
    ...central.slice(0, relationsMax).map(({ relationId, externalId, buyerHash, cents }) => ({
      kind: 'C' as const,
      target: relationId,
      externalId,
      label: countryOf(context, buyerHash),
      booked: cents,
    })),
  ]
}

/** The relation's name is not kept, but the fingerprint of it is. */
function countryOf(context: ConnectionContext, buyerHash: string): string {
  const countries = context.settings.vat.codes.map(({ country }) => country)
  return [...new Set(countries)].find((country) => centralHash(context, country) === buyerHash) ?? ''
}

function read(
  accounting: Accounting,
  { kind, target }: BalanceTarget,
  range: PeriodRange,
): Promise<Answer<PostedRow[]>> {
  if (kind === 'A') return accounting.accountHistory({ ...range, account: target })
  return accounting.openItems({ ...range, side: kind === 'C' ? 'customer' : 'supplier', relationId: target })
}
