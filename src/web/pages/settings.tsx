import { Badge, Button, Card, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { DossierChoices } from '../../app/setup/dossier-choices.ts'
import type { ConnectionOverview } from '../../app/show/overview.ts'
import type { ListedRevision } from '../../app/setup/revisions.ts'
import { call, queries, type Fault } from '../api.tsx'
import { ConnectionChoice, useConnection } from '../connection-choice.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { useSession } from '../session.tsx'
import { AsFile } from '../settings/as-file.tsx'
import { ChangeBar } from '../settings/change.tsx'
import { DraftProvider, withValue, type Draft } from '../settings/draft.tsx'
import { KeysCard } from '../settings/keys-card.tsx'
import { RemoveCard, Revisions } from '../settings/revisions.tsx'
import { SettlementSection } from '../settings/settlement-section.tsx'
import { BookingSection, SellerSection, VatSection } from '../settings/sections.tsx'
import { Answered } from '../waiting.tsx'

interface Stored {
  file: Draft
  revisions: ListedRevision[]
}

export function Settings() {
  const { say } = useSpeech()
  const state = useConnection()
  return (
    <Stack>
      <Title order={1}>{say('settings')}</Title>
      <ConnectionChoice state={state} />
      <Answered of={state.overview}>
        {() =>
          state.chosen === null ? (
            <Text>{say('noConnections')}</Text>
          ) : (
            <OfConnection key={state.chosen.id} connection={state.chosen} />
          )
        }
      </Answered>
    </Stack>
  )
}

function OfConnection({ connection }: { connection: ConnectionOverview }) {
  const session = useSession()
  const place = `/connections/${connection.id}` as const
  const stored = useQuery({
    queryKey: ['file', session.company, connection.id],
    queryFn: () => call('GET', session.at(`${place}/file`)),
  })
  const dossier = useQuery({
    queryKey: ['dossier', session.company, connection.id],
    queryFn: () => call('GET', session.at(`${place}/dossier`)),
  })
  return (
    <>
      <PauseCard connection={connection} />
      <Answered of={stored}>
        {({ file, revisions }) => (
          <Changing connection={connection} file={file} revisions={revisions} dossier={dossier.data ?? null} />
        )}
      </Answered>
    </>
  )
}

interface ChangingProps extends Stored {
  connection: ConnectionOverview
  dossier: DossierChoices | null
}

function Changing({ connection, file, revisions, dossier }: ChangingProps) {
  const [changed, setChanged] = useKept(connection.id)
  const [faults, setFaults] = useState<Fault[]>([])
  const draft = changed ?? file
  const isChanged = JSON.stringify(draft) !== JSON.stringify(file)
  const newest = revisions[0]?.revision ?? null
  // A revision that another user saves while this draft is open is not overwritten.
  const [base, setBase] = useState(newest)
  const take = useCallback(
    (next: Parameters<typeof setChanged>[0]): void => {
      if (!isChanged) setBase(newest)
      setChanged(next)
    },
    [isChanged, newest, setChanged],
  )
  const state = useMemo(
    () => ({
      draft,
      faults,
      dossier,
      set: (path: string, value: unknown): void => take((now) => withValue(now ?? file, path, value)),
    }),
    [draft, faults, dossier, file, take],
  )
  const sections: [string, Word, ReactNode][] = [
    ['seller', 'setSeller', <SellerSection key="seller" />],
    ['booking', 'setBooking', <BookingSection key="booking" />],
    ['vat', 'setVat', <VatSection key="vat" />],
    ['settlements', 'settlements', <SettlementSection key="settlements" />],
    ['keys', 'newKeys', <KeysCard key="keys" connection={connection.id} file={file} />],
    ['file', 'asFile', <AsFile key="file" onTake={take} />],
    [
      'history',
      'history',
      <Stack key="history">
        <Revisions connection={connection.id} revisions={revisions} onTake={take} />
        <RemoveCard connection={connection.id} name={String(file['name'])} file={file} />
      </Stack>,
    ],
  ]
  return (
    <DraftProvider state={state}>
      <Sections sections={sections} />
      <ChangeBar
        revision={base}
        connection={connection.id}
        draft={draft}
        isChanged={isChanged}
        onFaults={setFaults}
        onUndo={() => {
          setChanged(null)
          setFaults([])
        }}
      />
    </DraftProvider>
  )
}

/** Outlives a reload and the back button; a secret that was pasted with a file does not. */
function useKept(connection: string) {
  const key = `tentakel-settings-${connection}`
  const [changed, setChanged] = useState<Draft | null>(() => {
    const text = sessionStorage.getItem(key)
    return text === null ? null : (JSON.parse(text) as Draft)
  })
  useEffect(() => {
    if (changed === null) return sessionStorage.removeItem(key)
    const { bol: _, ...open } = changed
    sessionStorage.setItem(key, JSON.stringify(withValue(open, 'octopus.password', undefined)))
  }, [changed, key])
  return [changed, setChanged] as const
}

function Sections({ sections }: { sections: [string, Word, ReactNode][] }) {
  const { say } = useSpeech()
  const [shown, setShown] = useState<string | null>(globalThis.location.hash.slice(1) || 'seller')
  return (
    <Tabs value={shown} onChange={setShown} keepMounted={false}>
      <Tabs.List>
        {sections.map(([name, word]) => (
          <Tabs.Tab key={name} value={name}>
            {say(word)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map(([name, , content]) => (
        <Tabs.Panel key={name} value={name} pt="md">
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function PauseCard({ connection }: { connection: ConnectionOverview }) {
  const { say } = useSpeech()
  const session = useSession()
  const paused = connection.state === 'paused'
  const change = useMutation({
    mutationFn: () => call('POST', session.at(`/connections/${connection.id}/${paused ? 'resume' : 'pause'}`), {}),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Card withBorder>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {connection.name}
          </Title>
          <Badge color={paused ? 'red' : connection.light}>
            {paused ? say('paused') : say(`light_${connection.light}`)}
          </Badge>
        </div>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
          {say(paused ? 'resume' : 'pause')}
        </Button>
      </Group>
    </Card>
  )
}
