/**
 * Proposes where settlements are posted in a dossier: its journals, and the code of services of another country whose VAT the buyer owes. A
 * proposal is for a person to confirm; where two fit alike, nothing is proposed.
 */
import type { JournalMode, VatCode } from '../ledger/ledger.ts'
import type { SettlementSettings } from '../settings/mapping.ts'
import { accountOf } from './accounts.ts'
import { settlementAccounts } from './roles.ts'

export interface PostingProposal {
  journals: SettlementSettings['journals']
  purchaseVat: SettlementSettings['purchaseVat']
  /** The account that is used as long as none is named; null: the dossier has none of the usual ones. */
  accounts: Record<(typeof settlementAccounts)[number], number | null>
}

interface Books {
  journals: readonly { key: string; name: string; mode: JournalMode }[]
  vatCodes: readonly VatCode[]
  accounts: readonly { account: number }[]
}

/** @param name of the marketplace, as a journal of its own may be called */
export function proposePosting({ journals, vatCodes, accounts }: Books, name: string): PostingProposal {
  const journalOf = (mode: JournalMode): string | null => {
    const fitting = journals.filter((journal) => journal.mode === mode)
    const own = fitting.filter((journal) => journal.name.toLowerCase().includes(name.toLowerCase()))
    return onlyOne(own)?.key ?? onlyOne(fitting)?.key ?? null
  }
  const known = new Set(accounts.map(({ account }) => account))
  const code = onlyOne(reversed(vatCodes, 'buy'))
  const creditCode = onlyOne(reversed(vatCodes, 'buyCredit'))
  return {
    journals: { purchases: journalOf('purchases'), clearing: journalOf('entries') },
    purchaseVat:
      code === null ? [] : [{ role: 'reverseCharge', code: code.code, creditCode: creditCode?.code ?? null }],
    accounts: Object.fromEntries(
      settlementAccounts.map((role) => [role, accountOf(role, {}, (account) => known.has(account))]),
    ) as PostingProposal['accounts'],
  }
}

const services = /dienst|service/iu
const acrossBorder = /\b(ic|icd|eu|intracom\w*)\b|verlegd|autoliqui|reverse/iu
const standardRateBp = 2100

function reversed(codes: readonly VatCode[], type: VatCode['type']): VatCode[] {
  return codes.filter(
    (code) =>
      code.type === type &&
      code.rateBp === standardRateBp &&
      services.test(code.description) &&
      acrossBorder.test(code.description),
  )
}

function onlyOne<T>(rows: readonly T[]): T | null {
  const [first] = rows
  return rows.length === 1 && first !== undefined ? first : null
}
