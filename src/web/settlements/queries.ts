/** The pages' queries about settlements, under one name each. */
import { useQuery } from '@tanstack/react-query'
import { call } from '../api.tsx'
import { useSession } from '../session.tsx'

/** While they are fetched for the first time, the page fills itself. */
const comingMs = 5000

export function useSettlementYear(connection: string | undefined, year: string | null) {
  const session = useSession()
  return useQuery({
    queryKey: ['settlements', session.company, connection, year, session.at('')],
    queryFn: () => call('GET', session.at(`/connections/${connection ?? ''}/settlements`, { year })),
    enabled: connection !== undefined,
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.year === null ? comingMs : false),
  })
}

export function useSettlement(id: string) {
  const session = useSession()
  return useQuery({
    queryKey: ['settlement', session.company, id, session.at('')],
    queryFn: () => call('GET', session.at(`/settlements/${encodeURIComponent(id)}`)),
  })
}

/** Of each connection; asked again when something was booked or answered, and now and then. */
export function useNewestSettlements() {
  const session = useSession()
  return useQuery({
    queryKey: ['newestSettlements', session.company, session.at('')],
    queryFn: () => (session.company === null ? [] : call('GET', session.at('/settlements/newest'))),
    staleTime: 60_000,
    refetchInterval: 120_000,
  })
}
