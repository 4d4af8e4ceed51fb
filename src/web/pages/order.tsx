import { Alert, Anchor, Button, Card, Group, List, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Explanation } from '../../app/show/explain-order.ts'
import { treatmentWords } from '../../domain/why/treatment-words.ts'
import { verdictsOf, type Verdict } from '../../domain/document/verdict.ts'
import { countryName, codeInWords, reasonInWords, roundingInWords } from '../../domain/why/why-words.ts'
import { call, Failure, queries } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { useSession } from '../session.tsx'
import { ReportProblem } from '../report-problem.tsx'
import { UndoDialog } from '../undo-dialog.tsx'
import { Answered } from '../waiting.tsx'
import { StateBadge } from '../parts/state-mark.tsx'
import { dutch } from '../words/nl.ts'
import { SkipDialog } from './problems.tsx'

type Line = Explanation['lines'][number]
type Document = Explanation['documents'][number]

export function OrderPage() {
  const { say } = useSpeech()
  const session = useSession()
  const { order = '' } = useParams()
  const [skipping, setSkipping] = useState(false)
  const [undoing, setUndoing] = useState(false)
  const found = useQuery({
    queryKey: ['order', session.company, order],
    queryFn: () => call('GET', session.at(`/orders/${encodeURIComponent(order)}`)),
  })
  return (
    <Stack>
      <Title order={1}>{order}</Title>
      <Answered of={found}>
        {(explanation) => {
          const { state } = explanation
          return (
            <>
              <Group>
                <StateBadge state={state} />
                {explanation.problems.map(({ code }) => (
                  <Anchor key={code} component={Link} to={`/problems#${code}`} underline="always">
                    {code}
                  </Anchor>
                ))}
                {(state === 'waiting' || state === 'blocked') && (
                  <Button size="xs" variant="default" onClick={() => setSkipping(true)}>
                    {say('skip')}
                  </Button>
                )}
                <RereadButton order={order} />
                <ReportProblem about={{ order }} size="xs" />
                {(state === 'booked' || state === 'inDoubt') && (
                  <Button size="xs" variant="default" onClick={() => setUndoing(true)}>
                    {say('undo')}
                  </Button>
                )}
              </Group>
              <Facts facts={explanation.facts} />
              <Lines lines={explanation.lines} />
              <Remarks flags={explanation.flags} roundings={explanation.roundings} />
              <Path documents={explanation.documents} />
              {undoing && (
                <UndoDialog
                  connection={explanation.connection}
                  selection={{ order }}
                  title={order}
                  onClose={() => setUndoing(false)}
                />
              )}
              {skipping && <SkipDialog order={order} onClose={() => setSkipping(false)} />}
            </>
          )
        }}
      </Answered>
    </Stack>
  )
}

