import type { SourceFacts } from '../../domain/kinds.ts'

export const bolFacts: SourceFacts = { name: 'bol', label: 'bol.com', reachMonths: 3, billingDays: 30 }
