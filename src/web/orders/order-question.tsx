/** The question in which *Waarom?* ends, answered where it stands: the same as in *Te doen*, for all orders that wait for it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explanation } from '../../app/show/explain-order.ts'
import { call } from '../api.tsx'
import { canBeAnswered, Question, type GoesOn } from '../problems/question.tsx'
import { Told } from '../problems/told.tsx'
import { useSession } from '../session.tsx'

export function OrderQuestion({ explanation }: { explanation: Explanation }) {
  const session = useSession()
  const [answered, setAnswered] = useState<GoesOn | null>(null)
  const { connection, problems } = explanation
  const asked = problems.find(({ code }) => canBeAnswered(code, session))
  const causes = useQuery({
    queryKey: ['problems', session.company, session.at('')],
    queryFn: () => call('GET', session.at('/problems')),
    enabled: asked !== undefined || answered !== null,
    refetchInterval: answered === null ? 15_000 : 3000,
  })
  const list = causes.data ?? []
  if (answered !== null) return <Told answered={answered} list={list} onClose={() => setAnswered(null)} />
  const cause = list.find((one) => one.code === asked?.code && one.connection === connection)
  if (cause === undefined) return null
  return (
    <div className="order-question">
      <Question problem={cause} onAnswered={setAnswered} />
    </div>
  )
}
