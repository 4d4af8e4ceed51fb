import { useQuery } from '@tanstack/react-query'
import { address, call } from '../api.tsx'
import { useSpeech } from '../language.tsx'

/** Of all companies: its address names none. */
export function useOffice({ enabled = true } = {}) {
  const { language } = useSpeech()
  const at = address('/office', { language })
  return useQuery({ queryKey: ['office', at], queryFn: () => call('GET', at), refetchInterval: 30_000, enabled })
}
