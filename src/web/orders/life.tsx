/** The course of an order: what happened, with its proof, and what is still to come. */
import { Link } from 'react-router'
import type { ReactNode } from 'react'
import type { Explanation } from '../../app/show/explain-order.ts'
import { useSpeech } from '../language.tsx'
import { StateMark, type State } from '../parts/state-mark.tsx'
import { isProven } from './entries.tsx'

interface Moment {
  key: string
  text: ReactNode
  at: string | null
  mark?: State
  toCome?: true
}

export function Life({ explanation }: { explanation: Explanation }) {
  const { date } = useSpeech()
  return (
    <ol className="timeline">
      {useMoments(explanation).map(({ key, text, at, mark, toCome }) => (
        <li key={key} className={toCome === true ? 'to-come' : undefined}>
          <span className="timeline-point">
            {mark === undefined ? <span className="timeline-dot" /> : <StateMark state={mark} size={16} />}
          </span>
          <span className={mark === undefined ? undefined : 'strong'}>{text}</span>
          {at !== null && <time dateTime={at}>{date(at)}</time>}
        </li>
      ))}
    </ol>
  )
}

function useMoments({ facts, documents, settlements = [], state, problems }: Explanation): Moment[] {
  const { say, money } = useSpeech()
  const sends = documents.flatMap((document) =>
    document.attempts.map((attempt) => ({ ...attempt, journal: document.journal })),
  )
  const proven = documents.length > 0 && documents.every(isProven)
  const last = problems.length > 0 && state === 'blocked'
  return [
    { key: 'placed', text: say('life_placed'), at: facts.placed },
    ...(facts.supplyDate === null ? [] : [{ key: 'shipped', text: say('life_shipped'), at: facts.supplyDate }]),
    ...sends.map(({ at, number, journal, outcome }) => ({
      key: `${journal}${number}${at}`,
      text: (
        <>
          {say('life_sent', { journal, number: number ?? '' })} <Outcome outcome={outcome} />
        </>
      ),
      at,
    })),
    ...(proven ? [{ key: 'proven', text: say('life_proven'), at: null, mark: 'booked' as const }] : []),
    ...(last ? [{ key: 'held', text: say('class_blocked'), at: null, mark: 'blocked' as const }] : []),
    ...settlements.map(({ id, turnoverCents, correctionCents }) => ({
      key: id,
      text: (
        <Link className="row-link" to={`/settlements/${encodeURIComponent(id)}`}>
          {say('life_settled', { amount: money(turnoverCents + correctionCents) })}
        </Link>
      ),
      at: null,
    })),
    ...(state === 'waiting' || state === 'blocked'
      ? [
          {
            key: 'toCome',
            text: say(facts.supplyDate === null ? 'life_toShip' : 'life_toBook'),
            at: facts.until,
            toCome: true as const,
          },
        ]
      : []),
  ]
}

/** One that has no word says nothing. */
function Outcome({ outcome }: { outcome: string | null }) {
  const { say, isWord } = useSpeech()
  const word = `sent_${outcome}`
  return isWord(word) ? <span className="quiet">{say(word)}</span> : null
}
