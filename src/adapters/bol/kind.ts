/** bol.com as a row of the table of kinds. */
import type { Keys } from '../../domain/kinds.ts'
import type { SourceKind } from '../../ports/kinds.ts'
import type { Tokens } from '../../ports/tokens.ts'
import { createBolApi, type BolOptions } from './api.ts'
import { bolFacts } from './facts.ts'
import { bolSource } from './source.ts'

export type BolKeys = BolOptions['credentials']

/** Tools that all accounts share. `nameOf`: the account's name in keys of limits and tokens. */
export interface BolTools extends Omit<BolOptions, 'tokens' | 'credentials' | 'accountKey' | 'loginKey'> {
  tokensOf: (tenantId: string) => Tokens
  nameOf: Record<'login' | 'account', (keys: BolKeys) => string>
}

export function bolKind({ tokensOf, nameOf, ...shared }: BolTools): SourceKind {
  return {
    ...bolFacts,
    tokenNames: (keys) => [`bol:${nameOf.login(ownKeys(keys))}`],
    open({ tenantId, keys: given }) {
      const keys = ownKeys(given)
      return bolSource(
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
      )
    },
  }
}

/** A field that was never given is empty: the login is refused, and new keys are asked for. */
function ownKeys({ clientId = '', clientSecret = '' }: Keys): BolKeys {
  return { clientId, clientSecret }
}
