/** What the bank shows of a settlement: what is announced, what stands elsewhere, and what only a person knows. */
import { Alert, Button, Radio, Stack, Text, Title } from '@mantine/core'
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
    mutationFn: (receipt: string) =>
      call('POST', session.at(`/settlements/${encodeURIComponent(settlement)}/answer`), { receipt }),
    onSuccess: () => queries.invalidateQueries(),
  })
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
        {isMissed && mayDecide(session) && (
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate('elsewhere')}>
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
              if (chosen !== null && !save.isPending) save.mutate(chosen)
            }}
          >
            {say('saveAnswer')}
          </Button>
        )}
      </Stack>
    </section>
  )
}
