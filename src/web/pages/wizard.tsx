import { Alert, Button, Card, Group, Stack, Stepper, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { DryRun } from '../../app/show/dry-run.ts'
import type { SideLine } from '../../app/setup/try-sides.ts'
import { problemText } from '../../domain/problem/problem.ts'
import { useProvenSave } from '../access/proven-save.tsx'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { useSession } from '../session.tsx'
import { Answered, Waiting } from '../waiting.tsx'
import { BookingStep, LedgerStep, SourceStep } from '../wizard-steps.tsx'
import { keptName, type Side } from '../../domain/kinds.ts'
import { sidesNamed, useKinds, type ShownSides } from '../parts/key-fields.tsx'
import {
  fileOf,
  forgetAnswers,
  holderAt,
  openPart,
  readDraft,
  typedSecrets,
  useAnswers,
  type Answers,
  type Codes,
  type Draft,
  type Found,
  type WizardState,
} from '../wizard-state.tsx'
import { Faults, SideLines } from '../settings/outcome.tsx'

interface Saved {
  id: string
  lines: SideLine[]
}

export function Wizard() {
  const { say } = useSpeech()
  const session = useSession()
  const kinds = useKinds()
  const draft = useQuery({
    queryKey: ['wizard-draft', session.company],
    queryFn: () => call('GET', session.at('/wizard/draft')),
    staleTime: Infinity,
    gcTime: 0,
  })
  return (
    <Stack>
      <Title order={1}>{say('newConnection')}</Title>
      <Answered of={kinds}>
        {(known) => (
          <Answered of={draft}>
            {(found) => {
              const own = found as Draft | null
              const sides = sidesNamed(known, own?.state.answers.kinds ?? {})
              return <Steps draft={readDraft(own, sides)} kinds={sides} />
            }}
          </Answered>
        )}
      </Answered>
    </Stack>
  )
}

/** Each step that is done is kept: who leaves goes on there, also elsewhere. */
function useKeptSteps(draft: Draft | null, kinds: ShownSides) {
  const session = useSession()
  const { answers, set } = useAnswers(draft, kinds)
  const [step, setStep] = useState(draft?.state.step ?? 0)
  const [found, setFound] = useState<Found>(
    draft?.state.found ?? { shop: null, dossiers: [], offer: null, proposals: [] },
  )
  const [codes, setCodes] = useState<Codes>(draft?.state.codes ?? {})
  const [saved, setSaved] = useState<Saved | null>(draft?.state.saved ?? null)
  const keep = (state: Pick<WizardState, 'step' | 'saved'>): void => {
    // Once the connection is saved, it keeps them itself.
    const secrets = state.saved === null ? typedSecrets(answers, kinds) : {}
    const whole: WizardState = { answers: openPart(answers, kinds), found, codes, ...state }
    // A draft that was not kept is no reason to stop: the typed answers are still on the page.
    void call('PUT', session.at('/wizard/draft'), { state: whole, secrets }).catch(() => undefined)
  }
  const go = (to: number, connection = saved): void => {
    setStep(to)
    setSaved(connection)
    keep({ step: to, saved: connection })
  }
  return { answers, set, found, setFound, codes, setCodes, step, saved, go }
}

function Steps({ draft, kinds }: { draft: Draft | null; kinds: ShownSides }) {
  const { say } = useSpeech()
  const { answers, set, found, setFound, codes, setCodes, step, saved, go } = useKeptSteps(draft, kinds)
  const find = (change: Partial<Found>): void => setFound((now) => ({ ...now, ...change }))
  const session = useSession()
  const save = useProvenSave(
    async (file: ReturnType<typeof fileOf>, proof): Promise<Saved> => {
      if (saved === null) {
        const made = await call('POST', session.at('/connections'), { file, ...proof })
        return { id: made.view.id, lines: made.lines }
      }
      const { lines } = await call('PUT', session.at(`/connections/${saved.id}/file`), { file, ...proof })
      return { id: saved.id, lines }
    },
    {
      onSaved: (connection) => go(3, connection),
      title: saved === null ? 'keysTypedElsewhere' : 'otherLogin',
    },
  )
  const isKept = (side: Side, field: string): boolean =>
    saved !== null || keepsSecret(draft, { answers, kind: kinds[side], side, field })
  const shared = { answers, set, found, find, kinds, isKept }
  return (
    <Card withBorder p="lg">
      <Stepper active={step} size="sm" allowNextStepsSelect={false} onStepClick={(at) => saved === null && go(at)}>
        <Stepper.Step label={say('step1')}>
          <SourceStep {...shared} onDone={() => go(1)} />
        </Stepper.Step>
        <Stepper.Step label={say('step2')}>
          <LedgerStep {...shared} onBack={() => go(0)} onDone={() => go(2)} />
        </Stepper.Step>
        <Stepper.Step label={say('step3')}>
          <BookingStep
            {...shared}
            codes={codes}
            setCodes={setCodes}
            busy={save.isPending}
            onBack={() => go(1)}
            onDone={() => save.save(fileOf(answers, kinds, { proposals: found.proposals, chosen: codes }))}
          />
          {save.error instanceof Failure && <Faults faults={save.error.faults} />}
          {save.dialog}
        </Stepper.Step>
        <Stepper.Step label={say('step4')}>
          {saved !== null && <DryRunStep saved={saved} onBack={() => go(2)} />}
        </Stepper.Step>
      </Stepper>
    </Card>
  )
}

/** A kept secret is of the login that it was typed with; a saved connection keeps its own. */
function keepsSecret(
  draft: Draft | null,
  { answers, kind, side, field }: { answers: Answers; kind: ShownSides[Side]; side: Side; field: string },
): boolean {
  const before = draft?.state.answers.keys[side]
  if (before === undefined || draft?.kept.includes(keptName(side, kind.name, field)) !== true) return false
  return holderAt(kind, before) === holderAt(kind, answers.keys[side])
}

function DryRunStep({ saved, onBack }: { saved: Saved; onBack: () => void }) {
  const { say, money, language } = useSpeech()
  const session = useSession()
  const navigate = useNavigate()
  const asked = useRef(false)
  const run = useMutation({
    mutationFn: () => call('POST', session.at(`/connections/${saved.id}/dry-run`), {}),
  })
  const install = useMutation({
    mutationFn: () => call('POST', session.at(`/connections/${saved.id}/resume`), {}),
    onSuccess: async () => {
      forgetAnswers()
      await call('DELETE', session.at('/wizard/draft')).catch(() => undefined)
      await queries.invalidateQueries()
      await navigate('/')
    },
  })
  if (!asked.current) {
    asked.current = true
    queueMicrotask(() => run.mutate())
  }
  return (
    <Stack mt="md">
      <SideLines lines={saved.lines} />
      {run.data === undefined && run.error === null && (
        <>
          <Waiting />
          <Text>{say('dryRunRunning')}</Text>
        </>
      )}
      {run.error !== null && (
        <Alert color="red" role="alert" title={say('noAnswer')}>
          <Button onClick={() => run.mutate()}>{say('tryAgain')}</Button>
        </Alert>
      )}
      {run.data !== undefined && (
        <>
          <Text fw={600}>{say('dryRunText')}</Text>
          <Text fz={24} fw={650}>
            {say('documents_many', { n: run.data.total })} · {money(run.data.amountCents)}
          </Text>
          <ul>
            {run.data.problems.map(({ code, count }) => (
              <li key={code}>
                {problemText(code, language).title} ({count})
              </li>
            ))}
          </ul>
          <Planned run={run.data} />
        </>
      )}
      <Group>
        <Button variant="default" onClick={onBack}>
          {say('back')}
        </Button>
        <Button loading={install.isPending} disabled={run.data === undefined} onClick={() => install.mutate()}>
          {say('install')}
        </Button>
      </Group>
    </Stack>
  )
}

function Planned({ run }: { run: DryRun }) {
  const { say, money, date } = useSpeech()
  if (run.documents.length === 0) return null
  return (
    <Table.ScrollContainer minWidth={420} mah={320}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('order')}</Table.Th>
            <Table.Th>{say('journal')}</Table.Th>
            <Table.Th>{say('day')}</Table.Th>
            <Table.Th className="number">{say('amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.documents.map((document, index) => (
            // eslint-disable-next-line react/no-array-index-key -- a fixed list
            <Table.Tr key={index}>
              <Table.Td>{document.order}</Table.Td>
              <Table.Td>{document.journal}</Table.Td>
              <Table.Td>{date(document.date)}</Table.Td>
              <Table.Td className="number">{money(document.amountCents)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
