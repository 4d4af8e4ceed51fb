/**
 * Asks for the setting that a problem waits for, beside the problem. It is saved as a revision of its own, and the orders are tried again.
 */
import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { DossierChoices } from '../app/setup/dossier-choices.ts'
import type { ListedProblem } from '../app/show/list-problems.ts'
import type { SettingsQuestion } from '../domain/problem/problem-row.ts'
import { problemRow, questionsOf, wantsKeys, type ProblemCode } from '../domain/problem/problem.ts'
import { call, Failure, queries } from './api.tsx'
import { useSpeech } from './language.tsx'
import { useSession } from './session.tsx'
import { DraftProvider, withValue, type Draft } from './settings/draft.tsx'
import { KeysCard } from './settings/keys-card.tsx'
import { Faults } from './settings/outcome.tsx'
import * as questions from './settings/questions.tsx'
import { Answered } from './waiting.tsx'

/** The question per setting; new keys have a card of their own. */
const asked: Record<Exclude<SettingsQuestion, 'keys'>, (problem: ListedProblem) => ReactNode> = {
  classes: ({ products }) => [
    <questions.ClassOfEach key="products" products={products} />,
    <questions.DefaultClass key="default" />,
  ],
  oss: () => <questions.Oss key="oss" />,
  ossHome: () => <questions.OssHome key="home" />,
  vatNumbers: () => <questions.VatNumbers key="numbers" />,
  marketplaceStock: () => <questions.FbbBusiness key="fbb" />,
  codes: () => <questions.Codes key="codes" />,
  crossBorder: () => <questions.CrossBorder key="crossBorder" />,
  closedPeriod: () => <questions.ClosedPeriod key="closedPeriod" />,
}

export function canBeFixedHere(code: ProblemCode): boolean {
  return problemRow(code).fixedIn.asks !== undefined
}

interface FixProps {
  problem: ListedProblem
  /** The answer is saved: its orders can be tried again. */
  onSaved: () => void
  onCancel: () => void
}

export function FixHere({ problem, onSaved, onCancel }: FixProps) {
  const session = useSession()
  const place = `/connections/${problem.connection}` as const
  const stored = useQuery({
    queryKey: ['file', session.company, problem.connection],
    queryFn: () => call('GET', session.at(`${place}/file`)),
  })
  const dossier = useQuery({
    queryKey: ['dossier', session.company, problem.connection],
    queryFn: () => call('GET', session.at(`${place}/dossier`)),
  })
  const asks = questionsOf(problem.code, problem.params)
  return (
    <Answered of={stored}>
      {({ file }) =>
        wantsKeys(problem.code) ? (
          <KeysCard connection={problem.connection} file={file} />
        ) : (
          <Questions problem={problem} file={file} dossier={dossier.data ?? null} onSaved={onSaved} onCancel={onCancel}>
            {asks.map((question) => question !== 'keys' && asked[question](problem))}
          </Questions>
        )
      }
    </Answered>
  )
}

interface QuestionsProps extends FixProps {
  file: Draft
  dossier: DossierChoices | null
  children: ReactNode
}

function Questions({ problem, file, dossier, onSaved, onCancel, children }: QuestionsProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [draft, setDraft] = useState(file)
  const save = useMutation({
    mutationFn: () =>
      call('PUT', session.at(`/connections/${problem.connection}/file`), { file: draft, reason: problem.code }),
    onSuccess: async () => {
      onSaved()
      await queries.invalidateQueries()
    },
  })
  const faults = save.error instanceof Failure ? save.error.faults : []
  const isChanged = JSON.stringify(draft) !== JSON.stringify(file)
  const set = (path: string, value: unknown): void => setDraft((now) => withValue(now, path, value))
  return (
    <Card withBorder component="section" aria-label={say('fixHere')}>
      <DraftProvider state={{ draft, faults, dossier, set, isAsked: true }}>
        <Stack>
          {children}
          {faults.length > 0 && <Faults faults={faults} />}
          {save.isError && faults.length === 0 && (
            <Alert color="red" role="alert">
              {say('notSaved')}
            </Alert>
          )}
          <Group>
            <Button disabled={!isChanged} loading={save.isPending} onClick={() => !save.isPending && save.mutate()}>
              {say('saveAndRetry')}
            </Button>
            <Button variant="default" onClick={onCancel}>
              {say('cancel')}
            </Button>
          </Group>
          <Text size="sm" className="quiet">
            {say('fixHereText')}
          </Text>
        </Stack>
      </DraftProvider>
    </Card>
  )
}
