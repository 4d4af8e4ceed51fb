import { Accordion, Button, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, queries } from '../api.tsx'
import { Conversation } from '../conversation.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

/** Reports of users, and the answers. */
export function Inbox() {
  const { say, date } = useSpeech()
  const [open, setOpen] = useState<string | null>(null)
  const inbox = useQuery({
    queryKey: ['operator', 'inbox'],
    queryFn: () => call('GET', '/operator/inbox'),
    refetchInterval: 30_000,
  })
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('inbox')}
        </Title>
        <Answered of={inbox}>
          {(entries) =>
            entries.length === 0 ? (
              <Text className="quiet">{say('noReports')}</Text>
            ) : (
              <Accordion value={open} onChange={setOpen} variant="contained">
                {entries.map((entry) => (
                  <Accordion.Item key={entry.requestId} value={entry.requestId}>
                    <Accordion.Control>
                      {entry.company} · {date(entry.changedAt)} · {say(`request_${entry.state}`)}
                    </Accordion.Control>
                    <Accordion.Panel>{open === entry.requestId && <OneRequest id={entry.requestId} />}</Accordion.Panel>
                  </Accordion.Item>
                ))}
              </Accordion>
            )
          }
        </Answered>
      </Stack>
    </Card>
  )
}

function OneRequest({ id }: { id: string }) {
  const { say } = useSpeech()
  const session = useSession()
  const request = useQuery({
    queryKey: ['operator', 'request', id],
    queryFn: () => call('GET', `/operator/inbox/${id}`),
  })
  const close = useMutation({
    mutationFn: () => call('POST', `/operator/inbox/${id}/close`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operator'] }),
  })
  return (
    <Answered of={request}>
      {(found) => (
        <Conversation request={found} answerAt={session.at(`/operator/inbox/${id}/answer`)}>
          {found.evidence !== null && (
            <details>
              <summary>{say('evidence')}</summary>
              <Code block tabIndex={0}>
                {JSON.stringify(found.evidence, null, 1)}
              </Code>
            </details>
          )}
          {found.state !== 'closed' && (
            <Group>
              <Button size="xs" variant="default" loading={close.isPending} onClick={() => close.mutate()}>
                {say('closeReport')}
              </Button>
            </Group>
          )}
        </Conversation>
      )}
    </Answered>
  )
}
