import { Alert, Button, Card, Checkbox, Code, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languageRow, languages, toLanguage } from '../../domain/language.ts'
import { alarmKinds, digestWishes } from '../../domain/tell/alarm.ts'
import type { AddressFault } from '../../ports/webhook.ts'
import type { NoticeSetting } from '../../ports/tables/notices.ts'
import { ProofDialog, type Proof } from '../access/proof-dialog.tsx'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'

interface Notices {
  byMail: boolean
  connections: (NoticeSetting & { id: string; name: string })[]
  webhook: {
    host: string
    madeAt: string
    offAt: string | null
    offReason: string | null
    /** Null: the maker is unknown. */
    madeBy: string | null
    makerGone: boolean
    restsAt: string | null
  } | null
}

export function NoticesPage() {
  const { say } = useSpeech()
  const session = useSession()
  const notices = useQuery({
    queryKey: ['notices', session.company],
    queryFn: () => call('GET', session.at('/notices')),
    enabled: session.company !== null,
  })
  const own = session.companies.find(({ tenantId }) => tenantId === session.company)
  const mayChange = session.operator || own?.role === 'owner'
  return (
    <Stack>
      <Title order={1}>{say('notices')}</Title>
      <Text>{say('noticesText')}</Text>
      {session.company !== null && (
        <Answered of={notices}>
          {({ byMail, connections, webhook }) => (
            <>
              {!byMail && <Alert color="amber">{say('noticesNoMail')}</Alert>}
              {connections.map((connection) => (
                <OfConnection key={connection.id} connection={connection} mayChange={mayChange} />
              ))}
              {mayChange && <Webhook webhook={webhook} />}
            </>
          )}
        </Answered>
      )}
    </Stack>
  )
}

