/** An entry as a bookkeeper reads it: accounts, debit, credit, and the double rule where both come to the same. */
import type { ReactNode } from 'react'
import { useSpeech } from '../language.tsx'

export interface SlipLine {
  key: string
  account: string
  /** The purpose of the line, in quieter type. */
  about?: string
  /** Debit positive, credit negative. */
  cents: number
}

interface SlipProps {
  head: ReactNode
  aside?: string
  lines: SlipLine[]
  /** Beside the sums. */
  sumText: string
  /** The document is in the ledger and was read back; a proposal is not green. */
  proven: boolean
}

export function LedgerSlip({ head, aside, lines, sumText, proven }: SlipProps) {
  const { say, amount } = useSpeech()
  const debit = lines.reduce((sum, { cents }) => sum + Math.max(cents, 0), 0)
  const credit = lines.reduce((sum, { cents }) => sum + Math.max(-cents, 0), 0)
  const equal = debit === credit
  const mark = !equal ? 'zero open' : proven ? 'zero closes' : 'zero'
  return (
    <div className="slip">
      <div className="slip-head">
        <span className="state">{head}</span>
        {aside !== undefined && <span className="quiet">{aside}</span>}
      </div>
      <div className="slip-scroll">
        <table>
          <thead>
            <tr>
              <th>{say('accountAndWhy')}</th>
              <th className="number">{say('debit')}</th>
              <th className="number">{say('credit')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, account, about, cents }) => (
              <tr key={key}>
                <td>
                  {account} {about !== undefined && <span className="quiet">{about}</span>}
                </td>
                <td className="number">{cents > 0 ? amount(cents) : ''}</td>
                <td className="number">{cents < 0 ? amount(-cents) : ''}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td className="slip-sum">{sumText}</td>
              <td className="number">
                <span className={mark}>{amount(debit)}</span>
              </td>
              <td className="number">
                <span className={mark}>{amount(credit)}</span>
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  )
}
