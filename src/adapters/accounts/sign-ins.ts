/** The library of accounts behind our port. It is read when the first person comes: a worker, and most commands, never need it. */
import { sql } from 'kysely'
import type { Account, OneTimeLink } from '../../ports/people/accounts.ts'
import type { OneTimeCodes } from '../../ports/people/one-time-codes.ts'
import type { SignIns } from '../../ports/people/sign-ins.ts'
import type { Clock } from '../../ports/clock.ts'
import { at } from '../postgres/values.ts'
import type { Library, LibraryParts } from './library.ts'

export interface SignInParts extends Omit<LibraryParts, 'takeCode'> {
  /** The machine's: the library knows no other. */
  clock: Pick<Clock, 'now'>
  oneTimeCodes: OneTimeCodes
  byId: (accountId: string) => Promise<Account | null>
}

/** The library, opened at its first use. */
interface Open extends SignInParts {
  library: () => Promise<Library>
}

export function createSignIns(parts: SignInParts): SignIns {
  let opened: Promise<Library> | null = null
  const library = (): Promise<Library> => {
    opened ??= import('./library.ts').then(({ openLibrary }) =>
      openLibrary({ ...parts, takeCode: (accountId, code) => takeCode(parts, accountId, code) }),
    )
    return opened
  }
  const open = { ...parts, library }
  return { ...provingOf(open), ...sessionsOf(open), ...accountsOf(open), ...devicesOf(open), ...linksOf(open) }
}

function isAPIError(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && error.name === 'APIError' && 'statusCode' in error
}

/** A refusal of the library is an answer; every other error is a defect. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return null
    throw error
  }
}

/** The cookies of an answer, as a browser would send them. */
function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .filter((one) => !one.endsWith('='))
    .join('; ')
}

/** The library signs its cookies; ours holds the token alone. */
async function withToken(library: Library, token: string): Promise<Headers> {
  const { authCookies, secret } = await library.$context
  const { makeSignature } = await import('better-auth/crypto')
  const signed = encodeURIComponent(`${token}.${await makeSignature(token, secret)}`)
  return new Headers({ cookie: `${authCookies.sessionToken.name}=${signed}` })
}

const nobody = '00000000-0000-4000-8000-000000000000'

function provingOf({ library }: Open): Pick<SignIns, 'byPassword' | 'byCode' | 'open'> {
  return {
    async byPassword(name, password) {
      const { api, $context } = await library()
      const { adapter, internalAdapter } = await $context
      // The library hashes for an unknown address as for a known one, but leaves one look-up out.
      if ((await internalAdapter.findUserByEmail(name)) === null)
        await adapter.findOne({ model: 'account', where: [{ field: 'userId', value: nobody }] })
      const body = { username: name, password }
      const answer = await orNull(api.signInUsername({ body, headers: new Headers(), returnHeaders: true }))
      if (answer === null) return { kind: 'wrong' }
      const { token } = answer.response as { token?: string }
      return token === undefined ? { kind: 'pending', pending: cookiesOf(answer.headers) } : { kind: 'opened', token }
    },
    async byCode(pending, proof) {
      const { api } = await library()
      const headers = new Headers({ cookie: pending })
      const answer = await orNull(
        'device' in proof
          ? api.verifyTOTP({ body: { code: proof.device }, headers })
          : api.verifyBackupCode({ body: { code: proof.recoveryHash }, headers }),
      )
      return answer?.token ?? null
    },
    async open(accountId) {
      const { internalAdapter } = await (await library()).$context
      return (await orNull(internalAdapter.createSession(accountId)))?.token ?? null
    },
  }
}

type SessionCalls = 'session' | 'sessions' | 'close' | 'closeOne' | 'closeBeyond' | 'endAll'

interface SessionRow {
  id: string
  openedAt: number
  expiresAt: number
}

/** The library lists a hundred at most. */
async function openOnes({ database, clock }: Open, accountId: string): Promise<SessionRow[]> {
  return database.session
    .rows(sql<SessionRow>`select session_id as id, opened_at as "openedAt", expires_at as "expiresAt" from web_session
    where account_id = ${accountId} and expires_at > ${at(await clock.now())} order by opened_at desc, session_id`)
}

