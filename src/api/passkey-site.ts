/** The site that passkeys are made for, what browsers answer about them, and who holds a challenge without being signed in. */
import { isIP } from 'node:net'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { firstProofBy, type Enrolment } from '../app/people/first-proof.ts'
import { proveFully, type FullProof } from '../app/people/full-proof.ts'
import { tellOwners } from '../app/people/owners-told.ts'
import type { OwnersMailKind } from '../domain/tell/owners-mail.ts'
import { ownOf, Refused, type Asked } from './route.ts'

export interface Site {
  name: string
  origin: string
}

/**
 * Returns the host of `TENTAKEL_URL`; without one, this machine under the name `localhost`, because the host in a stranger's call is not
 * believed. Null: browsers make no passkey for a number, e.g. `127.0.0.1`, nor without encryption.
 */
export function siteOf({ ports: { publicUrl }, context }: Pick<Asked, 'ports' | 'context'>): Site | null {
  const own = publicUrl ?? `http://${context.req.header('host') ?? ''}`
  if (!URL.canParse(own)) return null
  const { hostname, origin, protocol } = new URL(own)
  if (hostname !== 'localhost' && (publicUrl === null || protocol !== 'https:')) return null
  return hostname.startsWith('[') || isIP(hostname) !== 0 ? null : { name: hostname, origin }
}

/** @throws Refused */
export function siteOrRefused(asked: Asked): Site {
  const site = siteOf(asked)
  if (site === null) throw new Refused(400, [{ path: 'passkey', message: 'noSite' }])
  return site
}

const binary = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/u)
const id = binary(1400)
export const madeKey = z.object({
  id,
  rawId: id,
  response: z.object({
    clientDataJSON: binary(4000),
    attestationObject: binary(12_000),
    transports: z
      .array(
        z
          .string()
          .max(20)
          .regex(/^[\w-]+$/u),
      )
      .max(10)
      .optional(),
  }),
})
export const usedKey = z.object({
  id,
  rawId: id,
  response: z.object({
    clientDataJSON: binary(4000),
    authenticatorData: binary(4000),
    signature: binary(4000),
    userHandle: binary(200).optional(),
  }),
})

/** A passkey by itself; else the password, and a code where the account asks for one. */
export const fullProof = z.union([
  z.strictObject({ passkey: usedKey }),
  z.strictObject({ password: z.string().max(500), code: z.string().max(40).default('') }),
])

/** Beside it, where the account has no second proof yet: the code from the mailbox or the terminal. */
export const enrolment = z.union([
  z.strictObject({ passkey: usedKey }),
  z.strictObject({
    password: z.string().max(500),
    code: z.string().max(40).default(''),
    mailed: z.string().max(200).default(''),
  }),
])

export function enrolmentOf(asked: Asked, given: z.infer<typeof enrolment>): Enrolment {
  const by = firstProofBy(asked.ports, ownOf(asked).account, isWanted(asked))
  if ('passkey' in given) return { proof: proofOf(asked, given), by, code: '' }
  const { mailed, ...proof } = given
  return { proof, by, code: mailed }
}

/** The installation asks its people for second proofs. */
export function isWanted({ signIn: { secondProof = 'optional' } }: Pick<Asked, 'signIn'>): boolean {
  return secondProof !== 'optional'
}

export function proofOf(asked: Asked, given: z.infer<typeof fullProof>): FullProof {
  if (!('passkey' in given)) return given
  return { passkey: given.passkey, at: { site: siteOrRefused(asked), holder: ownOf(asked).token } }
}

/** Asks for full proof before it grants a lasting right: an open session that a stranger found is no proof. @throws Refused */
export async function provenOrRefused(asked: Asked, given: z.infer<typeof fullProof> | undefined): Promise<void> {
  const { account, token } = ownOf(asked)
  if (given === undefined) throw new Refused(400, [{ path: 'password', message: 'proofNeeded' }])
  const refused = await proveFully(asked.ports, account, proofOf(asked, given), { token, caller: asked.caller })
  if (refused === null) return
  throw 'path' in refused ? new Refused(400, [refused]) : new Refused(429, [], refused.until)
}

/** Every owner reads of what lasts before it is given; where no more mails may go, it is not. @throws Refused, at this place of the body */
export async function toldOrRefused(
  { ports }: Asked,
  tenantId: string,
  { kind, path }: { kind: OwnersMailKind; path: string },
): Promise<void> {
  if (!(await tellOwners(ports, tenantId, kind))) throw new Refused(429, [{ path, message: 'tooMany' }])
}

const holderSeconds = 300

function holderCookie(secure: boolean): string {
  return `${secure ? '__Host-' : ''}tentakel_passkey`
}

export function keepHolder(context: Context, holder: string, secure: boolean): void {
  const cookie = { httpOnly: true, sameSite: 'Strict', path: '/', secure, maxAge: holderSeconds } as const
  setCookie(context, holderCookie(secure), holder, cookie)
}

export function holderOf(context: Context, secure: boolean): string {
  return getCookie(context, holderCookie(secure)) ?? ''
}
