/**
 * Decisions that wait for the user, over the connections of the company on screen: the overview's title and the number in the navigation.
 */
import { useQuery } from '@tanstack/react-query'
import type { ConnectionOverview } from '../app/show/overview.ts'
import type { ProblemType } from '../domain/problem/problem-row.ts'
import { settlementProblems } from '../domain/problem/problem-table-settlements.ts'
import { problemTable } from '../domain/problem/problem-table.ts'
import { call } from './api.tsx'
import { useSession } from './session.tsx'

export function useOverview() {
  const session = useSession()
  return useQuery({
    queryKey: ['overview', session.company, session.at('')],
    queryFn: () => (session.company === null ? [] : call('GET', session.at('/overview'))),
    refetchInterval: 15_000,
  })
}

/** Without the texts of all problems in all languages: the table alone is small. */
export function typeOf(code: string): ProblemType | null {
  return code in problemTable ? problemTable[code as keyof typeof problemTable].type : null
}

/** The party that acts on a cause: a person, we ourselves; or it is booked, and worth a look. */
export type Acts = 'you' | 'we' | 'look'

export function actsOn(code: string): Acts {
  const type = typeOf(code)
  if (type === 'L') return 'look'
  if (type === 'G' || type === 'I') return 'you'
  return type === 'O' && problemTable[code as keyof typeof problemTable].actor === 'you' ? 'you' : 'we'
}

/** Returns the causes that the user decides. Causes that we try again or look up ourselves are left out. */
export function decisionsOf({ causes }: ConnectionOverview): ConnectionOverview['causes'] {
  return causes.filter(({ code }) => actsOn(code) === 'you')
}

/** There is a question beside the problem that lets its orders go on. */
export function isSolvedHere(code: string): boolean {
  return code in problemTable && 'asks' in problemTable[code as keyof typeof problemTable].fixedIn
}

/** It is answered on the page of its settlement. */
export function isAboutSettlements(code: string): boolean {
  return code in settlementProblems
}

/** Where a cause is solved, with its question open; or where one sees it. */
export function addressOfCause(code: string): string {
  if (isAboutSettlements(code)) return '/settlements'
  return `/problems?cause=${code}`
}
