/** Book year, period and journal of a date, from the local copy of the dossier. */
import type { LocalDate } from '../calendar.ts'
import type { BookYear, Journal, JournalMode, LedgerAccount, Period } from './ledger.ts'
import type { ProblemCode } from '../problem/problem.ts'
import type { BookingSettings } from '../settings/mapping.ts'

export interface LedgerBooks<J extends Journal> {
  bookYears: BookYear[]
  journals: J[]
  /** Absent = all of it was read. */
  unread?: UnreadLists
}

/** Open book years of which a list was never read. Documents that need the list wait; the others go on. */
export interface UnreadLists {
  journals: readonly number[]
  accounts: readonly number[]
  /** Why it was not: a problem's code, and from when it may be read (ISO), where that is known. */
  cause: { code: ProblemCode; until: string | null }
}

export interface Place<J extends Journal> {
  kind: 'place'
  bookYear: BookYear
  period: Period
  journal: J
  date: LocalDate
  /** The day that it belongs to is closed: booked on the first open day instead. */
  late: boolean
}

export interface NoPlace {
  kind: 'problem'
  code: ProblemCode
  params: Record<string, string | number | null>
  /** Goes on by itself once the ledger was asked. */
  waits?: true
}

/** Where a document of this day goes. A journal is looked up anew in each book year by its key. */
export function placeOf<J extends Journal>(
  books: LedgerBooks<J>,
  wish: {
    date: LocalDate
    journalKey: string
    modes: readonly JournalMode[]
    closedPeriod: BookingSettings['closedPeriod']
  },
): Place<J> | NoPlace {
  const direct = openPlace(books, wish, wish.date)
  if (direct.kind === 'place' || wish.closedPeriod === 'hold') return direct
  if (direct.code !== 'OCT-PERIODE') return direct
  const later = books.bookYears
    .flatMap((year) => year.periods)
    .filter((period) => period.from > wish.date)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
  for (const period of later) {
    const place = openPlace(books, wish, period.from)
    if (place.kind === 'place') return { ...place, late: true }
    if (place.waits === true) return place
  }
  return { ...direct, params: { ...direct.params, firstOpen: 'sought' } }
}

function openPlace<J extends Journal>(
  books: LedgerBooks<J>,
  wish: { date: LocalDate; journalKey: string; modes: readonly JournalMode[] },
  date: LocalDate,
): Place<J> | NoPlace {
  const params = { date: wish.date, year: wish.date.slice(0, 4), journal: wish.journalKey }
  const bookYear = books.bookYears.find((year) => year.from <= date && date <= year.to)
  if (bookYear === undefined) return { kind: 'problem', code: 'OCT-BOEKJAAR', params }
  if (bookYear.closed) return { kind: 'problem', code: 'OCT-PERIODE', params }
  if (books.unread?.journals.includes(bookYear.bookYearId) === true) return unread(books.unread)
  const journal = books.journals.find(
    (row) => row.bookYearId === bookYear.bookYearId && row.journalKey === wish.journalKey,
  )
  if (journal === undefined) return { kind: 'problem', code: 'OCT-BOEKJAAR', params }
  if (!wish.modes.includes(journal.mode)) return { kind: 'problem', code: 'OCT-DAGBOEK-SOORT', params }
  if (journal.closed) return { kind: 'problem', code: 'OCT-DAGBOEK-DICHT', params }
  const period = bookYear.periods.find((row) => row.from <= date && date <= row.to)
  if (period === undefined) return { kind: 'problem', code: 'OCT-BOEKJAAR', params }
  // The vendor's texts contradict each other on `closedPeriod` ("from when", "until which"): until is how books are closed;
  // where it means "from", the ledger itself refuses, and the document waits with its problem.
  if (period.period <= Math.max(journal.protectedPeriod, journal.closedPeriod)) {
    return { kind: 'problem', code: 'OCT-PERIODE', params: { ...params, month: period.period } }
  }
  return { kind: 'place', bookYear, period, journal, date, late: false }
}

function unread({ cause }: UnreadLists): NoPlace {
  return { kind: 'problem', code: cause.code, params: { until: cause.until }, waits: true }
}

/** Whether a document of this book year may name this account, as far as the ledger told. */
export function accountIn(
  books: { accounts: LedgerAccount[]; unread?: UnreadLists },
  { bookYearId }: BookYear,
  account: number | null,
): { kind: 'known' } | NoPlace {
  const lost: NoPlace = { kind: 'problem', code: 'OCT-REKENING', params: { account } }
  if (account === null) return lost
  const own = books.accounts.filter((row) => row.bookYearId === bookYearId)
  if (own.some((row) => row.account === account)) return { kind: 'known' }
  if (books.unread?.accounts.includes(bookYearId) === true) return unread(books.unread)
  // Some users may not see the accounts: then the ledger itself is the judge.
  return own.length === 0 ? { kind: 'known' } : lost
}
