import {
  Accordion,
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ListedProblem } from '../../app/show/list-problems.ts'
import { problemRow, type ProblemCode } from '../../domain/problem/problem.ts'
import { call, Failure, queries } from '../api.tsx'
import { canBeFixedHere, FixHere } from '../fix-here.tsx'
import { useSpeech } from '../language.tsx'
import { ReportProblem } from '../report-problem.tsx'
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
            {list.length === 0 && <Alert>{say('noProblems')}</Alert>}
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
  const { say, date } = useSpeech()
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
          {code} · {say('since', { time: date(problem.since) })}
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

/** What can be done with a cause, in place. */
function Actions({ problem, busy, onRetry }: CardProps) {
  const { say } = useSpeech()
  const session = useSession()
  const [fixing, setFixing] = useState(false)
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
        {/^(?:UIT|AANK)-/u.test(code) && (
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

export function SkipDialog({ order, onClose }: { order: string; onClose: () => void }) {
  const { say } = useSpeech()
  const session = useSession()
  const [reason, setReason] = useState('')
  const skip = useMutation({
    mutationFn: () => call('POST', session.at('/skip'), { order, reason }),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onClose()
    },
  })
  const path = skip.error instanceof Failure ? skip.error.faults[0]?.path : undefined
  const error = path === 'reason' ? say('reasonNeeded') : path === undefined ? undefined : say('alreadySent')
  return (
    <Modal opened onClose={onClose} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!skip.isPending) skip.mutate()
        }}
      >
        <Stack>
          <Modal.Title component="h2">{`${say('skip')}: ${order}`}</Modal.Title>
          <Text size="sm">{say('skipText')}</Text>
          <Textarea
            label={say('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={error}
            maxLength={500}
            data-autofocus
          />
          <Group>
            <Button type="submit" color="red" loading={skip.isPending}>
              {say('skip')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {say('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
