/**
 * Who speaks to the API. A person signs in with an account and sees the companies that it is a member of. Whoever reads the
 * terminal signs in with the code that `start` prints, and sees all companies, as on the command line: that session is a signed
 * moment of expiry in the cookie, which any process of the installation knows.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { accountOf, type Account, type Membership } from '../app/accounts.ts'
import { bearerOf, type TokenBearer } from '../app/api-tokens.ts'
import type { Ports } from '../app/ports.ts'

const cookieName = 'tentakel_session'
const accountMark = 'account.'
const sessionMs = 12 * 3_600_000

export interface SignIn {
  /** The code of this process. */
  code: string
  /** Time comes from a test clock: every page says so. */
  testClock: boolean
  /** The public address is https. */
  secure: boolean
}

/** 80 bits that nobody can compute without the installation's key. */
export function newSignInCode(ports: Ports): string {
  return ports.secrets.fingerprint(`${ports.processId} ${ports.random.id()}`, 'sign-in code').slice(0, 20)
}

export function codeIsRight(given: string, code: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text.trim().toLowerCase()).digest()
  return timingSafeEqual(hash(given), hash(code))
}

export type Visitor =
  | { kind: 'nobody' }
  /** `account` null: signed in with the code of the terminal. */
  | {
      kind: 'operator'
      account: Account | null
      token: string | null
      /** That he may enter: his own, those without an owner, and those whose owner lets him. */
      companies: { tenantId: string; name: string }[]
    }
  | { kind: 'member'; account: Account; token: string; companies: Membership[] }
  | { kind: 'script'; bearer: TokenBearer }

export async function visitorOf(ports: Ports, context: Context): Promise<Visitor> {
  const bearerToken = /^bearer (\S{1,200})$/iu.exec(context.req.header('authorization') ?? '')?.[1]
  if (bearerToken !== undefined) {
    const bearer = await bearerOf(ports, bearerToken)
    return bearer === null ? { kind: 'nobody' } : { kind: 'script', bearer }
  }
  const cookie = getCookie(context, cookieName) ?? ''
  if (cookie.startsWith(accountMark)) {
    const token = cookie.slice(accountMark.length)
    const account = /^[0-9a-f]{64}$/u.test(token) ? await accountOf(ports, token) : null
    if (account === null) return { kind: 'nobody' }
    if (account.operator) return operatorAs(ports, { account, token })
    return {
      kind: 'member',
      account,
      token,
      companies: await ports.store.directory.accounts.memberships(account.accountId),
    }
  }
  return (await isOfTerminal(ports, cookie)) ? operatorAs(ports, { account: null, token: null }) : { kind: 'nobody' }
}

async function operatorAs(
  ports: Ports,
  who: { account: Account | null; token: string | null },
): Promise<Extract<Visitor, { kind: 'operator' }>> {
  const { accounts } = ports.store.directory
  const companies = await accounts.openToOperator(who.account?.accountId ?? null, await ports.clock.now())
  return { kind: 'operator', ...who, companies }
}

/** Of an account; the token is known by its hash only. */
export function keepToken(context: Context, token: string, secure: boolean): void {
  setCookie(context, cookieName, `${accountMark}${token}`, cookieOf(secure))
}

function cookieOf(secure: boolean) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure, maxAge: sessionMs / 1000 } as const
}

export async function openSession(ports: Ports, context: Context, secure: boolean): Promise<void> {
  const expires = String((await ports.clock.now()) + sessionMs)
  setCookie(context, cookieName, `${expires}.${signature(ports, expires)}`, cookieOf(secure))
}

export function closeSession(context: Context): void {
  deleteCookie(context, cookieName, { path: '/' })
}

async function isOfTerminal(ports: Ports, cookie: string): Promise<boolean> {
  const [expires = '', given = ''] = cookie.split('.')
  if (!/^\d{1,16}$/u.test(expires)) return false
  const [right, shown] = [Buffer.from(signature(ports, expires)), Buffer.from(given)]
  return right.length === shown.length && timingSafeEqual(right, shown) && (await ports.clock.now()) < Number(expires)
}

function signature(ports: Ports, expires: string): string {
  return ports.secrets.fingerprint(expires, 'web session')
}
