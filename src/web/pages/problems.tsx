import { Accordion, Alert, Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { problemRow, type ProblemCode } from '../../domain/problem/problem.ts'
import { call, queries } from '../api.tsx'
import { isAboutSettlements } from '../decisions.ts'
import { canBeFixedHere, FixHere } from '../fix-here.tsx'
import { useSpeech } from '../language.tsx'
import { Empty } from '../parts/empty.tsx'
import { ReportProblem } from '../report-problem.tsx'
import { SkipDialog } from '../orders/skip-dialog.tsx'
import { ReturnChoices } from '../return-choices.tsx'
import { useSession } from '../session.tsx'
import type { Tone } from '../theme/theme.ts'
import { Answered } from '../waiting.tsx'

const toneOfKind = { T: 'blue', G: 'amber', O: 'violet', I: 'amber', L: 'grey' } satisfies Record<string, Tone>

type Selection = { order: string } | { problem: ProblemCode } | { all: true }

export function Problems() {
  const { say } = useSpeech()
  const session = useSession()
  const problems = useQuery({
    queryKey: ['problems', session.company, session.at('')],
    queryFn: () => (session.company === null ? [] : call('GET', session.at('/problems'))),
    refetchInterval: 15_000,
  })
  const retry = useMutation({
    mutationFn: (selection: Selection) => call('POST', session.at('/retry'), selection),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Stack>
      <Title order={1}>{say('problems')}</Title>
      {retry.data !== undefined && (
        <Alert role="status" withCloseButton onClose={() => retry.reset()} closeButtonLabel={say('cancel')}>
          {say('retried', { taken: retry.data.taken, notTaken: retry.data.notTaken.length })} {say('retriedText')}
        </Alert>
      )}
      <Answered of={problems}>
        {(list) => (
          <>
            {list.length === 0 && <Empty icon="checks" title={say('nothingToDo')} text={say('noProblems')} />}
            <AllAlike list={list} />
            {list.some((problem) => problem.orders.length > 0) && (
              <Button w="fit-content" loading={retry.isPending} onClick={() => retry.mutate({ all: true })}>
                {say('retryAll', { n: list.reduce((sum, problem) => sum + problem.count, 0) })}
              </Button>
            )}
            {list.map((problem) => (
              <ProblemCard
                key={`${problem.connection}${problem.code}`}
                problem={problem}
                busy={retry.isPending}
                onRetry={(selection) => retry.mutate(selection)}
              />
            ))}
          </>
        )}
      </Answered>
    </Stack>
  )
}

function AllAlike({ list }: { list: ListedProblem[] }) {
  const { say } = useSpeech()
  const [only] = list
  if (list.length !== 1 || only === undefined || only.count < 5) return null
  return (
    <Alert color="red" role="alert">
      {say('allAlike', { title: only.title })}
    </Alert>
  )
}

interface CardProps {
  problem: ListedProblem
  busy: boolean
  onRetry: (selection: Selection) => void
}

function ProblemCard({ problem, busy, onRetry }: CardProps) {
  const { say, date, money } = useSpeech()
  const { code, type, orders, count } = problem
  return (
    <Card withBorder p="lg" id={code}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Title order={2} size="h4">
            {problem.title}
          </Title>
          <Badge color={toneOfKind[type]}>{say(`kind_${type}`)}</Badge>
        </Group>
        <Text size="sm" className="quiet">
          {problem.grossCents !== 0 && `${money(problem.grossCents)} · `}
          {say('since', { time: date(problem.since) })}
          {problem.nextCheck !== null && ` · ${say('nextCheck', { time: date(problem.nextCheck) })}`}
        </Text>
        <Part label={say('what')} text={problem.what} />
        <Part label={say('meaning')} text={problem.meaning} />
        <Part label={say('todo')} text={problem.remedy} />
        <Actions problem={problem} busy={busy} onRetry={onRetry} />
        {problem.returns.map((row) => (
          <ReturnChoices key={row.return} row={row} />
        ))}
        {orders.length > 0 && (
          <Accordion variant="contained">
            <Accordion.Item value="orders">
              <Accordion.Control>{say('ordersConcerned', { n: count })}</Accordion.Control>
              <Accordion.Panel>
                <Stack gap="xs">
                  {orders.map((order) => (
                    <OrderLine key={order} order={order} busy={busy} onRetry={onRetry} />
                  ))}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
    </Card>
  )
}

/** Shows the actions on a cause, beside it. */
function Actions({ problem, busy, onRetry }: CardProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [params] = useSearchParams()
  const [fixing, setFixing] = useState(params.get('fix') === problem.code)
  const { code, orders, count } = problem
  const own = session.companies.find(({ tenantId }) => tenantId === session.company)
  const fixable = canBeFixedHere(code) && (session.operator || own?.role === 'owner')
  return (
    <>
      <Group gap="xs">
        {fixable && !fixing && <Button onClick={() => setFixing(true)}>{say('fixHere')}</Button>}
        {problemRow(code).fixedIn.settings === true && (
          <Button variant="default" component={Link} to={`/settings?connection=${problem.connection}`}>
            {say('toSettings')}
          </Button>
        )}
        {isAboutSettlements(code) && (
          <Button variant="default" component={Link} to={`/settlements?connection=${problem.connection}`}>
            {say('toSettlements')}
          </Button>
        )}
        {orders.length > 0 && (
          <Button variant="default" disabled={busy} onClick={() => onRetry({ problem: code })}>
            {say('retryAll', { n: count })}
          </Button>
        )}
        <ReportProblem
          about={{ problem: code, ...(orders.length === 1 && orders[0] !== undefined ? { order: orders[0] } : {}) }}
        />
      </Group>
      {fixing && (
        <FixHere
          problem={problem}
          onSaved={() => {
            setFixing(false)
            onRetry({ problem: code })
          }}
          onCancel={() => setFixing(false)}
        />
      )}
    </>
  )
}

function Part({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={650}>
        {label}
      </Text>
      <Text>{text}</Text>
    </div>
  )
}

function OrderLine({ order, busy, onRetry }: { order: string; busy: boolean; onRetry: CardProps['onRetry'] }) {
  const { say } = useSpeech()
  const [skipping, setSkipping] = useState(false)
  return (
    <Group justify="space-between">
      <Anchor component={Link} to={`/orders/${encodeURIComponent(order)}`}>
        {order}
      </Anchor>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          aria-label={`${say('retry')} ${order}`}
          onClick={() => onRetry({ order })}
        >
          {say('retry')}
        </Button>
        <Button size="xs" variant="default" aria-label={`${say('skip')} ${order}`} onClick={() => setSkipping(true)}>
          {say('skip')}
        </Button>
      </Group>
      {skipping && <SkipDialog order={order} onClose={() => setSkipping(false)} />}
    </Group>
  )
}
