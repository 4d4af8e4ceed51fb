import { Button, Card, Group, Modal, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ListedRevision } from '../../app/setup/revisions.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import type { Draft } from './draft.tsx'

interface RevisionsProps {
  connection: string
  revisions: ListedRevision[]
  /** An earlier file is put into the fields; it counts once it is saved. */
  onTake: (file: Draft) => void
}

export function Revisions({ connection, revisions, onTake }: RevisionsProps) {
  const { say, date } = useSpeech()
  const session = useSession()
  const take = useMutation({
    mutationFn: (revision: number) =>
      call('GET', session.at(`/connections/${connection}/revisions/${String(revision)}`)),
    onSuccess: ({ file }) => onTake(file),
  })
  const newest = Math.max(0, ...revisions.map((row) => row.revision))
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('history')}
      </Title>
      <Table.ScrollContainer minWidth={520}>
        <Table>
          <Table.Tbody>
            {revisions.map((row) => (
              <Table.Tr key={row.revision}>
                <Table.Td>{say('revision', { n: row.revision })}</Table.Td>
                <Table.Td>{date(row.savedAt)}</Table.Td>
                <Table.Td>{row.savedBy}</Table.Td>
                <Table.Td>{row.reason ?? ''}</Table.Td>
                <Table.Td>
                  {row.revision !== newest && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`${say('setTakeBack')} ${say('revision', { n: row.revision })}`}
                      loading={take.isPending && take.variables === row.revision}
                      onClick={() => take.mutate(row.revision)}
                    >
                      {say('setTakeBack')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

/** Booked documents stay booked. The settings and the report are offered first, because afterwards they are not here any more. */
export function RemoveCard({ connection, name, file }: { connection: string; name: string; file: Draft }) {
  const { say } = useSpeech()
  const session = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: () => call('POST', session.at(`/connections/${connection}/remove`), { name: typed }),
    onSuccess: async () => {
      await queries.invalidateQueries()
      await navigate('/overview')
    },
  })
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Text maw={560}>{say('setRemoveText')}</Text>
        <Button color="red" variant="outline" onClick={() => setOpen(true)}>
          {say('setRemove')}
        </Button>
      </Group>
      <Modal opened={open} onClose={() => setOpen(false)} withCloseButton={false}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!remove.isPending) remove.mutate()
          }}
        >
          <Stack>
            <Modal.Title component="h2">{`${say('setRemove')}: ${name}`}</Modal.Title>
            <Group>
              <Button variant="default" onClick={() => download(file)}>
                {say('download')}
              </Button>
              <Button
                variant="default"
                component="a"
                href={`/api${session.at(`/connections/${connection}/report.csv`)}`}
                download
              >
                {say('csv')}
              </Button>
            </Group>
            <TextInput
              label={say('setRemoveConfirm', { name })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={remove.isError ? say('setRemoveWrong') : undefined}
              data-autofocus
            />
            <Group>
              <Button type="submit" color="red" loading={remove.isPending} disabled={typed.trim() !== name}>
                {say('setRemove')}
              </Button>
              <Button variant="default" onClick={() => setOpen(false)}>
                {say('cancel')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Card>
  )
}

export function download(file: Draft): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  link.download = 'tentakel-connection.json'
  link.click()
  URL.revokeObjectURL(link.href)
}
