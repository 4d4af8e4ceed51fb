/** The login host: client credentials in, a token of ten (or five) minutes out. */

import type { Chance, SandboxRequest, SandboxResponse, World } from '../world.ts'
import type { Shop } from './facts.ts'
import type { BolSettings } from './settings.ts'

export const TOKEN_ROUTE = 'POST /token'

const BLOCK_WINDOW_MS = 10 * 60_000

export type TokenCheck = { kind: 'shop'; shop: Shop } | { kind: 'expired'; expiredAt: number } | { kind: 'unknown' }

interface Issued {
  shop: Shop
  expiresAt: number
}

interface Refusal {
  rule: string
  status: number
  error: string
}

export class Login {
  private readonly world: World
  private readonly shops: readonly Shop[]
  private readonly settings: BolSettings
  private readonly chance: Chance
  private readonly issued = new Map<string, Issued>()
  private recentCalls: number[] = []
  private blockedUntil = -Infinity

  constructor(world: World, shops: readonly Shop[], settings: BolSettings, chance: Chance) {
    this.world = world
    this.shops = shops
    this.settings = settings
    this.chance = chance
  }

  answer(request: SandboxRequest): SandboxResponse {
    const now = this.world.clock.now()
    const refusal = checkForm(request)
    if (refusal) {
      const { method, path } = request
      this.world.violations.push({ at: now, api: 'bol', method, path, rule: refusal.rule })
    }
    if (this.isBlocked(now)) return plain(404, 'Not Found', 'text/html')
    if (refusal) return plain(refusal.status, JSON.stringify({ error: refusal.error }))
    const shop = this.shopOf(request.headers['authorization'] ?? '')
    if (!shop || this.settings.withdrawn.includes(shop.clientId)) {
      return plain(401, JSON.stringify({ error: 'invalid_client' }))
    }
    const seconds = this.settings.tokenSeconds
    return plain(
      200,
      JSON.stringify({
        access_token: this.issue(shop, now + seconds * 1000),
        token_type: 'Bearer',
        expires_in: seconds,
        scope: seconds < 300 ? 'RETAILER' : 'retailer',
      }),
    )
  }

  check(token: string, now: number): TokenCheck {
    const issued = this.issued.get(token)
    if (!issued || this.settings.withdrawn.includes(issued.shop.clientId)) return { kind: 'unknown' }
    // The answers of bol.com name this skew.
    if (now > issued.expiresAt + 1000) return { kind: 'expired', expiredAt: issued.expiresAt }
    return { kind: 'shop', shop: issued.shop }
  }

  /** Ends the life of a token at once, so that a client that does not fetch a new one stays outside. */
  expire(token: string, now: number): void {
    const issued = this.issued.get(token)
    if (issued) issued.expiresAt = Math.min(issued.expiresAt, now - 1001)
  }

  unblock(): void {
    this.recentCalls = []
    this.blockedUntil = -Infinity
  }

  /** All clients come from one address here, and bol.com blocks by address. */
  private isBlocked(now: number): boolean {
    if (now < this.blockedUntil) return true
    this.recentCalls = this.recentCalls.filter((at) => at > now - BLOCK_WINDOW_MS && at <= now)
    this.recentCalls.push(now)
    if (this.recentCalls.length <= this.settings.tokenCallsMax) return false
    this.blockedUntil = now + this.settings.tokenBlockMinutes * 60_000
    return true
  }

  private shopOf(header: string): Shop | undefined {
    const [clientId, secret] = credentialsOf(header) ?? []
    return this.shops.find((shop) => shop.clientId === clientId && shop.clientSecret === secret)
  }

  /** Looks like the tokens of bol.com; nobody verifies its signature. */
  private issue(shop: Shop, expiresAt: number): string {
    const part = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url')
    let signature = ''
    while (signature.length < 64) signature += this.chance.int(0, 0xffffff).toString(36)
    const claims = {
      sub: shop.clientId,
      azp: shop.clientId,
      iss: 'https://login.bol.com',
      exp: Math.floor(expiresAt / 1000),
      aid: `SLR:${shop.retailerId}`,
    }
    const token = `${part({ alg: 'RS256', kid: 'rsa3' })}.${part(claims)}.${signature}`
    this.issued.set(token, { shop, expiresAt })
    return token
  }
}

function plain(status: number, body: string, type = 'application/json'): SandboxResponse {
  return { status, headers: { 'content-type': `${type};charset=UTF-8` }, body }
}

function credentialsOf(header: string): [string, string] | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)]
}

function checkForm(request: SandboxRequest): Refusal | undefined {
  const wrong = (rule: string, status = 400, error = 'invalid_request'): Refusal => ({ rule, status, error })
  if (request.path !== '/token') return wrong('unknown path of the login host', 404, 'not_found')
  if (request.method !== 'POST') return wrong('the token call is a POST', 405)
  if (request.query.size > 0) return wrong('nothing of the token call belongs in the query string')
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return wrong('the token call takes a form', 415)
  if (!credentialsOf(request.headers['authorization'] ?? '')) {
    return wrong('header authorization must be Basic client_id:client_secret', 401, 'invalid_client')
  }
  const form = new URLSearchParams(request.body.toString('utf8'))
  if (form.has('client_secret') || form.has('client_id')) return wrong('credentials belong in the Basic header')
  const grants = form.getAll('grant_type')
  if (grants.length !== 1) return wrong('the form needs one grant_type')
  if (grants[0] !== 'client_credentials') {
    return wrong(`grant_type ${grants[0]} is not simulated`, 400, 'unsupported_grant_type')
  }
  const extra = [...form.keys()].find((key) => key !== 'grant_type' && key !== 'scope')
  return extra === undefined ? undefined : wrong(`unknown field in the token form: ${extra}`)
}
