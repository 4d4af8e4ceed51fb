/** The choices that a dossier offers, read from our own copy of it: the ledger is not asked. */
import type { JournalMode, VatCode } from '../../domain/ledger/ledger.ts'
import { proposePosting, type PostingProposal } from '../../domain/settlement/propose-posting.ts'
import type { Ports } from '../run/ports.ts'

export interface DossierChoices {
  /** Open ones of today's book year. */
  journals: { key: string; name: string; mode: JournalMode; lastNumber: number }[]
  /** Of sales. */
  vatCodes: Pick<VatCode, 'code' | 'description' | 'rateBp'>[]
  /** Of purchases and of credits on them. */
  purchaseCodes: Pick<VatCode, 'code' | 'description' | 'type'>[]
  /** Where settlements would be posted, for a person to confirm. */
  posting: PostingProposal
  /** Of today's book year. */
  accounts: { account: number; name: string }[]
}

/** @returns null while the dossier was never read */
export async function dossierChoices(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
): Promise<DossierChoices | null> {
  const today = ports.calendar.localDate(await ports.clock.now())
  const found = await ports.store.forTenant(at.tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(at.connectionId)
    const copy = connection === null ? null : await tx.ledger.copy(connection.dossierId)
    return connection === null || copy === null ? null : { copy, source: ports.kinds.source(connection.source) }
  })
  if (found === null) return null
  const { copy, source } = found
  const year = copy.bookYears.find((row) => row.from <= today && today <= row.to)
  const ofYear = <T extends { bookYearId: number }>(rows: T[]): T[] =>
    rows.filter((row) => row.bookYearId === year?.bookYearId)
  const journals = ofYear(copy.journals)
    .filter((row) => !row.closed)
    .map(({ journalKey, name, mode, lastNumber }) => ({ key: journalKey, name, mode, lastNumber }))
  const accounts = ofYear(copy.accounts).map(({ account, name }) => ({ account, name }))
  return {
    journals,
    vatCodes: copy.vatCodes
      .filter((row) => row.type === 'sell')
      .map(({ code, description, rateBp }) => ({ code, description, rateBp })),
    purchaseCodes: copy.vatCodes
      .filter((row) => row.type === 'buy' || row.type === 'buyCredit')
      .map(({ code, description, type }) => ({ code, description, type })),
    posting: proposePosting({ journals, vatCodes: copy.vatCodes, accounts }, source.label),
    accounts,
  }
}
