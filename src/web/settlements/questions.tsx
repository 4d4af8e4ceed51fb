/** The questions of a settlement, each answered beside it. Nothing is chosen beforehand: our own answer is marked as a proposal. */
import { Alert, Button, Radio, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownCheck } from '../../app/settle/show-settlements.ts'
import { startAnswers, type StartAnswer } from '../../domain/settlement/purchase.ts'
import { answerRoles, vatAnswers, vatName, type AnswerRole, type VatAnswer } from '../../domain/settlement/roles.ts'
import { roleInWords } from '../../domain/why/category-words.ts'
import { call, Failure, queries } from '../api.tsx'
import { mayDecide } from '../frame/entries.ts'
import { useSpeech } from '../language.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'

type Question = ShownCheck['questions'][number]
type Answer = { types: Record<string, AnswerRole> } | { vat: Record<string, VatAnswer> } | { start: StartAnswer }

export function Questions({ found }: { found: ShownCheck }) {
  return found.questions.map((question) => (
    <OneQuestion key={keyOf(question)} settlement={found.id} question={question} />
  ))
}

function keyOf(question: Question): string {
  if (question.kind === 'type') return question.type
  return question.kind === 'vat' ? vatName(question) : question.kind
}

/** Returns what is asked, and what it is about. */
function useAsked(question: Question): [title: string, about: string] {
  const { say, money, date } = useSpeech()
  const seen = money(-question.amountCents || 0)
  if (question.kind === 'type')
    return [say('askedAbout', { description: question.description }), say('askedAboutText', { amount: seen })]
  if (question.kind === 'start')
    return [say('startAsked', { day: date(question.firstDay) }), say('startAskedText', { amount: seen })]
  const rate = question.percentBp / 100
  return [say('vatAsked', { rate, amount: money(question.amountCents) }), say('vatAskedText')]
}

function OneQuestion({ settlement, question }: { settlement: string; question: Question }) {
  const { say } = useSpeech()
  const [title, about] = useAsked(question)
  const session = useSession()
  const [chosen, setChosen] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: (answer: Answer) =>
      call('POST', session.at(`/settlements/${encodeURIComponent(settlement)}/answer`), answer),
    onSuccess: () => queries.invalidateQueries(),
  })
  const may = mayDecide(session)
  const submit = (): void => {
    if (chosen === null || save.isPending) return
    const vat = vatAnswers.find((one) => one === chosen)
    const start = startAnswers.find((one) => one === chosen)
    const role = answerRoles.find((one) => one === chosen)
    if (question.kind === 'start' && start !== undefined) save.mutate({ start })
    if (question.kind === 'vat' && vat !== undefined) save.mutate({ vat: { [vatName(question)]: vat } })
    if (question.kind === 'type' && role !== undefined) save.mutate({ types: { [question.type]: role } })
  }
  return (
    <section className="question" aria-label={title}>
      <span className="question-mark">
        <StateMark state="blocked" size={20} />
      </span>
      <Stack gap="sm">
        <div>
          <Title order={2}>{title}</Title>
          <Text className="quiet">{about}</Text>
        </div>
        <Radio.Group value={chosen} onChange={setChosen} label={<span className="unseen">{title}</span>}>
          <div className="choices">
            {question.kind === 'type' &&
              answerRoles.map((role) => (
                <RoleChoice key={role} role={role} proposed={role === question.proposal} disabled={!may} />
              ))}
            {question.kind === 'vat' &&
              question.answers.map((vat) => <Choice key={vat} name={`vat_${vat}`} value={vat} disabled={!may} />)}
            {question.kind === 'start' &&
              startAnswers.map((start) => <Choice key={start} name={`start_${start}`} value={start} disabled={!may} />)}
          </div>
        </Radio.Group>
        {save.error !== null && (
          <Alert color="red" role="alert">
            {say(save.error instanceof Failure && save.error.status === 409 ? 'answerGone' : 'notSaved')}
          </Alert>
        )}
        {may && (question.kind !== 'vat' || question.answers.length > 0) && (
          <Button w="fit-content" disabled={chosen === null} loading={save.isPending} onClick={submit}>
            {say('saveAnswer')}
          </Button>
        )}
      </Stack>
    </section>
  )
}

function RoleChoice({ role, proposed, disabled }: { role: AnswerRole; proposed: boolean; disabled: boolean }) {
  const { say, language } = useSpeech()
  return (
    <Radio
      value={role}
      disabled={disabled}
      label={roleInWords(role, language) ?? ''}
      {...(proposed ? { description: say('proposal') } : {})}
    />
  )
}

function Choice({
  name,
  value,
  disabled,
}: {
  name: `vat_${VatAnswer}` | `start_${StartAnswer}`
  value: string
  disabled: boolean
}) {
  const { say } = useSpeech()
  return <Radio value={value} disabled={disabled} label={say(name)} description={say(`${name}Text`)} />
}
