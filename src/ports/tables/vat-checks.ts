/** VAT: answers of the register and counts that are kept outside of an order. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { Cents } from '../../domain/money.ts'
import type { RegisterHistory } from '../../domain/vat/register.ts'

/** Answers of the EU's register, under a keyed hash of the number. Kept as proof; never changed. */
export interface VatChecks {
  history(numberHash: string): Promise<RegisterHistory>
  save(check: {
    numberHash: string
    requester: string | null
    askedAt: Instant
    answer: 'valid' | 'invalid' | 'unavailable'
    consultation: string | null
    detail: string | null
  }): Promise<void>
}

/** Whose cross-border sales count together, within a company. */
export interface TaxablePerson {
  dossierId: number
  /** The VAT number of the country where the seller is established; null: only the sales of this dossier count. */
  vatNumber: string | null
}

/** Sales to consumers across a border, cents without VAT, of all connections of a person. */
export interface CrossBorderSales {
  /** Until the transaction ends, no other one counts sales of this person, or decides VAT on them: each would miss what the other finds. */
  hold(person: TaxablePerson): Promise<void>
  /** Replaces what was counted of these orders. */
  save(
    dossierId: number,
    connectionId: string,
    of: {
      orderIds: string[]
      sales: { businessKey: string; orderId: string; supplyDate: LocalDate; placedAt: Instant; netCents: Cents }[]
    },
  ): Promise<void>
  /** Calendar year → sum. */
  years(person: TaxablePerson): Promise<Map<string, Cents>>
  /**
   * Calendar year → the sale with which its sum, in the order of `before`, becomes greater than what the person may still sell in it
   * (`room`; `otherwise` in a year that is not named). A year whose sum stays within has none.
   */
  crossings(person: TaxablePerson, room: ReadonlyMap<string, Cents>, otherwise: Cents): Promise<Map<string, string>>
  /** The connections whose sales count together. */
  connections(person: TaxablePerson): Promise<string[]>
  /** Business key → sum of its calendar year before it, by date of supply, then by date of order. */
  before(person: TaxablePerson, connectionId: string, businessKeys: string[]): Promise<Map<string, Cents>>
}
