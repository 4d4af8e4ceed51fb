import { Alert, Button, Card, Stack, Text, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useProvenSave } from '../access/proven-save.tsx'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { KeyFields, sideInFile, sidesNamed, useKinds, type ShownSides, type TypedKeys } from '../parts/key-fields.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'
import { Faults, SideLines } from './outcome.tsx'
import type { Draft } from './draft.tsx'

interface Props {
  connection: string
  file: Draft
}

export function KeysCard(props: Props) {
  const kinds = useKinds()
  const named = (side: unknown): unknown => (side as { kind?: unknown } | undefined)?.kind
  const { source, ledger } = props.file
  return (
    <Answered of={kinds}>
      {(known) => <NewKeys {...props} sides={sidesNamed(known, { source: named(source), ledger: named(ledger) })} />}
    </Answered>
  )
}

/** Empty for each field: a field that is left out could not be told from one that is kept. */
function blankOf({ source, ledger }: ShownSides): TypedKeys {
  const of = (kind: ShownSides['source']) => Object.fromEntries(kind.credentials.map(({ name }) => [name, '']))
  return { source: of(source), ledger: of(ledger) }
}

/** New keys are a change of the saved file with nothing else in it: a revision of its own, and the refusal is forgotten. */
function NewKeys({ connection, file, sides }: Props & { sides: ShownSides }) {
  const { say } = useSpeech()
  const session = useSession()
  const [keys, setKeys] = useState(() => blankOf(sides))
  const save = useProvenSave(
    (changed: Draft, proof) =>
      call('PUT', session.at(`/connections/${connection}/file`), { file: changed, reason: say('newKeys'), ...proof }),
    {
      async onSaved() {
        setKeys(blankOf(sides))
        await queries.invalidateQueries()
      },
    },
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    // Empty fields keep their saved value: a new password is one field.
    const filled = (['source', 'ledger'] as const).map((side) =>
      sideInFile(sides[side], { ...(file[sides[side].place] as Draft | undefined), ...keys[side] }),
    )
    save.save(Object.assign({ ...file }, ...filled) as Draft)
  }
  return (
    <Card withBorder id="keys">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {say('newKeys')}
          </Title>
          <Text size="sm">{say('newKeysText')}</Text>
          {(['source', 'ledger'] as const).map((side) => (
            <KeyFields
              key={side}
              kind={sides[side]}
              keys={keys[side]}
              onChange={(change) => setKeys((now) => ({ ...now, [side]: { ...now[side], ...change } }))}
              maw={420}
            />
          ))}
          {save.data !== undefined && (
            <Alert
              role="status"
              color={save.data.lines.every(({ ok }) => ok) ? 'grey' : 'red'}
              title={say(save.data.lines.every(({ ok }) => ok) ? 'saved' : 'savedButRefused')}
            >
              <SideLines lines={save.data.lines} />
            </Alert>
          )}
          {save.error instanceof Failure && save.error.faults.length > 0 && <Faults faults={save.error.faults} />}
          <Button type="submit" w="fit-content" loading={save.isPending}>
            {say('save')}
          </Button>
        </Stack>
      </form>
      {save.dialog}
    </Card>
  )
}
