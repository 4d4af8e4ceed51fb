import { NativeSelect } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useSpeech } from './language.tsx'
import { useOverview } from './decisions.ts'

/** The connection of the address bar, or the first; null while there is none. */
export function useConnection() {
  const overview = useOverview()
  const [params, setParams] = useSearchParams()
  const wanted = params.get('connection')
  const list = overview.data ?? []
  const chosen = list.find((connection) => connection.id === wanted) ?? list[0] ?? null
  const choose = (id: string): void =>
    setParams((now) => {
      now.set('connection', id)
      return now
    })
  return { overview, list, chosen, choose }
}

export function ConnectionChoice({ state }: { state: ReturnType<typeof useConnection> }) {
  const { say } = useSpeech()
  if (state.list.length < 2) return null
  return (
    <NativeSelect
      label={say('connection')}
      data={state.list.map(({ id, name }) => ({ value: id, label: name }))}
      value={state.chosen?.id ?? ''}
      onChange={(event) => state.choose(event.currentTarget.value)}
      maw={300}
    />
  )
}
