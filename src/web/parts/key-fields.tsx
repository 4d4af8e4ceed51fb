/** The fields of a side's keys, as its kind names them. */
import { PasswordInput, TextInput } from '@mantine/core'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { AnswerOf } from '../../api/calls.ts'
import type { Keys, Side } from '../../domain/kinds.ts'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

export type ShownKinds = AnswerOf<'GET', '/kinds'>
export type ShownKind = ShownKinds[Side][number]
/** The kinds of a connection's two sides. */
export type ShownSides = Record<Side, ShownKind>

/** By side and by field. */
export type TypedKeys = Record<Side, Keys>

export function useKinds(): UseQueryResult<ShownKinds> {
  const session = useSession()
  return useQuery({
    queryKey: ['kinds', session.company],
    queryFn: () => call('GET', session.at('/kinds')),
    staleTime: Infinity,
  })
}

/** The kinds of these names; of a name that is unknown or absent the usual one. */
export function sidesNamed(kinds: ShownKinds, named: Partial<Record<Side, unknown>>): ShownSides {
  const at = (side: Side): ShownKind => {
    const of = (name: unknown): ShownKind | undefined => kinds[side].find((kind) => kind.name === name)
    const found = of(named[side]) ?? of(kinds.usual[side])
    if (found === undefined) throw new Error(`no kind for the ${side}`)
    return found
  }
  return { source: at('source'), ledger: at('ledger') }
}

/** The side of a connection file, with its kind where the place does not say it. */
export function sideInFile({ name, place }: ShownKind, side: Record<string, unknown>): Record<string, unknown> {
  return { [place]: { ...(place === name ? {} : { kind: name }), ...side } }
}

export function KeyFields({
  kind,
  keys,
  onChange,
  isKept,
  maw,
}: {
  kind: ShownKind
  keys: Keys
  onChange: (change: Keys) => void
  /** Whether a secret is stored, so that it may be left empty. Absent: each field may. */
  isKept?: (field: string) => boolean
  maw?: number
}) {
  const { say, language } = useSpeech()
  return kind.credentials.map(({ name, label, secret }) => {
    const kept = secret && isKept?.(name) === true
    const shared = {
      label: label[language],
      value: keys[name] ?? '',
      autoComplete: 'off',
      onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => onChange({ [name]: value }),
      description: kept ? say('secretKept') : undefined,
      required: isKept !== undefined && !kept,
      ...(maw === undefined ? {} : { maw }),
    }
    return secret ? <PasswordInput key={name} {...shared} /> : <TextInput key={name} {...shared} />
  })
}
