/** One order, in the panel beside its list or as a page of its own: the same in both. */
import { List, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Explanation } from '../../app/show/explain-order.ts'
import { codeInWords, roundingInWords } from '../../domain/why/why-words.ts'
import { call } from '../api.tsx'
import { useSpeech } from '../language.tsx'
import { Difference } from '../parts/money.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useSession } from '../session.tsx'
import { Answered } from '../waiting.tsx'
import { OrderActions } from './actions.tsx'
import { Because, reasonText } from './because.tsx'
import { Entries, isProven } from './entries.tsx'
import { Life } from './life.tsx'
import { OrderQuestion } from './order-question.tsx'
import { Technical } from './technical.tsx'

interface ViewProps {
  order: string
  /** A page has its own first heading; beside a list it is the second. */
  level: 1 | 2
}

export function OrderView({ order, level }: ViewProps) {
  const session = useSession()
  const found = useQuery({
    queryKey: ['order', session.company, order],
    queryFn: () => call('GET', session.at(`/orders/${encodeURIComponent(order)}`)),
  })
  return <Answered of={found}>{(explanation) => <Whole explanation={explanation} level={level} />}</Answered>
}

function Whole({ explanation, level }: { explanation: Explanation; level: ViewProps['level'] }) {
  const { say } = useSpeech()
  const { documents, state } = explanation
  const inner = level === 1 ? 2 : 3
  return (
    <Stack gap="lg">
      <Head explanation={explanation} level={level} />
      <OrderActions explanation={explanation} />
      {documents.length > 0 && (
        <section>
          <Title order={inner} size="h3" mb="xs">
            {say(documents.some(({ number }) => number !== null) ? 'entry' : 'entryProposed')}
          </Title>
          <Entries explanation={explanation} />
        </section>
      )}
      <section>
        <Title order={inner} size="h3" mb="xs">
          {say(state === 'blocked' || state === 'skipped' ? 'whyNotBooked' : 'whyBooked')}
        </Title>
        <Because explanation={explanation} />
        <OrderQuestion explanation={explanation} />
      </section>
      <Remarks explanation={explanation} level={inner} />
      <section>
        <Title order={inner} size="h3" mb="xs">
          {say('life')}
        </Title>
        <Life explanation={explanation} />
      </section>
      <Technical explanation={explanation} />
    </Stack>
  )
}

function Head({ explanation, level }: { explanation: Explanation; level: ViewProps['level'] }) {
  const { say, amount, language } = useSpeech()
  const { order, state, documents, facts } = explanation
  const proven = state === 'booked' && documents.length > 0 && documents.every(isProven)
  const sentence =
    state === 'booked'
      ? say(
          proven
            ? 'orderBookedProven'
            : documents.some(({ state: one }) => one === 'inTotal')
              ? 'orderCollects'
              : 'orderBooked',
        )
      : [say(`class_${state}`), facts.reason === null ? '' : reasonText(facts.reason, language)]
          .filter((text) => text !== '')
          .join(': ')
  return (
    <div className="order-head">
      <div className="answer-head">
        <StateMark state={state} size={20} />
        <div>
          <Title order={level} size="h1">
            {order}
          </Title>
          <p className="quiet">{sentence}</p>
        </div>
      </div>
      <div className="order-amount">
        <b>
          <span className="currency">€</span>
          {amount(facts.grossCents)}
        </b>
        {proven && (
          <span>
            {say('difference')} <Difference cents={0} proven differs={false} />
          </span>
        )}
      </div>
    </div>
  )
}

/** Shows other causes of the decision, and each cent that is on an unexpected line. */
function Remarks({ explanation: { flags, roundings }, level }: { explanation: Explanation; level: 2 | 3 }) {
  const { say, language } = useSpeech()
  const remarks = [
    ...flags.flatMap((flag) => codeInWords(flag, language) ?? []),
    ...roundings.map((rounding) => roundingInWords(rounding, language)),
  ]
  if (remarks.length === 0) return null
  return (
    <section>
      <Title order={level} size="h3" mb="xs">
        {say('remarks')}
      </Title>
      <List size="sm" spacing={4}>
        {[...new Set(remarks)].map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </section>
  )
}
