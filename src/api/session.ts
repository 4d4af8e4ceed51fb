/**
 * Who speaks to the API. The operator signs in with the code that `start` prints on the terminal, and sees all companies,
 * as on the command line. The session is a signed moment of expiry in a cookie: any process of the installation knows it.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Ports } from '../app/ports.ts'

const cookieName = 'tentakel_session'
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

export async function openSession(ports: Ports, context: Context, secure: boolean): Promise<void> {
  const expires = String((await ports.clock.now()) + sessionMs)
  setCookie(context, cookieName, `${expires}.${signature(ports, expires)}`, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    secure,
    maxAge: sessionMs / 1000,
  })
}

export function closeSession(context: Context): void {
  deleteCookie(context, cookieName, { path: '/' })
}

export async function isSignedIn(ports: Ports, context: Context): Promise<boolean> {
  const [expires = '', given = ''] = (getCookie(context, cookieName) ?? '').split('.')
  if (!/^\d{1,16}$/u.test(expires)) return false
  const [right, shown] = [Buffer.from(signature(ports, expires)), Buffer.from(given)]
  return right.length === shown.length && timingSafeEqual(right, shown) && (await ports.clock.now()) < Number(expires)
}

function signature(ports: Ports, expires: string): string {
  return ports.secrets.fingerprint(expires, 'web session')
}
