/** Codes, numbers and answers, folded away: for a user who has to look into an order. */
import type { Explanation } from '../../app/show/explain-order.ts'
import { codeInWords } from '../../domain/why/why-words.ts'
import { useSpeech } from '../language.tsx'
import { articlesOf } from './because.tsx'

export function Technical({ explanation }: { explanation: Explanation }) {
  const { say, isWord, date, language } = useSpeech()
  const { lines, documents, problems, flags, status } = explanation
  const worded = (prefix: string, name: string | null): string => {
    const word = `${prefix}_${name}`
    return isWord(word) ? say(word) : (name ?? '–')
  }
  return (
    <details className="technical">
      <summary>{say('technical')}</summary>
      <p className="quiet">{say('technicalText')}</p>
      <ul>
        <li>{status}</li>
        {articlesOf(lines).map((line) => (
          <li key={line.orderItemId}>
            {say('technicalRule')}: {line.rule} · {codeInWords(line.rule, language) ?? line.place} · EAN{' '}
            {line.ean ?? '–'} · {say('vatCode')} {line.vatCode ?? '–'}
          </li>
        ))}
        {documents.map((document, index) => (
          // eslint-disable-next-line react/no-array-index-key -- several totals of a day in a fixed order
          <li key={`${document.id}${index}`}>
            {say('technicalDocument')}: {document.id} · {worded('doc', document.state)} ·{' '}
            {say('revision', { n: document.revision })}
            <ul>
              {document.attempts.map(({ at, number, outcome }) => (
                <li key={at}>
                  {date(at)} · {document.journal} {number} · {worded('sent', outcome)}
                </li>
              ))}
            </ul>
          </li>
        ))}
        {flags.length > 0 && <li>{flags.join(', ')}</li>}
        {problems.length > 0 && (
          <li>
            {say('technicalProblems')}: {problems.map(({ code }) => code).join(', ')}
          </li>
        )}
      </ul>
    </details>
  )
}
