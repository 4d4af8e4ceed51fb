/** One call of the API: its purpose, the right that it needs, and its answer. */
import type { Context } from 'hono'
import type { z } from 'zod'
import type { Company } from '../app/setup/connections.ts'
import { beyondBounds } from '../app/setup/beyond-bounds.ts'
import { readJson } from '../app/setup/read-json.ts'
import type { Ports } from '../app/run/ports.ts'
import { fault, faultOf, unpacked, type Fault, type PlainFault } from '../domain/message/message.ts'
import { toLanguage, type Language } from '../domain/language.ts'
import { roleRanks } from '../domain/role.ts'
import type { Instant } from '../domain/calendar.ts'
import type { Caller } from '../app/people/guard.ts'
import type { Account, Membership } from '../app/people/sessions.ts'
import type { SignIn, Visitor } from './session.ts'

export interface Asked {
  ports: Ports
  context: Context
  signIn: SignIn
  visitor: Visitor
  /** Where the call comes from. */
  caller: Caller
  /** The body as it was sent. */
  sent: string
  /** Asked once more after a long wait for another side: whether the caller may still do what was begun. */
  stillMay: () => Promise<boolean>
}

/**
 * The right that a call needs: none (`nobody`), any account, a role in the company of the address, or the operator. An accountant has a
 * member's rights.
 */
export type Needs = 'nobody' | 'account' | 'reader' | 'member' | 'owner' | 'operator'

/** @returns the status of a refusal, or null */
export function refusalOf(
  { needs, lasting = false }: Pick<Route, 'needs' | 'lasting'>,
  visitor: Visitor,
  wantedCompany: string | undefined,
): 401 | 403 | 404 | null {
  if (needs === 'nobody') return null
  if (visitor.kind === 'nobody') return 401
  if (needs === 'account') return visitor.kind === 'script' || visitor.account === null ? 403 : null
  if (visitor.kind === 'operator') return operatorMay({ needs, lasting }, visitor, wantedCompany) ? null : 403
  if (needs === 'operator') return 403
  const companies = membershipsOf(visitor)
  const company =
    wantedCompany === undefined ? companies[0] : companies.find(({ tenantId }) => tenantId === wantedCompany)
  if (company === undefined) return 404
  return roleRanks[company.role] >= roleRanks[needs] ? null : 403
}

/**
 * Returns whether the operator may make the call. In a company with an owner of its own, the operator acts only with that owner's consent,
 * and grants nothing that lasts longer than the consent.
 */
function operatorMay(
  { needs, lasting }: Required<Pick<Route, 'needs' | 'lasting'>>,
  { companies }: Extract<Visitor, { kind: 'operator' }>,
  wantedCompany: string | undefined,
): boolean {
  if (needs === 'operator') return true
  const company =
    wantedCompany === undefined ? companies[0] : companies.find(({ tenantId }) => tenantId === wantedCompany)
  if (company === undefined) return wantedCompany === undefined
  return !(lasting && company.byConsent)
}

/** An operator in a company of others, by the consent of its owner. */
export function isOnlyLetIn({ visitor }: Pick<Asked, 'visitor'>, { tenantId }: Company): boolean {
  return visitor.kind === 'operator' && visitor.companies.some((one) => one.tenantId === tenantId && one.byConsent)
}

