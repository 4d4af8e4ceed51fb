/** *Waarom?*: facts one after the other, each with its source, ending in what follows from them; or in what is still asked. */
import { Link } from 'react-router'
import type { ReactNode } from 'react'
import type { ExplainedLine, Explanation } from '../../app/show/explain-order.ts'
import type { Language } from '../../domain/language.ts'
import { isProblemCode, problemText } from '../../domain/problem/problem.ts'
import { treatmentWords } from '../../domain/why/treatment-words.ts'
import { countryName, reasonInWords } from '../../domain/why/why-words.ts'
import { useSpeech, type Say, type Word } from '../language.tsx'
import { Icon } from '../theme/icon.tsx'

interface Fact {
  key: string
  text: ReactNode
  source?: string
  kind?: 'so' | 'ask'
}

export function Because({ explanation }: { explanation: Explanation }) {
  const facts = [...useFacts(explanation), ...useConclusions(explanation)]
  return (
    <ol className="because">
      {facts.map(({ key, text, source, kind }) => (
        <li key={key} className={kind}>
          <span>{text}</span>
          {source !== undefined && <span className="because-source">{source}</span>}
        </li>
      ))}
    </ol>
  )
}

function useFacts({ facts, lines }: Explanation): Fact[] {
  const { say, language } = useSpeech()
  const { dispatch, destination, buyer, vies } = facts
  const strong = (code: string): ReactNode => <b>{countryName(code, language)}</b>
  return [
    ...(dispatch === null
      ? []
      : [{ key: 'from', text: spread(say, 'leftFrom', strong(dispatch)), source: say('source_parcel') }]),
    ...(destination === null
      ? []
      : [{ key: 'to', text: spread(say, 'deliveredTo', strong(destination)), source: say('source_address') }]),
    ...(buyer === null
      ? []
      : [
          {
            key: 'buyer',
            text:
              vies === null
                ? say(`buyer_is_${buyer}`)
                : `${say(`buyer_is_${buyer}`)} · ${reasonInWords(vies, language)}`,
            source: say('source_billing'),
          },
        ]),
    ...articlesOf(lines).map((line) => ({
      key: `article ${line.orderItemId}`,
      text: <ArticleFact line={line} />,
      source: say('source_product'),
    })),
  ]
}

/** An item in several lines is one article. */
export function articlesOf(lines: ExplainedLine[]): ExplainedLine[] {
  return [...new Map(lines.map((line) => [line.orderItemId, line])).values()]
}

/** The sentence with something emphasised in the place of its country. */
function spread(say: Say, word: Word, country: ReactNode): ReactNode {
  const [before, after] = say(word, { country: '\u0000' }).split('\u0000')
  return (
    <>
      {before}
      {country}
      {after}
    </>
  )
}

function ArticleFact({ line }: { line: ExplainedLine }) {
  const { say, isWord } = useSpeech()
  const { title, ean } = line
  const word = `class_${line.class}`
  const known = isWord(word)
  const text = say(known ? 'articleIs' : 'articleUnknown', {
    title: `${line.quantity === 1 ? '' : `${line.quantity} × `}${title}`,
    class: known ? say(word).toLowerCase() : '',
  })
  if (ean === null) return text
  return (
    <>
      {text}{' '}
      <a
        className="outside"
        href={say('shopSearch', { ean })}
        target="_blank"
        rel="noreferrer"
        aria-label={say('atShop', { title })}
      >
        <Icon name="external-link" size={14} />
      </a>
    </>
  )
}

/** A booked order follows from the facts; a waiting one ends in its question. */
function useConclusions({ lines, problems, facts, state }: Explanation): Fact[] {
  const { say, language } = useSpeech()
  const decided = lines.filter(({ treatment, rate }) => treatment !== null && rate !== null)
  const groups = Map.groupBy(decided, ({ treatment, country }) => `${treatment} ${country}`)
  const conclusions = [...groups].map(([key, own]): Fact => {
    const [first] = own
    const rates = [...new Set(own.flatMap(({ rate }) => (rate === null || rate === 0 ? [] : [rate])))]
    const treatment = first?.treatment === null || first === undefined ? '' : treatmentWords[language][first.treatment]
    const country = first === undefined || first.country === null ? '' : countryName(first.country, language)
    const text =
      rates.length === 0
        ? say('conclusionNoVat', { treatment })
        : say('conclusion', { rates: ratesInWords(rates, say), country, treatment })
    return { key, text, kind: 'so', source: say('source_rules') }
  })
  const isOpen = state === 'blocked' || state === 'waiting' || state === 'inDoubt'
  if (!isOpen && problems.length === 0) return conclusions
  const asked = problems.map(({ code }): Fact => ({
    key: code,
    text: <Link to={`/problems?cause=${code}`}>{problemText(code, language).title}</Link>,
    kind: 'ask',
  }))
  const reason: Fact[] =
    asked.length > 0 || facts.reason === null
      ? []
      : [{ key: 'reason', text: reasonText(facts.reason, language), kind: state === 'blocked' ? 'ask' : 'so' }]
  return [...(state === 'blocked' ? [] : conclusions), ...asked, ...reason]
}

/** Where a problem is the reason, its title. */
export function reasonText(reason: string, language: Language): string {
  return isProblemCode(reason) ? problemText(reason, language).title : reasonInWords(reason, language)
}

function ratesInWords(rates: number[], say: Say): string {
  const texts = rates.toSorted((a, b) => b - a).map((rate) => `${String(rate).replace('.', ',')} %`)
  return texts.reduce((first, second) => say('andRate', { first, second }))
}
