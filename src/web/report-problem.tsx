/** *Meld probleem*: a message to the operator, of an order, of a cause, or of anything. */
import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, queries } from './api.tsx'
import { useSpeech } from './language.tsx'
import { useSession } from './session.tsx'

interface About {
  order?: string
  problem?: string
}

export function ReportProblem({ about, size }: { about: About; size?: string }) {
  const { say } = useSpeech()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" {...(size === undefined ? {} : { size })} onClick={() => setOpen(true)}>
        {say('reportProblem')}
      </Button>
      {open && <ReportDialog about={about} onClose={() => setOpen(false)} />}
    </>
  )
}

function ReportDialog({ about, onClose }: { about: About; onClose: () => void }) {
  const { say } = useSpeech()
  const session = useSession()
  const [text, setText] = useState('')
  const report = useMutation({
    mutationFn: () => call('POST', session.at('/support'), { ...about, text }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['support'] }),
  })
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!report.isPending) report.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">
            {[say('reportProblem'), about.order ?? about.problem].filter((part) => part !== undefined).join(': ')}
          </Modal.Title>
          {report.isSuccess ? (
            <Alert role="status">{say('reported')}</Alert>
          ) : (
            <>
              <Text size="sm">{say('reportProblemText')}</Text>
              <Textarea
                label={say('yourMessage')}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                error={report.isError ? say('notSaved') : undefined}
                maxLength={5000}
                minRows={4}
                autosize
                data-autofocus
                required
              />
            </>
          )}
          <Group>
            {!report.isSuccess && (
              <Button type="submit" loading={report.isPending}>
                {say('send')}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {say(report.isSuccess ? 'close' : 'cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
