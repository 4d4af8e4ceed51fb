import type { LedgerFacts } from '../../domain/kinds.ts'

export const octopusFacts: LedgerFacts = { name: 'octopus', label: 'Octopus' }
