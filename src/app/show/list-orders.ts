/** Orders and sums for *Bestellingen*: searched, filtered and paged by the database. */
import { isDate, type LocalDate } from '../../domain/calendar.ts'
import type { OrderClass } from '../../domain/document/document-states.ts'
import { centsFromDecimalText } from '../../domain/money.ts'
import type { ListedSale, SaleFilter, VatSum } from '../../ports/tables/order-lists.ts'
import type { Ports } from '../run/ports.ts'

export type { SaleFilter, VatSum } from '../../ports/tables/order-lists.ts'

export interface SalePage {
  rows: ListedSale[]
  /** The cursor of the next page; null on the last. */
  next: string | null
}

const pageSize = 50

export async function listOrders(
  ports: Ports,
  tenantId: string,
  wanted: {
    connectionId: string
    class: OrderClass | null
    from: LocalDate | null
    to: LocalDate | null
    search: string
    after: string | null
  },
): Promise<SalePage> {
  const { after, search, ...rest } = wanted
  const filter: SaleFilter = { ...rest, search: meaningsOf(search) }
  const rows = await ports.store
    .forTenant(tenantId)
    .transaction((tx) => tx.orderLists.page(filter, placeOf(after), pageSize + 1))
  const last = rows[pageSize - 1]
  return {
    rows: rows.slice(0, pageSize),
    next: rows.length > pageSize && last !== undefined ? `${last.placedOn ?? ''}|${last.orderId}` : null,
  }
}

export async function listVatSums(
  ports: Ports,
  tenantId: string,
  range: { connectionId: string; from: LocalDate; to: LocalDate },
): Promise<VatSum[]> {
  return ports.store
    .forTenant(tenantId)
    .transaction((tx) => tx.orderLists.vatSums(range.connectionId, range.from, range.to))
}

/** Returns the sums of the orders that fit, so that rows, sums and files of a page agree. */
export async function listVatSumsOf(ports: Ports, tenantId: string, filter: SaleFilter): Promise<VatSum[]> {
  return ports.store.forTenant(tenantId).transaction((tx) => tx.orderLists.vatSumsOf(filter))
}

const int4Max = 2_147_483_647
/** A shorter text is a part of almost everything; so are few digits, because each article has an EAN. */
const partMin = { digits: 4, text: 3 }
const wordsMax = 8

/**
 * Returns the possible meanings of a few typed characters: an order number, a document's number (`V5 12` or `12`), an amount (`25,50`), or
 * parts of an order number or an article. Names are not searched: they are kept sealed, so the database cannot read them.
 */
export function meaningsOf(search: string): SaleFilter['search'] {
  const text = search.trim().slice(0, 100)
  if (text === '') return null
  const [, journal, digits] = /^([A-Z]\d{1,4}\s+)?(\d{1,10})$/iu.exec(text) ?? []
  const number = digits === undefined || Number(digits) > int4Max ? null : Number(digits)
  const amount = /^€?\s*(-?\d+(?:[.,]\d{1,2})?)$/u.exec(text)?.[1]
  const amountCents = amount === undefined ? null : centsFromDecimalText(amount.replace(',', '.'))
  const isDigits = /^\d+$/u.test(text)
  const isPart =
    text.length >= (isDigits ? partMin.digits : partMin.text) &&
    journal === undefined &&
    (amount === undefined || isDigits)
  return { orderId: text, number, amountCents, words: isPart ? text.split(/\s+/u).slice(0, wordsMax) : [] }
}

function placeOf(after: string | null): { placedOn: LocalDate | null; orderId: string } | null {
  if (after === null) return null
  const [day = '', orderId = ''] = after.split('|')
  return { placedOn: isDate(day) ? day : null, orderId }
}
