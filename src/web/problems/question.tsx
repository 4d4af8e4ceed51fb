/**
 * Asks for the setting that a problem waits for, shows what an answer would make of its orders, saves it as a revision of its own and has the
 * orders tried again. The same beside a cause and beside one of its orders.
 */
import './problems.css'
import { Alert, Button, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { DossierChoices } from '../../app/setup/dossier-choices.ts'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import type { SettingsQuestion } from '../../domain/problem/problem-row.ts'
import type { ProblemOutcome } from '../../domain/plan/compare-plans.ts'
import { problemRow, questionsOf, wantsKeys, type ProblemCode } from '../../domain/problem/problem.ts'
import { call, Failure, queries } from '../api.tsx'
import { mayOwn } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { useSession, type Session } from '../session.tsx'
import { DraftProvider, withValue, type Draft } from '../settings/draft.tsx'
import { KeysCard } from '../settings/keys-card.tsx'
import { Faults } from '../settings/outcome.tsx'
import * as questions from '../settings/questions.tsx'
import { Answered } from '../waiting.tsx'
import { BySaving } from './by-saving.tsx'

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

/** An owner answers here; a question without one is answered on the page of settings, or nowhere of ours. */
export function canBeAnswered(code: ProblemCode, session: Session): boolean {
  return problemRow(code).fixedIn.asks !== undefined && mayOwn(session)
}

/** Orders that go on, as the answer was saved. */
export interface GoesOn {
  problem: ListedProblem
  orders: number
  grossCents: number
}

interface QuestionProps {
  problem: ListedProblem
  onAnswered: (what: GoesOn) => void
  /** Beside the one button. */
  actions?: ReactNode
  /** Between the question and its button. */
  children?: ReactNode
}

export function Question(props: QuestionProps) {
  const { say } = useSpeech()
  const session = useSession()
  const { problem, actions, children } = props
  const place = `/connections/${problem.connection}` as const
  const stored = useQuery({
    queryKey: ['file', session.company, problem.connection],
    queryFn: () => call('GET', session.at(`${place}/file`)),
  })
  const dossier = useQuery({
    queryKey: ['dossier', session.company, problem.connection],
    queryFn: () => call('GET', session.at(`${place}/dossier`)),
  })
  return (
    <section aria-label={say('fixHere')}>
      <Answered of={stored}>
        {({ file }) =>
          wantsKeys(problem.code) ? (
            <Stack>
              <KeysCard connection={problem.connection} file={file} />
              {children}
              {actions !== undefined && <div className="decision-bar">{actions}</div>}
            </Stack>
          ) : (
            <Asked {...props} file={file} dossier={dossier.data ?? null} />
          )
        }
      </Answered>
    </section>
  )
}

interface AskedProps extends QuestionProps {
  file: Draft
  dossier: DossierChoices | null
}

function Asked({ problem, file, dossier, onAnswered, actions, children }: AskedProps) {
  const { say } = useSpeech()
  const [draft, setDraft] = useState(file)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(file)
  const preview = useOutcome(problem, draft, isChanged)
  const save = useAnswer(problem, (outcome) => onAnswered({ problem, ...outcome }))
  const faults = save.error instanceof Failure ? save.error.faults : []
  const set = (path: string, value: unknown): void => setDraft((now) => withValue(now, path, value))
  const count = isChanged ? (preview.outcome?.orders ?? 0) : 0
  return (
    <DraftProvider state={{ draft, faults, dossier, set, isAsked: true }}>
      <Stack>
        {questionsOf(problem.code, problem.params).map((question) => question !== 'keys' && asked[question](problem))}
        <BySaving isChanged={isChanged} {...preview} />
        {faults.length > 0 && <Faults faults={faults} />}
        {save.isError && faults.length === 0 && (
          <Alert color="red" role="alert">
            {say('notSaved')}
          </Alert>
        )}
        {children}
        <div className="decision-bar">
          <Button
            disabled={!isChanged}
            loading={save.isPending}
            onClick={() => !save.isPending && save.mutate({ draft, outcome: preview.outcome })}
          >
            {count === 0 ? say('saveAndRetry') : say('saveAndRetryCount', { n: count })}
          </Button>
          {actions}
          <span className="decision-note">{say('fixHereText')}</span>
        </div>
      </Stack>
    </DraftProvider>
  )
}

/** Counts the problem's orders with the answer, without keeping it. */
function useOutcome(problem: ListedProblem, draft: Draft, isChanged: boolean) {
  const session = useSession()
  const [settled] = useDebouncedValue(draft, 300)
  const { connection, code } = problem
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['outcome', session.company, connection, code, settled],
    queryFn: () =>
      call('POST', session.at(`/connections/${connection}/preview`), { file: settled, problem: code }).then((result) =>
        result.kind === 'preview' ? result.preview : null,
      ),
    enabled: isChanged,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const isBusy = settled !== draft || isPlaceholderData || (data === undefined && error === null)
  const preview = isBusy || error !== null ? null : (data ?? null)
  return {
    outcome: preview?.outcome ?? null,
    waitingCents: preview?.complete === true ? problem.grossCents : null,
    isBusy,
    hasFaults: error !== null,
  }
}

/** Saves the answer, and takes up the orders that waited for it. */
function useAnswer(
  { connection, code, count, grossCents }: ListedProblem,
  onSaved: (what: Omit<GoesOn, 'problem'>) => void,
) {
  const session = useSession()
  return useMutation({
    mutationFn: async ({ draft }: { draft: Draft; outcome: ProblemOutcome | null }) => {
      await call('PUT', session.at(`/connections/${connection}/file`), { file: draft, reason: code })
      await call('POST', session.at('/retry'), { problem: code })
    },
    onSuccess: async (_, { outcome }) => {
      onSaved(outcome === null ? { orders: count, grossCents } : outcome)
      await queries.invalidateQueries()
    },
  })
}
