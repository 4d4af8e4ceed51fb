/** Asks both sides what they say, line by line, and checks the settings against the dossier. For `add`, `update` and `test`. */
import type { Journal, JournalMode } from '../domain/ledger.ts'
import type { Answer, Refusal } from '../ports/answer.ts'
import type { SellerAccount } from '../ports/marketplace.ts'
import type { LedgerCopy } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'
import { noteRefusal, problemOfRefusal, sideProblem } from './connection-refusal.ts'
import { refreshLedgerCopy } from './refresh-ledger-copy.ts'
import { whenAllowed } from './when-allowed.ts'

export interface SideLine {
  side: 'bol' | 'octopus'
  ok: boolean
  text: string
}

export async function tryMarketplace(
  context: ConnectionContext,
  known: Answer<SellerAccount> | null = null,
): Promise<SideLine[]> {
  const { connection } = context
  if (connection.marketplaceRefusal !== null) return [refusedBefore('bol')]
  const answer = known ?? (await whenAllowed(context.ports, () => context.marketplace.identify(), context.signal))
  if (answer.kind === 'ok') {
    const { displayName, retailerId, vatNumber } = answer.value
    return [
      {
        side: 'bol',
        ok: true,
        text: `shop "${displayName}" (${retailerId})${vatNumber === null ? '' : `, VAT ${vatNumber}`}`,
      },
    ]
  }
  const refusal: Refusal =
    answer.kind === 'notFound' ? { kind: 'later', cause: 'unreadable', until: null, detail: 'no account' } : answer
  return [await refused(context, 'marketplace', refusal)]
}

export async function tryLedger(context: ConnectionContext): Promise<SideLine[]> {
  const { connection, accounting, ports, store } = context
  if (connection.ledgerRefusal !== null) return [refusedBefore('octopus')]
  if (accounting === null) {
    const now = await ports.clock.now()
    await store.transaction((tx) => tx.problems.raise([sideProblem(context, 'OCT-SOFTWAREHUIS', {})], now))
    return [{ side: 'octopus', ok: false, text: 'no software house id: set TENTAKEL_OCTOPUS_SOFTWARE_HOUSE' }]
  }
  const answer = await refreshLedgerCopy(context, accounting, { evenIfFresh: true })
  if (answer.kind !== 'ok') return [await refused(context, 'ledger', answer)]
  const lines: SideLine[] = [
    {
      side: 'octopus',
      ok: true,
      text: `dossier ${connection.dossierId} answers, ${answer.copy.bookYears.length} book years`,
    },
  ]
  return [...lines, ...(await checkSettings(context, answer.copy))]
}

function refusedBefore(side: SideLine['side']): SideLine {
  return {
    side,
    ok: false,
    text: 'login was refused; it is not tried again until the keys are saved again (connection update)',
  }
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
  const words = {
    loginRefused: 'login refused',
    forbidden: 'no access',
    badRequest: 'request refused',
    later: 'did not answer',
  }[refusal.kind]
  return { side: side === 'marketplace' ? 'bol' : 'octopus', ok: false, text: `${words}: ${refusal.detail}` }
}

async function checkSettings(context: ConnectionContext, copy: LedgerCopy): Promise<SideLine[]> {
  const { settings, ports, store, connection } = context
  const today = ports.calendar.localDate(await ports.clock.now())
  const line = (ok: boolean, text: string): SideLine => ({ side: 'octopus', ok, text })
  const year = copy.bookYears.find((row) => row.from <= today && today <= row.to)
  if (year === undefined) return [line(false, `no book year for ${today}`)]
  const lines = [line(!year.closed, `book year ${year.from} … ${year.to}${year.closed ? ' is closed' : ''}`)]
  const wanted: [string | null, JournalMode[]][] = [
    [settings.booking.journals.bookings, ['bookings']],
    [settings.booking.journals.invoices, ['invoicesExclusive', 'invoicesInclusive']],
  ]
  for (const [journalKey, modes] of wanted) {
    if (journalKey === null) continue
    const journal = copy.journals.find((row) => row.bookYearId === year.bookYearId && row.journalKey === journalKey)
    const own = await store.transaction((tx) => tx.reports.ownNumbers(connection.dossierId, journalKey))
    lines.push(journalLine(journalKey, journal, modes, own))
  }
  for (const rule of settings.vat.codes) {
    const code = copy.vatCodes.find((row) => row.code === rule.code)
    const name = `VAT code ${rule.code} for ${rule.treatment} ${rule.country} ${rule.rateBp / 100} %`
    if (code === undefined) lines.push(line(false, `${name}: not in the dossier`))
    else if (code.rateBp !== rule.rateBp) lines.push(line(false, `${name}: the dossier says ${code.rateBp / 100} %`))
    else if (code.type !== 'sell') lines.push(line(false, `${name}: is no sales code`))
    for (const account of new Set([rule.account, rule.invoiceAccount])) {
      if (!copy.accounts.some((row) => row.bookYearId === year.bookYearId && row.account === account))
        lines.push(line(false, `account ${account} is not in book year ${year.from.slice(0, 4)}`))
    }
  }
  return lines
}

function journalLine(journalKey: string, journal: Journal | undefined, modes: JournalMode[], own: number): SideLine {
  const line = (ok: boolean, text: string): SideLine => ({ side: 'octopus', ok, text: `journal ${journalKey}${text}` })
  if (journal === undefined) return line(false, ' does not exist in this book year')
  if (!modes.includes(journal.mode)) return line(false, ` "${journal.name}" is for ${journal.mode}`)
  if (journal.closed) return line(false, ` "${journal.name}" is closed`)
  if (journal.lastNumber > own)
    return line(
      false,
      ` "${journal.name}" already holds documents of others (last number ${journal.lastNumber}); a journal of its own is safer`,
    )
  return line(true, ` "${journal.name}" is open, last number ${journal.lastNumber}`)
}
