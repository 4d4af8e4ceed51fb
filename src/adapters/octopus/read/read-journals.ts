import type { Journal, JournalMode, PriceDecimals } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { readList, readOne } from './read.ts'
import type { Session } from '../session.ts'
import { journalRows, sellJournal } from '../wire.ts'

/** `insertionType` means something for sales journals only; the others show 1 too. */
const salesModes: Record<number, JournalMode> = { 1: 'bookings', 2: 'invoicesExclusive', 3: 'invoicesInclusive' }

/** By the letter that a journal's key begins with. */
const otherModes: Record<string, JournalMode> = { A: 'purchases', D: 'entries' }

/** The journals of one book year, of all kinds. */
export async function readJournals(
  session: Session,
  bookYearId: number,
  { spare = false }: { spare?: boolean } = {},
): Promise<Answer<Journal[]>> {
  const path = `/bookyears/${bookYearId}/journals`
  return readList(session, { route: 'GET /bookyears/{bookyearId}/journals', path, spare }, journalRows, (rows) =>
    rows.map((row) => ({
      bookYearId: row.bookyearKey?.id ?? bookYearId,
      journalKey: row.journalKey,
      name: row.name,
      mode: modeOf(row.journalKey, row.insertionType),
      closed: row.closed === true,
      lastNumber: row.lastBookedDocumentNr ?? 0,
      protectedPeriod: row.protectedPeriod ?? 0,
      closedPeriod: row.closedPeriod ?? 0,
    })),
  )
}

function modeOf(journalKey: string, insertionType: number | null): JournalMode {
  const letter = journalKey.slice(0, 1)
  return (letter === 'V' ? salesModes[insertionType ?? 0] : otherModes[letter]) ?? 'other'
}

const scales: Record<string, PriceDecimals> = { TWO: 2, FOUR: 4 }

/** `unitPriceScale` of a sales journal, which only the answer about that one journal has. */
export async function readPriceDecimals(
  session: Session,
  at: { bookYearId: number; journalKey: string },
): Promise<Answer<PriceDecimals | null>> {
  const sequence = /^V(\d{1,9})$/u.exec(at.journalKey)?.[1]
  if (sequence === undefined) return { kind: 'ok', value: null }
  const question = {
    route: 'GET /bookyears/{bookyearId}/journals/V/{sequenceNumber}',
    path: `/bookyears/${at.bookYearId}/journals/V/${sequence}`,
  } as const
  return readOne(
    session,
    question,
    sellJournal,
    (row) => scales[row.invoicingServiceData?.unitPriceScale ?? ''] ?? null,
  )
}
