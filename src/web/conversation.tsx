/** A report to the operator and its answers, seen from either side. */
import { Badge, Button, Card, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ListedRequest } from '../app/tell/support.ts'
import { call, queries } from './api.tsx'
import { useSpeech } from './language.tsx'

interface ConversationProps {
  request: ListedRequest
  /** Where an answer goes. */
  answerAt: AnswerPath
  children?: ReactNode
}

export function Conversation({ request, answerAt, children }: ConversationProps) {
  const { say, date } = useSpeech()
  const { state, orderId, problemCode, messages } = request
  const about = [orderId, problemCode].filter((part) => part !== null).join(' · ')
  return (
    <Card withBorder>
      <Stack>
        <Group justify="space-between">
          <Text fw={650}>{about === '' ? date(request.madeAt) : `${about} · ${date(request.madeAt)}`}</Text>
          <Badge color={state === 'open' ? 'amber' : 'grey'}>{say(`request_${state}`)}</Badge>
        </Group>
        {messages.map((message) => (
          <div key={message.messageId}>
            <Text size="sm" className="quiet">
              {message.who} · {date(message.at)}
            </Text>
            <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{message.text}</Text>
          </div>
        ))}
        {children}
        {state !== 'closed' && <Answer at={answerAt} id={request.requestId} />}
      </Stack>
    </Card>
  )
}

type AnswerPath = `/support/${string}/answer` | `/operator/inbox/${string}/answer`

function Answer({ at, id }: { at: AnswerPath; id: string }) {
  const { say } = useSpeech()
  const [text, setText] = useState('')
  const answer = useMutation({
    mutationFn: () => call('POST', at, { text }),
    onSuccess: async () => {
      setText('')
      await queries.invalidateQueries()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!answer.isPending) answer.mutate()
      }}
    >
      <Stack gap="xs">
        <Textarea
          id={`answer-${id}`}
          label={say('reply')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={5000}
          autosize
          required
        />
        <Group>
          <Button type="submit" size="xs" variant="default" loading={answer.isPending}>
            {say('send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