/** Returns the script's memberships. A script with `write` has a member's rights: an owner's decisions are made by an owner in person. */
function membershipsOf(visitor: Extract<Visitor, { kind: 'member' | 'script' }>): Membership[] {
  if (visitor.kind === 'member') return visitor.companies
  const { tenantId, company, scope } = visitor.bearer
  return [{ tenantId, name: company, role: scope === 'write' ? 'member' : 'reader' }]
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api`. */
  path: string
  needs: Needs
  /**
   * The call grants something that lasts: a membership, a token, keys, an address that is called. An operator who is in by consent only may
   * not grant it.
   */
  lasting?: boolean
  /** The purpose of the call, in a sentence for the author of a script. */
  about: string
  /** The body it takes. */
  body?: z.ZodType
  /** How long it may be, where more than the usual is needed. */
  bodyMaxBytes?: number
  /** Names and meanings of the parameters allowed after the `?`, beside `company`. */
  query?: Record<string, string>
  /** The answer with 200, where a script may rely on it. */
  answers?: z.ZodType
  answer(asked: Asked): Promise<Response>
}

/** A user does not mend more at once. */
const faultsMax = 50
const faultTextMax = 500

function shortened<F extends PlainFault | Fault>(told: F): F {
  const short = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, faultTextMax) : value)
  const params = 'params' in told ? Object.entries(told.params).map(([name, value]) => [name, short(value)]) : null
  const { path, message } = told
  const brief = { ...told, path: path.slice(0, faultTextMax), message: message.slice(0, faultTextMax) }
  return params === null ? brief : { ...brief, params: Object.fromEntries(params) as unknown }
}

/** Becomes an answer; `fields` gives the message beside each field. */
export class Refused extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429
  readonly faults: (Fault | PlainFault)[]
  /** With a 429: the moment to come back. */
  readonly until: Instant | null
  constructor(status: Refused['status'], faults: Refused['faults'] = [], until: Instant | null = null) {
    super(`refused with ${status}`)
    this.status = status
    this.faults = faults.slice(0, faultsMax).map(shortened)
    this.until = until
  }
}

/** The company that is named in the address, or the first. */
export async function companyOf({ context, visitor }: Asked): Promise<Company> {
  const wanted = context.req.query('company')
  const companies = companiesOf(visitor)
  const found = wanted === undefined ? companies[0] : companies.find((company) => company.tenantId === wanted)
  if (found === undefined) throw new Refused(404)
  return found
}

export function companiesOf(visitor: Visitor): Company[] {
  if (visitor.kind === 'nobody') return []
  return visitor.kind === 'operator' ? visitor.companies : membershipsOf(visitor)
}

/** Returns the caller and the session, for calls that need an account of one's own. */
export function ownOf({ visitor }: Asked): { account: Account; token: string } {
  if (!('account' in visitor) || visitor.account === null) throw new Refused(403)
  return { account: visitor.account, token: visitor.token }
}

/** Returns the token of the session that asks. A script has none. */
export function tokenOf({ visitor }: Asked): string {
  return 'token' in visitor ? visitor.token : ''
}

/** Returns the caller's account. Null: a script, or the reader of the terminal. */
export function accountOf(visitor: Visitor): Account | null {
  return 'account' in visitor ? visitor.account : null
}

/** Returns the user's name as the trail records it. */
export function nameOf(visitor: Visitor): string {
  if (visitor.kind === 'script') return `${visitor.bearer.name} (API)`
  return visitor.kind === 'nobody' || visitor.account === null ? 'operator (web)' : visitor.account.email
}

/** The same; where the operator made no company yet, the first is made, as the first connection on the command line does. */
export async function companyToMake(asked: Asked): Promise<Company> {
  const { directory } = asked.ports.store
  const isFirst = (await directory.tenants()).every(({ signedUp }) => signedUp)
  if (asked.visitor.kind !== 'operator' || !isFirst) return companyOf(asked)
  const name = 'Mijn bedrijf'
  const tenantId = await directory.findOrAddTenant(name, asked.ports.random.id(), await asked.ports.clock.now())
  return { tenantId, name }
}

/** The connection of the address, where it is one of the company's. */
export async function connectionOf(asked: Asked, company: Company): Promise<string> {
  const id = asked.context.req.param('connection') ?? asked.context.req.query('connection') ?? ''
  const found = isId(id)
    ? await asked.ports.store.forTenant(company.tenantId).transaction((tx) => tx.connections.get(id))
    : null
  if (found === null || found.state === 'removed') throw new Refused(404)
  return found.connectionId
}

/** Returns the id that the address names, where ids are ours. */
export function idOf({ context }: Asked, name: string): string {
  const id = context.req.param(name) ?? ''
  if (!isId(id)) throw new Refused(404)
  return id
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text)
}

/** Nothing that our pages or a connection file say lies deeper. */
const depthMax = 64

/** The first place of text that no database takes: a zero byte, half of a character; or of what lies too deep. Null: there is none. */
export function unstorableIn(value: unknown, path = '', depth = 0): string | null {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? path : null
  if (typeof value !== 'object' || value === null) return null
  if (depth > depthMax) return path
  for (const [key, inner] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`
    const found = unstorableIn(key, place) ?? unstorableIn(inner, place, depth + 1)
    if (found !== null) return found
  }
  return null
}

export function languageOf({ context }: Asked): Language {
  return toLanguage(context.req.query('language'))
}

/** The accounts of a large dossier. */
const entriesMax = 20_000

/** The body, or 400 with a sentence for each field. */
export async function bodyOf<T>({ sent }: Pick<Asked, 'sent'>, shape: z.ZodType<T>): Promise<T> {
  const json = jsonOf(sent)
  const unstorable = unstorableIn(json)
  if (unstorable !== null) throw new Refused(400, [fault(unstorable, 'unstorable')])
  const tooLong = beyondBounds(json, entriesMax)
  if (tooLong !== null) throw new Refused(400, [fault(tooLong, 'tooManyEntries', { max: entriesMax })])
  const parsed = shape.safeParse(json)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => faultOf(issue.path.join('.'), unpacked(issue.message)))
  throw new Refused(400, faults)
}

/** No body at all is null: its call may need none. */
function jsonOf(text: string): unknown {
  if (text.trim() === '') return null
  const read = readJson(text)
  if (read.kind === 'ok') return read.json
  const faults =
    read.kind === 'twice'
      ? read.paths.map((path) => fault(path.join('.'), 'givenTwice'))
      : [fault('', 'notJson', { line: read.line, column: read.column })]
  throw new Refused(400, faults)
}