/** Asks bol.com for the order once more. */
function RereadButton({ order }: { order: string }) {
  const { say } = useSpeech()
  const session = useSession()
  const reread = useMutation({
    mutationFn: () => call('POST', session.at(`/orders/${encodeURIComponent(order)}/reread`), {}),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <>
      <Button size="xs" variant="default" loading={reread.isPending} onClick={() => reread.mutate()}>
        {say('reread')}
      </Button>
      {reread.isSuccess && <Alert role="status">{say('rereadDone')}</Alert>}
    </>
  )
}

function Facts({ facts }: { facts: Explanation['facts'] }) {
  const { say, date, money, language } = useSpeech()
  const { buyer, until } = facts
  const country = (code: string | null): string => (code === null ? '–' : countryName(code, language))
  const optional = (label: string, value: string | null): [string, string][] =>
    value === null ? [] : [[label, reasonInWords(value, language)]]
  const rows: [string, string][] = [
    [say('placed'), date(facts.placed ?? '–')],
    [say('supplyDate'), date(facts.supplyDate ?? '–')],
    [say('dispatch'), country(facts.dispatch)],
    [say('destination'), country(facts.destination)],
    [say('buyer'), buyer === null ? '–' : say(`buyer_${buyer}`)],
    ...optional('VIES', facts.vies),
    [say('amount'), money(facts.grossCents)],
    ...optional(say('reason'), facts.reason),
    ...(until === null ? [] : [[say('waitsUntil'), date(until)] as [string, string]]),
  ]
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('facts')}
      </Title>
      <Table>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" w="40%">
                {label}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

function Lines({ lines }: { lines: Line[] }) {
  const { say, money, language } = useSpeech()
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('lines')}
      </Title>
      <Table.ScrollContainer minWidth={760}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('product')}</Table.Th>
              <Table.Th>{say('rule')}</Table.Th>
              <Table.Th>{say('vatCode')}</Table.Th>
              <Table.Th>{say('account')}</Table.Th>
              <Table.Th className="number">{say('rate')}</Table.Th>
              <Table.Th className="number">{say('net')}</Table.Th>
              <Table.Th className="number">{say('vat')}</Table.Th>
              <Table.Th className="number">{say('gross')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line, index) => (
              // eslint-disable-next-line react/no-array-index-key -- an item can have several lines, in a fixed order
              <Table.Tr key={`${line.orderItemId}${index}`}>
                <Table.Td>
                  {line.quantity} × {line.ean ?? line.orderItemId}
                  <Text size="xs" className="quiet">
                    {line.class !== null && `class_${line.class}` in dutch ? say(`class_${line.class}` as Word) : ''}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {line.treatment === null ? '–' : treatmentWords[language][line.treatment]}
                  {line.country === null ? '' : ` (${line.country})`}
                  <Text size="xs" className="quiet">
                    {line.rule === line.treatment ? line.rule : (codeInWords(line.rule, language) ?? line.rule)}
                  </Text>
                </Table.Td>
                <Table.Td>{line.vatCode ?? '–'}</Table.Td>
                <Table.Td>{line.account ?? '–'}</Table.Td>
                <Table.Td className="number">{line.rate === null ? '–' : `${line.rate} %`}</Table.Td>
                <Table.Td className="number">{money(line.netCents)}</Table.Td>
                <Table.Td className="number">{money(line.vatCents)}</Table.Td>
                <Table.Td className="number">{money(line.grossCents)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

/** What else decided, and each cent that stands elsewhere than one would look for it. */
function Remarks({ flags, roundings }: Pick<Explanation, 'flags' | 'roundings'>) {
  const { say, language } = useSpeech()
  const remarks = [
    ...flags.map((flag) => ({ key: flag, text: codeInWords(flag, language) ?? flag, code: flag })),
    ...roundings.map((rounding) => ({
      key: JSON.stringify(rounding),
      text: roundingInWords(rounding, language),
      code: '',
    })),
  ]
  if (remarks.length === 0) return null
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('remarks')}
      </Title>
      <List size="sm" mt="xs" spacing={4}>
        {remarks.map(({ key, text, code }) => (
          <List.Item key={key}>
            {text}{' '}
            <Text span size="xs" className="quiet">
              {code}
            </Text>
          </List.Item>
        ))}
      </List>
    </Card>
  )
}

/** The buttons of what is left to a person, with the outcome beside them. */
function Verdicts({ document }: { document: Document }) {
  const { say } = useSpeech()
  const session = useSession()
  const decide = useMutation({
    mutationFn: (verdict: Verdict) => call('POST', session.at(`/documents/${document.id}/verdict`), { verdict }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const open = verdictsOf(document.state)
  const reason = decide.error instanceof Failure ? decide.error.faults[0]?.message : undefined
  const told = (['notInLedger', 'ledgerDoesNotAnswer', 'callsUsedUp', 'goneOn', 'notOpenToHim'] as const).find(
    (one) => one === reason,
  )
  return (
    <>
      {decide.isSuccess && <Alert role="status">{say('verdictDone')}</Alert>}
      {told !== undefined && (
        <Alert color="red" role="alert">
          {say(`refused_${told}`)}
        </Alert>
      )}
      {open.length > 0 && (
        <Group gap="xs">
          {open.map((verdict) => (
            <Button
              key={verdict}
              size="xs"
              variant="default"
              loading={decide.isPending}
              onClick={() => decide.mutate(verdict)}
            >
              {say(`verdict_${verdict}`)}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}

function Path({ documents }: { documents: Document[] }) {
  const { say, date, money } = useSpeech()
  const stateWord = (state: string): string => (`doc_${state}` in dutch ? say(`doc_${state}` as Word) : state)
  const outcomeWord = (outcome: string | null): string =>
    outcome === null ? '–' : `sent_${outcome}` in dutch ? say(`sent_${outcome}` as Word) : outcome
  if (documents.length === 0) return null
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say('path')}
      </Title>
      {documents.map((document) => (
        <div key={document.id}>
          <Text fw={600} mt="sm">
            {document.journal} {document.number ?? ''} · {date(document.date)} · {money(document.amountCents)} ·{' '}
            {stateWord(document.state)}
          </Text>
          <Text size="sm" className="quiet">
            {document.id} · {say('revision', { n: document.revision })}
          </Text>
          <Verdicts document={document} />
          <ul>
            {document.attempts.map((attempt) => (
              <li key={attempt.at}>
                {say('sentAt')} {date(attempt.at)} · {document.journal} {attempt.number} · {say('outcome')}:{' '}
                {outcomeWord(attempt.outcome)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Card>
  )
}
