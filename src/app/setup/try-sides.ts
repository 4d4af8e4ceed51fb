/** Asks both sides what they say, line by line, and checks the settings against the dossier. For `add`, `update` and `test`. */
import type { BookYear, Journal, JournalMode } from '../../domain/ledger/ledger.ts'
import { message, messageText, type Message } from '../../domain/message/message.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { SellerAccount } from '../../ports/source.ts'
import type { LedgerCopy } from '../../ports/tables/ledger.ts'
import { claimAccount, claimMessage } from '../people/claim-account.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteRefusal, problemOfRefusal, sideProblem } from '../run/connection-refusal.ts'
import { endProblems } from '../run/problem-ends.ts'
import { refreshLedgerCopy } from '../plan/refresh-ledger-copy.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** `text`: in English, as scripts read it. */
type Line = Message & { ok: boolean; text: string }
/** `side`: name of the kind of shop or ledger. */
export type SideLine = Line & { side: string }

function said(ok: boolean, told: Message): Line {
  return { ok, text: messageText(told, 'en'), ...told }
}

export async function tryMarketplace(
  context: ConnectionContext,
  known: Answer<SellerAccount> | null = null,
): Promise<SideLine[]> {
  const { connection } = context
  if (connection.marketplaceRefusal !== null) return [refusedBefore(context.source.name)]
  const answer = known ?? (await whenAllowed(context.ports, () => context.marketplace.identify(), context.signal))
  if (answer.kind === 'ok') {
    const { ports, tenantId } = context
    const { connectionId, credentialsVersion } = connection
    const claim = await claimAccount(ports, { tenantId, connectionId, credentialsVersion }, answer.value)
    await noteAnswer(context, 'marketplaceLogin')
    return [{ side: context.source.name, ...said(claim.kind === 'claimed', claimMessage(claim, answer.value)) }]
  }
  const refusal: Refusal =
    answer.kind === 'notFound' ? { kind: 'later', cause: 'unreadable', until: null, detail: 'no account' } : answer
  return [await refused(context, 'marketplace', refusal)]
}

export async function tryLedger(context: ConnectionContext): Promise<SideLine[]> {
  const { connection, accounting, ports, store } = context
  if (connection.ledgerRefusal !== null) return [refusedBefore(context.ledger.name)]
  if (accounting === null) {
    const now = await ports.clock.now()
    await store.transaction((tx) => tx.problems.raise([sideProblem(context, 'OCT-SOFTWAREHUIS', {})], now))
    return [{ side: context.ledger.name, ...said(false, message('noSoftwareHouse')) }]
  }
  const answer = await refreshLedgerCopy(context, accounting, { all: true })
  if (answer.kind !== 'ok') return [await refused(context, 'ledger', answer)]
  if (answer.failure !== null) return [await refused(context, 'ledger', answer.failure)]
  await noteAnswer(context, 'ledgerRead')
  const { bookYears } = answer.copy
  const answers = message('dossierAnswers', { dossier: connection.dossierId, bookYears: bookYears.length })
  const lines = [said(true, answers), ...(await checkSettings(context, answer.copy))]
  return lines.map((line) => ({ side: context.ledger.name, ...line }))
}

/** The side answers: problems about its silence or refusal end. */
async function noteAnswer(
  { store, ports, connection }: ConnectionContext,
  event: 'marketplaceLogin' | 'ledgerRead',
): Promise<void> {
  const now = await ports.clock.now()
  await store.transaction((tx) => endProblems(tx, connection.connectionId, event, { now }))
}

function refusedBefore(side: SideLine['side']): SideLine {
  return { side, ...said(false, message('refusedBefore')) }
}

async function refused(
  context: ConnectionContext,
  side: 'marketplace' | 'ledger',
  refusal: Refusal,
): Promise<SideLine> {
  const now = await context.ports.clock.now()
  await context.store.transaction(async (tx) => {
    const problem = problemOfRefusal(context, side, refusal)
    if (problem !== null) await tx.problems.raise([problem], now)
    await noteRefusal(tx, context, side, refusal, now)
  })
  const told = message(refusal.kind, { detail: refusal.detail })
  return { side: context[side === 'marketplace' ? 'source' : 'ledger'].name, ...said(false, told) }
}

