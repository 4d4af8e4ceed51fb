/** The second proof at sign-in: a code of the person's own device, or a recovery code where the device was lost. */
import type { Instant } from '../domain/calendar.ts'
import type { Account, TwoFactor } from '../ports/accounts.ts'
import type { Fault } from './accounts.ts'
import type { Ports } from './ports.ts'

const recoveryCodes = 10

function contextOf(accountId: string): string {
  return `account|totp|${accountId}`
}

/** Makes a secret for the device. It counts from the moment that a code of it was given. */
export async function prepareTwoFactor(
  ports: Ports,
  account: Account,
  password: string,
): Promise<{ secret: string; address: string } | Fault> {
  if (!(await passwordIsRight(ports, account, password))) return { path: 'password', message: 'wrongPassword' }
  const { accounts } = ports.store.directory
  if ((await accounts.twoFactor(account.accountId))?.since != null) return { path: 'code', message: 'alreadyOn' }
  const secret = ports.oneTimeCodes.newSecret()
  await accounts.prepareTwoFactor(account.accountId, ports.secrets.seal(secret, contextOf(account.accountId)))
  return { secret, address: ports.oneTimeCodes.address(secret, account.email) }
}

/** @returns the recovery codes, shown this once */
export async function confirmTwoFactor(ports: Ports, account: Account, code: string): Promise<string[] | Fault> {
  const { accounts } = ports.store.directory
  const own = await accounts.twoFactor(account.accountId)
  if (own === null || own.since !== null) return { path: 'code', message: 'notPrepared' }
  const at = await ports.clock.now()
  const step = stepOf(ports, account.accountId, own, { code, at })
  if (step === null) return { path: 'code', message: 'wrongCode' }
  const codes = Array.from({ length: recoveryCodes }, () => newRecoveryCode(ports))
  const hashes = codes.map((recovery) => hashOf(ports, recovery))
  await accounts.confirmTwoFactor(account.accountId, { at, step, hashes })
  return codes
}

export async function endTwoFactor(ports: Ports, account: Account, password: string): Promise<Fault | null> {
  if (!(await passwordIsRight(ports, account, password))) return { path: 'password', message: 'wrongPassword' }
  await ports.store.directory.accounts.endTwoFactor(account.accountId)
  return null
}

/**
 * Whether the account may go on with this code. `needed`: it asks for one, and none was given.
 * A code of the device, like a recovery code, is taken once.
 */
export async function secondProof(
  ports: Ports,
  account: Account,
  given: { code: string | null; at: Instant },
): Promise<'right' | 'needed' | 'wrong'> {
  const { accounts } = ports.store.directory
  const own = await accounts.twoFactor(account.accountId)
  if (own === null || own.since === null) return 'right'
  const code = given.code?.replaceAll(/[\s-]/gu, '').toLowerCase() ?? ''
  if (code === '') return 'needed'
  const step = stepOf(ports, account.accountId, own, { code, at: given.at })
  const taken =
    step === null
      ? await accounts.takeRecoveryCode(account.accountId, hashOf(ports, code))
      : await accounts.takeStep(account.accountId, step)
  return taken ? 'right' : 'wrong'
}

function stepOf(
  ports: Ports,
  accountId: string,
  own: TwoFactor,
  { code, at }: { code: string; at: Instant },
): number | null {
  if (!/^\d{6}$/u.test(code)) return null
  return ports.oneTimeCodes.stepOf(ports.secrets.open(own.sealed, contextOf(accountId)), code, at)
}

async function passwordIsRight(ports: Ports, account: Account, password: string): Promise<boolean> {
  return account.passwordHash !== null && (await ports.passwords.matches(password, account.passwordHash))
}

/** 60 bits that nobody can compute without the installation's key, in a form that can be copied by hand. */
function newRecoveryCode(ports: Ports): string {
  return ports.secrets.fingerprint(ports.random.id() + ports.random.id(), 'recovery code').slice(0, 15)
}

function hashOf(ports: Ports, code: string): string {
  return ports.secrets.fingerprint(code, 'recovery code at rest')
}