function OfConnection({ connection, mayChange }: { connection: Notices['connections'][number]; mayChange: boolean }) {
  const { say } = useSpeech()
  const session = useSession()
  const { id, name, ...kept } = connection
  const [setting, setSetting] = useState<NoticeSetting>(kept)
  const save = useMutation({
    mutationFn: () => call('PUT', session.at(`/notices/${id}`), setting),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  })
  const change = (wanted: Partial<NoticeSetting>): void => {
    save.reset()
    setSetting({ ...setting, ...wanted })
  }
  return (
    <Card withBorder>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending) save.mutate()
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {name}
          </Title>
          <Checkbox.Group
            label={say('noticesAtOnce')}
            value={alarmKinds.filter((kind) => !setting.alarmsOff.includes(kind))}
            onChange={(on) => change({ alarmsOff: alarmKinds.filter((kind) => !on.includes(kind)) })}
          >
            <Stack gap="xs" mt="xs">
              {alarmKinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={say(`alarm_${kind}`)} disabled={!mayChange} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group align="end">
            <Wishes setting={setting} mayChange={mayChange} onChange={change} />
            {mayChange && (
              <Button type="submit" loading={save.isPending}>
                {say('save')}
              </Button>
            )}
            {save.isSuccess && (
              <Text role="status" className="quiet">
                {say('saved')}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function Wishes({
  setting,
  mayChange,
  onChange,
}: {
  setting: NoticeSetting
  mayChange: boolean
  onChange: (wanted: Partial<NoticeSetting>) => void
}) {
  const { say } = useSpeech()
  return (
    <>
      <NativeSelect
        label={say('digest')}
        data={digestWishes.map((value) => ({ value, label: say(`digest_${value}`) }))}
        value={setting.digest}
        disabled={!mayChange}
        onChange={({ currentTarget: { value } }) =>
          onChange({ digest: digestWishes.find((wish) => wish === value) ?? 'whenNeeded' })
        }
      />
      <NativeSelect
        label={say('noticeLanguage')}
        data={languages.map((language) => ({ value: language, label: languageRow(language).name }))}
        value={setting.language}
        disabled={!mayChange}
        onChange={({ currentTarget: { value } }) => onChange({ language: toLanguage(value) })}
      />
    </>
  )
}

function Webhook({ webhook }: { webhook: Notices['webhook'] }) {
  const { say, date } = useSpeech()
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {say('webhook')}
        </Title>
        <Text>{say('webhookText')}</Text>
        {webhook !== null && (
          <>
            <Text>
              {say('webhookAt', { host: webhook.host, time: date(webhook.madeAt) })}{' '}
              {webhook.madeBy === null ? say('webhookByNobody') : say('webhookBy', { who: webhook.madeBy })}
            </Text>
            {webhook.makerGone && (
              <TakeOver text={say('webhookGone', { who: webhook.madeBy ?? '' })} verb="webhookTakeOver" />
            )}
            {!webhook.makerGone && webhook.restsAt !== null && (
              <TakeOver text={say('webhookRests', { time: date(webhook.restsAt) })} verb="webhookConfirm" />
            )}
            {webhook.offAt !== null && (
              <Alert color="red">
                {say('webhookOff', { time: date(webhook.offAt), reason: webhook.offReason ?? '' })}
              </Alert>
            )}
            <TryOrRemove />
          </>
        )}
        <NewAddress />
      </Stack>
    </Card>
  )
}

/** The maker is no owner any more, or changed the sign-in: an owner confirms that calls go on. */
function TakeOver({ text, verb }: { text: string; verb: 'webhookTakeOver' | 'webhookConfirm' }) {
  const { say } = useSpeech()
  const session = useSession()
  const [asks, setAsks] = useState(false)
  return (
    <Alert color="amber" role="status">
      <Text mb="xs">{text}</Text>
      <Button size="xs" variant="default" onClick={() => setAsks(true)}>
        {say(verb)}
      </Button>
      {asks && (
        <ProofDialog
          title={say(verb)}
          run={async (proof) => {
            await call('POST', session.at('/webhook/confirm'), { proof })
            await queries.invalidateQueries({ queryKey: ['notices'] })
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </Alert>
  )
}

function TryOrRemove() {
  const { say } = useSpeech()
  const session = useSession()
  const attempt = useMutation({
    mutationFn: () => call('POST', session.at('/webhook/test')),
  })
  const remove = useMutation({
    mutationFn: () => call('DELETE', session.at('/webhook')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  })
  return (
    <Group>
      <Button variant="default" loading={attempt.isPending} onClick={() => attempt.mutate()}>
        {say('webhookTry')}
      </Button>
      <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        {say('webhookRemove')}
      </Button>
      {attempt.error instanceof Failure && attempt.error.status === 429 && (
        <Text role="status">{say('webhookTriedOften')}</Text>
      )}
      {attempt.data !== undefined && (
        <Text role="status">
          {attempt.data.taken ? say('webhookTaken') : say('webhookNotTaken', { reason: attempt.data.reason ?? '' })}
        </Text>
      )}
    </Group>
  )
}

function NewAddress() {
  const { say } = useSpeech()
  const session = useSession()
  const [url, setUrl] = useState('')
  const [asks, setAsks] = useState(false)
  const set = useMutation({
    mutationFn: (proof: Proof) => call('PUT', session.at('/webhook'), { url, proof }),
    onSuccess: async () => {
      setUrl('')
      await queries.invalidateQueries({ queryKey: ['notices'] })
    },
  })
  const first =
    set.error instanceof Failure && set.error.faults[0]?.path === 'url' ? set.error.faults[0].message : undefined
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!set.isPending) setAsks(true)
        }}
      >
        <Group align="end">
          <TextInput
            label={say('webhookUrl')}
            value={url}
            w={360}
            maw="100%"
            onChange={(event) => setUrl(event.currentTarget.value)}
            error={
              first === undefined
                ? undefined
                : say(first === 'tooMany' ? 'tooManyTries' : (`address_${first as AddressFault}` satisfies Word))
            }
            placeholder="https://"
            required
          />
          <Button type="submit" loading={set.isPending}>
            {say('webhookSet')}
          </Button>
        </Group>
        {set.data !== undefined && (
          <Alert role="status" mt="md" title={say('webhookSecret')}>
            <Code style={{ overflowWrap: 'anywhere' }}>{set.data.secret}</Code>
          </Alert>
        )}
      </form>
      {asks && <ProofDialog title={say('webhookSet')} run={set.mutateAsync} onClose={() => setAsks(false)} />}
    </>
  )
}
