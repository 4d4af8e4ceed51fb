import { Alert, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { OperatorOverview } from '../../app/show/operator-overview.ts'
import { call, Failure } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'

/** Waiting sign-ups, and invitations. */
export function SignUps({ pendingSignUps, signUp }: Pick<OperatorOverview, 'pendingSignUps' | 'signUp'>) {
  const { say } = useSpeech()
  if (signUp === 'closed') return null
  return (
    <Card withBorder>
      <Stack>
        {pendingSignUps.length > 0 && (
          <>
            <Title order={2} size="h4">
              {say('pendingSignUps')}
            </Title>
            {pendingSignUps.map(({ email, company, by }) => (
              <Text key={`${email} ${company} ${by}`}>
                {email} · {by === null ? company : say('signUpBy', { who: by })}
              </Text>
            ))}
            <Text size="sm" className="quiet">
              {say('pendingSignUpsText')}
            </Text>
          </>
        )}
        <Title order={2} size="h4">
          {say('inviteCompany')}
        </Title>
        <Invite />
      </Stack>
    </Card>
  )
}

function Invite() {
  const { say } = useSpeech()
  const session = useSession()
  const [email, setEmail] = useState('')
  const invite = useMutation({
    mutationFn: () => call('POST', session.at('/operator/invitations'), { email }),
  })
  const failure = invite.error instanceof Failure ? invite.error : null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!invite.isPending) invite.mutate()
      }}
    >
      <Group align="end">
        <TextInput
          label={say('email')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={failure === null ? undefined : say(failure.status === 429 ? 'tooManyMails' : 'faultEmail')}
          required
        />
        <Button type="submit" loading={invite.isPending}>
          {say('invite')}
        </Button>
      </Group>
      {invite.data !== undefined && (
        <Alert mt="md" role="status">
          {say(invite.data.mailed ? 'inviteSent' : 'inviteNoMail', { email: invite.data.email })}
        </Alert>
      )}
    </form>
  )
}
