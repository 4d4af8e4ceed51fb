/** Customers of a dossier under keyed hashes, and the buyers that were booked on. */
import type { Instant } from '../../domain/calendar.ts'

export interface KnownRelation {
  relationId: number
  externalId: number | null
  active: boolean
  nameHash: string | null
  emailHash: string | null
  vatHash: string | null
  addressHash: string | null
}

export interface BuyerRelation {
  buyerHash: string
  /** The relation of all buyers of a country. */
  central: boolean
  /** `lost`: the ledger no longer knows it. `retired`: made by us, and inactive in the ledger since all its orders were taken out of the books. */
  state: 'wanted' | 'made' | 'found' | 'retired' | 'lost'
  externalId: number | null
  relationId: number | null
  contentSealed: string | null
}

export interface Relations {
  saveKnown(dossierId: number, relations: KnownRelation[], deleted: number[]): Promise<void>
  /** The relation under this number of ours, active or not. */
  withExternalId(dossierId: number, externalId: number): Promise<KnownRelation | null>
  /** Active relations that carry this hash. */
  matching(dossierId: number, by: 'vat' | 'email' | 'address' | 'name', hash: string): Promise<KnownRelation[]>
  externalIdInUse(dossierId: number, externalId: number): Promise<boolean>
  ofBuyer(dossierId: number, buyerHash: string): Promise<BuyerRelation | null>
  /** Whether there is a relation of one buyer's own that the ledger no longer knows. */
  anyOwnLost(ledgerId: number): Promise<boolean>
  /** Keeps the row that is there already, when two orders of one buyer come at once, and answers with it. */
  addBuyer(dossierId: number, buyer: BuyerRelation, at: Instant): Promise<BuyerRelation>
  /**
   * Marks the relation as unknown to the ledger, as the refusal of this document showed. `lost`: that was not known before. `replaced`: it
   * was known, and the document was planned before another relation replaced it. `stands`: the relation was made within the day, or is not
   * in the ledger yet.
   */
  loseBuyer(documentId: string, at: Instant): Promise<'lost' | 'replaced' | 'stands'>
  /** Another relation, or one that is still to be made, in place of a lost one. */
  replaceBuyer(dossierId: number, buyer: BuyerRelation, at: Instant): Promise<BuyerRelation>
  /** A retired one is to be made active again, with this content. */
  wantAgain(dossierId: number, buyerHash: string, contentSealed: string, at: Instant): Promise<void>
  /** Relations that we made for one buyer, all of whose orders were taken out of the books, with every credit booked. */
  onlyUndone(
    connectionId: string,
    dossierId: number,
    limit: number,
  ): Promise<{ buyerHash: string; externalId: number }[]>
  retired(dossierId: number, buyerHash: string, at: Instant): Promise<void>
  buyerMade(dossierId: number, buyerHash: string, relationId: number | null, at: Instant): Promise<void>
}
