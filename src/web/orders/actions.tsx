/** The user's actions on an order. */
import { Alert, Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explanation } from '../../app/show/explain-order.ts'
import { call, queries } from '../api.tsx'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { ReportProblem } from '../report-problem.tsx'
import { useSession } from '../session.tsx'
import { UndoDialog } from '../undo-dialog.tsx'
import { SkipDialog } from './skip-dialog.tsx'

export function OrderActions({ explanation }: { explanation: Explanation }) {
  const { say } = useSpeech()
  const session = useSession()
  const [dialog, setDialog] = useState<'skip' | 'undo' | null>(null)
  const { order, state, connection } = explanation
  const close = (): void => setDialog(null)
  if (!mayDecide(session)) return null
  return (
    <Group gap="xs">
      {(state === 'waiting' || state === 'blocked') && (
        <Button size="xs" variant="default" onClick={() => setDialog('skip')}>
          {say('skip')}
        </Button>
      )}
      <RereadButton order={order} />
      <ReportProblem about={{ order }} size="xs" />
      {(state === 'booked' || state === 'inDoubt') && (
        <Button size="xs" variant="default" onClick={() => setDialog('undo')}>
          {say('undo')}
        </Button>
      )}
      {dialog === 'undo' && <UndoDialog connection={connection} selection={{ order }} title={order} onClose={close} />}
      {dialog === 'skip' && <SkipDialog orders={[order]} onClose={close} onDone={close} />}
    </Group>
  )
}

/** Asks bol.com for the order once more. */
function RereadButton({ order }: { order: string }) {
  const { say } = useSpeech()
  const session = useSession()
  const reread = useMutation({
    mutationFn: () => call('POST', session.at(`/orders/${encodeURIComponent(order)}/reread`), {}),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <>
      <Button size="xs" variant="default" loading={reread.isPending} onClick={() => reread.mutate()}>
        {say('reread')}
      </Button>
      {reread.isSuccess && <Alert role="status">{say('rereadDone')}</Alert>}
    </>
  )
}
