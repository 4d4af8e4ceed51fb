/** The bank's side of a settlement: the announced payout, receipts in other places, and questions to the user. */
import { Alert, Button, Radio, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { call, Failure, queries } from '../api.tsx'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'

function useAnswer(settlement: string) {
  const session = useSession()
  return useMutation({
    mutationFn: (answer: { receipt: string } | { leave: true }) =>
      call('POST', session.at(`/settlements/${encodeURIComponent(settlement)}/answer`), answer),
    onSuccess: () => queries.invalidateQueries(),
  })
}

/** Shows the balances by our documents beside the ledger's, with the time of the look-up. */
export function Balances({ found: { balances } }: { found: ShownCheck }) {
  const { say, amount, date } = useSpeech()
  const [first] = balances
  if (first === undefined) return null
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {say('balances')}
      </Title>
      <Text size="sm" className="quiet">
        {say('balancesSeen', { time: date(first.at) })}
      </Text>
      <Table className="list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('accountAndWhy')}</Table.Th>
            <Table.Th className="number">{say('predicted')} €</Table.Th>
            <Table.Th className="number">{say('inLedger')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {balances.map(({ kind, target, of, predictedCents, ledgerCents, others }) => (
            <Table.Tr key={`${kind}${target}`}>
              <Table.Td>
                <span className="row-head">
                  <StateMark state={predictedCents === ledgerCents ? 'booked' : 'blocked'} size={16} />
                  <span>
                    {of}
                    {predictedCents !== ledgerCents &&
                      others.map(({ journal, number, cents }) => (
                        <span className="row-note" key={`${journal}${number}`}>
                          {say('entryJournal', { journal, number })} · {amount(cents)}
                        </span>
                      ))}
                  </span>
                </span>
              </Table.Td>
              <Table.Td className="number">{amount(predictedCents)}</Table.Td>
              <Table.Td className="number">{amount(ledgerCents)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

/** It was booked, and is another one at the marketplace by now: a person compares, and may leave the books as they are. */
export function ChangedNote({ found }: { found: ShownCheck }) {
  const { say } = useSpeech()
  const session = useSession()
  const save = useAnswer(found.id)
  if (!found.problems.includes('UIT-GEWIJZIGD')) return null
  return (
    <Alert color="yellow" role="note">
      <Stack gap="xs" align="flex-start">
        <Text>{say('settlementChanged')}</Text>
        {mayDecide(session) && (
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ leave: true })}>
            {say('leaveBooked')}
          </Button>
        )}
        {save.error !== null && <Text role="alert">{say(wordOf(save.error))}</Text>}
      </Stack>
    </Alert>
  )
}

export function BankNotes({ found }: { found: ShownCheck }) {
  const { say } = useSpeech()
  const session = useSession()
  const save = useAnswer(found.id)
  const { announcement, misplaced } = found
  const isMissed = found.problems.includes('UIT-BANK')
  if (announcement === null && misplaced === null) return null
  return (
    <Alert color={misplaced === null ? 'grey' : 'yellow'} role="note">
      <Stack gap="xs" align="flex-start">
        {misplaced !== null && <Text>{misplaced}</Text>}
        {announcement !== null && <Text>{announcement}</Text>}
        {(isMissed || misplaced !== null) && mayDecide(session) && (
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ receipt: 'elsewhere' })}>
            {say('seenElsewhere')}
          </Button>
        )}
        {save.error !== null && <Text role="alert">{say(wordOf(save.error))}</Text>}
      </Stack>
    </Alert>
  )
}

function wordOf(error: Error): 'answerGone' | 'notSaved' {
  return error instanceof Failure && error.status === 409 ? 'answerGone' : 'notSaved'
}

/** Nothing is chosen beforehand. */
export function BankQuestion({ found }: { found: ShownCheck }) {
  const { say, money } = useSpeech()
  const session = useSession()
  const [chosen, setChosen] = useState<string | null>(null)
  const save = useAnswer(found.id)
  const { bankQuestion } = found
  if (bankQuestion === null) return null
  const may = mayDecide(session)
  const { journal, number, amountCents, options } = bankQuestion
  return (
    <section className="question" aria-label={say('bankAsked')}>
      <span className="question-mark">
        <StateMark state="blocked" size={20} />
      </span>
      <Stack gap="sm">
        <div>
          <Title order={2}>{say('bankAsked')}</Title>
          <Text className="quiet">{say('bankAskedText', { amount: money(amountCents), journal, number })}</Text>
        </div>
        <Radio.Group value={chosen} onChange={setChosen} label={<span className="unseen">{say('bankAsked')}</span>}>
          <div className="choices">
            {options.map((option) => {
              const [payouts = '', ...advertising] = option.split('-')
              return (
                <Radio
                  key={option}
                  value={option}
                  disabled={!may}
                  label={say('bankPays', { payouts: payouts.split('+').join(', ') })}
                  description={
                    advertising.length === 0
                      ? say('bankHoldsNothing')
                      : say('bankHolds', { advertising: advertising.join(', ') })
                  }
                />
              )
            })}
          </div>
        </Radio.Group>
        {save.error !== null && (
          <Alert color="red" role="alert">
            {say(wordOf(save.error))}
          </Alert>
        )}
        {may && (
          <Button
            w="fit-content"
            disabled={chosen === null}
            loading={save.isPending}
            onClick={() => {
              if (chosen !== null && !save.isPending) save.mutate({ receipt: chosen })
            }}
          >
            {say('saveAnswer')}
          </Button>
        )}
      </Stack>
    </section>
  )
}
