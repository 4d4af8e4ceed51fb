/** bol.com as a row of the table of kinds. */
import type { SourceKind } from '../../ports/kinds.ts'
import type { Credentials } from '../../ports/tables/connections.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { createBolApi, type BolOptions } from './api.ts'
import { bolFacts } from './facts.ts'
import { bolSource } from './source.ts'

/** Tools that all accounts share. `nameOf`: the account's name in keys of limits and tokens. */
export interface BolTools extends Omit<BolOptions, 'tokens' | 'credentials' | 'accountKey' | 'loginKey'> {
  tokensOf: (tenantId: string) => Tokens
  nameOf: Record<'login' | 'account', (keys: Credentials['marketplace']) => string>
}

export function bolKind({ tokensOf, nameOf, ...shared }: BolTools): SourceKind {
  return {
    ...bolFacts,
    tokenNames: (keys) => [`bol:${nameOf.login(keys)}`],
    open: ({ tenantId, keys }) =>
      bolSource(
        createBolApi({
          ...shared,
          tokens: tokensOf(tenantId),
          credentials: keys,
          accountKey: nameOf.account(keys),
          loginKey: nameOf.login(keys),
        }),
        {
          clock: shared.clock,
          calendar: shared.calendar,
        },
      ),
  }
}
