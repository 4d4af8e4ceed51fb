/** What a dossier offers to choose from, out of our own copy of it: nothing is asked of the ledger. */
import type { JournalMode, VatCode } from '../../domain/ledger/ledger.ts'
import type { Ports } from '../run/ports.ts'

export interface DossierChoices {
  /** Open ones of today's book year. */
  journals: { key: string; name: string; mode: JournalMode; lastNumber: number }[]
  /** Of sales. */
  vatCodes: Pick<VatCode, 'code' | 'description' | 'rateBp'>[]
  /** Of today's book year. */
  accounts: { account: number; name: string }[]
}

/** @returns null while the dossier was never read */
export async function dossierChoices(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
): Promise<DossierChoices | null> {
  const today = ports.calendar.localDate(await ports.clock.now())
  const copy = await ports.store.forTenant(at.tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(at.connectionId)
    return connection === null ? null : tx.ledger.copy(connection.dossierId)
  })
  if (copy === null) return null
  const year = copy.bookYears.find((row) => row.from <= today && today <= row.to)
  const ofYear = <T extends { bookYearId: number }>(rows: T[]): T[] =>
    rows.filter((row) => row.bookYearId === year?.bookYearId)
  return {
    journals: ofYear(copy.journals)
      .filter((row) => !row.closed)
      .map(({ journalKey, name, mode, lastNumber }) => ({ key: journalKey, name, mode, lastNumber })),
    vatCodes: copy.vatCodes
      .filter((row) => row.type === 'sell')
      .map(({ code, description, rateBp }) => ({ code, description, rateBp })),
    accounts: ofYear(copy.accounts).map(({ account, name }) => ({ account, name })),
  }
}
