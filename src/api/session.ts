/**
 * Identifies the caller of the API. A user signs in with an account and sees the companies of which it is a member. In an installation
 * without an operator, the reader of the terminal signs in once with the code that `start` prints. A session is a row; its cookie holds a
 * token that is kept as a hash.
 */
import type { BlockList } from 'node:net'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { bearerOf, type TokenBearer } from '../app/people/api-tokens.ts'
import type { Caller } from '../app/people/guard.ts'
import type { Ports } from '../app/run/ports.ts'
import { sessionOf, type Account, type Membership, type OpenCompany, type SignedIn } from '../app/people/sessions.ts'
import type { TerminalCode } from '../app/people/terminal-code.ts'
import { addressOf, proxiesOf } from './caller.ts'

const sessionSeconds = 12 * 3600
const deviceSeconds = 365 * 24 * 3600

export interface SignIn {
  /** The code of this process; null or left out: there is an operator. */
  code?: TerminalCode | null
  /** Time comes from a test clock: every page says so. */
  testClock: boolean
  /** The public address is https. */
  secure: boolean
  /** Their headers about a call's origin are believed. */
  proxies?: BlockList
  /**
   * Rights before an account has a second proof: with `required`, operators and owners see one company at most; with `everyone`, no account
   * sees any.
   */
  secondProof?: 'required' | 'everyone' | 'optional'
}

export type Visitor =
  | { kind: 'nobody' }
  | {
      kind: 'operator'
      /** Null: signed in with the code of the terminal. */
      account: Account | null
      token: string
      /** Companies that the operator may enter: the operator's own, those without an owner, and those whose owner consents. */
      companies: OpenCompany[]
      secondProofMissing: false
    }
  | {
      kind: 'member'
      account: Account
      token: string
      companies: Membership[]
      /** The account sees less than its rights until it has a second proof. */
      secondProofMissing: boolean
    }
  | { kind: 'script'; bearer: TokenBearer }

const noProxies = proxiesOf([])

export function callerOf(context: Context, signIn: SignIn): Caller {
  const device = getCookie(context, nameOfCookie('device', signIn.secure)) ?? null
  return { address: addressOf(context, signIn.proxies ?? noProxies), device }
}

export async function visitorOf(ports: Ports, context: Context, signIn: SignIn): Promise<Visitor> {
  const bearerToken = /^bearer (\S{1,200})$/iu.exec(context.req.header('authorization') ?? '')?.[1]
  if (bearerToken !== undefined) {
    const bearer = await bearerOf(ports, bearerToken)
    return bearer === null ? { kind: 'nobody' } : { kind: 'script', bearer }
  }
  const token = getCookie(context, nameOfCookie('session', signIn.secure)) ?? ''
  const session = await sessionOf(ports, token)
  if (session === null) return { kind: 'nobody' }
  const { accounts } = ports.store.directory
  const now = await ports.clock.now()
  const { account } = session
  const { secondProof = 'optional' } = signIn
  const unproven = secondProof !== 'optional' && account !== null && !account.secondProof
  if (account === null || (account.operator && !unproven)) {
    const companies = await accounts.openToOperator(account?.accountId ?? null, now)
    return { kind: 'operator', account, token, companies, secondProofMissing: false }
  }
  const companies = await accounts.memberships(account.accountId)
  const everyone = secondProof === 'everyone'
  const asksMore =
    everyone || account.operator || (companies.length > 1 && companies.some(({ role }) => role === 'owner'))
  const secondProofMissing = unproven && asksMore
  return {
    kind: 'member',
    account,
    token,
    secondProofMissing,
    companies: secondProofMissing ? companies.slice(0, everyone ? 0 : 1) : companies,
  }
}

/** Over https the browser itself takes care that no other host sets or reads it. */
function nameOfCookie(what: 'session' | 'device', secure: boolean): string {
  return `${secure ? '__Host-' : ''}tentakel_${what}`
}

/** The session, and the mark by which this device is known again. */
export function keepSignedIn(
  context: Context,
  { token, device }: Extract<SignedIn, { kind: 'signedIn' }>,
  secure: boolean,
): void {
  keepToken(context, token, secure)
  setCookie(context, nameOfCookie('device', secure), device, cookieOf(secure, deviceSeconds))
}

export function keepToken(context: Context, token: string, secure: boolean): void {
  setCookie(context, nameOfCookie('session', secure), token, cookieOf(secure, sessionSeconds))
}

function cookieOf(secure: boolean, maxAge: number) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure, maxAge } as const
}

export function dropToken(context: Context, secure: boolean): void {
  deleteCookie(context, nameOfCookie('session', secure), { path: '/', secure })
}
