/** *Niet boeken*: with a reason, remembered for good. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

interface SkipDialogProps {
  orders: readonly string[]
  onClose: () => void
  /** All of them are skipped. */
  onDone: () => void
}

export function SkipDialog({ orders, onClose, onDone }: SkipDialogProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [reason, setReason] = useState('')
  const skip = useMutation({
    mutationFn: () => call('POST', session.at('/skip'), { orders: [...orders], reason }),
    onSuccess: async ({ done }) => {
      await queries.invalidateQueries()
      if (done) onDone()
    },
  })
  const path = skip.error instanceof Failure ? skip.error.faults[0]?.path : undefined
  const refused = skip.data?.faults.length ?? 0
  const alreadySent = refused === 1 ? say('alreadySent') : say('alreadySentCount', { n: refused })
  const error = path === 'reason' ? say('reasonNeeded') : refused > 0 ? alreadySent : undefined
  const [only] = orders
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!skip.isPending) skip.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">
            {orders.length === 1 ? `${say('skip')}: ${only}` : say('skipCount', { n: orders.length })}
          </Modal.Title>
          <Text size="sm">{say(orders.length === 1 ? 'skipText' : 'skipTextSeveral')}</Text>
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
