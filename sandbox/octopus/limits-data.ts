/**
 * "Maximum allowed calls per day" of the operations that this world knows, written from their descriptions in the
 * official document (version 51.9.17). Operations without an entry have no stated limit.
 */

const DOSSIER = '/dossiers/{dossierId}'

/** `GET …/relations` has two limits, hence two counters. */
export const RELATIONS_ALL = `GET ${DOSSIER}/relations (without search parameters)`
export const RELATIONS_SEARCH = `GET ${DOSSIER}/relations (with search parameters)`

/** Calls per day, by counter: the route, or one of the two above. */
export const DAILY_LIMITS: Readonly<Record<string, number>> = {
  'GET /dossiers': 150,
  'POST /dossiers': 150,
  'GET /error': 100,
  [`GET ${DOSSIER}/bookyears`]: 24,
  [`GET ${DOSSIER}/bookyears/{bookyearId}`]: 24,
  [`GET ${DOSSIER}/bookyears/{bookyearId}/journals`]: 24,
  [`GET ${DOSSIER}/bookyears/{bookyearId}/journals/V/{sequenceNumber}`]: 24,
  [`GET ${DOSSIER}/journals/modified`]: 48,
  [`GET ${DOSSIER}/accounts`]: 2,
  [`GET ${DOSSIER}/accounts/modified`]: 48,
  [`GET ${DOSSIER}/vatcodes`]: 2,
  [RELATIONS_ALL]: 2,
  [RELATIONS_SEARCH]: 400,
  [`PUT ${DOSSIER}/relations`]: 400,
  [`GET ${DOSSIER}/relations/modified`]: 48,
  [`GET ${DOSSIER}/buysellbookings`]: 10,
  [`PUT ${DOSSIER}/buysellbookings`]: 10,
  [`POST ${DOSSIER}/buysellbookings`]: 400,
  [`GET ${DOSSIER}/buysellbookings/modified`]: 48,
  [`GET ${DOSSIER}/bookyears/{bookyearId}/bookings/modified`]: 48,
  [`POST ${DOSSIER}/bookyears/{bookyearId}/bookings/attachements`]: 400,
  [`GET ${DOSSIER}/financialdiversbookings`]: 10,
  [`POST ${DOSSIER}/financialdiversbookings`]: 400,
  [`GET ${DOSSIER}/financialdiversbookings/modified`]: 48,
  [`POST ${DOSSIER}/reports/accounts/history`]: 24,
  [`POST ${DOSSIER}/reports/clients/open`]: 24,
  [`POST ${DOSSIER}/reports/suppliers/open`]: 24,
  [`POST ${DOSSIER}/balancings`]: 400,
  [`GET ${DOSSIER}/balancings/modified`]: 48,
  [`DELETE ${DOSSIER}/balancings/delete`]: 400,
  [`DELETE ${DOSSIER}/balancings/bookingline/delete`]: 400,
  [`DELETE ${DOSSIER}/balancings/document/delete`]: 400,
  [`GET ${DOSSIER}/invoices`]: 400,
  [`PUT ${DOSSIER}/invoices`]: 10,
  [`POST ${DOSSIER}/invoices`]: 400,
  [`GET ${DOSSIER}/invoices/modified`]: 48,
}
