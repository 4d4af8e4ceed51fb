import { Alert, Button, Card, Group, PasswordInput, Stack, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { Failed, ProofFields, useProof, type OwnProofs } from './proof-fields.tsx'
import { passwordWord, placeOf } from './sign-in-fields.tsx'

export function OwnPassword({ own }: { own: OwnProofs }) {
  const { say } = useSpeech()
  const proof = useProof(own)
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: async () => call('PUT', '/password', { next, proof: await proof.body() }),
    onSuccess: async () => {
      proof.forget()
      setNext('')
      await queries.invalidateQueries({ queryKey: ['own-account'] })
    },
  })
  const { error } = change
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
        <Stack maw={520}>
          <ProofFields of={proof} error={error} label="currentPassword" />
          <PasswordInput
            label={say('nextPassword')}
            description={say('passwordRule')}
            maw={360}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={placeOf(error) === 'next' && error instanceof Failure ? say(passwordWord(error)) : undefined}
            autoComplete="new-password"
            required
          />
          <Failed error={error} />
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
