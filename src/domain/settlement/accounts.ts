/** Which ledger accounts a settlement uses, where the settings leave it open: the first of the usual ones that the dossier has. */
import type { SettlementSettings } from '../settings/mapping.ts'
import type { settlementAccounts } from './roles.ts'

export type AccountRole = (typeof settlementAccounts)[number]

/** Accounts of the Belgian chart, as sellers at the marketplace use them. */
const usual: Record<AccountRole, readonly number[]> = {
  commission: [613_100, 613_000],
  logistics: [613_110, 613_000],
  shipping: [613_120, 613_000],
  returnLabels: [613_130, 613_000],
  otherFees: [613_190, 613_000],
  advertising: [613_200, 613_000],
  compensation: [743_000, 744_000, 745_000, 746_000, 747_000, 748_000, 749_000],
  clearing: [499_100],
  suspense: [499_900],
  paymentLoss: [658_000, 657_000, 659_000],
  paymentGain: [758_000, 756_000, 759_000],
}

/** @param known whether the dossier has an account; @returns null: none of them, so a person names one */
export function accountOf(
  role: AccountRole,
  stated: SettlementSettings['accounts'],
  known: (account: number) => boolean,
): number | null {
  const own = stated[role]
  if (own !== undefined) return known(own) ? own : null
  return usual[role].find((account) => known(account)) ?? null
}

/** All that it may be: the stated one, or each of the usual ones. */
export function possibleAccounts(role: AccountRole, stated: SettlementSettings['accounts']): readonly number[] {
  const own = stated[role]
  return own === undefined ? usual[role] : [own]
}

/** The account proposed to the user where the ledger has none. */
export function wantedAccount(role: AccountRole, stated: SettlementSettings['accounts']): number {
  return stated[role] ?? (usual[role][0] as number)
}
