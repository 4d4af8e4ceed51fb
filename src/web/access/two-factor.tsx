import { Alert, Button, Card, Code, Group, Image, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { FirstCode, useFirstCode } from './first-code.tsx'
import { Failed, ProofFields, useProof, type OwnProofs } from './proof-fields.tsx'

interface Prepared {
  secret: string
  address: string
}

/** Switches the second step of signing in on, with a code of the device as proof, or off. */
export function TwoFactor({ own }: { own: OwnProofs }) {
  const { say } = useSpeech()
  const on = own.twoFactor
  const proof = useProof(own)
  const first = useFirstCode(own)
  const change = useMutation({
    mutationFn: async () => {
      const body = await proof.body()
      if (!on) return call('POST', '/two-factor', first.with(body))
      await call('POST', '/two-factor/end', body)
      return undefined
    },
    onSuccess: async () => {
      proof.forget()
      if (on) await queries.invalidateQueries()
    },
  })
  const prepared = on ? undefined : change.data
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
            <Stack>
              <ProofFields of={proof} error={change.error} />
              {!on && <FirstCode of={first} error={change.error} />}
              <Failed error={change.error} />
              <Group>
                <Button type="submit" variant={on ? 'default' : 'filled'} loading={change.isPending}>
                  {say(on ? 'twoFactorEnd' : 'twoFactorStart')}
                </Button>
              </Group>
            </Stack>
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
    mutationFn: () => call('PUT', '/two-factor', { code }),
  })
  if (confirm.data !== undefined) return <RecoveryCodes title="twoFactorOn" codes={confirm.data.codes} />
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
export function RecoveryCodes({ title, codes, onClose }: { title: Word; codes: string[]; onClose?: () => void }) {
  const { say } = useSpeech()
  return (
    <Alert role="status" title={say(title)}>
      <Text mb="xs">{say('recoveryCodes')}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code}>{code.replaceAll(/(.{5})(?=.)/gu, '$1-')}</Code>
        ))}
      </SimpleGrid>
      <Button
        mt="md"
        variant="default"
        onClick={() => {
          onClose?.()
          void queries.invalidateQueries()
        }}
      >
        {say('close')}
      </Button>
    </Alert>
  )
}
