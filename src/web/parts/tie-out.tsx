/** The sum that must come out: each term keeps its place, also when it is nothing, so that the eye learns where to look. */
import type { CSSProperties, ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon } from '../theme/icon.tsx'
import { StateMark, type State } from './state-mark.tsx'

export interface Term {
  label: string
  value: string
  /** Only the first amount of a strip has the euro sign. */
  inEuro?: true
  /** Quiet: the term is there, and it is nothing. */
  nothing: boolean
  /** Stands before this term. */
  operator?: '=' | '≠' | '+' | '−'
  state?: State
  note?: string
  to?: string
}

/** `closes` only for what was proven: two ways of counting that came to the same. */
export interface Seal {
  kind: 'closes' | 'differs' | 'unknown'
  label: string
  value: string
  note: string
  to?: string
}

export interface TieOutPart {
  title: string
  terms: Term[]
  seal: Seal
}

export function TieOut({ parts }: { parts: TieOutPart[] }) {
  return (
    <div className="tie">
      {parts.map((part) => (
        <section key={part.title} className="tie-part" aria-label={part.title}>
          <div className="tie-left">
            <h2>{part.title}</h2>
            <ul className="tie-terms" style={{ '--tie-terms': part.terms.length } as CSSProperties}>
              {part.terms.map((term) => (
                <TermCell key={term.label} term={term} />
              ))}
            </ul>
          </div>
          <SealCell seal={part.seal} />
        </section>
      ))}
    </div>
  )
}

function TermCell({ term }: { term: Term }) {
  const { label, value, inEuro, nothing, operator, state, note, to } = term
  return (
    <li className={nothing ? 'tie-term nothing' : 'tie-term'} data-operator={operator}>
      <span className="tie-label">
        {state !== undefined && <StateMark state={state} />}
        <Linked to={to}>{label}</Linked>
      </span>
      <span className="tie-value">
        {inEuro === true && <span className="currency">€</span>}
        {value}
      </span>
      {note !== undefined && <span className="tie-note">{note}</span>}
    </li>
  )
}

function SealCell({ seal }: { seal: Seal }) {
  return (
    <div className={`tie-seal ${seal.kind}`}>
      <span className="tie-label">{seal.label}</span>
      <span className="tie-value">
        {seal.kind === 'unknown' ? (
          seal.value
        ) : (
          <span className={seal.kind === 'closes' ? 'zero closes' : 'zero open'}>{seal.value}</span>
        )}
      </span>
      <span className="tie-note">
        {seal.kind === 'closes' && <Icon name="check" size={14} />}
        <Linked to={seal.to}>{seal.note}</Linked>
      </span>
    </div>
  )
}

function Linked({ to, children }: { to: string | undefined; children: ReactNode }) {
  return to === undefined ? <span>{children}</span> : <Link to={to}>{children}</Link>
}
