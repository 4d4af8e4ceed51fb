import { Alert, Button, Card, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useProvenSave } from '../access/proven-save.tsx'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Faults, SideLines } from './outcome.tsx'
import type { Draft } from './draft.tsx'

const blank = { clientId: '', clientSecret: '', user: '', password: '' }

/** New keys are a change of the saved file with nothing else in it: a revision of its own, and the refusal is forgotten. */
export function KeysCard({ connection, file }: { connection: string; file: Draft }) {
  const { say } = useSpeech()
  const session = useSession()
  const [keys, setKeys] = useState(blank)
  const save = useProvenSave(
    (changed: Draft, proof) =>
      call('PUT', session.at(`/connections/${connection}/file`), { file: changed, reason: say('newKeys'), ...proof }),
    {
      async onSaved() {
        setKeys(blank)
        await queries.invalidateQueries()
      },
    },
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const { clientId, clientSecret, user, password } = keys
    // Empty fields keep their saved value: a new password is one field.
    const bol = { bol: { clientId, clientSecret } }
    const octopus = { user, password }
    save.save({ ...file, ...bol, octopus: { ...(file['octopus'] as Draft), ...octopus } })
  }
  const fields = [
    ['clientId', say('clientId'), TextInput],
    ['clientSecret', say('clientSecret'), PasswordInput],
    ['user', say('octopusUser'), TextInput],
    ['password', say('password'), PasswordInput],
  ] as const
  return (
    <Card withBorder id="keys">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {say('newKeys')}
          </Title>
          <Text size="sm">{say('newKeysText')}</Text>
          {fields.map(([name, label, Field]) => (
            <Field
              key={name}
              label={label}
              value={keys[name]}
              autoComplete="off"
              onChange={({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
                setKeys((now) => ({ ...now, [name]: value }))
              }
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
