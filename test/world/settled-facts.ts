/** What a world knows of bol.com's invoices, for those who issue, pay and judge them. */
import type { SettlementFacts } from '../../sandbox/bol/settlement-answers.ts'
import type { Account, Actors } from './actors.ts'

export function seller(network: Actors['network'], account: Account): SettlementFacts['seller'] {
  const { retailerId = '' } = network.bol.shops[account.shop] ?? {}
  return { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId }
}

/** Somebody wants all of them booked. */
export function isPosting({ setting, had }: Actors): boolean {
  return setting.posting === true && had.startsAfterDays === 0
}

/** Cents. Charges are rounded once each, as on the invoice. */
export function totalsOf({ lines }: SettlementFacts): { payable: number; costs: number } {
  const charges = Map.groupBy(lines, ({ type, category, percent }) => `${type} ${category} ${percent}`)
  let payable = 0
  let buyers = 0
  for (const [key, own] of charges) {
    const micros = own.reduce((sum, { amount }) => sum + Math.round(amount * 1_000_000), 0)
    const cents = Math.sign(micros) * Math.round(Math.abs(micros) / 10_000)
    payable += cents
    if (/^(?:CORRECTION_)?TURNOVER /u.test(key)) buyers += cents
  }
  return { payable, costs: payable - buyers }
}
