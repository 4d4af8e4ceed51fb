/** Octopus as a row of the table of kinds. */
import type { Keys } from '../../domain/kinds.ts'
import type { LedgerBook } from '../../domain/ledger/ledger.ts'
import type { LedgerKind } from '../../ports/kinds.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { postLimit } from './budget.ts'
import { createOctopusAccounting, type OctopusOptions } from './client.ts'
import { octopusFacts } from './facts.ts'
import type { InvoiceLookups } from './write/lines.ts'
import { documentRoute } from './write/post-document.ts'

type Shared = Pick<OctopusOptions, 'http' | 'clock' | 'calendar' | 'limits' | 'apiUrl' | 'budgets'>

export type OctopusKeys = OctopusOptions['credentials']

export interface OctopusTools extends Shared {
  /** Null: the operator gave none, and nothing can be opened. */
  softwareHouse: string | null
  /** The operator knows that an invoice under a used number is refused. */
  invoicesEnforceNumber: boolean
  tokensOf: (tenantId: string) => Tokens
  /** In keys of limits and tokens. */
  nameOf: Record<'login' | 'user', (keys: OctopusKeys) => string> & {
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
    tokenNames(keys) {
      const login = nameOf.login(ownKeys(keys))
      return [`octopus:user:${login}`, `octopus:dossier:${login}:`]
    },
    callsPerDay: perDay,
    documentsPerDay: (target) => postLimit(perDay[documentRoute(target)], 'document'),
    open({ tenantId, keys: given, dossierId, book }) {
      const keys = ownKeys(given)
      return softwareHouse === null
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
          })
    },
  }
}

/** A field that was never given is empty: the login is refused, and new keys are asked for. */
function ownKeys({ user = '', password = '' }: Keys): OctopusKeys {
  return { user, password }
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