async function checkSettings(context: ConnectionContext, copy: LedgerCopy): Promise<Line[]> {
  const { settings, ports } = context
  const today = ports.calendar.localDate(await ports.clock.now())
  const year = copy.bookYears.find((row) => row.from <= today && today <= row.to)
  if (year === undefined) return [said(false, message('noBookYear', { date: today }))]
  const { from, to, closed } = year
  return [
    said(!closed, message(closed ? 'bookYearClosed' : 'bookYear', { from, to })),
    ...(await checkJournals(context, copy, year)),
    ...checkCodes(settings, copy, year),
  ]
}

async function checkJournals(context: ConnectionContext, copy: LedgerCopy, year: BookYear): Promise<Line[]> {
  const { bookings, invoices } = context.settings.booking.journals
  const wanted: [string | null, JournalMode[]][] = [
    [bookings, ['bookings']],
    [invoices, ['invoicesExclusive', 'invoicesInclusive']],
  ]
  const lines: Line[] = []
  const foreignIn: string[] = []
  for (const [journalKey, modes] of wanted) {
    if (journalKey === null) continue
    const journal = copy.journals.find((row) => row.bookYearId === year.bookYearId && row.journalKey === journalKey)
    const own = journalLine(journalKey, journal, modes)
    if (own.ok && journal !== undefined && (await holdsForeign(context, journal))) {
      foreignIn.push(journalKey)
      const { name, lastNumber } = journal
      lines.push(said(false, message('journalShared', { journal: journalKey, name, last: lastNumber })))
    } else lines.push(own)
  }
  await noteForeign(context, foreignIn)
  return lines
}

function checkCodes(settings: Settings, copy: LedgerCopy, year: BookYear): Line[] {
  const faults = settings.vat.codes.flatMap((rule) => {
    const code = copy.vatCodes.find((row) => row.code === rule.code)
    const named = { code: rule.code, use: `${rule.treatment} ${rule.country} ${rule.rateBp / 100} %` }
    const accounts = [rule.account, rule.invoiceAccount].filter(
      (account) => !copy.accounts.some((row) => row.bookYearId === year.bookYearId && row.account === account),
    )
    return [
      ...(code === undefined ? [message('noVatCode', named)] : []),
      ...(code !== undefined && code.rateBp !== rule.rateBp
        ? [message('otherRate', { ...named, rate: code.rateBp / 100 })]
        : []),
      ...(code !== undefined && code.type !== 'sell' ? [message('noSalesCode', named)] : []),
      ...accounts.map((account) => message('noAccount', { account, year: year.from.slice(0, 4) })),
    ]
  })
  const lines = faults.map((told) => said(false, told))
  return [...new Map(lines.map((one) => [one.text, one])).values()]
}

function journalLine(journalKey: string, journal: Journal | undefined, modes: JournalMode[]): Line {
  if (journal === undefined) return said(false, message('noJournal', { journal: journalKey }))
  const named = { journal: journalKey, name: journal.name }
  if (!modes.includes(journal.mode)) return said(false, message('journalOfOtherKind', { ...named, mode: journal.mode }))
  if (journal.closed) return said(false, message('journalClosed', named))
  return said(true, message('journalOpen', { ...named, last: journal.lastNumber }))
}

/** More numbers are used than we used. */
async function holdsForeign({ store, connection }: ConnectionContext, journal: Journal): Promise<boolean> {
  const own = await store.transaction((tx) => tx.reports.ownNumbers(connection.dossierId, journal.journalKey))
  return journal.lastNumber > own
}

async function noteForeign(context: ConnectionContext, journalKeys: string[]): Promise<void> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const code = 'OCT-DAGBOEK-VREEMD'
  await store.transaction((tx) =>
    journalKeys.length === 0
      ? tx.problems.endOwn(connection.connectionId, [code], now)
      : tx.problems.raise([sideProblem(context, code, { journal: journalKeys.join(', ') })], now),
  )
}
