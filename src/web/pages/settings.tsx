import {
  Alert,
  Badge,
  Button,
  Card,
  Group,
  PasswordInput,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { ListedRevision } from '../../app/revisions.ts'
import type { ConnectionOverview } from '../../app/overview.ts'
import type { SideLine } from '../../app/try-sides.ts'
import { call, Failure, queries, type Fault } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

type File = Record<string, unknown>
interface Stored {
  file: File
  revisions: ListedRevision[]
}

export function Settings() {
  const { say } = useSpeech()
  const state = useConnection()
  return (
    <Stack>
      <Title order={1}>{say('settings')}</Title>
      <ConnectionChoice state={state} />
      <Answered of={state.overview}>
        {() =>
          state.chosen === null ? (
            <Text>{say('noConnections')}</Text>
          ) : (
            <OfConnection key={state.chosen.id} connection={state.chosen} />
          )
        }
      </Answered>
    </Stack>
  )
}

function OfConnection({ connection }: { connection: ConnectionOverview }) {
  const session = useSession()
  const stored = useQuery({
    queryKey: ['file', session.company, connection.id],
    queryFn: () => call<Stored>('GET', session.at(`/connections/${connection.id}/file`)),
  })
  return (
    <Answered of={stored}>
      {({ file, revisions }) => (
        <>
          <PauseCard connection={connection} />
          <KeysCard connection={connection.id} file={file} />
          <FileCard connection={connection} file={file} />
          <History revisions={revisions} />
        </>
      )}
    </Answered>
  )
}

function PauseCard({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  const session = useSession()
  const paused = connection.state === 'paused'
  const change = useMutation({
    mutationFn: () => call('POST', session.at(`/connections/${connection.id}/${paused ? 'resume' : 'pause'}`), {}),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Card withBorder>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {connection.name}
          </Title>
          <Badge color={paused ? '#b02525' : '#1f6b30'} tt="none">
            {paused ? say('paused') : say(`light_${connection.light}`)}
          </Badge>
        </div>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
          {say(paused ? 'resume' : 'pause')}
        </Button>
      </Group>
    </Card>
  )
}

function useSave(connection: string) {
  const session = useSession()
  return useMutation({
    mutationFn: (change: { file: unknown; reason: string | null }) =>
      call<{ lines: SideLine[] }>('PUT', session.at(`/connections/${connection}/file`), change),
    onSuccess: () => queries.invalidateQueries(),
  })
}

function Outcome({ save }: { save: ReturnType<typeof useSave> }) {
  const { say } = useSpeech()
  if (save.data !== undefined)
    return (
      <Alert color="teal" role="status" title={say('saved')}>
        <SideLines lines={save.data.lines} />
      </Alert>
    )
  return save.error instanceof Failure && save.error.faults.length > 0 ? <Faults faults={save.error.faults} /> : null
}

export function SideLines({ lines }: { lines: SideLine[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.text}>
          {line.ok ? '✓' : '✗'} {line.side}: {line.text}
        </li>
      ))}
    </ul>
  )
}

export function Faults({ faults }: { faults: Fault[] }) {
  const { say } = useSpeech()
  return (
    <Alert color="red" role="alert" title={say('faults')}>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path}${fault.message}`}>
            <code>{fault.path}</code> {fault.message}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** New keys are a change of the file with nothing else in it: a revision of its own, and the refusal is forgotten. */
function KeysCard({ connection, file }: { connection: string; file: File }) {
  const { say } = useSpeech()
  const [keys, setKeys] = useState({ clientId: '', clientSecret: '', user: '', password: '' })
  const save = useSave(connection)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const { clientId, clientSecret, user, password } = keys
    const bol = clientId === '' && clientSecret === '' ? {} : { bol: { clientId, clientSecret } }
    const octopus = user === '' && password === '' ? {} : { user, password }
    if (!save.isPending)
      save.mutate(
        { file: { ...file, ...bol, octopus: { ...(file['octopus'] as File), ...octopus } }, reason: say('newKeys') },
        { onSuccess: () => setKeys({ clientId: '', clientSecret: '', user: '', password: '' }) },
      )
  }
  const fields = [
    ['clientId', say('clientId'), TextInput],
    ['clientSecret', say('clientSecret'), PasswordInput],
    ['user', say('octopusUser'), TextInput],
    ['password', say('password'), PasswordInput],
  ] as const
  return (
    <Card withBorder>
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
          <Outcome save={save} />
          <Button type="submit" w="fit-content" loading={save.isPending}>
            {say('save')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}

function FileCard({ connection, file }: { connection: ConnectionOverview; file: File }) {
  const { say } = useSpeech()
  const [text, setText] = useState(() => JSON.stringify(file, null, 2))
  const [reason, setReason] = useState('')
  const [broken, setBroken] = useState(false)
  const save = useSave(connection.id)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    let json: unknown
    try {
      json = JSON.parse(text)
      setBroken(false)
    } catch {
      return setBroken(true)
    }
    if (!save.isPending) save.mutate({ file: json, reason: reason === '' ? null : reason })
  }
  const download = (): void => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = 'tentakel-connection.json'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Card withBorder>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {say('asFile')}
          </Title>
          <Textarea
            label={say('settings')}
            description={say('asFileText')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={broken ? say('notJson') : undefined}
            rows={18}
            ff="monospace"
            spellCheck={false}
          />
          <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Outcome save={save} />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {say('save')}
            </Button>
            <Button variant="default" onClick={download}>
              {say('download')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function History({ revisions }: { revisions: ListedRevision[] }) {
  const { say, date } = useSpeech()
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('history')}
      </Title>
      <Table>
        <Table.Tbody>
          {revisions.map((row) => (
            <Table.Tr key={row.revision}>
              <Table.Td>{say('revision', { n: row.revision })}</Table.Td>
              <Table.Td>{date(row.savedAt)}</Table.Td>
              <Table.Td>{row.savedBy}</Table.Td>
              <Table.Td>{row.reason ?? ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}
