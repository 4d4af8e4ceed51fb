/** VAT codes for a connection that is not made yet: from its answers and what was read of the dossier. Nothing is saved. */
import { stockOf, likelyRules } from '../../domain/settings/likely-rules.ts'
import type { LedgerAccount, VatCode } from '../../domain/ledger/ledger.ts'
import { proposeCodes, type CodeProposal } from '../../domain/settings/propose-codes.ts'
import type { Fault } from '../../domain/message/message.ts'
import { parseConnectionFile } from './connection-file.ts'
import type { Ports } from '../run/ports.ts'

export type FileProposals = { kind: 'proposals'; rows: CodeProposal[] } | { kind: 'faults'; faults: Fault[] }

export async function proposeForFile(
  ports: Ports,
  from: { file: unknown; vatCodes: VatCode[]; accounts: Pick<LedgerAccount, 'account' | 'name'>[] },
): Promise<FileProposals> {
  const date = ports.calendar.localDate(await ports.clock.now())
  const parsed = parseConnectionFile(from.file, { today: date, secrets: 'optional', kinds: ports.kinds })
  if (parsed.kind === 'faults') return parsed
  const { settings } = parsed
  const stockCountry = stockOf(ports.kinds.source(parsed.kinds.source).stockCountry, settings)
  const rules = likelyRules(settings, { destinations: [], stockCountry, date })
  const accounts = from.accounts.map((account) => ({ ...account, bookYearId: 0 }))
  return {
    kind: 'proposals',
    rows: proposeCodes(rules, { vatCodes: from.vatCodes, accounts }, settings.seller.country),
  }
}
