/** *Te doen*: causes on the left, the one that is chosen on the right. The address says which one; below 1024 px it stands alone. */
import '../problems/problems.css'
import { Alert, Button, Stack, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import type { ShownProblem } from '../../app/show/list-problems.ts'
import { call, queries } from '../api.tsx'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { focusRow, useKeys } from '../orders/keys.ts'
import { Empty } from '../parts/empty.tsx'
import { Causes, groupsOf } from '../problems/causes.tsx'
import { Decision, type Selection } from '../problems/decision.tsx'
import type { GoesOn } from '../problems/question.tsx'
import { isSame, Told } from '../problems/told.tsx'
import { useSession } from '../session.tsx'
import { Icon } from '../theme/icon.tsx'
import { Answered } from '../waiting.tsx'

export function Problems() {
  const { say } = useSpeech()
  const session = useSession()
  const [answered, setAnswered] = useState<GoesOn | null>(null)
  const problems = useQuery({
    queryKey: ['problems', session.company, session.at('')],
    queryFn: () => (session.company === null ? [] : call('GET', session.at('/problems'))),
    // What an answer did is followed closely.
    refetchInterval: answered === null ? 15_000 : 3000,
  })
  const retry = useMutation({
    mutationFn: (selection: Selection) => call('POST', session.at('/retry'), selection),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Stack>
      {retry.data !== undefined && (
        <Alert role="status" withCloseButton onClose={() => retry.reset()} closeButtonLabel={say('close')}>
          {say('retried', { taken: retry.data.taken, notTaken: retry.data.notTaken.length })} {say('retriedText')}
        </Alert>
      )}
      {answered !== null && <Told answered={answered} list={problems.data ?? []} onClose={() => setAnswered(null)} />}
      <Answered of={problems}>
        {(list) =>
          list.length === 0 ? (
            <>
              <Title order={1}>{say('problems')}</Title>
              <Empty icon="checks" title={say('nothingToDo')} text={say('noProblems')} />
            </>
          ) : (
            <Both
              list={list}
              busy={retry.isPending}
              answered={answered}
              onRetry={(selection) => retry.mutate(selection)}
              onAnswered={setAnswered}
            />
          )
        }
      </Answered>
    </Stack>
  )
}

interface BothProps {
  list: ShownProblem[]
  busy: boolean
  answered: GoesOn | null
  onRetry: (selection: Selection) => void
  onAnswered: (what: GoesOn) => void
}

function Both({ list, answered, ...acts }: BothProps) {
  const { say } = useSpeech()
  const isNarrow = useMediaQuery('(max-width: 1023px)', undefined, { getInitialValueInEffect: false }) === true
  const [now] = useState(() => Date.now())
  const groups = groupsOf(list, now)
  const named = useNamed(list)
  const first = groups[0]?.causes[0] ?? null
  const chosen = named ?? (isNarrow ? null : first)
  const ref = useRef<HTMLDivElement>(null)
  useKeys({ j: () => focusRow(ref.current, 1), k: () => focusRow(ref.current, -1) })
  const addressOf = (cause: ShownProblem): { search: string } => {
    const isOneOfSeveral = list.filter(({ code }) => code === cause.code).length > 1
    const values = { cause: cause.code, ...(isOneOfSeveral ? { connection: cause.connection } : {}) }
    return { search: new URLSearchParams(values).toString() }
  }
  const decision = chosen !== null && (
    <Decision
      key={`${chosen.connection}${chosen.code}`}
      cause={chosen}
      level={isNarrow ? 1 : 2}
      isAnswered={answered !== null && isSame(answered.problem, chosen)}
      {...acts}
    />
  )
  if (isNarrow && chosen !== null)
    return (
      <>
        <Link className="crumb" to={{ search: '' }}>
          <Icon name="chevron-left" size={16} />
          {say('problems')}
        </Link>
        {decision}
      </>
    )
  return (
    <div className="todo-page" ref={ref}>
      <div className="todo-list">
        <Head list={list} {...acts} />
        <Causes groups={groups} chosen={chosen} addressOf={addressOf} />
        {!isNarrow && <p className="todo-keys">{say('problemsKeys')}</p>}
      </div>
      {!isNarrow && decision}
    </div>
  )
}

/** The cause of the address; links of mails of before name it behind `#`. */
function useNamed(list: ShownProblem[]): ShownProblem | null {
  const [params] = useSearchParams()
  const { hash } = useLocation()
  const code = params.get('cause') ?? hash.slice(1)
  const connection = params.get('connection')
  const own = list.filter((cause) => cause.code === code)
  return own.find((cause) => connection === null || cause.connection === connection) ?? null
}

function Head({ list, busy, onRetry }: Pick<BothProps, 'list' | 'busy' | 'onRetry'>) {
  const { say } = useSpeech()
  const session = useSession()
  const n = list.filter(({ orders }) => orders.length > 0).reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="todo-head">
      <Title order={1}>{say('problems')}</Title>
      {n > 0 && mayDecide(session) && (
        <Button size="xs" variant="default" loading={busy} onClick={() => onRetry({ all: true })}>
          {say('retryAll', { n })}
        </Button>
      )}
    </div>
  )
}
