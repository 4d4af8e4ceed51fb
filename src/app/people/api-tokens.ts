/** Tokens of a company's scripts: made by an owner, shown once, taken back by an owner. None opens more, or longer, than its maker may. */
import { hour } from '../../domain/delays.ts'
import type { ApiToken, TokenBearer, TokenScope } from '../../ports/people/api-tokens.ts'
import type { LimitAnswer } from '../../ports/call-limits.ts'
import type { Ports } from '../run/ports.ts'

export { tokenScopes } from '../../ports/people/api-tokens.ts'
export type { ApiToken, TokenBearer } from '../../ports/people/api-tokens.ts'

/** So that a person, or a scanner of lost secrets, knows one at sight. */
const mark = 'tentakel_'
const form = /^tentakel_[0-9a-f]{64}$/u
/** A year, so that a forgotten script loses its access. */
export const tokenDaysMax = 365

export interface WantedToken {
  name: string
  scope: TokenScope
  /** The maker, as shown on screen. */
  by: string
  /** The maker's; null: the terminal. */
  accountId?: string | null
  days?: number
}

export async function makeToken(
  ports: Ports,
  tenantId: string,
  wanted: WantedToken,
): Promise<{ token: string; made: ApiToken }> {
  // 256 bits that cannot be computed without the installation's key.
  const token = mark + ports.secrets.fingerprint(`${ports.random.id()} ${ports.random.id()}`, 'api token')
  const madeAt = await ports.clock.now()
  const made: ApiToken = {
    tokenId: ports.random.id(),
    name: wanted.name,
    scope: wanted.scope,
    madeBy: wanted.by,
    madeAt,
    expiresAt: madeAt + (wanted.days ?? tokenDaysMax) * 24 * hour,
    suspendedAt: null,
    lastUsedOn: null,
    makerGone: false,
  }
  const { accountId = null } = wanted
  await ports.store.directory.apiTokens.add({ ...made, accountId, tenantId, tokenHash: hashOf(ports, token) })
  return { token, made }
}

export async function bearerOf(ports: Ports, token: string): Promise<TokenBearer | null> {
  if (!form.test(token)) return null
  const now = await ports.clock.now()
  return ports.store.directory.apiTokens.bearer(hashOf(ports, token), { now, today: ports.calendar.localDate(now) })
}

export async function countCall(ports: Ports, bearer: TokenBearer): Promise<LimitAnswer> {
  return ports.store.directory.apiTokens.countCall(bearer.tokenId, await ports.clock.now())
}

function hashOf(ports: Ports, token: string): string {
  return ports.secrets.fingerprint(token, 'api token at rest')
}
