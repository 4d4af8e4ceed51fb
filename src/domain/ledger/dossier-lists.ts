/** Which lists of a dossier are read now, and in which order: the calls of a day are few, and some lists share them. */
import type { Instant, LocalDate } from '../calendar.ts'
import { hour, listFreshMs, listFreshWhenBlockedMs, listLookAgainMs, rareListLookAgainMs } from '../delays.ts'
import { problemRow, type ProblemCode } from '../problem/problem.ts'
import type { BookYear, ListKind } from './ledger.ts'

/** By book year where the ledger keeps it so. `someAccounts`: the known accounts of a year whose list of accounts was never read. */
export type CopiedList =
  | 'bookYears'
  | 'vatCodes'
  | 'changedAccounts'
  | `${'journals' | 'accounts' | 'someAccounts'}:${number}`

export interface ReadList {
  list: CopiedList
  readAt: Instant
  /** To be read again, whatever its age. */
  isDoubted: boolean
}

/** A list of the ledger, as it is asked for. `isNew`: it was never read. */
export interface WantedList {
  list: Exclude<CopiedList, `someAccounts:${number}`>
  kind: ListKind
  bookYearId: number | null
  isNew: boolean
}

export function isMendedInDossier(problemCode: ProblemCode): boolean {
  return problemRow(problemCode).fixedIn.dossier !== undefined
}

/** Lists in which a person's work on these problems would show. */
export function listsShowing(problemCodes: readonly ProblemCode[]): ListKind[] {
  return [...new Set(problemCodes.flatMap((code) => problemRow(code).fixedIn.dossier ?? []))]
}

export interface ListAge {
  now: Instant
  lists: readonly ReadList[]
  /** Of the open problems. */
  problemCodes: readonly ProblemCode[]
  /** A user asks, or a new order has to be planned; otherwise the list is only due by time. */
  soon: boolean
}

/** Whether what blocks orders is to be looked at again. */
export function isLookDue(at: ListAge): boolean {
  const kinds = listsShowing(at.problemCodes)
  return at.lists.some((row) => kinds.includes(kindOf(row.list)) && isDue(row, at, kinds))
}

function isDue(row: ReadList, at: ListAge, blocking: readonly ListKind[]): boolean {
  const kind = kindOf(row.list)
  const blockedMs = kind === 'vatCodes' ? rareListLookAgainMs : at.soon ? listFreshWhenBlockedMs : listLookAgainMs
  const restMs = blocking.includes(kind) ? blockedMs : listFreshMs
  // A clock that ran ahead when it was read must not keep a list for as long.
  return row.isDoubted || at.now - row.readAt >= restMs || row.readAt > at.now
}

/** Asked first also where something rare is due, unless it answered not long ago: an hour of silence must not cost the day's calls of that. */
export function areYearsDue(known: readonly BookYear[] | null, at: Parameters<typeof listsToRead>[1]): boolean {
  const row = at.lists.find(({ list }) => list === 'bookYears')
  if (known === null || row === undefined) return true
  const isProbe = at.now - row.readAt >= hour && listsToRead(known, at).some(isRare)
  return isProbe || isDue(row, at, listsShowing(at.problemCodes))
}

/** May be asked for twice a day. */
export function isRare({ kind }: WantedList): boolean {
  return kind === 'accounts' || kind === 'vatCodes'
}

/**
 * Returns the lists to read, in their order. Lists that were never read come first: VAT codes, then journals, then accounts, the book year
 * of today before the others. Then known lists are read again, oldest first. Known accounts are updated by their changes, which has calls
 * of its own.
 */
export function listsToRead(
  years: readonly BookYear[],
  at: ListAge & { today: LocalDate; firstDay: LocalDate; all: boolean },
): WantedList[] {
  const read = new Map(at.lists.map((row) => [row.list, row]))
  const blocking = listsShowing(at.problemCodes)
  const byNeed = years
    .filter((year) => !year.closed && year.to >= at.firstDay)
    .toSorted((a, b) => Number(isToday(b, at.today)) - Number(isToday(a, at.today)) || (a.from < b.from ? -1 : 1))
    .map((year) => year.bookYearId)
  const wanted = (list: WantedList['list'], bookYearId: number | null = null): WantedList => ({
    list,
    kind: kindOf(list),
    bookYearId,
    isNew: !read.has(list),
  })
  const lists = [
    wanted('vatCodes'),
    ...byNeed.map((year) => wanted(`journals:${year}`, year)),
    ...byNeed.map((year) => wanted(`accounts:${year}`, year)),
  ]
  const known = lists.filter((list) => !list.isNew && list.kind !== 'accounts')
  if (lists.some((list) => list.kind === 'accounts' && !list.isNew)) known.push(wanted('changedAccounts'))
  const ageOf = ({ list }: WantedList): Instant => read.get(list)?.readAt ?? readFully(at.lists)
  const due = known.filter(({ list }) => {
    const row = read.get(list) ?? { list, readAt: readFully(at.lists), isDoubted: false }
    return isDue(row, at, blocking) || (at.all && isDue(row, at, [kindOf(list)]))
  })
  return [...lists.filter((list) => list.isNew), ...due.toSorted((a, b) => ageOf(a) - ageOf(b))]
}

function isToday(year: BookYear, today: LocalDate): boolean {
  return year.from <= today && today <= year.to
}

/** Since when changes of accounts are asked for, as long as none were: the oldest list of a book year. */
export function readFully(lists: readonly ReadList[]): Instant {
  return Math.min(...lists.filter((row) => kindOf(row.list) === 'accounts').map((row) => row.readAt))
}

export function kindOf(list: CopiedList): ListKind {
  return list.split(':')[0] as ListKind
}
