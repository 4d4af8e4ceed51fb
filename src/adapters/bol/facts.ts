import type { SourceFacts } from '../../domain/kinds.ts'

export const bolFacts: SourceFacts = {
  name: 'bol',
  label: 'bol.com',
  reachMonths: 3,
  billingDays: 30,
  supplierVatNumbers: ['NL820471616B01', 'NL807149974B01', 'BE0824148721'],
}
