import {
  Alert,
  Button,
  Card,
  Code,
  Group,
  Image,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { placeOf } from './sign-in-fields.tsx'

interface Prepared {
  secret: string
  address: string
}

/** Switches the second step of signing in on, with a code of the device as proof, or off. */
export function TwoFactor({ on }: { on: boolean }) {
  const { say } = useSpeech()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const change = useMutation({
    mutationFn: () =>
      call<Prepared>('POST', on ? '/two-factor/end' : '/two-factor', on ? { password, code } : { password }),
    onSuccess: async () => {
      setPassword('')
      setCode('')
      if (on) await queries.invalidateQueries({ queryKey: ['own-account'] })
    },
  })
  const prepared = on ? undefined : change.data
  const place = placeOf(change.error)
  return (
    <Card withBorder>
      <Stack maw={520}>
        <Title order={2} size="h4">
          {say('twoFactor')}
        </Title>
        <Text>{say(on ? 'twoFactorOn' : 'twoFactorText')}</Text>
        {prepared?.secret === undefined ? (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (!change.isPending) change.mutate()
            }}
          >
            <Group align="end">
              <PasswordInput
                label={say('password')}
                w={260}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                error={place === 'password' ? say('wrongPassword') : undefined}
                autoComplete="current-password"
                required
              />
              {on && (
                <TextInput
                  label={say('oneTimeCode')}
                  w={260}
                  value={code}
                  onChange={(event) => setCode(event.currentTarget.value)}
                  error={place === 'code' ? say('twoFactorWrong') : undefined}
                  autoComplete="one-time-code"
                  required
                />
              )}
              <Button type="submit" variant={on ? 'default' : 'filled'} loading={change.isPending}>
                {say(on ? 'twoFactorEnd' : 'twoFactorStart')}
              </Button>
            </Group>
          </form>
        ) : (
          <Confirm prepared={prepared} />
        )}
      </Stack>
    </Card>
  )
}

function Confirm({ prepared: { secret, address } }: { prepared: Prepared }) {
  const { say } = useSpeech()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => call<{ codes: string[] }>('PUT', '/two-factor', { code }),
  })
  if (confirm.data !== undefined) return <RecoveryCodes codes={confirm.data.codes} />
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(address))}`
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!confirm.isPending) confirm.mutate()
      }}
    >
      <Stack>
        <Text>{say('twoFactorScan')}</Text>
        <Image src={picture} alt={say('twoFactorPicture', { secret })} w={200} h={200} />
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <TextInput
          label={say('twoFactorCode')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={confirm.error instanceof Failure ? say('twoFactorWrong') : undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {say('twoFactorConfirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The card shows them until the person goes on: only then is the list of sessions, and this card, read again. */
function RecoveryCodes({ codes }: { codes: string[] }) {
  const { say } = useSpeech()
  return (
    <Alert role="status" color="green" title={say('twoFactorOn')}>
      <Text mb="xs">{say('recoveryCodes')}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code}>{code.replaceAll(/(.{5})(?=.)/gu, '$1-')}</Code>
        ))}
      </SimpleGrid>
      <Button mt="md" variant="default" onClick={() => void queries.invalidateQueries({ queryKey: ['own-account'] })}>
        {say('close')}
      </Button>
    </Alert>
  )
}
