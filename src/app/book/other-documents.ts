/**
 * Records foreign documents in our sales journals, taken from look-ups that are made anyway, so it costs no call. It keeps place, day and
 * amount, and no text. Journals of purchases and entries are shared with other users and are left out.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { DocumentTarget, FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { KnownPlace } from '../../ports/settle/ledger-check.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

/** Returns the sales journals, in which only we should book. */
export function ownJournals({ booking: { journals } }: Settings): string[] {
  return [...new Set([journals.bookings, journals.invoices].filter((key): key is string => typeof key === 'string'))]
}

/** @param found all documents that the ledger showed of this target */
export async function noteOthers(
  context: ConnectionContext,
  { target, found, at }: { target: DocumentTarget; found: FoundDocument[]; at: Instant },
): Promise<void> {
  if (target === 'entries' || found.length === 0) return
  const { connectionId } = context.connection
  await context.store.transaction(async (tx) => {
    const journals = new Set(await tx.ledgerChecks.journals(connectionId, target))
    const here = found.filter(({ journalKey }) => journals.has(journalKey))
    if (here.length === 0) return
    const marks = here.map(({ mark }) => mark).filter((mark) => mark !== '')
    const known = new Map((await tx.ledgerChecks.places(marks)).map((place) => [place.reference, place]))
    const places = new Set(here.map((row) => `${placeOf(row)}|${row.mark}`))
    const { true: ours = [], false: others = [] } = Object.groupBy(here, (row) =>
      String(isOurs(row, known.get(row.mark), places)),
    )
    await tx.ledgerChecks.dropOthers(connectionId, ours)
    if (others.length > 0) await tx.ledgerChecks.saveOthers(connectionId, others, at)
  })
}

/** A hand-made copy of our document carries its mark, but has another place. */
function isOurs(row: FoundDocument, document: KnownPlace | undefined, places: ReadonlySet<string>): boolean {
  if (document === undefined) return false
  const { bookYearId, journalKey, number } = document
  if (number === null || bookYearId === null) return true
  const own = placeOf({ bookYearId, journalKey, number })
  return placeOf(row) === own || !places.has(`${own}|${row.mark}`)
}

function placeOf({
  bookYearId,
  journalKey,
  number,
}: Pick<FoundDocument, 'bookYearId' | 'journalKey' | 'number'>): string {
  return `${bookYearId}|${journalKey}|${number}`
}
