import { Button, Card, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { passwordWord, placeOf } from './sign-in-fields.tsx'

/** Makes an account for a user who signed in with the code of the terminal, and signs the user in with it at once. */
export function FirstOperator() {
  const { say } = useSpeech()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const make = useMutation({
    mutationFn: () => call('POST', '/first-operator', { email, password }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const failure = make.error instanceof Failure ? make.error : null
  return (
    <Card withBorder>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!make.isPending) make.mutate()
        }}
      >
        <Stack maw={420}>
          <Title order={2} size="h4">
            {say('firstOperator')}
          </Title>
          <Text>{say('firstOperatorText')}</Text>
          <TextInput
            label={say('email')}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={placeOf(failure) === 'email' ? say('faultEmail') : undefined}
            autoComplete="username"
            required
          />
          <PasswordInput
            label={say('nextPassword')}
            description={say('passwordRule')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={failure !== null && placeOf(failure) === 'password' ? say(passwordWord(failure)) : undefined}
            autoComplete="new-password"
            required
          />
          <Group>
            <Button type="submit" loading={make.isPending}>
              {say('firstOperator')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
