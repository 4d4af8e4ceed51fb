/** Calls per client and route, from the public list of 2025 and from answers seen in August 2026. */

export interface RouteLimit {
  calls: number
  windowMs: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND

export const DEFAULT_LIMITS: Readonly<Record<string, RouteLimit>> = {
  'GET /retailer/orders': { calls: 25, windowMs: MINUTE },
  'GET /retailer/orders/{id}': { calls: 25, windowMs: SECOND },
  'GET /retailer/shipments': { calls: 25, windowMs: MINUTE },
  'GET /retailer/shipments/{id}': { calls: 50, windowMs: MINUTE },
  'GET /retailer/returns': { calls: 20, windowMs: MINUTE },
  'GET /retailer/returns/{id}': { calls: 20, windowMs: MINUTE },
  'GET /retailer/invoices': { calls: 24, windowMs: MINUTE },
  'GET /retailer/invoices/{id}': { calls: 24, windowMs: MINUTE },
  'GET /retailer/invoices/{id}/specification': { calls: 9, windowMs: MINUTE },
  // No number is published for this one; a seller's account is asked rarely.
  'GET /retailer/retailers/{id}': { calls: 20, windowMs: MINUTE },
}