function sessionsOf(open: Open): Pick<SignIns, SessionCalls> {
  const { library, byId, database } = open
  return {
    async session(token) {
      const opened = await library()
      const found = await opened.api.getSession({ headers: await withToken(opened, token) })
      const account = found === null ? null : await byId(found.user.id)
      return found === null || account === null || account.disabled ? null : { sessionId: found.session.id, account }
    },
    sessions: (accountId) => openOnes(open, accountId),
    async close(token) {
      const opened = await library()
      await opened.api.signOut({ headers: await withToken(opened, token) })
    },
    async closeOne(accountId, sessionId) {
      const written = await database.session.run(
        sql`delete from web_session where account_id = ${accountId} and session_id = ${sessionId} and expires_at > ${at(await open.clock.now())}`,
      )
      return written > 0
    },
    async closeBeyond(accountId, newest) {
      await database.session.run(sql`delete from web_session where session_id in (
        select session_id from web_session where account_id = ${accountId} order by opened_at desc, session_id offset ${newest})`)
    },
    async endAll({ accountId, email }) {
      const { adapter, internalAdapter } = await (await library()).$context
      const where = [{ field: 'value', value: accountId }]
      await adapter.deleteMany({ model: 'verification', where })
      await adapter.deleteMany({ model: 'verification', where: [{ field: 'email', value: email }] })
      const unconfirmed = [
        { field: 'userId', value: accountId },
        { field: 'verified', value: false },
      ]
      await adapter.updateMany({ model: 'twoFactor', where: unconfirmed, update: { secret: null } })
      await internalAdapter.deleteUserSessions(accountId)
    },
  }
}

type AccountCalls = 'add' | 'setPassword' | 'setOperator' | 'setDisabled'

function accountsOf({ library, passwords, byId }: Open): Pick<SignIns, AccountCalls> {
  const change = async (accountId: string, to: { role: 'operator' } | { banned: boolean }): Promise<void> => {
    await (await (await library()).$context).internalAdapter.updateUser(accountId, to)
  }
  return {
    async add({ accountId, email, passwordHash, operator }) {
      const { internalAdapter } = await (await library()).$context
      if ((await internalAdapter.findUserByEmail(email)) !== null) return null
      const person = { id: accountId, email, name: email, emailVerified: true, role: operator ? 'operator' : 'person' }
      const credential = { providerId: 'credential', accountId, password: passwordHash }
      // Both in one transaction: an account without a password could not be signed in to, and its address were taken.
      await internalAdapter.createOAuthUser(person, credential).catch(async (error: unknown) => {
        if ((await internalAdapter.findUserByEmail(email)) === null) throw error
      })
      return byId(accountId)
    },
    async setPassword(accountId, password) {
      const { internalAdapter } = await (await library()).$context
      await internalAdapter.updatePassword(accountId, await passwords.hash(password))
    },
    setOperator: (accountId) => change(accountId, { role: 'operator' }),
    setDisabled: (accountId, disabled) => change(accountId, { banned: disabled }),
  }
}

type DeviceCalls = 'device' | 'prepareDevice' | 'confirmDevice' | 'endDevice' | 'setRecoveryCodes'

interface ProofRow {
  id: string
  secret: string | null
  verified: boolean
  backupCodes: string
}

const model = 'twoFactor'
const ofAccount = (accountId: string) => [{ field: 'userId', value: accountId }]

function devicesOf({ library, byId }: Open): Pick<SignIns, DeviceCalls> {
  const rowOf = async (accountId: string) =>
    (await (await library()).$context).adapter.findOne<ProofRow>({ model, where: ofAccount(accountId) })
  const save = async (accountId: string, change: Partial<ProofRow> & { secret?: string | null }): Promise<void> => {
    const { adapter } = await (await library()).$context
    const known = await adapter.update({ model, where: ofAccount(accountId), update: change })
    if (known !== null) return
    const empty = { secret: null, verified: false, backupCodes: '[]', userId: accountId }
    await adapter.create({ model, data: { ...empty, ...change } })
  }
  return {
    async device(accountId) {
      const row = await rowOf(accountId)
      return row === null || row.secret === null ? null : { confirmed: row.verified }
    },
    async prepareDevice(accountId, secret) {
      if ((await rowOf(accountId))?.verified !== true) await save(accountId, { secret, verified: false })
    },
    async confirmDevice(accountId, code) {
      const opened = await library()
      // The library confirms a device in a session: one that no browser gets. The user who confirmed ends all sessions of the account.
      const { internalAdapter } = await opened.$context
      const session = await orNull(internalAdapter.createSession(accountId))
      if (session === null) return false
      const headers = await withToken(opened, session.token)
      const answer = await orNull(opened.api.verifyTOTP({ body: { code }, headers }))
      if (answer === null) await internalAdapter.deleteSession(session.token)
      return answer !== null
    },
    async endDevice(accountId) {
      await save(accountId, { secret: null, verified: false })
      if ((await byId(accountId))?.secondProof === true) return
      await (await (await library()).$context).adapter.delete({ model, where: ofAccount(accountId) })
    },
    setRecoveryCodes: (accountId, hashes) => save(accountId, { backupCodes: JSON.stringify(hashes) }),
  }
}

