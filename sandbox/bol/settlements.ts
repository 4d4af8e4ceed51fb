/** bol.com's invoices to its sellers: what was issued, and what the API answers of it. */

import type { SandboxResponse } from '../world.ts'
import { badRequest, json, notFound, omitEmpty } from './answers.ts'
import type { Shop } from './facts.ts'
import { addDays, localDate } from './local-time.ts'
import { midnight, pdfOf, type ServedInvoice } from './settlement-answers.ts'
import { isoWithOffset } from './local-time.ts'

const LIST_DAYS = 28
const PERIOD_DAYS_MAX = 31

export const PDF_MEDIA_TYPE = 'application/vnd.retailer.v10+pdf'

interface Issued extends ServedInvoice {
  invoiceId: string
  shop: Shop
  issuedAt: number
}

export class Settlements {
  private readonly issued: Issued[] = []

  /** An invoice that is issued again under its number takes the place of the first. */
  issue(shop: Shop, served: ServedInvoice): string {
    const { invoiceId, issueDate } = served.list
    if (typeof invoiceId !== 'string' || typeof issueDate !== 'number')
      throw new Error('list must have an invoiceId and an issueDate in milliseconds')
    const entry = { ...served, invoiceId, shop, issuedAt: issueDate }
    const before = this.issued.findIndex((one) => one.invoiceId === invoiceId && one.shop === shop)
    if (before < 0) this.issued.push(entry)
    else this.issued[before] = entry
    return invoiceId
  }

  list(shop: Shop, query: Record<string, string>, now: number): SandboxResponse {
    const { 'period-start-date': start, 'period-end-date': end } = query
    const path = '/retailer/invoices'
    if ((start === undefined) !== (end === undefined)) {
      const reason = 'period-start-date and period-end-date are only valid together.'
      return badRequest(path, [{ name: 'period-start-date', reason }])
    }
    const to = end === undefined ? now : midnight(addDays(end, 1))
    const from = start === undefined ? midnight(addDays(localDate(now), -LIST_DAYS)) : midnight(start)
    if (start !== undefined && end !== undefined && (end < start || addDays(start, PERIOD_DAYS_MAX - 1) < end)) {
      const reason = `Request contains invalid value(s): '${end}', the period is at most ${PERIOD_DAYS_MAX} days.`
      return badRequest(path, [{ name: 'period-end-date', reason }])
    }
    const rows = this.of(shop, now).filter(({ issuedAt }) => issuedAt >= from && issuedAt < to)
    const period = `${isoWithOffset(from)}/${isoWithOffset(to)}`
    return json(200, omitEmpty({ invoiceListItems: rows.map((row) => row.list), period }))
  }

  one(shop: Shop, id: string, now: number, as: 'json' | 'pdf'): SandboxResponse {
    const found = this.of(shop, now).find(({ invoiceId }) => invoiceId === id)
    if (found === undefined) return notFound(`/retailer/invoices/${id}`, `No record found for '${id}'.`)
    if (as === 'json') return json(200, found.invoice)
    return { status: 200, headers: { 'content-type': PDF_MEDIA_TYPE }, body: pdfOf(id) }
  }

  specification(shop: Shop, id: string, now: number, page: number): SandboxResponse {
    const found = this.of(shop, now).find(({ invoiceId }) => invoiceId === id)
    if (found === undefined) return notFound(`/retailer/invoices/${id}/specification`, `No record found for '${id}'.`)
    return json(200, found.specification[page - 1] ?? {})
  }

  private of(shop: Shop, now: number): Issued[] {
    return this.issued.filter((one) => one.shop === shop && one.issuedAt <= now)
  }
}
