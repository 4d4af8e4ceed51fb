/** Tokens with which a company's scripts use the API. */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { LimitAnswer } from './call-limits.ts'

/** `read` sees what a reader sees; `write` may what a member may. What an owner decides, no script does. */
export const tokenScopes = ['read', 'write'] as const
export type TokenScope = (typeof tokenScopes)[number]

export interface ApiToken {
  tokenId: string
  name: string
  scope: TokenScope
  madeBy: string
  madeAt: Instant
  lastUsedOn: LocalDate | null
}

export interface TokenBearer {
  tokenId: string
  tenantId: string
  /** The company's name. */
  company: string
  name: string
  scope: TokenScope
}

export interface ApiTokens {
  add(token: ApiToken & { tokenHash: string; tenantId: string }): Promise<void>
  list(tenantId: string): Promise<ApiToken[]>
  /** @returns whether it was there */
  remove(tenantId: string, tokenId: string): Promise<boolean>
  bearer(tokenHash: string, today: LocalDate): Promise<TokenBearer | null>
  /** One call of this token. */
  countCall(tokenId: string, now: Instant): Promise<LimitAnswer>
}
