/** Octopus as a row of the table of kinds. */
import type { LedgerBook } from '../../domain/ledger/ledger.ts'
import type { LedgerKind } from '../../ports/kinds.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { postLimit } from './budget.ts'
import { createOctopusAccounting, type OctopusOptions } from './client.ts'
import { octopusFacts } from './facts.ts'
import type { InvoiceLookups } from './write/lines.ts'
import { documentRoute } from './write/post-document.ts'

type Shared = Pick<OctopusOptions, 'http' | 'clock' | 'calendar' | 'limits' | 'apiUrl' | 'budgets'>

export interface OctopusTools extends Shared {
  /** Null: the operator gave none, and nothing can be opened. */
  softwareHouse: string | null
  /** The operator knows that an invoice under a used number is refused. */
  invoicesEnforceNumber: boolean
  tokensOf: (tenantId: string) => Tokens
  /** In keys of limits and tokens. */
  nameOf: Record<'login' | 'user', (keys: Credentials['ledger']) => string> & {
    softwareHouse: (softwareHouse: string) => string
  }
}

export function octopusKind(tools: OctopusTools): LedgerKind {
  const { softwareHouse, invoicesEnforceNumber, tokensOf, nameOf, ...shared } = tools
  const { numbering } = octopusFacts
  const { perDay } = shared.budgets
  return {
    ...octopusFacts,
    numbering: { ...numbering, invoices: invoicesEnforceNumber ? 'compareAndSet' : numbering.invoices },
    tokenNames: (keys) => [`octopus:user:${nameOf.login(keys)}`, `octopus:dossier:${nameOf.login(keys)}:`],
    callsPerDay: perDay,
    documentsPerDay: (target) => postLimit(perDay[documentRoute(target)], 'document'),
    open: ({ tenantId, keys, dossierId, book }) =>
      softwareHouse === null
        ? null
        : createOctopusAccounting({
            ...shared,
            tokens: tokensOf(tenantId),
            credentials: keys,
            softwareHouse,
            dossierId,
            accountKeys: {
              login: nameOf.login(keys),
              user: nameOf.user(keys),
              softwareHouse: nameOf.softwareHouse(softwareHouse),
            },
            invoiceLookups: lookupsOf(book),
          }),
  }
}

function lookupsOf(book: () => LedgerBook): InvoiceLookups {
  return {
    journalModeOf(bookYearId, journalKey) {
      const inclusive = book().inclusiveJournals.some(
        (journal) => journal.bookYearId === bookYearId && journal.journalKey === journalKey,
      )
      return inclusive ? 'invoicesInclusive' : 'invoicesExclusive'
    },
    rateOf: (vatCode) => book().rateBpByCode[vatCode] ?? null,
  }
}
