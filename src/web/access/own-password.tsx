import { Alert, Button, Card, Group, PasswordInput, Stack, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure } from '../api.tsx'
import { passwordWord } from './sign-in-fields.tsx'
import { useSpeech } from '../language.tsx'

export function OwnPassword() {
  const { say } = useSpeech()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => call('PUT', '/password', { current, next }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
    },
  })
  const place = change.error instanceof Failure ? change.error.faults[0]?.path : undefined
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('changePassword')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!change.isPending) change.mutate()
        }}
      >
        <Stack maw={360}>
          <PasswordInput
            label={say('currentPassword')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={place === 'current' ? say('wrongPassword') : undefined}
            autoComplete="current-password"
            required
          />
          <PasswordInput
            label={say('nextPassword')}
            description={say('passwordRule')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={place === 'next' && change.error instanceof Failure ? say(passwordWord(change.error)) : undefined}
            autoComplete="new-password"
            required
          />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {say('changePassword')}
            </Button>
          </Group>
          {change.isSuccess && <Alert role="status">{say('passwordChanged')}</Alert>}
        </Stack>
      </form>
    </Card>
  )
}