/** Counts the half minute of a code as taken, before the library looks at it: sent many times at once, it opens one session. */
async function takeCode(
  { database: { session }, secrets, oneTimeCodes, clock }: SignInParts,
  accountId: string,
  code: string,
): Promise<boolean> {
  const { deviceContext } = await import('./library.ts')
  const [row] = await session.rows(sql<{ sealed: string }>`select secret_sealed as sealed from second_proof
    where account_id = ${accountId} and secret_sealed is not null`)
  if (row === undefined) return false
  const step = oneTimeCodes.stepOf(secrets.open(row.sealed, deviceContext(accountId)), code, await clock.now())
  if (step === null) return false
  const taken = await session.rows(
    sql`update second_proof set last_step = ${step} where account_id = ${accountId} and last_step < ${step} returning 1`,
  )
  return taken.length > 0
}

type LinkCalls = 'keepLink' | 'link' | 'takeLink' | 'passwordByLink' | 'forgetLinks'

interface PendingRow {
  value: string
  purpose: OneTimeLink['purpose'] | null
  email: string | null
  expiresAt: Date
}

/** As the library names the links that it takes itself. */
const passwordName = (token: string): string => `reset-password:${token}`

function linksOf({ library, clock, database }: Open): Pick<SignIns, LinkCalls> {
  const found = async (token: string): Promise<{ name: string; link: OneTimeLink } | null> => {
    const { internalAdapter } = await (await library()).$context
    for (const name of [token, passwordName(token)]) {
      const row = (await internalAdapter.findVerificationValue(name)) as PendingRow | null
      if (row !== null && row.expiresAt.getTime() > (await clock.now())) {
        const link = linkOf(row)
        return link === null ? null : { name, link }
      }
    }
    return null
  }
  return {
    async keepLink({ token, lifeMs, purpose, accountId, email, company, passwordHash, by }) {
      const { internalAdapter } = await (await library()).$context
      const row = {
        identifier: purpose === 'password' ? passwordName(token) : token,
        value: accountId ?? JSON.stringify({ company, passwordHash, by }),
        expiresAt: new Date((await clock.now()) + lifeMs),
        purpose,
        email,
      }
      await internalAdapter.createVerificationValue(row)
    },
    link: async (token) => (await found(token))?.link ?? null,
    async takeLink(token) {
      const seen = await found(token)
      if (seen === null) return null
      const { internalAdapter } = await (await library()).$context
      const taken = (await internalAdapter.consumeVerificationValue(seen.name)) as PendingRow | null
      return taken === null ? null : linkOf(taken)
    },
    async passwordByLink(token, password) {
      const { api } = await library()
      return (await orNull(api.resetPassword({ body: { token, newPassword: password } }))) !== null
    },
    async forgetLinks() {
      const now = at(await clock.now())
      await database.session.run(sql`delete from pending_proof where expires_at <= ${now}`)
      await database.session.run(sql`delete from web_session where expires_at <= ${now}`)
    },
  }
}

function linkOf({ purpose, value, email }: PendingRow): OneTimeLink | null {
  if (purpose === null) return null
  if (purpose === 'password' || purpose === 'proof')
    return { purpose, accountId: value, email, company: null, passwordHash: null, by: null }
  // Links of before `by` was kept have none.
  const {
    company,
    passwordHash,
    by = null,
  } = JSON.parse(value) as Pick<OneTimeLink, 'company' | 'passwordHash'> & Partial<Pick<OneTimeLink, 'by'>>
  return { purpose, accountId: null, email, company, passwordHash, by }
}
