import { Alert, Badge, Button, Card, Group, Progress, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedImport } from '../../app/capture/backfill.ts'
import { faultText } from '../../domain/message/message.ts'
import { call, Failure, queries } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech } from '../language.tsx'
import { DayField } from '../parts/day-field.tsx'
import { useSession } from '../session.tsx'
import { UndoDialog } from '../undo-dialog.tsx'
import { Answered } from '../waiting.tsx'

export function History() {
  const { say } = useSpeech()
  const state = useConnection()
  return (
    <Stack>
      <Title order={1}>{say('pastOrders')}</Title>
      <Text>{say('historyText')}</Text>
      <ConnectionChoice state={state} />
      <Answered of={state.overview}>
        {() =>
          state.chosen === null ? (
            <Text>{say('noConnections')}</Text>
          ) : (
            <OfConnection key={state.chosen.id} connection={state.chosen.id} />
          )
        }
      </Answered>
    </Stack>
  )
}

function OfConnection({ connection }: { connection: string }) {
  const { say } = useSpeech()
  const session = useSession()
  const place = `/connections/${connection}/history` as const
  const imports = useQuery({
    queryKey: ['history', session.company, connection],
    queryFn: () => call('GET', session.at(place)),
    refetchInterval: 10_000,
  })
  const change = useMutation({
    mutationFn: (wanted: { from: string; to: string; state: 'running' | 'paused' }) =>
      call('PUT', session.at(place), wanted),
    onSettled: () => queries.invalidateQueries({ queryKey: ['history'] }),
  })
  return (
    <>
      <Ask place={place} />
      <Answered of={imports}>
        {(rows) => (
          <>
            {rows.length === 0 && <Text className="quiet">{say('historyNone')}</Text>}
            {rows.map((row) => (
              <OneImport
                key={`${row.from} ${row.to}`}
                row={row}
                connection={connection}
                onState={(state) => change.mutate({ from: row.from, to: row.to, state })}
              />
            ))}
          </>
        )}
      </Answered>
    </>
  )
}

const stateWords = { running: 'historyRunning', paused: 'historyPaused', done: 'historyDone' } as const

interface ImportProps {
  row: ListedImport
  connection: string
  onState: (state: 'running' | 'paused') => void
}

function OneImport({ row, connection, onState }: ImportProps) {
  const { say, date } = useSpeech()
  const [undoing, setUndoing] = useState(false)
  const title = `${date(row.from)} – ${date(row.to)}`
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Badge color={row.state === 'running' ? 'blue' : 'grey'}>{say(stateWords[row.state])}</Badge>
      </Group>
      <Progress value={(100 * row.daysRead) / row.days} my="sm" aria-label={title} color="ink" />
      <Text size="sm">{say('historyRead', { n: row.daysRead, days: row.days, captured: row.captured })}</Text>
      <Group gap="xs" mt="sm">
        {row.state !== 'done' && (
          <Button size="xs" variant="default" onClick={() => onState(row.state === 'paused' ? 'running' : 'paused')}>
            {say(row.state === 'paused' ? 'historyResume' : 'historyPause')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setUndoing(true)}>
          {say('undo')}
        </Button>
      </Group>
      {undoing && (
        <UndoDialog
          connection={connection}
          selection={{ from: row.from, to: row.to }}
          title={title}
          onClose={() => setUndoing(false)}
        />
      )}
    </Card>
  )
}

function Ask({ place }: { place: `/connections/${string}/history` }) {
  const { say, language } = useSpeech()
  const session = useSession()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const ask = useMutation({
    mutationFn: () => call('POST', session.at(place), { from, to: to === '' ? null : to }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['history'] }),
  })
  const fault = ask.error instanceof Failure ? ask.error.faults[0] : undefined
  return (
    <Card withBorder>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!ask.isPending) ask.mutate()
        }}
      >
        <Group align="end">
          <DayField label={say('historyFrom')} value={from} onChange={setFrom} required />
          <DayField label={say('historyTo')} value={to} onChange={setTo} />
          <Button type="submit" loading={ask.isPending}>
            {say('historyStart')}
          </Button>
        </Group>
        {fault !== undefined && (
          <Alert color="red" role="alert" mt="sm">
            {faultText(fault, language)}
          </Alert>
        )}
      </form>
    </Card>
  )
}
