/** *Niet boeken*: with a reason, remembered for good. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

export function SkipDialog({ order, onClose }: { order: string; onClose: () => void }) {
  const { say } = useSpeech()
  const session = useSession()
  const [reason, setReason] = useState('')
  const skip = useMutation({
    mutationFn: () => call('POST', session.at('/skip'), { order, reason }),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onClose()
    },
  })
  const path = skip.error instanceof Failure ? skip.error.faults[0]?.path : undefined
  const error = path === 'reason' ? say('reasonNeeded') : path === undefined ? undefined : say('alreadySent')
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!skip.isPending) skip.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">{`${say('skip')}: ${order}`}</Modal.Title>
          <Text size="sm">{say('skipText')}</Text>
          <Textarea
            label={say('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={error}
            maxLength={500}
            data-autofocus
          />
          <Group>
            <Button type="submit" color="red" loading={skip.isPending}>
              {say('skip')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {say('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
