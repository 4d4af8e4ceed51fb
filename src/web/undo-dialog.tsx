/** *Terugdraaien*: what would happen, in numbers, before anything does. */
import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { UndoPreview } from '../app/decide/undo.ts'
import { call, queries } from './api.tsx'
import { useSpeech } from './language.tsx'
import { useSession } from './session.tsx'
import { Answered } from './waiting.tsx'

export type UndoWanted = { order: string } | { document: string } | { from: string; to: string }

interface DialogProps {
  connection: string
  selection: UndoWanted
  title: string
  onClose: () => void
}

export function UndoDialog({ connection, selection, title, onClose }: DialogProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [reason, setReason] = useState('')
  const place = session.at(`/connections/${connection}/undo`)
  const preview = useQuery({
    queryKey: ['undo', session.company, connection, selection],
    queryFn: () => call('POST', place, { selection }),
    gcTime: 0,
  })
  const undo = useMutation({
    mutationFn: () => call('POST', place, { selection, reason }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'undo' }),
  })
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <Stack>
        <Modal.Title component="h2">{`${say('undo')}: ${title}`}</Modal.Title>
        {undo.isSuccess ? (
          <>
            <Alert role="status">{say('undone', { n: undo.data.undone })}</Alert>
            <Button onClick={onClose}>{say('close')}</Button>
          </>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (!undo.isPending && reason.trim() !== '') undo.mutate()
            }}
          >
            <Stack>
              <Answered of={preview}>{(counts) => <Counts counts={counts} />}</Answered>
              <Text size="sm">{say('undoText')}</Text>
              <Textarea
                label={say('reason')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
                maxLength={500}
                data-autofocus
              />
              {undo.isError && (
                <Alert color="red" role="alert">
                  {say('notSaved')}
                </Alert>
              )}
              <Group>
                <Button type="submit" color="red" loading={undo.isPending} disabled={preview.data?.orders === 0}>
                  {say('undo')}
                </Button>
                <Button variant="default" onClick={onClose}>
                  {say('cancel')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Stack>
    </Modal>
  )
}

function Counts({ counts }: { counts: UndoPreview }) {
  const { say } = useSpeech()
  return (
    <List>
      <List.Item>{say('undoOrders', { n: counts.orders })}</List.Item>
      <List.Item>{say('undoUnsent', { n: counts.unsent })}</List.Item>
      <List.Item>{say('undoInLedger', { n: counts.inLedger })}</List.Item>
      {counts.uncertain > 0 && <List.Item>{say('undoUncertain', { n: counts.uncertain })}</List.Item>}
    </List>
  )
}
