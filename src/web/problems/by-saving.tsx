/** What an answer makes of the orders that wait for it, in the figures of the bookings. Nothing of it is sent before it is saved. */
import { notBookedCents, type ProblemOutcome } from '../../domain/plan/compare-plans.ts'
import { problemText } from '../../domain/problem/problem.ts'
import { countryName } from '../../domain/why/why-words.ts'
import { useSpeech, type Word } from '../language.tsx'

interface BySavingProps {
  isChanged: boolean
  isBusy: boolean
  hasFaults: boolean
  outcome: ProblemOutcome | null
  /** Of all orders of the cause; null where the outcome is of a part of them. */
  waitingCents: number | null
}

export function BySaving({ isChanged, isBusy, hasFaults, outcome, waitingCents }: BySavingProps) {
  const { say } = useSpeech()
  const waiting: Word | null = !isChanged
    ? 'bySavingChoose'
    : hasFaults
      ? 'bySavingFaults'
      : isBusy
        ? 'bySavingBusy'
        : outcome === null || outcome.orders === 0
          ? 'bySavingNone'
          : null
  return (
    <div className="slip by-saving" role="status">
      <div className="slip-head">
        <b>{say('bySaving')}</b>
        <span className="quiet">{say('bySavingNothingYet')}</span>
      </div>
      {waiting !== null && <p className="by-saving-line">{say(waiting)}</p>}
      {outcome !== null && isChanged && <Figures outcome={outcome} waitingCents={waitingCents} />}
    </div>
  )
}

function Figures({ outcome, waitingCents }: { outcome: ProblemOutcome; waitingCents: number | null }) {
  const { say, amount, money, language } = useSpeech()
  const { orders, grossCents, rates, toShip, held } = outcome
  const sum = (of: 'netCents' | 'vatCents'): number => rates.reduce((all, rate) => all + rate[of], 0)
  const left = waitingCents === null ? null : notBookedCents(waitingCents, grossCents)
  return (
    <>
      {orders > 0 && (
        <table>
          <thead>
            <tr>
              <th>{say('country')}</th>
              <th className="number">{say('net')}</th>
              <th className="number">{say('vat')}</th>
              <th className="number">{say('gross')} €</th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ country, rateBp, netCents, vatCents }) => (
              <tr key={`${country} ${rateBp}`}>
                <td>
                  {say('countryRate', {
                    country: countryName(country, language),
                    rate: String(rateBp / 100).replace('.', language === 'en' ? '.' : ','),
                  })}
                </td>
                <td className="number">{amount(netCents)}</td>
                <td className="number">{amount(vatCents)}</td>
                <td className="number">{amount(netCents + vatCents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{say(orders === 1 ? 'outcomeOrders_one' : 'outcomeOrders', { n: orders })}</td>
              <td className="number">{amount(sum('netCents'))}</td>
              <td className="number">{amount(sum('vatCents'))}</td>
              <td className="number">{amount(grossCents)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {left !== null && (
        <p className="by-saving-line">{say('outcomeLeft', { left: money(left), whole: money(waitingCents ?? 0) })}</p>
      )}
      {toShip > 0 && (
        <p className="by-saving-line">{say(toShip === 1 ? 'outcomeToShip_one' : 'outcomeToShip', { n: toShip })}</p>
      )}
      {held.map(({ code, orders: n }) => (
        <p key={code} className="by-saving-line">
          {say('outcomeHeld', { n, title: problemText(code, language).title })}
        </p>
      ))}
    </>
  )
}
