/** The kinds that the file of a connection may name, for tests that read one without the whole program. */
import { bolFacts } from '../../src/adapters/bol/facts.ts'
import { octopusFacts } from '../../src/adapters/octopus/facts.ts'
import type { KindsInFile } from '../../src/domain/kinds.ts'

export const usualKinds: KindsInFile = {
  usual: { source: bolFacts.name, ledger: octopusFacts.name },
  sources: [bolFacts],
  ledgers: [octopusFacts],
}
