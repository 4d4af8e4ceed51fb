/** Shows the differences that the changed settings would make, then saves them with a reason. No typed text is lost by a fault. */
import { Alert, Button, Group, Paper, Stack, Table, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PreviewedOrder, SettingsPreview } from '../../app/setup/preview-settings.ts'
import { noteInWords } from '../../domain/settings/settings-notes.ts'
import { codeInWords } from '../../domain/why/why-words.ts'
import { useProvenSave } from '../access/proven-save.tsx'
import { call, Failure, queries, type Fault } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Faults, SideLines } from './outcome.tsx'
import type { Draft } from './draft.tsx'

type Preview = { kind: 'preview'; preview: SettingsPreview & { changed: number } } | { kind: 'removed' | 'noDossier' }

interface ChangeProps {
  connection: string
  /** That is being changed. */
  revision: number | null
  draft: Draft
  isChanged: boolean
  onFaults: (faults: Fault[]) => void
  onUndo: () => void
}

export function ChangeBar({ connection, revision, draft, isChanged, onFaults, onUndo }: ChangeProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [reason, setReason] = useState('')
  const place = session.at(`/connections/${connection}/preview`)
  const told = (error: unknown): void => onFaults(error instanceof Failure ? error.faults : [])
  const preview = useMutation({
    mutationFn: () => call('POST', place, { file: draft }),
    onSuccess: () => onFaults([]),
    onError: told,
  })
  const save = useProvenSave(
    (file: Draft, proof) =>
      call('PUT', session.at(`/connections/${connection}/file`), {
        file,
        revision,
        reason: reason.trim() === '' ? null : reason.trim(),
        ...proof,
      }),
    {
      async onSaved() {
        onFaults([])
        preview.reset()
        setReason('')
        await queries.invalidateQueries()
      },
      onFailed(error) {
        preview.reset()
        told(error)
      },
    },
  )
  const failed = save.error ?? preview.error
  if (!isChanged && save.data === undefined) return null
  return (
    <Paper withBorder p="md" pos="sticky" bottom={0} mah="45vh" style={{ zIndex: 2, overflow: 'auto' }}>
      <Stack gap="sm">
        {save.data !== undefined && !isChanged && (
          <Alert role="status" title={say('saved')}>
            <SideLines lines={save.data.lines} />
          </Alert>
        )}
        <Group align="end">
          <Button variant="default" disabled={!isChanged} loading={preview.isPending} onClick={() => preview.mutate()}>
            {say('setPreview')}
          </Button>
          <TextInput label={say('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.save(draft)}>
            {say('save')}
          </Button>
          <Button variant="default" disabled={!isChanged} onClick={onUndo}>
            {say('setBackToSaved')}
          </Button>
        </Group>
        {failed instanceof Failure && failed.faults.length > 0 && <Faults faults={failed.faults} />}
        {preview.data !== undefined && isChanged && <Differences of={preview.data} />}
      </Stack>
      {save.dialog}
    </Paper>
  )
}

function Differences({ of }: { of: Preview }) {
  const { say, date, language } = useSpeech()
  if (of.kind !== 'preview') return <Alert color="amber">{say('setNoDossier')}</Alert>
  const { preview } = of
  const summary = say('setDiffers', { n: preview.changed, orders: preview.orders, day: date(preview.from) })
  return (
    <Alert color={preview.changed === 0 && preview.notes.length === 0 ? 'grey' : 'amber'} role="status">
      <Text fw={600}>{summary}</Text>
      {preview.notes
        .map((note) => noteInWords(note, language, date))
        .map((text) => (
          <Text key={text} size="sm">
            {text}
          </Text>
        ))}
      {!preview.complete && <Text size="sm">{say('setNotAllSeen')}</Text>}
      {preview.changed > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('order')}</Table.Th>
                <Table.Th>{say('setNow')}</Table.Th>
                <Table.Th>{say('setThen')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {preview.differences.map((row) => (
                <Difference key={row.order} row={row} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Alert>
  )
}

function Difference({ row }: { row: PreviewedOrder }) {
  const { say } = useSpeech()
  return (
    <Table.Tr>
      <Table.Td>
        {row.order}
        {row.booked && (
          <Text size="xs" className="quiet">
            {say('setStaysBooked')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Planned view={row.before} />
      </Table.Td>
      <Table.Td>
        <Planned view={row.after} />
      </Table.Td>
    </Table.Tr>
  )
}

/** Documents with their lines, else why there is none. */
function Planned({ view }: { view: PreviewedOrder['before'] }) {
  const { say, money, date, language } = useSpeech()
  if (view.documents.length === 0)
    return <>{view.problems.length > 0 ? view.problems.join(', ') : say('class_waiting')}</>
  const { relation } = view
  return (
    <>
      {view.documents.map((document) => (
        <div key={`${document.businessKey}${document.kind}`}>
          {document.journal} · {document.dayTotal === null ? '' : `${say('setDayTotal')} `}
          {date(document.dayTotal ?? document.date)} · {money(document.amountCents)}
          <Text size="xs" className="quiet">
            {document.lines
              .map(
                (line) =>
                  `${codeInWords(line.treatment ?? '', language) ?? '–'} ${line.country} ${(line.rateBp ?? 0) / 100} % → ${line.vatCode} ${line.account}`,
              )
              .join('; ')}
          </Text>
        </div>
      ))}
      {relation !== null && (
        <Text size="xs" className="quiet">
          {say('setOnRelation', { relation: relation.kind === 'central' ? relation.name : say('setOwnRelation') })}
        </Text>
      )}
    </>
  )
}
