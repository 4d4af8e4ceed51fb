/** An amount that says whether it closes. */
import { useSpeech } from '../language.tsx'

interface DifferenceProps {
  cents: number
  /** Two ways of counting came to the same: only then it is green, with the double rule. */
  proven: boolean
  /** A user has to look, also where the differences add up to zero. */
  differs: boolean
}

export function Difference({ cents, proven, differs }: DifferenceProps) {
  const { amount } = useSpeech()
  if (differs) return <span className="zero open">{amount(cents)}</span>
  return proven ? <span className="zero closes">{amount(cents)}</span> : <span className="quiet">{amount(cents)}</span>
}
