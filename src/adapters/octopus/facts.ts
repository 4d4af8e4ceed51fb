import type { LedgerFacts } from '../../domain/kinds.ts'

export const octopusFacts: LedgerFacts = {
  name: 'octopus',
  label: 'Octopus',
  idPart: null,
  // Whether `POST /invoices` refuses a used number is not documented. The operator may know it (`invoicesEnforceNumber`).
  numbering: { bookings: 'compareAndSet', entries: 'compareAndSet', invoices: 'mayOverwrite' },
}
