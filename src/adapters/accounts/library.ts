/**
 * The configured library of accounts: users, their proofs and the lives of sessions. Its routes are not mounted: ours call them, behind the
 * guard. Its other functions are off. Its limits lump callers together and would lock an owner out; we send our own mails, and no
 * telemetry.
 */
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { symmetricEncrypt } from 'better-auth/crypto'
import { betterAuth } from 'better-auth/minimal'
import { admin } from 'better-auth/plugins/admin'
import { adminAc, userAc } from 'better-auth/plugins/admin/access'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { username } from 'better-auth/plugins/username'
import type { Passwords } from '../../ports/people/accounts.ts'
import type { Random } from '../../ports/random.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Database } from '../postgres/database.ts'
import { signInName, tables, tablesOf } from './tables.ts'

const sessionSeconds = 12 * 3600
/** A sign-in that waits for a second proof goes on within the same call. */
const pendingSeconds = 60
/** Beyond what our routes take. */
const passwordMax = 1000

export interface LibraryParts {
  database: Pick<Database, 'session' | 'transaction'>
  secrets: Secrets
  random: Random
  passwords: Passwords
  /** @returns false for a code that is wrong, or was taken before */
  takeCode: (accountId: string, code: string) => Promise<boolean>
}

export type Library = ReturnType<typeof openLibrary>

const plugins = [
  // The address is kept as a name, because the library accepts fewer addresses than are in use: users with other addresses would be shut
  // out.
  username({
    minUsernameLength: 1,
    maxUsernameLength: passwordMax,
    usernameValidator: () => true,
    displayUsername: false,
    schema: { user: { fields: { username: signInName } } },
  }),
  twoFactor({
    twoFactorCookieMaxAge: pendingSeconds,
    accountLockout: { enabled: false },
    // Keyed hashes by then.
    backupCodeOptions: { storeBackupCodes: 'plain' },
    schema: {
      twoFactor: tables.twoFactor,
      user: { fields: { twoFactorEnabled: tables.user.fields.twoFactorEnabled } },
    },
  }),
  admin({
    defaultRole: 'person',
    adminRoles: ['operator'],
    roles: { operator: adminAc, person: userAc },
    schema: { user: { fields: { banned: tables.user.fields.banned } } },
  }),
]

export function openLibrary({ database, secrets, random, passwords, takeCode }: LibraryParts) {
  const secret = secrets.fingerprint('accounts', 'secret of the library')
  const keeping = {
    // Under the key of before the library: links that were out go on.
    keyed: (text: string) => secrets.fingerprint(text, 'web token at rest'),
    sealed: (plain: string, accountId: string) => secrets.seal(plain, deviceContext(accountId)),
    opened: (sealed: string, accountId: string) =>
      symmetricEncrypt({ key: secret, data: `base32:${secrets.open(sealed, deviceContext(accountId))}` }),
  }
  const { user, session, account, verification } = tables
  return betterAuth({
    baseURL: 'http://tentakel.invalid',
    secret,
    // Given, so that no variable of the environment takes its place.
    secrets: [{ version: 1, value: secret }],
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    database: tablesOf(database, keeping),
    advanced: {
      database: { generateId: () => random.id() },
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: passwordMax,
      password: {
        hash: (password) => passwords.hash(password),
        verify: ({ password, hash }) => passwords.matches(password, hash),
      },
      revokeSessionsOnPasswordReset: true,
    },
    user,
    account,
    session: { ...session, expiresIn: sessionSeconds, disableSessionRefresh: true },
    verification: {
      ...verification,
      additionalFields: {
        purpose: { type: 'string', required: false },
        email: { type: 'string', required: false },
      },
    },
    plugins,
    hooks: { before: codeOnce(takeCode) },
  })
}

/** The library takes a code as often as it is given within its half minute. */
function codeOnce(takeCode: LibraryParts['takeCode']) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path !== '/two-factor/verify-totp') return
    const pending = await ctx.getSignedCookie(ctx.context.createAuthCookie('two_factor').name, ctx.context.secret)
    const accountId =
      (await getSessionFromCtx(ctx))?.user.id ??
      (pending ? (await ctx.context.internalAdapter.findVerificationValue(pending))?.value : undefined)
    const { code } = ctx.body as { code: string }
    if (accountId === undefined || !(await takeCode(accountId, code))) throw new APIError('UNAUTHORIZED')
  })
}

/** The secret of a device is sealed for its account. */
export function deviceContext(accountId: string): string {
  return `account|totp|${accountId}`
}
