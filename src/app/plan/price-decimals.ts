/** How many decimals the connection's invoice journal takes in a unit price: asked of the ledger, never assumed. */
import type { Journal } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { LedgerCopy } from '../../ports/tables/ledger.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/**
 * Adds the decimals to the journals of one book year. A ledger that does not answer this holds nothing up: its earlier answer counts, and
 * two decimals fit every journal.
 */
export async function withPriceDecimals(
  context: ConnectionContext,
  accounting: Accounting,
  journals: Journal[],
): Promise<Journal[]> {
  const journalKey = context.settings.booking.journals.invoices
  return Promise.all(
    journals.map(async (journal): Promise<Journal> => {
      const isAsked = journal.journalKey === journalKey && journal.mode.startsWith('invoices') && !journal.closed
      if (!isAsked) return journal
      const { bookYearId } = journal
      const ask = (): ReturnType<Accounting['readPriceDecimals']> =>
        accounting.readPriceDecimals({ bookYearId, journalKey: journal.journalKey })
      const answer = await whenAllowed(context.ports, ask, context.signal)
      return { ...journal, priceDecimals: answer.kind === 'ok' ? answer.value : null }
    }),
  )
}

/** Since they were read before, a journal takes other prices than its documents were written for. */
export function pricesChanged(before: LedgerCopy | null, journals: Journal[]): boolean {
  return journals.some((journal) => {
    const known = before?.journals.find((row) => isSame(row, journal))
    if (known === undefined) return false
    const decimals = journal.priceDecimals ?? known.priceDecimals ?? null
    return known.mode !== journal.mode || (known.priceDecimals ?? null) !== decimals
  })
}

function isSame(a: Journal, b: Journal): boolean {
  return a.bookYearId === b.bookYearId && a.journalKey === b.journalKey
}
