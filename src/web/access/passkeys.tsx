import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedPasskey } from '../../app/people/passkeys.ts'
import { call, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { FirstCode, useFirstCode } from './first-code.tsx'
import { makePasskey } from './passkey-browser.ts'
import { Failed, ProofFields, useProof, type OwnProofs } from './proof-fields.tsx'
import { RecoveryCodes } from './two-factor.tsx'

/** One's own passkeys: added and removed by full proof. */
export function Passkeys({ own }: { own: OwnProofs }) {
  const { say } = useSpeech()
  const [leaving, setLeaving] = useState<ListedPasskey | null>(null)
  const [codes, setCodes] = useState<string[]>([])
  return (
    <Card withBorder>
      <Stack maw={640}>
        <Title order={2} size="h4">
          {say('passkeys')}
        </Title>
        <Text>{say('passkeysText')}</Text>
        {own.passkeys.map((key) => (
          <Row key={key.id} passkey={key} onRemove={() => setLeaving(key)} />
        ))}
        {codes.length > 0 ? (
          <RecoveryCodes title="passkeyAdded" codes={codes} />
        ) : leaving !== null ? (
          <Remove own={own} passkey={leaving} onBack={() => setLeaving(null)} />
        ) : own.passkeysHere ? (
          <Add own={own} onCodes={setCodes} />
        ) : (
          <Text className="quiet">{say('passkeysNotHere')}</Text>
        )}
      </Stack>
    </Card>
  )
}

function Row({
  passkey: { id, name, madeAt, lastUsedAt, synced },
  onRemove,
}: {
  passkey: ListedPasskey
  onRemove: () => void
}) {
  const { say, date } = useSpeech()
  const used = lastUsedAt === null ? say('passkeyNeverUsed') : say('passkeyUsed', { time: date(lastUsedAt) })
  const [asked, setAsked] = useState<string | null>(null)
  const rename = useMutation({
    mutationFn: (wanted: string) => call('PUT', `/passkeys/${id}`, { name: wanted }),
    onSuccess: async () => {
      setAsked(null)
      await queries.invalidateQueries()
    },
  })
  if (asked !== null)
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!rename.isPending) rename.mutate(asked)
        }}
      >
        <Group align="end">
          <TextInput
            label={say('passkeyName')}
            w={260}
            value={asked}
            onChange={(event) => setAsked(event.currentTarget.value)}
            maxLength={60}
            required
          />
          <Button type="submit" loading={rename.isPending}>
            {say('save')}
          </Button>
          <Button variant="default" onClick={() => setAsked(null)}>
            {say('cancel')}
          </Button>
        </Group>
      </form>
    )
  return (
    <Group justify="space-between">
      <div>
        <Text style={{ overflowWrap: 'anywhere' }}>{name}</Text>
        <Text size="sm" className="quiet">
          {say('passkeyMade', { time: date(madeAt) })}, {used}
          {synced && `, ${say('passkeySynced')}`}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-label={`${say('passkeyRename')} ${name}`}
          onClick={() => setAsked(name)}
        >
          {say('passkeyRename')}
        </Button>
        <Button size="xs" variant="default" aria-label={`${say('passkeyRemove')} ${name}`} onClick={onRemove}>
          {say('passkeyRemove')}
        </Button>
      </Group>
    </Group>
  )
}

function Add({ own, onCodes }: { own: OwnProofs; onCodes: (codes: string[]) => void }) {
  const { say } = useSpeech()
  const [name, setName] = useState('')
  const proof = useProof(own)
  const first = useFirstCode(own)
  const add = useMutation({
    mutationFn: async () => {
      const { ask } = await call('POST', '/passkeys/start', first.with(await proof.body()))
      return call('POST', '/passkeys', { name, passkey: await makePasskey(ask) })
    },
    onSuccess: async ({ codes }) => {
      setName('')
      proof.forget()
      // The codes are shown until the person goes on: only then are the cards read again.
      if (codes.length > 0) return onCodes(codes)
      await queries.invalidateQueries()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!add.isPending) add.mutate()
      }}
    >
      <Stack>
        <TextInput
          label={say('passkeyName')}
          w={260}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
          required
        />
        <ProofFields of={proof} error={add.error} />
        <FirstCode of={first} error={add.error} />
        <Failed error={add.error} />
        <Group>
          <Button type="submit" loading={add.isPending}>
            {say('passkeyAdd')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Remove({ own, passkey, onBack }: { own: OwnProofs; passkey: ListedPasskey; onBack: () => void }) {
  const { say } = useSpeech()
  const proof = useProof(own)
  const remove = useMutation({
    mutationFn: async () => call('POST', `/passkeys/${passkey.id}/end`, await proof.body()),
    onSuccess: async () => {
      onBack()
      await queries.invalidateQueries()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!remove.isPending) remove.mutate()
      }}
    >
      <Stack>
        <Text>{say('passkeyRemoveText', { name: passkey.name })}</Text>
        <ProofFields of={proof} error={remove.error} />
        <Failed error={remove.error} />
        <Group>
          <Button type="submit" color="red" loading={remove.isPending}>
            {say('passkeyRemove')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {say('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
