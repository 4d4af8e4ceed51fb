/** A relation as the wire has it, in domain words. */
import type { Relation } from '../../domain/ledger/ledger.ts'
import { textOrNull, type RelationRow } from './wire.ts'

/** @returns null for a row without the ledger's own id: it cannot be referred to */
export function relationOf(row: RelationRow): Relation | null {
  const keys = row.relationIdentificationServiceData
  const relationId = keys?.relationKey?.id ?? null
  if (relationId === null) return null
  const externalId = keys?.externalRelationId ?? 0
  return {
    relationId,
    externalId: externalId === 0 ? null : externalId,
    active: row.active !== false,
    supplier: row.supplier === true,
    name: row.name,
    firstName: textOrNull(row.firstName),
    email: textOrNull(row.email),
    vatNumber: textOrNull(row.vatNr),
    street: textOrNull(row.streetAndNr),
    postcode: textOrNull(row.postalCode),
    city: textOrNull(row.city),
    country: textOrNull(row.country),
  }
}

export function relationsOf(rows: readonly RelationRow[]): Relation[] {
  return rows.map(relationOf).filter((relation) => relation !== null)
}

/** Belgian numbers are written in the ledger as `BE0123.456.789`; others are free text and stay as they are. */
export function ledgerVatNumber(vatNumber: string): string {
  const match = /^BE(\d{4})(\d{3})(\d{3})$/.exec(vatNumber.replace(/[\s.-]/g, '').toUpperCase())
  return match === null ? vatNumber.trim() : `BE${match[1]}.${match[2]}.${match[3]}`
}
