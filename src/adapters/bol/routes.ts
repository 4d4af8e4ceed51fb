/** The routes that we call, each with the media type of its resource: bol.com raises versions per resource. */

const MEDIA_TYPES = {
  orders: 'application/vnd.retailer.v10+json',
  shipments: 'application/vnd.retailer.v10+json',
  returns: 'application/vnd.retailer.v10+json',
  retailers: 'application/vnd.retailer.v10+json',
  invoices: 'application/vnd.retailer.v10+json',
  invoicePdf: 'application/vnd.retailer.v10+pdf',
} as const

const MEGABYTE = 1024 * 1024

export interface Route {
  /** Name of its limit, in the words of the published list. */
  limitName: string
  accept: string
  /** One thing by its id: 404 means that this thing is not there. On a list it can only mean that the side is out of order. */
  byId: boolean
  /** A longer answer than most. */
  answerBytesMax?: number
  binary?: true
}

export const LOGIN_LIMIT_NAME = 'POST /token'

export const ROUTES = {
  listOrders: { limitName: 'GET /retailer/orders', accept: MEDIA_TYPES.orders, byId: false },
  getOrder: { limitName: 'GET /retailer/orders/{id}', accept: MEDIA_TYPES.orders, byId: true },
  listShipments: { limitName: 'GET /retailer/shipments', accept: MEDIA_TYPES.shipments, byId: false },
  getShipment: { limitName: 'GET /retailer/shipments/{id}', accept: MEDIA_TYPES.shipments, byId: true },
  listReturns: { limitName: 'GET /retailer/returns', accept: MEDIA_TYPES.returns, byId: false },
  getReturn: { limitName: 'GET /retailer/returns/{id}', accept: MEDIA_TYPES.returns, byId: true },
  listInvoices: { limitName: 'GET /retailer/invoices', accept: MEDIA_TYPES.invoices, byId: false },
  getInvoice: { limitName: 'GET /retailer/invoices/{id}', accept: MEDIA_TYPES.invoices, byId: true },
  getInvoicePdf: {
    limitName: 'GET /retailer/invoices/{id}',
    accept: MEDIA_TYPES.invoicePdf,
    byId: true,
    answerBytesMax: 20 * MEGABYTE,
    binary: true,
  },
  // Up to 25 000 lines of about 1 kB on a page.
  getSpecification: {
    limitName: 'GET /retailer/invoices/{id}/specification',
    accept: MEDIA_TYPES.invoices,
    byId: true,
    answerBytesMax: 64 * MEGABYTE,
  },
  identify: { limitName: 'GET /retailer/retailers/{id}', accept: MEDIA_TYPES.retailers, byId: false },
} satisfies Record<string, Route>

/** Rows of a full page, of every list. */
export const PAGE_ROWS = 50

/** @returns the id as one part of a path, or null where no id of bol.com can look like this (it would reach another route) */
export function pathPart(id: string): string | null {
  return id === '' || id === '.' || id === '..' ? null : encodeURIComponent(id)
}
