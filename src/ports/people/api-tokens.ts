/** Tokens with which a company's scripts use the API. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { LimitAnswer } from '../call-limits.ts'

/** `read` has a reader's rights; `write` has a member's rights. A script never has an owner's rights. */
export const tokenScopes = ['read', 'write'] as const
export type TokenScope = (typeof tokenScopes)[number]

export interface ApiToken {
  tokenId: string
  name: string
  scope: TokenScope
  madeBy: string
  madeAt: Instant
  expiresAt: Instant
  /** Opens nothing until an owner of the company confirms it; null: it is not so. */
  suspendedAt: Instant | null
  lastUsedOn: LocalDate | null
  /** Opens nothing any more: its maker is no owner, or the company has one now. */
  makerGone: boolean
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
  /** @param token.accountId of its maker; null: the terminal of a company without an owner */
  add(token: ApiToken & { tokenHash: string; tenantId: string; accountId: string | null }): Promise<void>
  list(tenantId: string): Promise<ApiToken[]>
  /** All that this account made, until an owner confirms them. @returns of which companies some did not rest before */
  rest(accountId: string, at: Instant): Promise<string[]>
  /** Whether the account made, or confirmed, one for the company. */
  hasOf(tenantId: string, accountId: string): Promise<boolean>
  /** @returns whether it was there */
  remove(tenantId: string, tokenId: string): Promise<boolean>
  /** One that rests, of a maker who may make it still: from now on it is this owner's. @returns whether there is such a one */
  confirm(tenantId: string, tokenId: string, accountId: string | null): Promise<boolean>
  /** Null: unknown, over, suspended, or its maker may not make tokens of this company any more. */
  bearer(tokenHash: string, at: { now: Instant; today: LocalDate }): Promise<TokenBearer | null>
  /** One call of this token. */
  countCall(tokenId: string, now: Instant): Promise<LimitAnswer>
}
