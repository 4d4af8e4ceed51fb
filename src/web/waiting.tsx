import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './api.tsx'
import { useSpeech } from './language.tsx'

export function Waiting() {
  const { say } = useSpeech()
  return (
    <Group role="status">
      <Loader size="sm" aria-hidden="true" />
      <Text>{say('loading')}</Text>
    </Group>
  )
}

/** Shows the answer of the API: its data, a way to ask again, or a sign of waiting. A session that ended has its own dialog. */
export function Answered<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { say } = useSpeech()
  if (of.data !== undefined) return children(of.data)
  if (!(of.error instanceof Failure) || of.error.status === 401) return <Waiting />
  const { status, incident } = of.error
  return (
    <Alert color="red" role="alert" title={status === 404 ? say('notFound') : say('somethingWrong')}>
      {incident !== null && <Text size="sm">{say('incident', { incident })}</Text>}
      <Button mt="xs" onClick={() => void of.refetch()}>
        {say('tryAgain')}
      </Button>
    </Alert>
  )
}
